"""The last visit to the Jellyfin of a removed household: its session ends, and so does a pass."""

import asyncio
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.oxicleanarr import displays
from custom_components.oxicleanarr.clients.bridge import Bridge
from custom_components.oxicleanarr.left_behind import left_behind
from simulator import Fault, Options, Stack

from .departing import (
    answer,
    base_of,
    collections_of,
    count_tokens,
    displaying,
    login,
    media_stay,  # noqa: F401
    remove,
)
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .household import ENTRY_ID, start

pytestmark = pytest.mark.usefixtures("media_stay")


@pytest.mark.parametrize("stack", [Options(jellyfin_version="rust")], indirect=True)
async def test_a_jellyfin_rust_which_ends_no_session_is_not_given_another(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack, data=login(stack))
    before = count_tokens(stack)
    await remove(hass, entry)
    assert count_tokens(stack) == before


async def test_a_session_neither_piles_up_nor_stays(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack, data=login(stack))
    counted = [count_tokens(stack)]
    for _ in range(2):
        await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done()
        counted.append(count_tokens(stack))
    await remove(hass, entry)
    assert (counted, count_tokens(stack)) == ([1, 1, 1], 0)


@pytest.mark.parametrize("trouble", ["away", "password", "over"])
async def test_a_session_that_cannot_be_ended_is_in_nobodys_way(
    hass: HomeAssistant, stack: Stack, caplog: pytest.LogCaptureFixture, trouble: str
) -> None:
    entry = await start(hass, stack, data=login(stack))
    match trouble:
        case "away":
            stack.break_("jellyfin", Fault.REFUSE)
        case "password":
            stack.break_("jellyfin", Fault.UNAUTHORIZED)
        case _:
            stack.jellyfin.state.gate.tokens.clear()
    caplog.clear()
    await remove(hass, entry)
    told = [record for record in caplog.records if "Dashboard → Devices" in record.message]
    assert len(told) == (trouble != "over")
    assert hass.config_entries.async_get_entry(ENTRY_ID) is None


async def test_an_api_key_stays(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    stack.requests.clear()
    await remove(hass, entry)
    assert stack.requests == []
    assert stack.jellyfin.state.gate.keys


async def _pass_in_the_middle(
    hass: HomeAssistant, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> tuple[ConfigEntry, asyncio.Event]:
    """Stop a pass just before its links are made; return what lets it go on."""
    go, begun = asyncio.Event(), asyncio.Event()
    add = Bridge.add_links

    async def slow(self: Bridge, items: Any) -> Any:
        begun.set()
        await go.wait()
        return await add(self, items)

    monkeypatch.setattr(Bridge, "add_links", slow)
    entry = await start(hass, stack, options=displaying(stack))
    await begun.wait()
    return entry, go


async def test_a_pass_that_runs_ends_before_the_household_does(
    hass: HomeAssistant, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry, go = await _pass_in_the_middle(hass, stack, monkeypatch)
    removal = asyncio.create_task(hass.config_entries.async_remove(entry.entry_id))
    await asyncio.sleep(0.1)
    assert not removal.done()
    go.set()
    await removal
    await hass.async_block_till_done()
    assert collections_of(stack) == {"Leaving Soon"}
    assert (await answer(hass, "remove"))["type"] is FlowResultType.CREATE_ENTRY
    assert (list(base_of(stack).iterdir()), collections_of(stack)) == ([], set())


async def test_a_pass_that_does_not_end_is_broken_off_and_its_traces_are_known(
    hass: HomeAssistant, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(displays, "_LAST_SECONDS", 0.05)
    entry, go = await _pass_in_the_middle(hass, stack, monkeypatch)
    await remove(hass, entry)
    go.set()
    left = left_behind(hass).get(ENTRY_ID)
    assert left is not None
    assert left.made.links
    assert (await answer(hass, "remove"))["type"] is FlowResultType.CREATE_ENTRY
    assert [path for path in base_of(stack).rglob("*") if path.is_symlink()] == []
