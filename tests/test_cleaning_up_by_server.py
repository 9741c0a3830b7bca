"""Cleaning up in a household whose media only an OxiCleanarr server knows: over the wire, down to the files."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
import pytest

from simulator import Fault, Stack
from simulator.oxicleanarr import deletes
from simulator.oxicleanarr.state import Exclusion

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
from .following import SERVER_ID, every_version, follow, newest, server_of, server_subentry
from .household import ENTRY_ID, WINDOW_DAYS, Clock, act, radarr_subentry, sonarr_subentry, sync
from .test_cleaning_up_repairs import repair


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


@newest
async def test_whoever_only_observes_tells_it_nothing(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock, "observe")
    before = owned(stack)
    for asked, data in (
        ("prepare_cleanup", {}),
        ("approve_cleanup", {"plan_id": "x"}),
        ("restore", {"title": "Metropolis"}),
    ):
        with pytest.raises(HomeAssistantError):
            await act(hass, asked, **data)
    await act(hass, "prepare_cleanup", dry_run=True)
    for _ in range(2):
        await clock.advance(hass, timedelta(hours=25))
    await settle(hass, stack)
    assert told(stack) == []
    assert harm(stack) == []
    assert owned(stack) == before
    assert "no_recycle_bin_through_server" not in str(issues(hass))


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


@newest
async def test_nothing_goes_through_it_before_a_person_accepted_that(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    await cleaner(hass)._ledger.async_cleanup(
        replace(cleaner(hass)._ledger.cleanup, no_bin_accepted=frozenset())
    )
    await sync(hass)
    await rest(hass)
    answer = await act(hass, "prepare_cleanup")
    assert answer["items"] == []
    assert all("recycle_bin" in row["guards"] for row in answer["not_going"])
    issue = issues(hass)[f"no_recycle_bin_{SERVER_ID}"]
    assert issue.translation_key == "no_recycle_bin_through_server"
    await repair(hass, f"no_recycle_bin_{SERVER_ID}")
    assert f"no_recycle_bin_{SERVER_ID}" not in issues(hass)
    assert (await act(hass, "prepare_cleanup"))["items"]
    await sync(hass)
    await rest(hass)
    # Accepted once is accepted.
    assert (await act(hass, "prepare_cleanup"))["items"]


@newest
async def test_what_went_through_it_cannot_be_put_back(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    await approve(hass, stack, plan["plan_id"])
    title = plan["items"][0]["title"]
    with refused("removal_through_server"):
        await act(hass, "restore", title=title)
    with refused("removal_through_server"):
        await act(hass, "restore", removal_id=journal(hass)[0].id)
    history = await act(hass, "get_history")
    assert not any(row["restorable"] for row in history["history"])


def item(stack: Stack, title: str) -> Any:
    return next(one for one in server_of(stack).media.values() if one.title == title)


async def exclude(stack: Stack, title: str) -> None:
    item(stack, title).excluded = True
    server_of(stack).exclusions[item(stack, title).id] = Exclusion("", server_of(stack).state.now())


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


def a_film(stack: Stack, plan: dict[str, Any]) -> str:
    movies = {one.title for one in stack.world.movies}
    return next(str(row["title"]) for row in plan["items"] if row["title"] in movies)


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
    answer = await act(hass, "prepare_cleanup")
    assert answer["items"] == []
    assert all("server_cannot" in row["guards"] for row in answer["not_going"])


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
async def test_a_server_that_may_not_delete_by_itself_deletes_only_what_was_approved(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    assert server_of(stack).config.app.dry_run
    await begin(hass, stack, clock)
    before = owned(stack)
    await prepare(hass)
    await server_of(stack).sync()
    await sync(hass)
    await clock.advance(hass, timedelta(hours=2))
    assert owned(stack) == before
    assert told(stack) == []


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
    answer = await act(hass, "prepare_cleanup")
    assert answer["items"] == []
    assert all("server_says" in row["guards"] for row in answer["not_going"])


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
    answer = await act(hass, "prepare_cleanup")
    assert answer["items"] == []
    assert all("not_announced" in row["guards"] for row in answer["not_going"])


@newest
async def test_media_of_our_own_radarr_go_through_it_with_all_its_guards(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    for arr in (stack.radarr, stack.sonarr):
        arr.disk.recycling = True
    subentries = (server_subentry(stack), radarr_subentry(stack), sonarr_subentry(stack))
    await begin(hass, stack, clock, subentries_data=subentries)
    plan = await prepare(hass)
    title = plan["items"][0]["title"]
    await exclude(stack, title)
    stack.download(plan["items"][1]["title"])
    answer = await approve(hass, stack, plan["plan_id"])
    assert told(stack) == []
    assert title not in titles(answer["deleted"])
    assert "downloading" in stays(answer, plan["items"][1]["title"])
    assert len(answer["deleted"]) == len(plan["items"]) - 2
    assert all(one.exclude and not one.parts[0].item_id for one in journal(hass))


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


@newest
async def test_a_server_that_deletes_by_itself_is_not_told_to_sync(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    server, before = server_of(stack), owned(stack)
    # Somebody allows it; from its next start on it would delete all that is due in every sync.
    server.config.app.dry_run, server.config.app.enable_deletion = False, True
    stack.requests.clear()
    await approve(hass, stack, plan["plan_id"])
    assert not [one for one in stack.requests if one.path == "/api/sync/full"]
    assert before - owned(stack) <= set(titles(plan["items"]))


@pytest.mark.exhaustive
@newest
@pytest.mark.parametrize("after", range(0, 60, 6))
@pytest.mark.parametrize(
    "fault", [Fault.LOST_ANSWER, Fault.ERROR, Fault.BAD_ROW, Fault.EMPTY_LIST, Fault.CUT_JSON]
)
async def test_no_fault_in_a_run_lets_go_what_was_not_approved(
    hass: HomeAssistant, stack: Stack, clock: Clock, fault: Fault, after: int
) -> None:
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    before = owned(stack)
    stack.break_("oxicleanarr", fault, times=1, after=after)
    await approve(hass, stack, plan["plan_id"])
    stack.heal()
    await clock.advance(hass, timedelta(hours=1))
    await sync(hass)
    await settle(hass, stack)
    gone = before - owned(stack)
    assert gone <= set(titles(plan["items"]))
    assert gone == {one.title for one in journal(hass) if one.deleted}
    assert not any(one.stage.open for one in journal(hass))
    assert len(told(stack)) == len(set(told(stack)))
