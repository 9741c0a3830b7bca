"""Servers that have abruptly lost something: a repair says what, and takes it over once a person says that it is right."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from simulator import Fault, Stack

from .cleaning import issues
from .household import ENTRY_ID, RADARR_ID, connection, leaving_dates, start, sync
from .repairs import open_repair, submit

SMALLER = f"library_smaller_{RADARR_ID}"


async def lose_films(hass: HomeAssistant, stack: Stack, count: int = 4) -> None:
    """Let so many films be gone, and the servers be asked: four are remarkable in Radarr only."""
    for movie in stack.world.movies[:count]:
        stack.world.remove_movie(movie)
    await sync(hass)


async def asked(hass: HomeAssistant, stack: Stack) -> Any:
    """Let Radarr have lost films since the start, and somebody open the repair; return its form."""
    await start(hass, stack)
    await lose_films(hass, stack)
    return await open_repair(hass, SMALLER)


async def test_the_repair_says_what_was_lost(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    before = len(stack.world.movies)
    await lose_films(hass, stack)
    names = {"server": "Radarr", "before": str(before), "after": str(before - 4)}
    assert issues(hass)[SMALLER].translation_placeholders == names
    form = await open_repair(hass, SMALLER)
    assert (form["step_id"], form["description_placeholders"]) == ("confirm", names)


async def test_each_loss_has_a_repair_of_its_own(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    stack.world.users.pop()
    stack.world.touch()
    await sync(hass)
    assert set(issues(hass)) == {"users_lost_jellyfin"}
    stack.world.watches.clear()
    stack.world.touch()
    await sync(hass)
    assert set(issues(hass)) == {"users_lost_jellyfin"}


async def test_forgotten_plays_are_a_repair(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    stack.world.watches.clear()
    stack.world.touch()
    await sync(hass)
    assert set(issues(hass)) == {"plays_lost_jellyfin"}


async def test_the_repair_goes_once_the_server_is_whole_again(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    stack.break_("radarr", Fault.EMPTY_LIST, "/api/v3/movie")
    await sync(hass)
    assert SMALLER in issues(hass)
    stack.heal()
    await sync(hass)
    assert SMALLER not in issues(hass)


async def test_the_repair_outlives_an_outage(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await lose_films(hass, stack)
    stack.break_("radarr", Fault.REFUSE)
    await sync(hass)
    assert SMALLER in issues(hass)


async def test_who_says_that_it_is_right_is_believed(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await lose_films(hass, stack)
    assert connection(hass, "radarr").state == "off"
    result = await submit(hass, await open_repair(hass, SMALLER))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert connection(hass, "radarr").state == "on"
    assert issues(hass) == {}


async def test_only_the_server_that_it_is_about_is_believed(
    hass: HomeAssistant, stack: Stack
) -> None:
    form = await asked(hass, stack)
    stack.world.watches.clear()
    stack.world.touch()
    await submit(hass, form)
    assert connection(hass, "radarr").state == "on"
    assert connection(hass, "jellyfin").state == "off"


async def test_nothing_more_is_believed_than_was_read(hass: HomeAssistant, stack: Stack) -> None:
    form = await asked(hass, stack)
    before = await leaving_dates(hass)
    stack.world.remove_movie(stack.world.movies[0])
    result = await submit(hass, form)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_taken_over")
    left = len(stack.world.movies)
    assert f"has {left} media" in result["description_placeholders"]["problem"]
    assert await leaving_dates(hass) == before
    assert (issues(hass)[SMALLER].translation_placeholders or {})["after"] == str(left)


async def test_a_server_that_fails_meanwhile_is_not_believed(
    hass: HomeAssistant, stack: Stack
) -> None:
    form = await asked(hass, stack)
    stack.break_("radarr", Fault.REFUSE)
    result = await submit(hass, form)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_taken_over")
    assert SMALLER in issues(hass)


async def test_what_was_believed_once_is_not_believed_again(
    hass: HomeAssistant, stack: Stack
) -> None:
    form = await asked(hass, stack)
    stack.break_("radarr", Fault.REFUSE)
    await submit(hass, form)
    stack.heal()
    await sync(hass)
    assert connection(hass, "radarr").state == "off"


async def test_a_repair_that_was_settled_meanwhile_has_nothing_left_to_ask(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    stack.break_("radarr", Fault.EMPTY_LIST, "/api/v3/movie")
    await sync(hass)
    form = await open_repair(hass, SMALLER)
    stack.heal()
    await sync(hass)
    assert (await submit(hass, form))["type"] is FlowResultType.CREATE_ENTRY
    assert connection(hass, "radarr").state == "on"


async def test_a_server_that_fails_now_is_not_asked_about(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    await lose_films(hass, stack)
    stack.break_("radarr", Fault.REFUSE)
    await sync(hass)
    result = await open_repair(hass, SMALLER)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_taken_over")


async def test_a_household_that_is_not_loaded_takes_nothing_over(
    hass: HomeAssistant, stack: Stack
) -> None:
    form = await asked(hass, stack)
    await hass.config_entries.async_unload(ENTRY_ID)
    result = await submit(hass, form)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_loaded")
