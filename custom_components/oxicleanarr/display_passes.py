"""When Jellyfin is shown something else: after every plan that differs, at once where somebody waits for it."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from homeassistant.core import callback

from .const import DOMAIN
from .display.models import DisplayReport
from .display_issues import report_display
from .displays import Grounds
from .policy.models import Plan
from .snapshot import Snapshot

if TYPE_CHECKING:
    from .coordinator import OxiCleanarrCoordinator


class DisplayPasses:
    """The passes over the displays of one household, one at a time; what each did is in the snapshot."""

    def __init__(self, coordinator: OxiCleanarrCoordinator) -> None:
        """Prepare; nothing is shown yet."""
        self._coordinator = coordinator
        self._lock = asyncio.Lock()
        self._grounds: Grounds | None = None
        """What the last pass rested on."""
        self._plan: Plan | None = None
        """The newest plan that is shown."""

    @callback
    def show_soon(self) -> None:
        """Let Jellyfin show the newest plan, without waiting for it."""
        coordinator = self._coordinator
        if coordinator.data.plan is not self._plan:
            coordinator.config_entry.async_create_background_task(
                coordinator.hass, self.async_show(), f"{DOMAIN} displays"
            )

    async def async_show(self, *, rebuild: bool = False) -> DisplayReport:
        """Let Jellyfin show what the newest plan says, unless it does already."""
        coordinator = self._coordinator
        async with self._lock:
            data = coordinator.data
            # Thousands may be leaving soon.
            grounds, differs = await coordinator.hass.async_add_executor_job(self._compared, data)
            if data.display and not rebuild and not differs:
                self._plan = data.plan
                return data.display
            report = await coordinator.displays.async_show(data.library, grounds, rebuild=rebuild)
            self._grounds, self._plan = grounds, data.plan
            # The plan may be a newer one by now.
            coordinator.data = replace(coordinator.data, display=report)
            report_display(coordinator.hass, coordinator.config_entry, report)
            coordinator.async_update_listeners()
            return report

    async def async_take_away(self, medium_id: str) -> bool:
        """Take a medium that is about to be removed off all displays; return whether no link to it is left."""
        self._coordinator.displays.removing.add(medium_id)
        async with self._lock:
            # A pass that was going on may have made its links once more.
            self._grounds = self._plan = None
        await self.async_show()
        links = self._coordinator.ledger.made.links
        return all(link.medium_id != medium_id for link in links)

    @callback
    def show_again(self, medium_id: str) -> None:
        """Let the displays follow the plan again for a medium that was taken away."""
        self._coordinator.displays.removing.discard(medium_id)
        self._grounds = self._plan = None

    def _compared(self, data: Snapshot) -> tuple[Grounds, bool]:
        """Return what a pass would rest on, and whether it would show something else than the last one did.

        It would also where that one left something to do.
        """
        grounds = self._coordinator.displays.grounds(
            data.library, data.plan, data.bridge, self._coordinator.hass.config.language
        )
        if data.plan is self._plan:
            return grounds, False
        return grounds, grounds != self._grounds or not (data.display and data.display.settled)
