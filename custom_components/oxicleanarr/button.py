"""Buttons: sync now, make the links anew, and let an OxiCleanarr server sync."""

from typing import override

from homeassistant.components.button import DOMAIN as BUTTON, ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import OxiCleanarrConfigEntry
from .entity import OxiCleanarrEntity, forget_entity
from .rebuild import async_rebuild, has_links, raise_for_rest
from .server_buttons import add_server_buttons

# What must not happen twice at once has locks of its own, and says so instead of waiting in a queue.
PARALLEL_UPDATES = 0

SYNC = ButtonEntityDescription(key="sync", translation_key="sync")
REBUILD = ButtonEntityDescription(
    key="rebuild_symlinks",
    translation_key="rebuild_symlinks",
    entity_category=EntityCategory.DIAGNOSTIC,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: OxiCleanarrConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the buttons; links can be made anew only where the household wants any."""
    coordinator = entry.runtime_data
    async_add_entities([SyncButton(coordinator, SYNC)])
    if has_links(entry):
        async_add_entities([RebuildButton(coordinator, REBUILD)])
    else:
        forget_entity(hass, BUTTON, entry.entry_id, REBUILD.key)
    add_server_buttons(entry, async_add_entities)


class SyncButton(OxiCleanarrEntity, ButtonEntity):
    """Reads all servers now instead of within the hour."""

    @override
    async def async_press(self) -> None:
        """Sync, and fail visibly when a server does not answer."""
        report = await self.coordinator.async_sync()
        report.raise_for_problems(self.hass.config.language)


class RebuildButton(OxiCleanarrEntity, ButtonEntity):
    """Removes all of our links in Jellyfin and makes them anew."""

    @override
    async def async_press(self) -> None:
        """Make the links anew, and fail visibly when some could not be made."""
        report = await async_rebuild(self.coordinator)
        raise_for_rest(report, self.hass.config.language)
