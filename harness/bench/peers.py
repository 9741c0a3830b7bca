"""Home Assistant's own integrations for Radarr and Sonarr, measured on the same servers in the same way."""

import asyncio
from dataclasses import fields
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
import msgspec
from pytest_homeassistant_custom_component.common import MockConfigEntry

from harness.simulator import Addresses

from .day import Writes, entity_ids
from .house import home_assistant, settle
from .servers import Figures, Servers, measure, servers

PEERS = ("radarr", "sonarr")
LIBRARY = "aiopyarr"
"""What both of them need, and Home Assistant installs when it loads them."""

_DAY = timedelta(days=1)
_VERSIONS = {"radarr": 1, "sonarr": 2}


class Peer(msgspec.Struct, frozen=True, kw_only=True):
    """What one of them costs; what counts for a day is calculated from one poll."""

    set_up: Figures
    poll: Figures
    """Everything that it ever polls, once."""
    entities: int
    polls_every_seconds: float
    """How often it polls what it polls most often."""
    requests_a_day: int
    bytes_a_day: int
    state_writes_a_day: int


def installed() -> bool:
    """Return whether they can run here."""
    return find_spec(LIBRARY) is not None


async def peer(addresses: Addresses, folder: Path, domain: str) -> Peer:
    """Set one of them up, and poll once when nothing has changed."""
    import_module(f"homeassistant.components.{domain}")
    for platform in ("calendar", "sensor", "binary_sensor", "config_flow"):
        if find_spec(f"homeassistant.components.{domain}.{platform}"):
            import_module(f"homeassistant.components.{domain}.{platform}")
    server: Any = getattr(addresses, domain)
    async with servers(addresses) as there, home_assistant(folder) as hass:
        entry = MockConfigEntry(
            domain=domain,
            version=_VERSIONS[domain],
            data={"url": server.url, "api_key": server.api_key, "verify_ssl": True},
        )
        entry.add_to_hass(hass)

        async def set_up() -> int:
            if not await hass.config_entries.async_setup(entry.entry_id):
                raise RuntimeError(f"{domain} was not set up: {entry.reason}")
            await settle(hass)
            return 0

        begun = await measure(there, set_up)
        data = entry.runtime_data
        coordinators: list[DataUpdateCoordinator[Any]] = [
            getattr(data, one.name) for one in fields(data)
        ]
        writes = Writes(hass, domain)

        async def poll() -> int:
            await asyncio.gather(*(one.async_refresh() for one in coordinators))
            return 0

        polled = await measure(there, poll)
        if failed := [one for one in coordinators if not one.last_update_success]:
            raise RuntimeError(f"{domain} could not read {type(failed[0]).__name__}")
        await settle(hass)
        daily = [await _daily(there, one, writes) for one in coordinators]
        return Peer(
            set_up=begun,
            poll=polled,
            entities=len(entity_ids(hass, domain)),
            polls_every_seconds=min(
                one.update_interval or _DAY for one in coordinators
            ).total_seconds(),
            requests_a_day=round(sum(requests for requests, _, _ in daily)),
            bytes_a_day=round(sum(size for _, size, _ in daily)),
            state_writes_a_day=round(sum(written for _, _, written in daily)),
        )


async def _daily(
    there: Servers, coordinator: DataUpdateCoordinator[Any], writes: Writes
) -> tuple[float, float, float]:
    """Return the requests, bytes and state writes that one coordinator's polls make in a day."""
    interval = coordinator.update_interval
    if interval is None:
        return 0, 0, 0
    await there.forget()
    before = writes.changed + writes.reported
    await coordinator.async_refresh()
    asked = await there.asked()
    polls = _DAY / interval
    written = writes.changed + writes.reported - before
    return len(asked) * polls, sum(one.bytes for one in asked) * polls, written * polls
