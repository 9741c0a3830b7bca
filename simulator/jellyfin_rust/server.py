"""The jellyfin-rust server as a whole."""

from typing import Any, override

from aiohttp import web

from simulator.faults import Breakages
from simulator.jellyfin.catalog import Catalog
from simulator.jellyfin.disk import Disk
from simulator.jellyfin.images import Images
from simulator.jellyfin.server import JellyfinFace
from simulator.jellyfin.state import State
from simulator.options import JELLYFIN_VERSIONS, RUST
from simulator.wire import Call, Query, Request, Route, Router, json_answer
from simulator.world import World

from .auth import RustGate
from .catalog import RustCatalog
from .collections import Collections
from .libraries import Libraries
from .media import MediaRoutes
from .people import People
from .wire import SERVER_ID, ExactQuery


class JellyfinRust(JellyfinFace):
    """jellyfin-rust over a world and its catalog; what it does not know is a 404 without a body."""

    def __init__(
        self, world: World, catalog: Catalog, breakages: Breakages, requests: list[Request]
    ) -> None:
        """Prepare; nothing listens before ``start``."""
        if not isinstance(catalog, RustCatalog):
            raise TypeError("A jellyfin-rust needs a database of its own kind.")
        version = JELLYFIN_VERSIONS[RUST]
        gate = RustGate(world)
        state = State(world, catalog, gate, version, SERVER_ID, "none", Disk(world.root))
        routes = [
            *_System(state).routes(),
            *People(state).routes(),
            *Images(state).routes(),
            *Libraries(state, catalog).routes(),
            *Collections(state, catalog).routes(),
            *MediaRoutes(state, catalog).routes(),
        ]
        super().__init__(state, Router(routes, any_case=False), breakages, requests)

    @override
    def query_of(self, request: web.Request) -> Query:
        return ExactQuery(request.raw_path.partition("?")[2])


class _System:
    """Answers for the server itself; nothing here needs a token but the disks."""

    def __init__(self, state: State) -> None:
        self._state = state

    def routes(self) -> list[Route]:
        return [
            Route("GET", "/", self.root),
            Route("GET", "/health", self.health),
            Route("GET", "/System/Info/Public", self.public),
            Route("GET", "/System/Info", self.info),
            Route("GET", "/System/Ping", self.ping),
            Route("GET", "/System/Info/Storage", self.storage, "admin"),
        ]

    async def root(self, _call: Call) -> web.Response:
        return web.Response(text="Jellyfin Rust Server")

    async def health(self, _call: Call) -> web.Response:
        return web.Response(text="OK")

    async def public(self, _call: Call) -> web.Response:
        address = {"LocalAddress": "http://localhost:8096", "StartupWizardCompleted": True}
        return json_answer(self._who() | address)

    async def info(self, _call: Call) -> web.Response:
        return json_answer(self._who() | {"OperatingSystem": "linux", "HasPendingRestart": False})

    async def ping(self, _call: Call) -> web.Response:
        return json_answer("Jellyfin Server")

    async def storage(self, _call: Call) -> web.Response:
        space = {"FreeSpace": 2_000_000_000_000, "UsedSpace": 1_000_000_000_000}
        libraries = [
            {"Name": library.name, "Path": library.locations[0]} | space
            for library in self._state.catalog.libraries.values()
        ]
        return json_answer({"Libraries": libraries, "LogFolder": None})

    def _who(self) -> dict[str, Any]:
        return {"ServerName": "Jellyfin Rust", "Version": self._state.version, "Id": SERVER_ID}
