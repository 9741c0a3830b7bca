"""jellyfin-rust's database: rows for real files only, collections that are no items."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, override

from simulator.jellyfin.catalog import Catalog, Library
from simulator.jellyfin.items import Item, Kind
from simulator.world import hex_id

_MEDIA = frozenset({Kind.MOVIE, Kind.SERIES, Kind.EPISODE})


class RustCatalog(Catalog):
    """All items. There are no seasons, no episodes without a file, and nothing is ever parked."""

    @override
    def add_library(
        self, name: str, collection_type: str | None, locations: list[str], options: dict[str, Any]
    ) -> Library:
        """Make a library; two may have one name."""
        made = Library(
            hex_id(f"library {name} {self.revision}"), name, collection_type, locations, options
        )
        self.libraries[made.id] = made
        now = self.world.now()
        self.items[made.id] = Item(made.id, Kind.FOLDER, name, None, made.id, now, now)
        self.revision += 1
        return made

    @override
    def add_collection(self, name: str) -> Item:
        """Make a collection, or return one that has that name."""
        named = [item for item in self.collections() if item.name == name]
        return named[0] if named else self.new_collection(name)

    def new_collection(self, name: str) -> Item:
        """Make a collection; several may have one name."""
        now = self.world.now()
        made = hex_id(f"collection {name} {self.revision}")
        self.items[made] = Item(made, Kind.BOXSET, name, None, "", now, now)
        self.members[made] = []
        self.revision += 1
        return self.items[made]

    def collections(self) -> list[Item]:
        """Return all collections."""
        return [self.items[key] for key in self.members]

    def media(self) -> list[Item]:
        """Return all movies, series and episodes."""
        return [item for item in self.items.values() if item.kind in _MEDIA]

    def medium(self, item_id: str) -> Item | None:
        """Find a movie, series or episode by its stored id."""
        item = self.items.get(item_id)
        return item if item is not None and item.kind in _MEDIA else None

    @override
    def _found(self, library: Library, location: str, now: datetime) -> Iterable[Item]:
        if library.collection_type not in {"movies", "tvshows"}:
            return
        for item in super()._found(library, location, now):
            if item.kind is not Kind.SEASON and item.path and Path(item.path).exists():
                yield item

    @override
    def _unpark(self, item: Item) -> None:
        """Leave the item as new: what was watched went with the row."""
