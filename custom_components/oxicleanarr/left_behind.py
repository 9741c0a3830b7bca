"""What a household that was removed left in Jellyfin, until somebody says what becomes of it.

Home Assistant asks nothing while it removes a household, so a repair asks afterwards. What the question is
about is kept in a file without any secret; the credentials are kept in memory only. Once no household is
left, the next start of Home Assistant does not load us, and nobody asks any more.
"""

import asyncio
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_URL, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.singleton import singleton
from homeassistant.helpers.storage import Store
from homeassistant.util.hass_dict import HassKey
import msgspec

from .const import CONF_DEVICE_ID, CONF_DISPLAYS, DOMAIN
from .display.models import Made
from .jellyfin_source import has_jellyfin
from .stored import async_finish, async_read

_VERSION: Final = 1

LEFT_IN_JELLYFIN: Final = "left_in_jellyfin"
PERHAPS_LEFT: Final = "perhaps_left_in_jellyfin"

KEY: HassKey[LeftBehind] = HassKey(f"{DOMAIN}_left_behind")


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What one household left: all that we made, and in which Jellyfin."""

    household: str
    unique_id: str
    """Of the household: the id of its Jellyfin, perhaps with the address behind it."""
    url: str
    verify_ssl: bool
    device_id: str
    made: Made


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    households: Mapping[str, Left] = field(default_factory=dict)


class _UnreadableError(Exception):
    """The file is damaged."""


class LeftBehind:
    """What all removed households left, by the ids of their entries."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Prepare; nothing is read before `async_load`."""
        self._hass = hass
        self._store = Store[dict[str, Any]](hass, _VERSION, f"{DOMAIN}.left_behind", private=True)
        self._page = _Page()
        self._data: dict[str, Mapping[str, Any]] = {}
        self.lock = asyncio.Lock()
        """Held by whoever clears away: two at once would not understand what they find."""

    async def async_load(self) -> None:
        """Read what was not answered before a restart, and ask again."""
        with suppress(_UnreadableError):
            # Then nobody asks, and nothing is touched.
            page = await async_read(
                self._hass, self._store, partial(msgspec.convert, type=_Page), _UnreadableError
            )
            self._page = page or self._page
        for entry_id in self._page.households:
            self._ask(entry_id)

    async def async_add(self, entry: ConfigEntry, made: Made) -> None:
        """Ask what becomes of what a household made, which is gone by now."""
        left = Left(
            household=entry.title,
            unique_id=entry.unique_id or "",
            url=entry.data[CONF_URL],
            verify_ssl=entry.data[CONF_VERIFY_SSL],
            device_id=entry.data[CONF_DEVICE_ID],
            made=made,
        )
        self._data[entry.entry_id] = dict(entry.data)
        await self._async_write({**self._page.households, entry.entry_id: left})
        self._ask(entry.entry_id)

    def get(self, entry_id: str) -> Left | None:
        """Return what a household left; `None` once that is settled."""
        return self._page.households.get(entry_id)

    def access(self, entry_id: str) -> Mapping[str, Any] | None:
        """Return how its Jellyfin is reached: as the household did, or another one of the same Jellyfin does."""
        if known := self._data.get(entry_id):
            return known
        left = self._page.households[entry_id]
        for entry in self._hass.config_entries.async_entries(DOMAIN):
            if has_jellyfin(entry) and entry.unique_id == left.unique_id:
                # A login with that household's own id would end its session.
                return {**entry.data, CONF_DEVICE_ID: left.device_id}
        return None

    async def async_made(self, entry_id: str, made: Made) -> None:
        """Remember what is still there."""
        households = self._page.households
        left = replace(households[entry_id], made=made)
        await self._async_write({**households, entry_id: left})

    @callback
    def ask_again(self, entry_id: str) -> None:
        """Let the repair say what is still there, where a part of it is gone."""
        if entry_id in self._page.households:
            self._ask(entry_id)

    async def async_settle(self, entry_id: str) -> None:
        """Forget what a household left: it is gone, or is to stay."""
        others = {key: one for key, one in self._page.households.items() if key != entry_id}
        self._data.pop(entry_id, None)
        await self._async_write(others)

    async def _async_write(self, households: Mapping[str, Left]) -> None:
        self._page = _Page(households=households)
        page = msgspec.to_builtins(self._page)
        work = self._store.async_save(page) if households else self._store.async_remove()
        await async_finish(self._hass, work, "left behind")

    @callback
    def _ask(self, entry_id: str) -> None:
        left = self._page.households[entry_id]
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            f"{LEFT_IN_JELLYFIN}_{entry_id}",
            data={"left_by": entry_id},
            is_fixable=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=LEFT_IN_JELLYFIN,
            translation_placeholders=names_of(left),
        )


@singleton(KEY)
@callback
def left_behind(hass: HomeAssistant) -> LeftBehind:
    """Return what removed households left; no entry is left to which it could belong."""
    return LeftBehind(hass)


def names_of(left: Left) -> dict[str, str]:
    """Return what a household left as people read it."""
    made = left.made
    return {
        "household": left.household,
        "links": str(len(made.links)),
        "libraries": listed(library.name for library in made.libraries),
        "collection": made.collection.name if made.collection else "–",
        "folders": listed(made.roots),
    }


def listed(names: Iterable[str]) -> str:
    """Return names as a list in a sentence."""
    return ", ".join(names) or "–"


def is_left(made: Made) -> bool:
    """Return whether we made anything: a root alone was only meant to be used."""
    return made != Made(roots=made.roots)


@callback
def warn_of_the_unknown(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Say that nobody knows what a household left, since its ledger could not be read."""
    if not has_jellyfin(entry) or not entry.options.get(CONF_DISPLAYS):
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        f"{PERHAPS_LEFT}_{entry.entry_id}",
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key=PERHAPS_LEFT,
        translation_placeholders={"household": entry.title},
    )
