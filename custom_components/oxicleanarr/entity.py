"""What all entities share: the devices, one for the household and one for each server beside Jellyfin."""

from homeassistant.const import CONF_URL
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.device_registry import DeviceEntryType, DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN, SUBENTRY_OXICLEANARR
from .coordinator import OxiCleanarrCoordinator
from .jellyfin_source import has_jellyfin
from .library.models import JELLYFIN

_MAKES = {SUBENTRY_OXICLEANARR: ("OxiCleanarr", "Retention server")}


def hub_device(coordinator: OxiCleanarrCoordinator) -> DeviceInfo:
    """Return the device of the household: its Jellyfin, where it has one."""
    entry = coordinator.config_entry
    device = DeviceInfo(
        identifiers={(DOMAIN, entry.entry_id)},
        entry_type=DeviceEntryType.SERVICE,
        name=entry.title,
    )
    if not has_jellyfin(entry):
        return device | DeviceInfo(manufacturer="OxiCleanarr", model="Household")
    return (
        device
        | DeviceInfo(
            manufacturer="Jellyfin",
            model="Media server",
            configuration_url=entry.data[CONF_URL],
        )
        | _version(coordinator, JELLYFIN)
    )


def _server_device(coordinator: OxiCleanarrCoordinator, subentry_id: str) -> DeviceInfo:
    """Return the device of one server that has a subentry of its own."""
    entry = coordinator.config_entry
    subentry = entry.subentries[subentry_id]
    manufacturer, model = _MAKES.get(
        subentry.subentry_type, (subentry.subentry_type.capitalize(), "Media manager")
    )
    device = DeviceInfo(
        identifiers={(DOMAIN, subentry_id)},
        entry_type=DeviceEntryType.SERVICE,
        manufacturer=manufacturer,
        model=model,
        name=subentry.title,
        configuration_url=subentry.data[CONF_URL],
        via_device_id=dr.async_get_device_id_by_identifier(
            coordinator.hass, (DOMAIN, entry.entry_id), config_entry_id=entry.entry_id
        ),
    )
    return device | _version(coordinator, subentry_id)


def _version(coordinator: OxiCleanarrCoordinator, source_id: str) -> DeviceInfo:
    """Return a server's version; before it has told one since the start, the registry keeps the last one."""
    version = coordinator.data.library.sources[source_id].version
    return DeviceInfo(sw_version=version) if version else DeviceInfo()


@callback
def follow_versions(coordinator: OxiCleanarrCoordinator) -> None:
    """Let the devices have the versions that the servers tell now."""
    registry, entry_id = dr.async_get(coordinator.hass), coordinator.config_entry.entry_id
    for source in coordinator.data.library.sources.values():
        owner = entry_id if source.id == JELLYFIN else source.id
        device = registry.async_get_device_by_identifier((DOMAIN, owner), entry_id)
        if device and source.version and device.sw_version != source.version:
            registry.async_update_device(device.id, sw_version=source.version)


class OxiCleanarrEntity(CoordinatorEntity[OxiCleanarrCoordinator]):
    """An entity of the household's device, or of the device of one server beside Jellyfin."""

    _attr_has_entity_name = True

    def __init__(
        self,
        coordinator: OxiCleanarrCoordinator,
        description: EntityDescription,
        subentry_id: str | None = None,
    ) -> None:
        """Place the entity on its device."""
        super().__init__(coordinator)
        self.entity_description = description
        owner_id = subentry_id or coordinator.config_entry.entry_id
        self._attr_unique_id = f"{owner_id}_{description.key}"
        self._attr_device_info = (
            _server_device(coordinator, subentry_id) if subentry_id else hub_device(coordinator)
        )


@callback
def forget_entity(hass: HomeAssistant, platform: str, owner_id: str, key: str) -> None:
    """Remove an entity that is not wanted any more, instead of showing it as unavailable for ever.

    Its owner is the household's entry, or the subentry of a server.
    """
    registry = er.async_get(hass)
    if entity_id := registry.async_get_entity_id(platform, DOMAIN, f"{owner_id}_{key}"):
        registry.async_remove(entity_id)
