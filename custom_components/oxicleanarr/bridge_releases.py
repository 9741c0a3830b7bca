"""Which Bridge is installed, and which Jellyfin's own plugin catalogue offers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
import logging
from typing import Final, override

from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util import dt as dt_util

from .clients.bridge import PLUGIN_ID
from .clients.errors import ClientError
from .clients.jellyfin import Jellyfin
from .clients.jellyfin_plugins import Release
from .const import DOMAIN
from .coordinator import OxiCleanarrCoordinator
from .library.models import JELLYFIN

_LOGGER = logging.getLogger(__name__)

BRIDGE_NAME: Final = "OxiCleanarr Bridge"

_INSTALLED_INTERVAL: Final = timedelta(hours=1)

# Jellyfin asks the plugin's repository each time; there is a new version every few months.
_CATALOGUE_INTERVAL: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BridgeVersions:
    """The installed version, None where no Bridge is, and the newest release, None where none is known."""

    installed: str | None = None
    newest: Release | None = None
    told: bool = False
    """Whether Jellyfin ever told which plugins it has."""


class BridgeReleases(DataUpdateCoordinator[BridgeVersions]):
    """Asks for the installed version once an hour, and for the newest one once a day; never fails.

    What was known stays while Jellyfin does not answer: that it does not is told elsewhere.
    """

    def __init__(self, household: OxiCleanarrCoordinator, jellyfin: Jellyfin) -> None:
        """Share the household's client; nothing is asked yet."""
        super().__init__(
            household.hass,
            _LOGGER,
            config_entry=household.config_entry,
            name=f"{DOMAIN} Bridge",
            update_interval=_INSTALLED_INTERVAL,
        )
        self.household = household
        self._jellyfin = jellyfin
        self._asked_at: datetime | None = None

    @override
    async def _async_update_data(self) -> BridgeVersions:
        known: BridgeVersions | None = self.data
        try:
            if not self._jellyfin.met:
                # At a start nobody else may have looked yet who answers, and before that the key is not shown.
                await self._jellyfin.public_info()
            plugin = await self._jellyfin.plugins.installed(PLUGIN_ID)
            installed = plugin.version if plugin else None
            if known is None or installed is None:
                # The set-up does not wait for the internet: the catalogue's turn comes with the second look.
                return BridgeVersions(installed, known.newest if known else None, told=True)
            return BridgeVersions(installed, await self._async_newest(known.newest), told=True)
        except ClientError:
            return known or BridgeVersions()

    async def _async_newest(self, known: Release | None) -> Release | None:
        now, server = dt_util.utcnow(), self.household.data.library.sources[JELLYFIN].version
        if server is None or (self._asked_at and now - self._asked_at < _CATALOGUE_INTERVAL):
            return known
        self._asked_at = now
        try:
            return await self._jellyfin.plugins.newest(PLUGIN_ID, BRIDGE_NAME, server)
        except ClientError:
            return known
