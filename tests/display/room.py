"""The display over the wire: a simulated Jellyfin with its Bridge, real files, and a book in memory."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
import os
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.bridge import Bridge
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_folders import JellyfinFolders
from custom_components.oxicleanarr.display.libraries import LibraryDisplay, Order
from custom_components.oxicleanarr.display.models import (
    DisplayKind,
    DisplayReport,
    DisplaySettings,
    Made,
    Shown,
)
from custom_components.oxicleanarr.library.models import Kind
from simulator import Options, Stack
from simulator.jellyfin.catalog import Library
from simulator.world import Movie, Series

MOVIES_NAME = "Leaving Soon - Movies"
SERIES_NAME = "Leaving Soon - TV Shows"


class PowerCut(Exception):  # noqa: N818 - it is no error, it is what happened
    """Everything stops at this line."""


@dataclass
class Book:
    """What we made, in memory; it can stop everything after so many more writes."""

    made: Made = field(default_factory=Made)
    writes_left: int | None = None

    async def async_made(self, made: Made) -> None:
        if self.writes_left is not None:
            if self.writes_left == 0:
                raise PowerCut
            self.writes_left -= 1
        self.made = made


@dataclass
class Room:
    """A display, and the disk on which it works."""

    stack: Stack
    jellyfin: Jellyfin
    book: Book
    settings: DisplaySettings
    display: LibraryDisplay

    def restart(self) -> None:
        """Forget everything but the book."""
        self.display = _display(self.jellyfin, self.book)

    @property
    def base(self) -> Path:
        return Path(self.settings.base_path)

    async def show(self, *media: Shown | Movie | Series, **changes: Any) -> DisplayReport:
        """Run one pass; films and series stand for themselves as a whole."""
        self.stack.requests.clear()
        bridge = await Bridge(self.jellyfin.http).status()
        self.stack.requests.clear()
        order = Order(
            shown=tuple(one if isinstance(one, Shown) else self.shown(one) for one in media),
            settings=self.settings,
            bridge=bridge,
            seen=frozenset(item.path for item in self.twins() if item.path),
        )
        return await self.display.show(replace(order, **changes))

    def shown(self, medium: Movie | Series, **changes: Any) -> Shown:
        """Return a medium as it is to be shown."""
        world = self.stack.world
        if isinstance(medium, Movie):
            kind, path = Kind.MOVIE, str(world.movie_path(medium))
        else:
            kind, path = Kind.SERIES, str(world.series_path(medium))
        items = [item.id for item in self.stack.catalog.items.values() if item.path == path]
        return Shown(
            **{
                "medium_id": f"{kind}:{medium.id}",
                "kind": kind,
                "title": medium.title,
                "year": medium.year,
                "leaves_at": datetime(2026, 12, 1, tzinfo=UTC),
                "item_ids": tuple(items),
                "paths": (path,),
                **changes,
            }
        )

    @property
    def movies(self) -> list[Movie]:
        return [movie for movie in self.stack.world.movies if movie.has_file]

    @property
    def series(self) -> list[Series]:
        return self.stack.world.series

    def links(self) -> dict[str, str]:
        """Return all links below the base path, and where they lead."""
        return {
            str(path.relative_to(self.base)): str(path.readlink())
            for path in _everything(self.base)
            if path.is_symlink()
        }

    def library(self, name: str) -> Library:
        found = self.stack.catalog.library(name)
        assert found is not None
        return found

    def twins(self) -> list[Any]:
        """Return what Jellyfin shows below the base path."""
        return [
            item
            for item in self.stack.catalog.items.values()
            if item.path and item.path.startswith(f"{self.base}/")
        ]

    def titles(self, kind: str = "Movie") -> set[str]:
        return {item.name for item in self.twins() if item.kind == kind}

    @property
    def asked(self) -> int:
        """Return how many requests the last pass took."""
        return len(self.stack.requests)


def media_on_disk(root: Path) -> Mapping[str, object]:
    """Return everything that media files consist of, so that any change shows."""
    found: dict[str, object] = {}
    for path in _everything(root / "media"):
        stat = path.lstat()
        found[str(path)] = (
            str(path.readlink())
            if path.is_symlink()
            else (stat.st_ino, stat.st_size, stat.st_mtime_ns if path.is_file() else 0)
        )
    return found


def _everything(folder: Path) -> list[Path]:
    return [
        Path(place) / name
        for place, folders, files in os.walk(folder)
        for name in (*folders, *files)
    ]


def _display(jellyfin: Jellyfin, book: Book) -> LibraryDisplay:
    http = jellyfin.http
    return LibraryDisplay(
        Bridge(http), JellyfinFolders(http), book, lambda _: ("/a → /b", "/a → /c")
    )


@pytest.fixture
async def room(request: pytest.FixtureRequest, socket_enabled: None) -> AsyncGenerator[Room]:
    """Run the servers; whatever a test does, no media file may have changed at its end."""
    options = getattr(request, "param", Options())
    async with Stack(options) as stack, aiohttp.ClientSession() as session:
        before = media_on_disk(stack.root)
        jellyfin = Jellyfin(
            session, URL(stack.jellyfin.url), device_id="test", token=stack.jellyfin.api_key
        )
        settings = DisplaySettings(
            kinds=frozenset({DisplayKind.LIBRARIES}),
            base_path=str(stack.root / "leaving-soon"),
            library_names={Kind.MOVIE: MOVIES_NAME, Kind.SERIES: SERIES_NAME},
        )
        book = Book()
        yield Room(stack, jellyfin, book, settings, _display(jellyfin, book))
        assert media_on_disk(stack.root) == before
