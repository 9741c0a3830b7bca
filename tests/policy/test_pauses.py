"""Pauses: while one lasts, no countdown runs."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.oxicleanarr.answers import days_left
from custom_components.oxicleanarr.library.models import Medium
from custom_components.oxicleanarr.policy.explain import explain
from custom_components.oxicleanarr.policy.models import Leaving, Plan, Settings, Why
from custom_components.oxicleanarr.policy.outlook import Turn
from custom_components.oxicleanarr.policy.pauses import Pause, paused_between
from custom_components.oxicleanarr.policy.plan import Circumstances, make_plan
from tests.builders import NOW, a_library, a_medium, a_plan, days_ago, settings

from .strategies import announcements, later_or_never, leaves_at, media, plan_of, rules

SINCE = days_ago(30)
OVERDUE = a_medium("movie:tmdb:1", added=days_ago(400))
ANNOUNCED = {OVERDUE.id: days_ago(10)}

moments = st.floats(-60, 60, allow_nan=False).map(days_ago)
pauses = st.lists(
    st.builds(Pause, start=moments, end=st.one_of(st.none(), moments)), max_size=5
).map(tuple)
zones = st.sampled_from([UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland")])


def a_pause(from_days_ago: float, to_days_ago: float | None = None) -> Pause:
    end = None if to_days_ago is None else days_ago(to_days_ago)
    return Pause(start=days_ago(from_days_ago), end=end)


def the_leaving(plan: Plan, medium: Medium = OVERDUE) -> Leaving:
    verdict = plan.decisions[medium.id].verdict
    assert isinstance(verdict, Leaving)
    return verdict


@pytest.mark.parametrize(
    ("stops", "days"),
    [
        ([], 0),
        ([a_pause(5, 3)], 3),
        ([a_pause(5)], 6),
        ([a_pause(5, 3), a_pause(4, 2)], 4),
        ([a_pause(9, 8), a_pause(2, 1)], 4),
        ([a_pause(5, 5), a_pause(4.9, 4.8)], 1),
        ([a_pause(40, 29)], 2),
        ([a_pause(50, 31)], 0),
        ([a_pause(3, 5)], 0),
        ([a_pause(-1)], 0),
        ([a_pause(1, -5)], 2),
        ([a_pause(9, 1), a_pause(5, 4)], 9),
    ],
)
def test_every_day_that_a_pause_touches_counts_once(stops: Sequence[Pause], days: int) -> None:
    assert paused_between(stops, SINCE, NOW) == timedelta(days=days)


def test_days_are_those_of_the_time_zone() -> None:
    evening = datetime(2026, 7, 1, 21, 30, tzinfo=UTC)
    night = Pause(start=evening, end=evening + timedelta(hours=1))
    berlin = NOW.astimezone(ZoneInfo("Europe/Berlin"))
    since = datetime(2026, 1, 1, tzinfo=UTC)
    assert paused_between([night], since, NOW) == timedelta(days=1)
    assert paused_between([night], since, berlin) == timedelta(days=2)


@given(pauses, pauses, moments, moments)
def test_one_more_pause_never_shortens_the_others(
    some: tuple[Pause, ...], more: tuple[Pause, ...], since: datetime, now: datetime
) -> None:
    assert paused_between(some, since, now) <= paused_between((*some, *more), since, now)


@given(st.builds(Pause, start=moments, end=moments), moments, moments)
def test_a_pause_counts_for_at_least_as_long_as_it_was(
    pause: Pause, since: datetime, now: datetime
) -> None:
    assert pause.end is not None
    real = min(pause.end, now) - max(pause.start, since)
    assert paused_between([pause], since, now) >= real


@given(media, rules, announcements, pauses)
def test_with_a_pause_nothing_leaves_earlier(
    medium: Medium, household: Settings, announced: Mapping[str, datetime], stops: Sequence[Pause]
) -> None:
    without = plan_of(a_library(medium), household, announced)
    paused = plan_of(a_library(medium), household, announced, pauses=stops)
    assert later_or_never(leaves_at(paused, medium), leaves_at(without, medium))
    assert paused.announced == without.announced


@given(media, rules, announcements, pauses)
def test_what_leaves_was_announced_for_the_whole_window_and_the_pauses(
    medium: Medium, household: Settings, announced: Mapping[str, datetime], stops: Sequence[Pause]
) -> None:
    plan = plan_of(a_library(medium), household, announced, pauses=stops)
    verdict = plan.decisions[medium.id].verdict
    if isinstance(verdict, Leaving) and verdict.soon:
        since = plan.announced[medium.id]
        paused = paused_between(stops, since, NOW)
        assert verdict.leaves_at >= since + household.window + paused


@given(
    zones,
    st.floats(0, 30, allow_nan=False),
    st.floats(-1000, 14, allow_nan=False),
    st.lists(st.floats(0, 60, allow_nan=False), min_size=2, max_size=6).map(sorted),
)
def test_during_a_pause_the_days_left_stay_the_same(
    zone: ZoneInfo, announced: float, due_in: float, later: list[float]
) -> None:
    added = NOW + timedelta(days=due_in) - timedelta(days=90)
    medium = a_medium(added=added)
    announced_at = {medium.id: days_ago(announced)}
    left = []
    for days in later:
        # In one season: where a day has 25 hours, the number of days is no measure of hours.
        now = (NOW + timedelta(days=days)).astimezone(zone)
        plan = a_plan(
            a_library(medium),
            settings(90),
            announced=announced_at,
            now=now,
            pauses=(Pause(start=NOW),),
        )
        left.append(days_left(the_leaving(plan, medium), now))
    assert len(set(left)) == 1


def test_after_a_pause_the_countdown_goes_on() -> None:
    holiday = (Pause(start=NOW, end=NOW + timedelta(days=5)),)
    left = []
    for day in range(9):
        now = NOW + timedelta(days=day)
        plan = a_plan(a_library(OVERDUE), settings(), announced=ANNOUNCED, now=now, pauses=holiday)
        left.append(days_left(the_leaving(plan), now))
    assert left == [5, 5, 5, 5, 5, 5, 4, 3, 2]


def test_a_date_of_the_rule_waits_for_the_pause_too() -> None:
    medium = a_medium(OVERDUE.id, added=days_ago(85))
    pause = (Pause(start=days_ago(2)),)
    plan = a_plan(a_library(medium), settings(90), announced=ANNOUNCED, pauses=pause)
    assert the_leaving(plan).leaves_at == NOW + timedelta(days=5 + 3)


def test_a_pause_before_the_announcement_delays_nothing() -> None:
    earlier = (a_pause(30, 20),)
    with_it = a_plan(a_library(OVERDUE), settings(), announced=ANNOUNCED, pauses=earlier)
    assert with_it == a_plan(a_library(OVERDUE), settings(), announced=ANNOUNCED)


def test_a_pause_is_given_as_a_reason() -> None:
    plan = a_plan(a_library(OVERDUE), settings(), announced=ANNOUNCED, pauses=(a_pause(2),))
    reasons = {reason.why: reason.facts for reason in the_leaving(plan).reasons}
    assert reasons[Why.PAUSED] == {"days": 3}
    assert Why.ANNOUNCED_FIRST in reasons


def test_what_would_happen_otherwise_is_judged_with_the_pause() -> None:
    given_all = Circumstances(
        library=a_library(OVERDUE),
        settings=settings(),
        announced=ANNOUNCED,
        now=NOW,
        pauses=(a_pause(2),),
    )
    plan = make_plan(given_all)
    watched = [
        one
        for one in explain(plan.decisions[OVERDUE.id], given_all).would_change
        if one.cause is Turn.SOMEBODY_WATCHES
    ]
    # Whoever watches it today gives it 90 days from now on; the pause adds nothing to a date so far away.
    assert [one.leaves_at for one in watched] == [NOW + timedelta(days=90)]
