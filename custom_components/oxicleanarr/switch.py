"""The holiday: a switch that lets every countdown stand still."""

from typing import Any, override

from homeassistant.components.switch import SwitchEntity, SwitchEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import OxiCleanarrConfigEntry
from .entity import OxiCleanarrEntity

PARALLEL_UPDATES = 1

HOLIDAY = SwitchEntityDescription(key="holiday", translation_key="holiday")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: OxiCleanarrConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the holiday."""
    async_add_entities([HolidaySwitch(entry.runtime_data, HOLIDAY)])


class HolidaySwitch(OxiCleanarrEntity, SwitchEntity):
    """Whether every countdown stands still, and nothing goes."""

    @property
    @override
    def is_on(self) -> bool:
        return self.coordinator.cleaner.holiday

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Let every countdown stand still."""
        await self.coordinator.cleaner.async_set_holiday(True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Let the countdowns go on where they stood."""
        await self.coordinator.cleaner.async_set_holiday(False)
