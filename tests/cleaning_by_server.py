"""Cleaning up in a household that follows an OxiCleanarr server, and what that was told."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant

from simulator import Stack
from simulator.oxicleanarr import deletes
from simulator.oxicleanarr.state import Exclusion

from .cleaning import (
    GENEROUS,
    choose,
    hand,  # noqa: F401
    rest,
)
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .following import SERVER_ID, follow, server_of
from .household import ENTRY_ID, WINDOW_DAYS, Clock, act, sync


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


async def nothing_goes_because(hass: HomeAssistant, guard: str) -> None:
    """See that a list that is prepared now is empty, and that the guard keeps everything off it."""
    answer = await act(hass, "prepare_cleanup")
    assert answer["items"] == []
    assert all(guard in row["guards"] for row in answer["not_going"])


def cleaner(hass: HomeAssistant) -> Any:
    return hass.config_entries.async_get_known_entry(ENTRY_ID).runtime_data.cleaner


def told(stack: Stack) -> list[str]:
    """Return what the server was told to delete for real."""
    return [one.path for one in stack.requests if deletes(one)]


def item(stack: Stack, title: str) -> Any:
    return next(one for one in server_of(stack).media.values() if one.title == title)


async def exclude(stack: Stack, title: str) -> None:
    item(stack, title).excluded = True
    server_of(stack).exclusions[item(stack, title).id] = Exclusion("", server_of(stack).state.now())


def a_film(stack: Stack, plan: dict[str, Any]) -> str:
    movies = {one.title for one in stack.world.movies}
    return next(str(row["title"]) for row in plan["items"] if row["title"] in movies)
