"""Every guard alone: against what it speaks, and against what it does not."""

from copy import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.oxicleanarr.cleanup.guards import (
    MEDIUM_GUARDS,
    RUN_GUARDS,
    SERVER_GUARDS,
    object_to_medium,
    object_to_run,
)
from custom_components.oxicleanarr.cleanup.models import (
    CleanupSettings,
    GuardName,
    Mode,
    Objection,
    Removal,
)
from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.policy.models import Decision, Protected, Reason, Why
from tests.builders import NOW, a_copy, a_medium, a_series_copy, days_ago
from tests.evidence import WINDOW_DAYS, a_look, a_moment, an_entry, an_evidence
from tests.removals import a_candidate, a_frozen_item

FILM = a_medium(last_watched=days_ago(50), play_count=2)
SEEN_BEFORE = {
    "candidate": a_candidate(FILM),
    "look": a_look(last_played=days_ago(50), play_count=2),
}

unmonitoring = CleanupSettings(removal=Removal.UNMONITOR)
files_only = CleanupSettings(removal=Removal.DELETE_FILES)


def spoken(objections: tuple[Objection, ...]) -> list[str]:
    return [objection.said_as for objection in objections]


def to_run(**changes: Any) -> list[str]:
    return spoken(object_to_run(a_moment(**changes)))


def to_medium(**changes: Any) -> list[str]:
    return spoken(object_to_medium(an_evidence(**changes)))


def with_entry(**changes: Any) -> dict[str, Any]:
    return {"entries": (an_entry(**changes),)}


def with_copy(**changes: Any) -> dict[str, Any]:
    return with_entry(copy=a_copy(**changes))


def of_copy(**changes: Any) -> dict[str, Any]:
    """Return evidence in which plan and server agree on a copy."""
    copy = a_copy(**changes)
    return {"candidate": a_candidate(a_medium(copies=(copy,))), "entries": (an_entry(copy),)}


def newest(verdict_changes: Any = None, **changes: Any) -> dict[str, Any]:
    """Return evidence with another newest decision than the one of the plan."""
    decision = a_candidate(a_medium(), **(verdict_changes or {})).decision
    return {"decision": Decision(decision.medium, decision.verdict, **changes)}


def protected(why: Why) -> dict[str, Any]:
    return {"decision": Decision(a_medium(), Protected(reasons=(Reason(why),)))}


def test_the_guards_are_asked_in_the_order_of_their_names() -> None:
    names = [guard.__name__ for guard in (*RUN_GUARDS, *MEDIUM_GUARDS)]
    assert names == [name.value for name in GuardName if name is not GuardName.SERVER_CANNOT]
    through_server = [guard.__name__ for guard in SERVER_GUARDS]
    assert through_server == [name.value for name in GuardName if name.value in through_server]
    # Nothing that people decide, and no cap, is left out there.
    assert set(names) - set(through_server) - {guard.__name__ for guard in RUN_GUARDS} == {
        "downloading",
        "nothing_to_do",
    }


@pytest.mark.parametrize("guard", [*RUN_GUARDS, *MEDIUM_GUARDS, *SERVER_GUARDS])
def test_every_guard_says_what_it_prevents(guard: Any) -> None:
    assert len(guard.__doc__) > 40


def test_nothing_speaks_against_a_quiet_household() -> None:
    assert to_run() == []


def test_nothing_speaks_against_what_was_announced_approved_and_seen() -> None:
    assert to_medium() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mode": Mode.OBSERVE}, ["mode"]),
        ({"mode": "a mode that nobody knows"}, ["mode"]),
        ({"unfinished": 1}, ["unfinished"]),
        ({"silent": ("Radarr",)}, ["sources"]),
        ({"stopping": True}, ["stopping"]),
        ({"holiday": True}, ["holiday"]),
        ({"brakes": ("Backup",)}, ["brake_entity"]),
        ({"watching": True}, ["watching"]),
        ({"watching": UNKNOWN}, ["watching_unknown"]),
        ({"scanning": ("Home",)}, ["scan"]),
        ({"scanning": UNKNOWN}, ["scan_unknown"]),
        ({"mode": Mode.OBSERVE, "dry": True}, []),
        ({"mode": Mode.ASK}, []),
        ({"watching": None}, []),
        ({"only_while_idle": False, "watching": True}, []),
        ({"only_while_idle": False, "watching": UNKNOWN}, []),
        ({"scanning": None}, []),
        ({"before": None}, []),
    ],
)
def test_a_run_waits_for(changes: dict[str, Any], said: list[str]) -> None:
    assert to_run(**changes) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"approved": None}, ["not_approved"]),
        ({"approved": a_frozen_item(fingerprint="other")}, ["not_approved_changed"]),
        ({"approved": a_frozen_item("movie:tmdb:20")}, ["not_approved_changed"]),
        ({"fingerprint": "", "approved": a_frozen_item(fingerprint="")}, ["not_approved_changed"]),
        ({"decision": None}, ["not_leaving"]),
        (newest(stale=True), ["not_leaving"]),
        (newest({"soon": False}), ["not_leaving"]),
        (newest({"leaves_at": NOW + timedelta(seconds=1)}), ["not_leaving"]),
        (newest({"episode_files": frozenset({7})}), ["not_leaving"]),
        ({"decision": a_candidate(a_medium("movie:tmdb:20")).decision}, ["not_leaving"]),
        (protected(Why.DISK_HAS_ROOM), ["not_leaving"]),
        (protected(Why.KEPT), ["not_leaving", "kept"]),
        (protected(Why.KEPT_UNTIL), ["not_leaving", "kept"]),
        ({"kept": True}, ["kept"]),
        ({"announced_at": None}, ["not_announced"]),
        ({"announced_at": days_ago(16)}, ["not_announced"]),
        ({"paused_days": 1.5}, ["not_announced"]),
        ({"window_days": 16}, ["not_announced"]),
        ({"paused_days": -5.0, "window_days": 16}, ["not_announced"]),
        ({"paused_days": 1.0}, []),
        (newest({"leaves_at": NOW}), []),
    ],
)
def test_what_was_not_told_and_decided_stays(changes: dict[str, Any], said: list[str]) -> None:
    assert to_medium(**changes) == said


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (days_ago(WINDOW_DAYS), []),
        (days_ago(WINDOW_DAYS) + timedelta(seconds=1), ["not_announced"]),
        (NOW + timedelta(days=1), ["not_announced"]),
        (None, ["not_announced"]),
    ],
)
def test_the_window_must_be_over_to_the_second(since: datetime | None, said: list[str]) -> None:
    candidate = replace(a_candidate(a_medium()), announced_at=since)
    assert to_medium(candidate=candidate, announced_at=since) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"look": a_look(favourite=True)}, ["favourite"]),
        ({"look": a_look(playing=True)}, ["playing"]),
        ({"look": a_look(unfinished=True)}, ["unfinished_by"]),
        ({"look": a_look(last_played=days_ago(1), play_count=1)}, ["new_play"]),
        ({"look": a_look(play_count=1)}, ["new_play"]),
        ({"look": a_look(last_played=days_ago(1))}, ["new_play"]),
        ({**SEEN_BEFORE, "look": a_look(last_played=days_ago(49), play_count=2)}, ["new_play"]),
        ({**SEEN_BEFORE, "look": a_look(last_played=days_ago(50), play_count=3)}, ["new_play"]),
        ({"look": UNKNOWN}, ["look_unknown"]),
        ({"look": None}, ["look_unknown"]),
        ({"candidate": a_candidate(a_medium(last_watched=UNKNOWN))}, ["look_unknown"]),
        ({"candidate": a_candidate(a_medium(play_count=UNKNOWN))}, ["look_unknown"]),
        (SEEN_BEFORE, []),
        # A play of a link that is gone is remembered by us, and no longer known to Jellyfin.
        ({**SEEN_BEFORE, "look": a_look()}, []),
        ({"look": a_look(favourite=True), "protect_favourites": False}, []),
        ({"look": a_look(unfinished=True), "protect_unfinished": False}, []),
        ({"look": a_look(playing=True), "protect_unfinished": False}, ["playing"]),
    ],
)
def test_what_somebody_cares_for_stays(changes: dict[str, Any], said: list[str]) -> None:
    assert to_medium(**changes) == said


@pytest.mark.parametrize("guard", MEDIUM_GUARDS[5:9], ids=lambda guard: guard.__name__)
def test_without_a_look_each_of_its_guards_objects(guard: Any) -> None:
    assert guard(an_evidence(look=UNKNOWN)).guard.value == guard.__name__


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"gone": frozenset({"Radarr"})}, ["no_entry_gone"]),
        ({"candidate": a_candidate(a_medium(copies=()))}, ["no_entry"]),
        ({"entries": ()}, ["no_entry", "changed"]),
        ({"entries": None}, ["entries_unknown"]),
        ({"entries": (an_entry(), an_entry())}, ["no_entry"]),
        (of_copy(entry_id=0), ["no_entry"]),
        (of_copy(entry_id=-1), ["no_entry"]),
        (of_copy(title=" "), ["no_entry"]),
        (of_copy(folder="", file=None), ["no_entry", "folder"]),
        (of_copy(provider_ids=()), ["no_entry"]),
        (of_copy(provider_ids=("tmdb:19", "imdb:")), ["no_entry"]),
        (of_copy(provider_ids=("tmdb:0",)), ["no_entry"]),
        ({"entries": UNKNOWN}, ["entries_unknown"]),
        (of_copy(provider_ids=("tmdb:100", "imdb:tt0017136")), []),
    ],
)
def test_what_is_not_named_fully_stays(changes: dict[str, Any], said: list[str]) -> None:
    assert to_medium(**changes) == said


@pytest.mark.parametrize("guard", MEDIUM_GUARDS[10:17], ids=lambda guard: guard.__name__)
def test_without_an_entry_each_of_its_guards_objects(guard: Any) -> None:
    assert guard(an_evidence(entries=UNKNOWN)).guard.value == guard.__name__


@pytest.mark.parametrize(
    "changes",
    [
        {"entry_id": 2},
        {"source_id": "radarr4k"},
        {"title": "Metropolis II"},
        {"year": 1928},
        {"provider_ids": ("tmdb:20",)},
        {"folder": "/movies/Elsewhere"},
        {"file": "/movies/Metropolis (1927)/other.mkv"},
        {"file": None},
        {"root_folder": "/"},
        {"size_bytes": 4_000_000_001},
        {"size_bytes": UNKNOWN},
        {"added": days_ago(99)},
        {"tags": frozenset({"keep"})},
        {"tags": UNKNOWN},
        {"episode_files": 1},
    ],
    ids=str,
)
def test_what_is_not_as_in_the_plan_stays(changes: dict[str, Any]) -> None:
    assert to_medium(**with_copy(**changes)) == ["changed"]


@pytest.mark.parametrize("fact", ["size_bytes", "added", "tags"])
def test_what_nobody_knew_then_and_now_is_not_the_same(fact: str) -> None:
    assert to_medium(**of_copy(**{fact: UNKNOWN})) == ["changed"]


def test_every_copy_is_compared() -> None:
    fine = a_copy(source_id="radarr4k", folder="/movies4k/Metropolis", root_folder="/movies4k")
    candidate = a_candidate(a_medium(copies=(a_copy(), fine)))
    other = an_entry(replace(fine, tags=frozenset({"keep"})))
    assert to_medium(candidate=candidate, entries=(an_entry(), an_entry(fine))) == []
    assert to_medium(candidate=candidate, entries=(an_entry(), other)) == ["changed"]


@pytest.mark.parametrize(
    ("file_ids", "settings", "said"),
    [
        ({4, 5}, CleanupSettings(), []),
        ({4, 5, 6}, CleanupSettings(), ["changed"]),
        ({4}, CleanupSettings(), ["changed"]),
        (set(), CleanupSettings(), ["changed", "nothing_to_do"]),
        (set(), unmonitoring, []),
    ],
)
def test_of_a_series_exactly_the_announced_files_go(
    file_ids: set[int], settings: CleanupSettings, said: list[str]
) -> None:
    series = a_medium("series:tvdb:78")
    evidence = {
        "candidate": a_candidate(series, episode_files=frozenset({4, 5})),
        "approved": a_frozen_item(series.id),
        "entries": (an_entry(a_series_copy(), file_ids=frozenset(file_ids)),),
        "settings": settings,
    }
    assert to_medium(**evidence) == said


@pytest.mark.parametrize(
    "changes",
    [
        {"folder": "movies/Metropolis", "file": None},
        {"folder": "/movies", "file": None},
        {"folder": "/movies/", "file": None},
        {"folder": "/", "file": None},
        {"folder": "/tv/Metropolis", "file": None},
        {"folder": "/movies2/Metropolis", "file": None},
        {"folder": "/movies/../tv/Metropolis", "file": None},
        {"folder": "/movies/./Metropolis", "file": None},
        {"folder": "/movies//", "file": None},
        {"folder": "/movies/a//b", "file": None},
        {"root_folder": None},
        {"root_folder": ""},
        {"root_folder": "movies"},
        {"file": "/movies/other.mkv"},
        {"file": "/movies/Metropolis (1927)/../Faust/Faust.mkv"},
        {"file": "Metropolis.mkv"},
        {"file": ""},
        {"folder": "D:\\Movies", "root_folder": "d:\\movies", "file": None},
        {"folder": "D:Movies\\Faust", "root_folder": "D:\\Movies", "file": None},
        {"folder": "E:\\Movies\\Faust", "root_folder": "D:\\Movies", "file": None},
        {"folder": "\\\\nas\\media", "root_folder": "\\\\nas\\media", "file": None},
    ],
    ids=str,
)
def test_what_has_no_folder_of_its_own_below_its_root_stays(changes: dict[str, Any]) -> None:
    assert to_medium(**of_copy(**changes)) == ["folder"]


@pytest.mark.parametrize(
    "changes",
    [
        {"root_folder": "/"},
        {"root_folder": "/movies/"},
        {"folder": "/movies/M/Metropolis"},
        {
            "folder": "D:\\Movies\\Faust",
            "root_folder": "d:\\movies\\",
            "file": "D:\\Movies\\Faust\\F.mkv",
        },
        {"folder": "D:\\Faust", "root_folder": "D:\\", "file": None},
        {"folder": "\\\\nas\\media\\Faust", "root_folder": "\\\\nas\\media", "file": None},
        {"folder": "/movies/Amélie", "file": "/movies/Amélie/A.mkv"},
    ],
    ids=str,
)
def test_a_folder_of_its_own_may_go(changes: dict[str, Any]) -> None:
    assert to_medium(**of_copy(**changes)) == []


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("/movies/Metropolis (1927)", ["folder"]),
        ("/movies/metropolis (1927)", ["folder"]),
        ("/movies/Metropolis (1927)/Extras", ["folder"]),
        ("/movies", ["folder"]),
        ("/movies/Metropolis (1927) II", []),
        ("/movies/Metropolis", []),
    ],
)
def test_a_folder_that_another_entry_shares_stays(other: str, said: list[str]) -> None:
    assert to_medium(other_folders=frozenset({other})) == said


def test_a_folder_in_which_jellyfin_shows_something_else_stays() -> None:
    assert to_medium(lodgers=frozenset({"Nosferatu"})) == ["folder_lodgers"]


def test_what_lies_beside_a_file_does_not_matter_where_only_the_file_goes() -> None:
    settings = CleanupSettings(removal=Removal.DELETE_FILES)
    assert to_medium(lodgers=frozenset({"Nosferatu"}), settings=settings) == []


def test_a_folder_that_is_the_root_of_another_copy_stays() -> None:
    outer = a_copy(folder="/movies/4k", file=None)
    inner = a_copy(source_id="radarr4k", root_folder="/movies/4k", folder="/movies/4k/Metropolis")
    candidate = a_candidate(a_medium(copies=(outer, inner)))
    assert to_medium(candidate=candidate) == ["folder"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (with_entry(downloading=True), ["downloading"]),
        (with_entry(downloading=UNKNOWN), ["downloading"]),
        (with_entry(downloading=None), []),
        (with_entry(files_seen=False), ["disk"]),
        (with_entry(files_seen=UNKNOWN), ["disk"]),
        (with_entry(files_seen=None), ["disk"]),
        (with_entry(files_seen=False) | {"settings": files_only}, ["disk"]),
        (with_entry(files_seen=False) | {"settings": unmonitoring}, []),
        (with_entry(has_bin=False), ["recycle_bin"]),
        (with_entry(has_bin=UNKNOWN), ["recycle_bin"]),
        (with_entry(has_bin=False) | {"no_bin_accepted": frozenset({"radarr"})}, []),
        (with_entry(has_bin=False) | {"no_bin_accepted": frozenset({"sonarr"})}, ["recycle_bin"]),
        (with_entry(has_bin=False) | {"settings": unmonitoring}, []),
        (with_entry(monitored=False), []),
        (with_entry(monitored=False) | {"settings": unmonitoring}, ["nothing_to_do"]),
        (with_entry(file_ids=frozenset()) | {"settings": files_only}, ["nothing_to_do"]),
        (with_entry(file_ids=frozenset()) | {"settings": unmonitoring}, []),
    ],
)
def test_what_cannot_be_removed_well_stays(changes: dict[str, Any], said: list[str]) -> None:
    assert to_medium(**changes) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"done_items": 9}, []),
        ({"done_items": 10}, ["cap_items"]),
        ({"settings": CleanupSettings(max_items=0)}, ["cap_items"]),
        ({"done_bytes": 495_700_000_000}, []),
        ({"done_bytes": 495_700_000_001}, ["cap_bytes"]),
        (with_entry(size_bytes=UNKNOWN), ["cap_bytes_unknown"]),
        (with_entry(size_bytes=None), ["cap_bytes_unknown"]),
        (with_entry(size_bytes=-1), ["cap_bytes_unknown"]),
        ({"done_of_kind": 4}, []),
        ({"done_of_kind": 5}, ["cap_share"]),
        ({"media_of_kind": 39, "done_of_kind": 1}, ["cap_share"]),
        ({"media_of_kind": 40, "done_of_kind": 1}, []),
        ({"media_of_kind": 1}, []),
        ({"media_of_kind": 0}, []),
    ],
)
def test_a_run_has_limits(changes: dict[str, Any], said: list[str]) -> None:
    assert to_medium(**changes) == said


def test_what_another_household_holds_stays() -> None:
    assert to_medium(shared_with=frozenset({"Grandparents"})) == ["shared"]


def test_everything_that_speaks_against_it_is_said() -> None:
    objections = object_to_medium(an_evidence(kept=True, approved=None, look=a_look(playing=True)))
    assert [one.guard for one in objections] == [
        GuardName.NOT_APPROVED,
        GuardName.KEPT,
        GuardName.PLAYING,
    ]
