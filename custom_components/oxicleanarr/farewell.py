"""The last visit to the Jellyfin of a household that was removed: clearing away, and ending the session."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.const import CONF_PASSWORD, CONF_USERNAME
from homeassistant.core import HomeAssistant

from .clients.bridge import Bridge
from .clients.errors import ClientError
from .clients.jellyfin import Jellyfin
from .clients.jellyfin_models import Dialect
from .connection import jellyfin_client, server_id_of
from .const import DOMAIN
from .display.clearing import Cleared, Clearing
from .display.models import Made
from .jellyfin_source import has_jellyfin
from .ledger import Ledger
from .left_behind import LeftBehind, left_behind
from .library.jellyfin import read_info
from .library.paths import below, normalise
from .library.reading import UntrustedAnswerError, problem_of, require_complete

_LOGGER = logging.getLogger(__name__)


class _Book:
    """What one removed household made, as the display writes it down."""

    def __init__(self, behind: LeftBehind, entry_id: str) -> None:
        self._behind = behind
        self._entry_id = entry_id

    @property
    def made(self) -> Made:
        left = self._behind.get(self._entry_id)
        return left.made if left else Made()

    async def async_made(self, made: Made) -> None:
        await self._behind.async_made(self._entry_id, made)


async def async_clear_away(
    hass: HomeAssistant, entry_id: str, data: Mapping[str, Any]
) -> Cleared | None:
    """Remove from Jellyfin what a removed household made there; `None` when that is settled already.

    A failure of a server is in the answer, never raised.

    Raises:
        ConfigEntryError: The ledger of another household cannot be read, so nobody knows what is its own.
    """
    behind = left_behind(hass)
    async with behind.lock:
        left = behind.get(entry_id)
        if left is None:
            return None
        made = without_roots(left.made, await _async_roots_of_others(hass))
        await behind.async_made(entry_id, made)
        cleared = await _async_clear(hass, _Book(behind, entry_id), left.unique_id, data)
        if cleared.everything:
            await behind.async_settle(entry_id)
        else:
            behind.ask_again(entry_id)
        return cleared


async def async_end_session(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """End the session of a household that logged in.

    A login with our device ends the older one, and gets hold of the only one there is. In a jellyfin-rust
    nobody can end a session: it ends by itself when it was not used for a day.
    """
    if not has_jellyfin(entry) or CONF_USERNAME not in entry.data:
        return
    try:
        client = await _async_found(hass, entry.unique_id or "", entry.data)
        if client.dialect is not Dialect.RUST:
            async with _session(client, entry.data):
                pass
    except (ClientError, UntrustedAnswerError) as err:
        _LOGGER.warning(
            "The session OxiCleanarr in Jellyfin could not be ended, end it there under Dashboard → Devices: %s",
            problem_of(err).message,
        )


def without_roots(made: Made, roots: frozenset[str]) -> Made:
    """Return what we made, without what lies in some roots."""

    def stays(path: str) -> bool:
        return all(below(normalise(path), root) is None for root in roots)

    return replace(
        made,
        links=tuple(link for link in made.links if stays(link.path)),
        folders=frozenset(filter(stays, made.folders)),
        roots=tuple(filter(stays, made.roots)),
        libraries=tuple(library for library in made.libraries if stays(library.folder)),
    )


async def _async_found(hass: HomeAssistant, unique_id: str, data: Mapping[str, Any]) -> Jellyfin:
    """Return a client for a Jellyfin, after a look at who answers.

    Raises:
        ClientError: Nobody does.
        AnotherServerError: Another one does, which is not shown the credentials.
    """
    client = jellyfin_client(hass, data, unique_id)
    await read_info(client, server_id_of(unique_id))
    return client


@asynccontextmanager
async def _session(client: Jellyfin, data: Mapping[str, Any]) -> AsyncGenerator[None]:
    """Log in where there is no key, and end the session afterwards.

    Raises:
        ClientError: It does not let us in.
    """
    if CONF_USERNAME not in data:
        yield
        return
    await client.login(data[CONF_USERNAME], data[CONF_PASSWORD])
    try:
        yield
    finally:
        with suppress(ClientError):
            await client.logout()


async def _async_clear(
    hass: HomeAssistant, book: _Book, unique_id: str, data: Mapping[str, Any]
) -> Cleared:
    try:
        client = await _async_found(hass, unique_id, data)
        async with _session(client, data):
            users = await client.users()
            require_complete("Jellyfin", "users", users)
            administrators = (one for one in users.rows if one.is_administrator)
            administrator = next((one.id for one in administrators if not one.is_disabled), "")
            sessions = (await client.sessions()).rows
            playing = [one.item.path for one in sessions if one.item and one.item.path]
            clearing = Clearing(Bridge(client.http), client.folders, client.collections, book)
            return await clearing.clear(administrator, playing)
    except (ClientError, UntrustedAnswerError) as err:
        return Cleared(problem=problem_of(err))


async def _async_roots_of_others(hass: HomeAssistant) -> frozenset[str]:
    """Return the roots in which households that are still there have something, whoever began them."""
    roots: set[str] = set()
    for entry in hass.config_entries.async_entries(DOMAIN):
        if entry.state is ConfigEntryState.LOADED:
            made = entry.runtime_data.ledger.made
        else:
            ledger = Ledger(hass, entry.entry_id)
            await ledger.async_load()
            made = ledger.made
        shown = [*(one.path for one in made.links), *(one.folder for one in made.libraries)]
        places = [normalise(place) for place in shown]
        for root in map(normalise, made.roots):
            if any(below(place, root) is not None for place in places):
                roots.add(root)
    return frozenset(roots)
