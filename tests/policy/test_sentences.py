"""Sentences: every reason has one, with the days that people live by."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from custom_components.oxicleanarr.policy.models import Reason, Why
from custom_components.oxicleanarr.policy.sentences import sentence

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
}


@pytest.mark.parametrize("why", Why)
def test_every_reason_has_a_sentence(why: Why) -> None:
    text = sentence(Reason(why, FACTS), UTC)
    assert text[0].isupper()
    assert "{" not in text
    assert not text.endswith(".")


def test_a_day_is_the_local_one() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert sentence(Reason(Why.LAST_WATCHED, FACTS), tokyo) == "Last watched on 2026-08-26"


def test_a_keeps_reason_follows_its_sentence() -> None:
    text = sentence(Reason(Why.KEPT, {"by": "Ann", "reason": "film club"}), UTC)
    assert text == "Ann keeps it for ever: film club"


def test_a_keep_of_nobody_known_is_somebodys() -> None:
    assert sentence(Reason(Why.KEPT, {"by": None}), UTC) == "Somebody keeps it for ever"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(days=1), "1 day"),
        (timedelta(hours=36), "36 hours"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(seconds=61), "61 seconds"),
    ],
)
def test_a_retention_is_said_in_the_largest_unit_that_fits(span: timedelta, words: str) -> None:
    text = sentence(Reason(Why.RETENTION, {"retention": span}), UTC)
    assert text == f"It may stay for {words} after that"
