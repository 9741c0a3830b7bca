"""A household that ends, or begins anew, at any moment of something that is under way is over, and stays so."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.oxicleanarr.asking import HouseholdEndedError
from simulator import Stack

from ..household import ENTRY_ID, RADARR_ID, household, with_libraries
from ..texts import DOMAIN
from .deeds import FILM, OTHER, Act, call, keeps_written, rest
from .moments import Moments, answer, at_once, in_time
from .under_way import UNDER_WAY, complaints, small


async def _unload(hass: HomeAssistant) -> None:
    assert await hass.config_entries.async_unload(ENTRY_ID)


async def _remove(hass: HomeAssistant) -> None:
    await hass.config_entries.async_remove(ENTRY_ID)


async def _reload(hass: HomeAssistant) -> None:
    await hass.config_entries.async_reload(ENTRY_ID)


async def _change_an_option(hass: HomeAssistant) -> None:
    entry = hass.config_entries.async_get_known_entry(ENTRY_ID)
    days = 15 if entry.options["window_days"] != 15 else 14
    hass.config_entries.async_update_entry(entry, options=entry.options | {"window_days": days})


async def _rename_a_server(hass: HomeAssistant) -> None:
    entry = hass.config_entries.async_get_known_entry(ENTRY_ID)
    radarr = entry.subentries[RADARR_ID]
    title = "Films" if radarr.title != "Films" else "Radarr"
    hass.config_entries.async_update_subentry(entry, radarr, title=title)


ENDS = {"unload": _unload, "remove": _remove}
NEW_BEGINNINGS = {
    "reload": _reload,
    "change an option": _change_an_option,
    "rename a server": _rename_a_server,
}


def _tasks() -> list[str]:
    """Return the tasks that are ours and not over."""
    names = (task.get_name() for task in asyncio.all_tasks() if not task.done())
    return [name for name in names if DOMAIN in name or "Film club" in name]


def _listeners(hass: HomeAssistant) -> Counter[str]:
    """Return how many listen to what; the registries of Home Assistant write when they find the time."""
    found = Counter({str(event): count for event, count in hass.bus.async_listeners().items()})
    del found["homeassistant_final_write"]
    return found


def _timers(hass: HomeAssistant) -> int:
    """Return how many timers of ours are set."""
    scheduled: Any = hass.loop
    handles = [handle for handle in scheduled._scheduled if not handle.cancelled()]
    return sum(DOMAIN in repr(handle) for handle in handles)


def _stored(hass: HomeAssistant) -> list[str]:
    names = (path.name for path in Path(hass.config.path(".storage")).iterdir())
    return sorted(name for name in names if ENTRY_ID in name)


def _issues(hass: HomeAssistant) -> set[str]:
    return {key for domain, key in ir.async_get(hass).issues if domain == DOMAIN}


class Ending:
    """Lets a household end at one step after the other of what is under way."""

    def __init__(self, hass: HomeAssistant, stack: Stack, moments: Moments) -> None:
        self.hass, self.stack, self.moments = hass, stack, moments
        self.loved = False

    async def begin(self) -> None:
        """Set the household up anew."""
        self.loved = not self.loved
        self.stack.favorite(OTHER, favorite=self.loved)
        entry = self.hass.config_entries.async_get_entry(ENTRY_ID)
        if entry is None:
            household(self.stack, options=with_libraries(self.stack)).add_to_hass(self.hass)
        if entry is None or entry.state is ConfigEntryState.NOT_LOADED:
            assert await self.hass.config_entries.async_setup(ENTRY_ID)
        await rest(self.hass)

    async def stop_at(self, number: int, under_way: Act, end: Act) -> str | None:
        """Let it end at a step; return which it was, or `None` where there is none."""
        with self.moments.among(number) as (stop,):
            running = asyncio.create_task(_quietly(under_way(self.hass)))
            await in_time(asyncio.wait([stop, running], return_when=asyncio.FIRST_COMPLETED))
            if not stop.done():
                await running
                return None
            ending = asyncio.create_task(answer(end(self.hass)))
            await at_once(ending)
            self.moments.go_on()
            await in_time(ending)
            self.asked = len(self.moments.asked)
            self.kept = _ledger(self.hass)
            await in_time(running)
        await rest(self.hass)
        await asyncio.sleep(0.01)
        return f"at {number}: {self.moments.passed[number - 1]}"

    def asked_since(self) -> list[str]:
        """Return what was asked since the end."""
        return self.moments.asked[self.asked :]


def _ledger(hass: HomeAssistant) -> str | None:
    path = Path(hass.config.path(".storage", f"{DOMAIN}.{ENTRY_ID}"))
    return path.read_text() if path.exists() else None


async def _quietly(deed: Awaitable[Any]) -> None:
    """Do something that may be refused, in our own words, because the household is over."""
    try:
        await deed
    except HomeAssistantError as err:
        if err.translation_domain != DOMAIN and not isinstance(err, HouseholdEndedError):
            raise


@small
@pytest.mark.parametrize("under_way", UNDER_WAY)
@pytest.mark.parametrize("end", ENDS)
async def test_a_household_that_ends_at_any_moment_is_over(
    hass: HomeAssistant,
    stack: Stack,
    moments: Moments,
    steps: Iterator[int],
    caplog: pytest.LogCaptureFixture,
    end: str,
    under_way: str,
) -> None:
    ending = Ending(hass, stack, moments)
    await ending.begin()
    await call(hass, "keep", title=FILM)
    await ending.hass.config_entries.async_unload(ENTRY_ID)
    await rest(hass)
    listeners = _listeners(hass)
    for number in steps:
        await ending.begin()
        where = await ending.stop_at(number, UNDER_WAY[under_way], ENDS[end])
        if where is None:
            break
        left_behind = {key for key in _issues(hass) if not key.startswith("left_in_jellyfin")}
        assert ending.asked_since() == [], where
        assert (_tasks(), left_behind, _timers(hass)) == ([], set(), 0), where
        assert hass.config_entries.flow.async_progress() == []
        assert _listeners(hass) <= listeners, where
        if end == "remove":
            assert _stored(hass) == [], where
        else:
            assert _ledger(hass) == ending.kept, where
            assert FILM in keeps_written(hass)
    assert complaints(caplog) == []


@small
@pytest.mark.parametrize("under_way", UNDER_WAY)
@pytest.mark.parametrize("beginning", NEW_BEGINNINGS)
async def test_a_household_that_begins_anew_at_any_moment_loses_nothing(
    hass: HomeAssistant,
    stack: Stack,
    moments: Moments,
    steps: Iterator[int],
    caplog: pytest.LogCaptureFixture,
    beginning: str,
    under_way: str,
) -> None:
    ending = Ending(hass, stack, moments)
    await ending.begin()
    await call(hass, "keep", title=FILM)
    await rest(hass)
    listeners = _listeners(hass)
    for number in steps:
        await ending.begin()
        where = await ending.stop_at(number, UNDER_WAY[under_way], NEW_BEGINNINGS[beginning])
        if where is None:
            break
        await rest(hass)
        assert hass.config_entries.async_get_known_entry(ENTRY_ID).state is ConfigEntryState.LOADED
        assert _listeners(hass) == listeners, where
        assert len(_tasks()) == 0, where
        assert keeps_written(hass) == {FILM}
        rows = (await call(hass, "get_media"))["media"]
        assert next(row for row in rows if row["title"] == FILM)["verdict"] == "protected"
    assert complaints(caplog) == []
