"""When the next run is due: once a day, with notice after arming, and rest after a late one."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from custom_components.oxicleanarr.cleanup.models import Mode
from custom_components.oxicleanarr.cleanup.state import CleanupState
from custom_components.oxicleanarr.cleanup.timetable import NOTICE, next_run_at

BERLIN = ZoneInfo("Europe/Berlin")
FOUR = time(4)
START = datetime(2026, 6, 10, 12, tzinfo=BERLIN)


def at(hour: int, day: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=BERLIN)


def armed(since: datetime, last_run_at: datetime | None = None) -> CleanupState:
    return CleanupState(mode=Mode.AUTOMATIC, armed_at=since, last_run_at=last_run_at)


def due(state: CleanupState, retry_at: datetime | None = None) -> datetime | None:
    return next_run_at(state, FOUR, START, retry_at)


def test_whoever_only_observes_waits_for_nothing() -> None:
    assert due(CleanupState(), at(5, 11)) is None


def test_the_first_run_is_at_its_time_of_day() -> None:
    assert due(CleanupState(mode=Mode.ASK)) == at(4, 11)


@pytest.mark.parametrize(("hour", "first"), [(15, at(4, 11)), (17, at(4, 12))])
def test_the_rules_wait_half_a_day_after_they_are_armed(hour: int, first: datetime) -> None:
    assert due(armed(at(hour))) == first


def test_a_run_that_was_held_back_is_tried_again() -> None:
    assert due(armed(at(0, 9)), at(5, 11, 30)) == at(5, 11, 30)


@pytest.mark.parametrize("retry_at", [at(5, 1), at(18), at(18) + NOTICE - timedelta(seconds=1)])
def test_what_was_to_be_tried_again_before_arming_shortens_no_notice(retry_at: datetime) -> None:
    assert due(armed(at(18)), retry_at) == at(4, 12)


def test_the_next_run_is_a_day_after_the_last() -> None:
    assert due(armed(at(0, 1), last_run_at=at(4, 10, 1))) == at(4, 11)


def test_a_run_that_was_held_back_all_night_is_not_followed_by_another_at_once() -> None:
    assert due(armed(at(0, 1), last_run_at=at(3, 11))) == at(4, 12)


def test_a_run_that_was_missed_is_due_at_once() -> None:
    assert due(armed(at(0, 1), last_run_at=at(4, 8))) == at(4, 9)
