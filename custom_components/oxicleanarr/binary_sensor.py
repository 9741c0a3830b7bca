"""Connectivity of every server, with the reason when one does not answer; what an OxiCleanarr server tells."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import OxiCleanarrConfigEntry, OxiCleanarrCoordinator
from .entity import OxiCleanarrEntity
from .jellyfin_source import has_jellyfin
from .library.models import JELLYFIN, SourceStatus
from .library.reading import NOT_ASKED
from .problems import problem_sentence
from .server_binary_sensors import add_server_binary_sensors

PARALLEL_UPDATES = 0

CONNECTED = BinarySensorEntityDescription(
    key="connected",
    translation_key="connected",
    device_class=BinarySensorDeviceClass.CONNECTIVITY,
    entity_category=EntityCategory.DIAGNOSTIC,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: OxiCleanarrConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add one connectivity sensor for each server, on the server's own device."""
    coordinator = entry.runtime_data
    if has_jellyfin(entry):
        async_add_entities([Connected(coordinator, JELLYFIN)])
    for subentry_id in coordinator.sources.subentry_ids:
        async_add_entities([Connected(coordinator, subentry_id)], config_subentry_id=subentry_id)
    add_server_binary_sensors(entry, async_add_entities)


class Connected(OxiCleanarrEntity, BinarySensorEntity):
    """Whether a server answered completely when it was last asked."""

    _unrecorded_attributes = frozenset({"problem", "last_answer"})

    def __init__(self, coordinator: OxiCleanarrCoordinator, source_id: str) -> None:
        """Watch one source."""
        super().__init__(coordinator, CONNECTED, None if source_id == JELLYFIN else source_id)
        self._source_id = source_id

    @property
    def _status(self) -> SourceStatus:
        return self.coordinator.data.library.sources[self._source_id]

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether the newest attempt succeeded; unknown before there was one since the start."""
        status = self._status
        return None if status.problem and status.problem.key == NOT_ASKED else status.fresh

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        """Return why the server does not count as connected, and then how old its data is.

        Without a problem that is as old as the last sync; each poll would be another row in the database.
        """
        status = self._status
        return {
            "problem": (
                problem_sentence(status.problem, self.hass.config.language)
                if status.problem
                else None
            ),
            "last_answer": status.read_at if status.problem else None,
            "skipped_rows": status.skipped_rows,
        }
