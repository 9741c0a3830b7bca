"""Comparing two plans: what newly leaves, what newly stays, and what leaves on another day."""

from custom_components.oxicleanarr.library.facts import UNKNOWN, total
from custom_components.oxicleanarr.library.models import Kind
from custom_components.oxicleanarr.policy.compare import (
    Amount,
    amount,
    as_if_fresh,
    compare,
    concerned_bytes,
)
from custom_components.oxicleanarr.policy.models import Leaving, Plan, Settings
from custom_components.oxicleanarr.policy.plan import make_plan
from tests.builders import NOW, a_library, a_medium, days_ago, settings
from tests.policy.test_episodes import a_season

FILMS = [
    a_medium("movie:tmdb:1", title="Zorro", added=days_ago(10)),
    a_medium("movie:tmdb:2", title="Alraune", added=days_ago(40)),
]


def plan(rules: Settings) -> Plan:
    return make_plan(a_library(*FILMS), rules, (), {}, NOW)


def test_the_same_rules_change_nothing() -> None:
    comparison = compare(plan(settings()), plan(settings()))
    assert not comparison.newly_leaving
    assert not comparison.newly_protected
    assert not comparison.dates_changed


def test_what_newly_leaves_is_told_by_title() -> None:
    comparison = compare(plan(settings(None)), plan(settings()))
    assert [one.medium.title for one in comparison.newly_leaving] == ["Alraune", "Zorro"]


def test_what_newly_stays_is_told() -> None:
    comparison = compare(plan(settings()), plan(settings(None)))
    assert [one.medium.title for one in comparison.newly_protected] == ["Alraune", "Zorro"]


def test_another_day_is_told() -> None:
    comparison = compare(plan(settings(90)), plan(settings(91)))
    assert [one.medium.title for one in comparison.dates_changed] == ["Alraune", "Zorro"]


def test_unknown_sizes_are_counted_apart() -> None:
    assert amount([UNKNOWN, 7]) == Amount(2, 7, 1)


def test_where_only_episodes_leave_only_their_files_count() -> None:
    series = a_medium("series:tvdb:78", size_bytes=100, episodes=a_season(4))
    leaving = Leaving(
        rule="Old",
        reasons=(),
        due_at=NOW,
        leaves_at=NOW,
        soon=True,
        episode_files=frozenset({101, 102}),
    )
    sizes = [one.size_bytes for one in a_season(4) if one.file_id in leaving.episode_files]
    assert concerned_bytes(series, leaving) == total(sizes)


def test_a_silent_server_that_once_answered_counts_as_fresh() -> None:
    library = a_library(silent=["radarr"])
    assert not library.fresh(Kind.MOVIE)
    assert as_if_fresh(library).fresh(Kind.MOVIE)
