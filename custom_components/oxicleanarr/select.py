"""The mode of cleaning up: who lets media go."""

from typing import override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .admin import async_require_admin
from .cleanup.models import Mode
from .coordinator import OxiCleanarrConfigEntry
from .entity import OxiCleanarrEntity

PARALLEL_UPDATES = 1

MODE = SelectEntityDescription(
    key="mode", translation_key="mode", options=[mode.value for mode in Mode]
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: OxiCleanarrConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the mode."""
    async_add_entities([ModeSelect(entry.runtime_data, MODE)])


class ModeSelect(OxiCleanarrEntity, SelectEntity):
    """Who lets media go; only an administrator decides."""

    @property
    @override
    def current_option(self) -> str:
        return self.coordinator.cleaner.mode.value

    @override
    async def async_select_option(self, option: str) -> None:
        """Change the mode.

        Raises:
            Unauthorized: A person asks who is no administrator.
        """
        await async_require_admin(self.hass, self._context, self.entity_id)
        await self.coordinator.cleaner.async_set_mode(Mode(option))
