"""What the entities of an OxiCleanarr server share: its device, and being there only for what it tells."""

from collections.abc import Callable, Mapping
from typing import Final

from homeassistant.core import callback
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import OxiCleanarrConfigEntry, OxiCleanarrCoordinator
from .entity import OxiCleanarrEntity, forget_entity
from .library.decided import ServerMedia

TOLD_TITLES: Final = 20
"""As many titles as a person looks through in an attribute."""


class ServerEntity(OxiCleanarrEntity):
    """An entity of the server's own device. It stays with what the server last told."""

    def __init__(self, coordinator: OxiCleanarrCoordinator, description: EntityDescription) -> None:
        """Place the entity on the device of the household's server; without one there is no such entity."""
        server = coordinator.sources.server
        if server is None:
            raise ValueError("An entity of a server that the household does not have")
        super().__init__(coordinator, description, server.id)
        self.server = server

    @property
    def answer(self) -> ServerMedia | None:
        """What it told when it last answered completely."""
        return self.server.answer


type Wanted = Mapping[str, Callable[[], Entity] | None]
"""What an answer says of entities by their keys: how to make one, or that there is nothing to show."""


@callback
def follow_server(
    entry: OxiCleanarrConfigEntry,
    platform: str,
    async_add_entities: AddConfigEntryEntitiesCallback,
    wanted: Callable[[ServerMedia], Wanted],
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
        found = wanted(server.answer)
        for key, make in found.items():
            if make is None:
                forget_entity(coordinator.hass, platform, server.id, key)
                present.discard(key)
        new = {key: make for key, make in found.items() if make and key not in present}
        present.update(new)
        if new:
            async_add_entities([make() for make in new.values()], config_subentry_id=server.id)

    look()
    entry.async_on_unload(coordinator.async_add_listener(look))
