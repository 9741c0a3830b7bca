"""When each server is asked, and how much."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.oxicleanarr.library.managed import ManagedMedia
from custom_components.oxicleanarr.library.models import Problem
from custom_components.oxicleanarr.library.reading import Reading
from custom_components.oxicleanarr.polling import (
    AT_NIGHT,
    EVERY_HOUR,
    EVERY_SIX_HOURS,
    POLL_INTERVAL,
    Turn,
    renew,
    turn,
)

NOON = datetime(2026, 3, 10, 12, 5, tzinfo=ZoneInfo("Europe/Berlin"))
ANSWER = ManagedMedia(copies=())
PROBLEM = Problem("timed_out", "too slow")


def read_at(at: datetime, *, failures: int = 0, asked_at: datetime | None = None) -> Reading:  # type: ignore[type-arg]  # of any answer
    return Reading(
        "radarr",
        "Radarr",
        ANSWER,
        at,
        PROBLEM if failures else None,
        whole_at=at,
        asked_at=asked_at or at,
        failures=failures,
    )


def the_turn(reading: Reading[ManagedMedia], now: datetime = NOON, *, differs: bool = True) -> Turn:
    return turn(reading, now, EVERY_SIX_HOURS, differs=differs)


def test_what_was_never_read_is_read_as_a_whole() -> None:
    assert the_turn(Reading("radarr", "Radarr")) is Turn.WHOLE


def test_between_its_hours_a_server_is_asked_for_differences() -> None:
    assert the_turn(read_at(NOON - timedelta(minutes=30))) is Turn.DIFFERENCES


def test_a_server_without_differences_is_left_alone_between_its_hours() -> None:
    assert the_turn(read_at(NOON - timedelta(minutes=30)), differs=False) is Turn.NOTHING


@pytest.mark.parametrize(
    ("hours", "last", "due"),
    [
        (EVERY_SIX_HOURS, timedelta(hours=1), Turn.DIFFERENCES),
        (EVERY_SIX_HOURS, timedelta(hours=3), Turn.WHOLE),
        (EVERY_HOUR, timedelta(minutes=4), Turn.DIFFERENCES),
        (EVERY_HOUR, timedelta(minutes=6), Turn.WHOLE),
        (AT_NIGHT, timedelta(hours=8), Turn.DIFFERENCES),
        (AT_NIGHT, timedelta(hours=9), Turn.WHOLE),
    ],
)
def test_a_server_is_read_as_a_whole_at_its_hours(
    hours: tuple[int, ...], last: timedelta, due: Turn
) -> None:
    assert turn(read_at(NOON - last), NOON, hours, differs=True) is due


def test_before_the_night_hour_yesterdays_night_counts() -> None:
    evening = NOON.replace(hour=23)
    before_dawn = evening + timedelta(hours=4)
    assert turn(read_at(evening), before_dawn, AT_NIGHT, differs=True) is Turn.DIFFERENCES


@pytest.mark.parametrize(
    ("failures", "minutes", "due"),
    [
        (1, 15, Turn.NOTHING),
        (1, 30, Turn.DIFFERENCES),
        (2, 30, Turn.NOTHING),
        (2, 60, Turn.DIFFERENCES),
        (50, 30, Turn.NOTHING),
        (50, 60, Turn.DIFFERENCES),
    ],
)
def test_a_server_that_fails_is_asked_less_often_but_every_hour(
    failures: int, minutes: int, due: Turn
) -> None:
    asked_at = NOON - timedelta(minutes=minutes)
    reading = read_at(NOON - timedelta(hours=1), failures=failures, asked_at=asked_at)
    assert the_turn(reading) is due


def test_a_poll_that_comes_a_little_early_counts() -> None:
    asked_at = NOON - POLL_INTERVAL + timedelta(seconds=5)
    reading = read_at(NOON - timedelta(hours=1), failures=1, asked_at=asked_at)
    assert the_turn(reading) is Turn.DIFFERENCES


def test_a_failing_server_without_differences_is_tried_as_a_whole() -> None:
    reading = read_at(NOON - timedelta(hours=1), failures=1, asked_at=NOON - timedelta(minutes=30))
    assert the_turn(reading, differs=False) is Turn.WHOLE


async def whole() -> ManagedMedia:
    return replace(ANSWER, version="whole")


async def test_differences_do_not_count_as_read_as_a_whole() -> None:
    before = read_at(NOON - timedelta(hours=1))

    async def differences(answer: ManagedMedia) -> ManagedMedia:
        return replace(answer, version="differences")

    after = await renew(before, Turn.DIFFERENCES, NOON, whole, differences)
    assert after.answer
    assert (after.answer.version, after.read_at, after.whole_at) == (
        "differences",
        NOON,
        before.whole_at,
    )


async def test_where_differences_do_not_tell_enough_everything_is_read() -> None:
    async def differences(_answer: ManagedMedia) -> None:
        return None

    after = await renew(read_at(NOON), Turn.DIFFERENCES, NOON, whole, differences)
    assert after.answer
    assert (after.answer.version, after.whole_at) == ("whole", NOON)


async def test_a_server_whose_turn_it_is_not_is_not_asked() -> None:
    before = read_at(NOON)
    assert await renew(before, Turn.NOTHING, NOON, whole) is before
