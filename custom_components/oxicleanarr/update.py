"""Tells when Jellyfin's own plugin catalogue has a newer Bridge.

It is not installed from here: that takes a restart of Jellyfin, in the middle of what people are watching.
"""

import re
from typing import Final, override

from homeassistant.components.update import (
    DOMAIN as UPDATE,
    UpdateEntity,
    UpdateEntityDescription,
    UpdateEntityFeature,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.translation import async_get_translations
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .bridge_releases import BRIDGE_NAME, BridgeReleases
from .clients.jellyfin_models import Dialect
from .const import DOMAIN
from .coordinator import OxiCleanarrConfigEntry
from .entity import forget_entity, hub_device

PARALLEL_UPDATES = 0

BRIDGE = UpdateEntityDescription(
    key="bridge", translation_key="bridge", entity_category=EntityCategory.DIAGNOSTIC
)

_RELEASES: Final = "https://github.com/ramonskie/jellyfin-plugin-oxicleanarr/releases"
_SUMMARY_LENGTH: Final = 255
_MARKUP: Final = re.compile(r"<[^<>]*>|[*_`#>]+")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: OxiCleanarrConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Show the Bridge's versions wherever there is a Bridge, now or later; a jellyfin-rust cannot have one."""
    household = entry.runtime_data
    jellyfin = household.sources.jellyfin
    if jellyfin is None or jellyfin.dialect is Dialect.RUST:
        forget_entity(hass, UPDATE, entry.entry_id, BRIDGE.key)
        return
    releases = BridgeReleases(household, jellyfin.client)
    shown = False

    @callback
    def follow() -> None:
        nonlocal shown
        if not releases.data.told:
            return
        there = releases.data.installed is not None
        if there and not shown:
            async_add_entities([BridgeUpdate(releases)])
        elif not there:
            forget_entity(hass, UPDATE, entry.entry_id, BRIDGE.key)
        shown = there

    async def look(times: int) -> None:
        for _ in range(times):
            await releases.async_refresh()

    if hass.is_running:
        await look(1)
        follow()
    entry.async_on_unload(releases.async_add_listener(follow))
    # The start of Home Assistant waits for no server: then the first look is in the background as well.
    looks = 1 if hass.is_running else 2
    entry.async_create_background_task(hass, look(looks), f"{DOMAIN} plugin catalogue")


class BridgeUpdate(CoordinatorEntity[BridgeReleases], UpdateEntity):
    """The Bridge in Jellyfin: its version, and the newest one."""

    _attr_has_entity_name = True
    _attr_supported_features = UpdateEntityFeature.RELEASE_NOTES
    _attr_title = BRIDGE_NAME
    _attr_release_url = _RELEASES
    _unrecorded_attributes = frozenset({"release_summary"})

    def __init__(self, releases: BridgeReleases) -> None:
        """Place the entity on the device of Jellyfin."""
        super().__init__(releases)
        self.entity_description = BRIDGE
        self._attr_unique_id = f"{releases.household.config_entry.entry_id}_{BRIDGE.key}"
        self._attr_device_info = hub_device(releases.household)

    @property
    @override
    def installed_version(self) -> str | None:
        """Return the version that runs in Jellyfin."""
        return self.coordinator.data.installed

    @property
    @override
    def latest_version(self) -> str | None:
        """Return the newest version for this Jellyfin; `None` when its catalogue tells none."""
        newest = self.coordinator.data.newest
        return newest.version if newest else None

    @property
    @override
    def release_summary(self) -> str | None:
        """Return the beginning of what is new, as plain text."""
        text = " ".join(_MARKUP.sub("", self._changelog).split())
        if len(text) > _SUMMARY_LENGTH:
            text = text[: _SUMMARY_LENGTH - 1].rsplit(" ", 1)[0] + "…"
        return text or None

    @override
    async def async_release_notes(self) -> str | None:
        """Return where to update it, and what is new."""
        language, key = self.hass.config.language, f"component.{DOMAIN}.common.bridge_update"
        texts = await async_get_translations(self.hass, language, "common", [DOMAIN])
        return "\n\n".join(part for part in (texts.get(key), self._changelog.strip()) if part)

    @property
    def _changelog(self) -> str:
        newest = self.coordinator.data.newest
        return newest.changelog if newest else ""
