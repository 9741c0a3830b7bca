"""Keeping, letting go and scheduling where an OxiCleanarr server decides: it is told, and a keep wins."""

from datetime import date, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util
import pytest

from simulator import Fault, Options, Stack

from .following import SERVER_ID, every_version, follow, newest, server_of
from .household import Clock, act, entity_id, leaving_dates, media, sync
from .texts import sentence

flagging = pytest.mark.parametrize(
    "stack", [Options(oxicleanarr=version) for version in ("1.5.0", "1.6.2")], indirect=True
)


async def first(hass: HomeAssistant) -> str:
    """Return the title of what leaves next."""
    return next(iter(await leaving_dates(hass)))


def excluded(stack: Stack) -> dict[str, str]:
    """Return what is excluded on the server, with the reasons."""
    server = server_of(stack)
    return {server.media[key].title: one.reason for key, one in server.exclusions.items()}


async def why(hass: HomeAssistant, title: str) -> str:
    (reason, *_) = (await media(hass))[title]["reasons"]
    return str(reason["code"])


async def delete_by_itself(stack: Stack) -> None:
    """Let the server delete in its syncs from now on; nothing is overdue before the next one."""
    server = server_of(stack)
    server.config.app.dry_run = False
    server.config.app.enable_deletion = True
    server.config.rules.movie_retention = "36500d"
    server.config.rules.tv_retention = "36500d"
    await server.restart()
    await server.sync()


async def overdue(stack: Stack) -> None:
    """Let everything be overdue in the server's eyes, without a sync of its own that would delete it."""
    server = server_of(stack)
    for medium in server.media.values():
        medium.deletion_date = dt_util.utcnow() - timedelta(days=3)


@every_version
async def test_a_keep_is_an_exclusion(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    title = await first(hass)
    await act(hass, "keep", title=title, reason="For the film club")
    assert excluded(stack) == {title: "For the film club"}
    assert title not in await leaving_dates(hass)


@every_version
async def test_it_is_kept_through_the_syncs_of_both(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    title = await first(hass)
    await act(hass, "keep", title=title)
    await server_of(stack).sync()
    await sync(hass)
    assert await why(hass, title) == "kept"


@every_version
async def test_letting_go_ends_the_exclusion(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    title = await first(hass)
    before = await leaving_dates(hass)
    await act(hass, "keep", title=title)
    await act(hass, "unkeep", title=title)
    assert excluded(stack) == {}
    assert await leaving_dates(hass) == before


@every_version
async def test_what_was_excluded_on_the_server_can_be_let_go(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    title = await first(hass)
    await _exclude_there(hass, stack, title)
    assert await why(hass, title) == "excluded"
    answer = await act(hass, "unkeep", title=title)
    assert answer["let_go"]["title"] == title
    assert excluded(stack) == {}
    assert await why(hass, title) != "excluded"


@newest
async def test_what_people_exclude_there_stays_theirs(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await follow(hass, stack)
    title = await first(hass)
    await _exclude_there(hass, stack, title)
    await clock.advance(hass, timedelta(days=100))
    await sync(hass)
    assert set(excluded(stack)) == {title}


@newest
async def test_an_exclusion_that_somebody_takes_away_is_made_anew(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    title = await first(hass)
    await act(hass, "keep", title=title)
    server_of(stack).exclusions.clear()
    await server_of(stack).sync()
    await sync(hass)
    assert set(excluded(stack)) == {title}


@newest
async def test_an_exclusion_ends_with_its_keep(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await follow(hass, stack)
    title = await first(hass)
    await act(hass, "keep", title=title, until=_in_days(5))
    await sync(hass)
    assert set(excluded(stack)) == {title}
    await clock.advance(hass, timedelta(days=7))
    await sync(hass)
    assert excluded(stack) == {}


@newest
async def test_a_keep_holds_while_the_server_is_away_and_is_told_later(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    title = await first(hass)
    stack.break_("oxicleanarr", Fault.REFUSE)
    with pytest.raises(HomeAssistantError) as caught:
        await act(hass, "keep", title=title)
    assert "could not be told" in sentence(caught.value)
    assert await why(hass, title) == "kept"
    assert excluded(stack) == {}
    stack.heal()
    await sync(hass)
    assert set(excluded(stack)) == {title}


@newest
async def test_letting_go_changes_nothing_while_the_server_is_away(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    title = await first(hass)
    await act(hass, "keep", title=title)
    stack.break_("oxicleanarr", Fault.REFUSE)
    with pytest.raises(HomeAssistantError) as caught:
        await act(hass, "unkeep", title=title)
    assert "Nothing has changed" in sentence(caught.value)
    stack.heal()
    await sync(hass)
    assert await why(hass, title) == "kept"
    assert set(excluded(stack)) == {title}


@newest
async def test_a_server_that_hangs_is_asked_once_for_many_keeps(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    titles = list(await leaving_dates(hass))[:3]
    stack.break_("oxicleanarr", Fault.ERROR, "/api/media/")
    for title in titles:
        with pytest.raises(HomeAssistantError):
            await act(hass, "keep", title=title)
    stack.requests.clear()
    await sync(hass)
    assert len([one for one in stack.requests if one.path.endswith("/exclude")]) == 1


@newest
async def test_a_server_that_deletes_lets_nothing_go_unannounced_after_a_keep(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await delete_by_itself(stack)
    await follow(hass, stack)
    title = next(movie.title for movie in stack.world.movies if movie.has_file)
    await act(hass, "keep", title=title)
    await overdue(stack)
    await sync(hass)
    await act(hass, "unkeep", title=title)
    # It stays excluded for the whole window, in which everybody sees it leaving.
    assert set(excluded(stack)) == {title}
    assert (await leaving_dates(hass))[title] == _in_days(14)
    await clock.advance(hass, timedelta(days=13))
    await sync(hass)
    assert set(excluded(stack)) == {title}
    await clock.advance(hass, timedelta(days=2))
    await sync(hass)
    assert excluded(stack) == {}


@newest
async def test_who_keeps_it_again_meanwhile_keeps_it(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await delete_by_itself(stack)
    await follow(hass, stack)
    title = next(movie.title for movie in stack.world.movies if movie.has_file)
    await act(hass, "keep", title=title)
    await act(hass, "unkeep", title=title)
    await act(hass, "keep", title=title)
    await clock.advance(hass, timedelta(days=30))
    await sync(hass)
    assert set(excluded(stack)) == {title}


@every_version
async def test_a_tick_on_the_list_stays_with_its_date(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    todo = entity_id(hass, "todo", "leaving_soon")
    items = await _items(hass, todo)
    item = items[0]
    await _tick(hass, todo, item["uid"], "completed")
    await server_of(stack).sync()
    await sync(hass)
    ticked = [one for one in await _items(hass, todo) if one["status"] == "completed"]
    assert [(one["uid"], one["due"]) for one in ticked] == [(item["uid"], item["due"])]
    await _tick(hass, todo, item["uid"], "needs_action")
    assert excluded(stack) == {}


@flagging
async def test_a_wish_that_it_leaves_is_a_flag(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    stays = await _staying(hass)
    answer = await act(hass, "schedule", title=stays)
    assert [server_of(stack).media[key].title for key in server_of(stack).flags] == [stays]
    assert answer["scheduled"]["date"] == _in_days(14)
    row = (await media(hass))[stays]
    assert (row["verdict"], row["rule"], row["leaves_on"]) == (
        "leaving_soon",
        "manual",
        _in_days(14),
    )
    await act(hass, "unschedule", title=stays)
    assert not server_of(stack).flags


@pytest.mark.parametrize("stack", [Options(oxicleanarr="1.0.0")], indirect=True)
async def test_a_server_without_flags_says_so(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    with pytest.raises(HomeAssistantError) as caught:
        await act(hass, "schedule", title=await _staying(hass))
    assert "before 1.4" in sentence(caught.value)


@newest
async def test_it_chooses_the_date_by_itself(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "schedule", title=await _staying(hass), date=_in_days(3))
    assert _in_days(14) in sentence(caught.value)


@newest
async def test_what_is_kept_there_is_not_scheduled(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    title = await _staying(hass)
    await _exclude_there(hass, stack, title)
    with pytest.raises(HomeAssistantError):
        await act(hass, "schedule", title=title)
    assert not server_of(stack).flags


@newest
async def test_a_keep_ends_a_wish_that_it_leaves(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    title = await _staying(hass)
    await act(hass, "schedule", title=title)
    await act(hass, "keep", title=title)
    assert not server_of(stack).flags
    assert set(excluded(stack)) == {title}


@newest
async def test_what_leaves_the_list_of_the_server_is_forgotten_quietly(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    title = await first(hass)
    key = next(key for key, one in server_of(stack).media.items() if one.title == title)
    del server_of(stack).media[key]
    await act(hass, "keep", title=title)
    assert await why(hass, title) == "kept"


async def _exclude_there(hass: HomeAssistant, stack: Stack, title: str) -> None:
    """Let somebody keep it on the server's own page."""
    entry = hass.config_entries.async_entries("oxicleanarr")[0]
    server = entry.runtime_data.sources.server
    key = next(key for key, one in server_of(stack).media.items() if one.title == title)
    await server.client.exclude(key, "On its page")
    await sync(hass)
    assert entry.subentries[SERVER_ID]


async def _staying(hass: HomeAssistant) -> str:
    """Return the title of something that the server gives no date within the window."""
    return next(t for t, row in (await media(hass)).items() if row["verdict"] != "leaving_soon")


def _in_days(days: int) -> str:
    day: date = dt_util.now().date() + timedelta(days=days)
    return day.isoformat()


async def _items(hass: HomeAssistant, todo: str) -> list[dict[str, Any]]:
    answer: Any = await hass.services.async_call(
        "todo",
        "get_items",
        {"status": ["needs_action", "completed"]},
        target={"entity_id": todo},
        blocking=True,
        return_response=True,
    )
    items: list[dict[str, Any]] = answer[todo]["items"]
    return items


async def _tick(hass: HomeAssistant, todo: str, uid: str, status: str) -> None:
    await hass.services.async_call(
        "todo",
        "update_item",
        {"item": uid, "status": status},
        target={"entity_id": todo},
        blocking=True,
    )
    await hass.async_block_till_done()
