"""Which version of a plugin is installed, and which one Jellyfin's catalogue offers, over the wire."""

from typing import Any

import aiohttp
from aiohttp import web
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.bridge import PLUGIN_ID
from custom_components.oxicleanarr.clients.errors import ClientError, NotAllowed
from custom_components.oxicleanarr.clients.http import Http
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_plugins import (
    Installed,
    JellyfinPlugins,
    Release,
)
from simulator import Options, Stack
from simulator.jellyfin.state import PluginVersion

from .conftest import FakeServer, reply

NAME = "OxiCleanarr Bridge"
DASHED = "a8c0f8e4-7d3c-4b5a-9e2f-1a2b3c4d5e6f"


def _plugins(session: aiohttp.ClientSession, server: FakeServer) -> JellyfinPlugins:
    return JellyfinPlugins(Http(session, server.url, "Jellyfin", {}))


def _row(version: str, status: str = "Active", plugin_id: str = PLUGIN_ID) -> dict[str, Any]:
    return {"Name": NAME, "Version": version, "Id": plugin_id, "Status": status}


@pytest.mark.parametrize(
    ("rows", "version"),
    [
        ([], None),
        ([_row("1.0.0.0", plugin_id="b" * 32)], None),
        ([_row("3.2.6.0")], "3.2.6"),
        ([_row("3.2.6.0", plugin_id=DASHED.upper())], "3.2.6"),
        ([_row("3.2.6.1")], "3.2.6.1"),
        ([_row("3.2.6")], "3.2.6"),
        ([_row("3.2.6.0", "Restart"), _row("3.2.4.0")], "3.2.4"),
        ([_row("3.2.4.0"), _row("3.2.10.0", "Superseded")], "3.2.4"),
        ([_row("3.2.9.0", "Disabled"), _row("3.2.10.0", "Restart")], "3.2.10"),
        ([_row("3.2.6.0", "Deleted")], None),
    ],
)
async def test_the_installed_version(
    session: aiohttp.ClientSession, server: FakeServer, rows: list[Any], version: str | None
) -> None:
    server.on("/Plugins", reply(rows))
    found = await _plugins(session, server).installed(PLUGIN_ID)
    assert (found.version if found else None) == version


def _package(*versions: dict[str, Any]) -> dict[str, Any]:
    return {"name": NAME, "guid": DASHED, "versions": list(versions)}


def _version(version: str | None, abi: str | None = "10.11.0.0", **more: Any) -> dict[str, Any]:
    return {"version": version, "targetAbi": abi, **more}


@pytest.mark.parametrize(
    ("versions", "server_version", "newest"),
    [
        ([_version("3.2.9.0"), _version("3.2.10.0"), _version("3.2.6.0")], "10.11.11", "3.2.10"),
        ([_version("4.0.0.0", "12.0.0.0"), _version("3.2.6.0")], "10.11.11", "3.2.6"),
        ([_version("4.0.0.0", "12.0.0.0"), _version("3.2.6.0")], "12.0.0", "4.0.0"),
        ([_version("4.0.0.0", "10.11.12.0")], "10.11.11", None),
        ([_version("4.0.0.0", "10.11.11.0")], "10.11.11", "4.0.0"),
        ([_version("3.2.6.0", None)], "10.11.11", "3.2.6"),
        ([_version("3.2.6.0", "nonsense")], "10.11.11", "3.2.6"),
        ([_version("newest"), _version("3.2.6.0")], "10.11.11", "3.2.6"),
        ([_version("3"), _version("1.2.3.4.5")], "10.11.11", None),
        ([_version("3.2.6.0")], "unstable", None),
        ([], "10.11.11", None),
    ],
)
async def test_the_newest_release_for_a_server(
    session: aiohttp.ClientSession,
    server: FakeServer,
    versions: list[Any],
    server_version: str,
    newest: str | None,
) -> None:
    server.on(f"/Packages/{NAME}", reply(_package(*versions)))
    found = await _plugins(session, server).newest(PLUGIN_ID, NAME, server_version)
    assert (found.version if found else None) == newest


async def test_it_asks_for_one_plugin_by_name_and_id(
    session: aiohttp.ClientSession, server: FakeServer
) -> None:
    server.on(f"/Packages/{NAME}", reply(_package(_version("3.2.6.0", changelog="- New"))))
    found = await _plugins(session, server).newest(PLUGIN_ID, NAME, "10.11.11")
    assert found == Release("3.2.6", "- New")
    assert [asked.query for asked in server.asked] == [{"assemblyGuid": PLUGIN_ID}]


async def test_a_plugin_that_is_in_no_repository_has_no_release(
    session: aiohttp.ClientSession, server: FakeServer
) -> None:
    assert await _plugins(session, server).newest(PLUGIN_ID, NAME, "10.11.11") is None


@pytest.mark.parametrize("answer", ["<html>", "[1]", '{"versions": 3}', ""])
async def test_an_answer_that_is_none_is_an_error(
    session: aiohttp.ClientSession, server: FakeServer, answer: str
) -> None:
    server.on(f"/Packages/{NAME}", web.Response(text=answer))
    with pytest.raises(ClientError):
        await _plugins(session, server).newest(PLUGIN_ID, NAME, "10.11.11")


async def _ask(stack: Stack) -> tuple[Installed | None, Release | None]:
    url, key = URL(stack.jellyfin.url), stack.jellyfin.api_key
    async with aiohttp.ClientSession() as session:
        plugins = JellyfinPlugins(Jellyfin(session, url, device_id="test", token=key).http)
        return (
            await plugins.installed(PLUGIN_ID),
            await plugins.newest(PLUGIN_ID, NAME, stack.jellyfin.version),
        )


@pytest.mark.parametrize("version", ["10.11", "12"])
async def test_a_simulated_jellyfin_tells_both(version: str, socket_enabled: None) -> None:
    async with Stack(Options(movies=1, series=1, jellyfin_version=version)) as stack:
        stack.jellyfin.state.bridge_releases += [PluginVersion("9.0.0.0", "12.0.0.0")]
        installed, newest = await _ask(stack)
        assert installed == Installed("3.2.6", "Active")
        assert newest is not None
        assert newest.version == ("9.0.0" if version == "12" else "3.2.6")


async def test_only_an_administrator_is_told(socket_enabled: None) -> None:
    async with Stack(Options(movies=1, series=1)) as stack, aiohttp.ClientSession() as session:
        jellyfin = Jellyfin(session, URL(stack.jellyfin.url), device_id="test")
        await jellyfin.login("Ada", "ada")
        plugins = JellyfinPlugins(jellyfin.http)
        with pytest.raises(NotAllowed):
            await plugins.installed(PLUGIN_ID)
        with pytest.raises(NotAllowed):
            await plugins.newest(PLUGIN_ID, NAME, stack.jellyfin.version)
