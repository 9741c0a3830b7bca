"""A small web server on loopback that answers what a test tells it to."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field
import json

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.bridge import Bridge
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.seerr import Seerr
from custom_components.oxicleanarr.clients.sonarr import Sonarr

KEY = "0123456789abcdef"
TOKEN = "0123456789abcdef0123456789abcdef"

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
type Answer = web.StreamResponse | Handler


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str


@dataclass
class FakeServer:
    """Answers by path; a list of answers is used up one by one, the last one stays.

    `always`, where it is set, answers every path.
    """

    url: URL
    always: Handler | None = None
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def on(self, path: str, *answers: Answer) -> None:
        self.answers[path] = list(answers)

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(
            Asked(
                request.method,
                request.path,
                dict(request.query),
                dict(request.headers),
                await request.text(),
            )
        )
        if self.always is not None:
            return await self.always(request)
        waiting = self.answers.get(request.path)
        if waiting is None:
            return web.Response(status=404)
        answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if not isinstance(answer, web.Response):
            assert callable(answer)
            return await answer(request)
        return web.Response(body=answer.body, status=answer.status, headers=answer.headers)


def reply(
    value: object, status: int = 200, content_type: str = "application/json; charset=utf-8"
) -> web.Response:
    """Answer with JSON."""
    return raw(json.dumps(value).encode(), status, content_type)


def raw(
    body: bytes, status: int = 200, content_type: str = "application/json", **headers: str
) -> web.Response:
    """Answer with these bytes."""
    return web.Response(body=body, status=status, headers={"Content-Type": content_type, **headers})


def short(value: object) -> str | None:
    """Name a test case by the beginning of its bytes."""
    return ascii(value[:30]) if isinstance(value, bytes) else None


async def _started(fake: FakeServer) -> TestServer:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", fake.handle)
    server = TestServer(app)
    await server.start_server()
    fake.url = server.make_url("/").origin()
    return server


@pytest.fixture(autouse=True)
def _sockets(socket_enabled: None) -> None:
    """Allow sockets; connecting stays limited to loopback."""


@pytest.fixture
async def server() -> AsyncGenerator[FakeServer]:
    fake = FakeServer(URL())
    started = await _started(fake)
    yield fake
    await started.close()


@pytest.fixture
async def other_server() -> AsyncGenerator[FakeServer]:
    """Another origin."""
    fake = FakeServer(URL())
    started = await _started(fake)
    yield fake
    await started.close()


@pytest.fixture
async def session() -> AsyncGenerator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


class Clients:
    """Those that take the same kind of key, all of one server."""

    def __init__(self, server: FakeServer, session: aiohttp.ClientSession) -> None:
        self.radarr = Radarr(session, server.url, KEY)
        self.sonarr = Sonarr(session, server.url, KEY)
        self.seerr = Seerr(session, server.url, KEY)


@pytest.fixture
def clients(server: FakeServer, session: aiohttp.ClientSession) -> Clients:
    return Clients(server, session)


@pytest.fixture
def radarr(clients: Clients) -> Radarr:
    return clients.radarr


@pytest.fixture
def sonarr(clients: Clients) -> Sonarr:
    return clients.sonarr


@pytest.fixture
def jellyfin(server: FakeServer, session: aiohttp.ClientSession) -> Jellyfin:
    return Jellyfin(session, server.url, device_id="ha-1", token=TOKEN, version="1.0")


@pytest.fixture
def bridge(server: FakeServer, session: aiohttp.ClientSession) -> Bridge:
    return Bridge(Jellyfin(session, server.url, device_id="d", token="t").http)
