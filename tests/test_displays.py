"""What the household finds in Jellyfin: libraries and a collection that follow the plan."""

from datetime import timedelta
from pathlib import Path
import shutil
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest

from simulator import Fault, Options, Stack

from .household import ENTRY_ID, OPTIONS, Clock, act, departures, leaving_dates, start, state, sync
from .texts import DOMAIN


def base(stack: Stack) -> Path:
    return stack.root / "leaving-soon"


async def begin(hass: HomeAssistant, stack: Stack, **options: Any) -> Any:
    """Set the household up with both displays, and let a pass be over."""
    displays = {"displays": ["libraries", "collection"], "base_path": str(base(stack))}
    entry = await start(hass, stack, options={**OPTIONS, **displays, **options})
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


def titles(stack: Stack) -> set[str]:
    """Return what our libraries show."""
    return {
        item.name
        for item in stack.catalog.items.values()
        if item.path
        and item.path.startswith(f"{base(stack)}/")
        and item.kind in {"Movie", "Series"}
    }


def collected(stack: Stack) -> set[str]:
    """Return what our collection holds."""
    return {
        stack.catalog.items[member].name
        for collection, members in stack.catalog.members.items()
        for member in members
        if stack.catalog.items[collection].name == "Leaving Soon"
    }


def told(stack: Stack) -> str:
    """Return what our collection says of itself."""
    found = [item for item in stack.catalog.items.values() if item.name == "Leaving Soon"]
    return str((found[0].edited or {})["Overview"])


def linkable(shown: Any) -> set[str]:
    """Return the titles that the Bridge takes: two dots in a row are refused."""
    return {title for title in shown if ".." not in title}


def troubles(hass: HomeAssistant) -> set[str]:
    issues = ir.async_get(hass).issues
    return {key.removesuffix(f"_{ENTRY_ID}") for domain, key in issues if domain == DOMAIN}


async def test_jellyfin_shows_what_is_leaving_soon(hass: HomeAssistant, stack: Stack) -> None:
    await begin(hass, stack)
    assert titles(stack) == linkable(departures(stack))
    assert collected(stack) == set(departures(stack))


async def test_another_jellyfin_at_the_address_is_left_alone_and_shown_no_key(
    hass: HomeAssistant, stack: Stack
) -> None:
    await begin(hass, stack)
    shown, ours = titles(stack), stack.jellyfin.state.server_id
    stack.jellyfin.state.server_id = "0" * 32
    stack.requests.clear()
    await sync(hass)
    await act(hass, "keep", title=next(iter(shown)))
    await hass.services.async_call(DOMAIN, "rebuild_symlinks", {}, blocking=True)
    await hass.async_block_till_done(wait_background_tasks=True)
    asked = [request for request in stack.requests if request.server in {"jellyfin", "bridge"}]
    assert {request.path for request in asked} == {"/System/Info/Public"}
    assert titles(stack) == shown
    stack.jellyfin.state.server_id = ours
    await sync(hass)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert titles(stack) == shown - {next(iter(shown))}


async def test_what_the_bridge_cannot_link_is_in_the_collection(
    hass: HomeAssistant, stack: Stack
) -> None:
    await begin(hass, stack)
    assert collected(stack) - titles(stack) == {"Once Upon a Time... in Arcadia"}
    assert troubles(hass) == set()


async def test_what_the_bridge_cannot_link_is_a_repair_without_a_collection(
    hass: HomeAssistant, stack: Stack
) -> None:
    await begin(hass, stack, displays=["libraries"])
    assert troubles(hass) == {"name_refused"}


async def test_what_is_kept_goes_from_jellyfin_at_once(hass: HomeAssistant, stack: Stack) -> None:
    await begin(hass, stack)
    await act(hass, "keep", title="Metropolis")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not [path for path in base(stack).rglob("Metropolis*") if path.is_symlink()]
    assert "Metropolis" not in collected(stack)


async def test_what_is_let_go_comes_back(hass: HomeAssistant, stack: Stack) -> None:
    await begin(hass, stack)
    await act(hass, "keep", title="Metropolis")
    await act(hass, "unkeep", title="Metropolis")
    await sync(hass)
    assert titles(stack) == linkable(departures(stack))


async def test_twins_never_become_media(hass: HomeAssistant, stack: Stack) -> None:
    await begin(hass, stack)
    before = await leaving_dates(hass)
    await sync(hass)
    await sync(hass)
    assert await leaving_dates(hass) == before


@pytest.mark.parametrize("server", ["jellyfin", "radarr", "sonarr"])
@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.EMPTY_LIST, Fault.SHORT_PAGE])
@pytest.mark.parametrize("restarted", [False, True])
async def test_a_server_that_fails_empties_no_display(
    hass: HomeAssistant, stack: Stack, server: str, fault: Fault, restarted: bool
) -> None:
    entry = await begin(hass, stack)
    before = titles(stack), collected(stack)
    stack.break_(server, fault)
    if restarted:
        await hass.config_entries.async_reload(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
    else:
        await sync(hass)
    assert (titles(stack), collected(stack)) == before
    stack.heal()
    await hass.config_entries.async_reload(entry.entry_id)
    await sync(hass)
    assert (titles(stack), collected(stack)) == before


async def test_a_bridge_that_went_is_a_repair_until_it_is_back(
    hass: HomeAssistant, stack: Stack
) -> None:
    await begin(hass, stack)
    before = titles(stack)
    stack.break_("bridge", Fault.UNAUTHORIZED)
    await sync(hass)
    assert "bridge_refused" in troubles(hass)
    stack.heal()
    await sync(hass)
    assert "bridge_refused" not in troubles(hass)
    assert titles(stack) == before


@pytest.mark.parametrize("stack", [Options(bridge="none")], indirect=True)
async def test_without_a_bridge_the_collection_shows_everything(
    hass: HomeAssistant, stack: Stack
) -> None:
    await begin(hass, stack)
    assert collected(stack) == set(departures(stack))
    assert troubles(hass) == {"bridge_missing"}


async def test_a_folder_that_jellyfin_may_not_write_to_is_a_repair(
    hass: HomeAssistant, stack: Stack
) -> None:
    base(stack).mkdir()
    stack.protect(base(stack))
    await begin(hass, stack)
    assert "no_permission" in troubles(hass)
    stack.heal()
    await sync(hass)
    assert "no_permission" not in troubles(hass)


async def test_a_base_path_in_the_media_is_a_repair_and_nothing_is_made(
    hass: HomeAssistant, stack: Stack
) -> None:
    await begin(hass, stack, base_path=str(stack.world.movies_dir / "soon"))
    assert troubles(hass) == {"base_path_in_library"}
    assert not (stack.world.movies_dir / "soon").exists()


async def test_the_links_are_counted(hass: HomeAssistant, stack: Stack) -> None:
    await begin(hass, stack)
    links = state(hass, "sensor", "links")
    assert int(links.state) == len(linkable(departures(stack)))
    assert links.attributes["wanted"] == len(departures(stack))


async def test_the_folder_deleted_by_hand_is_rebuilt(hass: HomeAssistant, stack: Stack) -> None:
    await begin(hass, stack)
    before = {path for path in base(stack).rglob("*") if path.is_symlink()}
    shutil.rmtree(base(stack))
    answer = await act(hass, "rebuild_symlinks")
    assert {path for path in base(stack).rglob("*") if path.is_symlink()} == before
    assert (answer["created"], answer["present"]) == (len(before), len(before))


async def test_a_rebuild_tells_what_it_did(hass: HomeAssistant, stack: Stack) -> None:
    await begin(hass, stack)
    answer = await act(hass, "rebuild_symlinks")
    count = len(linkable(departures(stack)))
    assert (answer["created"], answer["removed"], answer["unchanged"]) == (count, count, 0)
    assert [row["title"] for row in answer["failed"]] == ["Once Upon a Time... in Arcadia"]


async def test_switching_the_displays_off_clears_them_away(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await begin(hass, stack)
    hass.config_entries.async_update_entry(entry, options={**entry.options, "displays": []})
    await hass.async_block_till_done(wait_background_tasks=True)
    assert not [path for path in base(stack).rglob("*") if path.is_symlink()]
    assert collected(stack) == set()


async def test_the_countdown_in_the_collection_follows_the_language(
    hass: HomeAssistant, stack: Stack
) -> None:
    await begin(hass, stack, displays=["collection"])
    hass.config.language = "de"
    await sync(hass)
    assert "verschwindet in 14 Tagen" in told(stack)


async def test_the_countdown_in_the_collection_goes_on(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack)
    texts = []
    for _ in range(2):
        texts.append(told(stack))
        await clock.advance(hass, timedelta(days=1))
    assert "in 14 days" in texts[0]
    assert "in 13 days" in texts[1]


async def test_the_displays_add_five_requests_to_a_sync_at_most(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await begin(hass, stack)
    await sync(hass)
    stack.requests.clear()
    await entry.runtime_data.sources.jellyfin.async_bridge()
    asked = len(stack.requests)
    await sync(hass)
    with_displays = len(stack.requests) - asked
    hass.config_entries.async_update_entry(entry, options={**entry.options, "displays": []})
    await hass.async_block_till_done(wait_background_tasks=True)
    await sync(hass)
    stack.requests.clear()
    await sync(hass)
    assert with_displays - len(stack.requests) <= 5
