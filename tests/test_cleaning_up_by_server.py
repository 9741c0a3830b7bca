"""Cleaning up in a household whose media only an OxiCleanarr server knows: over the wire, down to the files."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from simulator import Fault, Stack

from .cleanup.server_room import deletes
from .cleaning import (
    GENEROUS,
    Hand,
    approve,
    choose,
    hand,  # noqa: F401
    harm,
    holiday,
    issues,
    journal,
    owned,
    pick,
    prepare,
    refused,
    rest,
    settle,
    titles,
)
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .following import SERVER_ID, every_version, follow, newest, server_of
from .household import ENTRY_ID, WINDOW_DAYS, Clock, act, state, sync
from .test_cleaning_up_repairs import repair

type Deed = Callable[[], Awaitable[object]]


async def begin(
    hass: HomeAssistant, stack: Stack, clock: Clock, mode: str = "ask", **changes: Any
) -> None:
    """Follow the server until the first departures are due, and accept that it deletes for good."""
    changes["options"] = GENEROUS | changes.get("options", {})
    await follow(hass, stack, **changes)
    await rest(hass)
    await clock.advance(hass, timedelta(days=WINDOW_DAYS, hours=1))
    await sync(hass)
    await choose(hass, mode)
    if mode != "observe":
        await cleaner(hass).async_accept_no_bin(SERVER_ID)
    stack.requests.clear()


def cleaner(hass: HomeAssistant) -> Any:
    return hass.config_entries.async_get_known_entry(ENTRY_ID).runtime_data.cleaner


def told(stack: Stack) -> list[str]:
    """Return what the server was told to delete for real."""
    return [one.path for one in stack.requests if deletes(one)]


def stays(answer: dict[str, Any], title: str) -> list[str]:
    """Return the guards that kept a medium."""
    [row] = [row for row in answer["not_going"] if row["title"] == title]
    assert all(row["reasons"])
    guards: list[str] = row["guards"]
    return guards


@every_version
async def test_exactly_what_was_approved_goes(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    before = owned(stack)
    plan = await prepare(hass)
    assert told(stack) == []
    answer = await approve(hass, stack, plan["plan_id"])
    assert set(titles(answer["deleted"])) == set(titles(plan["items"])) == before - owned(stack)
    assert len(told(stack)) == len(plan["items"])
    assert answer["freed_bytes"] == plan["size_bytes"]
    assert {one.stage.value for one in journal(hass)} == {"finished"}
    assert not any(one.exclude for one in journal(hass))
