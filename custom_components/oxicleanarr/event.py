"""Events: what happened in the household, the newest one with what belongs to it."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util.signal_type import SignalType

from .coordinator import OxiCleanarrConfigEntry
from .entity import OxiCleanarrEntity
from .happenings import ACTIVITY_KEY, SIGNAL_HAPPENING, Happening, HappeningKind

PARALLEL_UPDATES = 0

ACTIVITY = EventEntityDescription(
    key=ACTIVITY_KEY,
    translation_key=ACTIVITY_KEY,
    event_types=[kind.value for kind in HappeningKind],
)
# The names of the attributes, by the names that automations know.
_ATTRIBUTES: Final = {
    "title": "title",
    "medium_id": "id",
    "year": "year",
    "kind": "kind",
    "leaves_on": "leaves_on",
    "days_left": "days_left",
    "rule": "rule",
    "reason": "reason",
    "removal": "removal",
    "freed_bytes": "freed_bytes",
}
_PLAN_ATTRIBUTES: Final = ("plan_id", "expires_at", "titles", "size_bytes")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: OxiCleanarrConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the events of the Jellyfin device."""
    async_add_entities([ActivityEvent(entry.runtime_data, ACTIVITY)])


class ActivityEvent(OxiCleanarrEntity, EventEntity):
    """The newest happening."""

    entity_description: EventEntityDescription
    _unrecorded_attributes = frozenset({"reason", "problem"})

    @property
    @override
    def available(self) -> bool:
        """Return that it is there: what happened stays true while servers fail."""
        return True

    @override
    async def async_added_to_hass(self) -> None:
        """Listen."""
        await super().async_added_to_hass()
        signal = SIGNAL_HAPPENING.format(entry_id=self.coordinator.config_entry.entry_id)
        self.async_on_remove(
            async_dispatcher_connect(self.hass, SignalType[Happening](signal), self._happened)
        )

    @callback
    def _happened(self, happening: Happening) -> None:
        self._trigger_event(happening.kind.value, dict(_attributes(happening)))
        self.async_write_ha_state()


def _attributes(happening: Happening) -> Mapping[str, Any]:
    """Return what is known about a happening."""
    about = {name: happening.media.get(told) for name, told in _ATTRIBUTES.items()}
    about |= {name: happening.plan.get(name) for name in _PLAN_ATTRIBUTES}
    about |= {"problem": happening.problem, **happening.counts}
    return {name: value for name, value in about.items() if value is not None}
