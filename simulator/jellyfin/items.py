"""Jellyfin's items, and the scan that makes them from the files that are really there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
import os
from pathlib import Path
import re
from typing import Any

from simulator.world import TICKS_PER_SECOND, Episode, Media, Movie, Series, hex_id


class Kind(StrEnum):
    """The types of items that there are here."""

    MOVIE = "Movie"
    SERIES = "Series"
    SEASON = "Season"
    EPISODE = "Episode"
    BOXSET = "BoxSet"
    FOLDER = "CollectionFolder"


@dataclass(slots=True, eq=False)
class Item:
    """One row of Jellyfin's database. ``media`` is what its file really is, when known."""

    id: str
    kind: Kind
    name: str
    path: str | None
    library_id: str
    created: datetime
    saved: datetime
    media: Media | None = None
    parent_id: str | None = None
    series_id: str | None = None
    series_name: str | None = None
    season_id: str | None = None
    index: int | None = None
    parent_index: int | None = None
    last_index: int | None = None
    year: int | None = None
    is_locked: bool = False
    edited: dict[str, Any] | None = None
    """What an editor saved: it takes the place of what the scan found."""
    provider_ids: dict[str, str] = field(default_factory=dict)
    rows: dict[object, bytes] = field(default_factory=dict)
    """Rows made before, by what they hold."""

    @property
    def is_folder(self) -> bool:
        """Whether it holds other items."""
        return self.kind not in {Kind.MOVIE, Kind.EPISODE}

    @property
    def is_virtual(self) -> bool:
        """Whether it is an episode without a file."""
        return self.kind is Kind.EPISODE and self.path is None

    @property
    def runtime_ticks(self) -> int | None:
        """How long it plays."""
        if isinstance(self.media, Movie | Episode):
            return self.media.runtime_minutes * 60 * TICKS_PER_SECOND
        return None

    @property
    def watch_key(self) -> str:
        """What watch data is found again by when the item comes back under another id."""
        if isinstance(self.media, Episode):
            return f"{self.series_name}-{self.media.season:03d}{self.media.number:03d}"
        return next(iter(self.provider_ids.values()), self.id)


_VIDEO = frozenset({".mkv", ".mp4", ".avi"})
_YEAR = re.compile(r"^(?P<name>.+?)\s*\((?P<year>\d{4})\)")
_EPISODE = re.compile(r"[Ss](?P<season>\d+)[Ee](?P<episode>\d+)(?:-?[Ee](?P<last>\d+))?")


def item_id(kind: Kind, path: str, generation: int = 0) -> str:
    """Return the id of what lies at a path: as in Jellyfin it depends on kind and path alone.

    In a later ``generation``, after the database was lost, it is another one.
    """
    return hex_id(f"{kind}{path}{generation or ''}")


@dataclass(frozen=True, slots=True)
class Found:
    """A file or folder of a library: where it is, and where it really is behind links."""

    path: str
    real: str
    is_dir: bool


def walk(location: str, depth: int = 3) -> Iterator[Found]:
    """Yield everything below a folder, through links; dangling links count as files."""
    yield from _walk(location, os.path.realpath(location), depth)


def _walk(path: str, real: str, depth: int) -> Iterator[Found]:
    try:
        entries = sorted(os.scandir(path), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        target = os.path.realpath(entry.path) if entry.is_symlink() else f"{real}/{entry.name}"
        is_dir = entry.is_dir()
        yield Found(entry.path, target, is_dir)
        if is_dir and depth > 1:
            yield from _walk(entry.path, target, depth - 1)


class Scan:
    """Turns the files of one library into items."""

    def __init__(
        self,
        library_id: str,
        location: str,
        at_path: dict[str, Media],
        now: datetime,
        generation: int,
    ) -> None:
        """Remember what is to be scanned; ``at_path`` tells what a real path holds."""
        self.library_id = library_id
        self.location = location
        self.now = now
        self._generation = generation
        self._at_path = at_path
        self._series: dict[str, Item] = {}
        self._seasons: dict[tuple[str, int], Item] = {}

    def movies(self, found: list[Found]) -> Iterator[Item]:
        """Yield a movie for each video."""
        for file in found:
            if file.is_dir or not _is_video(file.path):
                continue
            media = self._at_path.get(file.real)
            if isinstance(media, Movie):
                item = self._item(Kind.MOVIE, file.path, media.title, media, self._age(file, media))
                item.year = media.year
                item.provider_ids = {"Tmdb": str(media.tmdb_id), "Imdb": media.imdb_id}
                yield item
            else:
                yield self._nameless(Kind.MOVIE, file.path, Path(file.path).stem)

    def shows(self, found: list[Found]) -> Iterator[Item]:
        """Yield series, seasons and episodes; a series is a folder at the top."""
        for entry in found:
            relative = entry.path.removeprefix(self.location).strip("/")
            if entry.is_dir and "/" not in relative:
                series = self._show(entry)
                self._series[entry.path] = series
                yield series
            elif not entry.is_dir and _is_video(entry.path) and "/" in relative:
                top = f"{self.location.rstrip('/')}/{relative.partition('/')[0]}"
                yield from self._episode(entry, self._series[top])
        for series in self._series.values():
            if isinstance(series.media, Series):
                yield from self._missing(series, series.media)

    def _show(self, entry: Found) -> Item:
        media = self._at_path.get(entry.real)
        if not isinstance(media, Series):
            return self._nameless(Kind.SERIES, entry.path, Path(entry.path).name)
        first = min((e.file_added for e in media.episodes if e.has_file), default=media.added)
        created = first if entry.real == entry.path else self.now
        item = self._item(Kind.SERIES, entry.path, media.title, media, created)
        item.year = media.year
        item.provider_ids = {"Tvdb": str(media.tvdb_id), "Imdb": media.imdb_id}
        if media.tmdb_id:
            item.provider_ids["Tmdb"] = str(media.tmdb_id)
        return item

    def _episode(self, entry: Found, series: Item) -> Iterator[Item]:
        match = _EPISODE.search(Path(entry.path).name)
        media = self._at_path.get(entry.real)
        if match is None:
            return
        season_number, number = int(match["season"]), int(match["episode"])
        yield from self._season(series, season_number)
        if isinstance(media, Episode):
            age = self._age(entry, media)
            item = self._item(Kind.EPISODE, entry.path, media.title, media, age)
            item.year = media.air_date.year if media.air_date else None
            item.provider_ids = {"Tvdb": str(9_000_000 + media.id)}
        else:
            item = self._nameless(Kind.EPISODE, entry.path, Path(entry.path).stem)
        item.last_index = int(match["last"]) if match["last"] else None
        yield self._below(item, series, season_number, number)

    def _season(self, series: Item, number: int) -> Iterator[Item]:
        if (series.id, number) in self._seasons:
            return
        name = season_name(number)
        path = f"{series.path}/Season {number:02d}"
        season = self._item(Kind.SEASON, path, name, None, series.created)
        season.parent_id = season.series_id = series.id
        season.series_name = series.name
        season.index = number
        self._seasons[series.id, number] = season
        yield season

    def _missing(self, series: Item, media: Series) -> Iterator[Item]:
        for episode in media.episodes:
            # What is only announced is known to Sonarr, but not here.
            if episode.has_file or not episode.has_aired(self.now.date()):
                continue
            yield from self._season(series, episode.season)
            place = f"{series.path}/missing/{episode.season}x{episode.number}"
            item = self._item(Kind.EPISODE, place, episode.title, episode, series.created)
            item.path = None
            yield self._below(item, series, episode.season, episode.number)

    def _below(self, item: Item, series: Item, season: int, number: int) -> Item:
        parent = self._seasons[series.id, season]
        item.series_id, item.series_name = series.id, series.name
        item.season_id = item.parent_id = parent.id
        item.index, item.parent_index = number, season
        return item

    def _item(
        self, kind: Kind, path: str, name: str, media: Media | None, created: datetime
    ) -> Item:
        return Item(
            item_id(kind, path, self._generation),
            kind,
            name,
            path,
            self.library_id,
            created,
            created,
            media,
            self.library_id,
        )

    def _nameless(self, kind: Kind, path: str, stem: str) -> Item:
        """Make an item that only its file name tells of; metadata has not been found."""
        match = _YEAR.match(stem)
        item = self._item(kind, path, match["name"] if match else stem, None, self.now)
        item.year = int(match["year"]) if match else None
        return item

    def _age(self, entry: Found, media: Movie | Episode) -> datetime:
        """Return when the file came: a link is as young as itself, whatever it points to."""
        if entry.real == entry.path:
            return media.file_added
        try:
            return datetime.fromtimestamp(Path(entry.path).lstat().st_mtime, UTC)
        except OSError:
            return self.now


def _is_video(path: str) -> bool:
    return os.path.splitext(path)[1].lower() in _VIDEO  # noqa: PTH122 - a big library has many


def season_name(number: int) -> str:
    """Return how a season is called in English, as both servers do."""
    return f"Season {number}" if number else "Specials"
