"""The sensors of an OxiCleanarr server: how its syncs go, how much it decides about, and its disk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, override

from homeassistant.components.sensor import (
    DOMAIN as SENSOR,
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import EntityCategory, UnitOfInformation
from homeassistant.core import callback
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType
from homeassistant.util import dt as dt_util

from .clients.oxicleanarr_models import Deleted, Job
from .coordinator import OxiCleanarrConfigEntry
from .library.decided import ServerMedia, SyncingError
from .library.facts import read_date
from .server_entities import TOLD_TITLES, ServerEntity, Wanted, follow_server
from .server_source import ServerSource

_PARTLY_FAILED: Final = "partly_failed"
_JOBS: Final = {"completed": "completed", "failed": "failed", "running": "running"}


@dataclass(frozen=True, kw_only=True)
class ServerSensorDescription(SensorEntityDescription):
    """A sensor of the server, and how its value and attributes are read from what it told."""

    value_fn: Callable[[ServerMedia], StateType | datetime]
    attributes_fn: Callable[[ServerMedia], Mapping[str, Any]] | None = None


STATE = SensorEntityDescription(
    key="server_state",
    translation_key="server_state",
    device_class=SensorDeviceClass.ENUM,
    options=["idle", "syncing"],
    entity_category=EntityCategory.DIAGNOSTIC,
)


def _last_full_sync(answer: ServerMedia) -> datetime | None:
    at = read_date(answer.status.last_full_sync, dt_util.utcnow())
    return at if isinstance(at, datetime) else None


def _last_job(answer: ServerMedia) -> str | None:
    return job_result(answer.job) if answer.job else None


def job_result(job: Job) -> str | None:
    """Return how a job ended."""
    return _PARTLY_FAILED if job.failed_in_part else _JOBS.get(job.status)


def _job_attributes(answer: ServerMedia) -> Mapping[str, Any]:
    """Return what the job found and did, and never its own words for a failure: they may name hosts."""
    job = answer.job
    if job is None:
        return {}
    told: dict[str, Any] = {
        "seconds": round(job.duration_ms / 1000, 1),
        "failed_in_part": job.failed_in_part,
        "offline": list(answer.offline),
    }
    if (summary := job.summary) is None:
        return told
    return told | {
        "movies": summary.movies,
        "series": summary.series,
        "leaving_soon": summary.leaving_soon,
        "overdue": summary.scheduled_deletions,
        "would_delete": _titles(summary.would_delete),
        "deleted": _titles(summary.deleted),
    }


def _titles(rows: tuple[Deleted, ...]) -> list[str]:
    return [row.title for row in rows[:TOLD_TITLES]]


SENSORS = (
    ServerSensorDescription(
        key="server_last_full_sync",
        translation_key="server_last_full_sync",
        device_class=SensorDeviceClass.TIMESTAMP,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=_last_full_sync,
    ),
    ServerSensorDescription(
        key="server_last_job",
        translation_key="server_last_job",
        device_class=SensorDeviceClass.ENUM,
        options=[*_JOBS.values(), _PARTLY_FAILED],
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=_last_job,
        attributes_fn=_job_attributes,
    ),
    ServerSensorDescription(
        key="server_media",
        translation_key="server_media",
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda answer: len(answer.media),
    ),
    ServerSensorDescription(
        key="server_excluded",
        translation_key="server_excluded",
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda answer: sum(decided.excluded for _, decided in answer.media),
    ),
    ServerSensorDescription(
        key="server_unmatched",
        translation_key="server_unmatched",
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda answer: len(answer.unmatched),
        attributes_fn=lambda answer: {"titles": list(answer.unmatched[:TOLD_TITLES])},
    ),
)

# Only where the threshold is switched on: else the server does not look at the disk.
DISK_SENSORS = (
    ServerSensorDescription(
        key="server_free_space",
        translation_key="server_free_space",
        device_class=SensorDeviceClass.DATA_SIZE,
        native_unit_of_measurement=UnitOfInformation.GIBIBYTES,
        state_class=SensorStateClass.MEASUREMENT,
        entity_category=EntityCategory.DIAGNOSTIC,
        value_fn=lambda answer: answer.disk.free_gib if answer.disk else None,
    ),
    ServerSensorDescription(
        key="server_disk_threshold",
        translation_key="server_disk_threshold",
        device_class=SensorDeviceClass.DATA_SIZE,
        native_unit_of_measurement=UnitOfInformation.GIBIBYTES,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        value_fn=lambda answer: answer.disk.threshold_gib if answer.disk else None,
    ),
)


@callback
def add_server_sensors(
    entry: OxiCleanarrConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the sensors of the household's server, where it has one."""
    coordinator = entry.runtime_data
    server = coordinator.sources.server
    if server is None:
        return
    async_add_entities([ServerState(coordinator, STATE)], config_subentry_id=server.id)

    def wanted(answer: ServerMedia) -> Wanted:
        made: dict[str, Callable[[], Entity] | None] = {
            one.key: partial(ServerSensor, coordinator, one) for one in SENSORS
        }
        if answer.disk is not None:
            for one in DISK_SENSORS:
                make = partial(ServerSensor, coordinator, one)
                made[one.key] = make if answer.disk.enabled else None
        return made

    follow_server(entry, SENSOR, async_add_entities, wanted)


class ServerSensor(ServerEntity, SensorEntity):
    """A number, a date or a short word of the server."""

    _unrecorded_attributes = frozenset({"titles", "would_delete", "deleted"})

    entity_description: ServerSensorDescription

    @property
    @override
    def native_value(self) -> StateType | datetime:
        """Return the value."""
        return self.entity_description.value_fn(self.answer) if self.answer else None

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """Return what belongs to the value."""
        attributes_fn = self.entity_description.attributes_fn
        return attributes_fn(self.answer) if attributes_fn and self.answer else None


class ServerState(ServerEntity, SensorEntity):
    """What the server is doing, as far as it is known: it is looked at with every sync."""

    @property
    @override
    def native_value(self) -> str | None:
        """Return whether it was in the middle of a sync when it was last asked, or is in one of ours."""
        if is_syncing(self.server):
            return "syncing"
        return "idle" if self.answer else None


def is_syncing(server: ServerSource) -> bool:
    """Return whether a server was syncing when it was last asked, or does so on our behalf."""
    problem = server.reading.problem
    return server.commanded.locked() or (problem is not None and problem.key == SyncingError.key)
