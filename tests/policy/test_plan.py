"""The plan: protection first, then the date; announced for the whole window before anything goes."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Kind, Medium
from custom_components.oxicleanarr.policy.models import (
    Leaving,
    Plan,
    Protected,
    Settings,
    Verdict,
    Why,
)
from custom_components.oxicleanarr.policy.rules import RetentionBase
from tests.builders import NOW, a_keep, a_library, a_medium, a_plan, days_ago, settings


def plan_for(*media: Medium, rules: Settings | None = None, **changes: Any) -> Plan:
    return a_plan(**{"library": a_library(*media), "settings": rules or settings(), **changes})


def verdict_on(medium: Medium, rules: Settings | None = None, **changes: object) -> Verdict:
    return plan_for(medium, rules=rules, **changes).decisions[medium.id].verdict


def why_protected(medium: Medium, rules: Settings | None = None, **changes: object) -> Why:
    verdict = verdict_on(medium, rules, **changes)
    assert isinstance(verdict, Protected)
    return verdict.reasons[0].why


def leaving(medium: Medium, rules: Settings | None = None, **changes: object) -> Leaving:
    verdict = verdict_on(medium, rules, **changes)
    assert isinstance(verdict, Leaving)
    return verdict


def test_the_retention_runs_from_the_last_play() -> None:
    medium = a_medium(added=days_ago(400), last_watched=days_ago(60))
    assert leaving(medium).due_at == days_ago(60) + timedelta(days=90)


def test_the_retention_runs_from_the_import_when_nobody_watched() -> None:
    assert leaving(a_medium(added=days_ago(60))).due_at == NOW + timedelta(days=30)


def test_a_play_older_than_the_import_does_not_count() -> None:
    medium = a_medium(added=days_ago(10), last_watched=days_ago(900))
    assert leaving(medium).due_at == days_ago(10) + timedelta(days=90)


def test_with_the_base_added_plays_do_not_matter() -> None:
    medium = a_medium(added=days_ago(60), last_watched=days_ago(1))
    assert leaving(medium, settings(base=RetentionBase.ADDED)).due_at == NOW + timedelta(days=30)


def test_with_the_base_last_watched_what_nobody_watched_stays() -> None:
    rules = settings(base=RetentionBase.LAST_WATCHED)
    assert why_protected(a_medium(added=days_ago(900)), rules) is Why.NEVER_WATCHED_STAYS


def test_without_a_retention_everything_stays() -> None:
    rules = settings(retention_days=None)
    assert why_protected(a_medium(added=days_ago(900)), rules) is Why.NO_RETENTION


def test_each_kind_has_its_own_retention() -> None:
    rules = Settings(retention={Kind.MOVIE: timedelta(days=90), Kind.SERIES: None})
    plan = plan_for(a_medium(), a_medium("series:tvdb:1"), rules=rules)
    kinds = {d.medium.kind: type(d.verdict) for d in plan.decisions.values()}
    assert kinds == {Kind.MOVIE: Leaving, Kind.SERIES: Protected}


@pytest.mark.parametrize(
    ("medium", "why"),
    [
        (a_medium(added=UNKNOWN), Why.ADDED_UNKNOWN),
        (a_medium(added=None), Why.ADDED_UNKNOWN),
        (a_medium(last_watched=UNKNOWN), Why.WATCHED_UNKNOWN),
        (a_medium(jellyfin_ids=()), Why.NOT_IN_JELLYFIN),
        (a_medium(copies=()), Why.NOT_MANAGED),
    ],
)
def test_what_is_not_known_protects(medium: Medium, why: Why) -> None:
    assert why_protected(medium) is why


def test_a_keep_wins_over_an_overdue_retention() -> None:
    medium = a_medium(added=days_ago(900))
    assert why_protected(medium, keeps=(a_keep(medium),)) is Why.KEPT


def test_a_keep_until_a_date_protects_until_then() -> None:
    medium = a_medium(added=days_ago(900))
    keeps = (a_keep(medium, until=NOW + timedelta(seconds=1)),)
    assert why_protected(medium, keeps=keeps) is Why.KEPT_UNTIL


def test_a_keep_whose_time_is_over_does_not_protect() -> None:
    medium = a_medium(added=days_ago(900))
    assert leaving(medium, keeps=(a_keep(medium, until=NOW),)).soon


def test_a_keep_survives_a_new_id_of_the_same_medium() -> None:
    by_path = a_medium("movie:path:/m/a.mkv", aliases=frozenset({"movie:path:/m/a.mkv"}))
    identified = a_medium(aliases=frozenset({"movie:tmdb:19", "movie:path:/m/a.mkv"}))
    assert why_protected(identified, keeps=(a_keep(by_path),)) is Why.KEPT


def test_a_keep_wins_while_a_source_is_silent() -> None:
    medium = a_medium(added=days_ago(900))
    library = a_library(medium, silent=["radarr"])
    assert why_protected(medium, library=library, keeps=(a_keep(medium),)) is Why.KEPT


def test_leaving_soon_begins_with_the_window() -> None:
    assert leaving(a_medium(added=days_ago(76))).soon
    assert not leaving(a_medium(added=days_ago(75.9))).soon


def test_a_medium_due_at_the_end_of_the_window_leaves_when_it_is_due() -> None:
    verdict = leaving(a_medium(added=days_ago(76)))
    assert verdict.leaves_at == verdict.due_at == NOW + timedelta(days=14)


def test_an_overdue_medium_is_announced_for_the_whole_window_first() -> None:
    verdict = leaving(a_medium(added=days_ago(900)))
    assert verdict.soon
    assert verdict.leaves_at == NOW + timedelta(days=14)


def test_the_countdown_goes_on_from_the_first_announcement() -> None:
    medium = a_medium(added=days_ago(900))
    verdict = leaving(medium, announced={medium.id: days_ago(10)})
    assert verdict.leaves_at == NOW + timedelta(days=4)


def test_what_is_overdue_and_not_yet_gone_is_still_leaving_soon() -> None:
    medium = a_medium(added=days_ago(900))
    verdict = leaving(medium, announced={medium.id: days_ago(30)})
    assert verdict.soon
    assert verdict.leaves_at == days_ago(16)


def test_the_plan_remembers_since_when_a_medium_is_announced() -> None:
    new, old = a_medium(added=days_ago(900)), a_medium("movie:tmdb:2", added=days_ago(900))
    plan = plan_for(new, old, announced={old.id: days_ago(3)})
    assert plan.announced == {new.id: NOW, old.id: days_ago(3)}


def test_a_countdown_ends_for_a_medium_that_stays() -> None:
    medium = a_medium(last_watched=days_ago(1))
    assert plan_for(medium, announced={medium.id: days_ago(3)}).announced == {}


def test_a_countdown_ends_for_a_medium_that_is_gone() -> None:
    assert plan_for(announced={"movie:tmdb:19": days_ago(3)}).announced == {}


def test_a_silent_source_ends_no_countdown() -> None:
    announced = {"movie:tmdb:19": days_ago(3)}
    library = a_library(silent=["radarr"])
    assert plan_for(library=library, announced=announced).announced == announced


@pytest.mark.parametrize("silent", ["radarr", "jellyfin"])
def test_a_silent_source_schedules_nothing(silent: str) -> None:
    medium = a_medium(added=days_ago(900))
    library = a_library(medium, silent=[silent])
    assert why_protected(medium, library=library) is Why.SOURCE_NOT_ANSWERING


def test_a_silent_sonarr_does_not_touch_movies() -> None:
    medium = a_medium(added=days_ago(900))
    assert leaving(medium, library=a_library(medium, silent=["sonarr"])).soon


def test_the_last_verdict_stays_while_a_source_is_silent() -> None:
    medium = a_medium(added=days_ago(900))
    before = plan_for(medium)
    after = plan_for(
        library=a_library(medium, silent=["radarr"]), previous=before, announced=before.announced
    )
    assert after.decisions[medium.id].verdict == before.decisions[medium.id].verdict
    assert after.decisions[medium.id].stale
    assert after.announced == before.announced


def test_the_next_departure_comes_first() -> None:
    media = [a_medium(f"movie:tmdb:{n}", added=days_ago(76 + n)) for n in (1, 3, 2)]
    plan = plan_for(*media)
    assert [m.id for m, _ in plan.leaving_soon] == ["movie:tmdb:3", "movie:tmdb:2", "movie:tmdb:1"]


def test_a_decision_that_is_as_before_stays_the_same_object() -> None:
    one, other = (
        a_medium("movie:tmdb:1", added=days_ago(60)),
        a_medium("movie:tmdb:2", added=days_ago(60)),
    )
    before = plan_for(one, other)
    again = [
        a_medium("movie:tmdb:1", added=days_ago(60)),
        a_medium("movie:tmdb:2", added=days_ago(50)),
    ]
    after = plan_for(*again, previous=before).decisions
    kept = [decision is before.decisions[name] for name, decision in after.items()]
    assert sorted(kept) == [False, True]
