"""One HTTP server on loopback: it listens, writes down, and breaks on demand."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable

from aiohttp import web

from .faults import BRIDGE_PREFIX, Breakages, Fault, closed, instead, spoil
from .wire import Arrival, Call, Query, Refused, Request

type Gate = Callable[[Arrival], Awaitable[bool]]
"""Is told of every request before anything is done; where it says no, the connection is closed."""


class Server(ABC):
    """A server; what it answers is up to :meth:`answer`.

    ``base`` is a path that all of its own paths lie below, such as ``/jellyfin``.
    """

    name: str

    def __init__(self, breakages: Breakages, requests: list[Request], base: str = "") -> None:
        """Prepare; nothing listens before :meth:`start`."""
        self.base = base
        self.origin = ""
        self.elsewhere = ""
        self.gate: Gate | None = None
        self.answered: Callable[[Request], None] | None = None
        self._breakages = breakages
        self._requests = requests
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The address to give to a program that uses this server."""
        return self.origin + self.base

    @abstractmethod
    async def answer(self, call: Call) -> web.StreamResponse:
        """Answer a call below the base."""

    def query_of(self, request: web.Request) -> Query:
        """Return the query of a request as this server understands it."""
        return Query(list(request.query.items()))

    @abstractmethod
    def without_base(self, request: web.Request) -> web.Response:
        """Answer a call that does not lie below the base."""

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; port 0 takes a free one."""
        app = web.Application(client_max_size=64 * 1024**2)
        app.router.add_route("*", "/{rest:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        host, bound = self._runner.addresses[0][:2]
        self.origin = f"http://{host}:{bound}"

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        path = request.raw_path.partition("?")[0]
        inside = path == self.base or path.startswith(self.base + "/") if self.base else True
        path = path[len(self.base) :] or "/" if inside else path
        label = self._label(path)
        if self.gate and not await self.gate(await Arrival.of(label, path, request)):
            return closed(request)
        breakage = self._breakages.take(label, path)
        answer: web.StreamResponse | None = None
        if breakage is not None:
            answer = await instead(breakage, label, path, request, self.elsewhere)
        if answer is None:
            answer = await self._honest(request, path, inside=inside)
            if breakage is not None:
                lost = breakage.fault is Fault.LOST_ANSWER
                answer = closed(request) if lost else spoil(breakage, label, path, answer)
        record = await Request.of(label, request, answer)
        self._requests.append(record)
        if self.answered:
            self.answered(record)
        return answer

    async def _honest(self, request: web.Request, path: str, *, inside: bool) -> web.StreamResponse:
        if not inside:
            return self.without_base(request)
        try:
            return await self.answer(Call(request, path, self.query_of(request)))
        except Refused as refused:
            return refused.answer

    def _label(self, path: str) -> str:
        if self.name == "jellyfin" and path.lower().startswith(BRIDGE_PREFIX):
            return "bridge"
        return self.name
