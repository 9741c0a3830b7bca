"""Cleaning up, as Home Assistant sees it: who lets media go, and whether countdowns stand still."""

from typing import TYPE_CHECKING

from homeassistant.util import dt as dt_util

from .cleanup.models import Mode
from .journal import Journal

if TYPE_CHECKING:
    from .coordinator import OxiCleanarrCoordinator


class Cleaner:
    """What people decide about cleaning up in one household."""

    def __init__(self, coordinator: OxiCleanarrCoordinator, journal: Journal) -> None:
        """Take the household and its journal, which is read already."""
        self.journal = journal
        self._coordinator = coordinator
        self._ledger = coordinator.ledger

    @property
    def mode(self) -> Mode:
        """Who lets media go."""
        return self._ledger.cleanup.mode

    async def async_set_mode(self, mode: Mode) -> None:
        """Decide who lets media go."""
        await self._ledger.async_cleanup(self._ledger.cleanup.in_mode(mode, dt_util.utcnow()))
        self._coordinator.async_update_listeners()

    @property
    def holiday(self) -> bool:
        """Whether every countdown stands still."""
        return self._ledger.cleanup.holiday

    async def async_set_holiday(self, on: bool) -> None:
        """Let every countdown stand still, or go on; the plan follows at once."""
        now, state = dt_util.utcnow(), self._ledger.cleanup
        await self._ledger.async_cleanup(
            state.paused(now, self._ledger.announced.values()) if on else state.resumed(now)
        )
        await self._coordinator.async_replan()
