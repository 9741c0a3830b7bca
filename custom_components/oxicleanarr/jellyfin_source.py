"""The Jellyfin of a household: its login, what it last told, and what we show there ourselves."""

from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_PASSWORD, CONF_URL, CONF_USERNAME
from homeassistant.core import HomeAssistant

from .clients.bodies import Picture
from .clients.bridge import Bridge, BridgeStatus
from .clients.errors import KeyRefused, NotFound
from .clients.ids import item_key
from .clients.jellyfin_models import Dialect
from .connection import jellyfin_client, server_id_of
from .ledger import Ledger, first_reading
from .library.jellyfin import read_info, read_jellyfin
from .library.jellyfin_differences import read_differences
from .library.jellyfin_media import JellyfinItem, JellyfinMedia, OwnDisplay
from .library.models import JELLYFIN
from .library.paths import normalise
from .polling import AT_NIGHT, EVERY_SIX_HOURS
from .source import Source


def has_jellyfin(entry: ConfigEntry) -> bool:
    """Return whether a household has a Jellyfin; one with an OxiCleanarr server can do without."""
    return CONF_URL in entry.data


class JellyfinSource(Source[JellyfinMedia]):
    """One Jellyfin."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry, ledger: Ledger) -> None:
        """Prepare a client; nothing is asked yet."""
        super().__init__(first_reading(ledger, JELLYFIN, entry.title))
        self._entry = entry
        self._ledger = ledger
        self.client = jellyfin_client(hass, entry.data, entry.unique_id)
        self._server_id = server_id_of(entry.unique_id)
        self._logged_in = False
        self._bridge = Bridge(self.client.http)

    @property
    def items(self) -> tuple[JellyfinItem, ...]:
        """What it showed then."""
        return self.answer.items if self.answer else ()

    @property
    def replaced(self) -> bool:
        """Whether another Jellyfin answers at its address: that one is shown no key, and nothing is changed there."""
        return self.client.replaced

    @property
    def dialect(self) -> Dialect:
        """Which program answers as the Jellyfin."""
        return self.client.dialect

    def own_display(self) -> OwnDisplay:
        """Return what we show in Jellyfin ourselves, which is no media."""
        made = self._ledger.made
        return OwnDisplay(
            [normalise(root) for root in made.roots],
            item_key(made.collection.id) if made.collection else None,
        )

    async def poster(self, item_id: str, tag: str) -> Picture:
        """Read an item's poster.

        Raises:
            NotFound: There is none, or another Jellyfin answers, which is shown no key.
            ClientError: Jellyfin failed.
        """
        if self.replaced:
            raise NotFound("Jellyfin")
        return await self.client.poster(item_id, tag)

    async def async_bridge(self) -> BridgeStatus:
        """Ask for the Bridge; a login, where one is needed, comes with the renewal before."""
        return await self._bridge.status()

    @property
    @override
    def whole_hours(self) -> Collection[int]:
        """The local hours of the day at which it is read as a whole; seldom where it tells what has changed."""
        tells = self.answer is not None and self.answer.mark is not None
        return AT_NIGHT if tells else EVERY_SIX_HOURS

    @override
    async def _async_read(self, now: datetime) -> JellyfinMedia:
        read = partial(
            read_jellyfin, self.client, now, self._server_id, self.answer, own=self.own_display
        )
        return await self._async_logged_in(read)

    @override
    async def _async_read_differences(
        self, now: datetime, answer: JellyfinMedia
    ) -> JellyfinMedia | None:
        read = partial(
            read_differences, self.client, now, answer, self._server_id, own=self.own_display
        )
        return await self._async_logged_in(read)

    async def _async_logged_in[Answer](self, read: Callable[[], Awaitable[Answer]]) -> Answer:
        """Read something, logging in first where the entry has a user and password."""
        data = self._entry.data
        if CONF_USERNAME not in data:
            return await read()
        if self._logged_in:
            # A session may have ended (jellyfin-rust: 24 hours after its last use).
            with suppress(KeyRefused):
                return await read()
        # A password is for our Jellyfin only.
        await read_info(self.client, self._server_id)
        await self.client.login(data[CONF_USERNAME], data[CONF_PASSWORD])
        self._logged_in = True
        return await read()
