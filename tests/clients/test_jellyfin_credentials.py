"""What a Jellyfin is shown: the token in the header that its version reads, and a login."""

import asyncio
import re

import aiohttp
from aiohttp import web
import pytest

from custom_components.oxicleanarr.clients.errors import KeyRefused, NotUnderstood
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_models import Login

from .conftest import TOKEN, FakeServer, Handler, raw, reply


async def test_the_token_goes_where_all_versions_look(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    server.on("/Users", reply([]))
    await jellyfin.users()
    headers = server.asked[0].headers
    assert headers["Authorization"] == (
        'MediaBrowser Client="Home Assistant", Device="OxiCleanarr", DeviceId="ha-1",'
        f' Version="1.0", Token="{TOKEN}"'
    )
    assert "X-Emby-Token" not in headers


async def test_values_that_would_break_the_header_are_encoded(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/Users", reply([]))
    odd = Jellyfin(session, server.url, device_id='a",b%c+ü\n', token=' t"k,1 ', version="1,2")
    await odd.users()
    values = re.findall(r'(\w+)="([^"]*)"', server.asked[0].headers["Authorization"])
    assert dict(values) == {
        "Client": "Home Assistant",
        "Device": "OxiCleanarr",
        "DeviceId": "a%22%2Cb%25c%2B%C3%BC%0A",
        "Version": "1%2C2",
        "Token": "t%22k%2C1",
    }


@pytest.mark.parametrize("token", ["", "  ", "a\r\nX: y", "schlüssel", "\udcff"])
async def test_a_token_that_no_header_can_hold_is_refused_before_it_is_sent(
    server: FakeServer, session: aiohttp.ClientSession, token: str
) -> None:
    with pytest.raises(KeyRefused):
        await Jellyfin(session, server.url, device_id="d", token=token).users()
    assert server.asked == []


def only_with(header: str) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        return reply([]) if header in request.headers else raw(b"", 401)

    return answer


async def test_a_server_that_wants_the_old_header_gets_it_from_then_on(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    server.on("/Users", only_with("X-Emby-Token"))
    await jellyfin.users()
    await jellyfin.users()
    sent = ["X-Emby-Token" in asked.headers for asked in server.asked]
    assert sent == [False, True, True]


async def test_a_refused_token_is_tried_the_old_way_once(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    server.on("/Users", raw(b"", 401))
    for _ in range(2):
        with pytest.raises(KeyRefused):
            await jellyfin.users()
    sent = ["X-Emby-Token" in asked.headers for asked in server.asked]
    assert sent == [False, True, False]


async def test_two_calls_at_once_both_find_the_old_header(
    server: FakeServer, jellyfin: Jellyfin
) -> None:
    server.on("/Users", only_with("X-Emby-Token"))
    await asyncio.gather(jellyfin.users(), jellyfin.users())


LOGIN = {
    "AccessToken": TOKEN,
    "ServerId": "srv",
    "User": {"Id": "u1", "Name": "Ann", "Policy": {"IsAdministrator": True}},
}


async def test_a_login_is_used_from_then_on(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/Users/AuthenticateByName", reply(LOGIN))
    server.on("/Users", reply([]))
    jellyfin = Jellyfin(session, server.url, device_id="d")
    login = await jellyfin.login("Ann", "pässword")
    await jellyfin.users()
    assert login == Login(
        token=TOKEN, user_id="u1", user_name="Ann", server_id="srv", is_administrator=True
    )
    assert "Token=" not in server.asked[0].headers["Authorization"]
    assert f'Token="{TOKEN}"' in server.asked[1].headers["Authorization"]


def test_a_login_does_not_print_its_token() -> None:
    login = Login(token=TOKEN, user_id="u", user_name="Ann", server_id="s", is_administrator=True)
    assert TOKEN not in f"{login} {login!r}"


async def test_a_wrong_password_is_refused_once(server: FakeServer, jellyfin: Jellyfin) -> None:
    server.on("/Users/AuthenticateByName", raw(b"", 401))
    with pytest.raises(KeyRefused):
        await jellyfin.login("Ann", "wrong")
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "answer", [{}, {**LOGIN, "AccessToken": " "}, {**LOGIN, "User": None}, {**LOGIN, "User": {}}]
)
async def test_a_login_without_token_or_user_is_not_understood(
    server: FakeServer, jellyfin: Jellyfin, answer: object
) -> None:
    server.on("/Users/AuthenticateByName", reply(answer))
    with pytest.raises(NotUnderstood):
        await jellyfin.login("Ann", "x")


@pytest.mark.parametrize("status", [204, 401])
async def test_after_a_logout_the_token_is_forgotten(
    server: FakeServer, jellyfin: Jellyfin, status: int
) -> None:
    server.on("/Sessions/Logout", web.Response(status=status))
    server.on("/Users", reply([]))
    await jellyfin.logout()
    await jellyfin.users()
    assert TOKEN not in str(server.asked[-1].headers)
