"""The calendar of departures: a whole day for everything that leaves, so that any automation can tell before."""

from bisect import bisect_left
from datetime import datetime, timedelta
from typing import override

from homeassistant.components.calendar import (
    CalendarEntity,
    CalendarEntityDescription,
    CalendarEvent,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .answers import MediaFilter, VerdictFilter, describe, in_words, label, select
from .coordinator import OxiCleanarrConfigEntry, OxiCleanarrCoordinator
from .entity import OxiCleanarrEntity
from .policy.models import Decision, Leaving, Plan

PARALLEL_UPDATES = 0

DEPARTURES = CalendarEntityDescription(
    key="departures", translation_key="departures", initial_color="#e08a00"
)

_DAY = timedelta(days=1)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: OxiCleanarrConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the calendar of the household."""
    async_add_entities([DepartureCalendar(entry.runtime_data, DEPARTURES)])


class DepartureCalendar(OxiCleanarrEntity, CalendarEntity):
    """The days on which media leave at the earliest, as the present plan has them."""

    entity_description: CalendarEntityDescription

    def __init__(
        self, coordinator: OxiCleanarrCoordinator, description: CalendarEntityDescription
    ) -> None:
        """Start without any departure sorted."""
        super().__init__(coordinator, description)
        self._sorted_plan: Plan | None = None
        self._departures: list[tuple[datetime, Decision]] = []

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return the departure of today, or else the next one; what is overdue has had its day."""
        departures = self._sorted()
        index = bisect_left(departures, dt_util.start_of_local_day(), key=_leaves_at)
        return self._event(*departures[index]) if index < len(departures) else None

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return the departures whose days lie in the range or reach into it."""
        departures = self._sorted()
        first_day = dt_util.start_of_local_day(dt_util.as_local(start_date))
        last_day = dt_util.start_of_local_day(dt_util.as_local(end_date))
        after = last_day if last_day == end_date else dt_util.start_of_local_day(last_day + _DAY)
        begin = bisect_left(departures, first_day, key=_leaves_at)
        end = bisect_left(departures, after, key=_leaves_at)
        return [self._event(*departure) for departure in departures[begin:end]]

    def _sorted(self) -> list[tuple[datetime, Decision]]:
        """Return everything that leaves by its moment, sorted once for each plan."""
        plan = self.coordinator.data.plan
        if plan is not self._sorted_plan:
            leaving = MediaFilter(verdict=VerdictFilter.LEAVING)
            self._departures = [
                (decision.verdict.leaves_at, decision)
                for decision in select(plan, leaving, dt_util.now())
                if isinstance(decision.verdict, Leaving)
            ]
            self._sorted_plan = plan
        return self._departures

    def _event(self, leaves_at: datetime, decision: Decision) -> CalendarEvent:
        day = dt_util.as_local(leaves_at).date()
        told = describe(decision, self.coordinator.data.library, dt_util.now())
        return CalendarEvent(
            uid=decision.medium.id,
            summary=label(decision.medium),
            start=day,
            end=day + _DAY,
            description=in_words(told),
        )


def _leaves_at(departure: tuple[datetime, Decision]) -> datetime:
    return departure[0]
