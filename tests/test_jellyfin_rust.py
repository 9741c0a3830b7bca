"""A jellyfin-rust as the household's Jellyfin: read as well as any, and never asked for what wipes it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import aiohttp
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.rows import itself
from simulator import Fault, Options, Stack
from simulator.jellyfin_rust.images import WIDTH
from simulator.posters import poster
from simulator.seeding import ADMIN_NAME, ADMIN_PASSWORD

from .flows import begin, fill, finish, login_form, suggested
from .household import (
    Clock,
    act,
    connection,
    dear,
    departures,
    leaving_dates,
    login_with_password,
    media,
    start,
    sync,
)
from .texts import DOMAIN, texts

pytestmark = pytest.mark.parametrize(
    "stack", [Options(jellyfin_version="rust")], indirect=True, ids=["rust"]
)

WIPING = ("/Library/VirtualFolders/Refresh", "/ScheduledTasks", "/Library/Refresh")


async def start_here(hass: HomeAssistant, stack: Stack) -> Any:
    """Set the household up with user and password."""
    return await start(hass, stack, **login_with_password(stack))


def issues(hass: HomeAssistant) -> list[str]:
    """Return what the integration's issues say."""
    return [
        texts()[f"issues.{issue.translation_key}.fix_flow.step.confirm.description"]
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN
    ]


async def test_user_and_password_set_a_household_up(hass: HomeAssistant, stack: Stack) -> None:
    entry = await finish(hass, stack, await fill(hass, await begin(hass), login_form(stack)))
    assert entry.state is ConfigEntryState.LOADED
    assert entry.unique_id == f"jellyfin-rust-server@{URL(stack.jellyfin.url).authority}"


async def test_the_paths_of_films_and_series_are_proposed(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await fill(hass, await begin(hass), login_form(stack))
    for server in (stack.radarr, stack.sonarr):
        form = {"url": server.url, "api_key": server.api_key, "verify_ssl": True}
        result = await fill(hass, result, form)
    world = stack.world
    assert suggested(result) == {
        "radarr_path_mappings": [
            {"server_path": world.radarr_root, "jellyfin_path": str(world.movies_dir)}
        ],
        "sonarr_path_mappings": [
            {"server_path": world.sonarr_root, "jellyfin_path": str(world.tv_dir)}
        ],
    }


async def test_what_leaves_is_what_leaves_with_any_jellyfin(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start_here(hass, stack)
    due = departures(stack)
    assert await leaving_dates(hass) == {
        title: departure.leaves_on.isoformat() for title, departure in due.items()
    }
    rows = await media(hass)
    assert {row["verdict"] for title, row in rows.items() if title in dear(stack)} == {"protected"}


async def test_every_medium_is_found_with_or_without_provider_ids(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start_here(hass, stack)
    rows = await media(hass)
    movies, series = stack.world.movies, stack.world.series
    assert rows.keys() == {one.title for one in movies} | {one.title for one in series}
    assert [title for title, row in rows.items() if "Jellyfin" in str(row["reasons"])] == []


async def test_a_film_tells_how_long_it_plays(hass: HomeAssistant, stack: Stack) -> None:
    await start_here(hass, stack)
    rows = await media(hass, kind="movie")
    assert {title: row["runtime_minutes"] for title, row in rows.items()} == {
        movie.title: movie.runtime_minutes for movie in stack.world.movies
    }


async def test_its_whole_posters_are_shown(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    entry = await start_here(hass, stack)
    medium = next(iter(entry.runtime_data.data.library.media.values()))
    path = f"/api/oxicleanarr/{entry.entry_id}/poster/{medium.jellyfin_ids[0]}"
    answer = await (await hass_client()).get(path)
    whole = poster(medium.title, medium.year, WIDTH)
    assert (answer.status, await answer.read()) == (200, whole[0])


async def test_the_plays_of_a_user_are_read_once(hass: HomeAssistant, stack: Stack) -> None:
    await start_here(hass, stack)
    stack.requests.clear()
    await sync(hass)
    asked = [parse_qs(request.query) for request in stack.requests if request.path == "/Items"]
    plays = [
        query["userId"][0] for query in asked if "isFavorite" not in query and "userId" in query
    ]
    assert len(plays) == len(set(plays)) == len(stack.world.users)


async def test_the_items_are_read_after_the_plays(hass: HomeAssistant, stack: Stack) -> None:
    await start_here(hass, stack)
    stack.requests.clear()
    await sync(hass)
    asked = [request.query for request in stack.requests if request.path == "/Items"]
    last_plays = max(number for number, query in enumerate(asked) if "userId=" in query)
    items = next(n for n, query in enumerate(asked) if "includeItemTypes=Movie,Series&" in query)
    assert items > last_plays


async def test_who_watches_an_episode_keeps_the_series(hass: HomeAssistant, stack: Stack) -> None:
    await start_here(hass, stack)
    titles = (await media(hass, kind="series", verdict="leaving_soon")).keys()
    series = next(one for one in stack.world.series if one.title in titles)
    episode = next(
        item
        for item in stack.catalog.items.values()
        if item.media is series.episodes[0] and item.series_id
    )
    stack.catalog.items[episode.id].name = "The one that plays"
    stack.start_playing("The one that plays", user="Ada")
    await sync(hass)
    assert series.title not in await leaving_dates(hass)


async def test_a_heart_keeps(hass: HomeAssistant, stack: Stack) -> None:
    await start_here(hass, stack)
    title = next(iter(await leaving_dates(hass)))
    stack.favorite(title, user="Grace")
    await sync(hass)
    assert title not in await leaving_dates(hass)


async def test_a_session_that_ran_out_is_begun_anew(hass: HomeAssistant, stack: Stack) -> None:
    await start_here(hass, stack)
    stack.jellyfin.state.gate.age(2)
    await sync(hass)
    assert connection(hass, "jellyfin").state == "on"


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.HANG])
async def test_a_fault_neither_schedules_nor_frees_nor_moves_anything(
    hass: HomeAssistant, stack: Stack, clock: Clock, fault: Fault
) -> None:
    await start_here(hass, stack)
    before = await leaving_dates(hass)
    await clock.advance(hass, timedelta(hours=5))
    stack.break_("jellyfin", fault)
    await sync(hass)
    assert await leaving_dates(hass) == before
    stack.heal()
    await sync(hass)
    assert await leaving_dates(hass) == before


@pytest.mark.parametrize("restarted", [False, True])
async def test_what_a_full_scan_forgot_lets_nothing_go(
    hass: HomeAssistant, stack: Stack, restarted: bool
) -> None:
    entry = await start_here(hass, stack)
    before = await leaving_dates(hass)
    stack.rescan()
    if restarted:
        await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done()
    await sync(hass)
    assert (await leaving_dates(hass)).keys() <= before.keys()
    assert "made its library anew" in connection(hass, "jellyfin").attributes["problem"]


async def test_a_countdown_goes_on_over_a_full_scan(hass: HomeAssistant, stack: Stack) -> None:
    await start_here(hass, stack)
    before = await leaving_dates(hass)
    stack.rescan()
    await sync(hass)
    assert await leaving_dates(hass) == before


@pytest.mark.parametrize("kind", ["movies", "tvshows"])
async def test_a_scan_of_one_library_is_noticed(
    hass: HomeAssistant, stack: Stack, kind: str
) -> None:
    await start_here(hass, stack)
    before = await leaving_dates(hass)
    library = next(one for one in stack.catalog.libraries.values() if one.collection_type == kind)
    stack.catalog.generation += 1
    stack.catalog.refresh([library])
    await sync(hass)
    assert await leaving_dates(hass) == before
    assert connection(hass, "jellyfin").state == "off"


async def test_a_full_scan_is_believed_when_somebody_says_so(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start_here(hass, stack)
    stack.rescan()
    await sync(hass)
    await act(hass, "sync", accept_smaller=True)
    assert connection(hass, "jellyfin").state == "on"
    await sync(hass)
    assert connection(hass, "jellyfin").state == "on"


async def test_the_repair_names_the_setting_and_goes_once_the_scan_is_believed(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start_here(hass, stack)
    assert issues(hass) == []
    stack.rescan()
    await sync(hass)
    [text] = issues(hass)
    assert "full_scan_interval_hours to 0" in text
    await act(hass, "sync", accept_smaller=True)
    assert issues(hass) == []


async def test_a_removed_household_takes_its_repair_along(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start_here(hass, stack)
    stack.rescan()
    await sync(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    assert issues(hass) == []


async def test_a_keep_outlives_the_ids(hass: HomeAssistant, stack: Stack) -> None:
    await start_here(hass, stack)
    title = next(iter(await leaving_dates(hass)))
    await act(hass, "keep", title=title)
    stack.rescan()
    await act(hass, "sync", accept_smaller=True)
    assert (await media(hass))[title]["verdict"] == "protected"


async def test_nothing_that_wipes_the_library_is_ever_sent(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await finish(hass, stack, await fill(hass, await begin(hass), login_form(stack)))
    await _use_collections(stack)
    await act(hass, "keep", title="Metropolis")
    for fault in (Fault.REFUSE, Fault.UNAUTHORIZED, Fault.ERROR, Fault.EMPTY_LIST):
        stack.break_("jellyfin", fault)
        await sync(hass)
        stack.heal()
    stack.advance(100)
    await act(hass, "sync", accept_smaller=True)
    await hass.config_entries.async_reload(entry.entry_id)
    await clock.advance(hass, timedelta(hours=2))
    await hass.config_entries.async_remove(entry.entry_id)
    sent = [request for request in stack.requests if request.server == "jellyfin"]
    assert not [request for request in sent if request.path.startswith(WIPING)]
    assert not [r for r in sent if r.method != "GET" and r.path.startswith(("/Library", "/Items"))]
    assert stack.catalog.generation == 0


async def _use_collections(stack: Stack) -> None:
    """Make a collection, fill it, empty it, delete it."""
    async with aiohttp.ClientSession() as session:
        jellyfin = Jellyfin(session, URL(stack.jellyfin.url), device_id="d")
        await jellyfin.public_info()
        login = await jellyfin.login(ADMIN_NAME, ADMIN_PASSWORD)
        ids = [row.id for row in (await jellyfin.movies_and_series(itself)).rows]
        made = await jellyfin.collections.create("Leaving Soon", ids[:3])
        await jellyfin.collections.add(made, ids)
        await jellyfin.collections.describe(made, login.user_id, "Soon")
        await jellyfin.collections.remove(made, ids[:5])
        await jellyfin.collections.delete(ids[0])
        await jellyfin.collections.delete(made)
