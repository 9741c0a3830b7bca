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

from .answers import in_words, label
from .coordinator import OxiCleanarrConfigEntry
from .entity import OxiCleanarrEntity
from .library.models import Medium
from .policy.models import Leaving
from .snapshot import Snapshot

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

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return the departure of today, or else the next one; what is overdue has had its day."""
        snapshot = self.coordinator.data
        index = bisect_left(snapshot.departures, dt_util.start_of_local_day(), key=_leaves_at)
        departures = snapshot.departures[index : index + 1]
        language = self.hass.config.language
        return _event(snapshot, language, *departures[0]) if departures else None

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return the departures whose days lie in the range or reach into it."""
        # Thousands may leave on one day: all that was overdue when the household was set up.
        return await hass.async_add_executor_job(
            _events, self.coordinator.data, hass.config.language, start_date, end_date
        )


def _events(
    snapshot: Snapshot, language: str, start_date: datetime, end_date: datetime
) -> list[CalendarEvent]:
    first_day = dt_util.start_of_local_day(dt_util.as_local(start_date))
    last_day = dt_util.start_of_local_day(dt_util.as_local(end_date))
    after = last_day if last_day == end_date else dt_util.start_of_local_day(last_day + _DAY)
    begin = bisect_left(snapshot.departures, first_day, key=_leaves_at)
    end = bisect_left(snapshot.departures, after, key=_leaves_at)
    return [_event(snapshot, language, *departure) for departure in snapshot.departures[begin:end]]


def _event(snapshot: Snapshot, language: str, medium: Medium, leaving: Leaving) -> CalendarEvent:
    day = dt_util.as_local(leaving.leaves_at).date()
    decision = snapshot.plan.decisions[medium.id]
    return CalendarEvent(
        uid=medium.id,
        summary=label(medium),
        start=day,
        end=day + _DAY,
        description=in_words(decision, dt_util.now(), language),
    )


def _leaves_at(departure: tuple[Medium, Leaving]) -> datetime:
    return departure[1].leaves_at
