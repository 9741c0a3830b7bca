"""Comparing two plans: what newly leaves, what newly stays, and what leaves on another day."""

from custom_components.oxicleanarr.library.models import Kind
from custom_components.oxicleanarr.policy.compare import compare
from custom_components.oxicleanarr.policy.models import Plan, Settings
from tests.builders import a_library, a_medium, a_plan, days_ago, settings

FILMS = [
    a_medium("movie:tmdb:1", title="Zorro", added=days_ago(10)),
    a_medium("movie:tmdb:2", title="Alraune", added=days_ago(40)),
]


def plan(rules: Settings) -> Plan:
    return a_plan(a_library(*FILMS), rules)


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


def test_a_silent_server_that_once_answered_counts_as_fresh() -> None:
    library = a_library(silent=["radarr"])
    assert not library.fresh(Kind.MOVIE)
    assert library.as_if_fresh().fresh(Kind.MOVIE)
