"""Who may call the simulated OxiCleanarr server, and what it answers to the others."""

from datetime import timedelta
import os

import pytest

from simulator import Options
from simulator.options import OXICLEANARR_VERSIONS
from simulator.telling import addresses

from .conftest import Client, Reply, Starter
from .oxicleanarr_steps import server_of

STATUS = "/api/sync/status"


async def log_in(client: Client) -> Reply:
    body = {"username": "admin", "password": "changeme"}
    return await client.oxicleanarr("/api/auth/login", "POST", body, token="")


async def with_cookie(client: Client, cookie: str, token: str) -> int:
    headers = {"Cookie": f"oxicleanarr_token={cookie}", "Authorization": f"Bearer {token}"}
    return (await client.ask(server_of(client).url + STATUS, headers=headers)).status


@pytest.mark.parametrize("version", OXICLEANARR_VERSIONS)
async def test_a_token_opens_it_until_it_expires(start: Starter, version: str) -> None:
    client = await start(oxicleanarr=version)
    token = (await log_in(client)).json["token"]
    assert (await client.oxicleanarr(STATUS, token=token)).status == 200
    client.stack.advance(2)
    refused = await client.oxicleanarr(STATUS, token=token)
    assert (refused.status, refused.headers["Content-Type"]) == (401, "text/plain; charset=utf-8")
    assert set(refused.json) == {"error"}
    assert (await client.oxicleanarr(STATUS)).status == 200


async def test_how_long_a_token_lasts_can_be_chosen(start: Starter) -> None:
    client = await start(oxicleanarr="1.6.2")
    server_of(client).auth.lifetime = timedelta(days=30)
    token = (await log_in(client)).json["token"]
    client.stack.advance(29)
    assert (await client.oxicleanarr(STATUS, token=token)).status == 200
    server_of(client).expire_tokens()
    assert (await client.oxicleanarr(STATUS, token=token)).status == 401


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "a.b", "ä"])
async def test_what_is_no_token_opens_nothing(start: Starter, token: str) -> None:
    client = await start(oxicleanarr="1.6.2")
    assert (await client.oxicleanarr(STATUS, token=token)).status == 401


@pytest.mark.parametrize(("version", "status"), [("1.0.0", 401), ("1.5.0", 401), ("1.6.2", 200)])
async def test_the_key_for_programs_opens_all_but_who_am_i(
    start: Starter, version: str, status: int
) -> None:
    client = await start(oxicleanarr=version)
    key = server_of(client).api_key
    assert (await client.oxicleanarr(STATUS, token=key or "none")).status == status
    me = await client.oxicleanarr("/api/auth/me", token=key or "none")
    assert me.status == (404 if version == "1.0.0" else 401)


@pytest.mark.parametrize(("version", "status"), [("1.0.0", 400), ("1.5.0", 415), ("1.6.2", 415)])
async def test_a_form_is_no_login(start: Starter, version: str, status: int) -> None:
    client = await start(oxicleanarr=version)
    form = {"username": "admin", "password": "changeme"}
    url = server_of(client).url + "/api/auth/login"
    async with client.session.post(url, data=form) as answer:
        assert answer.status == status


async def test_a_login_brings_a_cookie(start: Starter) -> None:
    client = await start(oxicleanarr="1.6.2")
    cookie = (await log_in(client)).headers["Set-Cookie"]
    assert cookie.startswith("oxicleanarr_token=")
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=86400"))


@pytest.mark.parametrize(("version", "status"), [("1.0.0", 200), ("1.5.0", 401), ("1.6.2", 200)])
async def test_a_stale_cookie_hides_a_good_header_in_one_version(
    start: Starter, version: str, status: int
) -> None:
    client = await start(oxicleanarr=version)
    token = (await log_in(client)).json["token"]
    assert await with_cookie(client, "stale", token) == status
    assert await with_cookie(client, token, "stale") == (401 if version == "1.0.0" else 200)


async def test_without_authentication_everybody_is_the_administrator(start: Starter) -> None:
    client = await start(oxicleanarr="1.6.2")
    server_of(client).config.admin.disable_auth = True
    assert (await client.oxicleanarr(STATUS, token="")).status == 200
    assert (await client.oxicleanarr("/api/auth/me", token="")).json["username"] == "admin"


@pytest.mark.parametrize("path", ["/", "/login", "/apis", "/media/radarr-1"])
async def test_other_paths_are_the_web_interface(start: Starter, path: str) -> None:
    client = await start(oxicleanarr="1.6.2")
    answer = await client.oxicleanarr(path, token="")
    assert (answer.status, answer.headers["Content-Type"][:9]) == (200, "text/html")


@pytest.mark.parametrize("path", ["/api/nope", "/api/media/radarr-1/nope", "/API/jobs/x/y"])
async def test_unknown_paths_of_the_api_are_not_found(start: Starter, path: str) -> None:
    client = await start(oxicleanarr="1.6.2")
    answer = await client.oxicleanarr(path)
    assert answer.status == (404 if path.startswith("/api") else 200)


async def test_it_takes_the_port_after_the_others(start: Starter) -> None:
    port = 20_000 + os.getpid() % 10_000
    client = await start(oxicleanarr="1.5.0", port=port, second_radarr=True)
    assert client.stack.second_radarr is not None
    assert client.stack.second_radarr.url.endswith(f":{port + 5}")
    assert server_of(client).url.endswith(f":{port + 6}")
    told = addresses(client.stack)["oxicleanarr"]
    assert told == {
        "url": server_of(client).url,
        "version": "1.5.0",
        "api_key": "",
        "admin": {"name": "admin", "password": "changeme"},
    }


def test_there_is_no_other_version() -> None:
    with pytest.raises(ValueError, match=r"1\.0\.0, 1\.5\.0, 1\.6\.2"):
        Options(oxicleanarr="2.0.0")
