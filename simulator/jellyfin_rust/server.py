"""The jellyfin-rust server as a whole."""

from typing import override

from aiohttp import web

from simulator.faults import Breakages
from simulator.jellyfin.catalog import Catalog
from simulator.jellyfin.disk import Disk
from simulator.jellyfin.server import JellyfinFace
from simulator.jellyfin.state import State
from simulator.options import JELLYFIN_VERSIONS, RUST
from simulator.wire import Query, Request, Router
from simulator.world import World

from .auth import RustGate
from .catalog import RustCatalog
from .collections import Collections
from .favorites import Favorites
from .images import Images
from .libraries import Libraries
from .media import MediaRoutes
from .sessions import Sessions
from .system import System
from .tasks import Tasks
from .users import Users
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
            *System(state).routes(),
            *Users(state).routes(),
            *Sessions(state).routes(),
            *Images(catalog).routes(),
            *Libraries(catalog).routes(),
            *Tasks(catalog).routes(),
            *Collections(state, catalog).routes(),
            *Favorites(state, catalog).routes(),
            *MediaRoutes(state, catalog).routes(),
        ]
        super().__init__(state, Router(routes, any_case=False), breakages, requests)

    @override
    def query_of(self, request: web.Request) -> Query:
        return ExactQuery(request.raw_path.partition("?")[2])
