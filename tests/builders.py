"""Builders: the smallest thing that has a name, with only what the test is about spelled out."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from custom_components.oxicleanarr.display.models import Shown
from custom_components.oxicleanarr.library.facts import Fact
from custom_components.oxicleanarr.library.jellyfin_media import JellyfinItem, JellyfinMedia
from custom_components.oxicleanarr.library.managed import ManagedMedia, ManagedSource
from custom_components.oxicleanarr.library.models import (
    Copy,
    Episode,
    Kind,
    Library,
    Medium,
    Problem,
    SourceStatus,
)
from custom_components.oxicleanarr.library.paths import PathMapping
from custom_components.oxicleanarr.library.reading import Reading
from custom_components.oxicleanarr.library.viewing import Watch
from custom_components.oxicleanarr.policy.models import Keep, Plan, Settings
from custom_components.oxicleanarr.policy.plan import Circumstances, make_plan
from custom_components.oxicleanarr.policy.rules import RetentionBase

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def a_copy(title: str = "Metropolis", **changes: Any) -> Copy:
    folder = changes.pop("folder", f"/movies/{title} (1927)")
    return Copy(
        **{
            "source_id": "radarr",
            "entry_id": 1,
            "title": title,
            "year": 1927,
            "provider_ids": ("tmdb:19",),
            "folder": folder,
            "file": f"{folder}/{title}.mkv",
            "root_folder": "/movies",
            "size_bytes": 4_000_000_000,
            "added": days_ago(100),
            "tags": frozenset[str](),
            **changes,
        }
    )


def a_series_copy(title: str = "Les Vampires", **changes: Any) -> Copy:
    return a_copy(
        title,
        **{
            "source_id": "sonarr",
            "provider_ids": ("tvdb:78",),
            "folder": f"/tv/{title}",
            "file": None,
            "root_folder": "/tv",
            **changes,
        },
    )


def an_item(title: str = "Metropolis", **changes: Any) -> JellyfinItem:
    return JellyfinItem(
        **{
            "id": "aa11",
            "kind": Kind.MOVIE,
            "title": title,
            "year": 1927,
            "path": f"/media/movies/{title} (1927)/{title}.mkv",
            "added": days_ago(100),
            "provider_ids": ("tmdb:19",),
            **changes,
        }
    )


def a_twin(title: str = "Metropolis", **changes: Any) -> JellyfinItem:
    return an_item(
        title,
        **{
            "id": "ee55",
            "path": f"/soon/movies/{title} (1927)/{title}.mkv",
            "added": days_ago(1),
            **changes,
        },
    )


def jellyfin(
    *items: JellyfinItem,
    watched: Mapping[str, Watch] | None = None,
    problem: Problem | None = None,
    **changes: Any,
) -> Reading[JellyfinMedia]:
    answer = JellyfinMedia(items=items, watched=watched or {}, **changes)
    return Reading("jellyfin", "Home", answer, NOW, problem)


def radarr(
    *copies: Copy, mappings: Sequence[PathMapping] = (), problem: Problem | None = None
) -> ManagedSource:
    reading = Reading("radarr", "Radarr", ManagedMedia(copies=copies), NOW, problem)
    return ManagedSource(Kind.MOVIE, tuple(mappings), reading)


def sonarr(*copies: Copy, problem: Problem | None = None) -> ManagedSource:
    reading = Reading("sonarr", "Sonarr", ManagedMedia(copies=copies), NOW, problem)
    return ManagedSource(Kind.SERIES, (), reading)


def a_medium(medium_id: str = "movie:tmdb:19", **changes: Any) -> Medium:
    kind = Kind(medium_id.split(":", 1)[0])
    return Medium(
        **{
            "id": medium_id,
            "aliases": frozenset({medium_id}),
            "kind": kind,
            "title": "Metropolis",
            "year": 1927,
            "copies": (a_copy() if kind is Kind.MOVIE else a_series_copy(),),
            "jellyfin_ids": ("aa11",),
            "size_bytes": 4_000_000_000,
            "added": days_ago(100),
            "last_watched": None,
            "play_count": 0,
            **changes,
        }
    )


def a_library(*media: Medium, silent: Sequence[str] = ()) -> Library:
    """Return a library with a Jellyfin, a Radarr and a Sonarr, of which the silent ones failed."""
    return Library(
        media={medium.id: medium for medium in media},
        sources={
            source_id: SourceStatus(
                id=source_id,
                name=source_id.capitalize(),
                read_at=days_ago(1),
                problem=Problem("timed_out", "too slow") if source_id in silent else None,
            )
            for source_id in ("jellyfin", "radarr", "sonarr")
        },
        behind={
            Kind.MOVIE: frozenset({"jellyfin", "radarr"}),
            Kind.SERIES: frozenset({"jellyfin", "sonarr"}),
        },
        managed=frozenset(Kind),
    )


def settings(
    retention_days: float | None = 90,
    base: RetentionBase = RetentionBase.LAST_WATCHED_OR_ADDED,
    window_days: float = 14,
) -> Settings:
    retention = None if retention_days is None else timedelta(days=retention_days)
    return Settings(
        retention=dict.fromkeys(Kind, retention), base=base, window=timedelta(days=window_days)
    )


def a_keep(medium: Medium, until: datetime | None = None, **changes: Any) -> Keep:
    return Keep(
        medium_id=medium.id,
        aliases=medium.aliases,
        title=medium.title,
        kept_at=NOW,
        until=until,
        **changes,
    )


def watched(at: Fact[datetime], plays: int = 1) -> Watch:
    return Watch(at, plays)


def a_shown(title: str = "Metropolis", **changes: Any) -> Shown:
    return Shown(
        **{
            "medium_id": f"movie:path:{title}",
            "kind": Kind.MOVIE,
            "title": title,
            "year": 1927,
            "leaves_at": NOW + timedelta(days=5),
            "item_ids": (f"id of {title}",),
            "paths": (f"/media/movies/{title}/{title}.mkv",),
            **changes,
        }
    )


def an_episode(number: int, age_days: float | None = None, **changes: object) -> Episode:
    fields: dict[str, object] = {
        "file_id": number,
        "season": 1,
        "number": number,
        "aired": None if age_days is None else days_ago(age_days),
        "size_bytes": 1,
        **changes,
    }
    return Episode(**fields)  # type: ignore[arg-type]  # a builder of any field


def a_season(count: int, season: int = 1, oldest_days: float = 100) -> list[Episode]:
    return [
        an_episode(n, oldest_days - n, season=season, file_id=season * 100 + n)
        for n in range(1, count + 1)
    ]


def a_plan(
    library: Library, settings: Settings, previous: Plan | None = None, **given: Any
) -> Plan:
    """Return the plan that is made today, by nobody's wishes but the given ones."""
    return make_plan(
        Circumstances(**{"library": library, "settings": settings, "now": NOW, **given}), previous
    )
