"""The mode of cleaning up: who lets media go."""

from typing import override

from homeassistant.components.select import SelectEntity, SelectEntityDescription
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import Unauthorized, UnknownUser
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

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
            Unauthorized: A person asks who is no administrator. Automations of no person may, as with Home
                Assistant's own actions for administrators.
            UnknownUser: A person asks whom Home Assistant does not know any more.
        """
        # Whoever calls next replaces it.
        context = self._context
        if context and context.user_id:
            user = await self.hass.auth.async_get_user(context.user_id)
            if user is None:
                raise UnknownUser(context=context, entity_id=self.entity_id)
            if not user.is_admin:
                raise Unauthorized(context=context, entity_id=self.entity_id)
        await self.coordinator.cleaner.async_set_mode(Mode(option))
