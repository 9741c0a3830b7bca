"""Buttons: sync now."""

from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import OxiCleanarrConfigEntry
from .entity import OxiCleanarrEntity

PARALLEL_UPDATES = 1

SYNC = ButtonEntityDescription(key="sync", translation_key="sync")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: OxiCleanarrConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the button."""
    async_add_entities([SyncButton(entry.runtime_data, SYNC)])


class SyncButton(OxiCleanarrEntity, ButtonEntity):
    """Reads all servers now instead of within the hour."""

    @override
    async def async_press(self) -> None:
        """Sync, and fail visibly when a server does not answer."""
        report = await self.coordinator.async_sync()
        report.raise_for_problems()
