"""Home Assistant starts: the household is there at once, as it was, and the servers are asked afterwards."""

import asyncio
from collections.abc import Sequence

from homeassistant.components.persistent_notification import (
    _async_get_or_create_notifications as notifications,
)
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CoreState, Event, HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest

from simulator import Fault, Options, Stack

from .cleaning import issues, pick
from .household import (
    ENTRY_ID,
    act,
    connection,
    count,
    leaving_dates,
    media,
    start,
    state,
    sync,
    with_libraries,
)
from .texts import DOMAIN

KEYS = ("leaving_soon", "leaving_soon_movies", "leaving_soon_series", "leaving_soon_size")


def counts(hass: HomeAssistant) -> Sequence[str]:
    return [count(hass, key) for key in KEYS]


async def restart(hass: HomeAssistant, entry_id: str) -> None:
    """Let Home Assistant have stopped and be starting; its start goes on when this returns."""
    await hass.config_entries.async_unload(entry_id)
    await hass.async_block_till_done()
    hass.set_state(CoreState.not_running)
    await hass.config_entries.async_setup(entry_id)


async def started(hass: HomeAssistant) -> None:
    """Let Home Assistant have started, and everything happen that follows."""
    hass.set_state(CoreState.running)
    hass.bus.async_fire("homeassistant_started")
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_what_was_leaving_is_shown_at_once(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    before = counts(hass), await leaving_dates(hass)
    stack.break_("jellyfin", Fault.HANG)
    stack.break_("radarr", Fault.HANG)
    stack.break_("sonarr", Fault.HANG)
    await restart(hass, entry.entry_id)
    assert (counts(hass), await leaving_dates(hass)) == before
    assert {row["stale"] for row in (await media(hass)).values()} == {True}
    stack.heal()
    await started(hass)


async def test_whether_a_server_answers_is_unknown_until_it_was_asked(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    stack.break_("sonarr", Fault.HANG)
    await restart(hass, entry.entry_id)
    assert connection(hass, "sonarr").state == "unknown"
    stack.heal()
    await started(hass)
    assert connection(hass, "sonarr").state == "on"


def versions(hass: HomeAssistant) -> dict[str | None, str | None]:
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), ENTRY_ID)
    return {device.name: device.sw_version for device in devices}


async def test_the_devices_keep_their_versions_until_the_servers_tell_others(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    before = versions(hass)
    assert None not in before.values()
    stack.break_("radarr", Fault.HANG)
    await restart(hass, entry.entry_id)
    assert versions(hass) == before
    stack.heal()
    stack.radarr.version = "6.9.9.1"
    await started(hass)
    assert versions(hass) == before | {"Radarr": "6.9.9.1"}


async def test_afterwards_everything_is_as_the_servers_tell(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    await hass.config_entries.async_unload(entry.entry_id)
    title = next(iter(titles_of(stack)))
    stack.play(title)
    await restart(hass, entry.entry_id)
    await started(hass)
    shown = await leaving_dates(hass)
    assert title not in shown
    assert shown == await leaving_dates_after_a_sync(hass)


def titles_of(stack: Stack) -> list[str]:
    """Return what has a file, as Jellyfin calls it."""
    return [movie.title for movie in stack.world.movies if movie.has_file]


async def leaving_dates_after_a_sync(hass: HomeAssistant) -> dict[str, str]:
    await sync(hass)
    return await leaving_dates(hass)


async def test_what_was_leaving_can_be_kept_before_any_server_has_answered(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    title, medium_id = next(
        (title, row["id"]) for title, row in (await media(hass, verdict="leaving_soon")).items()
    )
    stack.break_("jellyfin", Fault.HANG)
    await restart(hass, entry.entry_id)
    await act(hass, "keep", medium_id=medium_id)
    assert title not in await leaving_dates(hass)
    stack.heal()
    await started(hass)
    assert title not in await leaving_dates_after_a_sync(hass)


async def test_without_jellyfin_the_household_starts_with_what_it_knew(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    before = counts(hass)
    stack.break_("jellyfin", Fault.REFUSE)
    await restart(hass, entry.entry_id)
    await started(hass)
    assert entry.state is ConfigEntryState.LOADED
    assert (counts(hass), connection(hass, "jellyfin").state) == (before, "off")
    stack.heal()
    await sync(hass)
    assert (counts(hass), connection(hass, "jellyfin").state) == (before, "on")


async def test_a_start_without_any_server_neither_begins_nor_ends_a_countdown(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    announced = dict(entry.runtime_data.ledger.announced)
    for server in ("jellyfin", "radarr", "sonarr"):
        stack.break_(server, Fault.REFUSE)
    await restart(hass, entry.entry_id)
    await started(hass)
    await sync_whatever_comes_of_it(hass)
    assert entry.runtime_data.ledger.announced == announced


@pytest.mark.parametrize("stack", [Options(movies=16, series=4, users=2)], indirect=True)
async def test_servers_that_have_not_answered_yet_are_no_library_that_shrank(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    await pick(hass, "ask")
    await sync(hass)
    for server in ("jellyfin", "radarr", "sonarr"):
        stack.break_(server, Fault.REFUSE)
    await restart(hass, entry.entry_id)
    await started(hass)
    assert "cleanup_brake" not in issues(hass)


async def sync_whatever_comes_of_it(hass: HomeAssistant) -> None:
    await hass.services.async_call(DOMAIN, "sync", {}, blocking=True, return_response=True)
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_nobody_is_told_again_what_was_told_before(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    told: list[Event] = []
    hass.bus.async_listen(f"{DOMAIN}_activity", told.append)
    await restart(hass, entry.entry_id)
    await started(hass)
    assert {event.data["type"] for event in told} <= {"sync_finished"}
    assert not notifications(hass)


async def test_a_household_that_goes_during_its_first_sync_leaves_nothing_behind(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    stack.break_("jellyfin", Fault.HANG)
    await restart(hass, entry.entry_id)
    await hass.config_entries.async_unload(entry.entry_id)
    assert entry.state is ConfigEntryState.NOT_LOADED
    stack.heal()
    await asyncio.sleep(0.2)
    stack.requests.clear()
    await started(hass)
    assert stack.requests == []


@pytest.mark.parametrize("stack", [Options(movies=6, series=2, users=2)], indirect=True)
async def test_an_idle_poll_leaves_the_displays_alone(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack, options=with_libraries(stack))
    await hass.async_block_till_done(wait_background_tasks=True)
    for _ in range(2):
        stack.requests.clear()
        await entry.runtime_data.async_refresh()
        await hass.async_block_till_done(wait_background_tasks=True)
    assert len(stack.requests) <= 14
    assert not [request for request in stack.requests if request.method != "GET"]


async def test_nobody_is_shown_the_key_before_it_is_known_who_answers(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    stack.jellyfin.state.server_id = "0" * 32
    stack.requests.clear()
    await restart(hass, entry.entry_id)
    await started(hass)
    asked = [one for one in stack.requests if one.server in {"jellyfin", "bridge"}]
    assert not [one.path for one in asked if stack.jellyfin.api_key in str(one.headers)]


async def test_what_a_household_needs_nothing_from_is_not_asked(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    await entry.runtime_data.async_refresh()
    stack.requests.clear()
    await entry.runtime_data.async_refresh()
    await hass.async_block_till_done(wait_background_tasks=True)
    assert len(stack.requests) == 10
    assert state(hass, "sensor", "leaving_soon").state
