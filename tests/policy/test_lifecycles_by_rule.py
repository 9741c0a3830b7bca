"""The scenarios of rules for episodes, for users, and for what was watched.

Each docstring begins with the id of the scenario.
"""

from copy import replace
from typing import Any

import pytest

from custom_components.oxicleanarr.library.models import Medium
from custom_components.oxicleanarr.policy.models import Plan, Why
from custom_components.oxicleanarr.policy.rules import EpisodeStrategy, RuleType, Stay, UserTerm
from tests.builders import NOW, a_medium, a_season, days_ago

from .judging import a_rule, an_episode_rule
from .scenarios import (
    DAYS_SINCE_WATCHED,
    MINUTES_AGO,
    a_show,
    breaking_bad,
    days,
    due,
    files,
    films,
    household,
    overdue,
    plan_of,
    seconds,
    soon,
    why,
)


def test_the_oldest_episodes_beyond_the_limit_go_and_the_series_stays() -> None:
    """EPI-1."""
    rules = [an_episode_rule(max_episodes=10, tag="episodes")]
    series = breaking_bad(tags=frozenset({"episodes"}))
    plan = plan_of([series], household(rules=rules))
    assert files(plan, "Breaking Bad") == {101, 102, 103, 104, 105}


def test_episodes_aired_before_an_age_go() -> None:
    """EPI-2: with an age of a second, all that were aired."""
    series = a_show(
        "Game of Thrones", *a_season(3, 1, 900), *a_season(3, 2, 500), tags=frozenset({"got"})
    )
    rule = an_episode_rule(max_age=seconds(1), tag="got")
    plan = plan_of([series], household(rules=[rule]))
    assert files(plan, "Game of Thrones") == {101, 102, 103, 201, 202, 203}


@pytest.mark.parametrize(
    ("season_numbers", "leaving_seasons"),
    [(frozenset(), {1, 2}), (frozenset({1, 2}), {1, 2}), (frozenset({2, 3}), {2})],
)
def test_old_seasons_go_but_for_the_latest(
    season_numbers: frozenset[int], leaving_seasons: set[int]
) -> None:
    """EPI-3: the latest is that of the series, whichever seasons the rule is about."""
    rule = an_episode_rule(
        max_age=seconds(1),
        strategy=EpisodeStrategy.BY_SEASON_AGE,
        keep_latest_season=True,
        season_numbers=season_numbers,
    )
    gone = files(plan_of([breaking_bad()], household(rules=[rule])), "Breaking Bad")
    assert gone == {season * 100 + n for season in leaving_seasons for n in range(1, 6)}


def test_a_continuing_series_loses_no_episode_where_the_rule_excludes_them() -> None:
    """EPI-4."""
    series = a_show("The Daily Show", *a_season(15), continuing=True)
    rule = an_episode_rule(max_episodes=5, exclude_continuing=True)
    plan = plan_of([series], household(rules=[rule]))
    assert why(plan, "The Daily Show") is Why.ONLY_EPISODES
    ended = plan_of([replace(series, continuing=False)], household(rules=[rule]))
    assert len(files(ended, "The Daily Show")) == 10


# Users

USERS = (
    UserTerm(user_id=100, stay=Stay(days(7))),
    UserTerm(user_id=200, stay=Stay(days(90))),
    UserTerm(user_id=300, stay=Stay(None)),
)


def requested_plan(*users: UserTerm, watched: bool = False) -> Plan:
    rule = a_rule(RuleType.USER, users=users)
    media = films(requested=True, watched=watched)
    return plan_of(media, household(days(3650), rules=[rule]))


def test_a_short_stay_for_one_users_requests_is_leaving_soon() -> None:
    """USR-1."""
    assert soon(requested_plan(*USERS)) == {"Fight Club", "Pulp Fiction"}


def test_a_long_stay_for_another_users_requests_has_its_own_date() -> None:
    """USR-2."""
    plan = requested_plan(*USERS)
    assert due(plan, "Inception") == due(plan, "The Dark Knight") == MINUTES_AGO + days(90)


def test_a_third_users_requests_never_leave() -> None:
    """USR-3."""
    plan = requested_plan(*USERS)
    assert why(plan, "Interstellar") is why(plan, "Forrest Gump") is Why.RULE_FOR_EVER


def test_requests_that_nobody_watched_stay_where_watching_is_required() -> None:
    """USR-4."""
    term = replace(USERS[0], require_watched=True)
    assert why(requested_plan(term), "Fight Club") is Why.RULE_UNTIL_WATCHED
    assert due(requested_plan(term, watched=True), "Fight Club") == days_ago(10) + days(7)


def test_the_first_entry_that_names_the_requester_counts() -> None:
    """§8.4: an entry with another user's name does not."""
    plan = requested_plan(
        UserTerm(username="nobody", stay=Stay(days(1))),
        UserTerm(username="USER 1", stay=Stay(days(20))),
        USERS[0],
    )
    assert due(plan, "Fight Club") == MINUTES_AGO + days(20)


def test_requests_of_others_and_of_nobody_have_the_standard_retention() -> None:
    """§8.4."""
    plan = requested_plan(USERS[0])
    assert due(plan, "Inception") == due(plan, "Schindler's List") == MINUTES_AGO + days(3650)


def test_a_user_rule_works_without_a_standard_retention() -> None:
    """§8.4."""
    rule = a_rule(RuleType.USER, users=USERS)
    plan = plan_of(films(requested=True), household(None, None, rules=[rule]))
    assert soon(plan) == {"Fight Club", "Pulp Fiction"}
    assert why(plan, "Schindler's List") is Why.NO_RETENTION


# Watched rules


def watched_plan(stay_days: float, *media: Medium, **fields: Any) -> Plan:
    rule = a_rule(RuleType.WATCHED, stay=Stay(days(stay_days)), **fields)
    return plan_of(media or films(watched=True), household(days(3650), rules=[rule]))


def test_a_watched_rules_dates_follow_the_last_play() -> None:
    """WAT-1."""
    plan = watched_plan(30)
    assert {title: due(plan, title) for title in DAYS_SINCE_WATCHED} == {
        title: days_ago(100 if age is None else age) + days(30)
        for title, age in DAYS_SINCE_WATCHED.items()
    }


def test_a_watched_rule_that_requires_a_play_protects_the_others() -> None:
    """WAT-2."""
    plan = watched_plan(30, require_watched=True)
    assert why(plan, "Schindler's List") is Why.RULE_UNTIL_WATCHED
    assert overdue(plan) == {"Pulp Fiction", "Interstellar", "Forrest Gump"}


def test_a_film_watched_ten_days_ago_is_not_due_after_fourteen() -> None:
    """WAT-3."""
    plan = watched_plan(14)
    assert due(plan, "Fight Club") == NOW + days(4)
    assert "Pulp Fiction" in overdue(plan)


def test_a_play_from_before_the_film_came_does_not_count() -> None:
    """WAT-4: on the OxiCleanarr server it does; a row of our table."""
    film = a_medium(
        "movie:tmdb:1", title="Film", added=days_ago(5), last_watched=days_ago(60), play_count=1
    )
    assert due(watched_plan(14, film), "Film") == days_ago(5) + days(14)
    assert why(watched_plan(14, film, require_watched=True), "Film") is Why.RULE_UNTIL_WATCHED
