"""The journal: what was deleted, written to the disk before anything is touched, and read back.

A removal can be told to a server only once, so the page behind it must really be there: Home Assistant's
storage only logs that a disk is full, and writes nothing at once while Home Assistant stops.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers.storage import Store
import msgspec

from .cleanup.protocols import JournalError
from .cleanup.removed import Removed
from .const import DOMAIN
from .library.models import Problem
from .stored import async_finish, async_forget, async_read

_VERSION = 1
_FINISHED = 500

STOPPING = Problem(
    "journal_stopping",
    "Home Assistant is stopping, so nothing is deleted any more; try again when it has started",
)
"""Why nothing more is deleted while Home Assistant stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """The finished removals that have fallen out of the journal: what sums need of them."""

    media: int = 0
    freed_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    removals: tuple[Removed, ...] = ()
    forgotten: Forgotten = Forgotten()


class _File(msgspec.Struct):
    data: dict[str, Any]


def not_written(path: Path) -> Problem:
    """Return why nothing more may be deleted when the journal's file does not hold what it should."""
    return Problem(
        "journal_not_written",
        f"The journal of deletions could not be written to {path}, so nothing more is deleted; look whether"
        " the disk is full or read-only",
        {"path": path.as_posix()},
    )


class Journal:
    """The removals of one config entry, in a file of their own."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Prepare the journal; nothing is read before `async_load`."""
        self._hass = hass
        self._store = Store[dict[str, Any]](
            hass,
            _VERSION,
            f"{DOMAIN}.{entry_id}.journal",
            private=True,
            # Only these are forced out of the computer's memory.
            atomic_writes=True,
            serialize_in_event_loop=False,
        )
        self._page = _Page()
        self._lock = asyncio.Lock()

    async def async_load(self) -> None:
        """Read the journal.

        Raises:
            ConfigEntryError: It exists and cannot be read. Going on without it would forget what is half done.
        """
        self._page = (
            await async_read(
                self._hass, self._store, partial(msgspec.convert, type=_Page), _unreadable
            )
            or _Page()
        )

    async def async_remove(self) -> None:
        """Forget everything, because the config entry is gone."""
        await async_forget(self._hass, self._store)

    @property
    def removals(self) -> tuple[Removed, ...]:
        """All removals that are surely on the disk, the oldest first: every open one, and the newest others."""
        return self._page.removals

    @property
    def forgotten(self) -> Forgotten:
        """What the removals come to that are older than that."""
        return self._page.forgotten

    async def async_write(self, removed: Removed) -> None:
        """Put a removal in, or replace the one with its id; returns once it is on the disk.

        Raises:
            JournalError: It is not on the disk; `removals` stays as it was. While Home Assistant stops,
                nothing new is put in, and what becomes of earlier ones is on the disk at its very end.
        """
        await async_finish(self._hass, self._async_put(removed), "journal")

    async def _async_put(self, removed: Removed) -> None:
        async with self._lock:
            if self._hass.is_stopping and all(old.id != removed.id for old in self.removals):
                raise JournalError(STOPPING)
            page = _shortened(_with(self._page, removed))
            # By way of JSON, to compare it with what is in the file.
            data = msgspec.json.decode(msgspec.json.encode(page))
            path = Path(self._store.path)
            # The storage logs most failures, and raises the others.
            with suppress(OSError):
                await self._store.async_save(data)
            if not await self._hass.async_add_executor_job(_holds, path, data):
                raise JournalError(STOPPING if self._hass.is_stopping else not_written(path))
            self._page = page


def _with(page: _Page, removed: Removed) -> _Page:
    removals = {old.id: old for old in page.removals} | {removed.id: removed}
    return _Page(removals=tuple(removals.values()), forgotten=page.forgotten)


def _shortened(page: _Page) -> _Page:
    """Return the page without the oldest finished removals, when there are more than fit."""
    finished = [removed for removed in page.removals if not removed.stage.open]
    gone = finished[:-_FINISHED]
    ids = {removed.id for removed in gone}
    return _Page(
        removals=tuple(removed for removed in page.removals if removed.id not in ids),
        forgotten=Forgotten(
            media=page.forgotten.media + sum(removed.deleted for removed in gone),
            freed_bytes=page.forgotten.freed_bytes + sum(removed.freed_bytes for removed in gone),
        ),
    )


def _holds(path: Path, data: dict[str, Any]) -> bool:
    """Return whether this is what a file holds."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=_File).data == data
    except OSError, msgspec.DecodeError:
        return False


def _unreadable(path: str) -> ConfigEntryError:
    return ConfigEntryError(
        translation_domain=DOMAIN,
        translation_key="journal_unreadable",
        translation_placeholders={"path": path},
    )
