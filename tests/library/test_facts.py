"""Dates and sums: known, absent, unknown."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.oxicleanarr.library.facts import EARLIEST, UNKNOWN, latest, read_date, total
from tests.builders import NOW, days_ago


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-01T10:11:12.1234567Z", datetime(2026, 10, 1, 10, 11, 12, 123456, tzinfo=UTC)),
        (
            "2026-10-01T10:11:12.123456789+00:00",
            datetime(2026, 10, 1, 10, 11, 12, 123456, tzinfo=UTC),
        ),
        ("2026-10-01T12:11:12+02:00", datetime(2026, 10, 1, 10, 11, 12, tzinfo=UTC)),
        ("2026-10-01 10:11:12", datetime(2026, 10, 1, 10, 11, 12, tzinfo=UTC)),
        ("2026-10-01", datetime(2026, 10, 1, tzinfo=UTC)),
    ],
)
def test_every_spelling_of_a_date_is_read(text: str, expected: datetime) -> None:
    assert read_date(text, NOW) == expected


@pytest.mark.parametrize("text", [None, "", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000Z"])
def test_an_unset_date_is_known_to_be_absent(text: str | None) -> None:
    assert read_date(text, NOW) is None


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "1970-01-01T00:00:00Z",
        "1999-12-31T23:59:59Z",
        "2026-11-22T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_a_nonsense_date_is_unknown(text: str) -> None:
    assert read_date(text, NOW) is UNKNOWN


@given(st.text())
def test_no_text_makes_reading_a_date_fail(text: str) -> None:
    date = read_date(text, NOW)
    assert date is None or date is UNKNOWN or EARLIEST <= date <= NOW + timedelta(days=1)


def test_the_latest_of_dates_ignores_absent_ones() -> None:
    assert latest([None, days_ago(3), days_ago(1), None]) == days_ago(1)


def test_the_latest_of_dates_is_unknown_with_one_unknown() -> None:
    assert latest([days_ago(1), UNKNOWN]) is UNKNOWN


def test_the_latest_of_nothing_is_absent() -> None:
    assert latest([]) is None


def test_a_sum_is_unknown_with_one_unknown() -> None:
    assert total([1, UNKNOWN]) is UNKNOWN


def test_a_sum_ignores_absent_ones() -> None:
    assert total([1, None, 2]) == 3
