"""What does not go through an OxiCleanarr server, although it is on a list or due."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
import pytest

from simulator import Fault, Stack

from .cleaning import (
    GENEROUS,
    Hand,
    approve,
    choose,
    hand,  # noqa: F401
    holiday,
    owned,
    pick,
    prepare,
    refused,
    rest,
    titles,
)
from .cleaning_by_server import a_film, begin, cleaner, exclude, item, nothing_goes_because, told
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .following import SERVER_ID, follow, newest, server_of
from .household import WINDOW_DAYS, Clock, act, sync


@newest
async def test_without_a_jellyfin_nothing_is_cleaned_up_from_here(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await follow(hass, stack, alone=True)
    await clock.advance(hass, timedelta(days=WINDOW_DAYS, hours=1))
    stack.requests.clear()
    for mode in ("ask", "automatic"):
        with refused("cleanup_without_jellyfin"):
            await choose(hass, mode)
    for dry_run in (True, False):
        with refused("cleanup_without_jellyfin"):
            await act(hass, "prepare_cleanup", dry_run=dry_run)
    # A household that had a Jellyfin when it chose its mode.
    one = cleaner(hass)
    await one._ledger.async_cleanup(
        one._ledger.cleanup.in_mode(one.mode.AUTOMATIC, dt_util.utcnow(), one.settings.removal)
    )
    assert one.next_run_at is None
    for command in (one.async_clean_up, one.async_prepare, one.async_preview):
        with pytest.raises(HomeAssistantError):
            await command()
    with pytest.raises(HomeAssistantError):
        await one.async_approve("x", None)
    assert told(stack) == []


async def play(stack: Stack, title: str) -> None:
    stack.play(title, user="Ada")


async def love(stack: Stack, title: str) -> None:
    stack.favorite(title, user="Ada")


async def rename(stack: Stack, title: str) -> None:
    movie = next(one for one in stack.world.movies if one.title == title)
    movie.tmdb_id, movie.title = 999_999, "Another Film"
    stack.world.touch()


async def lose(stack: Stack, title: str) -> None:
    movie = next(one for one in stack.world.movies if one.title == title)
    stack.world.movie_path(movie).unlink()


async def lodge(stack: Stack, title: str) -> None:
    movie = next(one for one in stack.world.movies if one.title == title)
    stack.world.movie_path(movie).with_name("Lodger (1927).mkv").write_bytes(b"film")
    stack.catalog.refresh()


async def become_a_phantom(stack: Stack, title: str) -> None:
    """Let the film be known by another number, under which the server will know it as well."""
    movie = next(one for one in stack.world.movies if one.title == title)
    del stack.world.movies_by_id[movie.id]
    movie.id = stack.world.new_id("movie")
    stack.world.movies_by_id[movie.id] = movie
    stack.world.touch()
    await server_of(stack).sync()


HAPPENED = {
    "excluded on its page": exclude,
    "a play": play,
    "a heart": love,
    "another film under its number": rename,
    "no file": lose,
    "a lodger": lodge,
    "a phantom": become_a_phantom,
}


@newest
@pytest.mark.parametrize("what", HAPPENED)
async def test_what_changed_since_the_list_stays(
    hass: HomeAssistant, stack: Stack, clock: Clock, what: str
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    title = a_film(stack, plan)
    item_id = item(stack, title).id
    await HAPPENED[what](stack, title)
    before = owned(stack)
    answer = await approve(hass, stack, plan["plan_id"])
    assert title not in titles(answer["deleted"])
    assert f"/api/media/{item_id}" not in told(stack)
    assert before - owned(stack) <= set(titles(answer["deleted"]))


@newest
async def test_a_keep_before_any_request_of_a_run_wins(
    hass: HomeAssistant,
    stack: Stack,
    clock: Clock,
    hand: Hand,  # noqa: F811
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    first = plan["items"][0]["title"]
    item_id = item(stack, first).id
    done = False

    async def keep(server: str, method: str, path: str) -> None:
        nonlocal done
        if not done and method == "DELETE" and path == f"/api/media/{item_id}":
            # The rehearsal: the real one comes next.
            done = True
            await hass.services.async_call("oxicleanarr", "keep", {"title": first}, blocking=True)

    hand.before = keep
    answer = await approve(hass, stack, plan["plan_id"])
    assert done
    assert first not in titles(answer["deleted"])
    assert first in owned(stack)
    assert f"/api/media/{item_id}" not in told(stack)


@newest
async def test_another_mode_in_the_middle_ends_it(
    hass: HomeAssistant,
    stack: Stack,
    clock: Clock,
    hand: Hand,  # noqa: F811
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    before = owned(stack)

    async def observe() -> None:
        await pick(hass, "observe")

    hand.at("DELETE", "oxicleanarr", observe)
    answer = await approve(hass, stack, plan["plan_id"])
    assert answer["deleted"] == []
    assert told(stack) == []
    assert owned(stack) == before


@newest
@pytest.mark.parametrize("removal", ["delete_files", "unmonitor"])
async def test_it_is_asked_for_nothing_but_what_it_can(
    hass: HomeAssistant, stack: Stack, clock: Clock, removal: str
) -> None:
    await begin(hass, stack, clock, options={"removal": removal})
    await nothing_goes_because(hass, "server_cannot")


@newest
async def test_a_busy_server_holds_everything_back(
    hass: HomeAssistant, stack: Stack, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custom_components.oxicleanarr.library.decided.WAITS_SECONDS", ())
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    server = server_of(stack)
    server.hold_sync("rules")
    syncing = asyncio.create_task(server.sync())
    await server.until_held()
    answer = await approve(hass, stack, plan["plan_id"])
    assert answer["deleted"] == []
    assert {row["guard"] for row in answer["blocked_by"]} >= {"server_busy"}
    assert told(stack) == []
    server.release_sync()
    await syncing
    await sync(hass)
    # Nothing was looked at, so the list may be approved once more.
    assert (await approve(hass, stack, plan["plan_id"]))["deleted"]


@newest
async def test_a_radarr_that_is_switched_off_there_keeps_its_films(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    server_of(stack).state.started.integrations["radarr"].enabled = False
    answer = await act(hass, "prepare_cleanup")
    films = {one.title for one in stack.world.movies}
    assert not films & set(titles(answer["items"]))
    for row in answer["not_going"]:
        if row["title"] in films:
            assert "no_entry" in row["guards"]


@newest
async def test_what_the_server_would_not_delete_itself_stays(
    hass: HomeAssistant, stack: Stack, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(hass, stack, clock)
    monkeypatch.setattr(server_of(stack)._deletions, "candidates", list)
    await nothing_goes_because(hass, "server_says")


@newest
async def test_a_dead_server_holds_everything_back(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    stack.break_("oxicleanarr", Fault.ERROR)
    answer = await approve(hass, stack, plan["plan_id"])
    assert answer["deleted"] == []
    assert told(stack) == []


@newest
async def test_a_holiday_counts_although_the_server_knows_of_none(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    await holiday(hass)
    answer = await approve(hass, stack, plan["plan_id"])
    assert answer["deleted"] == []
    assert told(stack) == []


@newest
async def test_what_the_server_dates_earlier_is_announced_for_the_whole_window(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    server_of(stack).config.app.dry_run = False
    server_of(stack).config.app.enable_deletion = True
    await follow(hass, stack, options=GENEROUS)
    await rest(hass)
    await choose(hass, "ask")
    await cleaner(hass).async_accept_no_bin(SERVER_ID)
    await sync(hass)
    await nothing_goes_because(hass, "not_announced")


@newest
async def test_of_a_series_of_which_episodes_leave_nothing_goes_from_here(
    hass: HomeAssistant, stack: Stack, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(hass, stack, clock)
    series = {one.title for one in stack.world.series}
    server = server_of(stack)
    honest = server._syncing._rules.judge

    async def judge(medium: Any) -> Any:
        verdict = await honest(medium)
        return verdict if medium.is_movie else replace(verdict, episode_file_ids=(1, 2))

    monkeypatch.setattr(server._syncing._rules, "judge", judge)
    await server.sync()
    answer = await act(hass, "prepare_cleanup")
    assert not series & set(titles(answer["items"]))
    for row in answer["not_going"]:
        if row["title"] in series:
            assert "server_cannot" in row["guards"]
    before = owned(stack)
    await approve(hass, stack, answer["plan_id"])
    assert not (before - owned(stack)) & series
