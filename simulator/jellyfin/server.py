"""The Jellyfin server as a whole."""

from typing import override

from aiohttp import web

from simulator.faults import Breakages
from simulator.options import JELLYFIN_VERSIONS, Options
from simulator.server import Server
from simulator.wire import Call, Request, Router
from simulator.world import World, hex_id

from .activity import ActivityLog
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
from .packages import Packages
from .plugins import Plugins
from .sessions import Sessions
from .state import State
from .system import System
from .tasks import Tasks
from .users import Users
from .watching import Watching


class JellyfinFace(Server):
    """What answers as a Jellyfin, whichever program it is."""

    name = "jellyfin"

    def __init__(
        self,
        state: State,
        router: Router,
        breakages: Breakages,
        requests: list[Request],
        base: str = "",
    ) -> None:
        """Prepare; nothing listens before ``start``."""
        super().__init__(breakages, requests, base)
        self.state = state
        self._router = router

    @property
    def api_key(self) -> str:
        """A key for programs; empty where there are none."""
        return self.state.gate.keys[0].token if self.state.gate.keys else ""

    @property
    def version(self) -> str:
        """The version that it tells."""
        return self.state.version

    @property
    def server_id(self) -> str:
        """The id that it tells."""
        return self.state.server_id

    @override
    async def answer(self, call: Call) -> web.StreamResponse:
        found = self._router.find(call.request.method, call.path)
        if found is None:
            return web.Response(status=404)
        route, call.parts = found
        if route.access:
            call.identity = self.state.gate.admit(call, route.access)
        return await route.handler(call)

    @override
    def without_base(self, request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": f"{self.base}/web/"})


class Jellyfin(JellyfinFace):
    """Jellyfin over a world and its catalog."""

    def __init__(
        self,
        options: Options,
        world: World,
        catalog: Catalog,
        breakages: Breakages,
        requests: list[Request],
    ) -> None:
        """Prepare; nothing listens before ``start``."""
        state = State(
            world,
            catalog,
            Gate(world, legacy=options.jellyfin_version == "10.11"),
            JELLYFIN_VERSIONS[options.jellyfin_version],
            hex_id(f"server {options.seed}"),
            options.bridge,
            Disk(world.root),
            options.leaving_soon_plugin,
        )
        parts = (
            *(System, Tasks, ActivityLog, Plugins, Packages, Users, Images, Libraries),
            *(Environment, Collections, Sessions, MediaRoutes, Watching, Bridge, LeavingSoon),
        )
        router = Router([route for part in parts for route in part(state).routes()])
        base = "/jellyfin" if options.base_paths else ""
        super().__init__(state, router, breakages, requests, base)
