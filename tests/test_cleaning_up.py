"""Cleaning up as a household does it: by actions and entities, over the wire, down to the files."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from simulator import Stack
from simulator.wire import Arrival

from .disk import hass_config_dir, hass_storage  # noqa: F401
from .household import WINDOW_DAYS, Clock, act, entity_id, entries, start, sync


@pytest.fixture
async def household_in_ask_mode(hass: HomeAssistant, stack: Stack, clock: Clock) -> Stack:
    """Run a household whose first departures are due, and whose mode is Ask."""
    for arr in (stack.radarr, stack.sonarr):
        arr.disk.recycling = True
    await start(hass, stack)
    await sync(hass)
    await choose(hass, "ask")
    await clock.advance(hass, timedelta(days=WINDOW_DAYS, hours=1))
    return stack


async def choose(hass: HomeAssistant, mode: str) -> None:
    await choose_now(hass, mode)
    await hass.async_block_till_done(wait_background_tasks=True)


async def choose_now(hass: HomeAssistant, mode: str) -> None:
    """Choose a mode in the middle of something."""
    await hass.services.async_call(
        "select",
        "select_option",
        {"entity_id": entity_id(hass, "select", "mode"), "option": mode},
        blocking=True,
    )


def files(stack: Stack) -> set[str]:
    return {
        str(path)
        for folder in (stack.world.movies_dir, stack.world.tv_dir)
        for path in folder.rglob("*")
        if path.is_file()
    }


async def test_exactly_what_was_approved_goes(
    hass: HomeAssistant, household_in_ask_mode: Stack
) -> None:
    stack = household_in_ask_mode
    before = files(stack)

    plan: dict[str, Any] = await act(hass, "prepare_cleanup")
    answer = await act(hass, "approve_cleanup", plan_id=plan["plan_id"])
    for arr in (stack.radarr, stack.sonarr):
        await arr.settled()

    assert [row["title"] for row in answer["deleted"]] == [row["title"] for row in plan["items"]]
    assert before - files(stack)


async def test_what_the_rules_let_go_stays_once_somebody_wants_to_be_asked(
    hass: HomeAssistant, household_in_ask_mode: Stack
) -> None:
    stack = household_in_ask_mode
    await choose(hass, "automatic")

    async def ask_when_the_first_is_looked_at(arrival: Arrival) -> bool:
        if arrival.path.startswith("/api/v3/movie/"):
            stack.watch(None)
            await choose_now(hass, "ask")
        return True

    stack.watch(ask_when_the_first_is_looked_at)
    (entry,) = entries(hass)
    await entry.runtime_data.cleaner.async_clean_up()

    assert not [request for request in stack.requests if request.method == "DELETE"]


async def test_a_folder_in_which_somebody_put_another_film_stays(
    hass: HomeAssistant, household_in_ask_mode: Stack
) -> None:
    stack = household_in_ask_mode
    first = (await act(hass, "prepare_cleanup"))["items"][0]["title"]
    owner = next(movie for movie in stack.world.movies if movie.title == first)
    stack.world.movie_path(owner).with_name("Lodger (1927).mkv").write_bytes(b"film")
    stack.catalog.refresh()

    plan: dict[str, Any] = await act(hass, "prepare_cleanup")

    blocked = {row["title"]: row["guards"] for row in plan["not_going"]}
    assert "folder" in blocked[first]
