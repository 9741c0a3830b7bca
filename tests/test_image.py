"""The picture of the next departure: it follows the plan, and leads nobody to Jellyfin or its key."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from homeassistant.components.image import DOMAIN as IMAGE
from homeassistant.core import HomeAssistant
import pytest

from simulator import Fault, Options, Stack
from simulator.posters import poster

from .household import OPTIONS, Clock, act, start, state, sync


def shown(hass: HomeAssistant) -> Any:
    return state(hass, IMAGE, "next_departure")


def next_title(hass: HomeAssistant) -> str:
    return str(state(hass, "sensor", "next_departure").attributes["title"])


async def picture(hass: HomeAssistant, client: Any) -> tuple[int, bytes]:
    answer = await client.get(shown(hass).attributes["entity_picture"])
    return answer.status, await answer.read()


def poster_of(stack: Stack, title: str) -> bytes:
    item = next(item for item in stack.catalog.items.values() if item.name == title)
    return poster(item.name, item.year, 400)[0]


async def test_it_is_the_poster_of_the_next_departure(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    await start(hass, stack)
    expected = poster_of(stack, next_title(hass))
    assert await picture(hass, await hass_client()) == (200, expected)


async def test_it_is_another_one_when_something_else_is_next(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any], clock: Clock
) -> None:
    await start(hass, stack)
    before, title = shown(hass).state, next_title(hass)
    await clock.advance(hass, timedelta(minutes=1))
    await act(hass, "keep", title=title)
    assert next_title(hass) != title
    assert shown(hass).state > before
    assert (await picture(hass, await hass_client()))[1] == poster_of(stack, next_title(hass))


async def test_it_stays_the_same_while_the_next_departure_does(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack)
    before = shown(hass).state
    await clock.advance(hass, timedelta(hours=2))
    assert shown(hass).state == before


async def test_no_key_and_no_jellyfin_is_in_it(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    text = str(shown(hass).as_dict())
    assert stack.jellyfin.api_key not in text
    assert str(stack.jellyfin.url) not in text


async def test_jellyfin_is_asked_once_for_the_same_picture(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    await start(hass, stack)
    client = await hass_client()
    await picture(hass, client)
    await picture(hass, client)
    assert sum("/Images/" in request.path for request in stack.requests) == 1


async def test_a_jellyfin_that_fails_shows_none(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    await start(hass, stack)
    stack.break_("jellyfin", Fault.ERROR)
    assert (await picture(hass, await hass_client()))[0] == 500


@pytest.mark.parametrize("stack", [Options(movies=0, series=0)], indirect=True)
async def test_without_a_departure_there_is_no_picture(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    await start(hass, stack)
    assert shown(hass).state == "unknown"
    assert (await picture(hass, await hass_client()))[0] == 500


async def test_a_departure_after_none_has_its_picture(hass: HomeAssistant, stack: Stack) -> None:
    await start(
        hass, stack, options=OPTIONS | {"movie_retention": "never", "series_retention": "never"}
    )
    assert shown(hass).state == "unknown"
    await act(hass, "schedule", title="Metropolis")
    await sync(hass)
    assert shown(hass).state != "unknown"
