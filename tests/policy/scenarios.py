"""The household of the OxiCleanarr server's own acceptance tests, and what our policy makes of it.

Seven films and three series came a few minutes ago; the films were watched some days ago, as if before they
were moved here: their files are older than the plays.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from custom_components.oxicleanarr.library.models import Episode, Kind, Medium, Requester
from custom_components.oxicleanarr.policy.models import (
    Leaving,
    Plan,
    Protected,
    Protections,
    Schedule,
    Settings,
    Why,
)
from custom_components.oxicleanarr.policy.rules import Rule, Stay, Unwatched
from tests.builders import NOW, a_library, a_medium, a_plan, a_season, days_ago

from .judging import a_tag_rule

MINUTES_AGO = days_ago(0.01)
DAYS_SINCE_WATCHED: dict[str, float | None] = {
    "Fight Club": 10,
    "Pulp Fiction": 60,
    "Inception": 5,
    "The Dark Knight": 30,
    "Interstellar": 45,
    "Forrest Gump": 90,
    "Schindler's List": None,
}
ASKED_FOR = {
    "Fight Club": 100,
    "Pulp Fiction": 100,
    "Inception": 200,
    "The Dark Knight": 200,
    "Interstellar": 300,
    "Forrest Gump": 300,
}
SHOWS = ("Breaking Bad", "The Daily Show", "Game of Thrones")
GIB = 1024**3


def days(count: float) -> timedelta:
    return timedelta(days=count)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def films(*, watched: bool = False, requested: bool = False, **changes: Any) -> list[Medium]:
    """Return the seven films; watched ones were imported a hundred days ago."""
    return [
        a_medium(
            f"movie:tmdb:{number}",
            title=title,
            **{
                "added": days_ago(100) if watched else MINUTES_AGO,
                "size_bytes": GIB,
                "requesters": (
                    (Requester(user_id=ASKED_FOR[title], names=frozenset({f"user {number}"})),)
                    if requested and title in ASKED_FOR
                    else ()
                ),
                **(_watched(age) if watched else {}),
                **changes,
            },
        )
        for number, (title, age) in enumerate(DAYS_SINCE_WATCHED.items(), 1)
    ]


def _watched(age: float | None) -> dict[str, Any]:
    return {"last_watched": None if age is None else days_ago(age), "play_count": int(bool(age))}


def a_show(title: str, *episodes: Episode, **changes: Any) -> Medium:
    number = SHOWS.index(title) + 1
    return a_medium(
        f"series:tvdb:{number}",
        title=title,
        **{"added": MINUTES_AGO, "episodes": episodes, "continuing": False, **changes},
    )


def breaking_bad(**changes: Any) -> Medium:
    """Three seasons of five episodes, ended."""
    seasons = (a_season(5, season, 1500 - 365 * season) for season in (1, 2, 3))
    return a_show("Breaking Bad", *(one for season in seasons for one in season), **changes)


def household(
    movies: timedelta | None = None,
    series: timedelta | None = timedelta(days=120),
    rules: Sequence[Rule] = (),
    **changes: Any,
) -> Settings:
    """Return settings with nothing that the OxiCleanarr server does not know."""
    return Settings(
        **{
            "retention": {Kind.MOVIE: movies, Kind.SERIES: series},
            "unwatched": Unwatched.ADDED,
            "protections": Protections(favourites=False, unfinished=False, requested=False),
            "rules": tuple(rules),
            **changes,
        }
    )


def plan_of(media: Sequence[Medium], settings: Settings, **changes: Any) -> Plan:
    library = changes.pop("library", None) or a_library(*media)
    return a_plan(library, settings, **changes)


def by_title(plan: Plan) -> Mapping[str, Protected | Leaving]:
    return {one.medium.title: one.verdict for one in plan.decisions.values()}


def soon(plan: Plan) -> set[str]:
    return {medium.title for medium, _ in plan.leaving_soon}


def overdue(plan: Plan) -> set[str]:
    """Return what the server would delete in this very moment."""
    return {
        title
        for title, verdict in by_title(plan).items()
        if isinstance(verdict, Leaving) and verdict.due_at < NOW
    }


def due(plan: Plan, title: str) -> datetime | None:
    verdict = by_title(plan)[title]
    return verdict.due_at if isinstance(verdict, Leaving) else None


def why(plan: Plan, title: str) -> Why:
    verdict = by_title(plan)[title]
    assert isinstance(verdict, Protected)
    return verdict.reasons[0].why


def files(plan: Plan, title: str) -> frozenset[int]:
    verdict = by_title(plan)[title]
    assert isinstance(verdict, Leaving)
    return verdict.episode_files


def named(media: Sequence[Medium], title: str) -> Medium:
    return next(medium for medium in media if medium.title == title)


def tag_rule(tag: str, stay: timedelta | None, **fields: Any) -> Rule:
    return a_tag_rule(tag, stay=Stay(stay), **fields)


def by_hand(medium: Medium, in_days: float = 14) -> Schedule:
    return Schedule(
        medium_id=medium.id,
        aliases=medium.aliases,
        title=medium.title,
        leaves_at=NOW + days(in_days),
    )
