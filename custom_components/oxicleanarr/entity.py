"""What all entities share: the devices, one for Jellyfin and one for each Radarr and Sonarr."""

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import CONF_URL
from homeassistant.core import callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import OxiCleanarrConfigEntry, OxiCleanarrCoordinator
from .library.models import JELLYFIN


def hub_device(coordinator: OxiCleanarrCoordinator) -> DeviceInfo:
    """Return the device of the Jellyfin that the config entry stands for."""
    entry = coordinator.config_entry
    return DeviceInfo(
        identifiers={(DOMAIN, entry.entry_id)},
        entry_type=DeviceEntryType.SERVICE,
        manufacturer="Jellyfin",
        model="Media server",
        name=entry.title,
        sw_version=coordinator.data.library.sources[JELLYFIN].version,
        configuration_url=entry.data[CONF_URL],
    )


def server_device(
    coordinator: OxiCleanarrCoordinator, entry: OxiCleanarrConfigEntry, subentry: ConfigSubentry
) -> DeviceInfo:
    """Return the device of one Radarr or Sonarr."""
    return DeviceInfo(
        identifiers={(DOMAIN, subentry.subentry_id)},
        entry_type=DeviceEntryType.SERVICE,
        manufacturer=subentry.subentry_type.capitalize(),
        model="Media manager",
        name=subentry.title,
        sw_version=coordinator.data.library.sources[subentry.subentry_id].version,
        configuration_url=subentry.data[CONF_URL],
        via_device_id=dr.async_get_device_id_by_identifier(
            coordinator.hass, (DOMAIN, entry.entry_id), config_entry_id=entry.entry_id
        ),
    )


class OxiCleanarrEntity(CoordinatorEntity[OxiCleanarrCoordinator]):
    """An entity of the Jellyfin device."""

    _attr_has_entity_name = True

    def __init__(self, coordinator: OxiCleanarrCoordinator, description: EntityDescription) -> None:
        """Place the entity on its device."""
        super().__init__(coordinator)
        self.entity_description = description
        self._attr_unique_id = f"{coordinator.config_entry.entry_id}_{description.key}"
        self._attr_device_info = hub_device(coordinator)


@callback
def forget_entity(coordinator: OxiCleanarrCoordinator, platform: str, key: str) -> None:
    """Remove an entity that the household no longer wants, instead of showing it as unavailable for ever."""
    registry = er.async_get(coordinator.hass)
    unique_id = f"{coordinator.config_entry.entry_id}_{key}"
    if entity_id := registry.async_get_entity_id(platform, DOMAIN, unique_id):
        registry.async_remove(entity_id)
