"""Tells what every plan brings, in the order of the plans and once each."""

import asyncio
from dataclasses import replace
from datetime import datetime

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send

from .const import DOMAIN
from .coordinator import OxiCleanarrCoordinator
from .happenings import SIGNAL_COUNTDOWN, async_send
from .news import news_of, sync_finished
from .policy.models import Plan
from .snapshot import Snapshot


class Teller:
    """Compares each plan of one household with what was told, and tells the rest."""

    def __init__(self, coordinator: OxiCleanarrCoordinator) -> None:
        """Prepare; nothing is told before `begin`."""
        self._coordinator = coordinator
        self._seen: Plan | None = None
        self._finished_at: datetime | None = None
        self._lock = asyncio.Lock()

    @callback
    def begin(self, hass: HomeAssistant) -> None:
        """Tell the present plan and every later one.

        To be called when Home Assistant has started: before that automations do not listen.
        """
        coordinator = self._coordinator
        coordinator.config_entry.async_on_unload(coordinator.async_add_listener(self._tell_soon))
        self._tell_soon()

    @callback
    def _tell_soon(self) -> None:
        snapshot = self._coordinator.data
        if snapshot.plan is self._seen:
            return
        self._seen = snapshot.plan
        # No background task: an unload would cancel that between remembering and telling.
        self._coordinator.config_entry.async_create_task(
            self._coordinator.hass, self._async_tell(snapshot), f"{DOMAIN} happenings"
        )

    async def _async_tell(self, snapshot: Snapshot) -> None:
        """Remember what will have been told, then tell it.

        In this order a power cut loses at most what is being told; in the other it would be told again.
        """
        coordinator, plan = self._coordinator, snapshot.plan
        hass = coordinator.hass
        async with self._lock:
            scene = replace(coordinator.scene(), library=snapshot.library)
            # Thousands may be leaving soon, and each day all of them have one day less.
            news = await hass.async_add_executor_job(news_of, coordinator.ledger.told, plan, scene)
            await coordinator.ledger.async_told(news.told)
            if snapshot.finished_at != self._finished_at:
                self._finished_at = snapshot.finished_at
                async_send(hass, sync_finished(plan, scene))
            for happening in news.happenings:
                async_send(hass, happening)
            for countdown in news.countdowns:
                async_dispatcher_send(hass, SIGNAL_COUNTDOWN, countdown)
