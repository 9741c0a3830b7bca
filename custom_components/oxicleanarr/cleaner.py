"""Cleaning up, as Home Assistant sees it: what people decide, the runs, and undoing them."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from .aftermath import async_forget, async_mark_day, async_recover, async_remember_regrets
from .cleanup.entries import Arrs
from .cleanup.frozen import candidates_of, freeze, frozen_item, missing_of
from .cleanup.models import FrozenItem, FrozenPlan, Mode
from .cleanup.removed import Removed
from .cleanup.report import RunReport
from .cleanup.run import run
from .cleanup_clock import CleanupClock
from .cleanup_happenings import prepared, run_happenings
from .cleanup_issues import report_approval, report_cleanup
from .const import DOMAIN
from .happenings import async_send
from .house import House, Warrant
from .journal import Journal
from .library.models import Library
from .recycle_bins import async_look_for_bins
from .refusals import invalid
from .restoring import async_restore
from .server_house import ServerHouse, async_read_anew
from .settings import brake_entities, cleanup_settings
from .snapshot import mark_of

if TYPE_CHECKING:
    from .coordinator import OxiCleanarrCoordinator


class Cleaner:
    """The door to deletion of one household; one thing at a time goes through it."""

    def __init__(self, coordinator: OxiCleanarrCoordinator, journal: Journal) -> None:
        """Take the household and its journal, which is read already."""
        self.journal = journal
        self.settings = cleanup_settings(coordinator.config_entry.options)
        self.last_report: RunReport | None = None
        """What the newest run did; `None` since the start."""
        self.first_run: tuple[FrozenItem, ...] | None = None
        """What the first run of the automatic mode would remove; `None` while nobody looked."""
        self.without_bin = frozenset[str]()
        """The ids of the servers that have no recycle bin, as far as they told."""
        self.clock = CleanupClock(coordinator)
        self._coordinator = coordinator
        self._ledger = coordinator.ledger
        self.halted = False
        """Whether somebody has chosen to observe since the run began, be it for a moment: that ends it."""
        self.stopping = False
        """Whether the household is being unloaded: then nothing new begins."""
        self._lock = asyncio.Lock()
        self._going = False
        self._seen: Library | None = None

    @property
    def mode(self) -> Mode:
        """Who lets media go; without a Jellyfin nobody, whatever was chosen before."""
        return self._ledger.cleanup.mode if self._coordinator.sources.jellyfin else Mode.OBSERVE

    async def async_set_mode(self, mode: Mode) -> None:
        """Decide who lets media go; what the first automatic run would remove is shown at once.

        Raises:
            ServiceValidationError: Without a Jellyfin nobody knows what is being watched, so nothing may go.
        """
        if mode is not Mode.OBSERVE:
            self._require_jellyfin()
        self.halted |= mode is Mode.OBSERVE
        state, removal = self._ledger.cleanup, self.settings.removal
        await self._ledger.async_cleanup(state.in_mode(mode, dt_util.utcnow(), removal))
        self.first_run = None
        self.clock.begin_anew()
        self._coordinator.async_update_listeners()
        self._show_what_comes()

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
        self.first_run = None
        self.clock.wind()
        await self._coordinator.async_replan()
        report_cleanup(self._coordinator)
        if not on:
            self._show_what_comes()

    @property
    def frozen(self) -> FrozenPlan | None:
        """The list that waits for approval; one that was prepared for another way of removing does no more."""
        plan = self._ledger.cleanup.frozen
        return plan if plan and plan.removal is self.settings.removal else None

    @property
    def next_run_at(self) -> datetime | None:
        """When the rules let media go by themselves next, or a plan is prepared; `None` when neither.

        During a holiday the clock goes on, but nobody knows when the holiday ends.
        """
        return None if self.holiday else self.clock.next_run_at

    async def async_preview(self) -> RunReport:
        """Return what a run would do now; nothing is changed or prepared by it.

        Raises:
            ServiceValidationError: There is no Jellyfin, or something is going through the door already.
        """
        self._require_jellyfin()
        async with self._alone():
            return await self._async_run(None, dry=True)

    async def async_prepare(self, *, ask: bool = False) -> tuple[FrozenPlan, RunReport]:
        """Freeze what a run would do now, for somebody to approve; also return what stays, and why.

        With `ask`, people are told of it.

        Raises:
            ServiceValidationError: There is no Jellyfin, in this mode nothing can be approved, or something is
                going through the door already.
        """
        self._require_jellyfin()
        async with self._alone():
            if self.mode is Mode.OBSERVE:
                raise invalid("cleanup_observing")
            report = await self._async_run(None, dry=True)
            if self._ledger.cleanup.mode is Mode.OBSERVE:
                # Somebody has changed it meanwhile; what was prepared must not outlive that.
                raise invalid("cleanup_observing")
            plan = freeze(report, self.settings.removal)
            await self._ledger.async_cleanup(replace(self._ledger.cleanup, frozen=plan))
        if ask and plan.items:
            async_send(self._coordinator.hass, prepared(plan, self._coordinator.scene()))
        report_cleanup(self._coordinator)
        return plan, report

    async def async_approve(self, plan_id: str, approved_by: str | None) -> RunReport:
        """Carry out the plan that was prepared, exactly that, as far as nothing speaks against it by now.

        Raises:
            ServiceValidationError: In this mode nothing can be approved, the plan is not the one that was
                prepared last, its time is over, or something is going through the door already.
        """
        async with self._alone():
            state = self._ledger.cleanup
            if state.mode is Mode.OBSERVE:
                raise invalid("cleanup_observing")
            plan = self.frozen
            if plan is None or plan.id != plan_id:
                raise invalid("plan_unknown")
            if not plan.made_at <= dt_util.utcnow() < plan.expires_at:
                raise invalid("plan_expired")
            # Before the first touch: whatever happens then, an approval counts once.
            await self._ledger.async_cleanup(replace(state, frozen=None))
            report = await self._async_run(plan.items, dry=False, approved_by=approved_by)
            if report.objections and not report.outcomes and not self.halted:
                # Nothing was looked at, so it may be approved once more.
                await self._ledger.async_cleanup(replace(self._ledger.cleanup, frozen=plan))
                report_approval(self._coordinator)
            return report

    async def async_clean_up(self) -> RunReport:
        """Carry out what the rules say; for the automatic mode.

        Raises:
            ServiceValidationError: The mode is another one, or something is going through the door already.
        """
        async with self._alone():
            if self.mode is not Mode.AUTOMATIC:
                raise invalid("cleanup_observing")
            return await self._async_run(None, dry=False)

    async def async_ran(self, at: datetime) -> None:
        """Remember that the day's run, or question, is over."""
        await self._ledger.async_cleanup(replace(self._ledger.cleanup, last_run_at=at))
        report_cleanup(self._coordinator)

    async def async_restore(self, removal_id: str, restored_by: str | None) -> Removed:
        """Undo a removal, unless something else is under way.

        Raises:
            ServiceValidationError: There is no such removal, or something is going through the door already.
            HomeAssistantError: A server failed, or the journal; it may be tried again.
        """
        async with self._alone():
            return await async_restore(self._coordinator, self._arrs(), removal_id, restored_by)

    async def async_give_notice(self) -> None:
        """Give notice anew where it was decided that media go another way than the rules were to let them go."""
        state = self._ledger.cleanup
        noticed = state.removing_by(self.settings.removal, dt_util.utcnow())
        if noticed is not state:
            await self._ledger.async_cleanup(noticed)

    @callback
    def begin(self, hass: HomeAssistant) -> None:
        """Look after every sync from now on, and clean up when it is time."""
        coordinator = self._coordinator
        coordinator.config_entry.async_on_unload(coordinator.async_add_listener(self._synced_soon))
        self._synced_soon()
        self.clock.begin()

    async def async_stop(self) -> None:
        """Begin nothing more, and wait for what is going through the door.

        The next household has a journal of its own, and must not read it before the last word is in.
        """
        self.stopping = True
        self.clock.stop()
        async with self._lock:
            return

    @callback
    def _synced_soon(self) -> None:
        library = self._coordinator.data.library
        if library is not self._seen:
            self._seen = library
            self._coordinator.config_entry.async_create_background_task(
                self._coordinator.hass, self._async_synced(), f"{DOMAIN} after a sync"
            )
        else:
            report_approval(self._coordinator)

    async def _async_synced(self) -> None:
        """Do what every sync is an occasion for: see what became of earlier removals, and measure the day."""
        if self._going or self._lock.locked() or self.stopping:
            # A run syncs, too, and looks after all that by itself.
            return
        known = self.journal.removals
        async with self._lock:
            await async_recover(self._coordinator)
            await async_mark_day(self._coordinator)
            await self._async_look_for_bins()
            await async_remember_regrets(self._coordinator)
            await self._async_look_ahead()
        self.clock.wind()
        report_cleanup(self._coordinator)
        if self.journal.removals is not known:
            self._coordinator.async_update_listeners()

    async def async_release_brakes(self) -> None:
        """Take plan and library as they are now for what is normal."""
        data, now = self._coordinator.data, dt_util.utcnow()
        today = mark_of(data, now)
        await self._ledger.async_cleanup(replace(self._ledger.cleanup, day=today))
        report_cleanup(self._coordinator)

    async def async_accept_no_bin(self, source_id: str) -> None:
        """Let a server delete for good, because it has no recycle bin and a person knows."""
        state = self._ledger.cleanup
        accepted = state.no_bin_accepted | {source_id}
        await self._ledger.async_cleanup(replace(state, no_bin_accepted=accepted))
        report_cleanup(self._coordinator)

    async def async_reject_no_bin(self, source_id: str) -> None:
        """Ask again before a server without a recycle bin deletes for good."""
        state = self._ledger.cleanup
        accepted = state.no_bin_accepted - {source_id}
        await self._ledger.async_cleanup(replace(state, no_bin_accepted=accepted))

    def house(self, warrant: Warrant | None = None, *, read_anew: bool = True) -> House:
        """Return the household as the run with this warrant sees it; without one, as the newest sync does."""
        return House(
            self._coordinator,
            self._arrs(),
            self.settings,
            brake_entities(self._coordinator.config_entry.options),
            ServerHouse(self._coordinator.sources, read_anew=read_anew),
            warrant,
        )

    async def _async_run(
        self, wanted: Iterable[FrozenItem] | None, *, dry: bool, approved_by: str | None = None
    ) -> RunReport:
        """Read all servers, then go through what is wanted, or through everything whose day has come."""
        armed_at = self._ledger.cleanup.armed_at
        read_anew = dry or await async_read_anew(self._coordinator)
        warrant = Warrant(
            began_at=dt_util.utcnow(),
            armed_at=armed_at if wanted is None else None,
            approved_by=approved_by,
        )
        await self._coordinator.async_sync()
        await async_recover(self._coordinator)
        await async_mark_day(self._coordinator)
        found = candidates_of(self._coordinator.data.plan, self._ledger.announced)
        if wanted is None:
            items = {one.medium.id: frozen_item(one) for one in found}
        else:
            items = {item.medium_id: item for item in wanted}
        candidates = [candidate for candidate in found if candidate.medium.id in items]
        present = {candidate.medium.id for candidate in candidates}
        report = await run(
            self.house(warrant, read_anew=read_anew),
            candidates,
            items,
            run_id=uuid4().hex,
            at=warrant.began_at,
            dry=dry,
        )
        gone = [item for key, item in items.items() if key not in present]
        report = replace(report, missing=missing_of(gone, self._coordinator.data.plan))
        if not dry:
            await self._async_tell(report)
        return report

    async def _async_tell(self, report: RunReport) -> None:
        """Let people know what a run did, and show what is left."""
        for outcome in report.outcomes:
            if outcome.removed and outcome.removed.deleted:
                await async_forget(self._coordinator, outcome.removed)
        before, self.last_report = self.last_report, report
        for happening in run_happenings(report, self._coordinator.scene(), before):
            async_send(self._coordinator.hass, happening)
        if any(outcome.removed for outcome in report.outcomes):
            await self._coordinator.async_sync()
        report_cleanup(self._coordinator)

    @callback
    def _show_what_comes(self) -> None:
        self._coordinator.config_entry.async_create_background_task(
            self._coordinator.hass, self._async_show_what_comes(), f"{DOMAIN} what comes"
        )

    async def _async_show_what_comes(self) -> None:
        """Show what a person has to know about what was chosen just now."""
        async with self._lock:
            await self._async_look_for_bins()
            await self._async_look_ahead()
        report_cleanup(self._coordinator)

    async def _async_look_ahead(self) -> None:
        """Find out what the first run of the automatic mode would remove, as long as it is still to come."""
        state = self._ledger.cleanup
        if state.holiday or not state.first_run_ahead:
            return
        report = await self._async_run(None, dry=True)
        going = tuple(frozen_item(outcome.candidate) for outcome in report.going)
        self.first_run = None if report.objections else going

    async def _async_look_for_bins(self) -> None:
        """Find out where what is deleted is gone for good, unless nothing is."""
        if self.mode is Mode.OBSERVE:
            return
        self.without_bin = await async_look_for_bins(self._coordinator, self._arrs())

    def _require_jellyfin(self) -> None:
        if self._coordinator.sources.jellyfin is None:
            raise invalid("cleanup_without_jellyfin")

    @asynccontextmanager
    async def _alone(self) -> AsyncGenerator[None]:
        """Hold the door.

        Raises:
            ServiceValidationError: Something is going through it already.
        """
        if self._going:
            raise invalid("cleanup_running")
        self._going, self.halted = True, False
        try:
            # What comes after a sync takes a moment, which nobody needs to know of.
            async with self._lock:
                yield
        finally:
            self._going = False

    def _arrs(self) -> Arrs:
        sources, entry = self._coordinator.sources, self._coordinator.config_entry
        names = {key: entry.subentries[key].title for key in sources.arrs}
        return Arrs(clients=sources.arrs, names=names)
