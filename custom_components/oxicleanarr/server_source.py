"""The OxiCleanarr server of a household: what it last decided, and what people tell it to do."""

import asyncio
from collections.abc import Mapping
from copy import replace
from datetime import datetime
from typing import override

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant

from .clients.bodies import Picture
from .connection import oxicleanarr_client
from .const import SUBENTRY_OXICLEANARR
from .ledger import Ledger, first_reading
from .library.decided import NotSyncedError, ServerMedia, decided, read_server
from .library.models import Decided
from .library.reading import Belief, Reading
from .polling import EVERY_HOUR
from .source import Source


def followed_server(entry: ConfigEntry) -> ConfigSubentry | None:
    """Return the OxiCleanarr server that decides for a household, where there is one; there are never two."""
    every = entry.subentries.values()
    return next((one for one in every if one.subentry_type == SUBENTRY_OXICLEANARR), None)


class ServerSource(Source[ServerMedia]):
    """One OxiCleanarr server. A failed reading stays in the reading; what people command raises."""

    differs = False
    whole_hours = EVERY_HOUR

    def __init__(self, hass: HomeAssistant, subentry: ConfigSubentry, ledger: Ledger) -> None:
        """Prepare a client; nothing is asked yet."""
        super().__init__(first_reading(ledger, subentry.subentry_id, subentry.title))
        self._ledger = ledger
        self.client = oxicleanarr_client(hass, subentry.data)
        self.commanded = asyncio.Lock()
        """Held while it syncs because somebody here told it to."""
        self._seen_meanwhile: dict[str, Decided] = {}
        """What was looked at since the newest reading began, which may tell what was before."""

    @override
    async def async_renew(self, now: datetime, *, whole: bool, believe: Belief) -> None:
        self._seen_meanwhile.clear()
        await super().async_renew(now, whole=whole, believe=believe)
        self._take_up(self._seen_meanwhile)

    @override
    async def _async_read(self, now: datetime) -> ServerMedia:
        answer = await read_server(self.client, self.id, now)
        if not answer.media and answer.job is None:
            # It has never synced: that it lists nothing says nothing.
            raise NotSyncedError
        return answer

    async def poster(self, item_id: str, tag: str) -> Picture:
        """Read a medium's poster; the server has no tags that would tell a new one from an old one.

        Raises:
            NotFound: There is none.
            ClientError: The server failed.
        """
        return await self.client.poster(item_id)

    async def async_look_at(self, item_id: str, now: datetime) -> Decided:
        """Read one medium again, because somebody has just told the server something about it.

        Raises:
            ClientError: The server failed, or does not know it any more.
        """
        new = decided(await self.client.medium(item_id), self.id, now)
        self._seen_meanwhile[item_id] = new
        self._take_up({item_id: new})
        return new

    def _take_up(self, newer: Mapping[str, Decided]) -> None:
        """Let the answer say of some media what was seen after it."""
        if self.answer and newer:
            media = tuple((copy, newer.get(old.item_id, old)) for copy, old in self.answer.media)
            self.reading = replace(self.reading, answer=replace(self.answer, media=media))

    @property
    def said(self) -> dict[str, Decided]:
        """What it last said of each medium, by its own names; newer than what is merged may be."""
        answer = self.remembered.answer
        return {one.item_id: one for _, one in answer.media} if answer else {}

    @property
    def remembered(self) -> Reading[ServerMedia]:
        """The reading, with what the server forgets of the media that we excluded."""
        if self.answer is None or not self._ledger.excluded:
            return self.reading
        media = tuple((copy, self._completed(one)) for copy, one in self.answer.media)
        return replace(self.reading, answer=replace(self.answer, media=media))

    def _completed(self, one: Decided) -> Decided:
        excluded = self._ledger.excluded.get(one.item_id)
        if excluded is None or not one.excluded:
            return one
        due_at = excluded.due_at if one.due_at is None else one.due_at
        return replace(one, due_at=due_at, freed_at=excluded.until)
