"""In front of an OxiCleanarr server: it decides, and everything else is as without one."""

import asyncio
from datetime import timedelta

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util
import pytest

from custom_components.oxicleanarr.library import decided
from simulator import Fault, Stack
from simulator.wire import Request
from tests.flows import open_options

from .following import (
    SERVER_ID,
    every_version,
    follow,
    let_it_see_plays,
    newest,
    server_of,
    server_subentry,
)
from .household import (
    act,
    count,
    entity_id,
    leaving_dates,
    media,
    radarr_subentry,
    sonarr_subentry,
    start,
    state,
    sync,
)
from .texts import sentence

alone_or_not = pytest.mark.parametrize("alone", [False, True], ids=["with jellyfin", "alone"])


@pytest.fixture(autouse=True)
def _no_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nobody's sync."""
    monkeypatch.setattr(decided, "WAITS_SECONDS", (0,))


def dated(stack: Stack) -> set[str]:
    """Return what the server lets go one day, by title."""
    found = {one.title for one in server_of(stack).media.values() if one.deletion_date}
    assert found
    return found


async def leaving(hass: HomeAssistant) -> set[str]:
    """Return what leaves by the plan, soon or later, by title."""
    rows = await media(hass)
    return {title for title, row in rows.items() if row["verdict"] != "protected"}


@newest
@alone_or_not
async def test_before_its_first_sync_nobody_knows_what_leaves(
    hass: HomeAssistant, stack: Stack, alone: bool
) -> None:
    own = {"data": {}, "unique_id": "oxicleanarr@server", "options": {}} if alone else {}
    await start(hass, stack, subentries_data=(server_subentry(stack),), **own)
    assert state(hass, "sensor", "leaving_soon").state == STATE_UNKNOWN
    assert state(hass, "sensor", "ready_to_leave").state == STATE_UNKNOWN
    target = {"entity_id": entity_id(hass, "button", "server_full_sync", SERVER_ID)}
    await hass.services.async_call("button", "press", target, blocking=True)
    assert await leaving(hass) == dated(stack)
    assert state(hass, "sensor", "leaving_soon").state.isdecimal()


def problem(hass: HomeAssistant) -> str | None:
    """Return what the server's sensor says is wrong."""
    found = state(hass, "binary_sensor", "connected", SERVER_ID)
    told: str | None = found.attributes["problem"]
    assert (found.state == "on") == (told is None)
    return told


@every_version
@alone_or_not
async def test_what_the_server_gives_a_date_is_leaving(
    hass: HomeAssistant, stack: Stack, alone: bool
) -> None:
    entry = await follow(hass, stack, alone=alone)
    assert entry.state is ConfigEntryState.LOADED
    assert await leaving(hass) == dated(stack)
    assert len(await leaving_dates(hass)) == int(count(hass))


@newest
async def test_what_is_overdue_and_in_its_last_day_is_leaving_soon_too(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    window = dt_util.utcnow() + timedelta(days=server_of(stack).config.app.leaving_soon_days)
    expected = {
        one.title
        for one in server_of(stack).media.values()
        if one.deletion_date and one.deletion_date <= window
    }
    assert set(await leaving_dates(hass)) == expected


@newest
async def test_beside_radarr_and_sonarr_nothing_is_counted_twice(
    hass: HomeAssistant, stack: Stack
) -> None:
    subentries = (server_subentry(stack), radarr_subentry(stack), sonarr_subentry(stack))
    await follow(hass, stack, subentries_data=subentries)
    sizes = {movie.title: movie.size_bytes for movie in stack.world.movies if movie.has_file}
    rows = await media(hass, kind="movie")
    assert {title: row["size_bytes"] for title, row in rows.items()} == sizes
    assert await leaving(hass) == dated(stack)


@newest
async def test_in_the_middle_of_a_sync_nothing_is_forgotten(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    before = await leaving_dates(hass)
    server = server_of(stack)
    server.hold_sync()
    running = asyncio.create_task(server.sync())
    await server.until_held()
    await sync(hass)
    assert "in the middle of a sync" in (problem(hass) or "")
    assert await leaving_dates(hass) == before
    server.release_sync()
    await running
    await sync(hass)
    assert problem(hass) is None


@every_version
async def test_a_server_that_has_forgotten_everything_is_not_believed(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    before = await leaving_dates(hass)
    server = server_of(stack)
    server.config.sync.auto_start = False
    await server.restart()
    await sync(hass)
    assert "has not read its library" in (problem(hass) or "")
    assert await leaving_dates(hass) == before


@newest
async def test_dates_of_a_sync_without_jellyfin_count_for_nothing(
    hass: HomeAssistant, stack: Stack
) -> None:
    await let_it_see_plays(stack)
    stack.play("Metropolis", days_ago=1)
    await follow(hass, stack)
    assert "Metropolis" not in await leaving_dates(hass)
    stack.break_("jellyfin", Fault.ERROR)
    await server_of(stack).sync()
    stack.heal()
    await sync(hass)
    # By its plays, which the server has lost, the film is not due; without them it is.
    assert "Metropolis" in dated(stack)
    assert "Metropolis" not in await leaving_dates(hass)


@newest
async def test_what_was_deleted_elsewhere_is_not_leaving(hass: HomeAssistant, stack: Stack) -> None:
    subentries = (server_subentry(stack), radarr_subentry(stack), sonarr_subentry(stack))
    await follow(hass, stack, subentries_data=subentries)
    title = next(iter(set(await leaving_dates(hass)) & {m.title for m in stack.world.movies}))
    movie = next(movie for movie in stack.world.movies if movie.title == title)
    stack.world.movie_path(movie).unlink()
    stack.world.remove_movie(movie)
    stack.catalog.refresh()
    await server_of(stack).sync()
    await sync(hass)
    assert title in dated(stack)
    assert title not in await leaving_dates(hass)


@every_version
async def test_its_settings_are_never_written(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    title = next(iter(await leaving_dates(hass)))
    await act(hass, "keep", title=title)
    await act(hass, "unkeep", title=title)
    await act(hass, "sync", server_sync="full")
    asked = _asked(stack)
    assert {request.path for request in asked if request.method == "PUT"} == set()
    assert not [
        request for request in asked if "/api/config" in request.path and request.method != "GET"
    ]


@newest
async def test_a_full_sync_of_the_server_is_followed_to_its_end(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    jobs = len(server_of(stack).jobs)
    answer = await act(hass, "sync", server_sync="full")
    assert len(server_of(stack).jobs) == jobs + 1
    told = answer["server_sync"]
    assert (told["status"], told["failed_in_part"], told["dry_run"]) == ("completed", False, True)
    assert told["movies"] == sum(movie.has_file for movie in stack.world.movies)


@every_version
async def test_an_incremental_sync_leaves_no_job(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    jobs = len(server_of(stack).jobs)
    answer = await act(hass, "sync", server_sync="incremental")
    assert "server_sync" not in answer
    assert len(server_of(stack).jobs) == jobs
    assert [r.path for r in _asked(stack) if r.method == "POST"][-1] == "/api/sync/incremental"


async def test_without_a_server_none_can_sync(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "sync", server_sync="full")
    assert "has no OxiCleanarr server" in sentence(caught.value)


@newest
async def test_a_server_that_cannot_sync_is_said(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    stack.break_("oxicleanarr", Fault.ERROR, "/api/sync/full")
    with pytest.raises(HomeAssistantError) as caught:
        await act(hass, "sync", server_sync="full")
    assert "did not do it" in sentence(caught.value)


@newest
async def test_other_rules_are_not_tried_out(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "simulate", movie_retention="5d")
    assert "An OxiCleanarr server decides" in sentence(caught.value)


@newest
async def test_how_long_media_stay_is_not_asked_where_the_server_decides(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await follow(hass, stack)
    menu = await hass.config_entries.options.async_init(entry.entry_id)
    assert menu["menu_options"] == ["display", "cleanup"]
    form = await open_options(hass, entry, "cleanup")
    assert form["step_id"] == "cleanup"


@newest
async def test_a_server_alone_leaves_nothing_to_choose(hass: HomeAssistant, stack: Stack) -> None:
    entry = await follow(hass, stack, alone=True)
    answer = await hass.config_entries.options.async_init(entry.entry_id)
    assert answer["reason"] == "nothing_to_choose"


@newest
async def test_every_verdict_of_the_server_can_be_explained(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack, alone=True)
    rows = await media(hass, explain=True)
    for row in rows.values():
        facts = {fact["name"]: fact for fact in row["facts"]}
        assert facts["last_watched"]["source"] == "OxiCleanarr"
        assert row["would_change"]
    title = next(iter(await leaving_dates(hass)))
    assert "If somebody keeps it, it stays" in rows[title]["would_change"]


@newest
async def test_after_a_restart_the_countdown_goes_on(hass: HomeAssistant, stack: Stack) -> None:
    entry = await follow(hass, stack)
    before = await leaving_dates(hass)
    stack.break_("oxicleanarr", Fault.REFUSE)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    stack.heal()
    await sync(hass)
    assert await leaving_dates(hass) == before


def _asked(stack: Stack) -> list[Request]:
    return [request for request in stack.requests if request.server == "oxicleanarr"]
