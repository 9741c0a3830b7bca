"""What a household wanted back, and by which rule it had gone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.oxicleanarr.cleanup.regret import REGRET_WINDOW, per_rule, regrets
from custom_components.oxicleanarr.cleanup.removed import Part, Regret, Removed, Stage
from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Library
from custom_components.oxicleanarr.library.requested import Requests
from tests import removals
from tests.builders import NOW, a_copy, a_library, a_medium, days_ago

ENDED = days_ago(10)


def a_part(**changes: Any) -> Part:
    return removals.a_part(**{"provider_ids": ("tmdb:19", "imdb:tt19")} | changes)


def a_removed(*parts: Part, **changes: Any) -> Removed:
    dates = {"begun_at": ENDED, "ended_at": ENDED}
    return removals.a_removed("r1", *parts or (a_part(),), **dates | changes)


def imported(days: float, **changes: Any) -> Library:
    """Return a library with a copy of the film that came so many days ago."""
    copy = a_copy(**{"entry_id": 7, "added": days_ago(days), **changes})
    return a_library(a_medium(copies=(copy,)))


def requested(days: float, name: str = "movie:tmdb:19") -> Requests:
    return Requests(newest={name: days_ago(days)})


def regret_of(
    removed: Removed, library: Library | None = None, *requests: Requests
) -> Regret | None:
    found = regrets([removed], library or a_library(), requests, NOW)
    return found[0].regret if found else None


def test_what_nobody_missed_is_not_regretted() -> None:
    assert regret_of(a_removed()) is None


@pytest.mark.parametrize(
    ("days", "regret"), [(9, Regret.IMPORTED), (10, None), (11, None), (-0.5, None)]
)
def test_a_copy_that_came_since_is_an_import(days: float, regret: Regret | None) -> None:
    assert regret_of(a_removed(), imported(days)) is regret


def test_a_copy_is_known_by_any_provider_id() -> None:
    assert regret_of(a_removed(), imported(9, provider_ids=("imdb:tt19",))) is Regret.IMPORTED


def test_another_film_is_no_import() -> None:
    assert regret_of(a_removed(), imported(9, provider_ids=("tmdb:20",))) is None


def test_a_series_of_the_same_number_is_no_import() -> None:
    series = a_medium("series:tmdb:19", copies=(a_copy(added=days_ago(9)),))
    assert regret_of(a_removed(), a_library(series)) is None


def test_an_import_long_afterwards_is_none() -> None:
    ended = NOW - REGRET_WINDOW - timedelta(days=2)
    assert regret_of(a_removed(ended_at=ended), imported(1)) is None


@pytest.mark.parametrize("added", [UNKNOWN, None, days_ago(100)])
def test_the_same_entry_that_is_back_is_an_import_whatever_its_date(added: Any) -> None:
    assert regret_of(a_removed(), imported(0, entry_id=1, added=added)) is Regret.IMPORTED


def test_what_a_server_told_before_the_end_says_nothing() -> None:
    removed = a_removed(ended_at=NOW - timedelta(hours=1))
    assert regret_of(removed, imported(0, entry_id=1, added=days_ago(100))) is None


def test_the_other_copy_that_stayed_is_no_import_when_it_is_upgraded() -> None:
    stayed = a_part(source_id="sonarr", entry_id=2, stage=Stage.ABANDONED)
    library = imported(9, source_id="sonarr", entry_id=2)
    assert regret_of(a_removed(a_part(), stayed), library) is None


@pytest.mark.parametrize(
    "part",
    [a_part(whole=False), a_part(stage=Stage.ABANDONED), a_part(stage=Stage.DELETING)],
    ids=["episodes", "abandoned", "unknown"],
)
def test_where_no_entry_is_gone_imports_and_requests_say_nothing(part: Part) -> None:
    assert regret_of(a_removed(part), imported(9), requested(9)) is None


@pytest.mark.parametrize(("days", "regret"), [(9, Regret.REQUESTED), (11, None)])
def test_a_request_since_is_regret(days: float, regret: Regret | None) -> None:
    assert regret_of(a_removed(), None, requested(20), requested(days)) is regret


def test_a_request_for_a_series_of_the_same_number_is_none() -> None:
    assert regret_of(a_removed(), None, requested(9, "series:tmdb:19")) is None


@pytest.mark.parametrize("part", [a_part(), a_part(whole=False), a_part(stage=Stage.ABANDONED)])
def test_what_was_restored_is_regretted(part: Part) -> None:
    assert regret_of(a_removed(part, restored_at=days_ago(1))) is Regret.RESTORED


def test_the_first_sign_counts_with_its_date() -> None:
    [found] = regrets([a_removed()], imported(3), [requested(5)], NOW)
    assert (found.regret, found.regretted_at) == (Regret.REQUESTED, days_ago(5))


def test_what_is_known_to_be_regretted_is_left_out() -> None:
    known = a_removed(regret=Regret.RESTORED, regretted_at=days_ago(9))
    assert regret_of(known, imported(1)) is None


def test_a_removal_that_has_not_ended_is_left_out() -> None:
    assert regret_of(a_removed(ended_at=None), imported(1)) is None


def test_only_what_is_regretted_changes() -> None:
    other = a_removed(a_part(provider_ids=("tmdb:20",), entry_id=2), id="r2")
    regretted = a_removed()
    [found] = regrets([other, regretted], imported(9), [], NOW)
    assert found == replace(regretted, regret=Regret.IMPORTED, regretted_at=days_ago(9))


def test_each_rule_answers_for_what_it_removed() -> None:
    regretted = {"regret": Regret.IMPORTED, "regretted_at": days_ago(1)}
    removals = [
        a_removed(),
        a_removed(**regretted),
        a_removed(rule="Disk", **regretted),
        a_removed(rule="Disk", stage=Stage.ABANDONED),
        a_removed(rule="Disk", ended_at=None),
        a_removed(rule="Old", ended_at=days_ago(91)),
    ]
    assert per_rule(removals, NOW) == {"Children": (2, 1), "Disk": (1, 1)}
