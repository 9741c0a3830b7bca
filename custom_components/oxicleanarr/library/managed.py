"""What a Radarr or a Sonarr manages: their entries that have files, in one form for both."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ..clients.arr import Arr
from ..clients.radarr import Movie, Radarr
from ..clients.rows import Rows
from ..clients.sonarr import Series, Sonarr
from .facts import UNKNOWN, Fact, read_date
from .identity import provider_ids
from .models import Copy, Kind
from .paths import PathMapping
from .reading import Reading, Size, require_complete, require_plausible


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedMedia:
    """The complete answer of one Radarr or Sonarr."""

    copies: tuple[Copy, ...]
    tags: frozenset[str] = frozenset()
    """All tags that the server knows, in small letters; also those that no entry has."""
    version: str | None = None
    skipped_rows: int = 0

    @property
    def size(self) -> Size:
        """How many entries have files."""
        return Size(media=len(self.copies))


@dataclass(frozen=True, slots=True)
class ManagedSource:
    """One Radarr or Sonarr: which kind it manages, how its paths translate, and what it last told."""

    kind: Kind
    mappings: tuple[PathMapping, ...]
    reading: Reading[ManagedMedia]


async def read_radarr(client: Radarr, source_id: str, now: datetime) -> ManagedMedia:
    """Read all movies of a Radarr that have a file (3 requests, whatever its size).

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: A list was cut short, or its dates are nonsense.
    """

    def copy(movie: Movie, labels: Mapping[int, str]) -> Copy | None:
        return _movie_copy(movie, source_id, labels, now) if movie.has_file else None

    return await _read(client, client.movies, "movies", copy)


async def read_sonarr(client: Sonarr, source_id: str, now: datetime) -> ManagedMedia:
    """Read all series of a Sonarr that have episode files (3 requests, whatever its size).

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: A list was cut short, or its dates are nonsense.
    """

    def copy(series: Series, labels: Mapping[int, str]) -> Copy | None:
        files = series.statistics.episode_file_count if series.statistics else 0
        return _series_copy(series, source_id, labels, now) if files > 0 else None

    return await _read(client, client.series, "series", copy)


async def _read[Row](
    client: Arr,
    fetch: Callable[[], Awaitable[Rows[Row]]],
    what: str,
    copy: Callable[[Row, Mapping[int, str]], Copy | None],
) -> ManagedMedia:
    """Read a server's tags and rows; `copy` makes a copy of a row that has files."""
    status = await client.status()
    tags = await client.tags()
    require_complete(status.app_name, "tags", tags)
    labels = {tag.id: tag.label.casefold() for tag in tags.rows}
    rows = await fetch()
    require_complete(status.app_name, what, rows)
    copies = await asyncio.to_thread(lambda: [copy(row, labels) for row in rows.rows])
    with_files = tuple(found for found in copies if found and found.folder)
    require_plausible(status.app_name, (found.added for found in with_files))
    return ManagedMedia(
        copies=with_files,
        tags=frozenset(labels.values()),
        version=status.version,
        skipped_rows=rows.skipped + tags.skipped,
    )


def _labels(tags: list[int], labels: Mapping[int, str]) -> Fact[frozenset[str]]:
    # A tag without a label may be the one that protects.
    if any(tag not in labels for tag in tags):
        return UNKNOWN
    return frozenset(labels[tag] for tag in tags)


def _size(*candidates: int | None) -> Fact[int]:
    """Return the first size that a server told; neither Radarr nor Sonarr knows files of 0 bytes."""
    return next((size for size in candidates if size and size > 0), UNKNOWN)


def _movie_copy(movie: Movie, source_id: str, labels: Mapping[int, str], now: datetime) -> Copy:
    file = movie.movie_file
    # The entry is often older than its file; what counts is since when the film can be watched.
    imported = read_date(file.date_added, now) if file else None
    return Copy(
        source_id=source_id,
        entry_id=movie.id,
        title=movie.title,
        year=movie.year or None,
        provider_ids=provider_ids(tmdb=movie.tmdb_id, imdb=movie.imdb_id),
        folder=movie.path or "",
        file=file.path if file else None,
        root_folder=movie.root_folder_path,
        size_bytes=_size(file.size if file else None, movie.size_on_disk),
        added=imported if imported is not None else read_date(movie.added, now),
        tags=_labels(movie.tags, labels),
    )


def _series_copy(series: Series, source_id: str, labels: Mapping[int, str], now: datetime) -> Copy:
    statistics = series.statistics
    return Copy(
        source_id=source_id,
        entry_id=series.id,
        title=series.title,
        year=series.year or None,
        provider_ids=provider_ids(tvdb=series.tvdb_id, imdb=series.imdb_id, tmdb=series.tmdb_id),
        folder=series.path or "",
        file=None,
        root_folder=series.root_folder_path,
        size_bytes=_size(statistics.size_on_disk if statistics else None),
        added=read_date(series.added, now),
        tags=_labels(series.tags, labels),
    )
