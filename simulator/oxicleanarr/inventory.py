"""The first steps of a full sync: every medium is made anew from Radarr and Sonarr.

They add and overwrite and never remove, so what was deleted elsewhere stays as a ghost.
"""

from typing import Any

from .media import MOVIE, SHOW, Medium
from .state import State
from .upstream import Failed, Upstream, moment, rows_of, taken


async def read_movies(state: State, upstream: Upstream) -> int:
    """Take over Radarr's films that have a file; return how many."""
    rows = rows_of(await upstream.get("radarr", "/api/v3/movie"))
    labels = await _labels(upstream, "radarr")
    found = [_movie(row, labels) for row in rows if taken(row, "hasFile", default=False)]
    state.media.update({medium.id: medium for medium in found})
    return len(found)


async def read_shows(state: State, upstream: Upstream) -> int:
    """Take over Sonarr's series that have a file; return how many."""
    rows = rows_of(await upstream.get("sonarr", "/api/v3/series"))
    labels = await _labels(upstream, "sonarr")
    found = [_show(row, labels) for row in rows if _counted(row, "episodeFileCount")]
    state.media.update({medium.id: medium for medium in found})
    return len(found)


async def _labels(upstream: Upstream, service: str) -> dict[int, str]:
    """Return the tags by id; none where they cannot be read, which nobody is told."""
    try:
        rows = rows_of(await upstream.get(service, "/api/v3/tag"))
        return {taken(row, "id", 0): taken(row, "label", "") for row in rows}
    except Failed:
        return {}


def _movie(row: dict[str, Any], labels: dict[int, str]) -> Medium:
    file: dict[str, Any] = taken(row, "movieFile", {})
    quality: dict[str, Any] = taken(taken(file, "quality", {}), "quality", {})
    number = taken(row, "id", 0)
    return Medium(
        id=f"radarr-{number}",
        kind=MOVIE,
        title=taken(row, "title", ""),
        year=taken(row, "year", 0),
        added_at=moment(row, "added"),
        file_path=taken(file, "path", "") or taken(row, "path", ""),
        file_size=taken(row, "sizeOnDisk", 0),
        entry_id=number,
        provider_id=taken(row, "tmdbId", 0),
        quality_tag=taken(quality, "name", ""),
        tags=_tags(row, labels),
    )


def _show(row: dict[str, Any], labels: dict[int, str]) -> Medium:
    number = taken(row, "id", 0)
    return Medium(
        id=f"sonarr-{number}",
        kind=SHOW,
        title=taken(row, "title", ""),
        year=taken(row, "year", 0),
        added_at=moment(row, "added"),
        file_path=taken(row, "path", ""),
        file_size=_counted(row, "sizeOnDisk"),
        entry_id=number,
        provider_id=taken(row, "tvdbId", 0),
        tags=_tags(row, labels),
    )


def _counted(row: dict[str, Any], name: str) -> int:
    statistics: dict[str, Any] = taken(row, "statistics", {})
    return taken(statistics, name, 0)


def _tags(row: dict[str, Any], labels: dict[int, str]) -> list[str]:
    numbers: list[int] = taken(row, "tags", [])
    return [labels[number] for number in numbers if number in labels]
