"""The scenarios of the engine: from when the time runs, and which of several words decides.

Each docstring begins with the id of the scenario.
"""

from copy import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.policy.judge import MANUAL_RULE
from custom_components.oxicleanarr.policy.models import Leaving, Why
from custom_components.oxicleanarr.policy.rules import RetentionBase, RuleType, Stay, Unwatched
from tests.builders import NOW, a_keep, a_medium, days_ago

from .judging import a_rule
from .scenarios import (
    breaking_bad,
    by_hand,
    by_title,
    days,
    due,
    films,
    household,
    overdue,
    plan_of,
    tag_rule,
    why,
)

WATCHED = a_medium(title="It", added=days_ago(100), last_watched=days_ago(40), play_count=1)
UNWATCHED = a_medium(title="It", added=days_ago(100))


@pytest.mark.parametrize(
    ("base", "unwatched", "since_watched", "since_unwatched"),
    [
        (RetentionBase.LAST_WATCHED_OR_ADDED, Unwatched.ADDED, 40, 100),
        (RetentionBase.LAST_WATCHED_OR_ADDED, Unwatched.NEVER, 40, 100),
        (RetentionBase.ADDED, Unwatched.ADDED, 100, 100),
        (RetentionBase.ADDED, Unwatched.NEVER, 100, 100),
        (RetentionBase.LAST_WATCHED, Unwatched.ADDED, 40, 100),
        (RetentionBase.LAST_WATCHED, Unwatched.NEVER, 40, None),
    ],
)
@pytest.mark.parametrize("of_the_rule", [False, True], ids=["household", "rule"])
def test_every_base_with_and_without_a_play(
    base: RetentionBase,
    unwatched: Unwatched,
    since_watched: float,
    since_unwatched: float | None,
    of_the_rule: bool,
) -> None:
    """§8.4, base time: for the household's retention and for a rule's own."""
    if of_the_rule:
        rule = a_rule(RuleType.WATCHED, stay=Stay(days(90)), base=base, unwatched=unwatched)
        settings = household(days(7), rules=[rule])
    else:
        settings = household(days(90), base=base, unwatched=unwatched)
    expected = None if since_unwatched is None else days_ago(since_unwatched) + days(90)
    assert due(plan_of([WATCHED], settings), "It") == days_ago(since_watched) + days(90)
    assert due(plan_of([UNWATCHED], settings), "It") == expected


def test_a_rule_without_a_base_has_the_households() -> None:
    """§8.4."""
    rule = a_rule(RuleType.WATCHED, stay=Stay(days(30)))
    settings = household(days(90), base=RetentionBase.ADDED, rules=[rule])
    assert due(plan_of([WATCHED], settings), "It") == days_ago(100) + days(30)


def test_a_date_in_the_future_counts_as_now() -> None:
    """§8.4: a clock that is ahead does not lengthen a life beyond its retention."""
    ahead = replace(UNWATCHED, added=NOW + timedelta(hours=10))
    assert due(plan_of([ahead], household(days(90))), "It") == NOW + days(90)


@pytest.mark.parametrize("added", [None, UNKNOWN])
def test_without_a_date_of_import_nothing_is_ever_due(added: Any) -> None:
    """§8.4."""
    rules = [tag_rule("kids", days(0)), a_rule(RuleType.WATCHED, stay=Stay(days(1)))]
    medium = replace(UNWATCHED, added=added, tags=frozenset({"kids"}))
    assert why(plan_of([medium], household(days(1), rules=rules)), "It") is Why.ADDED_UNKNOWN


def test_of_several_tags_the_first_rule_decides() -> None:
    """§8.4."""
    medium = replace(WATCHED, tags=frozenset({"kids", "4k"}))
    rules = [tag_rule("4k", days(10)), tag_rule("kids", days(300))]
    assert due(plan_of([medium], household(days(1), rules=rules)), "It") == days_ago(30)


def test_a_tag_rule_applies_to_series() -> None:
    """§8.4."""
    series = breaking_bad(tags=frozenset({"kids"}), added=days_ago(100))
    plan = plan_of([series], household(rules=[tag_rule("kids", days(30))]))
    assert due(plan, "Breaking Bad") == days_ago(70)


@pytest.mark.parametrize("stay", [timedelta(), days(1)])
def test_an_exclusion_wins_over_a_tag(stay: timedelta) -> None:
    """§8.4."""
    medium = replace(WATCHED, tags=frozenset({"kids"}))
    plan = plan_of(
        [medium], household(days(1), rules=[tag_rule("kids", stay)]), keeps=[a_keep(medium)]
    )
    assert why(plan, "It") is Why.KEPT


def test_a_tag_for_ever_wins_over_every_date_whatever_the_order() -> None:
    """§2.1: all protections come before all dates."""
    medium = replace(WATCHED, tags=frozenset({"keep", "kids"}))
    rules = [
        tag_rule("kids", days(0)),
        a_rule(RuleType.WATCHED, stay=Stay(days(1))),
        tag_rule("keep", None),
    ]
    assert why(plan_of([medium], household(days(1), rules=rules)), "It") is Why.RULE_FOR_EVER


def test_a_watched_rule_for_ever_protects_everything() -> None:
    """§2.2."""
    plan = plan_of(
        films(watched=True), household(days(1), rules=[a_rule(RuleType.WATCHED, stay=Stay(None))])
    )
    assert overdue(plan) == set()


def test_each_kind_may_stay_for_ever_by_itself() -> None:
    """§8.4: a standard retention can be switched off for films only."""
    media = [WATCHED, breaking_bad(added=days_ago(200))]
    plan = plan_of(media, household(None, days(120)))
    assert why(plan, "It") is Why.NO_RETENTION
    assert due(plan, "Breaking Bad") == days_ago(80)


def test_a_date_by_hand_has_a_name_of_its_own() -> None:
    """MAN-2: the reason is the person's wish."""
    plan = plan_of([WATCHED], household(days(3650)), schedules=[by_hand(WATCHED)])
    verdict = by_title(plan)["It"]
    assert isinstance(verdict, Leaving)
    assert (verdict.rule, verdict.reasons[0].why) == (MANUAL_RULE, Why.SCHEDULED)
