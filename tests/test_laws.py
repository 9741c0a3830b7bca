"""The laws of the house, over the wire: unknown protects, and nothing goes that was not announced."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from simulator import Fault, Options, Stack

from .household import Clock, act, connection, count, departures, leaving_dates, media, start, sync

SERVERS = ("jellyfin", "radarr", "sonarr")
FAULTS = [fault for fault in Fault if fault is not Fault.HANG]


def every_fault() -> Iterator[Any]:
    """Return every fault of every server."""
    for server in SERVERS:
        for fault in FAULTS:
            yield pytest.param(server, fault, id=f"{server}-{fault}")


SMALL = pytest.mark.parametrize("stack", [Options(movies=3, series=1, users=2)], indirect=True)
KINDS = {"radarr": "movie", "sonarr": "series"}


@pytest.mark.parametrize(("server", "fault"), every_fault())
async def test_a_fault_neither_schedules_nor_frees_nor_moves_anything(
    hass: HomeAssistant, stack: Stack, clock: Clock, server: str, fault: Fault
) -> None:
    await start(hass, stack)
    before = await leaving_dates(hass)
    await clock.advance(hass, timedelta(days=2))
    stack.break_(server, fault)
    await sync(hass)
    assert await leaving_dates(hass) == before
    stack.heal()
    await sync(hass)
    assert await leaving_dates(hass) == before


@pytest.mark.parametrize(("server", "fault"), every_fault())
async def test_the_reason_of_a_fault_is_on_an_entity(
    hass: HomeAssistant, stack: Stack, server: str, fault: Fault
) -> None:
    await start(hass, stack)
    stack.break_(server, fault)
    await sync(hass)
    sensor = connection(hass, server)
    told = bool(sensor.attributes["problem"]) or sensor.attributes["skipped_rows"] > 0
    assert told
    stack.heal()
    await sync(hass)
    assert (connection(hass, server).state, connection(hass, server).attributes["problem"]) == (
        "on",
        None,
    )


PARTS = [
    pytest.param(path, fault, id=f"{path}-{fault}")
    for path in ("/Users", "/Items")
    for fault in FAULTS
]


@pytest.mark.parametrize(("path", "fault"), PARTS)
async def test_a_part_of_jellyfin_that_fails_neither_schedules_nor_frees_anything(
    hass: HomeAssistant, stack: Stack, path: str, fault: Fault
) -> None:
    await start(hass, stack)
    before = await leaving_dates(hass)
    stack.break_("jellyfin", fault, path)
    await sync(hass)
    assert await leaving_dates(hass) == before


@pytest.mark.parametrize("times", [1, 2, 3])
@pytest.mark.parametrize("fault", [Fault.EMPTY_LIST, Fault.SHORT_PAGE, Fault.CUT_JSON])
async def test_one_bad_answer_among_good_ones_schedules_nothing(
    hass: HomeAssistant, stack: Stack, fault: Fault, times: int
) -> None:
    await start(hass, stack)
    before = await leaving_dates(hass)
    stack.break_("jellyfin", fault, "/Items", times)
    await sync(hass)
    assert (await leaving_dates(hass)).keys() <= before.keys()


@pytest.mark.parametrize("server", ["radarr", "sonarr"])
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_at_the_start_schedules_nothing_of_its_kind_that_is_not_due(
    hass: HomeAssistant, stack: Stack, server: str, fault: Fault
) -> None:
    stack.break_(server, fault)
    await start(hass, stack)
    due = set(departures(stack)) if connection(hass, server).state == "on" else set()
    assert set(await media(hass, kind=KINDS[server], verdict="leaving_soon")) <= due


@pytest.mark.parametrize(("server", "fault"), every_fault())
async def test_a_fault_at_a_restart_does_not_move_a_date(
    hass: HomeAssistant, stack: Stack, clock: Clock, server: str, fault: Fault
) -> None:
    entry = await start(hass, stack)
    before = await leaving_dates(hass)
    await clock.advance(hass, timedelta(days=2))
    stack.break_(server, fault)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    stack.heal()
    await clock.advance(hass, timedelta(hours=1, seconds=1))
    assert await leaving_dates(hass) == before


async def test_a_library_that_shrinks_abruptly_is_not_believed(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    before = await leaving_dates(hass)
    for movie in stack.world.movies[:7]:
        stack.world.remove_movie(movie)
    await sync(hass)
    assert await leaving_dates(hass) == before
    assert "Radarr has 5" in connection(hass, "radarr").attributes["problem"]


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_library_that_shrank_is_believed_when_somebody_says_so(
    hass: HomeAssistant, stack: Stack, restarted: bool
) -> None:
    entry = await start(hass, stack)
    for movie in stack.world.movies[:7]:
        stack.world.remove_movie(movie)
    if restarted:
        await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done()
    await sync(hass)
    assert connection(hass, "radarr").state == "off"
    await act(hass, "sync", accept_smaller=True)
    assert connection(hass, "radarr").state == "on"


async def test_what_a_lost_user_watched_is_not_forgotten(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    before = await leaving_dates(hass)
    stack.world.users.pop()
    stack.world.touch()
    await sync(hass)
    assert await leaving_dates(hass) == before
    assert "no longer has 1 of its users" in connection(hass, "jellyfin").attributes["problem"]


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_history_that_vanished_lets_nothing_go(
    hass: HomeAssistant, stack: Stack, restarted: bool
) -> None:
    entry = await start(hass, stack)
    before = await leaving_dates(hass)
    stack.world.watches.clear()
    stack.world.touch()
    stack.world.watch_revision += 1
    if restarted:
        await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done()
    await sync(hass)
    assert (await leaving_dates(hass)).keys() <= before.keys()
    assert "no longer knows what" in connection(hass, "jellyfin").attributes["problem"]


async def test_nothing_leaves_before_it_was_announced_for_the_whole_window(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    days = {row["days_left"] for row in (await media(hass, verdict="leaving")).values()}
    assert min(days) == 14


async def test_a_new_rule_announces_for_the_whole_window(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    hass.config_entries.async_update_entry(
        entry, options={**entry.options, "movie_retention": "1s"}
    )
    await hass.async_block_till_done()
    rows = (await media(hass, kind="movie", verdict="leaving")).values()
    assert {row["days_left"] for row in rows} == {14}


async def test_a_countdown_goes_on_over_a_restart(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await start(hass, stack)
    before = await leaving_dates(hass)
    await clock.advance(hass, timedelta(days=3))
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert await leaving_dates(hass) == before


async def test_a_server_that_was_not_read_since_the_start_empties_nothing(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    before = count(hass, "leaving_soon_movies"), count(hass, "leaving_soon")
    stack.break_("radarr", Fault.REFUSE)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert (count(hass, "leaving_soon_movies"), count(hass, "leaving_soon")) == before


async def test_what_was_never_told_is_not_known_to_be_nothing(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.break_("radarr", Fault.REFUSE)
    await start(hass, stack)
    assert (count(hass, "leaving_soon_movies"), count(hass, "leaving_soon")) == (
        "unknown",
        "unknown",
    )
