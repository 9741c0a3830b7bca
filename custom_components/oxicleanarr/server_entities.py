"""What the entities of an OxiCleanarr server share: its device, and being there only for what it tells."""

from collections.abc import Callable, Mapping
from typing import Final

from homeassistant.core import callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import OxiCleanarrConfigEntry, OxiCleanarrCoordinator
from .entity import server_device
from .library.decided import ServerMedia
from .server_source import ServerSource

TOLD_TITLES: Final = 20
"""As many titles as a person looks through in an attribute."""


class ServerEntity(CoordinatorEntity[OxiCleanarrCoordinator]):
    """An entity of the server's own device. It stays with what the server last told."""

    _attr_has_entity_name = True

    def __init__(self, coordinator: OxiCleanarrCoordinator, description: EntityDescription) -> None:
        """Place the entity on the device of the household's server."""
        super().__init__(coordinator)
        self.entity_description = description
        entry = coordinator.config_entry
        subentry = entry.subentries[self.server.id]
        self._attr_unique_id = f"{subentry.subentry_id}_{description.key}"
        self._attr_device_info = server_device(coordinator, entry, subentry)

    @property
    def server(self) -> ServerSource:
        """The server; without one there is no such entity."""
        server = self.coordinator.sources.server
        if server is None:
            raise ValueError("An entity of a server that the household does not have")
        return server

    @property
    def answer(self) -> ServerMedia | None:
        """What it told when it last answered completely."""
        return self.server.answer


type Told = Mapping[str, Callable[[], Entity] | None]
"""What an answer says of entities by their keys: how to make one, or that there is nothing to show."""


@callback
def follow_server(
    entry: OxiCleanarrConfigEntry,
    platform: str,
    async_add_entities: AddConfigEntryEntitiesCallback,
    told: Callable[[ServerMedia], Told],
) -> None:
    """Let a platform have the entities that the server's newest answer calls for.

    What an answer does not mention stays as it is: the server may only have failed to tell it this time.
    """
    coordinator = entry.runtime_data
    server = coordinator.sources.server
    if server is None:
        return
    present: set[str] = set()

    @callback
    def look() -> None:
        if server.answer is None:
            return
        found = told(server.answer)
        for key, make in found.items():
            if make is None:
                _forget(coordinator, platform, f"{server.id}_{key}")
                present.discard(key)
        new = {key: make for key, make in found.items() if make and key not in present}
        present.update(new)
        if new:
            async_add_entities([make() for make in new.values()], config_subentry_id=server.id)

    look()
    entry.async_on_unload(coordinator.async_add_listener(look))


@callback
def _forget(coordinator: OxiCleanarrCoordinator, platform: str, unique_id: str) -> None:
    registry = er.async_get(coordinator.hass)
    if entity_id := registry.async_get_entity_id(platform, DOMAIN, unique_id):
        registry.async_remove(entity_id)
