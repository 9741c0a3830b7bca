"""A household that follows an OxiCleanarr server."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import Options, Stack
from simulator.jellyfin.auth import Device
from simulator.options import OXICLEANARR_VERSIONS
from simulator.oxicleanarr import OxiCleanarr

from .household import radarr_subentry, sonarr_subentry, start, state, sync, with_libraries
from .texts import DOMAIN

SERVER_ID = "01OXICLEANARR0000000000000"

every_version = pytest.mark.parametrize(
    "stack",
    [Options(oxicleanarr=version) for version in OXICLEANARR_VERSIONS],
    indirect=True,
    ids=OXICLEANARR_VERSIONS,
)
newest = pytest.mark.parametrize("stack", [Options(oxicleanarr="1.6.2")], indirect=True)


def server_of(stack: Stack) -> OxiCleanarr:
    """Return the stack's server."""
    assert stack.oxicleanarr is not None
    return stack.oxicleanarr


def login(stack: Stack) -> dict[str, Any]:
    """Return the form of the server, filled in."""
    server = server_of(stack)
    return {
        "url": server.url,
        "username": server.username,
        "password": server.password,
        "verify_ssl": True,
    }


def server_subentry(stack: Stack) -> ConfigSubentryDataWithId:
    return ConfigSubentryDataWithId(
        subentry_id=SERVER_ID,
        subentry_type="oxicleanarr",
        title="OxiCleanarr",
        unique_id=server_of(stack).url,
        data=MappingProxyType(login(stack)),
    )


async def follow(
    hass: HomeAssistant, stack: Stack, *, alone: bool = False, **changes: Any
) -> MockConfigEntry:
    """Set a household up that follows the server after its first sync; alone without any Jellyfin."""
    await server_of(stack).sync()
    if alone:
        changes = {"data": {}, "unique_id": "oxicleanarr@server", "options": {}} | changes
    return await start(hass, stack, **{"subentries_data": (server_subentry(stack),)} | changes)


async def let_it_see_plays(stack: Stack) -> None:
    """Give the server a person's token for Jellyfin: with a mere key it is told of no plays at all."""
    admin = stack.world.users[0]
    device = Device(id="server", name="server", client="OxiCleanarr", version="1")
    token = stack.jellyfin.state.gate.log_in(admin, device)
    server_of(stack).config.integrations["jellyfin"].api_key = token
    await server_of(stack).restart()


async def let_it_decide(stack: Stack) -> None:
    """Let the server see what is watched, and decide for the first time."""
    await let_it_see_plays(stack)
    await server_of(stack).sync()


def beside(stack: Stack) -> dict[str, Any]:
    """Return the changes of a household that has a Radarr and a Sonarr of its own beside the server."""
    own = (radarr_subentry(stack), sonarr_subentry(stack))
    return {"subentries_data": (*own, server_subentry(stack))}


async def everything(hass: HomeAssistant, stack: Stack) -> MockConfigEntry:
    """Set a household up that has every entity there is."""
    await watch_disk(stack)
    return await follow(hass, stack, options=with_libraries(stack), **beside(stack))


async def watch_disk(stack: Stack, gib: int = 1) -> None:
    """Let the server look at the disk; it counts from its next start on."""
    server = server_of(stack)
    server.config.app.disk_threshold.enabled = True
    server.config.app.disk_threshold.free_space_gb = gib
    await server.restart()


async def seeing(hass: HomeAssistant, stack: Stack, **changes: Any) -> MockConfigEntry:
    """Set a household up that follows a server which sees what was watched, as a healthy one does."""
    await let_it_see_plays(stack)
    return await follow(hass, stack, **changes)


async def sync_both(hass: HomeAssistant, stack: Stack) -> None:
    """Let the server sync, and read what it tells then."""
    await server_of(stack).sync()
    await sync(hass)


def shown_by_server(hass: HomeAssistant, key: str, platform: str = "sensor") -> State:
    """Return the state of an entity of the server's own device."""
    return state(hass, platform, key, SERVER_ID)


def server_issues(hass: HomeAssistant) -> Mapping[str, ir.IssueEntry]:
    """Return our issues about the server by their texts."""
    return {
        str(issue.translation_key): issue
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN and str(issue.translation_key).startswith("server_")
    }
