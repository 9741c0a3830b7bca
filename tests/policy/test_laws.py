"""The laws, over any library: unknown protects, nothing goes unannounced, a keep wins."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from hypothesis import given, strategies as st

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Medium
from custom_components.oxicleanarr.policy.models import Plan, Settings
from custom_components.oxicleanarr.policy.rules import RetentionBase
from tests.builders import NOW, a_keep, a_library, a_medium

from .strategies import (
    ages,
    announcements,
    later_or_never,
    leaves_at,
    media,
    plan_of,
    rules,
    silences,
)


@given(media, rules, announcements)
def test_a_keep_always_wins(
    medium: Medium, settings: Settings, announced: Mapping[str, datetime]
) -> None:
    plan = plan_of(a_library(medium), settings, announced, keeps=(a_keep(medium),))
    assert leaves_at(plan, medium) is None


@given(media, rules, announcements, st.sampled_from(["added", "last_watched"]))
def test_not_knowing_a_fact_never_shortens_a_life(
    medium: Medium, settings: Settings, announced: Mapping[str, datetime], fact: str
) -> None:
    known = plan_of(a_library(medium), settings, announced)
    blurred = a_medium(
        medium.id,
        **{
            "added": medium.added,
            "last_watched": medium.last_watched,
            "jellyfin_ids": medium.jellyfin_ids,
            fact: UNKNOWN,
        },
    )
    unknown = plan_of(a_library(blurred), settings, announced)
    assert later_or_never(leaves_at(unknown, blurred), leaves_at(known, medium))


@given(media, rules, announcements, silences)
def test_a_silent_source_never_shortens_a_life(
    medium: Medium, settings: Settings, announced: Mapping[str, datetime], silent: list[str]
) -> None:
    before = plan_of(a_library(medium), settings, announced)
    after = plan_of(a_library(medium, silent=silent), settings, before.announced, previous=before)
    assert later_or_never(leaves_at(after, medium), leaves_at(before, medium))


@given(media, rules, announcements, ages)
def test_a_play_never_shortens_a_life(
    medium: Medium, settings: Settings, announced: Mapping[str, datetime], played_at: datetime
) -> None:
    if medium.last_watched is UNKNOWN or settings.base is RetentionBase.LAST_WATCHED:
        # Nobody watched it yet, and so it stays: with this base the first play starts the clock.
        return
    if medium.last_watched is not None and medium.last_watched >= played_at:
        return
    watched = a_medium(
        medium.id,
        added=medium.added,
        jellyfin_ids=medium.jellyfin_ids,
        last_watched=played_at,
    )
    before = plan_of(a_library(medium), settings, announced)
    after = plan_of(a_library(watched), settings, announced)
    assert later_or_never(leaves_at(after, watched), leaves_at(before, medium))


@given(media, rules, st.integers(0, 200))
def test_nothing_is_due_before_it_was_announced_for_the_whole_window(
    medium: Medium, settings: Settings, days: int
) -> None:
    announced: Mapping[str, datetime] = {}
    previous: Plan | None = None
    for day in range(0, days + 1, 5):
        now = NOW + timedelta(days=day)
        previous = plan_of(a_library(medium), settings, announced, now=now, previous=previous)
        announced = previous.announced
        at = leaves_at(previous, medium)
        if at is not None and at <= now:
            assert announced[medium.id] + settings.window <= now


@given(media, rules, announcements, silences)
def test_the_verdict_depends_on_nothing_but_its_inputs(
    medium: Medium, settings: Settings, announced: Mapping[str, datetime], silent: list[str]
) -> None:
    library = a_library(medium, silent=silent)
    assert plan_of(library, settings, announced) == plan_of(library, settings, announced)
