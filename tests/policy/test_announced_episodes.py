"""Episodes are announced file by file: none goes that was not shown as leaving for the whole window."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from custom_components.oxicleanarr.library.models import Episode, Kind, Medium
from custom_components.oxicleanarr.policy.last_state import LastState
from custom_components.oxicleanarr.policy.models import Leaving, Plan, Settings, Why
from custom_components.oxicleanarr.policy.rules import EpisodeTerms, RuleType
from tests.builders import NOW, a_library, a_medium, a_plan, a_series_copy, an_episode, days_ago
from tests.policy.judging import a_rule, with_rules

SERIES = "series:tvdb:8"
WINDOW = timedelta(days=14)
OLD_EPISODES = with_rules(
    a_rule(
        RuleType.EPISODE,
        episodes=EpisodeTerms(max_age=timedelta(days=30)),
    )
)
NO_RULE = with_rules()


def a_series(episodes: Iterable[Episode]) -> Medium:
    return a_medium(
        SERIES,
        kind=Kind.SERIES,
        copies=(a_series_copy(),),
        episodes=tuple(episodes),
        added=days_ago(900),
    )


def plan_on(
    series: Medium, now: datetime, before: Plan | None, rules: Settings = OLD_EPISODES
) -> Plan:
    announced = before.announced if before else {}
    return a_plan(a_library(series), rules, before, announced=announced, now=now)


def leaving_in(plan: Plan) -> Leaving:
    verdict = plan.decisions[SERIES].verdict
    assert isinstance(verdict, Leaving)
    return verdict


def test_of_a_daily_show_no_episode_goes_before_it_was_shown_for_the_whole_window() -> None:
    there = [an_episode(number, 60 - number) for number in range(1, 60)]
    shown_since: dict[int, datetime] = {}
    before: Plan | None = None
    gone: list[int] = []
    for hours in range(0, 45 * 24, 12):
        now = NOW + timedelta(hours=hours)
        before = plan_on(a_series(there), now, before)
        leaving = leaving_in(before)
        shown_since = {file: shown_since.get(file, now) for file in leaving.episode_files}
        if leaving.leaves_at <= now:
            assert all(now - since >= WINDOW for since in shown_since.values())
            gone += leaving.episode_files
            there = [one for one in there if one.file_id not in leaving.episode_files]
    assert len(gone) > 30


def test_a_series_goes_whole_only_after_that_was_announced() -> None:
    series = a_series([an_episode(1, 60), an_episode(2, 1)])
    before = plan_on(series, NOW, None)
    now = NOW + 2 * WINDOW
    after = plan_on(series, now, before, NO_RULE)
    assert not leaving_in(after).episode_files
    assert leaving_in(after).leaves_at == now + WINDOW
    assert after.announced == {SERIES: now}


def test_episodes_of_a_series_that_was_announced_whole_were_announced_with_it() -> None:
    series = a_series([an_episode(1, 60), an_episode(2, 1)])
    before = plan_on(series, NOW, None, NO_RULE)
    after = plan_on(series, NOW + timedelta(days=3), before)
    assert leaving_in(after).episode_files == {1}
    assert leaving_in(after).leaves_at == NOW + WINDOW


def test_episodes_that_come_under_the_rule_wait_for_those_that_are_announced() -> None:
    before = plan_on(a_series([an_episode(1, 60), an_episode(2, 29)]), NOW, None)
    later = a_series([an_episode(1, 60), an_episode(2, 29), an_episode(3, 28.5)])
    after = plan_on(later, NOW + timedelta(days=5), before)
    leaving = leaving_in(after)
    assert leaving.episode_files == {1}
    assert leaving.leaves_at == NOW + WINDOW
    counts = [reason.facts["count"] for reason in leaving.reasons if reason.why is Why.EPISODES]
    assert counts == [1]


def test_when_the_announced_episodes_are_gone_the_next_ones_are_announced_anew() -> None:
    before = plan_on(a_series([an_episode(1, 60), an_episode(2, 29)]), NOW, None)
    now = NOW + WINDOW
    after = plan_on(a_series([an_episode(2, 29)]), now, before)
    assert leaving_in(after).episode_files == {2}
    assert leaving_in(after).leaves_at == now + WINDOW


def test_episodes_of_which_nobody_knows_since_when_they_are_announced_are_announced_anew() -> None:
    series = a_series([an_episode(1, 60)])
    nothing = a_plan(a_library(), OLD_EPISODES)
    plan = a_plan(a_library(series), OLD_EPISODES, nothing, announced={SERIES: days_ago(30)})
    assert leaving_in(plan).leaves_at == NOW + WINDOW


def test_a_restart_does_not_forget_which_episodes_are_announced() -> None:
    before = plan_on(a_series([an_episode(1, 60), an_episode(2, 29)]), NOW, None)
    now = NOW + timedelta(days=5)
    last = LastState().updated(before, a_library(), NOW)
    after = plan_on(
        a_series([an_episode(1, 60), an_episode(2, 29)]), now, last.plan(before.announced, now)
    )
    assert leaving_in(after).episode_files == {1}
    assert leaving_in(after).leaves_at == NOW + WINDOW
