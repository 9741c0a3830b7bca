"""What a Radarr or a Sonarr manages: their entries that have files, in one form for both."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from sys import intern
from typing import Final

from ..clients.arr import Arr, DiskSpace, Tag
from ..clients.radarr import Movie, MovieRatings, Radarr
from ..clients.rows import Rows
from ..clients.sonarr import Series, Sonarr
from .facts import UNKNOWN, Fact, latest, read_date
from .identity import provider_ids
from .models import Copy, Disk, Kind
from .paths import PathMapping, below, normalise
from .reading import OVERLAP, Reading, Size, require_complete, require_plausible

HISTORY: Final = timedelta(days=365)
"""How far back new episodes are looked for; longer nobody's memory of a season reaches, and few retentions do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedMedia:
    """The complete answer of one Radarr or Sonarr; two that say the same are equal, whenever they were read."""

    copies: tuple[Copy, ...]
    disks: tuple[Disk, ...] = ()
    """The disks that hold the server's root folders."""
    imports: Mapping[int, datetime] = field(default_factory=dict)
    """When the newest file of each entry came, as far as the server's history tells."""
    labels: Mapping[int, str] = field(default_factory=dict)
    """The labels of all tags by their ids."""
    read_at: datetime | None = field(default=None, compare=False)
    """From when on differences are read."""
    changes: frozenset[int] = field(default=frozenset(), compare=False)
    """The rows of the history that are read already, of the last hour or so."""
    version: str | None = None
    skipped_rows: int = 0

    @property
    def tags(self) -> frozenset[str]:
        """All tags that the server knows, in small letters; also those that no entry has."""
        return frozenset(self.labels.values())

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
    """Read all movies of a Radarr that have a file (4 requests, whatever its size).

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: A list was cut short, or its dates are nonsense.
    """

    async def copies(labels: Mapping[int, str]) -> Rows[Copy]:
        return await client.movies(lambda movie: owned_movie(movie, source_id, labels, now))

    return replace(await _read(client, "movies", copies), read_at=now)


async def read_sonarr(
    client: Sonarr, source_id: str, now: datetime, previous: ManagedMedia | None = None
) -> ManagedMedia:
    """Read all series of a Sonarr that have episode files (5 requests, whatever its size).

    A series tells no file date, so its newest import is taken from the history: of a year the first time,
    later only what has come since the `previous` reading.

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: A list was cut short, or its dates are nonsense.
    """
    since = previous.read_at - OVERLAP if previous and previous.read_at else now - HISTORY
    imports = dict(previous.imports) if previous else {}
    await client.imports_since(since, lambda row: _note(imports, row.series_id, row.date, now))

    async def copies(labels: Mapping[int, str]) -> Rows[Copy]:
        return await client.series(
            lambda series: owned_series(series, source_id, labels, imports.get(series.id), now)
        )

    return replace(await _read(client, "series", copies), imports=imports, read_at=now)


def with_imports(
    before: Mapping[int, datetime], came: Iterable[tuple[int, str]], now: datetime
) -> Mapping[int, datetime]:
    """Return when the newest file of each entry came, with files that came for entries on a date."""
    newest = dict(before)
    for entry_id, text in came:
        _note(newest, entry_id, text, now)
    return newest


def _note(newest: dict[int, datetime], entry_id: int, text: str, now: datetime) -> None:
    """Note that a file came for an entry."""
    date = read_date(text, now)
    if date is not UNKNOWN and date is not None:
        newest[entry_id] = max(date, newest.get(entry_id, date))


async def _read(
    client: Arr, what: str, read: Callable[[Mapping[int, str]], Awaitable[Rows[Copy]]]
) -> ManagedMedia:
    """Read a server's tags and entries; `read` reads those that have files, by the labels of all tags."""
    status = await client.status()
    tags = await client.tags()
    require_complete(status.app_name, "tags", tags)
    labels = tag_labels(tags.rows)
    copies = await read(labels)
    require_complete(status.app_name, what, copies)
    require_plausible(status.app_name, [copy.added for copy in copies.rows])
    # What is listed twice would be removed twice.
    each = tuple({copy.entry_id: copy for copy in copies.rows}.values())
    return ManagedMedia(
        copies=each,
        labels=labels,
        disks=disks_of(await client.disk_space(), each),
        version=status.version,
        skipped_rows=copies.skipped + tags.skipped,
    )


def disks_of(rows: Rows[DiskSpace], copies: Iterable[Copy]) -> tuple[Disk, ...]:
    """Return the disks that hold a root folder; others, such as the server's own, do not matter."""
    holding = {}
    for root in {normalise(copy.root_folder or copy.folder) for copy in copies}:
        if disk := disk_of(root, rows):
            holding[disk.path] = Disk(disk.path, disk.free_space, disk.total_space)
    return tuple(holding.values())


def disk_of(folder: str, rows: Rows[DiskSpace]) -> DiskSpace | None:
    """Return the disk that holds a folder: the one that is mounted nearest above it."""
    root = normalise(folder)
    mounts = [row for row in rows.rows if below(root, normalise(row.path)) is not None]
    return max(mounts, key=lambda row: len(normalise(row.path)), default=None)


def tag_labels(tags: Iterable[Tag]) -> dict[int, str]:
    """Return the labels of tags by their ids, in small letters."""
    return {tag.id: tag.label.casefold() for tag in tags}


def _labels(tags: list[int], labels: Mapping[int, str]) -> Fact[frozenset[str]]:
    # A tag without a label may be the one that protects.
    found = [labels.get(tag) for tag in tags]
    return UNKNOWN if None in found else _same(*[label for label in found if label is not None])


def _size(*candidates: int | None) -> Fact[int]:
    """Return the first size that a server told; neither Radarr nor Sonarr knows files of 0 bytes."""
    return next((size for size in candidates if size and size > 0), UNKNOWN)


def movie_copy(movie: Movie, source_id: str, labels: Mapping[int, str], now: datetime) -> Copy:
    """Return a movie as a copy."""
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
        root_folder=_root(movie.root_folder_path),
        size_bytes=_size(file.size if file else None, movie.size_on_disk),
        added=imported if imported is not None else read_date(movie.added, now),
        tags=_labels(movie.tags, labels),
        genres=_small(*movie.genres),
        rating=_rating(movie.ratings),
    )


def series_copy(
    series: Series,
    source_id: str,
    labels: Mapping[int, str],
    imported: Fact[datetime],
    now: datetime,
) -> Copy:
    """Return a series as a copy; `imported` is when its newest file came, as far as that is known."""
    statistics = series.statistics
    return Copy(
        source_id=source_id,
        entry_id=series.id,
        title=series.title,
        year=series.year or None,
        provider_ids=provider_ids(tvdb=series.tvdb_id, imdb=series.imdb_id, tmdb=series.tmdb_id),
        folder=series.path or "",
        file=None,
        root_folder=_root(series.root_folder_path),
        size_bytes=_size(statistics.size_on_disk if statistics else None),
        # A new season is a new reason to stay.
        added=latest((read_date(series.added, now), imported)),
        tags=_labels(series.tags, labels),
        genres=_small(*series.genres),
        rating=series.ratings.value or None,
        continuing=UNKNOWN if series.status is None else series.status == "continuing",
        seasons=_same(*[season.season_number for season in series.seasons]),
        episode_files=_episode_files(series),
    )


def owned_movie(
    movie: Movie, source_id: str, labels: Mapping[int, str], now: datetime
) -> Copy | None:
    """Return a movie as a copy; `None` for one without a file, which nobody owns yet."""
    copy = movie_copy(movie, source_id, labels, now) if movie.has_file else None
    return copy if copy and copy.folder else None


def owned_series(
    series: Series,
    source_id: str,
    labels: Mapping[int, str],
    imported: Fact[datetime],
    now: datetime,
) -> Copy | None:
    """Return a series as a copy; `None` for one without files."""
    if _episode_files(series) <= 0:
        return None
    copy = series_copy(series, source_id, labels, imported, now)
    return copy if copy.folder else None


def _episode_files(series: Series) -> int:
    return series.statistics.episode_file_count if series.statistics else 0


def _root(folder: str | None) -> str | None:
    """Return a root folder; the same few are those of thousands of media."""
    return folder and intern(folder)


@lru_cache(maxsize=1024)
def _small(*words: str) -> frozenset[str]:
    """Return words in small letters; the same few genres are those of thousands of media."""
    return frozenset(word.casefold() for word in words)


@lru_cache(maxsize=1024)
def _same[T](*parts: T) -> frozenset[T]:
    """Return parts together; the same few tags, and the same few seasons, are those of thousands of media."""
    return frozenset(parts)


def _rating(ratings: MovieRatings) -> float | None:
    """Return IMDb's rating, or else TMDB's; both are out of ten."""
    for rating in (ratings.imdb, ratings.tmdb):
        if rating and rating.value:
            return rating.value
    return None
