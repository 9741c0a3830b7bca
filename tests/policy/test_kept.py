"""What keeps hold back: the kept media that would be leaving soon, and no others."""

from datetime import timedelta

from custom_components.oxicleanarr.library.models import Medium
from custom_components.oxicleanarr.policy.kept import kept_from_leaving
from custom_components.oxicleanarr.policy.models import Keep
from custom_components.oxicleanarr.policy.plan import Circumstances, make_plan
from tests.builders import NOW, a_keep, a_library, a_medium, days_ago, settings

OVERDUE = a_medium("movie:tmdb:1", added=days_ago(100))
LATER = a_medium("movie:tmdb:2", added=days_ago(10))


def held_back(*media: Medium, keeps: tuple[Keep, ...], silent: tuple[str, ...] = ()) -> list[str]:
    """Return the ids of what is held back by these keeps."""
    given = Circumstances(
        library=a_library(*media, silent=silent), settings=settings(), now=NOW, keeps=keeps
    )
    return [medium.id for medium, _ in kept_from_leaving(make_plan(given), given)]


def test_a_kept_medium_that_would_be_leaving_soon_is_held_back() -> None:
    assert held_back(OVERDUE, keeps=(a_keep(OVERDUE),)) == [OVERDUE.id]


def test_a_keep_until_a_date_holds_back_as_well() -> None:
    keep = a_keep(OVERDUE, until=NOW + timedelta(days=1))
    assert held_back(OVERDUE, keeps=(keep,)) == [OVERDUE.id]


def test_a_keep_that_is_over_holds_nothing_back() -> None:
    keep = a_keep(OVERDUE, until=NOW - timedelta(days=1))
    assert held_back(OVERDUE, keeps=(keep,)) == []


def test_a_kept_medium_that_would_leave_later_is_not_held_back() -> None:
    assert held_back(LATER, keeps=(a_keep(LATER),)) == []


def test_what_nobody_keeps_is_not_held_back() -> None:
    assert held_back(OVERDUE, keeps=()) == []


def test_what_is_dear_to_somebody_anyway_is_not_held_back() -> None:
    loved = a_medium("movie:tmdb:3", added=days_ago(100), favourite_of=frozenset({"anna"}))
    assert held_back(loved, keeps=(a_keep(loved),)) == []


def test_a_silent_server_takes_nothing_off_the_list() -> None:
    assert held_back(OVERDUE, keeps=(a_keep(OVERDUE),), silent=("jellyfin",)) == [OVERDUE.id]


def test_it_would_leave_only_after_its_announcement() -> None:
    given = Circumstances(
        library=a_library(OVERDUE), settings=settings(), now=NOW, keeps=(a_keep(OVERDUE),)
    )
    ((_, leaving),) = kept_from_leaving(make_plan(given), given)
    assert leaving.leaves_at == NOW + settings().window
