"""What the ledger and the journal want of Home Assistant's storage.

A damaged file is never taken for an empty one, and nobody who is stopped stops a write half-way.
"""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store
import msgspec

from .const import DOMAIN


async def async_read[Page](
    hass: HomeAssistant,
    store: Store[dict[str, Any]],
    converted: Callable[[dict[str, Any]], Page],
    unreadable: Callable[[str], Exception],
) -> Page | None:
    """Return what is stored, or `None` when nothing ever was.

    Raises:
        Exception: It exists and cannot be read; `unreadable` makes it of the file's path.
    """
    try:
        stored = await store.async_load()
        if stored is not None:
            # A large household's takes longer than the event loop may be held.
            return await hass.async_add_executor_job(converted, stored)
    except (
        HomeAssistantError,
        NotImplementedError,
        TypeError,
        AttributeError,
        LookupError,
        msgspec.ValidationError,
    ) as err:
        # Unreadable, from a newer version, JSON of another shape than a store has, or of another page.
        raise unreadable(store.path) from err
    if damaged := await hass.async_add_executor_job(_moved_aside, Path(store.path)):
        raise unreadable(str(damaged[-1]))
    return None


async def async_finish[Result](
    hass: HomeAssistant, work: Coroutine[Any, Any, Result], name: str
) -> Result:
    """Do work to its end, also when whoever asked for it is stopped meanwhile.

    A household that ends stops who asked for a write, but not the thread that writes: whoever reads or removes
    the file next must come after it.
    """
    task = hass.async_create_task(work, f"{DOMAIN} {name}")
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


async def async_forget(hass: HomeAssistant, store: Store[dict[str, Any]]) -> None:
    """Remove a store's file, and what Home Assistant moved aside because it was damaged."""
    await store.async_remove()
    await hass.async_add_executor_job(_remove_moved_aside, Path(store.path))


def _remove_moved_aside(path: Path) -> None:
    for damaged in _moved_aside(path):
        damaged.unlink(missing_ok=True)


def _moved_aside(path: Path) -> list[Path]:
    # Home Assistant moves a file that it cannot parse aside and goes on as if there had been none.
    return sorted(path.parent.glob(f"{path.name}.corrupt.*"))
