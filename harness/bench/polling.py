"""The running integration: how it starts, and what its polls and its full syncs cost."""

import asyncio
import logging
from pathlib import Path
import shutil

from homeassistant.core import HomeAssistant
import msgspec

from harness.simulator import Addresses

from .gauge import gauge
from .happenings import Happenings, film_comes, people_watch
from .house import coordinator_of, entry_of, home_assistant, media_of, set_up, settle
from .servers import SERVERS, Figures, Servers, figures, measure, servers
from .stages import Stage, by_stages

_SILENCE_SECONDS = 5


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """What a household costs while it runs; each is measured after all before has settled."""

    start_first: Figures
    """Until the set-up returns; what goes on in the background then is not in it."""
    idle_poll: Figures
    """Nothing has changed."""
    incremental_poll: Figures
    """A film was imported, one user watched a film and another an episode."""
    full_sync: Figures
    full_sync_stages: dict[str, Stage]


async def first_days(addresses: Addresses, folder: Path, chosen: Happenings) -> Running:
    """Set a new household up, poll twice, and sync; its storage stays in the folder."""
    async with servers(addresses) as there, home_assistant(folder) as hass:
        entry_of(addresses, hass)
        first = await _start(there, hass)
        await settle(hass)
        idle = await _poll(there, hass)
        await film_comes(there, chosen)
        await people_watch(there, chosen, 0)
        incremental = await _poll(there, hass)
        coordinator = coordinator_of(hass)

        async def sync() -> int:
            await coordinator.async_sync()
            return media_of(coordinator)

        with by_stages() as stages:
            full = await measure(there, sync)
        await settle(hass)
        await hass.config_entries.async_unload(coordinator.config_entry.entry_id)
    return Running(
        start_first=first,
        idle_poll=idle,
        incremental_poll=incremental,
        full_sync=full,
        full_sync_stages=stages,
    )


async def start_again(addresses: Addresses, folder: Path) -> Figures:
    """Start the household of `first_days` once more."""
    async with servers(addresses) as there, home_assistant(folder) as hass:
        entry_of(addresses, hass)
        found = await _start(there, hass)
        await settle(hass)
        return found


async def starts_in_silence(addresses: Addresses, folder: Path) -> bool:
    """Return whether the household of `first_days` starts while no server answers: it waits for none then."""
    copy = folder.with_name(f"{folder.name}-in-silence")
    shutil.copytree(folder, copy)
    async with servers(addresses) as there, home_assistant(copy) as hass:
        entry_of(addresses, hass)
        # What is cancelled here is no error.
        logging.disable()
        for server in SERVERS:
            await there.control("POST", "break", server=server, fault="hang")
        try:
            async with asyncio.timeout(_SILENCE_SECONDS):
                await set_up(hass)
        except TimeoutError:
            return False
        finally:
            await there.control("POST", "heal", server=None)
        return True


async def _start(there: Servers, hass: HomeAssistant) -> Figures:
    await there.forget()
    async with gauge() as measured:
        await set_up(hass)
    # Before anything that goes on in the background can get its turn.
    asked = await there.asked()
    return figures(measured.read, asked, len(coordinator_of(hass).data.plan.decisions))


async def _poll(there: Servers, hass: HomeAssistant) -> Figures:
    coordinator = coordinator_of(hass)

    async def poll() -> int:
        await coordinator.async_refresh()
        return media_of(coordinator)

    found = await measure(there, poll)
    await settle(hass)
    return found
