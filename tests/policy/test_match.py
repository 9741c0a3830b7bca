"""Whether a rule applies: what it asks of a medium, and what is unknown of it."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Kind, Requester
from custom_components.oxicleanarr.policy.models import Leaving, Protected, Protections, Why
from custom_components.oxicleanarr.policy.rules import (
    Conditions,
    RuleType,
    UserTerm,
    WatchedBy,
    Who,
)
from tests.builders import NOW, a_medium, days_ago

from .judging import (
    FOR_EVER,
    OVERDUE,
    TAGGED,
    a_rule,
    a_user_rule,
    days,
    due,
    judged,
    requested_by,
    why,
    with_rules,
)

# Requesters

TRIAL = Requester(user_id=100, names=frozenset({"trial user"}), email="trial@example.org")
VIP = Requester(user_id=300, names=frozenset({"vip user"}))


@pytest.mark.parametrize(
    "term",
    [
        UserTerm(stay=days(7), user_id=100),
        UserTerm(stay=days(7), username="TRIAL User"),
        UserTerm(stay=days(7), email="Trial@Example.org"),
    ],
)
def test_a_requester_is_known_by_id_name_or_mail(term: UserTerm) -> None:
    assert due(judged(requested_by(TRIAL), with_rules(a_user_rule(term)))) == days_ago(53)


def test_a_requester_for_ever_protects() -> None:
    rule = a_user_rule(UserTerm(stay=FOR_EVER, user_id=300))
    assert why(judged(requested_by(VIP), with_rules(rule))) is Why.RULE_FOR_EVER


def test_of_two_requesters_the_longer_wish_counts() -> None:
    rule = a_user_rule(UserTerm(stay=days(7), user_id=100), UserTerm(stay=days(300), user_id=300))
    medium = requested_by(TRIAL, VIP)
    assert due(judged(medium, with_rules(rule))) == NOW + timedelta(days=240)


def test_a_request_that_may_have_failed_lets_nothing_go() -> None:
    doubtful = Requester(user_id=100, names=frozenset(), certain=False)
    rule = a_user_rule(UserTerm(stay=days(7), user_id=100))
    assert why(judged(requested_by(doubtful), with_rules(rule))) is Why.FACT_UNKNOWN


def test_what_nobody_requested_is_left_to_the_standard() -> None:
    rule = a_user_rule(UserTerm(stay=days(7), user_id=100))
    assert due(judged(TAGGED, with_rules(rule))) == NOW + timedelta(days=30)


def test_unknown_requesters_protect_where_a_rule_asks_for_them() -> None:
    rule = a_user_rule(UserTerm(stay=days(7), user_id=100))
    medium = a_medium(requesters=UNKNOWN, added=days_ago(900))
    protections = Protections(requested=False)
    assert why(judged(medium, with_rules(rule, protections=protections))) is Why.FACT_UNKNOWN


# Watched rules and conditions


def test_a_watched_rule_applies_to_everything() -> None:
    assert due(judged(OVERDUE, with_rules(a_rule(RuleType.WATCHED, stay=days(5))))) == days_ago(895)


def test_a_watched_rule_may_keep_everything_unwatched() -> None:
    rule = a_rule(RuleType.WATCHED, stay=days(5), require_watched=True)
    assert why(judged(OVERDUE, with_rules(rule))) is Why.RULE_UNTIL_WATCHED


GB = 1_000_000_000


@pytest.mark.parametrize(
    ("conditions", "applies"),
    [
        (Conditions(rating_below=5.0), True),
        (Conditions(rating_below=4.0), False),
        (Conditions(rating_from=4.5), True),
        (Conditions(genres=frozenset({"horror", "drama"})), True),
        (Conditions(genres=frozenset({"comedy"})), False),
        (Conditions(size_bytes_from=50 * GB), True),
        (Conditions(size_bytes_below=50 * GB), False),
        (Conditions(libraries=frozenset({"Films"})), True),
        (Conditions(libraries=frozenset({"Kids"})), False),
        (Conditions(root_folders=frozenset({"/movies-4k"})), True),
        (Conditions(root_folders=frozenset({"/movies"})), False),
        (Conditions(kinds=frozenset({Kind.SERIES}), rating_below=9.0), False),
        (Conditions(watched_by=WatchedBy()), True),
        (Conditions(watched_by=WatchedBy(users=("ann", "bob"))), True),
        (Conditions(watched_by=WatchedBy(users=("ann", "bob"), who=Who.ALL)), False),
        (Conditions(rating_below=5.0, genres=frozenset({"comedy"})), False),
    ],
)
def test_a_rule_applies_where_all_its_conditions_hold(
    conditions: Conditions, applies: bool
) -> None:
    medium = a_medium(
        added=days_ago(10),
        rating=4.5,
        genres=frozenset({"drama"}),
        size_bytes=50 * GB,
        libraries=frozenset({"Films"}),
        root_folders=frozenset({"/movies-4k"}),
        watched_by=frozenset({"ann"}),
    )
    verdict = judged(medium, with_rules(a_rule(conditions=conditions, stay=FOR_EVER)))
    assert isinstance(verdict, Protected) is applies


@pytest.mark.parametrize(
    ("fact", "conditions"),
    [
        ("rating", Conditions(rating_below=5.0)),
        ("genres", Conditions(genres=frozenset({"drama"}))),
        ("size_bytes", Conditions(size_bytes_from=1)),
        ("libraries", Conditions(libraries=frozenset({"Films"}))),
        ("watched_by", Conditions(watched_by=WatchedBy())),
    ],
)
def test_an_unknown_fact_that_a_rule_asks_for_protects(fact: str, conditions: Conditions) -> None:
    changes: dict[str, Any] = {fact: UNKNOWN}
    medium = a_medium(added=days_ago(900), **changes)
    rules = with_rules(a_rule(conditions=conditions, stay=days(1)))
    assert why(judged(medium, rules)) is Why.FACT_UNKNOWN


def test_an_unknown_fact_does_not_matter_where_another_condition_fails() -> None:
    medium = a_medium(added=days_ago(900), rating=UNKNOWN, genres=frozenset({"drama"}))
    conditions = Conditions(rating_below=5.0, genres=frozenset({"comedy"}))
    rules = with_rules(a_rule(conditions=conditions, stay=FOR_EVER))
    assert isinstance(judged(medium, rules), Leaving)
