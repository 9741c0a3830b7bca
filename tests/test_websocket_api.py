"""What dashboards are told over the websocket: once, or again with every change."""

from collections.abc import Callable
from datetime import timedelta
import json
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest

from custom_components.oxicleanarr import websocket_api
from simulator import Fault, Options, Stack

from .household import (
    ENTRY_ID,
    OTHER_ENTRY_ID,
    Clock,
    act,
    departures,
    leaving_dates,
    media,
    start,
    start_another,
    sync,
)

type WebSockets = Callable[..., Any]

pytestmark = pytest.mark.parametrize("stack", [Options(movies=4, series=2, users=1)], indirect=True)


async def ask(client: Any, **data: Any) -> dict[str, Any]:
    """Ask once what is leaving soon."""
    await client.send_json_auto_id({"type": "oxicleanarr/leaving_soon", **data})
    message: dict[str, Any] = await client.receive_json()
    assert message["success"], message
    result: dict[str, Any] = message["result"]
    return result


async def subscribe(client: Any, **data: Any) -> dict[str, Any]:
    """Subscribe, and return what is told at once."""
    await client.send_json_auto_id({"type": "oxicleanarr/subscribe_leaving_soon", **data})
    assert (await client.receive_json())["success"]
    return await hear(client)


async def hear(client: Any) -> dict[str, Any]:
    """Return what is told next."""
    event: dict[str, Any] = (await client.receive_json())["event"]
    return event


def titles(answer: dict[str, Any]) -> list[str]:
    return [item["title"] for item in answer["items"]]


async def test_what_is_leaving_soon_is_told_next_departure_first(
    hass: HomeAssistant, stack: Stack, hass_ws_client: WebSockets
) -> None:
    await start(hass, stack)
    answer = await ask(await hass_ws_client(hass))
    assert titles(answer) == list(await leaving_dates(hass))
    assert set(titles(answer)) == set(departures(stack)) != set()


async def test_an_item_is_what_the_action_tells_its_household_and_its_poster(
    hass: HomeAssistant, stack: Stack, hass_ws_client: WebSockets
) -> None:
    await start(hass, stack)
    (item,) = (
        item
        for item in (await ask(await hass_ws_client(hass)))["items"]
        if item["title"] == "Metropolis"
    )
    row = (await media(hass, text="Metropolis"))["Metropolis"]
    assert item == row | {"config_entry_id": ENTRY_ID, "poster": item["poster"]}


async def test_a_poster_is_shown_without_a_login(
    hass: HomeAssistant,
    stack: Stack,
    hass_ws_client: WebSockets,
    hass_client_no_auth: Callable[..., Any],
) -> None:
    await start(hass, stack)
    item = (await ask(await hass_ws_client(hass)))["items"][0]
    answer = await (await hass_client_no_auth()).get(item["poster"])
    assert (answer.status, answer.content_type) == (200, "image/jpeg")


async def test_no_key_is_told(
    hass: HomeAssistant, stack: Stack, hass_ws_client: WebSockets
) -> None:
    await start(hass, stack)
    told = json.dumps(await ask(await hass_ws_client(hass)))
    for server in (stack.jellyfin, stack.radarr, stack.sonarr):
        assert server.api_key not in told


async def test_who_may_only_look_is_told_too(
    hass: HomeAssistant,
    stack: Stack,
    hass_ws_client: WebSockets,
    hass_read_only_access_token: str,
) -> None:
    await start(hass, stack)
    client = await hass_ws_client(hass, hass_read_only_access_token)
    assert titles(await ask(client)) == list(await leaving_dates(hass))


async def test_who_subscribes_is_told_at_once_and_again_when_something_is_kept(
    hass: HomeAssistant, stack: Stack, hass_ws_client: WebSockets
) -> None:
    await start(hass, stack)
    client = await hass_ws_client(hass)
    before = titles(await subscribe(client))
    await act(hass, "keep", title="Metropolis")
    assert titles(await hear(client)) == [title for title in before if title != "Metropolis"]


async def test_the_same_is_not_told_twice(
    hass: HomeAssistant, stack: Stack, hass_ws_client: WebSockets
) -> None:
    entry = await start(hass, stack)
    client = await hass_ws_client(hass)
    await subscribe(client)
    entry.runtime_data.async_update_listeners()
    await act(hass, "keep", title="Metropolis")
    assert "Metropolis" not in titles(await hear(client))


async def test_who_unsubscribes_is_told_nothing_more(
    hass: HomeAssistant, stack: Stack, hass_ws_client: WebSockets
) -> None:
    await start(hass, stack)
    client = await hass_ws_client(hass)
    await client.send_json({"id": 5, "type": "oxicleanarr/subscribe_leaving_soon"})
    assert (await client.receive_json())["success"]
    await client.receive_json()
    await client.send_json({"id": 6, "type": "unsubscribe_events", "subscription": 5})
    assert (await client.receive_json())["success"]
    await act(hass, "keep", title="Metropolis")
    await client.send_json({"id": 7, "type": "ping"})
    assert (await client.receive_json())["type"] == "pong"


async def test_at_midnight_a_day_less_is_left(
    hass: HomeAssistant, stack: Stack, hass_ws_client: WebSockets, clock: Clock
) -> None:
    midnight = dt_util.start_of_local_day(dt_util.now() + timedelta(days=1))
    # Sooner than the next sync, which would tell it as well.
    clock.ahead = midnight - timedelta(minutes=10) - dt_util.now()
    await start(hass, stack)
    client = await hass_ws_client(hass)
    before = (await subscribe(client))["items"][0]["days_left"]
    await clock.advance(hass, timedelta(minutes=11))
    assert (await hear(client))["items"][0]["days_left"] == before - 1


async def test_a_server_that_does_not_answer_is_named_and_takes_nothing_away(
    hass: HomeAssistant, stack: Stack, hass_ws_client: WebSockets
) -> None:
    await start(hass, stack)
    before = await ask(client := await hass_ws_client(hass))
    stack.break_("radarr", Fault.REFUSE)
    await sync(hass)
    answer = await ask(client)
    assert (before["stale"], before["not_answering"]) == (False, [])
    assert (answer["stale"], answer["not_answering"]) == (True, ["Radarr"])
    assert titles(answer) == titles(before)


async def test_a_household_that_is_not_loaded_is_named(
    hass: HomeAssistant, stack: Stack, hass_ws_client: WebSockets
) -> None:
    stack.break_("jellyfin", Fault.REFUSE)
    await start(hass, stack)
    assert await ask(await hass_ws_client(hass)) == {
        "items": [],
        "total": 0,
        "made_at": None,
        "stale": True,
        "not_answering": ["Film club"],
    }


async def test_a_subscription_outlives_a_reload(
    hass: HomeAssistant, stack: Stack, hass_ws_client: WebSockets
) -> None:
    entry = await start(hass, stack)
    client = await hass_ws_client(hass)
    before = titles(await subscribe(client))
    await hass.config_entries.async_reload(entry.entry_id)
    while not titles(answer := await hear(client)):
        assert answer["stale"]
    assert titles(answer) == before
    await act(hass, "keep", title="Metropolis")
    while "Metropolis" in titles(answer):
        answer = await hear(client)
    assert len(titles(answer)) == len(before) - 1


async def test_all_households_are_told_together(
    hass: HomeAssistant, stack: Stack, hass_ws_client: WebSockets
) -> None:
    await start(hass, stack)
    await start_another(hass, stack, title="Cellar")
    answer = await ask(await hass_ws_client(hass))
    assert {item["config_entry_id"] for item in answer["items"]} == {ENTRY_ID, OTHER_ENTRY_ID}
    dates = [item["leaves_on"] for item in answer["items"]]
    assert dates == sorted(dates)


async def test_one_household_is_told_alone(
    hass: HomeAssistant, stack: Stack, hass_ws_client: WebSockets
) -> None:
    await start(hass, stack)
    await start_another(hass, stack, title="Cellar")
    answer = await ask(await hass_ws_client(hass), config_entry_id=OTHER_ENTRY_ID)
    assert {item["config_entry_id"] for item in answer["items"]} == {OTHER_ENTRY_ID}


@pytest.mark.parametrize("command", ["leaving_soon", "subscribe_leaving_soon"])
async def test_a_household_that_does_not_exist_is_refused_by_name(
    hass: HomeAssistant, stack: Stack, hass_ws_client: WebSockets, command: str
) -> None:
    await start(hass, stack)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": f"oxicleanarr/{command}", "config_entry_id": "01NONE"})
    error = (await client.receive_json())["error"]
    assert error["code"] == "not_found"
    assert "01NONE" in error["message"]


async def test_of_very_many_the_next_to_leave_are_told_and_how_many_there_are(
    hass: HomeAssistant,
    stack: Stack,
    hass_ws_client: WebSockets,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(websocket_api, "MAX_ITEMS", 1)
    await start(hass, stack)
    answer = await ask(await hass_ws_client(hass))
    assert titles(answer) == list(await leaving_dates(hass))[:1]
    assert answer["total"] == len(await leaving_dates(hass))
