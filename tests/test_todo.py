"""The to-do list: it shows what is leaving soon, a tick keeps, and no tick lets go."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from homeassistant.components.todo import DOMAIN as TODO
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util
import pytest

from custom_components.oxicleanarr import todo
from simulator import Fault, Options, Stack
from simulator.world import Movie, Series

from .household import (
    OPTIONS,
    Clock,
    act,
    count,
    delete_film,
    departures,
    entity_id,
    leaving_dates,
    media,
    start,
    state,
    sync,
    with_libraries,
)
from .texts import sentence

METROPOLIS = "Metropolis (1927)"


def list_id(hass: HomeAssistant) -> str:
    return entity_id(hass, TODO, "leaving_soon")


async def items(hass: HomeAssistant, status: str = "needs_action") -> dict[str, dict[str, Any]]:
    """Return the items of a status by title, in their order."""
    answer: Any = await hass.services.async_call(
        TODO,
        "get_items",
        {"entity_id": list_id(hass), "status": [status]},
        blocking=True,
        return_response=True,
    )
    return {item["summary"]: item for item in answer[list_id(hass)]["items"]}


async def change(
    hass: HomeAssistant, item: str = METROPOLIS, context: Context | None = None, **changes: Any
) -> None:
    await hass.services.async_call(
        TODO,
        "update_item",
        {"entity_id": list_id(hass), "item": item, **changes},
        blocking=True,
        context=context,
    )
    await hass.async_block_till_done(wait_background_tasks=True)


async def tick(hass: HomeAssistant, item: str = METROPOLIS, **more: Any) -> None:
    await change(hass, item, status="completed", **more)


async def untick(hass: HomeAssistant, item: str = METROPOLIS) -> None:
    await change(hass, item, status="needs_action")


async def why(hass: HomeAssistant, title: str = "Metropolis") -> str:
    (reason,) = (await media(hass))[title]["reasons"]
    return str(reason["text"])


def labels(stack: Stack, *titles: str) -> set[str]:
    """Return what the list calls these titles."""
    every: list[Movie | Series] = [*stack.world.movies, *stack.world.series]
    return {f"{medium.title} ({medium.year})" for medium in every if medium.title in titles}


async def test_the_list_shows_what_is_leaving_soon(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert set(await items(hass)) == labels(stack, *departures(stack)) != set()


async def test_the_list_counts_what_is_to_be_decided(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert state(hass, TODO, "leaving_soon").state == count(hass)


async def test_an_item_is_due_on_the_day_of_departure(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    days = {item["due"] for item in (await items(hass)).values()}
    assert days == set((await leaving_dates(hass)).values())
    assert (await items(hass))[METROPOLIS]["due"] == (await leaving_dates(hass))["Metropolis"]


async def test_the_next_departure_comes_first(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    due = [item["due"] for item in (await items(hass)).values()]
    assert due == sorted(due)


async def test_an_item_tells_reason_and_size(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    row = (await media(hass))["Metropolis"]
    text = (await items(hass))[METROPOLIS]["description"]
    assert all(reason["text"] in text for reason in row["reasons"])
    assert text.endswith(f". {row['size_bytes'] / 1e9:.1f} GB")


async def test_an_item_is_known_by_the_id_of_its_medium(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert (await items(hass))[METROPOLIS]["uid"] == "movie:tmdb:19"


@pytest.mark.parametrize("name", [METROPOLIS, "movie:tmdb:19"])
async def test_a_tick_keeps_for_ever(hass: HomeAssistant, stack: Stack, name: str) -> None:
    await start(hass, stack)
    await tick(hass, name)
    assert (await media(hass))["Metropolis"]["verdict"] == "protected"
    assert "for ever" in await why(hass)
    assert count(hass) == str(len(departures(stack)) - 1)


async def test_a_tick_says_where_it_came_from(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await tick(hass)
    assert (await why(hass)).endswith("Ticked on the to-do list")


async def test_a_tick_names_who_ticked(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    user = await hass.auth.async_create_user("Anna", group_ids=["system-admin"])
    await tick(hass, context=Context(user_id=user.id))
    assert (await why(hass)).startswith("Anna keeps it")


async def test_a_ticked_item_stays_on_the_list_as_done(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await tick(hass)
    assert METROPOLIS not in await items(hass)
    assert set(await items(hass, "completed")) == {METROPOLIS}
    assert state(hass, TODO, "leaving_soon").state == str(len(departures(stack)) - 1)


async def test_a_done_item_tells_who_keeps_it(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await tick(hass)
    assert await why(hass) in (await items(hass, "completed"))[METROPOLIS]["description"]


async def test_a_tick_that_is_taken_back_lets_go_again(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await tick(hass)
    await untick(hass)
    assert (await media(hass))["Metropolis"]["verdict"] == "leaving_soon"
    assert METROPOLIS in await items(hass)
    assert await items(hass, "completed") == {}


async def test_a_tick_outlives_a_restart(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    await tick(hass)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert set(await items(hass, "completed")) == {METROPOLIS}


async def test_a_tick_makes_the_link_in_jellyfin_go(hass: HomeAssistant, stack: Stack) -> None:
    options = with_libraries(stack)
    await start(hass, stack, options=options)
    await hass.async_block_till_done(wait_background_tasks=True)

    def links() -> list[str]:
        folder = stack.world.movies_dir.with_name("leaving-soon")
        return [path.name for path in folder.rglob("Metropolis*") if path.is_symlink()]

    assert links()
    await tick(hass)
    assert not links()
    await untick(hass)
    assert links()


async def test_what_is_kept_by_other_ways_is_done_too(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis", until=_in_days(3).isoformat())
    assert set(await items(hass, "completed")) == {METROPOLIS}


async def test_what_is_kept_but_would_leave_later_is_not_listed(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    later = set(await media(hass, verdict="leaving")) - set(await leaving_dates(hass))
    assert later
    for title in later:
        await act(hass, "keep", title=title)
    assert await items(hass, "completed") == {}


async def test_what_somebody_plays_goes_from_the_list(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    stack.play("Metropolis")
    await sync(hass)
    assert METROPOLIS not in await items(hass)


async def test_a_done_item_goes_when_somebody_plays_it(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await tick(hass)
    stack.play("Metropolis")
    await sync(hass)
    assert await items(hass, "completed") == {}


async def test_what_is_deleted_goes_from_the_list(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    delete_film(stack, "Metropolis")
    await sync(hass)
    assert METROPOLIS not in await items(hass)


@pytest.mark.parametrize("server", ["jellyfin", "radarr", "sonarr"])
async def test_a_server_that_fails_empties_no_list(
    hass: HomeAssistant, stack: Stack, server: str
) -> None:
    await start(hass, stack)
    await tick(hass)
    before = (set(await items(hass)), set(await items(hass, "completed")))
    stack.break_(server, Fault.EMPTY_LIST)
    await sync(hass)
    assert (set(await items(hass)), set(await items(hass, "completed"))) == before


async def test_a_tick_works_while_every_server_is_silent(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    for server in ("jellyfin", "radarr", "sonarr"):
        stack.break_(server, Fault.REFUSE)
    await sync(hass)
    await tick(hass)
    assert (await media(hass))["Metropolis"]["verdict"] == "protected"


async def test_a_snooze_that_is_over_is_to_be_decided_again(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis", until=_in_days(1).isoformat())
    await clock.advance(hass, timedelta(days=2, hours=1))
    assert METROPOLIS in await items(hass)


async def test_a_second_tick_changes_nothing(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await tick(hass)
    before = await why(hass)
    user = await hass.auth.async_create_user("Anna", group_ids=["system-admin"])
    await tick(hass, context=Context(user_id=user.id))
    assert await why(hass) == before


async def test_a_tick_with_the_title_as_the_card_knows_it_keeps(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    await tick(hass, "movie:tmdb:19", rename="Metropolis, as it was called before")
    assert (await media(hass))["Metropolis"]["verdict"] == "protected"


async def test_an_item_cannot_be_renamed(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    with pytest.raises(ServiceValidationError) as caught:
        await change(hass, rename="Something else")
    assert "only the tick" in sentence(caught.value)


@pytest.mark.parametrize(
    "other", [{"due_date": "2030-01-01"}, {"description": "Never"}], ids=["due", "description"]
)
async def test_nothing_but_the_tick_can_be_set(
    hass: HomeAssistant, stack: Stack, other: dict[str, Any]
) -> None:
    await start(hass, stack)
    with pytest.raises(ServiceValidationError):
        await change(hass, **other)
    assert (await media(hass))["Metropolis"]["verdict"] == "leaving_soon"


@pytest.mark.parametrize("action", ["add_item", "remove_item"])
async def test_items_are_neither_made_nor_removed(
    hass: HomeAssistant, stack: Stack, action: str
) -> None:
    await start(hass, stack)
    with pytest.raises(HomeAssistantError):
        await hass.services.async_call(
            TODO, action, {"entity_id": list_id(hass), "item": METROPOLIS}, blocking=True
        )
    assert METROPOLIS in await items(hass)


async def test_a_tick_on_what_is_not_listed_any_more_is_refused(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    delete_film(stack, "Metropolis")
    await sync(hass)
    with pytest.raises(ServiceValidationError):
        await tick(hass, "movie:tmdb:19")


async def test_a_tick_on_what_has_just_gone_says_so(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    coordinator = entry.runtime_data
    # Gone from the plan, and the entity is not told yet.
    plan = coordinator.data.plan
    rest = {key: one for key, one in plan.decisions.items() if key != "movie:tmdb:19"}
    coordinator.data = replace(coordinator.data, plan=replace(plan, decisions=rest))
    with pytest.raises(ServiceValidationError) as caught:
        await tick(hass)
    assert sentence(caught.value).startswith(f"{METROPOLIS} is no longer in the library")


async def test_a_list_is_no_longer_than_people_can_decide_on(
    hass: HomeAssistant, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(todo, "MOST_ITEMS", 2)
    await start(hass, stack)
    assert [item["uid"] for item in (await items(hass)).values()] == [
        row["id"] for row in list((await media(hass, verdict="leaving_soon")).values())[:2]
    ]


@pytest.mark.parametrize("stack", [Options(movies=0, series=0)], indirect=True)
async def test_an_empty_library_has_an_empty_list(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert (state(hass, TODO, "leaving_soon").state, await items(hass)) == ("0", {})


@pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=1)], indirect=True)
async def test_a_list_on_a_dashboard_follows(
    hass: HomeAssistant, stack: Stack, hass_ws_client: Callable[..., Any]
) -> None:
    await start(hass, stack, options=OPTIONS)
    client = await hass_ws_client()
    await client.send_json_auto_id({"type": "todo/item/subscribe", "entity_id": list_id(hass)})
    assert (await client.receive_json())["success"]
    shown = (await client.receive_json())["event"]["items"]
    first = shown[0]
    await tick(hass, first["uid"])
    shown = (await client.receive_json())["event"]["items"]
    assert [item["status"] for item in shown if item["uid"] == first["uid"]] == ["completed"]


def _in_days(days: int) -> date:
    return dt_util.now().date() + timedelta(days=days)
