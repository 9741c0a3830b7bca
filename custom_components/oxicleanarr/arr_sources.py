"""The Radarrs, Sonarrs and Seerrs of a household: how each is reached and read."""

from datetime import datetime
from typing import ClassVar, override

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant

from .clients.radarr import Radarr
from .clients.sonarr import Sonarr
from .connection import path_mappings, radarr_client, seerr_client, sonarr_client
from .const import CONF_PATH_MAPPINGS
from .ledger import Ledger, first_reading
from .library.managed import ManagedMedia, ManagedSource, read_radarr, read_sonarr
from .library.managed_differences import read_radarr_differences, read_sonarr_differences
from .library.models import Kind
from .library.requested import Requests, read_seerr
from .polling import EVERY_HOUR, EVERY_SIX_HOURS
from .source import Source


class ArrSource(Source[ManagedMedia]):
    """One Radarr or Sonarr, and how its paths translate."""

    kind: ClassVar[Kind]
    client: Radarr | Sonarr
    whole_hours = EVERY_SIX_HOURS

    def __init__(self, subentry: ConfigSubentry, ledger: Ledger, *, disks: bool) -> None:
        """Prepare; with `disks`, every poll looks how full they are."""
        super().__init__(first_reading(ledger, subentry.subentry_id, subentry.title))
        self.mappings = path_mappings(subentry.data[CONF_PATH_MAPPINGS])
        self._disks = disks

    @property
    def managed(self) -> ManagedSource:
        """What the library is merged from."""
        return ManagedSource(self.kind, self.mappings, self.reading)


class RadarrSource(ArrSource):
    """One Radarr."""

    kind = Kind.MOVIE
    client: Radarr

    def __init__(
        self, hass: HomeAssistant, subentry: ConfigSubentry, ledger: Ledger, *, disks: bool
    ) -> None:
        """Prepare a client; nothing is asked yet."""
        super().__init__(subentry, ledger, disks=disks)
        self.client = radarr_client(hass, subentry.data)

    @override
    async def _async_read(self, now: datetime) -> ManagedMedia:
        return await read_radarr(self.client, self.id, now)

    @override
    async def _async_read_differences(
        self, now: datetime, answer: ManagedMedia
    ) -> ManagedMedia | None:
        return await read_radarr_differences(self.client, self.id, now, answer, disks=self._disks)


class SonarrSource(ArrSource):
    """One Sonarr."""

    kind = Kind.SERIES
    client: Sonarr

    def __init__(
        self, hass: HomeAssistant, subentry: ConfigSubentry, ledger: Ledger, *, disks: bool
    ) -> None:
        """Prepare a client; nothing is asked yet."""
        super().__init__(subentry, ledger, disks=disks)
        self.client = sonarr_client(hass, subentry.data)

    @override
    async def _async_read(self, now: datetime) -> ManagedMedia:
        return await read_sonarr(self.client, self.id, now, self.answer)

    @override
    async def _async_read_differences(
        self, now: datetime, answer: ManagedMedia
    ) -> ManagedMedia | None:
        return await read_sonarr_differences(self.client, self.id, now, answer, disks=self._disks)


class SeerrSource(Source[Requests]):
    """One Seerr."""

    differs = False
    whole_hours = EVERY_HOUR

    def __init__(self, hass: HomeAssistant, subentry: ConfigSubentry, ledger: Ledger) -> None:
        """Prepare a client; nothing is asked yet."""
        super().__init__(first_reading(ledger, subentry.subentry_id, subentry.title))
        self.client = seerr_client(hass, subentry.data)

    @override
    async def _async_read(self, now: datetime) -> Requests:
        return await read_seerr(self.client, now)
