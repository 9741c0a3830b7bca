"""A room to remove things in through an OxiCleanarr server: real clients, simulated servers, real files."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import override

import aiohttp
import pytest
from yarl import URL

from custom_components.oxicleanarr.cleanup.door import Door
from custom_components.oxicleanarr.cleanup.doors import Doors
from custom_components.oxicleanarr.cleanup.entries import Arrs
from custom_components.oxicleanarr.cleanup.models import CleanupSettings, Mode
from custom_components.oxicleanarr.cleanup.removal import begin
from custom_components.oxicleanarr.cleanup.removed import Removed, Stage
from custom_components.oxicleanarr.cleanup.server_door import ServerDoor
from custom_components.oxicleanarr.cleanup.server_entries import ServerEntries
from custom_components.oxicleanarr.cleanup.server_models import Served
from custom_components.oxicleanarr.cleanup.sight import Sight
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.oxicleanarr import OxiCleanarr
from custom_components.oxicleanarr.library.decided import read_server
from custom_components.oxicleanarr.library.jellyfin import read_jellyfin
from custom_components.oxicleanarr.library.jellyfin_media import JellyfinItem
from custom_components.oxicleanarr.library.merge import build_library
from custom_components.oxicleanarr.library.models import Medium
from custom_components.oxicleanarr.library.reading import Reading
from simulator import Options, Stack
from simulator.options import OXICLEANARR_VERSIONS
from simulator.oxicleanarr import OxiCleanarr as Simulated, deletes

from .removal_room import POLLS, RemovalRoom, candidate

SERVER = "server"

every_version = pytest.mark.parametrize("version", OXICLEANARR_VERSIONS)


@dataclass
class State:
    """Everything that a removal could change, as it really is."""

    files: frozenset[Path]
    movies: frozenset[int]
    series: frozenset[int]
    excluded: frozenset[str]


class ServerRoom(RemovalRoom):
    """A household with a Jellyfin and an OxiCleanarr server, and all that cleaning up needs."""

    def __init__(self, stack: Stack, session: aiohttp.ClientSession) -> None:
        super().__init__(stack)
        self.client = OxiCleanarr(
            session,
            URL(self.server.url),
            username=self.server.username,
            password=self.server.password,
        )
        self.jellyfin = Jellyfin(
            session, URL(stack.jellyfin.url), device_id="d", token=stack.jellyfin.api_key
        )
        self.sight = Sight(self.jellyfin)
        self.entries = ServerEntries(
            client=self.client, sight=self.sight, source_id=SERVER, name="My server"
        )
        self.items: tuple[JellyfinItem, ...] = ()

    @property
    def server(self) -> Simulated:
        assert self.stack.oxicleanarr is not None
        return self.stack.oxicleanarr

    @property
    @override
    def door(self) -> Doors:
        door = ServerDoor(self.client, self.sight, self.clock, polls_seconds=POLLS)
        return Doors(Door(Arrs({}, {}), self.clock), door, SERVER)

    async def medium(self, title: str) -> Medium:
        """Return a medium as a sync reads it."""
        shown = await read_jellyfin(self.jellyfin, self.clock(), None)
        told = await read_server(self.client, SERVER, self.clock())
        self.items = shown.items
        library = build_library(
            Reading("jellyfin", "Home", shown, self.clock()),
            [],
            server=Reading(SERVER, "My server", told, self.clock()),
        )
        return next(one for one in library.media.values() if one.title == title)

    async def seen(self, medium: Medium) -> Served:
        return await self.entries.seen(medium, self.items, self.clock())

    async def begun(self, title: str) -> Removed:
        """Return a removal that is about to begin."""
        medium = await self.medium(title)
        served = await self.seen(medium)
        assert served.files_seen
        return begin(
            removal_id="removal",
            run_id="run",
            candidate=candidate(medium),
            entries=[("My server", served)],
            settings=CleanupSettings(),
            mode=Mode.AUTOMATIC,
            approved_by=None,
            now=self.clock(),
        )

    def state(self) -> State:
        world = self.stack.world
        return State(
            files=frozenset(p for p in (self.stack.root / "media").rglob("*") if p.is_file()),
            movies=frozenset(world.movies_by_id),
            series=frozenset(world.series_by_id),
            excluded=frozenset(self.server.exclusions),
        )

    @property
    def told(self) -> list[str]:
        """What the server was told to delete for real."""
        return [one.path for one in self.stack.requests if deletes(one)]


@asynccontextmanager
async def a_room(version: str, **options: int) -> AsyncIterator[ServerRoom]:
    """Run a household whose server has read everything."""
    wanted = Options(**({"movies": 4, "series": 2, "users": 1} | options), oxicleanarr=version)  # type: ignore[arg-type]
    async with Stack(wanted) as stack, aiohttp.ClientSession() as session:
        room = ServerRoom(stack, session)
        await room.server.sync()
        await room.jellyfin.public_info()
        yield room


def wrong(before: State, after: State, room: ServerRoom, removed: Removed) -> list[str]:
    """Return where the journal and the world disagree, and what has changed that is nobody's business."""
    [part] = removed.parts
    own = {Path(file.path) for file in part.files}
    lost = before.files - after.files
    found = []
    if removed.stage.open or part.stage in {Stage.BEGUN, Stage.DELETING}:
        found.append(f"still {removed.stage}, {part.stage}, {removed.problem}")
    if lost - own:
        found.append(f"lost {sorted(map(str, lost - own))}")
    gone = own if part.stage is Stage.DELETED else set()
    if part.stage is not Stage.FILES_STAYED and lost & own != gone:
        found.append(f"{part.stage}, but lost are {sorted(map(str, lost))}")
    if part.stage is Stage.FILES_STAYED and not own - lost:
        found.append("files stayed, and are gone")
    entry = {part.entry_id}
    kind = part.item_id.split("-")[0]
    for name, was, now in (
        ("radarr", before.movies, after.movies),
        ("sonarr", before.series, after.series),
    ):
        if was - now - (entry if kind == name else set()):
            found.append(f"{name} lost {was - now}")
    if removed.exclude or part.monitored:
        found.append("it says what the server cannot do")
    again = [path for path, times in Counter(room.told).items() if times > 1]
    return found + [f"{path} told again" for path in again]


def films(room: ServerRoom) -> list[str]:
    """Return the films with files, by their numbers."""
    return [one.title for one in room.stack.world.movies if one.has_file]


def film_of(room: ServerRoom) -> str:
    return films(room)[0]
