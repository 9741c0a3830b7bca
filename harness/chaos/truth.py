"""What is so, told by the simulated world alone: who has what, who loves it, and what lies on the disk."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
import os
from pathlib import Path

from simulator import Stack
from simulator.jellyfin.items import Item
from simulator.radarr import Radarr
from simulator.sonarr import Sonarr
from simulator.world import Episode, Movie, Series

ARRS = ("radarr", "radarr-4k", "sonarr")
"""The servers that have files, and delete them."""

type Key = str
"""A medium: its kind, and the number that its kind of server knows it by, as in ``movie:tmdb:19``."""
type Entry = Movie | Series
type Place = tuple[str, int]
"""An entry: its server and its id there."""
type Print = tuple[int, int, int]
"""What a file is known by: inode, size in bytes, and the time of its last change."""


@dataclass(frozen=True, slots=True)
class Owned:
    """An entry with the server that has it."""

    arr: Radarr | Sonarr
    entry: Entry

    @property
    def place(self) -> Place:
        """Where it is."""
        return self.arr.name, self.entry.id

    @property
    def key(self) -> Key:
        """Which medium it is a copy of."""
        return key_of(self.entry)

    @property
    def folder(self) -> Path:
        """Its folder."""
        return self.arr.root_folder[1] / self.entry.folder

    @property
    def files(self) -> Mapping[int, Path]:
        """Its files by their ids."""
        world = self.arr.world
        if isinstance(self.entry, Movie):
            path = world.movie_path(self.entry)
            return {self.entry.file_id: path} if self.entry.has_file else {}
        there = [episode for episode in self.entry.episodes if episode.has_file]
        return {episode.file_id: world.episode_path(episode) for episode in there}

    @property
    def size_bytes(self) -> int:
        """How large its files are."""
        if isinstance(self.entry, Movie) and not self.entry.has_file:
            return 0
        return self.entry.size_bytes

    @property
    def fingerprint(self) -> tuple[object, ...]:
        """What it consists of."""
        return self.place, str(self.folder), self.size_bytes, tuple(sorted(self.files))


def key_of(entry: Entry) -> Key:
    """Return which medium an entry is a copy of."""
    if isinstance(entry, Movie):
        return f"movie:tmdb:{entry.tmdb_id}"
    return f"series:tvdb:{entry.tvdb_id}"


def kind_of(key: Key) -> str:
    """Return whether a medium is a ``movie`` or a ``series``."""
    return key.partition(":")[0]


def entries_of(stack: Stack) -> Iterator[Owned]:
    """Yield every entry of every server."""
    for arr in stack.arrs:
        found: list[Movie] | list[Series] = (
            arr.world.movies if isinstance(arr, Radarr) else arr.world.series
        )
        for entry in found:
            yield Owned(arr, entry)


def print_of(path: Path) -> Print:
    """Return what a file, or a link, is known by."""
    stat = path.lstat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


class Truth:
    """Answers questions about a stack without asking any of its servers."""

    def __init__(self, stack: Stack) -> None:
        """Remember whom it is about."""
        self.stack = stack

    def now(self) -> datetime:
        """Return the present."""
        return self.stack.world.now()

    def entries(self) -> Iterator[Owned]:
        """Yield every entry of every server."""
        return entries_of(self.stack)

    def copies(self, key: Key) -> list[Owned]:
        """Return the entries of a medium."""
        return [owned for owned in self.entries() if owned.key == key]

    def at(self, place: Place) -> Owned | None:
        """Return what an id means on a server now."""
        return next((owned for owned in self.entries() if owned.place == place), None)

    def with_file(self, server: str, file_id: int) -> Owned | None:
        """Return the entry with a file."""
        found = (one for one in self.entries() if one.arr.name == server and file_id in one.files)
        return next(found, None)

    def media(self, kind: str) -> set[Key]:
        """Return all media of a kind."""
        return {owned.key for owned in self.entries() if kind_of(owned.key) == kind}

    def fingerprint(self, key: Key) -> tuple[object, ...]:
        """Return what a medium consists of."""
        return tuple(sorted((owned.fingerprint for owned in self.copies(key)), key=str))

    def items(self, key: Key) -> list[Item]:
        """Return what Jellyfin has of a medium: itself, its twins, seasons and episodes."""
        return [item for item in self.stack.catalog.items.values() if self._key(item) == key]

    def dear(self, key: Key) -> set[str]:
        """Return why a medium must not go now: somebody loves, watches, or has half watched it."""
        ids = {item.id for item in self.items(key)}
        found = set()
        for rows in self.stack.world.watches.values():
            for item_id in ids & rows.keys():
                if rows[item_id].favorite:
                    found.add("loved")
                if rows[item_id].position_ticks:
                    found.add("half watched")
        if any(playing.item_id in ids for playing in self.stack.jellyfin.state.playing):
            found.add("playing")
        return found

    def last_seen(self, key: Key) -> datetime | None:
        """Return when a medium was played last."""
        ids = {item.id for item in self.items(key)}
        played = (
            rows[item_id].last_played
            for rows in self.stack.world.watches.values()
            for item_id in ids & rows.keys()
        )
        return max((at for at in played if at is not None), default=None)

    def arrived(self, key: Key) -> datetime:
        """Return when the newest file of a medium came."""
        return max(date for owned in self.copies(key) for date in _dates(owned.entry))

    def files(self) -> dict[str, Print]:
        """Return every media file on the disks, as its place below them; unmounted ones are left out."""
        found: dict[str, Print] = {}
        for arr in self.stack.arrs:
            if arr.disk.mounted:
                root = arr.root_folder[1]
                found |= {str(path): print_of(path) for path in _walk(root)}
        return found

    def _key(self, item: Item) -> Key | None:
        media = item.media
        if isinstance(media, Episode) or (media is None and item.series_id):
            series = self.stack.catalog.items.get(item.series_id or "")
            media = series.media if series else None
        return key_of(media) if isinstance(media, Movie | Series) else None


def _dates(entry: Entry) -> list[datetime]:
    if isinstance(entry, Movie):
        return [entry.file_added]
    return [entry.added, *(e.file_added for e in entry.episodes if e.has_file)]


def _walk(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        for name in names:
            yield Path(folder) / name
