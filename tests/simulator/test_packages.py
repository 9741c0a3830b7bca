"""Jellyfin's plugin catalogue."""

import pytest

from simulator.jellyfin.state import PluginVersion

from .conftest import Client, Starter

PATH = "/Packages/OxiCleanarr%20Bridge"


async def versions(client: Client) -> list[str]:
    return [one["version"] for one in (await client.jellyfin(PATH)).json["versions"]]


@pytest.mark.parametrize(("server", "shown"), [("10.11", False), ("12", True)])
async def test_only_what_the_server_can_run_is_offered(
    start: Starter, server: str, shown: bool
) -> None:
    client = await start(jellyfin_version=server)
    client.stack.jellyfin.state.bridge_releases.append(PluginVersion("9.0.0.0", "12.0.0.0"))
    assert ("9.0.0.0" in await versions(client)) is shown
    assert "3.2.6.0" in await versions(client)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (PATH.lower(), 200),
        (f"{PATH}?assemblyGuid=a8c0f8e47d3c4b5a9e2f1a2b3c4d5e6f", 200),
        (f"{PATH}?assemblyGuid={'b' * 32}", 404),
        ("/Packages/Another", 404),
    ],
)
async def test_a_plugin_is_found_by_name_and_id(client: Client, path: str, status: int) -> None:
    assert (await client.jellyfin(path)).status == status


async def test_without_a_way_into_the_internet_nothing_is_offered(client: Client) -> None:
    assert len((await client.jellyfin("/Packages")).json) == 1
    client.stack.jellyfin.state.offline = True
    assert (await client.jellyfin("/Packages")).json == []
    assert (await client.jellyfin(PATH)).status == 404


async def test_only_an_administrator_is_told(client: Client) -> None:
    token = (await client.log_in("Ada", "ada")).json["AccessToken"]
    assert (await client.jellyfin(PATH, token=token)).status == 403
