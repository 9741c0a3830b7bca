"""What the page "System information" tells of all households, and that it tells nothing private."""

import asyncio
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import get_system_health_info

from simulator import Fault, Options, Stack

from .household import count, start, start_another, sync, with_libraries
from .texts import DOMAIN, texts

pytestmark = pytest.mark.parametrize("stack", [Options(movies=4, series=2, users=1)], indirect=True)


async def _told(hass: HomeAssistant) -> dict[str, Any]:
    assert await async_setup_component(hass, "system_health", {})
    info = await get_system_health_info(hass, DOMAIN)
    assert not [value for value in info.values() if asyncio.iscoroutine(value)]
    return dict(info)


async def test_it_tells_how_the_household_is(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack, options=with_libraries(stack))
    complete_at = entry.runtime_data.data.complete_at
    media = len(stack.world.series) + sum(movie.has_file for movie in stack.world.movies)
    assert await _told(hass) == {
        "households": "1/1",
        "servers": "3/3",
        "complete_at": complete_at.isoformat(timespec="minutes"),
        "media": str(media),
        "leaving_soon": count(hass),
        "mode": "observe",
        "displays": "libraries",
        "bridge": "active",
    }


async def test_a_server_that_fails_is_missing_in_the_count(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.break_("sonarr", Fault.REFUSE)
    await start(hass, stack)
    told = await _told(hass)
    assert (told["servers"], told["complete_at"], told["displays"]) == ("2/3", "never", "none")
    stack.heal()
    await sync(hass)
    assert (await _told(hass))["servers"] == "3/3"


async def test_two_households_stand_side_by_side(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await start_another(hass, stack)
    told = await _told(hass)
    assert (told["households"], told["servers"], told["mode"]) == (
        "2/2",
        "3/3; 1/1",
        "observe; observe",
    )


async def test_a_household_that_could_not_start_is_counted(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.break_("jellyfin", Fault.REFUSE)
    await start(hass, stack)
    assert await _told(hass) == {"households": "0/1"}


async def test_every_fact_has_a_text_and_no_text_is_for_nothing(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    prefix = "system_health.info."
    named = {key.removeprefix(prefix) for key in texts() if key.startswith(prefix)}
    assert (await _told(hass)).keys() == named


async def test_nothing_private_is_in_it(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=with_libraries(stack))
    text = str(await _told(hass))
    private = [stack.jellyfin.api_key, "127.0.0.1", "Film club", "Radarr", str(stack.world.root)]
    assert not [one for one in private if one in text]
