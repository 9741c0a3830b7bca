"""What the OxiCleanarr server's own acceptance tests arrange and expect, decided by our policy.

Each docstring begins with the id of the scenario.
"""

from copy import replace
from typing import Any

from custom_components.oxicleanarr.policy.models import Leaving, Plan, Settings, Why
from custom_components.oxicleanarr.policy.rules import RetentionBase, Unwatched
from tests.builders import NOW, a_keep, a_medium, days_ago

from .judging import a_disk_rule, an_episode_rule, on_disk
from .scenarios import (
    DAYS_SINCE_WATCHED,
    GIB,
    MINUTES_AGO,
    breaking_bad,
    by_hand,
    by_title,
    days,
    due,
    films,
    household,
    named,
    overdue,
    plan_of,
    seconds,
    soon,
    tag_rule,
    why,
)

# Exclusions


def test_everything_fresh_is_leaving_soon_with_a_week_to_stay() -> None:
    """EXC-1."""
    assert soon(plan_of(films(), household(days(7)))) == DAYS_SINCE_WATCHED.keys()


def test_an_excluded_film_is_not_leaving_soon_and_still_listed() -> None:
    """EXC-2."""
    media = films()
    plan = plan_of(media, household(days(7)), keeps=[a_keep(named(media, "Fight Club"))])
    assert soon(plan) == DAYS_SINCE_WATCHED.keys() - {"Fight Club"}
    assert why(plan, "Fight Club") is Why.KEPT


def test_without_the_exclusion_it_is_leaving_soon_again() -> None:
    """EXC-3."""
    media = films()
    kept = plan_of(media, household(days(7)), keeps=[a_keep(named(media, "Fight Club"))])
    after = plan_of(media, household(days(7)), announced=kept.announced, previous=kept)
    assert "Fight Club" in soon(after)


def test_a_date_by_hand_makes_a_film_leave_soon() -> None:
    """MAN-2, after MAN-1: nothing else is."""
    media = films()
    assert soon(plan_of(media, household(days(3650)))) == set()
    plan = plan_of(media, household(days(3650)), schedules=[by_hand(named(media, "Fight Club"))])
    assert soon(plan) == {"Fight Club"}
    assert due(plan, "Fight Club") == NOW + days(14)


def test_an_excluded_film_has_no_date_by_hand() -> None:
    """MAN-3: an exclusion wins; the action refuses before it comes to this."""
    media = films()
    fight_club = named(media, "Fight Club")
    plan = plan_of(
        media, household(days(3650)), keeps=[a_keep(fight_club)], schedules=[by_hand(fight_club)]
    )
    assert soon(plan) == set()


def test_without_the_date_by_hand_the_rules_date_is_back() -> None:
    """MAN-4."""
    media = films()
    flagged = plan_of(media, household(days(3650)), schedules=[by_hand(media[0])])
    after = plan_of(media, household(days(3650)), announced=flagged.announced, previous=flagged)
    assert soon(after) == set()
    assert due(after, media[0].title) == MINUTES_AGO + days(3650)


# Deletion


def test_a_tag_of_zero_days_makes_one_film_overdue_and_names_the_rule() -> None:
    """DEL-1: that the film is also announced here, and not gone at once, is a row of our table."""
    media = [
        replace(medium, tags=frozenset({"test-deletion"}))
        if medium.title == "Pulp Fiction"
        else medium
        for medium in films()
    ]
    plan = plan_of(media, household(days(999), rules=[tag_rule("test-deletion", days(0))]))
    assert overdue(plan) == {"Pulp Fiction"}
    verdict = by_title(plan)["Pulp Fiction"]
    assert isinstance(verdict, Leaving)
    assert verdict.rule == "My rule"
    assert soon(plan) == {"Pulp Fiction"}
    assert verdict.leaves_at == NOW + days(14)


# Disk

EXPIRED = household(seconds(1), seconds(1))


def with_disk(free_bytes: int) -> Settings:
    return replace(EXPIRED, rules=(a_disk_rule(free_bytes),))


def test_with_room_on_the_disk_nothing_is_due() -> None:
    """DSK-1."""
    media = [*films(), breaking_bad()]
    plan = plan_of(media, with_disk(GIB), library=on_disk(*media, free_bytes=50 * GIB))
    assert overdue(plan) == set()
    assert {why(plan, medium.title) for medium in media} == {Why.DISK_HAS_ROOM}


def test_a_disk_that_needs_more_than_there_is_lets_everything_go() -> None:
    """DSK-2."""
    media = [*films(), breaking_bad()]
    plan = plan_of(media, with_disk(999_999 * GIB), library=on_disk(*media, free_bytes=50 * GIB))
    assert overdue(plan) == {medium.title for medium in media}


def test_without_a_disk_rule_the_disk_does_not_matter() -> None:
    """DSK-3."""
    media = films()
    plan = plan_of(media, EXPIRED, library=on_disk(*media, free_bytes=50 * GIB))
    assert overdue(plan) == DAYS_SINCE_WATCHED.keys()


def test_a_disk_that_needs_more_than_is_overdue_keeps_the_dates_to_come() -> None:
    """DSK-2: what is not due yet goes as well when its day comes, so it is announced in time."""
    media = [
        a_medium("movie:tmdb:1", title="Overdue", added=days_ago(100), size_bytes=GIB),
        a_medium("movie:tmdb:2", title="Next week", added=days_ago(83), size_bytes=GIB),
    ]
    settings = household(days(90), rules=[a_disk_rule(10 * GIB)])
    plan = plan_of(media, settings, library=on_disk(*media, free_bytes=5 * GIB))
    assert due(plan, "Next week") == NOW + days(7)
    assert soon(plan) == {"Overdue", "Next week"}


def test_a_disk_that_needs_no_more_than_is_overdue_spares_the_dates_to_come() -> None:
    """DSK-2: just enough."""
    media = [
        a_medium("movie:tmdb:1", title="Overdue", added=days_ago(100), size_bytes=GIB),
        a_medium("movie:tmdb:2", title="Next week", added=days_ago(83), size_bytes=GIB),
    ]
    settings = household(days(90), rules=[a_disk_rule(10 * GIB)])
    plan = plan_of(media, settings, library=on_disk(*media, free_bytes=9 * GIB))
    assert why(plan, "Next week") is Why.DISK_ENOUGH


def test_episodes_free_what_their_files_hold_and_not_the_whole_series() -> None:
    """DSK-2: five files of one byte each are not enough, so the film goes, too."""
    series = breaking_bad(size_bytes=100 * GIB, added=days_ago(100))
    film = a_medium("movie:tmdb:1", title="Film", added=days_ago(100), size_bytes=GIB)
    rules = [an_episode_rule(max_episodes=10), a_disk_rule(10 * GIB)]
    media = [series, film]
    plan = plan_of(
        media, household(days(90), rules=rules), library=on_disk(*media, free_bytes=8 * GIB)
    )
    assert due(plan, "Film") == days_ago(10)


def test_a_disk_that_has_room_again_protects_again() -> None:
    """§8.4: the gate opens and closes with each reading."""
    media = films()
    breached = plan_of(media, with_disk(999 * GIB), library=on_disk(*media, free_bytes=50 * GIB))
    recovered = plan_of(
        media,
        with_disk(999 * GIB),
        library=on_disk(*media, free_bytes=999 * GIB),
        previous=breached,
        announced=breached.announced,
    )
    assert soon(breached) == DAYS_SINCE_WATCHED.keys()
    assert soon(recovered) == set()


def test_an_exclusion_wins_over_a_full_disk() -> None:
    """§8.4."""
    media = films()
    plan = plan_of(
        media,
        with_disk(999 * GIB),
        library=on_disk(*media, free_bytes=50 * GIB),
        keeps=[a_keep(medium) for medium in media],
    )
    assert {why(plan, medium.title) for medium in media} == {Why.KEPT}


# Retention bases


def retained(**changes: Any) -> Plan:
    movies = changes.pop("movies", days(30))
    return plan_of(films(watched=True), household(movies, **changes))


def test_by_default_the_time_runs_from_the_last_play() -> None:
    """RET-1: those watched 90, 60 and 45 days ago are overdue; the one never watched was added long ago."""
    assert overdue(retained()) == {
        "Pulp Fiction",
        "Interstellar",
        "Forrest Gump",
        "Schindler's List",
    }


def test_with_the_base_last_watched_and_never_what_nobody_watched_stays() -> None:
    """RET-2."""
    plan = retained(base=RetentionBase.LAST_WATCHED, unwatched=Unwatched.NEVER)
    assert why(plan, "Schindler's List") is Why.NEVER_WATCHED_STAYS
    assert overdue(plan) == {"Pulp Fiction", "Interstellar", "Forrest Gump"}


def test_what_nobody_watched_may_have_a_longer_time() -> None:
    """RET-3."""
    plan = retained(base=RetentionBase.LAST_WATCHED, unwatched_retention=days(180))
    assert due(plan, "Schindler's List") == days_ago(100) + days(180)
    assert overdue(plan) == {"Pulp Fiction", "Interstellar", "Forrest Gump"}


def test_with_the_base_added_fresh_imports_are_not_due() -> None:
    """RET-4."""
    media = [
        replace(medium, last_watched=days_ago(0.005), play_count=1, added=MINUTES_AGO)
        for medium in films()
    ]
    plan = plan_of(media, household(days(30), base=RetentionBase.ADDED))
    assert {due(plan, medium.title) for medium in media} == {MINUTES_AGO + days(30)}


def test_a_rule_for_a_tag_that_nothing_has_changes_nothing() -> None:
    """RET-5."""
    rule = tag_rule("oxitest", days(90), base=RetentionBase.LAST_WATCHED, unwatched=Unwatched.NEVER)
    plan = plan_of(films(), household(days(30), base=RetentionBase.ADDED, rules=[rule]))
    assert overdue(plan) == set()
    assert soon(plan) == set()


def test_watching_a_film_again_starts_its_time_anew() -> None:
    """RET-6."""
    media = [
        replace(medium, last_watched=days_ago(1)) if medium.title == "Pulp Fiction" else medium
        for medium in films(watched=True)
    ]
    plan = plan_of(media, household(days(30)))
    assert due(plan, "Pulp Fiction") == NOW + days(29)
    assert overdue(plan) == overdue(retained()) - {"Pulp Fiction"}
