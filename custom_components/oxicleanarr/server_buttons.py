"""The buttons of an OxiCleanarr server: its two kinds of syncs."""

from dataclasses import dataclass
from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.core import callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import OxiCleanarrConfigEntry
from .server_commands import async_sync_first
from .server_entities import ServerEntity
from .server_sync import ServerSync


@dataclass(frozen=True, kw_only=True)
class ServerSyncDescription(ButtonEntityDescription):
    """A button, and what the server is to read."""

    sync: ServerSync


BUTTONS = (
    ServerSyncDescription(
        key="server_full_sync", translation_key="server_full_sync", sync=ServerSync.FULL
    ),
    ServerSyncDescription(
        key="server_incremental_sync",
        translation_key="server_incremental_sync",
        sync=ServerSync.INCREMENTAL,
    ),
)


@callback
def add_server_buttons(
    entry: OxiCleanarrConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the buttons of the household's server, where it has one."""
    coordinator = entry.runtime_data
    if server := coordinator.sources.server:
        async_add_entities(
            (ServerSyncButton(coordinator, one) for one in BUTTONS), config_subentry_id=server.id
        )


class ServerSyncButton(ServerEntity, ButtonEntity):
    """Lets the server sync, then reads it and all others."""

    entity_description: ServerSyncDescription

    @override
    async def async_press(self) -> None:
        """Wait for the end of the server's sync, and fail visibly when a server does not answer."""
        await async_sync_first(self.coordinator, self.entity_description.sync)
        report = await self.coordinator.async_sync()
        report.raise_for_problems(self.hass.config.language)
