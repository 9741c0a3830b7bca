"""The poster of the next departure, as a picture of Home Assistant's own."""

from typing import override

from homeassistant.components.image import ImageEntity, ImageEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .clients.errors import ClientError
from .coordinator import OxiCleanarrConfigEntry, OxiCleanarrCoordinator
from .entity import OxiCleanarrEntity
from .library.models import Poster

PARALLEL_UPDATES = 0

NEXT_DEPARTURE = ImageEntityDescription(key="next_departure", translation_key="next_departure")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: OxiCleanarrConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Add the picture of the household."""
    async_add_entities([NextDepartureImage(entry.runtime_data, NEXT_DEPARTURE)])


class NextDepartureImage(OxiCleanarrEntity, ImageEntity):
    """What leaves next; its state is when it became that."""

    entity_description: ImageEntityDescription

    def __init__(
        self, coordinator: OxiCleanarrCoordinator, description: ImageEntityDescription
    ) -> None:
        """Start with the poster of the present plan."""
        OxiCleanarrEntity.__init__(self, coordinator, description)
        ImageEntity.__init__(self, coordinator.hass, verify_ssl=True)
        self._poster: Poster | None = None
        self._follow()

    @callback
    @override
    def _handle_coordinator_update(self) -> None:
        self._follow()
        super()._handle_coordinator_update()

    @override
    async def async_image(self) -> bytes | None:
        """Return the poster; `None` when there is none, or Jellyfin does not send it."""
        if self._poster is None:
            return None
        try:
            found = await self.coordinator.posters.async_get(self._poster)
        except ClientError:
            return None
        self._attr_content_type = found.picture.content_type
        return found.picture.content

    def _follow(self) -> None:
        """Take the poster of what is next now, and remember when that was another one."""
        leaving = self.coordinator.data.plan.leaving_soon
        poster = leaving[0][0].poster if leaving else None
        if poster != self._poster:
            self._poster = poster
            self._attr_image_last_updated = dt_util.utcnow() if poster else None
