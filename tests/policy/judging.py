"""Rules as short as they can be said, and what is decided on one medium by them."""

from copy import replace
from datetime import timedelta
from typing import Any

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Disk, Kind, Library, Medium, Requester
from custom_components.oxicleanarr.policy.models import Leaving, Protected, Settings, Verdict, Why
from custom_components.oxicleanarr.policy.rules import (
    Conditions,
    DiskTerms,
    EpisodeTerms,
    Rule,
    RuleType,
    Stay,
    UserTerm,
)
from tests.builders import a_library, a_medium, a_plan, days_ago, settings

FOR_EVER = Stay(None)
AT_ONCE = Stay(timedelta())


def days(count: float) -> Stay:
    return Stay(timedelta(days=count))


def a_rule(rule_type: RuleType = RuleType.MATCH, **fields: object) -> Rule:
    return Rule(**{"id": "r1", "name": "My rule", "type": rule_type, **fields})  # type: ignore[arg-type]


def a_tag_rule(tag: str = "kids", **fields: object) -> Rule:
    return a_rule(RuleType.TAG, conditions=Conditions(tag=tag), **fields)


def with_rules(*rules: Rule, retention_days: float | None = 90, **changes: object) -> Settings:
    base = settings(retention_days)
    fields = {"retention": base.retention, "window": base.window, "rules": rules, **changes}
    return Settings(**fields)  # type: ignore[arg-type]


def judged(
    medium: Medium, rules: Settings, library: Library | None = None, **changes: Any
) -> Verdict:
    plan = a_plan(library or a_library(medium), rules, **changes)
    return plan.decisions[medium.id].verdict


def why(verdict: Verdict) -> Why:
    assert isinstance(verdict, Protected)
    return verdict.reasons[0].why


def due(verdict: Verdict) -> object:
    assert isinstance(verdict, Leaving)
    return verdict.due_at


TAGGED = a_medium(tags=frozenset({"kids"}), added=days_ago(60))
OVERDUE = a_medium(added=days_ago(900))


def requested_by(*requesters: Requester, **changes: object) -> Medium:
    fields: dict[str, Any] = {"requesters": requesters, "added": days_ago(60), **changes}
    return a_medium(**fields)


def a_user_rule(*terms: UserTerm) -> Rule:
    return a_rule(RuleType.USER, users=terms)


def an_episode_rule(tag: str | None = None, **terms: object) -> Rule:
    episodes = EpisodeTerms(**terms)  # type: ignore[arg-type]
    conditions = Conditions(kinds=frozenset({Kind.SERIES}), tag=tag)
    return a_rule(RuleType.EPISODE, conditions=conditions, episodes=episodes)


def a_disk_rule(free_bytes: int = 100) -> Rule:
    return a_rule(RuleType.DISK, disk=DiskTerms(path=None, free_bytes=free_bytes))


def on_disk(*media: Medium, free_bytes: int | None) -> Library:
    disks = UNKNOWN if free_bytes is None else (Disk("/", free_bytes, 10**15),)
    return replace(a_library(*media), disks=disks)
