"""What speaks against deleting is said in every language, whatever it is."""

import ast
from copy import replace
import inspect
import re

import pytest

from custom_components.oxicleanarr.cleanup import brake, entry_guards, guards, server_guards
from custom_components.oxicleanarr.cleanup.evidence import ServerWord
from custom_components.oxicleanarr.cleanup.models import (
    CleanupSettings,
    GuardName,
    Mode,
    Objection,
    Removal,
)
from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.objection_texts import OBJECTIONS, WHAT
from custom_components.oxicleanarr.objections import objection_sentence
from custom_components.oxicleanarr.policy.texts import LANGUAGES
from tests.builders import NOW, days_ago
from tests.evidence import (
    a_day,
    a_decided,
    a_look,
    a_moment,
    a_served,
    a_server_evidence,
    an_entry,
    an_evidence,
)

every_language = pytest.mark.parametrize("language", sorted(LANGUAGES))

ENGLISH = OBJECTIONS["en"]


def _variants() -> set[str]:
    """Return the names of all sentences that a guard of ours gives, as they are written in the code."""
    texts = {
        node.value
        for module in (guards, brake, entry_guards, server_guards)
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    pattern = r"\w+_(unknown|gone|changed|lodgers|kept|unwatched|episodes|offline)|served_\w+"
    return {text for text in texts if re.fullmatch(pattern, text)}


def _all_objections() -> list[Objection]:
    """Return one objection of each guard, with the facts that it gives."""
    today = a_day(
        at=NOW,
        leaving_soon=6000,
        leaving_bytes=9 * 10**13,
        media={},
        entries=dict.fromkeys(a_day().entries, "radarr:999"),
    )
    odd = a_moment(
        stopping=True,
        mode=Mode.OBSERVE,
        unfinished=3,
        silent=("Radarr", "Sonarr"),
        holiday=True,
        brakes=("Backup",),
        watching=True,
        scanning=("Home",),
        syncing=True,
        today=today,
    )
    unsure = a_moment(watching=UNKNOWN, scanning=UNKNOWN, syncing=UNKNOWN)
    nobody_knows = an_evidence(look=UNKNOWN, entries=UNKNOWN, fingerprint="other")
    wrong = an_evidence(
        approved=None,
        decision=None,
        announced_at=None,
        kept=True,
        shared_with=frozenset({"Grandparents"}),
        look=a_look(favourite=True, playing=True, unfinished=True, play_count=1),
        entries=(),
        done_items=99,
        done_of_kind=99,
    )
    entry = an_entry(
        files_seen=False, downloading=True, has_bin=False, file_ids=frozenset(), size_bytes=10**13
    )
    unfit = an_evidence(
        entries=(entry,),
        other_folders=frozenset({"/movies"}),
        settings=CleanupSettings(removal=Removal.DELETE_FILES),
    )
    crowded = an_evidence(lodgers=frozenset({"Metropolis"}))
    unsized = an_evidence(entries=(an_entry(size_bytes=UNKNOWN),), gone=frozenset({"Radarr"}))
    of_server = (
        a_server_evidence(served=UNKNOWN, word=UNKNOWN),
        a_server_evidence(word=ServerWord(decided=a_decided(excluded=True), named=True)),
        a_server_evidence(
            word=ServerWord(decided=a_decided(), named=False),
            online=False,
            served=a_served(folder="", files=(), copy=replace(a_served().copy, year=1)),
            settings=CleanupSettings(removal=Removal.UNMONITOR),
            no_bin_accepted=frozenset(),
        ),
        a_server_evidence(served=a_served(decided=a_decided(item_id="radarr-9"))),
        a_server_evidence(look=a_look(last_played=days_ago(1), play_count=1)),
        a_server_evidence(served=a_served(decided=a_decided(episode_files=frozenset({1})))),
    )
    return [
        *guards.object_to_run(odd),
        *guards.object_to_run(unsure),
        *(
            one
            for what in (nobody_knows, wrong, unfit, crowded, unsized, *of_server)
            for one in guards.object_to_medium(what)
        ),
    ]


ALL = _all_objections()


def test_these_are_all_that_the_guards_can_say() -> None:
    said = {objection.said_as for objection in ALL}
    assert said == ENGLISH.keys() == {guard.value for guard in GuardName} | _variants()


@every_language
@pytest.mark.parametrize("objection", ALL, ids=lambda objection: objection.said_as)
def test_every_objection_has_a_sentence(objection: Objection, language: str) -> None:
    said = objection_sentence(objection, language)
    assert said[0].isupper()
    assert "{" not in said
    assert not said.endswith(".")
    # What there is, and what to do about it.
    assert said.count(";") == 1


@every_language
def test_a_sentence_names_the_same_facts_in_each_language(language: str) -> None:
    def named(texts: dict[str, str]) -> dict[str, list[str]]:
        return {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in texts.items()}

    assert named(dict(OBJECTIONS[language])) == named(dict(ENGLISH))


@every_language
def test_what_is_not_as_in_the_plan_has_a_name_in_each_language(language: str) -> None:
    assert WHAT[language].keys() == {
        "entry_id",
        "file_ids",
        *entry_guards.COMPARED,
        *server_guards.DECIDED,
    }


def test_no_name_of_the_code_is_in_a_sentence() -> None:
    objection = Objection(GuardName.CHANGED, {"what": ("size_bytes", "file_ids")})
    assert "(size, files)" in objection_sentence(objection, "en")


@pytest.mark.parametrize("objection", ALL, ids=lambda objection: objection.said_as)
def test_a_sentence_names_every_fact(objection: Objection) -> None:
    assert set(re.findall(r"\{(\w+)\}", ENGLISH[objection.said_as])) == objection.facts.keys()


@pytest.mark.parametrize(
    ("objection", "language", "words"),
    [
        (
            Objection(GuardName.NOT_ANNOUNCED, {"days": 1}),
            "de",
            "Es ist noch nicht 1 Tag lang angekündigt, Pausen nicht gerechnet; warte so lange",
        ),
        (
            Objection(GuardName.CAP_BYTES, {"size_bytes": 4_300_000_000, "max_bytes": 10**9}),
            "de",
            (
                "Mit seinen 4,3 GB würde ein Lauf mehr als 1,0 GB entfernen; es folgt in einem späteren,"
                " oder erhöhe die Grenze in den Optionen"
            ),
        ),
        (
            Objection(GuardName.SOURCES, {"servers": "Radarr, Sonarr"}),
            "nl-BE",
            "Zojuist kwam geen volledig antwoord van Radarr, Sonarr; controleer de verbinding",
        ),
    ],
)
def test_an_objection_reads_like_the_language(
    objection: Objection, language: str, words: str
) -> None:
    assert objection_sentence(objection, language) == words


def test_braces_in_a_name_are_no_placeholders() -> None:
    objection = Objection(GuardName.SCAN, {"servers": "{days}"})
    assert "{days}" in objection_sentence(objection, "en")
