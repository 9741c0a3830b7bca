"""The clock of cleaning up: at its time of day the automatic mode cleans up, and the asking one asks."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.util import dt as dt_util

from .cleanup.models import Mode
from .cleanup.report import RunReport
from .cleanup.timetable import next_run_at
from .const import DOMAIN
from .settings import run_time

if TYPE_CHECKING:
    from .coordinator import OxiCleanarrCoordinator

RETRY: Final = timedelta(hours=1)
"""When a run that was held back is tried again."""


class CleanupClock:
    """Rings once a day, and again an hour later while something holds the run back."""

    def __init__(self, coordinator: OxiCleanarrCoordinator) -> None:
        """Prepare; it does not tick before `begin`."""
        self._coordinator = coordinator
        self._run_at = run_time(coordinator.config_entry.options)
        self._since = dt_util.now()
        self._chosen_at: datetime | None = None
        self._retry_at: datetime | None = None
        self._cancel: CALLBACK_TYPE | None = None
        self._ticking = False

    @property
    def next_run_at(self) -> datetime | None:
        """When it rings next; `None` while only observing."""
        if self._coordinator.cleaner.mode is Mode.OBSERVE:
            return None
        state = self._coordinator.ledger.cleanup
        return next_run_at(state, self._run_at, self._since, self._retry_at, self._chosen_at)

    @callback
    def begin(self) -> None:
        """Tick from now on, until the household is unloaded."""
        self._ticking = True
        self._coordinator.config_entry.async_on_unload(self.stop)
        self.wind()

    @callback
    def stop(self) -> None:
        """Tick no more."""
        self._ticking = False
        self._silence()

    @callback
    def begin_anew(self) -> None:
        """Ring at the next time of day, because the mode has just been chosen."""
        self._chosen_at, self._retry_at = dt_util.utcnow(), None
        self.wind()

    @callback
    def wind(self) -> None:
        """Set the alarm anew, because a run is over."""
        self._silence()
        due = self.next_run_at
        if due is None or not self._ticking:
            return
        # A moment in the past rings at once.
        at = max(dt_util.as_utc(due), dt_util.utcnow() + timedelta(seconds=1))
        self._cancel = async_track_point_in_utc_time(self._coordinator.hass, self._ring, at)

    @callback
    def _silence(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    @callback
    def _ring(self, _now: datetime) -> None:
        self._cancel = None
        self._coordinator.config_entry.async_create_background_task(
            self._coordinator.hass, self._async_run(), f"{DOMAIN} cleanup"
        )

    async def _async_run(self) -> None:
        self._retry_at = dt_util.utcnow() + RETRY
        try:
            report = await self._async_turn()
            if not report.objections:
                self._retry_at = None
                await self._coordinator.cleaner.async_ran(report.at)
        except HomeAssistantError:
            # Something is going through the door already, or the mode has changed just now.
            return
        finally:
            self.wind()
            self._coordinator.async_update_listeners()

    async def _async_turn(self) -> RunReport:
        cleaner = self._coordinator.cleaner
        if cleaner.mode is Mode.AUTOMATIC:
            return await cleaner.async_clean_up()
        _, report = await cleaner.async_prepare(ask=True)
        return report
