"""What goes on around a delete: links, Jellyfin, Seerr, what people are told; and what is put back."""

import asyncio
from datetime import timedelta
from typing import Any

from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util import dt as dt_util
import pytest

from simulator import Fault, Options, Stack
from simulator.seeding import ADMIN_NAME, ADMIN_PASSWORD

from .cleaning import (
    Hand,
    approve,
    begin,
    clean_up,
    harm,
    links,
    monitored,
    owned,
    prepare,
    refused,
    settle,
    titles,
)
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .household import (
    Clock,
    act,
    count,
    media,
    radarr_subentry,
    sonarr_subentry,
    sync,
    with_libraries,
)
from .texts import DOMAIN

GENEROUS = {"max_share_percent": 25}


async def test_links_go_before_their_medium_and_none_dangles(
    hass: HomeAssistant, stack: Stack, clock: Clock, hand: Hand
) -> None:
    await begin(hass, stack, clock, options=with_libraries(stack) | GENEROUS)
    plan = await prepare(hass)
    world = stack.world
    folders = {f"/movie/{movie.id}": str(world.movies_dir / movie.folder) for movie in world.movies}
    folders |= {f"/series/{one.id}": str(world.series_path(one)) for one in world.series}
    before = len(links(stack))
    assert before
    linked: list[str] = []

    async def look(_server: str, method: str, path: str) -> None:
        if method == "DELETE":
            folder = next(place for end, place in folders.items() if path.endswith(end))
            linked.extend(
                str(one) for one in links(stack) if str(one.readlink()).startswith(folder)
            )

    hand.before = look
    answer = await approve(hass, stack, plan["plan_id"])
    await settle(hass, stack)
    assert len(answer["deleted"]) == len(plan["items"])
    assert linked == []
    assert links(stack)
    assert [one for one in links(stack) if not one.exists()] == []


async def test_a_pass_over_the_links_that_is_going_on_is_waited_for(
    hass: HomeAssistant, stack: Stack, clock: Clock, hand: Hand
) -> None:
    await begin(hass, stack, clock, options=with_libraries(stack) | GENEROUS)
    plan = await prepare(hass)
    last, kept = plan["items"][-1]["title"], False

    async def keep_another(server: str, _method: str, path: str) -> None:
        nonlocal kept
        if server in {"radarr", "sonarr"} and "mediafiles" in path and not kept:
            kept = True
            # The links follow, and that takes its time.
            call = {"title": last}
            await hass.services.async_call(
                DOMAIN, "keep", call, blocking=True, return_response=True
            )
        if kept and path.endswith("symlinks/remove"):
            await asyncio.sleep(0.5)

    hand.before = keep_another
    answer = await approve(hass, stack, plan["plan_id"])
    assert titles(answer["not_going"]) == [last]


async def test_what_could_not_be_deleted_is_linked_again(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock, options=with_libraries(stack) | GENEROUS)
    plan = await prepare(hass)
    before = set(links(stack))
    first = next(m for m in stack.world.movies if m.title == plan["items"][0]["title"])
    stack.break_("radarr", Fault.ERROR, f"/api/v3/movie/{first.id}", times=1, after=2)
    await approve(hass, stack, plan["plan_id"])
    assert set(links(stack)) == before
    assert first.title in owned(stack)


async def test_a_link_that_stays_keeps_its_medium(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock, options=with_libraries(stack) | GENEROUS)
    plan = await prepare(hass)
    stack.protect(stack.world.movies_dir.with_name("leaving-soon"))
    answer = await approve(hass, stack, plan["plan_id"])
    assert answer["deleted"] == []
    again = await act(hass, "prepare_cleanup")
    await approve(hass, stack, again["plan_id"])
    assert harm(stack) == []
    stack.heal()
    assert (await clean_up(hass, stack))["deleted"]
    assert [one for one in links(stack) if not one.exists()] == []


async def test_jellyfin_is_told_and_forgets(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    answer = await clean_up(hass, stack)
    gone = set(titles(answer["deleted"]))
    assert not gone & {item.name for item in stack.catalog.items.values()}
    assert not gone & set(await media(hass))


async def test_seerr_forgets_the_requests_for_what_is_gone_and_no_others(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    seerr = {
        "subentry_id": "01SEERR0000000000000000000",
        "subentry_type": "seerr",
        "title": "Seerr",
        "unique_id": stack.seerr.url,
        "data": {"url": stack.seerr.url, "api_key": stack.seerr.api_key, "verify_ssl": True},
    }
    subentries = (radarr_subentry(stack), sonarr_subentry(stack), seerr)
    await begin(hass, stack, clock, subentries_data=subentries)
    requests = {one.id: one.tmdb_id for one in stack.world.requests if one.kind == "movie"}
    numbers = {movie.title: movie.tmdb_id for movie in stack.world.movies}
    answer = await clean_up(hass, stack)
    gone = {numbers[title] for title in titles(answer["deleted"]) if title in numbers}
    assert gone & set(requests.values())
    left = {one.tmdb_id for one in stack.world.requests if one.kind == "movie"}
    assert not gone & left
    assert left == set(requests.values()) - gone


@pytest.mark.parametrize("stack", [Options(jellyfin_version="rust")], indirect=True, ids=["rust"])
async def test_a_jellyfin_rust_household_cleans_up_too(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    login = {"username": ADMIN_NAME, "password": ADMIN_PASSWORD}
    data = {"url": stack.jellyfin.url, "verify_ssl": True, "device_id": "d" * 32} | login
    await begin(hass, stack, clock, data=data)
    before = owned(stack)
    stack.requests.clear()
    answer = await clean_up(hass, stack)
    assert before - owned(stack) == set(titles(answer["deleted"])) != set()
    asked = {one.path.lower() for one in stack.requests if one.server == "jellyfin"}
    assert not {path for path in asked if "refresh" in path or "scheduledtasks" in path}


async def test_people_are_told_of_everything_that_is_gone_and_of_nothing_else(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    activities: list[Event[Any]] = []
    hass.bus.async_listen("oxicleanarr_activity", activities.append)
    await begin(hass, stack, clock)
    plan = await prepare(hass)
    await act(hass, "keep", title="Metropolis")
    activities.clear()
    answer = await approve(hass, stack, plan["plan_id"])
    told = [one.data for one in activities if one.data.get("type") == "deleted"]
    assert len(told) == len(answer["deleted"])
    # Nobody is told that what we removed ourselves is suddenly no longer leaving.
    await sync(hass)
    await clock.advance(hass, timedelta(hours=2))
    gone = set(titles(answer["deleted"]))
    rest = [one.data for one in activities if one.data.get("type") != "deleted"]
    assert [one for one in rest if any(title in str(one) for title in gone)] == []
    assert count(hass, "removed_media") == str(len(answer["deleted"]))
    history = await act(hass, "get_history")
    assert titles(history["history"]) == titles(answer["deleted"])
    assert all(row["restorable"] for row in history["history"])


@pytest.mark.parametrize("kind", ["movie", "series"])
async def test_what_is_put_back_is_there_as_it_was_and_stays(
    hass: HomeAssistant, stack: Stack, clock: Clock, kind: str
) -> None:
    await begin(hass, stack, clock)
    answer = await clean_up(hass, stack)
    title = next(row["title"] for row in answer["deleted"] if row["kind"] == kind)
    restored = (await act(hass, "restore", title=title))["restored"]
    await settle(hass, stack)
    assert restored["restored_at"]
    assert title in monitored(stack)
    excluded = str([stack.radarr.exclusions.rows, stack.sonarr.exclusions.rows])
    assert title not in excluded
    # It was searched for, so it is on the disk again, and kept.
    assert title in owned(stack)
    await sync(hass)
    assert (await media(hass, verdict="protected"))[title]["reasons"][0]["code"] == "kept"
    assert count(hass, "regrets") == "1"
    with refused("nothing_to_restore"):
        await act(hass, "restore", title=title)


def _told_of(hass: HomeAssistant, title: str) -> list[str]:
    """Return the list that grows with the kinds of what is told of a title from now on."""
    told: list[str] = []

    @callback
    def note(activity: Event[Any]) -> None:
        if activity.data.get("title") == title:
            told.append(activity.data["type"])

    hass.bus.async_listen("oxicleanarr_activity", note)
    return told


async def _restore_in_vain(hass: HomeAssistant, stack: Stack, title: str) -> None:
    """Put a film back while Radarr cannot take it."""
    stack.break_("radarr", Fault.ERROR, "/api/v3/movie")
    with pytest.raises(HomeAssistantError) as caught:
        await act(hass, "restore", title=title)
    assert caught.value.translation_key == "restore_failed"


async def test_what_is_put_back_is_told_once(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    await clean_up(hass, stack)
    told = _told_of(hass, "Sherlock Jr.")
    await act(hass, "restore", title="Sherlock Jr.")
    await settle(hass, stack)
    await sync(hass)
    assert told == ["restored"]


async def test_what_could_not_be_put_back_is_told_as_kept(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    await clean_up(hass, stack)
    told = _told_of(hass, "Sherlock Jr.")
    await _restore_in_vain(hass, stack, "Sherlock Jr.")
    assert told == ["kept"]


async def test_what_could_not_be_put_back_can_be_put_back_later(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    await clean_up(hass, stack)
    await _restore_in_vain(hass, stack, "Sherlock Jr.")
    assert "Sherlock Jr." not in monitored(stack)
    stack.heal()
    await act(hass, "restore", title="Sherlock Jr.")
    await settle(hass, stack)
    assert "Sherlock Jr." in owned(stack)


async def test_what_comes_back_by_itself_is_a_regret(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock)
    answer = await clean_up(hass, stack)
    assert count(hass, "regrets") == "0"
    title = next(row["title"] for row in answer["deleted"] if row["kind"] == "movie")
    stack.radarr.exclusions.rows.clear()
    stack.put_on_list(title)
    stack.search()
    stack.catalog.refresh()
    # The simulator lives by the real clock, and the household two weeks later.
    movie = next(one for one in stack.world.movies if one.title == title)
    movie.file_added += clock.ahead + timedelta(minutes=5)
    stack.world.touch()
    await clock.advance(hass, timedelta(minutes=70))
    await sync(hass)
    await settle(hass, stack)
    assert count(hass, "regrets") == "1"


async def test_a_date_for_what_is_gone_is_gone_with_it(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock, options={"max_share_percent": 100})
    await act(hass, "schedule", title="Metropolis", date=dt_util.now().date().isoformat())
    await clean_up(hass, stack)
    assert "Metropolis" not in owned(stack)
    with refused("medium_not_scheduled"):
        await act(hass, "unschedule", title="Metropolis")
