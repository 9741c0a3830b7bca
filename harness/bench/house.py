"""A real Home Assistant core in this process, with one household of the simulated servers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.oxicleanarr.coordinator import OxiCleanarrCoordinator
from harness.core import core, load_modules
from harness.home_assistant import free_port, listen_on
from harness.simulator import Addresses
from tests.household import ENTRY_ID, household

_MEDIA = "media"

# Loading Python's modules is no part of what is measured; a Home Assistant has most of them anyway.
load_modules()


@asynccontextmanager
async def home_assistant(folder: Path) -> AsyncIterator[HomeAssistant]:
    """Run a core with its web server over the storage in a folder, without any entry."""
    logging.basicConfig(level=logging.ERROR)
    storage = folder / ".storage"
    await asyncio.to_thread(storage.mkdir, parents=True, exist_ok=True)
    # On the usual port another Home Assistant may be.
    listen_on(free_port(), storage)
    async with core(folder) as hass:
        if not await async_setup_component(hass, "http", {}):
            raise RuntimeError("Home Assistant did not start")
        try:
            yield hass
        finally:
            await hass.async_stop(force=True)


def entry_of(addresses: Addresses, hass: HomeAssistant) -> MockConfigEntry:
    """Return the household's entry, added and not set up, with Jellyfin, Radarr and Sonarr."""
    media = Path(addresses.root) / _MEDIA
    world = SimpleNamespace(
        radarr_root="/movies",
        movies_dir=media / "movies",
        sonarr_root="/tv",
        tv_dir=media / "tv",
    )
    servers: Any = SimpleNamespace(
        jellyfin=addresses.jellyfin, radarr=addresses.radarr, sonarr=addresses.sonarr, world=world
    )
    entry = household(servers)
    entry.add_to_hass(hass)
    return entry


async def set_up(hass: HomeAssistant) -> OxiCleanarrCoordinator:
    """Set the entry up as a starting Home Assistant does, until that goes on starting.

    Raises:
        RuntimeError: It was not set up.
    """
    hass.set_state(CoreState.not_running)
    if not await hass.config_entries.async_setup(ENTRY_ID):
        entry = hass.config_entries.async_get_known_entry(ENTRY_ID)
        raise RuntimeError(f"The household was not set up: {entry.reason}")
    return coordinator_of(hass)


def coordinator_of(hass: HomeAssistant) -> OxiCleanarrCoordinator:
    """Return the coordinator of the household that is set up."""
    found = hass.config_entries.async_get_known_entry(ENTRY_ID).runtime_data
    assert isinstance(found, OxiCleanarrCoordinator)  # noqa: S101 - for the type only
    return found


async def settle(hass: HomeAssistant) -> None:
    """Let Home Assistant have started, and wait until nothing is going on any more."""
    if hass.state is not CoreState.running:
        hass.set_state(CoreState.running)
        hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await hass.async_block_till_done(wait_background_tasks=True)


def media_of(coordinator: OxiCleanarrCoordinator) -> int:
    """Return how many media the newest plan decides on.

    Raises:
        RuntimeError: A server did not answer completely, so nothing that was measured counts.
    """
    for source in coordinator.data.library.sources.values():
        if source.problem:
            raise RuntimeError(source.problem.message)
    return len(coordinator.data.plan.decisions)
