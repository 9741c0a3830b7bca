"""A real Home Assistant in this process, over storage on the disk; it can be stopped, and it can crash."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
import shutil
from typing import Any
from unittest.mock import patch

import aiohttp
from homeassistant.config_entries import ConfigEntryState, ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.oxicleanarr.cleanup.door import Door
from custom_components.oxicleanarr.cleanup.undo import Undo
from custom_components.oxicleanarr.const import DOMAIN
from harness.core import core
from simulator import Stack
from tests.following import server_subentry
from tests.household import (
    ENTRY_ID,
    household as entry_of,
    login_with_password,
    radarr_subentry,
    second_radarr_subentry,
    seerr_subentry,
    sonarr_subentry,
)
from tests.rules import a_stored_rule

from .clock import Clock
from .household import BRAKE, Household

_REQUEST_SECONDS = 2.0
_SETTLE_SECONDS = 20
_POLLS_SECONDS = (0.03, 0.06)


@contextmanager
def impatient() -> Iterator[None]:
    """Let nobody wait long for a server or for a disk."""
    timeout = aiohttp.ClientTimeout

    def soon(**_: Any) -> aiohttp.ClientTimeout:
        return timeout(total=_REQUEST_SECONDS)

    polls = {"polls_seconds": _POLLS_SECONDS}
    with (
        patch.object(aiohttp, "ClientTimeout", soon),
        patch.object(Door.__init__, "__kwdefaults__", (Door.__init__.__kwdefaults__ or {}) | polls),
        patch.object(Undo.__init__, "__kwdefaults__", polls),
    ):
        yield


class House:
    """Home Assistant with one household, for as long as it runs."""

    def __init__(self, stack: Stack, household: Household, folder: Path, clock: Clock) -> None:
        """Prepare; nothing runs before `start`."""
        self._stack = stack
        self._household = household
        self._folder = folder
        self.clock = clock
        self._exits = AsyncExitStack()
        self._hass: HomeAssistant | None = None
        self.brake_on = False
        self.refused: list[str] = []

    @property
    def hass(self) -> HomeAssistant:
        """The Home Assistant that runs now."""
        if self._hass is None:
            raise RuntimeError("It does not run")
        return self._hass

    @property
    def storage(self) -> Path:
        """Where it writes down what must survive."""
        return self._folder / ".storage"

    @property
    def loaded(self) -> bool:
        """Whether the household is set up."""
        if self._hass is None:
            return False
        entry = self._hass.config_entries.async_get_entry(ENTRY_ID)
        return entry is not None and entry.state is ConfigEntryState.LOADED

    @property
    def coordinator(self) -> Any:
        """The household's coordinator."""
        return self.hass.config_entries.async_get_known_entry(ENTRY_ID).runtime_data

    def expiry_of(self, plan_id: str) -> datetime | None:
        """Return until when a plan may be approved; `None` when it is not the one that waits."""
        if not self.loaded:
            return None
        frozen = self.coordinator.ledger.cleanup.frozen
        return frozen.expires_at if frozen is not None and frozen.id == plan_id else None

    async def start(self) -> None:
        """Start, and set the household up, whatever comes of it."""
        home = self._hass = await self._exits.enter_async_context(core(self._folder))
        self.show_brake()
        entry = entry_of(
            self._stack,
            options=self._household.options(self._stack),
            subentries_data=tuple(self._subentries()),
            **self._login(),
        )
        entry.add_to_hass(home)
        await home.config_entries.async_setup(ENTRY_ID)
        await self.settle()

    async def stop(self) -> None:
        """Stop, so that nothing of it rings any more."""
        if self._hass is None:
            return
        if self.loaded:
            await self._hass.config_entries.async_unload(ENTRY_ID)
        await self._hass.async_stop(force=True)
        self._hass = None
        await self._exits.aclose()

    async def restart(self, storage: Path | None = None) -> None:
        """Stop and start again, with the storage as it was copied to somewhere, when it is named."""
        await self.stop()
        if storage is not None:
            shutil.rmtree(self.storage, ignore_errors=True)
            shutil.move(storage, self.storage)
        await self.start()

    async def reload(self) -> None:
        """Unload the household, and set it up again."""
        with suppress(HomeAssistantError):
            await self.hass.config_entries.async_reload(ENTRY_ID)

    async def settle(self) -> None:
        """Wait until nothing is going on any more, neither here nor behind the servers."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_SETTLE_SECONDS):
                await self.hass.async_block_till_done(wait_background_tasks=True)
        for arr in self._stack.arrs:
            await arr.settled()

    async def pass_time(self, time: timedelta) -> None:
        """Let time pass, and everything happen that was waiting for it."""
        self.clock.advance(time)
        async_fire_time_changed(self.hass, self.clock.now())
        await self.settle()

    async def act(self, action: str, **data: Any) -> dict[str, Any] | None:
        """Call one of our actions for its answer; `None` when it is refused or fails."""
        return await self._call(DOMAIN, action, data, answers=True)

    async def set_mode(self, mode: str) -> bool:
        """Choose who lets media go; return whether that is so now."""
        data = {"option": mode}
        return await self._switch("select", "mode", "select_option", data, mode)

    async def set_holiday(self, *, on: bool) -> bool:
        """Begin or end a holiday; return whether that is so now."""
        state = "on" if on else "off"
        return await self._switch("switch", "holiday", f"turn_{state}", {}, state)

    def show_brake(self) -> None:
        """Show the entity that holds everything back while it is on."""
        self.hass.states.async_set(BRAKE, "on" if self.brake_on else "off")

    def _login(self) -> dict[str, Any]:
        """Return how it logs in at a Jellyfin that has no keys for programs."""
        return {} if self._stack.jellyfin.api_key else login_with_password(self._stack)

    def _subentries(self) -> list[ConfigSubentryDataWithId]:
        found = [radarr_subentry(self._stack), sonarr_subentry(self._stack)]
        if self._stack.second_radarr is not None:
            found.append(second_radarr_subentry(self._stack))
        if self._household.seerr:
            found.append(seerr_subentry(self._stack))
        if self._household.oxicleanarr is not None:
            found.append(server_subentry(self._stack))
        if self._household.max_episodes is not None:
            terms = {"kinds": ["series"], "max_episodes": self._household.max_episodes}
            found.append(a_stored_rule("Only the newest", type="episode", **terms))
        return found

    async def _switch(
        self, platform: str, key: str, action: str, data: dict[str, Any], wanted: str
    ) -> bool:
        """Act on an entity of ours; Home Assistant is silent about one that is not there just now."""
        registry = er.async_get(self.hass)
        entity_id = registry.async_get_entity_id(platform, DOMAIN, f"{ENTRY_ID}_{key}")
        if entity_id is None:
            return False
        done = await self._call(platform, action, data | {"entity_id": entity_id})
        state = self.hass.states.get(entity_id)
        return done is not None and state is not None and state.state == wanted

    async def _call(
        self, domain: str, action: str, data: dict[str, Any], *, answers: bool = False
    ) -> dict[str, Any] | None:
        try:
            answer = await self.hass.services.async_call(
                domain, action, data, blocking=True, return_response=answers
            )
        except HomeAssistantError as err:
            self.refused.append(f"{action}: {err.translation_key or err}")
            return None
        return dict(answer or {})
