"""Tokens of an OxiCleanarr server: they end, and its cookie is not ours."""

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
import json
import logging
import time

import aiohttp
from aiohttp import web
import pytest

from custom_components.oxicleanarr.clients.errors import (
    ClientError,
    KeyRefused,
    NotUnderstood,
    Unreachable,
    WrongApp,
)
from custom_components.oxicleanarr.clients.http import Http
from custom_components.oxicleanarr.clients.oxicleanarr import OxiCleanarr
from custom_components.oxicleanarr.clients.oxicleanarr_login import Credential
from custom_components.oxicleanarr.clients.oxicleanarr_models import Contract

from .conftest import FakeServer, raw, reply
from .oxicleanarr_answers import DONE, HEALTH, NO_ROUTE, PAGE, REFUSED, STATUS

PASSWORD = "hunter2-and-more"
HOUR = 3600.0


def token(number: int, seconds: float, skew: float = 0, **more: object) -> str:
    """Return a token that lives so long, by a clock that is wrong by `skew`."""
    now = time.time() + skew
    claims = {"username": "admin", "iat": now, "exp": now + seconds, "number": number, **more}
    return ".".join(
        urlsafe_b64encode(part.encode()).decode().rstrip("=")
        for part in ("{}", json.dumps(claims), "signature")
    )


@dataclass
class Doorkeeper:
    """Gives out tokens, takes the newest only, and sets a cookie that nobody may bring back."""

    seconds: float = HOUR
    skew: float = 0
    good: str = ""
    logins: list[str] = field(default_factory=list)
    refused: int = 0
    login_answer: web.Response | None = None
    slow: bool = False

    async def handle(self, request: web.Request) -> web.StreamResponse:
        assert "Cookie" not in request.headers
        if request.path == "/health":
            return reply(HEALTH)
        if request.path == "/api/auth/login":
            return await self._log_in(request)
        if not self.good or request.headers.get("Authorization") != f"Bearer {self.good}":
            self.refused += 1
            return web.Response(body=REFUSED.body, status=401, headers=REFUSED.headers)
        wanted = DONE if request.method != "GET" else reply(STATUS)
        return web.Response(body=wanted.body, headers=wanted.headers)

    async def _log_in(self, request: web.Request) -> web.StreamResponse:
        self.logins.append(await request.text())
        if self.slow:
            await asyncio.sleep(0.05)
        if self.login_answer is not None:
            answer = self.login_answer
            return web.Response(body=answer.body, status=answer.status, headers=answer.headers)
        assert request.headers["Content-Type"] == "application/json"
        self.good = token(len(self.logins), self.seconds, self.skew)
        answer = reply({"token": self.good, "username": "admin"})
        answer.set_cookie("oxicleanarr_token", self.good, httponly=True, samesite="Lax", path="/")
        return answer

    def forget(self) -> None:
        """Take no token any more, as after a restart with another secret."""
        self.good = ""


@pytest.fixture
def door(server: FakeServer) -> Doorkeeper:
    keeper = Doorkeeper()
    server.always = keeper.handle
    return keeper


@pytest.fixture
async def session() -> AsyncGenerator[aiohttp.ClientSession]:
    """Keep cookies of addresses as well, as a session does for names."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
        yield session


@pytest.fixture
def client(server: FakeServer, session: aiohttp.ClientSession, door: Doorkeeper) -> OxiCleanarr:
    return OxiCleanarr(session, server.url, username="admin", password=PASSWORD)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def credential(
    server: FakeServer, session: aiohttp.ClientSession, clock: Clock
) -> tuple[Http, Credential]:
    http = Http(session, server.url, "OxiCleanarr", {"Accept": "*/*"}, cookies=False)
    return http, Credential(http, username="admin", password=PASSWORD, clock=clock)


async def test_it_logs_in_after_it_knows_who_answers(
    server: FakeServer, client: OxiCleanarr, door: Doorkeeper
) -> None:
    assert await client.connect() is Contract.V1_6
    assert server.paths == ["/health", "/api/auth/login", "/api/sync/status"]
    assert json.loads(door.logins[0]) == {"username": "admin", "password": PASSWORD}
    assert "Authorization" not in server.asked[1].headers


async def test_another_app_is_told_no_password(server: FakeServer, client: OxiCleanarr) -> None:
    async def page(_: web.Request) -> web.Response:
        return web.Response(body=PAGE.body, headers=PAGE.headers)

    server.always = page
    with pytest.raises(WrongApp):
        await client.connect()
    assert server.paths == ["/health"]


async def test_one_login_serves_many_requests(client: OxiCleanarr, door: Doorkeeper) -> None:
    for _ in range(3):
        await client.sync_status()
    assert (len(door.logins), door.refused) == (1, 0)


async def test_requests_at_once_share_a_login(client: OxiCleanarr, door: Doorkeeper) -> None:
    door.slow = True
    await asyncio.gather(*(client.sync_status() for _ in range(8)))
    assert len(door.logins) == 1
    door.forget()
    await asyncio.gather(*(client.sync_status() for _ in range(8)))
    assert len(door.logins) == 2


async def test_requests_at_once_share_a_failure(client: OxiCleanarr, door: Doorkeeper) -> None:
    door.slow, door.login_answer = True, REFUSED
    ended = await asyncio.gather(*(client.sync_status() for _ in range(8)), return_exceptions=True)
    assert {type(end) for end in ended} == {KeyRefused}
    assert len(door.logins) == 1


async def test_a_request_that_is_given_up_does_not_take_the_login_with_it(
    client: OxiCleanarr, door: Doorkeeper
) -> None:
    door.slow = True
    first = asyncio.create_task(client.sync_status())
    second = asyncio.create_task(client.sync_status())
    await asyncio.sleep(0.02)
    first.cancel()
    assert (await second).media_count == STATUS["media_count"]


async def test_after_a_failed_login_the_next_one_counts(
    client: OxiCleanarr, door: Doorkeeper
) -> None:
    door.login_answer = REFUSED
    with pytest.raises(KeyRefused):
        await client.sync_status()
    door.login_answer = None
    await client.sync_status()
    assert len(door.logins) == 2


async def test_a_token_that_the_server_forgot_is_replaced_once(
    client: OxiCleanarr, door: Doorkeeper
) -> None:
    await client.sync_status()
    door.forget()
    await client.sync_status()
    assert (len(door.logins), door.refused) == (2, 1)


async def test_a_new_token_that_is_refused_as_well_is_a_refusal(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/api/auth/login", reply({"token": token(1, HOUR)}))
    server.on("/api/sync/status", REFUSED)
    client = OxiCleanarr(session, server.url, username="admin", password=PASSWORD)
    with pytest.raises(KeyRefused):
        await client.sync_status()
    assert server.paths.count("/api/auth/login") == 2


async def test_a_deletion_is_sent_with_a_token_that_has_just_been_proven(
    server: FakeServer, client: OxiCleanarr, door: Doorkeeper
) -> None:
    await client.sync_status()
    door.forget()
    await client.delete("radarr-4", lambda: True)
    deletions = [asked for asked in server.asked if asked.method == "DELETE"]
    assert [asked.headers["Authorization"] for asked in deletions] == [f"Bearer {door.good}"]


@pytest.mark.parametrize("name", ["delete", "would_delete_one", "exclude", "flag"])
async def test_what_changes_something_is_not_sent_again(
    server: FakeServer, client: OxiCleanarr, door: Doorkeeper, name: str
) -> None:
    async def forgetful(request: web.Request) -> web.StreamResponse:
        if request.method != "GET" and request.path != "/api/auth/login":
            door.forget()
        return await door.handle(request)

    server.always = forgetful
    more: dict[str, tuple[object, ...]] = {"exclude": (None,), "delete": (lambda: True,)}
    with pytest.raises(KeyRefused):
        await getattr(client, name)("radarr-4", *more.get(name, ()))
    changing = [asked for asked in server.asked if "/api/media/" in asked.path]
    assert len(changing) == 1


async def test_a_deletion_is_not_sent_again_with_headers_that_are_newer(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    http = Http(session, server.url, "OxiCleanarr", {"Authorization": "Bearer old"})

    async def refuse(_: web.Request) -> web.Response:
        http.use_headers({"Authorization": "Bearer new"})
        return web.Response(status=401)

    server.always = refuse
    with pytest.raises(KeyRefused):
        await http.delete_medium("/api/media/radarr-4", {"dry_run": "false"})
    assert len(server.asked) == 1


@pytest.mark.parametrize("skew", [0, -9 * HOUR, 9 * HOUR])
async def test_a_token_is_replaced_minutes_before_it_ends_whatever_the_servers_clock_says(
    server: FakeServer, session: aiohttp.ClientSession, door: Doorkeeper, skew: float
) -> None:
    door.skew = skew
    clock = Clock()
    _, login = credential(server, session, clock)
    await login.ready()
    clock.now += HOUR - 301
    await login.ready()
    assert len(door.logins) == 1
    clock.now += 2
    await login.ready()
    assert len(door.logins) == 2


async def test_a_token_that_lives_for_a_minute_is_used_for_most_of_it(
    server: FakeServer, session: aiohttp.ClientSession, door: Doorkeeper
) -> None:
    door.seconds = 60
    clock = Clock()
    _, login = credential(server, session, clock)
    await login.ready()
    clock.now += 44
    await login.ready()
    assert len(door.logins) == 1
    clock.now += 2
    await login.ready()
    assert len(door.logins) == 2


@pytest.mark.parametrize(
    "odd",
    [
        "no-token-of-that-kind",
        "a.b.c",
        "a.!!.c",
        token(1, -5),
        token(1, HOUR, exp="soon"),
        token(1, HOUR, exp=None),
    ],
    ids=["no token", "no base 64", "no characters of it", "ended", "no number", "none"],
)
async def test_a_token_whose_end_nobody_can_tell_is_used_until_it_is_refused(
    server: FakeServer, session: aiohttp.ClientSession, odd: str
) -> None:
    server.on("/api/auth/login", reply({"token": odd}))
    clock = Clock()
    _, login = credential(server, session, clock)
    await login.ready()
    clock.now += 900 * HOUR
    await login.ready()
    assert server.paths == ["/api/auth/login"]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (REFUSED, KeyRefused),
        (NO_ROUTE, WrongApp),
        (PAGE, WrongApp),
        (reply({"token": ""}), NotUnderstood),
        (reply({"username": "admin"}), NotUnderstood),
        (reply({"token": "two\nlines"}), KeyRefused),
        (raw(b"", 415), NotUnderstood),
        (raw(b"", 400), NotUnderstood),
        (raw(b"", 500), NotUnderstood),
        (raw(b"", 502), Unreachable),
    ],
)
async def test_a_login_that_fails_says_why_and_no_secret(
    client: OxiCleanarr,
    door: Doorkeeper,
    answer: web.Response,
    kind: type[ClientError],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    door.login_answer = answer
    with pytest.raises(kind) as caught:
        await client.connect()
    assert PASSWORD not in repr(caught.value) + str(caught.value) + caplog.text
    assert caught.value.__context__ is None or caught.value.__suppress_context__


async def test_secrets_are_in_headers_and_the_login_alone(
    server: FakeServer, client: OxiCleanarr, door: Doorkeeper, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await client.connect()
    await client.exclude("radarr-4", None)
    await client.delete("radarr-4", lambda: True)
    for secret in (PASSWORD, door.good):
        assert secret not in caplog.text + repr(client) + repr(vars(client))
        for asked in server.asked:
            assert secret not in asked.path + repr(asked.query)
            assert asked.path == "/api/auth/login" or secret not in asked.body


async def test_its_cookie_is_neither_kept_nor_sent(
    server: FakeServer, session: aiohttp.ClientSession, client: OxiCleanarr, door: Doorkeeper
) -> None:
    await client.connect()
    await client.exclude("radarr-4", None)
    await client.unexclude("radarr-4")
    await client.delete("radarr-4", lambda: True)
    assert list(session.cookie_jar) == []
    assert all("Cookie" not in asked.headers for asked in server.asked)


async def test_cookies_of_others_stay_where_they_are(
    server: FakeServer, session: aiohttp.ClientSession, client: OxiCleanarr
) -> None:
    session.cookie_jar.update_cookies({"oxicleanarr_token": "somebody's"}, server.url)
    await client.connect()
    await client.delete("radarr-4", lambda: True)
    assert [cookie.value for cookie in session.cookie_jar] == ["somebody's"]
    assert all("Cookie" not in asked.headers for asked in server.asked)
