"""How cleaning up stands: the mode, and the holidays."""

from datetime import datetime, timedelta

import pytest

from custom_components.oxicleanarr.cleanup.models import Mode, Removal
from custom_components.oxicleanarr.cleanup.state import CleanupState
from custom_components.oxicleanarr.policy.pauses import Pause
from tests.builders import NOW, days_ago
from tests.removals import a_frozen_plan

LATER = NOW + timedelta(days=3)
EVENTFUL = CleanupState(
    mode=Mode.ASK,
    pauses=(Pause(start=days_ago(9), end=days_ago(8)),),
    frozen=a_frozen_plan(),
    last_run_at=days_ago(1),
)


def test_a_household_that_never_decided_only_observes() -> None:
    assert CleanupState().mode is Mode.OBSERVE


def test_the_rules_are_armed_when_the_mode_becomes_automatic() -> None:
    assert CleanupState().in_mode(Mode.AUTOMATIC, NOW, Removal.DELETE).armed_at == NOW


def test_rules_that_are_armed_already_stay_so() -> None:
    armed = CleanupState().in_mode(Mode.AUTOMATIC, NOW, Removal.DELETE)
    assert armed.in_mode(Mode.AUTOMATIC, LATER, Removal.DELETE) == armed


def test_to_let_media_go_another_way_arms_the_rules_anew() -> None:
    armed = CleanupState().in_mode(Mode.AUTOMATIC, NOW, Removal.UNMONITOR)
    assert armed.removing_by(Removal.UNMONITOR, LATER) is armed
    assert armed.removing_by(Removal.DELETE, LATER).armed_at == LATER


def test_another_way_arms_no_rules_that_were_not_armed() -> None:
    asking = CleanupState().in_mode(Mode.ASK, NOW, Removal.UNMONITOR)
    assert asking.removing_by(Removal.DELETE, LATER).armed_at is None


@pytest.mark.parametrize("mode", [Mode.OBSERVE, Mode.ASK])
def test_in_another_mode_the_rules_are_not_armed(mode: Mode) -> None:
    armed = CleanupState().in_mode(Mode.AUTOMATIC, NOW, Removal.DELETE)
    assert armed.in_mode(mode, LATER, Removal.DELETE).armed_at is None


@pytest.mark.parametrize(
    ("mode", "waits"), [(Mode.OBSERVE, False), (Mode.ASK, True), (Mode.AUTOMATIC, True)]
)
def test_what_was_prepared_cannot_be_approved_after_observing(mode: Mode, waits: bool) -> None:
    assert (EVENTFUL.in_mode(mode, NOW, Removal.DELETE).frozen is not None) is waits


def test_another_mode_alters_nothing_else() -> None:
    after = EVENTFUL.in_mode(Mode.AUTOMATIC, NOW, Removal.DELETE)
    assert (after.pauses, after.last_run_at) == (EVENTFUL.pauses, EVENTFUL.last_run_at)


def test_a_clock_that_is_set_back_leaves_no_moment_that_is_still_to_come() -> None:
    state = CleanupState(mode=Mode.AUTOMATIC, armed_at=LATER, last_run_at=LATER).as_of(NOW)
    assert (state.armed_at, state.last_run_at) == (NOW, NOW)


def test_there_is_no_holiday_until_one_begins() -> None:
    assert not CleanupState().holiday


def test_a_holiday_lasts_until_it_is_ended() -> None:
    away = CleanupState().paused(NOW, ())
    assert away.holiday
    assert not away.resumed(LATER).holiday
    assert away.resumed(LATER).pauses == (Pause(start=NOW, end=LATER),)


def test_a_holiday_that_goes_on_is_not_begun_again() -> None:
    away = CleanupState().paused(NOW, ())
    assert away.paused(LATER, ()) == away


def test_a_holiday_that_is_over_is_not_ended_again() -> None:
    home = CleanupState().paused(NOW, ()).resumed(LATER)
    assert home.resumed(LATER + timedelta(days=1)) == home


@pytest.mark.parametrize(
    ("announced", "kept"),
    [
        pytest.param([], False, id="nothing announced"),
        pytest.param([days_ago(7), NOW], False, id="announced afterwards"),
        pytest.param([days_ago(8.5), NOW], True, id="announced during it"),
        pytest.param([NOW, days_ago(20)], True, id="announced before"),
    ],
)
def test_an_old_holiday_is_remembered_while_something_announced_needs_it(
    announced: list[datetime], kept: bool
) -> None:
    again = EVENTFUL.paused(NOW, announced)
    assert again.pauses == (*(EVENTFUL.pauses if kept else ()), Pause(start=NOW))
