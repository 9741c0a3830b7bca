"""Households that are removed, what they left in Jellyfin, and the question what becomes of it."""

from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.oxicleanarr.left_behind import KEY, left_behind
from simulator import Stack
from simulator.seeding import ADMIN_PASSWORD

from .display.room import media_on_disk
from .household import ENTRY_ID, OPTIONS, start
from .repairs import open_issue, submit
from .texts import DOMAIN

ISSUE = f"left_in_jellyfin_{ENTRY_ID}"


@pytest.fixture
def media_stay(stack: Stack) -> Any:
    """Prove that no media file has changed, whatever a test did."""
    before = media_on_disk(stack.root)
    yield
    assert media_on_disk(stack.root) == before


def login(stack: Stack) -> dict[str, Any]:
    return {
        "url": stack.jellyfin.url,
        "username": "admin",
        "password": ADMIN_PASSWORD,
        "verify_ssl": True,
        "device_id": "d" * 32,
    }


def displaying(stack: Stack, **changes: Any) -> dict[str, Any]:
    displays = {"displays": ["libraries", "collection"], "base_path": str(base_of(stack))}
    return OPTIONS | displays | changes


async def begin(hass: HomeAssistant, stack: Stack, **changes: Any) -> MockConfigEntry:
    entry = await start(hass, stack, **{"options": displaying(stack), **changes})
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


async def remove(hass: HomeAssistant, entry: ConfigEntry) -> None:
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()


def issue_of(hass: HomeAssistant, issue_id: str = ISSUE) -> ir.IssueEntry | None:
    return ir.async_get(hass).async_get_issue(DOMAIN, issue_id)


def files_of(hass: HomeAssistant) -> set[str]:
    """Return what of us is in Home Assistant's storage."""
    folder = Path(hass.config.path(".storage"))
    return {path.name for path in folder.iterdir() if path.name.startswith(DOMAIN)}


def file_of(hass: HomeAssistant, name: str) -> Path:
    return Path(hass.config.path(".storage", f"{DOMAIN}.{name}"))


def base_of(stack: Stack) -> Path:
    return stack.root / "leaving-soon"


def below(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def libraries_of(stack: Stack) -> set[str]:
    return {library.name for library in stack.catalog.libraries.values()}


def collections_of(stack: Stack) -> set[str]:
    return {stack.catalog.items[key].name for key in stack.catalog.members}


def count_tokens(stack: Stack) -> int:
    return len(stack.jellyfin.state.gate.tokens)


async def ask(hass: HomeAssistant) -> Any:
    return await open_issue(hass, ISSUE)


async def fill(hass: HomeAssistant, result: Any, form: dict[str, Any]) -> Any:
    return await submit(hass, result, form)


async def answer(hass: HomeAssistant, answer: str) -> Any:
    return await fill(hass, await ask(hass), {"next_step_id": answer})


async def restart(hass: HomeAssistant) -> None:
    """Forget what is in memory only, as a restart does, and read what is on the disk."""
    ir.async_delete_issue(hass, DOMAIN, ISSUE)
    remembered: Any = left_behind
    remembered.cache_clear()
    hass.data.pop(KEY)
    await left_behind(hass).async_load()
