from collections.abc import Awaitable, Callable

import aiohttp
from aiohttp import web
import pytest

from custom_components.oxicleanarr.clients.errors import (
    KeyRefused,
    NotUnderstood,
    StartingUp,
    WrongApp,
)
from custom_components.oxicleanarr.clients.oxicleanarr import OxiCleanarr
from custom_components.oxicleanarr.clients.oxicleanarr_models import Contract

from .conftest import FakeServer, raw, reply
from .oxicleanarr_answers import HEALTH, KEY, NO_ROUTE, PAGE, REFUSED, STATUS


@pytest.fixture
def client(server: FakeServer, session: aiohttp.ClientSession) -> OxiCleanarr:
    server.on("/health", reply(HEALTH))
    server.on("/api/sync/status", reply(STATUS))
    return OxiCleanarr(session, server.url, api_key=f" {KEY}\n")


# --- who answers


async def test_the_key_is_shown_to_an_oxicleanarr_only(
    server: FakeServer, client: OxiCleanarr
) -> None:
    assert await client.connect() is Contract.V1_6
    assert [(asked.path, asked.headers.get("Authorization")) for asked in server.asked] == [
        ("/health", None),
        ("/api/sync/status", f"Bearer {KEY}"),
    ]


@pytest.mark.parametrize(
    ("status", "flags", "contract"),
    [
        ({"full_interval_seconds": 3600}, NO_ROUTE, Contract.V1_0),
        ({"full_interval_minutes": 60}, NO_ROUTE, Contract.V1_1),
        ({"full_interval_minutes": 60}, raw(b"", 405), Contract.V1_4),
        ({"full_interval_minutes": 60, "in_progress": True}, raw(b"", 405), Contract.V1_6),
    ],
)
async def test_the_contract_is_what_its_answers_show(
    server: FakeServer,
    client: OxiCleanarr,
    status: dict[str, object],
    flags: web.Response,
    contract: Contract,
) -> None:
    server.on("/api/sync/status", reply({"running": True, "media_count": 0, **status}))
    server.on("/api/media/radarr-1/manual-leaving-soon", flags)
    assert await client.connect() is contract
    assert {asked.method for asked in server.asked} == {"GET"}


async def test_a_wrong_key_is_refused(server: FakeServer, client: OxiCleanarr) -> None:
    server.on("/api/sync/status", REFUSED)
    with pytest.raises(KeyRefused) as caught:
        await client.connect()
    assert KEY not in repr(caught.value)


async def test_an_empty_key_is_refused_before_it_is_sent(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    client = OxiCleanarr(session, server.url, api_key=" ")
    with pytest.raises(KeyRefused):
        await client.sync_status()
    assert server.asked == []


async def test_a_server_that_wants_no_login_is_asked_as_nobody(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/health", reply(HEALTH))
    server.on("/api/sync/status", reply(STATUS))
    assert await OxiCleanarr(session, server.url).connect() is Contract.V1_6
    assert "Authorization" not in server.asked[-1].headers


@pytest.mark.parametrize(
    "health",
    [
        PAGE,
        reply({"status": "ok"}),
        reply(["ok"]),
        reply("ok"),
        raw(b"Healthy", content_type="text/plain"),
        raw(b""),
    ],
)
async def test_another_app_is_no_oxicleanarr_and_sees_no_key(
    server: FakeServer, client: OxiCleanarr, health: web.Response
) -> None:
    server.on("/health", health)
    with pytest.raises(WrongApp):
        await client.connect()
    assert [asked.headers.get("Authorization") for asked in server.asked] == [None]


@pytest.mark.parametrize("hidden", [raw(b"", 401), raw(b"", 403), raw(b"", 404)])
@pytest.mark.parametrize("first", [REFUSED, reply(STATUS)])
async def test_a_proxy_that_lets_only_the_api_pass_is_fine(
    server: FakeServer, client: OxiCleanarr, hidden: web.Response, first: web.Response
) -> None:
    server.on("/health", hidden)
    server.on("/api/sync/status", first, reply(STATUS))
    assert await client.connect() is Contract.V1_6
    assert [asked.headers.get("Authorization") for asked in server.asked] == [
        None,
        None,
        f"Bearer {KEY}",
    ]


@pytest.mark.parametrize(
    "status", [PAGE, NO_ROUTE, raw(b"", 403), reply({}), reply({"running": 1}), reply([])]
)
async def test_a_proxy_before_another_app_is_no_oxicleanarr(
    server: FakeServer, client: OxiCleanarr, status: web.Response
) -> None:
    server.on("/health", raw(b"", 404))
    server.on("/api/sync/status", status)
    with pytest.raises(WrongApp):
        await client.connect()
    assert all("Authorization" not in asked.headers for asked in server.asked)


@pytest.mark.parametrize("status", [PAGE, NO_ROUTE, reply({}), reply([]), reply(None)])
async def test_its_health_alone_makes_no_oxicleanarr(
    server: FakeServer, client: OxiCleanarr, status: web.Response
) -> None:
    server.on("/api/sync/status", status)
    with pytest.raises(WrongApp):
        await client.connect()


async def test_a_starting_server_is_no_other_app(server: FakeServer, client: OxiCleanarr) -> None:
    server.on("/health", raw(b"", 503))
    with pytest.raises(StartingUp):
        await client.connect()


async def test_a_failing_server_is_no_other_app(server: FakeServer, client: OxiCleanarr) -> None:
    server.on("/health", raw(b"", 500))
    with pytest.raises(NotUnderstood):
        await client.connect()


async def test_a_web_page_in_the_place_of_an_answer_is_another_app(
    server: FakeServer, client: OxiCleanarr
) -> None:
    async def page(_: web.Request) -> web.Response:
        return web.Response(body=b"<html>", headers={"Content-Type": "text/html"})

    server.always = page
    calls: list[Callable[[], Awaitable[object]]] = [
        client.movies,
        client.config,
        client.latest_job,
        client.services,
        client.disk,
        client.would_delete,
        lambda: client.start_sync(full=True),
        lambda: client.exclude("radarr-1", None),
        lambda: client.unexclude("radarr-1"),
        lambda: client.flag("radarr-1"),
        lambda: client.delete("radarr-1", lambda: True),
    ]
    for call in calls:
        with pytest.raises(WrongApp):
            await call()
