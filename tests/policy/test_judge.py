"""The verdict on one medium: protection comes before every date, and a person's date before a rule's."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Kind, Medium, Requester
from custom_components.oxicleanarr.policy.models import Leaving, Protections, Schedule, Why
from tests.builders import NOW, a_keep, a_medium, days_ago

from .judging import OVERDUE, a_disk_rule, due, judged, on_disk, requested_by, why, with_rules

# Protections without a rule


@pytest.mark.parametrize(
    ("changes", "reason", "switched_off"),
    [
        ({"favourite_of": frozenset({"ann"})}, Why.FAVOURITE, Protections(favourites=False)),
        ({"favourite_of": UNKNOWN}, Why.FAVOURITE, Protections(favourites=False)),
        ({"unfinished_by": frozenset({"ann"})}, Why.UNFINISHED, Protections(unfinished=False)),
        (
            {"requesters": (Requester(user_id=1, names=frozenset(), jellyfin_user="ann"),)},
            Why.REQUESTER_WAITING,
            Protections(requested=False),
        ),
        ({"requesters": UNKNOWN}, Why.REQUESTER_WAITING, Protections(requested=False)),
    ],
)
def test_what_is_dear_to_somebody_stays_unless_the_household_wants_otherwise(
    changes: dict[str, Any], reason: Why, switched_off: Protections
) -> None:
    medium = a_medium(added=days_ago(900), **changes)
    assert why(judged(medium, with_rules())) is reason
    assert isinstance(judged(medium, with_rules(protections=switched_off)), Leaving)


@pytest.mark.parametrize("playing", [frozenset({"ann"}), UNKNOWN])
def test_what_is_playing_stays_whatever_is_switched_off(playing: object) -> None:
    medium = a_medium(added=days_ago(900), playing=playing)
    nothing = Protections(favourites=False, unfinished=False, requested=False)
    assert why(judged(medium, with_rules(protections=nothing))) is Why.PLAYING


def test_a_requester_who_watched_it_waits_no_more() -> None:
    ann = Requester(user_id=1, names=frozenset(), jellyfin_user="ann")
    medium = requested_by(ann, watched_by=frozenset({"ann"}), added=days_ago(900))
    assert isinstance(judged(medium, with_rules()), Leaving)


# A person's own date


def a_schedule(medium: Medium, in_days: float = 3) -> Schedule:
    return Schedule(
        medium_id=medium.id,
        aliases=medium.aliases,
        title=medium.title,
        leaves_at=NOW + timedelta(days=in_days),
    )


def a_schedule_of_earlier(medium: Medium, in_days: float) -> Schedule:
    """Return one that was made while the medium had another id."""
    return replace(a_schedule(medium, in_days), medium_id="movie:path:/movies/old")


def test_a_later_date_holds_though_the_medium_has_another_id_by_now() -> None:
    medium = a_medium(last_watched=days_ago(85))
    later = a_schedule_of_earlier(medium, 60)
    assert due(judged(medium, with_rules(), schedules=(later,))) == NOW + timedelta(days=60)


def test_an_earlier_date_of_what_is_gone_brings_nothing_nearer() -> None:
    medium = a_medium(last_watched=days_ago(85))
    sooner = a_schedule_of_earlier(medium, 1)
    assert due(judged(medium, with_rules(), schedules=(sooner,))) == NOW + timedelta(days=5)


def test_a_persons_date_decides_where_no_rule_does() -> None:
    medium = a_medium(last_watched=days_ago(1))
    rules = with_rules(retention_days=None)
    assert due(judged(medium, rules, schedules=(a_schedule(medium),))) == NOW + timedelta(days=3)


def test_a_persons_date_replaces_the_rules_date() -> None:
    verdict = judged(OVERDUE, with_rules(), schedules=(a_schedule(OVERDUE, 30),))
    assert due(verdict) == NOW + timedelta(days=30)


def test_a_persons_date_does_not_wait_for_the_disk() -> None:
    library = on_disk(OVERDUE, free_bytes=500)
    schedules = (a_schedule(OVERDUE),)
    assert isinstance(
        judged(OVERDUE, with_rules(a_disk_rule()), library, schedules=schedules), Leaving
    )


@pytest.mark.parametrize(
    ("scheduled", "kind", "counts"),
    [
        (-11.1, Kind.MOVIE, False),
        (-10.5, Kind.MOVIE, True),
        (-9, Kind.MOVIE, True),
        (-11.1, Kind.SERIES, True),
    ],
)
def test_a_persons_date_for_an_earlier_copy_of_a_film_is_over(
    scheduled: float, kind: Kind, *, counts: bool
) -> None:
    medium = a_medium(f"{kind}:tvdb:1", kind=kind, added=days_ago(10))
    rules = with_rules(retention_days=None)
    verdict = judged(medium, rules, schedules=(a_schedule(medium, scheduled),))
    assert isinstance(verdict, Leaving) is counts


def test_a_keep_wins_over_a_persons_date() -> None:
    verdict = judged(
        OVERDUE, with_rules(), keeps=(a_keep(OVERDUE),), schedules=(a_schedule(OVERDUE),)
    )
    assert why(verdict) is Why.KEPT


def test_a_favourite_wins_over_a_persons_date() -> None:
    medium = a_medium(favourite_of=frozenset({"ann"}))
    assert why(judged(medium, with_rules(), schedules=(a_schedule(medium),))) is Why.FAVOURITE
