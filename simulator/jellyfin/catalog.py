"""Jellyfin's database: libraries, items, collections, and how a refresh changes them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from simulator.world import Watch, World, hex_id

from .items import Item, Kind, Scan, walk


@dataclass(slots=True, eq=False)
class Library:
    """A virtual folder; ``options`` are Jellyfin's LibraryOptions as they were sent.

    ``locations`` change by :meth:`move` only, for the options name them, too.
    """

    id: str
    name: str
    collection_type: str | None
    locations: list[str]
    options: dict[str, Any] = field(default_factory=dict)

    @property
    def enabled(self) -> bool:
        """Whether users can see its items."""
        return self.options.get("Enabled", True) is not False

    def move(self, locations: list[str]) -> None:
        """Change where its files are."""
        self.locations = locations
        self.options["PathInfos"] = [{"Path": location} for location in locations]


class Catalog:
    """All items, found by id or by kind."""

    def __init__(self, world: World) -> None:
        """Begin with the two media libraries, not scanned yet."""
        self.world = world
        self.items: dict[str, Item] = {}
        self.libraries: dict[str, Library] = {}
        self.members: dict[str, list[str]] = {}
        self.refreshed: datetime | None = None
        self.revision = 0
        self.generation = 0
        self._parked: dict[tuple[str, str], Watch] = {}
        self._episodes: dict[str, list[Item]] = {}
        self._indexed_at = -1
        self.add_library("Movies", "movies", [str(world.movies_dir)], {})
        self.add_library("Shows", "tvshows", [str(world.tv_dir)], {})

    def add_library(
        self, name: str, collection_type: str | None, locations: list[str], options: dict[str, Any]
    ) -> Library:
        """Make a library; a taken name gets a number at its end, as in Jellyfin."""
        taken = {library.name.lower() for library in self.libraries.values()}
        free, number = name, 2
        # A library that was renamed keeps the id that it got by its first name.
        while free.lower() in taken or hex_id(f"library {free}") in self.libraries:
            free, number = f"{name}{number}", number + 1
        made = Library(hex_id(f"library {free}"), free, collection_type, locations, options)
        made.move(locations)
        self.libraries[made.id] = made
        now = self.world.now()
        self.items[made.id] = Item(made.id, Kind.FOLDER, free, None, made.id, now, now)
        self.revision += 1
        return made

    def remove_library(self, library: Library) -> None:
        """Forget a library with its items; the files stay."""
        del self.libraries[library.id]
        del self.items[library.id]
        for item in [i for i in self.items.values() if i.library_id == library.id]:
            self._drop(item)
        self.revision += 1

    def library(self, name: str) -> Library | None:
        """Find a library by name."""
        for library in self.libraries.values():
            if library.name.lower() == name.lower():
                return library
        return None

    def refresh(self, libraries: Iterable[Library] | None = None) -> None:
        """Make the items of libraries, or of all, what their files are; blocks meanwhile.

        A folder inside another library's folder belongs to that one, so it yields nothing.
        """
        scanned = list(self.libraries.values() if libraries is None else libraries)
        places = [place for each in self.libraries.values() for place in each.locations]
        now = self.world.now()
        fresh: dict[str, Item] = {}
        for library in scanned:
            for location in library.locations:
                if not any(lies_in(location, each) for each in places if each != location):
                    fresh |= {item.id: item for item in self._found(library, location, now)}
        ids = {library.id for library in scanned}
        for item in [i for i in self.items.values() if i.library_id in ids]:
            if item.kind not in {Kind.FOLDER, Kind.BOXSET} and item.id not in fresh:
                self._drop(item)
        for item in fresh.values():
            self._keep_or_add(item, now)
        self.refreshed = now
        self.revision += 1

    def rebuild(self) -> None:
        """Lose the database and scan everything anew.

        Every item comes back under another id, without anyone's watch data or favourites, and in
        no collection.
        """
        self.generation += 1
        for item in [i for i in self.items.values() if i.kind not in {Kind.FOLDER, Kind.BOXSET}]:
            self._drop(item)
        self._parked.clear()
        self.refresh()

    def age(self, days: float) -> None:
        """Make all items ``days`` older."""
        shift = timedelta(days=days)
        for item in self.items.values():
            item.created -= shift
            item.saved -= shift
            item.rows.clear()
        self.revision += 1

    def episodes_of(self, series_or_season_id: str) -> list[Item]:
        """Return the episodes of a series or a season."""
        if self._indexed_at != self.revision:
            self._episodes = {}
            for item in self.items.values():
                if item.kind is Kind.EPISODE:
                    self._episodes.setdefault(item.series_id or "", []).append(item)
                    self._episodes.setdefault(item.season_id or "", []).append(item)
            self._indexed_at = self.revision
        return self._episodes.get(series_or_season_id, [])

    def playable_below(self, series_or_season_id: str) -> list[Item]:
        """Return the episodes that have files: for what was played no others count."""
        return [e for e in self.episodes_of(series_or_season_id) if not e.is_virtual]

    def add_collection(self, name: str) -> Item:
        """Make a collection, or return the one that has that name."""
        clean = name.replace("/", "-")
        made = hex_id(f"collection {clean}")
        if made not in self.items:
            home = self.library("Collections") or self.add_library(
                "Collections", "boxsets", [str(self.world.root / "collections")], {}
            )
            folder = Path(home.locations[0]) / f"{clean} [boxset]"
            now = self.world.now()
            self.items[made] = Item(
                made, Kind.BOXSET, name, str(folder), home.id, now, now, parent_id=home.id
            )
            self.members[made] = []
            self.revision += 1
        return self.items[made]

    def set_members(self, collection_id: str, members: list[str]) -> None:
        """Set what a collection holds."""
        self.members[collection_id] = members
        self.touch(self.items[collection_id])

    def forget(self, item: Item) -> None:
        """Drop an item with all below it from the database."""
        for other in (item, *self._below(item)):
            self._drop(other)
        self.revision += 1

    def inside(self, folder: Item) -> list[Item]:
        """Return what a folder holds: all below it, or the members of a collection."""
        members = [self.items[key] for key in self.members.get(folder.id, ())]
        return [*self._below(folder), *members]

    def touch(self, item: Item) -> None:
        """Say that an item was changed by hand."""
        item.saved = self.world.now()
        item.rows.clear()
        self.revision += 1

    def find(self, title: str) -> Item | None:
        """Find a movie, series, episode or collection by title; originals come before copies."""
        wanted = title.lower()
        kinds = {Kind.MOVIE, Kind.SERIES, Kind.EPISODE, Kind.BOXSET}
        for item in self.items.values():
            if item.kind in kinds and item.name.lower() == wanted:
                return item
        return None

    def titles(self, library: Library) -> list[str]:
        """Return the titles of the movies, series and collections in a library."""
        shown = {Kind.MOVIE, Kind.SERIES, Kind.BOXSET}
        return sorted(
            item.name
            for item in self.items.values()
            if item.library_id == library.id and item.kind in shown
        )

    def season(self, series: Item, number: int) -> Item | None:
        """Find a season of a series; 0 are the specials."""
        for item in self.items.values():
            if item.kind is Kind.SEASON and (item.series_id, item.index) == (series.id, number):
                return item
        return None

    def _below(self, item: Item) -> list[Item]:
        return [
            other
            for other in self.items.values()
            if item.id in {other.series_id, other.season_id, other.parent_id} and other is not item
        ]

    def _found(self, library: Library, location: str, now: datetime) -> Iterable[Item]:
        """Yield what a scan finds in one folder of a library."""
        scan = Scan(library.id, location, self.world.at_path, now, self.generation)
        found = list(walk(location))
        return scan.shows(found) if library.collection_type == "tvshows" else scan.movies(found)

    def _keep_or_add(self, fresh: Item, now: datetime) -> None:
        old = self.items.get(fresh.id)
        if old is None:
            if self.refreshed is not None:
                fresh.saved = now
            self.items[fresh.id] = fresh
            self._unpark(fresh)
        elif fresh.media is not None and fresh.media is not old.media:
            old.media, old.provider_ids, old.name = fresh.media, fresh.provider_ids, fresh.name
            old.saved = now
            old.rows.clear()

    def _drop(self, item: Item) -> None:
        if self.items.pop(item.id, None) is None:
            return
        self.members.pop(item.id, None)
        for members in self.members.values():
            if item.id in members:
                members.remove(item.id)
        for user_id, rows in self.world.watches.items():
            watch = rows.pop(item.id, None)
            if watch is not None:
                self._parked[user_id, item.watch_key] = watch
        self.world.watch_revision += 1

    def _unpark(self, item: Item) -> None:
        """Give an item the watch data that one with the same provider key left behind."""
        if not self._parked:
            return
        for user in self.world.users:
            watch = self._parked.pop((user.id, item.watch_key), None)
            if watch is not None:
                self.world.watches.setdefault(user.id, {})[item.id] = watch
                self.world.watch_revision += 1


def lies_in(path: str, folder: str) -> bool:
    """Say whether a path is a folder's or lies below it, by their texts alone."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")
