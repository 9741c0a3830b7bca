"""The control server: what a test or a demo tells the simulation to do, over HTTP.

GET /state · POST /clock · POST /play · POST /favorite · POST /collection · POST /session ·
POST /rescan · POST /scan · POST /search · POST /list · POST /download · POST /disk · POST /break ·
POST /break-links · POST /protect · POST /heal · POST /oxicleanarr · GET and DELETE /requests.
Everything below /elsewhere plays a foreign server to which a broken one redirects; what arrives there
is written down under the name ``elsewhere``.
"""

from typing import TYPE_CHECKING, Any, override

from aiohttp import web

from .faults import Fault
from .server import Server
from .telling import state
from .wire import Call, Refused, Route, Router, json_answer

if TYPE_CHECKING:
    from .stack import Stack


class Control(Server):
    """Lets others steer a stack."""

    name = "control"

    def __init__(self, stack: Stack) -> None:
        """Prepare; nothing listens before ``start``."""
        super().__init__(stack.breakages, [])
        self._stack = stack
        self._router = Router(
            [
                Route("GET", "/", self.help),
                Route("GET", "/state", self.state),
                Route("POST", "/clock", self.clock),
                Route("POST", "/play", self.play),
                Route("POST", "/favorite", self.favorite),
                Route("POST", "/collection", self.collection),
                Route("POST", "/session", self.session),
                Route("POST", "/rescan", self.rescan),
                Route("POST", "/scan", self.scan),
                Route("POST", "/search", self.search),
                Route("POST", "/list", self.list_),
                Route("POST", "/download", self.download),
                Route("POST", "/disk", self.disk),
                Route("POST", "/break", self.break_),
                Route("POST", "/break-links", self.break_links),
                Route("POST", "/protect", self.protect),
                Route("POST", "/heal", self.heal),
                Route("POST", "/oxicleanarr", self.oxicleanarr),
                Route("GET", "/requests", self.requests),
                Route("DELETE", "/requests", self.forget_requests),
            ]
        )

    @override
    async def answer(self, call: Call) -> web.StreamResponse:
        if call.path.startswith("/elsewhere"):
            answer = json_answer({"Id": "e" * 32, "Version": "10.11.11", "appName": "Elsewhere"})
            await self._stack.note_elsewhere(call.request, answer)
            return answer
        found = self._router.find(call.request.method, call.path)
        if found is None:
            return json_answer({"error": f"There is no {call.path} here; GET / lists all."}, 404)
        route, call.parts = found
        try:
            return await route.handler(call)
        except (ValueError, TypeError, LookupError) as error:
            raise Refused(json_answer({"error": str(error)}, 400)) from None

    @override
    def without_base(self, request: web.Request) -> web.Response:
        return web.Response(status=404)

    async def help(self, _call: Call) -> web.Response:
        """Tell what can be done."""
        return json_answer({"help": (__doc__ or "").split("\n\n", 1)[1]})

    async def state(self, _call: Call) -> web.Response:
        """Tell what there is."""
        return json_answer(state(self._stack))

    async def clock(self, call: Call) -> web.Response:
        """Make everything older."""
        self._stack.advance(float((await call.json_object())["days"]))
        return json_answer({"days_advanced": self._stack.world.days_advanced})

    async def play(self, call: Call) -> web.Response:
        """Let someone watch something."""
        body = await call.json_object()
        made = self._stack.play(
            body.get("title"),
            item_id=body.get("item_id"),
            user=body.get("user"),
            days_ago=float(body.get("days_ago", 0)),
            position_percent=float(body.get("position_percent", 100)),
        )
        return json_answer({"item_id": made})

    async def favorite(self, call: Call) -> web.Response:
        """Let someone love something, or not any more."""
        body = await call.json_object()
        self._stack.favorite(
            body["title"],
            season=body.get("season"),
            user=body.get("user"),
            favorite=bool(body.get("favorite", True)),
        )
        return json_answer({"ok": True})

    async def collection(self, call: Call) -> web.Response:
        """Put things into a collection."""
        body = await call.json_object()
        return json_answer({"id": self._stack.collect(body["name"], list(body["titles"]))})

    async def session(self, call: Call) -> web.Response:
        """Let someone be watching right now, or nobody any more when no title is given."""
        body = await call.json_object()
        self._stack.stop_playing()
        if body.get("title"):
            self._stack.start_playing(body["title"], user=body.get("user"))
        return json_answer({"ok": True})

    async def rescan(self, _call: Call) -> web.Response:
        """Let Jellyfin forget its library and scan it anew."""
        self._stack.rescan()
        return json_answer({"ok": True})

    async def scan(self, call: Call) -> web.Response:
        """Let Jellyfin be scanning: all libraries, one by name, or none when it is not running."""
        body = await call.json_object()
        if body.get("running", True):
            self._stack.start_scan(body.get("library"))
        else:
            self._stack.stop_scan()
        return json_answer({"ok": True})

    async def search(self, _call: Call) -> web.Response:
        """Let Radarr and Sonarr follow their lists and download what is monitored and missing."""
        return json_answer({"downloaded": self._stack.search()})

    async def list_(self, call: Call) -> web.Response:
        """Put a title on an import list."""
        self._stack.put_on_list(str((await call.json_object())["title"]))
        return json_answer({"ok": True})

    async def download(self, call: Call) -> web.Response:
        """Let a title be downloading, or everything arrive that is when no title is given."""
        title = (await call.json_object()).get("title")
        if title:
            self._stack.download(str(title))
        else:
            self._stack.finish_downloads()
        return json_answer({"ok": True})

    async def disk(self, call: Call) -> web.Response:
        """Change the disk of Radarr or Sonarr: only what is named changes.

        ``mounted``, ``read_only``, ``recycling``, ``cleanup_days``, and ``wait_requests``: after
        how many requests deleted files go, null for a moment later.
        """
        body = await call.json_object()
        disk = self._stack.arr(str(body["server"])).disk
        if "mounted" in body:
            (disk.mount if body["mounted"] else disk.unmount)()
        disk.read_only = bool(body.get("read_only", disk.read_only))
        disk.recycling = bool(body.get("recycling", disk.recycling))
        disk.cleanup_days = int(body.get("cleanup_days", disk.cleanup_days))
        wait = body.get("wait_requests", disk.wait_requests)
        disk.wait_requests = None if wait is None else int(wait)
        return json_answer({"ok": True})

    async def break_(self, call: Call) -> web.Response:
        """Break a server."""
        body: dict[str, Any] = await call.json_object()
        self._stack.break_(
            body["server"],
            Fault(body["fault"]),
            body.get("path"),
            body.get("times"),
            int(body.get("after", 0)),
        )
        return json_answer({"broken": self._stack.broken()})

    async def break_links(self, call: Call) -> web.Response:
        """Let a share of every batch of links fail, though the Bridge tells of success."""
        self._stack.break_bridge_links(float((await call.json_object()).get("share", 0.5)))
        return json_answer({"ok": True})

    async def protect(self, call: Call) -> web.Response:
        """Take Jellyfin the right to write in a folder."""
        self._stack.protect(str((await call.json_object())["folder"]))
        return json_answer({"ok": True})

    async def heal(self, call: Call) -> web.Response:
        """Mend a server, or all."""
        self._stack.heal((await call.json_object()).get("server"))
        return json_answer({"broken": self._stack.broken()})

    async def oxicleanarr(self, call: Call) -> web.Response:
        """Steer the OxiCleanarr server, if one runs: what is named happens, in this order.

        ``restart``; ``expire_tokens``; ``hold``: let full syncs wait before that stage; ``release``:
        let them go on to their end; ``sync``: run a full one to its end.
        """
        server = self._stack.oxicleanarr
        if server is None:
            raise LookupError("There is no OxiCleanarr server in this stack.")
        body = await call.json_object()
        if body.get("restart"):
            await server.restart()
        if body.get("expire_tokens"):
            server.expire_tokens()
        if "hold" in body:
            server.hold_sync(str(body["hold"]))
        if body.get("release"):
            server.release_sync()
            await server.settled()
        if body.get("sync"):
            await server.sync()
        return json_answer({"in_progress": server.in_progress, "media": len(server.media)})

    async def requests(self, _call: Call) -> web.Response:
        """List what the servers were asked."""
        return json_answer([request.plain() for request in self._stack.requests])

    async def forget_requests(self, _call: Call) -> web.Response:
        """Forget what the servers were asked."""
        self._stack.requests.clear()
        return json_answer([])
