"""Redirects: a read follows on its own server, nothing follows to another, and a write nowhere."""

import aiohttp
from aiohttp import web
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.errors import (
    LoginPage,
    NotUnderstood,
    Redirected,
    WrongApp,
)

from .conftest import FakeServer, raw, reply
from .things import SECRET, Thing, client, failure_of


def redirect(location: str, status: int = 307) -> web.Response:
    return web.Response(status=status, headers={"Location": location})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_read_follows_to_the_same_origin_and_learns_the_base(
    server: FakeServer, session: aiohttp.ClientSession, status: int
) -> None:
    server.on("/thing", redirect("/base/thing?q=1", status))
    server.on("/base/thing", reply({"id": 1}))
    http = client(session, server.url)
    assert await http.get("/thing", Thing, {"q": "1"}) == Thing(1)
    assert http.url == server.url / "base"
    await http.get("/thing", Thing)
    assert server.paths == ["/thing", "/base/thing", "/base/thing"]
    assert server.asked[1].headers["X-Api-Key"] == SECRET


async def test_a_redirect_that_writes_the_usual_port_stays_on_the_server(
    server: FakeServer,
) -> None:
    async def to_the_server(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        request.url = request.url.with_host(server.url.host or "").with_port(server.url.port)
        return await handler(request)

    server.on("/thing", redirect("http://thing.example:80/base/thing"))
    server.on("/base/thing", reply({"id": 1}))
    async with aiohttp.ClientSession(middlewares=(to_the_server,)) as session:
        assert await client(session, URL("http://thing.example")).get("/thing", Thing) == Thing(1)


async def test_a_base_that_is_gone_again_is_forgotten(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", redirect("/base/thing"))
    server.on("/base/thing", reply({"id": 1}))
    http = client(session, server.url)
    await http.get("/thing", Thing)
    server.on("/thing", reply({"id": 2}))
    server.on("/base/thing", raw(b"<html>", content_type="text/html"))
    assert await http.get("/thing", Thing) == Thing(2)
    assert http.url == server.url


async def test_a_redirect_to_a_login_page_is_another_app_and_teaches_no_base(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", redirect("/login?returnUrl=/thing", 302))
    server.on("/login", raw(b"<html>", content_type="text/html"))
    http = client(session, server.url)
    assert isinstance(await failure_of(http.get("/thing", Thing)), WrongApp)
    assert http.url == server.url


async def test_another_origin_is_told_and_never_asked(
    server: FakeServer, other_server: FakeServer, session: aiohttp.ClientSession
) -> None:
    other_server.on("/thing", reply({"id": 1}))
    server.on("/thing", redirect(f"{other_server.url}/thing?token=abc#x"))
    error = await failure_of(client(session, server.url).get("/thing", Thing))
    assert isinstance(error, Redirected)
    assert error.location == str(other_server.url).rstrip("/")
    assert other_server.asked == []


@pytest.mark.parametrize(
    "path",
    [
        "/?rd=http%3A%2F%2Fh%2Fthing&secret=abc",
        "/login/h?redirect_url=%2Fthing",
        "/oauth2/authorize",
    ],
)
async def test_a_login_on_another_server_is_not_the_address_to_enter(
    server: FakeServer, other_server: FakeServer, session: aiohttp.ClientSession, path: str
) -> None:
    other = str(other_server.url).rstrip("/")
    server.on("/thing", redirect(f"{other}{path}", 302))
    error = await failure_of(client(session, server.url).get("/thing", Thing))
    assert isinstance(error, LoginPage)
    assert error.location == other
    assert other_server.asked == []


async def test_a_login_is_told_also_where_the_way_there_begins_on_the_same_server(
    server: FakeServer, other_server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", redirect("/outpost/start?rd=x", 302))
    server.on("/outpost/start", redirect(f"{other_server.url / 'authorize'}?client_id=x", 302))
    error = await failure_of(client(session, server.url).get("/thing", Thing))
    assert isinstance(error, LoginPage)


async def test_a_server_that_has_moved_is_no_login(
    server: FakeServer, other_server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", redirect(f"{other_server.url / 'base/thing'}?q=1"))
    error = await failure_of(client(session, server.url).get("/thing", Thing, {"q": "1"}))
    assert isinstance(error, Redirected)
    assert (error.key, error.location) == ("redirected", str(other_server.url / "base"))


@pytest.mark.parametrize(
    "location", ["https://127.0.0.1/thing", "http://user:secret@elsewhere.example/thing", "//h/x"]
)
async def test_another_scheme_or_host_is_another_origin(
    server: FakeServer, session: aiohttp.ClientSession, location: str
) -> None:
    server.on("/thing", redirect(location))
    error = await failure_of(client(session, server.url).get("/thing", Thing))
    assert isinstance(error, Redirected)
    assert "secret" not in error.location


async def test_a_write_never_follows(server: FakeServer, session: aiohttp.ClientSession) -> None:
    server.on("/thing", redirect("/base/thing"))
    server.on("/base/thing", reply({"id": 1}))
    http = client(session, server.url)
    for answer in (
        http.post("/thing", {}, Thing),
        http.put("/thing", {}, Thing),
        http.delete_only("/thing"),
        http.delete_medium("/thing"),
    ):
        assert isinstance(await failure_of(answer), Redirected)
    assert server.paths == ["/thing"] * 4


async def test_a_circle_of_redirects_ends(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", redirect("/thing"))
    error = await failure_of(client(session, server.url).get("/thing", Thing))
    assert isinstance(error, Redirected)
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    "location", ["", "http://", "ftp://h/x", "mailto:a", "http://[", "http://h:x/"]
)
async def test_a_redirect_to_nowhere_is_not_understood(
    server: FakeServer, session: aiohttp.ClientSession, location: str
) -> None:
    server.on("/thing", redirect(location))
    error = await failure_of(client(session, server.url).get("/thing", Thing))
    assert isinstance(error, NotUnderstood | Redirected)
