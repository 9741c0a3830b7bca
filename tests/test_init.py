"""Starting, stopping and forgetting a household, whatever state its servers and its ledger are in."""

from datetime import timedelta
import logging

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest

from simulator import Fault, Stack

from .household import (
    ENTRY_ID,
    OTHER_ENTRY_ID,
    RADARR_ID,
    SERVER_IDS,
    Clock,
    act,
    connection,
    count,
    departures,
    login_with_password,
    media,
    start,
    start_another,
    state,
    sync,
)
from .texts import DOMAIN

COORDINATOR = "custom_components.oxicleanarr"


def _expected(stack: Stack, kind: str) -> str:
    return str(sum(one.kind == kind for one in departures(stack).values()))


@pytest.mark.parametrize(
    "fault",
    [
        Fault.REFUSE,
        Fault.ERROR,
        Fault.HTML,
        Fault.CUT_JSON,
        Fault.SHORT_PAGE,
        Fault.STARTING,
        Fault.REDIRECT_ELSEWHERE,
        Fault.WRONG_APP,
    ],
)
async def test_a_jellyfin_that_fails_at_the_start_is_tried_again(
    hass: HomeAssistant, stack: Stack, clock: Clock, fault: Fault
) -> None:
    stack.break_("jellyfin", fault)
    entry = await start(hass, stack)
    states = [entry.state]
    assert "Jellyfin" in (entry.reason or "")
    stack.heal()
    await clock.advance(hass, timedelta(minutes=1))
    states.append(entry.state)
    assert states == [ConfigEntryState.SETUP_RETRY, ConfigEntryState.LOADED]


async def test_a_refused_key_asks_for_a_new_one(hass: HomeAssistant, stack: Stack) -> None:
    stack.break_("jellyfin", Fault.UNAUTHORIZED, "/Users")
    entry = await start(hass, stack)
    assert entry.state is ConfigEntryState.SETUP_ERROR
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == "reauth"


@pytest.mark.parametrize(("silent", "kind"), [("radarr", "series"), ("sonarr", "movie")])
async def test_a_silent_server_does_not_take_the_other_kind_down(
    hass: HomeAssistant, stack: Stack, silent: str, kind: str
) -> None:
    stack.break_(silent, Fault.REFUSE)
    entry = await start(hass, stack)
    key = "leaving_soon_movies" if kind == "movie" else "leaving_soon_series"
    assert entry.state is ConfigEntryState.LOADED
    assert count(hass, key) == _expected(stack, kind)


@pytest.mark.parametrize("silent", ["radarr", "sonarr"])
async def test_a_server_that_is_silent_at_the_start_says_why(
    hass: HomeAssistant, stack: Stack, silent: str
) -> None:
    stack.break_(silent, Fault.REFUSE)
    await start(hass, stack)
    sensor = connection(hass, silent)
    assert sensor.state == "off"
    assert f"{silent.capitalize()} cannot be reached" in sensor.attributes["problem"]


@pytest.mark.parametrize(
    ("silent", "key"), [("radarr", "leaving_soon_movies"), ("sonarr", "leaving_soon_series")]
)
async def test_what_nobody_could_tell_yet_is_unknown_and_not_zero(
    hass: HomeAssistant, stack: Stack, silent: str, key: str
) -> None:
    stack.break_(silent, Fault.REFUSE)
    await start(hass, stack)
    assert {count(hass, key), count(hass), count(hass, "leaving_soon_size")} == {"unknown"}


async def test_a_silent_server_counts_as_soon_as_it_answers(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    stack.break_("sonarr", Fault.STARTING)
    await start(hass, stack)
    stack.heal()
    await clock.advance(hass, timedelta(hours=1, seconds=1))
    assert connection(hass, "sonarr").state == "on"
    assert count(hass, "leaving_soon_series") == _expected(stack, "series")


async def test_servers_are_read_every_hour(hass: HomeAssistant, stack: Stack, clock: Clock) -> None:
    await start(hass, stack)
    stack.play("Metropolis")
    before = int(count(hass))
    await clock.advance(hass, timedelta(hours=1, seconds=1))
    assert int(count(hass)) == before - 1


async def test_an_unloaded_household_shows_nothing(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    assert await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.NOT_LOADED
    assert count(hass) == STATE_UNAVAILABLE


async def test_a_reloaded_household_shows_the_same(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    before = await media(hass)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert await media(hass) == before


async def test_a_removed_household_leaves_no_device_behind(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert not dr.async_entries_for_config_entry(dr.async_get(hass), ENTRY_ID)


async def test_a_household_without_radarr_and_sonarr_starts(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack, subentries_data=())
    assert entry.state is ConfigEntryState.LOADED


async def test_each_server_is_a_device_of_its_household(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    devices = {
        next(iter(device.identifiers))[1]: device
        for device in dr.async_entries_for_config_entry(dr.async_get(hass), ENTRY_ID)
    }
    assert {one.via_device_id for key, one in devices.items() if key != ENTRY_ID} == {
        devices[ENTRY_ID].id
    }
    assert {key: one.manufacturer for key, one in devices.items()} == {
        ENTRY_ID: "Jellyfin",
        RADARR_ID: "Radarr",
        SERVER_IDS["sonarr"]: "Sonarr",
    }


async def test_devices_tell_the_versions_of_the_servers(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, ENTRY_ID), config_entry_id=ENTRY_ID
    )
    assert device is not None
    assert device.sw_version == stack.jellyfin.version


async def test_two_households_start_side_by_side(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    other = await start_another(hass, stack)
    assert other.state is ConfigEntryState.LOADED
    assert state(hass, "sensor", "leaving_soon", OTHER_ENTRY_ID).state


@pytest.mark.parametrize("server", ["jellyfin", "radarr", "sonarr"])
async def test_a_server_that_goes_and_comes_back_is_logged_once_each(
    hass: HomeAssistant, stack: Stack, caplog: pytest.LogCaptureFixture, server: str
) -> None:
    entry = await start(hass, stack)
    caplog.clear()
    stack.break_(server, Fault.REFUSE)
    await entry.runtime_data.async_sync()
    await entry.runtime_data.async_sync()
    stack.heal()
    await entry.runtime_data.async_sync()
    await entry.runtime_data.async_sync()
    ours = [record for record in caplog.records if record.name.startswith(COORDINATOR)]
    assert len([record for record in ours if record.levelno >= logging.INFO]) == 2


async def test_another_jellyfin_behind_the_address_is_not_shown_the_key(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack, unique_id="0" * 32)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    asked = [request for request in stack.requests if request.server == "jellyfin"]
    assert {request.path for request in asked} == {"/System/Info/Public"}
    assert not [one for one in asked if stack.jellyfin.api_key in str(one.headers)]


async def test_another_jellyfin_behind_the_address_is_not_shown_the_password(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack, **login_with_password(stack) | {"unique_id": "0" * 32})
    asked = [request for request in stack.requests if request.server == "jellyfin"]
    assert {request.path for request in asked} == {"/System/Info/Public"}


@pytest.mark.parametrize("fault", [None, Fault.STARTING, Fault.REFUSE])
async def test_a_cleanup_shows_another_jellyfin_no_key(
    hass: HomeAssistant, stack: Stack, fault: Fault | None
) -> None:
    await start(hass, stack)
    stack.jellyfin.state.server_id = "0" * 32
    stack.requests.clear()
    await sync(hass)
    if fault:
        # What else is wrong with it meanwhile does not make it ours.
        stack.break_("jellyfin", fault, "/System/Info/Public")
    await act(hass, "prepare_cleanup", dry_run=True)
    asked = [one for one in stack.requests if one.server in {"jellyfin", "bridge"}]
    assert not [one.path for one in asked if stack.jellyfin.api_key in str(one.headers)]


async def test_a_household_of_a_later_version_is_left_as_it_is(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack, version=2, data={"address": "in another form"})
    assert entry.state is ConfigEntryState.MIGRATION_ERROR
    assert dict(entry.data) == {"address": "in another form"}
    assert not [request for request in stack.requests if request.server == "jellyfin"]


async def test_a_household_of_an_earlier_minor_version_is_loaded(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack, minor_version=0)
    assert entry.state is ConfigEntryState.LOADED
