"""The binary sensors of an OxiCleanarr server: the servers behind it, its two switches, and its disk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
import re
from typing import Any, Final, override

from homeassistant.components.binary_sensor import (
    DOMAIN as BINARY_SENSOR,
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import callback
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .clients.oxicleanarr_models import Service
from .coordinator import OxiCleanarrConfigEntry, OxiCleanarrCoordinator
from .library.decided import ServerMedia
from .server_entities import ServerEntity, Wanted, follow_server

SERVICES: Final = ("Jellyfin", "Radarr", "Sonarr", "Jellyseerr", "Jellystat", "Streamystats")

_REASONS: Final = (
    ("key_refused", re.compile(r"\b40[13]\b|unauthori[sz]ed|forbidden", re.IGNORECASE)),
    ("timed_out", re.compile(r"time(d )?-?out|deadline", re.IGNORECASE)),
    (
        "unreachable",
        re.compile(r"refused|no such host|lookup|unreachable|no answer|connect", re.IGNORECASE),
    ),
)


@dataclass(frozen=True, kw_only=True)
class ServerBinarySensorDescription(BinarySensorEntityDescription):
    """A binary sensor of the server, and how it is read from what it told."""

    is_on_fn: Callable[[ServerMedia], bool | None]
    attributes_fn: Callable[[ServerMedia], Mapping[str, Any]] | None = None


DELETION = (
    ServerBinarySensorDescription(
        key="server_dry_run",
        translation_key="server_dry_run",
        entity_category=EntityCategory.DIAGNOSTIC,
        is_on_fn=lambda answer: answer.config.dry_run,
    ),
    ServerBinarySensorDescription(
        key="server_deletion",
        translation_key="server_deletion",
        entity_category=EntityCategory.DIAGNOSTIC,
        is_on_fn=lambda answer: answer.deletes,
        attributes_fn=lambda answer: {"restart_needed": _restart_needed(answer)},
    ),
)

DISK = ServerBinarySensorDescription(
    key="server_disk_breached",
    translation_key="server_disk_breached",
    device_class=BinarySensorDeviceClass.PROBLEM,
    entity_category=EntityCategory.DIAGNOSTIC,
    is_on_fn=lambda answer: answer.disk.breached if answer.disk else None,
)


def _restart_needed(answer: ServerMedia) -> bool:
    """Return whether the settings differ from those that the newest full sync went by."""
    summary, config = answer.job.summary if answer.job else None, answer.config
    if summary is None or summary.dry_run is None or summary.enable_deletion is None:
        return False
    return (summary.dry_run, summary.enable_deletion) != (config.dry_run, config.enable_deletion)


def service_key(name: str) -> str:
    """Return the key of the sensor for a server behind the server."""
    return f"service_{name.lower()}"


def reason_of(service: Service) -> str | None:
    """Return why a service is offline, in a word of ours: the server's own text may name hosts."""
    if service.online:
        return None
    said = service.error or ""
    return next((word for word, pattern in _REASONS if pattern.search(said)), "other")


@callback
def add_server_binary_sensors(
    entry: OxiCleanarrConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the binary sensors of the household's server, where it has one."""
    coordinator = entry.runtime_data

    def wanted(answer: ServerMedia) -> Wanted:
        made: dict[str, Callable[[], Entity] | None] = {
            one.key: partial(ServerBinarySensor, coordinator, one) for one in DELETION
        }
        if answer.disk is not None:
            make = partial(ServerBinarySensor, coordinator, DISK)
            made[DISK.key] = make if answer.disk.enabled else None
        for service in answer.services or ():
            if service.name in SERVICES:
                connected = partial(ServiceConnected, coordinator, service.name)
                made[service_key(service.name)] = connected if service.enabled else None
        return made

    follow_server(entry, BINARY_SENSOR, async_add_entities, wanted)


class ServerBinarySensor(ServerEntity, BinarySensorEntity):
    """A yes or no of the server."""

    entity_description: ServerBinarySensorDescription

    @property
    @override
    def is_on(self) -> bool | None:
        """Return the value."""
        return self.entity_description.is_on_fn(self.answer) if self.answer else None

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any] | None:
        """Return what belongs to the value."""
        attributes_fn = self.entity_description.attributes_fn
        return attributes_fn(self.answer) if attributes_fn and self.answer else None


class ServiceConnected(ServerEntity, BinarySensorEntity):
    """Whether the server reaches one of the servers behind it, as it last told."""

    def __init__(self, coordinator: OxiCleanarrCoordinator, name: str) -> None:
        """Watch one of the servers behind it."""
        description = BinarySensorEntityDescription(
            key=service_key(name),
            translation_key="server_service",
            device_class=BinarySensorDeviceClass.CONNECTIVITY,
            entity_category=EntityCategory.DIAGNOSTIC,
        )
        super().__init__(coordinator, description)
        self._attr_translation_placeholders = {"service": name}
        self._name = name
        self._last: Service | None = None

    @property
    def _service(self) -> Service | None:
        """Return what was last told of it: a server that fails to tell does not say that it is offline."""
        for one in (self.answer.services if self.answer else None) or ():
            if one.name == self._name:
                self._last = one
        return self._last

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it is reached."""
        service = self._service
        return service.online if service else None

    @property
    @override
    def extra_state_attributes(self) -> Mapping[str, Any]:
        """Return why it is not."""
        service = self._service
        return {"problem": reason_of(service) if service else None}
