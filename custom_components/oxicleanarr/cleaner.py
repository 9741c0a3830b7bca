"""Cleaning up, as Home Assistant sees it: who lets media go, and whether countdowns stand still."""

from datetime import datetime
from typing import TYPE_CHECKING

from homeassistant.util import dt as dt_util

from .cleanup.models import FrozenPlan, Mode, Removed, RunReport
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

    @property
    def next_run_at(self) -> datetime | None:
        """When the rules let media go by themselves next; `None` when they do not."""
        return None

    async def async_prepare(self) -> tuple[FrozenPlan, RunReport]:
        """Freeze what a run would remove now, for somebody to approve."""
        raise NotImplementedError

    async def async_preview(self) -> RunReport:
        """Return what a run would do now."""
        raise NotImplementedError

    async def async_approve(self, plan_id: str, approved_by: str | None) -> RunReport:
        """Carry out exactly the plan with this id."""
        raise NotImplementedError

    async def async_restore(self, removal_id: str, restored_by: str | None) -> Removed:
        """Put back what was removed."""
        raise NotImplementedError
