"""Every server that refuses its key is asked for, one after the other, and nothing else is forgotten."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import Fault, Options, Stack

from .flows import error_text, fill
from .following import SERVER_ID, follow, newest, server_of, server_subentry
from .household import (
    RADARR_ID,
    SEERR_ID,
    SONARR_ID,
    connection,
    leaving_dates,
    radarr_subentry,
    seerr_subentry,
    sonarr_subentry,
    start,
    state,
    sync,
)

SERVERS = {"radarr": RADARR_ID, "sonarr": SONARR_ID, "seerr": SEERR_ID}


async def asked(hass: HomeAssistant) -> Any:
    """Return the form that is open; there is no other."""
    (flow,) = hass.config_entries.flow.async_progress()
    return await hass.config_entries.flow.async_configure(flow["flow_id"])


async def household(hass: HomeAssistant, stack: Stack) -> MockConfigEntry:
    subentries = (radarr_subentry(stack), sonarr_subentry(stack), seerr_subentry(stack))
    return await start(hass, stack, subentries_data=subentries)


@pytest.mark.parametrize("server", SERVERS)
async def test_a_new_key_ends_it(hass: HomeAssistant, stack: Stack, server: str) -> None:
    entry = await household(hass, stack)
    before = dict(entry.subentries[SERVERS[server]].data)
    dates = await leaving_dates(hass)
    running: Any = getattr(stack, server)
    running.api_key = "a" * 32
    await sync(hass)
    form = await asked(hass)
    assert form["step_id"] == "reauth_key"
    assert form["description_placeholders"]["name"] == server.capitalize()
    wrong = await fill(hass, form, {"api_key": "b" * 32})
    assert "refuses this key" in error_text(wrong)
    done = await fill(hass, wrong, {"api_key": "a" * 32})
    await hass.async_block_till_done()
    assert done["reason"] == "reauth_successful"
    assert dict(entry.subentries[SERVERS[server]].data) == before | {"api_key": "a" * 32}
    assert await leaving_dates(hass) == dates
    assert not hass.config_entries.flow.async_progress()


async def test_two_servers_are_asked_for_one_after_the_other(
    hass: HomeAssistant, stack: Stack
) -> None:
    await household(hass, stack)
    stack.radarr.api_key = stack.sonarr.api_key = "a" * 32
    await sync(hass)
    first = await asked(hass)
    await fill(hass, first, {"api_key": "a" * 32})
    await hass.async_block_till_done()
    second = await asked(hass)
    names = {one["description_placeholders"]["name"] for one in (first, second)}
    assert names == {"Radarr", "Sonarr"}
    await fill(hass, second, {"api_key": "a" * 32})
    await hass.async_block_till_done()
    assert [connection(hass, name).state for name in ("radarr", "sonarr")] == ["on", "on"]


async def test_nobody_is_asked_any_more_once_the_old_key_is_taken_again(
    hass: HomeAssistant, stack: Stack
) -> None:
    await household(hass, stack)
    stack.break_("radarr", Fault.UNAUTHORIZED)
    await sync(hass)
    assert len(hass.config_entries.flow.async_progress()) == 1
    stack.heal()
    await sync(hass)
    assert not hass.config_entries.flow.async_progress()
    assert not [key for _, key in ir.async_get(hass).issues if "reauth" in key]


async def test_a_server_that_is_merely_away_is_not_asked_for(
    hass: HomeAssistant, stack: Stack
) -> None:
    await household(hass, stack)
    stack.break_("radarr", Fault.REFUSE)
    await sync(hass)
    assert not hass.config_entries.flow.async_progress()


async def test_a_server_that_is_removed_meanwhile_is_not_asked_for(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await household(hass, stack)
    stack.radarr.api_key = "a" * 32
    await sync(hass)
    await asked(hass)
    hass.config_entries.async_remove_subentry(entry, RADARR_ID)
    await hass.async_block_till_done()
    assert not hass.config_entries.flow.async_progress()


@newest
async def test_the_oxicleanarr_server_beside_a_jellyfin_is_asked_for(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await follow(hass, stack)
    server = server_of(stack)
    server.config.admin.password = "another"
    await server.restart()
    await server.sync()
    server.expire_tokens()
    await sync(hass)
    form = await asked(hass)
    assert form["step_id"] == "reauth_server"
    await fill(hass, form, {"username": "admin", "password": "another"})
    await hass.async_block_till_done()
    assert entry.subentries[SERVER_ID].data["password"] == "another"
    assert state(hass, "binary_sensor", "connected", SERVER_ID).state == "on"


@pytest.mark.parametrize("stack", [Options(oxicleanarr="1.6.2")], indirect=True)
async def test_jellyfin_is_asked_for_before_the_others(hass: HomeAssistant, stack: Stack) -> None:
    subentries = (server_subentry(stack), radarr_subentry(stack))
    await follow(hass, stack, subentries_data=subentries)
    stack.radarr.api_key = "a" * 32
    stack.break_("jellyfin", Fault.UNAUTHORIZED, "/Users")
    await sync(hass)
    assert (await asked(hass))["step_id"] == "reauth_confirm"


async def test_a_server_that_is_removed_from_a_household_that_is_not_loaded(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await household(hass, stack)
    stack.radarr.api_key = "a" * 32
    await sync(hass)
    form = await asked(hass)
    await hass.config_entries.async_unload(entry.entry_id)
    hass.config_entries.async_remove_subentry(entry, RADARR_ID)
    gone = await fill(hass, form, {"api_key": "a" * 32})
    assert gone["reason"] == "server_gone"
