"""Sensors: what is leaving soon, what is gone, and how the sync, the Bridge and our links are doing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, override

from homeassistant.components.sensor import (
    DOMAIN as SENSOR,
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory, UnitOfInformation
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType
from homeassistant.util import dt as dt_util

from .cleaner import Cleaner
from .cleanup.history import freed_bytes_of
from .cleanup.regret import RuleRegrets, per_rule
from .clients.bridge import BridgeState
from .coordinator import OxiCleanarrConfigEntry
from .display_issues import what_hinders
from .entity import OxiCleanarrEntity, forget_entity
from .jellyfin_source import has_jellyfin
from .library.facts import UNKNOWN
from .library.models import Kind
from .rebuild import failures_of, has_links
from .server_sensors import add_server_sensors
from .shown_by import ShownBy
from .snapshot import Snapshot
from .upcoming import upcoming

PARALLEL_UPDATES = 0

# What a person looks through; the action answers with all of them.
_TOLD_FAILURES = 20


@dataclass(frozen=True, kw_only=True)
class OxiCleanarrSensorDescription(SensorEntityDescription):
    """A sensor, how its value is read from the snapshot, and its attributes."""

    value_fn: Callable[[Snapshot], StateType | date | datetime]
    attributes_fn: Callable[[Snapshot], Mapping[str, Any]] | None = None


def _leaving_count(snapshot: Snapshot, *kinds: Kind) -> int | None:
    if not _told(snapshot, kinds):
        return None
    return sum(snapshot.totals.media.get(kind, 0) for kind in kinds)


def _told(snapshot: Snapshot, kinds: Iterable[Kind]) -> bool:
    """Return whether every server behind the kinds has answered since the start.

    Before that nobody knows what is leaving, which is something else than nothing.
    """
    library = snapshot.library
    return all(
        library.sources[source_id].read_at for kind in kinds for source_id in library.behind[kind]
    )


def _leaving_size_bytes(snapshot: Snapshot) -> int | None:
    if not _told(snapshot, Kind):
        return None
    # A sum without the unknown ones would be wrong; without any medium it is a true zero.
    size_bytes = snapshot.totals.size_bytes
    return None if size_bytes is UNKNOWN else size_bytes or 0


def _ready_to_leave(snapshot: Snapshot) -> int | None:
    if not _told(snapshot, Kind):
        return None
    return snapshot.totals.ready


def _next_departure(snapshot: Snapshot) -> date | None:
    leaving = snapshot.plan.leaving_soon
    return dt_util.as_local(leaving[0][1].leaves_at).date() if leaving else None


def _next_departure_attributes(snapshot: Snapshot) -> Mapping[str, Any]:
    leaving = snapshot.plan.leaving_soon
    if not leaving:
        return {}
    medium = leaving[0][0]
    return {"title": medium.title, "kind": medium.kind.value, "medium_id": medium.id}


SENSORS = (
    OxiCleanarrSensorDescription(
        key="leaving_soon",
        translation_key="leaving_soon",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda snapshot: _leaving_count(snapshot, *Kind),
    ),
    OxiCleanarrSensorDescription(
        key="leaving_soon_movies",
        translation_key="leaving_soon_movies",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda snapshot: _leaving_count(snapshot, Kind.MOVIE),
    ),
    OxiCleanarrSensorDescription(
        key="leaving_soon_series",
        translation_key="leaving_soon_series",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda snapshot: _leaving_count(snapshot, Kind.SERIES),
    ),
    OxiCleanarrSensorDescription(
        key="leaving_soon_size",
        translation_key="leaving_soon_size",
        device_class=SensorDeviceClass.DATA_SIZE,
        native_unit_of_measurement=UnitOfInformation.BYTES,
        suggested_unit_of_measurement=UnitOfInformation.GIGABYTES,
        suggested_display_precision=1,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=_leaving_size_bytes,
    ),
    OxiCleanarrSensorDescription(
        key="ready_to_leave",
        translation_key="ready_to_leave",
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=_ready_to_leave,
    ),
    OxiCleanarrSensorDescription(
        key="next_departure",
        translation_key="next_departure",
        device_class=SensorDeviceClass.DATE,
        value_fn=_next_departure,
        attributes_fn=_next_departure_attributes,
    ),
    OxiCleanarrSensorDescription(
        key="last_sync",
        translation_key="last_sync",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda snapshot: snapshot.complete_at,
    ),
)


def _bridge_attributes(snapshot: Snapshot) -> Mapping[str, Any]:
    return (
        {"version": snapshot.bridge.version} if snapshot.bridge and snapshot.bridge.version else {}
    )


# Only with a Jellyfin, in which it lives.
BRIDGE = OxiCleanarrSensorDescription(
    key="bridge",
    translation_key="bridge",
    device_class=SensorDeviceClass.ENUM,
    options=[state.value for state in BridgeState],
    entity_category=EntityCategory.DIAGNOSTIC,
    value_fn=lambda snapshot: snapshot.bridge.state.value if snapshot.bridge else None,
    attributes_fn=_bridge_attributes,
)


LINKS = OxiCleanarrSensorDescription(
    key="links",
    translation_key="links",
    state_class=SensorStateClass.MEASUREMENT,
    entity_category=EntityCategory.DIAGNOSTIC,
    value_fn=lambda snapshot: snapshot.display.present if snapshot.display else None,
)

# Only where an OxiCleanarr server decides, which may show it itself.
DISPLAY_BY = SensorEntityDescription(
    key="display_by",
    translation_key="display_by",
    device_class=SensorDeviceClass.ENUM,
    options=[one.value for one in ShownBy],
    entity_category=EntityCategory.DIAGNOSTIC,
)

# Disabled by default: a big attribute that goes to every browser with each change, for cards from elsewhere.
UPCOMING = OxiCleanarrSensorDescription(
    key="upcoming",
    translation_key="upcoming",
    entity_registry_enabled_default=False,
    value_fn=lambda snapshot: _leaving_count(snapshot, *Kind),
)


@dataclass(frozen=True, kw_only=True)
class CleanupSensorDescription(SensorEntityDescription):
    """A sensor about cleaning up, and how its value is read."""

    value_fn: Callable[[Cleaner], StateType | datetime]


CLEANUP_SENSORS = (
    CleanupSensorDescription(
        key="next_cleanup",
        translation_key="next_cleanup",
        device_class=SensorDeviceClass.TIMESTAMP,
        value_fn=lambda cleaner: cleaner.next_run_at,
    ),
    CleanupSensorDescription(
        key="freed_bytes",
        translation_key="freed_bytes",
        device_class=SensorDeviceClass.DATA_SIZE,
        native_unit_of_measurement=UnitOfInformation.BYTES,
        suggested_unit_of_measurement=UnitOfInformation.GIGABYTES,
        suggested_display_precision=1,
        state_class=SensorStateClass.TOTAL_INCREASING,
        value_fn=lambda cleaner: (
            cleaner.journal.forgotten.freed_bytes + freed_bytes_of(cleaner.journal.removals)
        ),
    ),
    CleanupSensorDescription(
        key="removed_media",
        translation_key="removed_media",
        state_class=SensorStateClass.TOTAL_INCREASING,
        value_fn=lambda cleaner: (
            cleaner.journal.forgotten.media
            + sum(removed.deleted for removed in cleaner.journal.removals)
        ),
    ),
)

REGRETS = CleanupSensorDescription(
    key="regrets",
    translation_key="regrets",
    state_class=SensorStateClass.MEASUREMENT,
    value_fn=lambda cleaner: sum(one.regretted for one in _regrets(cleaner).values()),
)


def _regrets(cleaner: Cleaner) -> Mapping[str, RuleRegrets]:
    return per_rule(cleaner.journal.removals, dt_util.utcnow())


async def async_setup_entry(
    hass: HomeAssistant,
    entry: OxiCleanarrConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the sensors of the household, and those of its OxiCleanarr server."""
    coordinator = entry.runtime_data
    async_add_entities(OxiCleanarrSensor(coordinator, description) for description in SENSORS)
    if has_jellyfin(entry):
        async_add_entities([OxiCleanarrSensor(coordinator, BRIDGE)])
    async_add_entities(CleanupSensor(coordinator, description) for description in CLEANUP_SENSORS)
    async_add_entities([RegretsSensor(coordinator, REGRETS), UpcomingSensor(coordinator, UPCOMING)])
    if has_links(entry):
        async_add_entities([LinksSensor(coordinator, LINKS)])
    else:
        forget_entity(hass, SENSOR, entry.entry_id, LINKS.key)
    if coordinator.sources.server:
        async_add_entities([DisplayBySensor(coordinator, DISPLAY_BY)])
    else:
        forget_entity(hass, SENSOR, entry.entry_id, DISPLAY_BY.key)
    add_server_sensors(entry, async_add_entities)


class OxiCleanarrSensor(OxiCleanarrEntity, SensorEntity):
    """A number, a date or a short word about what is leaving."""

    entity_description: OxiCleanarrSensorDescription

    @property
    @override
    def native_value(self) -> StateType | date | datetime:
        """Return the value."""
        return self.entity_description.value_fn(self.coordinator.data)

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """Return what belongs to the value."""
        attributes_fn = self.entity_description.attributes_fn
        return attributes_fn(self.coordinator.data) if attributes_fn else None


class CleanupSensor(OxiCleanarrEntity, SensorEntity):
    """A number or a moment about cleaning up; it stays true while servers fail."""

    entity_description: CleanupSensorDescription

    @property
    @override
    def available(self) -> bool:
        """Return that it is there: no server is asked for it."""
        return True

    @property
    @override
    def native_value(self) -> StateType | datetime:
        """Return the value."""
        return self.entity_description.value_fn(self.coordinator.cleaner)


class RegretsSensor(CleanupSensor):
    """How much of what went in the last 90 days somebody wanted back."""

    _unrecorded_attributes = frozenset({"per_rule"})

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        """Return how much each rule removed, and how much of that was wanted back."""
        return {
            "per_rule": [
                {"rule": rule, **counts._asdict()}
                for rule, counts in _regrets(self.coordinator.cleaner).items()
            ]
        }


class LinksSensor(OxiCleanarrSensor):
    """How many of our links Jellyfin has, and what came of the others."""

    _unrecorded_attributes = frozenset({"failures", "problem"})

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        """Return how many there should be, and what came of those that are not there."""
        display = self.coordinator.data.display
        if display is None:
            return {}
        return {
            "wanted": display.wanted,
            "broken": display.broken,
            "failures": failures_of(display, self.hass.config.language, _TOLD_FAILURES),
            "problem": what_hinders(self.hass, display),
        }


class DisplayBySensor(OxiCleanarrEntity, SensorEntity):
    """Who shows in Jellyfin what the OxiCleanarr server lets go."""

    @property
    @override
    def native_value(self) -> str | None:
        """Return who; nothing while that is not known."""
        return self.coordinator.displays.shown_by


class UpcomingSensor(OxiCleanarrSensor):
    """What is leaving soon, for cards that show upcoming media."""

    _unrecorded_attributes = frozenset({"data"})

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        """Return the next departures as such cards read them."""
        return {"data": upcoming(self.coordinator)}
