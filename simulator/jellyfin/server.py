"""The Jellyfin server as a whole."""

from typing import override

from aiohttp import web

from simulator.faults import Breakages
from simulator.options import JELLYFIN_VERSIONS, Options
from simulator.server import Server
from simulator.wire import Call, Refused, Request, Router
from simulator.world import World, hex_id

from .auth import Gate
from .bridge import Bridge
from .catalog import Catalog
from .collections import Collections
from .disk import Disk
from .environment import Environment
from .images import Images
from .leaving_soon import LeavingSoon
from .libraries import Libraries
from .media import MediaRoutes
from .sessions import Sessions
from .state import State
from .system import System
from .users import Users
from .watching import Watching


class Jellyfin(Server):
    """Jellyfin over a world and its catalog."""

    name = "jellyfin"

    def __init__(
        self,
        options: Options,
        world: World,
        catalog: Catalog,
        breakages: Breakages,
        requests: list[Request],
    ) -> None:
        """Prepare; nothing listens before ``start``."""
        super().__init__(breakages, requests, "/jellyfin" if options.base_paths else "")
        version = JELLYFIN_VERSIONS[options.jellyfin_version]
        self.state = State(
            world,
            catalog,
            Gate(world, legacy=options.jellyfin_version == "10.11"),
            version,
            hex_id(f"server {options.seed}"),
            options.bridge,
            Disk(world.root),
            options.leaving_soon_plugin,
        )
        parts = (
            *(System, Users, Images, Libraries, Environment, Collections, Sessions),
            *(MediaRoutes, Watching, Bridge, LeavingSoon),
        )
        self._router = Router([route for part in parts for route in part(self.state).routes()])

    @property
    def api_key(self) -> str:
        """A key for programs."""
        return self.state.gate.keys[0].token

    @property
    def version(self) -> str:
        """The version that it tells."""
        return self.state.version

    @property
    def server_id(self) -> str:
        """The unique id that it tells."""
        return self.state.server_id

    @override
    async def answer(self, call: Call) -> web.StreamResponse:
        found = self._router.find(call.request.method, call.path)
        if found is None:
            return web.Response(status=404)
        route, call.parts = found
        if route.access:
            call.identity = self.state.gate.identify(call)
            if route.access == "admin" and not call.identity.elevated:
                raise Refused(web.Response(status=403))
        return await route.handler(call)

    @override
    def without_base(self, request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": f"{self.base}/web/"})
