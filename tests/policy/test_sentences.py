"""Sentences: every reason and every outlook has one in each language, with the days that people live by."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
import re

import pytest

from custom_components.oxicleanarr.policy.models import Reason, Why
from custom_components.oxicleanarr.policy.outlook import Outcome, Outlook, Turn
from custom_components.oxicleanarr.policy.sentences import joined, outlook_sentence, sentence
from custom_components.oxicleanarr.policy.texts import LANGUAGES, texts_in

EVENING = datetime(2026, 8, 25, 23, 30, tzinfo=UTC)
FACTS = {
    "by": "Ann",
    "until": EVENING,
    "sources": "Radarr",
    "rule": "Kids",
    "date": EVENING,
    "retention": timedelta(days=90),
    "count": 3,
    "days": 14,
    "protections": 2,
}
ENGLISH = texts_in("en")

every_language = pytest.mark.parametrize("language", sorted(LANGUAGES))


def named[T: StrEnum](texts: Mapping[T, str]) -> dict[T, set[str]]:
    """Return the facts that each text names."""
    return {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in texts.items()}


@every_language
@pytest.mark.parametrize("why", Why)
def test_every_reason_has_a_sentence(why: Why, language: str) -> None:
    text = sentence(Reason(why, FACTS), UTC, language)
    assert text[0].isupper()
    assert "{" not in text
    assert not text.endswith(".")


@every_language
def test_every_cause_and_outcome_has_a_text(language: str) -> None:
    texts = texts_in(language)
    assert texts.causes.keys() == ENGLISH.causes.keys() >= set(Turn)
    assert texts.outcomes.keys() == set(Outcome)


@every_language
def test_a_text_names_the_same_facts_in_each_language(language: str) -> None:
    texts = texts_in(language)
    assert named(texts.reasons) == named(ENGLISH.reasons)
    assert named(texts.causes) == named(ENGLISH.causes)
    assert named(texts.outcomes) == named(ENGLISH.outcomes)


@every_language
def test_what_is_counted_has_a_singular_and_a_plural(language: str) -> None:
    texts = texts_in(language)
    assert texts.counted.keys() == ENGLISH.counted.keys()
    assert all("{count}" in one.one and "{count}" in one.other for one in texts.counted.values())


@every_language
def test_every_month_has_a_name(language: str) -> None:
    assert len(set(texts_in(language).months)) == 12


def test_a_day_is_the_local_one() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert (
        sentence(Reason(Why.LAST_WATCHED, FACTS), tokyo, "en") == "Last watched on 26 August 2026"
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "1. Mai 2026"),
        ("en", "1 May 2026"),
        ("es", "1 de mayo de 2026"),
        ("fr", "1er mai 2026"),
        ("nl", "1 mei 2026"),
    ],
)
def test_a_day_is_written_as_in_the_language(language: str, words: str) -> None:
    assert texts_in(language).date(date(2026, 5, 1)) == words


def test_a_day_of_the_year_that_goes_without_saying_has_none() -> None:
    assert texts_in("es").date(date(2026, 5, 2), year=False) == "2 de mayo"


@pytest.mark.parametrize(
    ("language", "texts"),
    [("de", "de"), ("de-CH", "de"), ("fr_CA", "fr"), ("en-GB", "en"), ("tlh", "en"), ("", "en")],
)
def test_a_country_has_the_texts_of_its_language(language: str, texts: str) -> None:
    assert texts_in(language) is LANGUAGES[texts]


@every_language
def test_several_reasons_are_sentences_one_after_the_other(language: str) -> None:
    first, second = Reason(Why.LAST_WATCHED, FACTS), Reason(Why.RETENTION, FACTS)
    text = joined(sentence(reason, UTC, language) for reason in (first, second))
    assert re.search(r"2026\. \w", text)
    assert not text.endswith(".")


def test_a_keeps_reason_follows_its_sentence() -> None:
    text = sentence(Reason(Why.KEPT, {"by": "Ann", "reason": "film club"}), UTC, "en")
    assert text == "Ann keeps it for ever: film club"


def test_a_keep_of_nobody_known_is_somebodys() -> None:
    assert sentence(Reason(Why.KEPT, {"by": None}), UTC, "en") == "Somebody keeps it for ever"


def test_braces_in_a_name_are_no_placeholders() -> None:
    text = sentence(Reason(Why.RULE, {"rule": "{date}"}), UTC, "en")
    assert text == "The rule {date} decides"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(), "0 days"),
        (timedelta(days=1), "1 day"),
        (timedelta(hours=36), "36 hours"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(seconds=61), "61 seconds"),
    ],
)
def test_a_retention_is_said_in_the_largest_unit_that_fits(span: timedelta, words: str) -> None:
    text = sentence(Reason(Why.RETENTION, {"retention": span}), UTC, "en")
    assert text == f"It may stay for {words} after that"


@pytest.mark.parametrize(
    ("language", "days", "words"),
    [
        ("de", 1, "1 Tag"),
        ("de", 2, "2 Tage"),
        ("es", 1, "1 día"),
        ("fr", 0, "0 jour"),
        ("fr", 2, "2 jours"),
        ("nl", 1, "1 dag"),
    ],
)
def test_a_number_takes_the_form_of_the_language(language: str, days: int, words: str) -> None:
    assert texts_in(language).span(timedelta(days=days)) == words


@pytest.mark.parametrize(
    ("why", "language", "words"),
    [
        (Why.KEPT_UNTIL, "de", "Ann behält es bis zum 25. August 2026"),
        (Why.KEPT_UNTIL, "es", "Ann conserva este título hasta el 25 de agosto de 2026"),
        (Why.KEPT_UNTIL, "fr", "Ann garde ce titre jusqu'au 25 août 2026"),
        (Why.KEPT_UNTIL, "nl", "Ann houdt het tot en met 25 augustus 2026"),
        (Why.EPISODES, "de", "Die Regel Kids entfernt 3 Folgendateien davon"),
        (Why.EPISODES, "en", "The rule Kids removes 3 of its episode files"),
        (Why.EPISODES, "fr", "La règle Kids en retire 3 fichiers d'épisodes"),
        (
            Why.ANNOUNCED_FIRST,
            "de",
            "Nach der Regel am 25. August 2026 fällig, wird aber vorher 14 Tage lang angekündigt",
        ),
        (
            Why.ANNOUNCED_FIRST,
            "nl",
            "Volgens de regel aan de beurt op 25 augustus 2026, maar eerst 14 dagen lang aangekondigd",
        ),
    ],
)
def test_a_reason_reads_like_the_language(why: Why, language: str, words: str) -> None:
    assert sentence(Reason(why, FACTS), UTC, language) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Ann behält es für immer: Filmclub"),
        ("fr", "Ann garde ce titre pour toujours : Filmclub"),
    ],
)
def test_a_colon_is_set_as_in_the_language(language: str, words: str) -> None:
    reason = Reason(Why.KEPT, {"by": "Ann", "reason": "Filmclub"})
    assert sentence(reason, UTC, language) == words


@pytest.mark.parametrize(
    ("outlook", "language", "words"),
    [
        (
            Outlook(cause=Turn.NO_RULE, facts={"rule": "Kids"}, outcome=Outcome.STAYS),
            "de",
            "Ohne die Regel Kids bleibt es",
        ),
        (
            Outlook(cause=Turn.SOMEBODY_WATCHES, outcome=Outcome.LEAVES, leaves_at=EVENING),
            "de",
            "Wenn jemand es heute ansieht, verschwindet es am 25. August 2026",
        ),
        (
            Outlook(cause=Turn.SOMEBODY_KEEPS, outcome=Outcome.STAYS),
            "fr",
            "Si quelqu'un le garde, il reste",
        ),
        (
            Outlook(cause=Why.PLAYING, outcome=Outcome.DECIDED_ANEW),
            "es",
            "Cuando ya nadie lo esté viendo, las reglas deciden de nuevo",
        ),
        (
            Outlook(cause=Turn.NO_WISH, outcome=Outcome.STAYS),
            "nl",
            "Zonder de wens voor deze datum blijft het",
        ),
        (
            Outlook(cause=Turn.NO_PROTECTION_LEFT, facts={"protections": 3}),
            "en",
            "It leaves only when none of its 3 protections holds any more",
        ),
    ],
)
def test_an_outlook_reads_like_the_language(outlook: Outlook, language: str, words: str) -> None:
    assert outlook_sentence(outlook, UTC, language) == words
