"""Who shows in Jellyfin what an OxiCleanarr server lets go: only one of us, and we give way."""

from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest

from simulator import Fault, Options, Stack
from simulator.options import OXICLEANARR_VERSIONS
from simulator.wire import Request

from .following import beside, every_version, follow, newest, server_of
from .household import ENTRY_ID, OPTIONS, leaving_dates, start, state, sync, with_libraries
from .texts import DOMAIN

with_plugin = pytest.mark.parametrize(
    "stack",
    [Options(oxicleanarr=version, leaving_soon_plugin=True) for version in OXICLEANARR_VERSIONS],
    indirect=True,
    ids=OXICLEANARR_VERSIONS,
)
old = pytest.mark.parametrize(
    "stack",
    [Options(oxicleanarr=version, same_paths=True) for version in ("1.0.0", "1.5.0")],
    indirect=True,
    ids=("1.0.0", "1.5.0"),
)
"""Those that can make links by themselves; they do not translate paths."""
newest_with_plugin = pytest.mark.parametrize(
    "stack", [Options(oxicleanarr="1.6.2", leaving_soon_plugin=True)], indirect=True
)


async def _let_it_link(stack: Stack) -> None:
    """Let the server make libraries of links by itself, as it can up to 1.5, with one film at least."""
    server = server_of(stack)
    await server.sync()
    found = next(one for one in server.media.values() if one.is_movie and one.jellyfin_id)
    server.links.pause_s = 0
    config = server.config
    config.rules.movie_retention = f"{(stack.world.now() - found.added_at).days + 5}d"
    config.app.dry_run = False
    config.symlink_library.enabled = True
    config.symlink_library.base_path = str(stack.world.movies_dir.with_name("its-own"))
    await server.restart()


def _shown_by(hass: HomeAssistant) -> str:
    return state(hass, "sensor", "display_by").state


def _issues(hass: HomeAssistant) -> set[str]:
    return {
        str(issue.translation_key)
        for (domain, _), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN and str(issue.translation_key).startswith("shown_by")
    }


def _touches(requests: list[Request]) -> list[tuple[str, str]]:
    """Return what we changed in Jellyfin, by the Bridge or of its libraries; the server has another header."""
    return [
        (one.method, one.path)
        for one in requests
        if "authorization" in {name.lower() for name in one.headers}
        and one.method != "GET"
        and ("symlinks" in one.path or "directories" in one.path or "VirtualFolders" in one.path)
    ]


def _links(stack: Stack) -> list[Path]:
    return sorted(path for path in stack.root.rglob("*") if path.is_symlink())


@every_version
async def test_nobody_shows_it_at_first(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    await sync(hass)
    assert _shown_by(hass) == "nobody"


@newest
@pytest.mark.parametrize("displays", [["libraries"], ["collection"]])
async def test_home_assistant_shows_it_where_it_was_chosen(
    hass: HomeAssistant, stack: Stack, displays: list[str]
) -> None:
    await follow(hass, stack, options=with_libraries(stack) | {"displays": displays})
    await sync(hass)
    assert _shown_by(hass) == "home_assistant"
    assert not _issues(hass)


@newest
async def test_our_libraries_show_what_the_server_lets_go(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack, options=with_libraries(stack), **beside(stack))
    await sync(hass)
    made = [str(path) for path in _links(stack)]
    assert len(made) == int(state(hass, "sensor", "links").state)
    shown = {title for title in await leaving_dates(hass) if any(title in path for path in made)}
    assert shown


@old
@pytest.mark.parametrize("alone", [False, True], ids=["with jellyfin", "alone"])
async def test_the_server_shows_it_up_to_1_5(
    hass: HomeAssistant, stack: Stack, alone: bool
) -> None:
    await _let_it_link(stack)
    await follow(hass, stack, alone=alone)
    await sync(hass)
    assert _shown_by(hass) == "server"


@with_plugin
async def test_the_plugin_shows_it_where_it_is_active(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    await sync(hass)
    assert _shown_by(hass) == "plugin"


@newest
async def test_without_a_jellyfin_nobody_knows_whether_there_is_a_plugin(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack, alone=True)
    assert _shown_by(hass) == "unknown"


async def test_a_household_without_a_server_is_not_asked(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert not [one for one in hass.states.async_all("sensor") if "shown_in" in one.entity_id]


@old
async def test_libraries_give_way_to_those_of_the_server_and_touch_nothing(
    hass: HomeAssistant, stack: Stack
) -> None:
    await _let_it_link(stack)
    await follow(hass, stack, options=with_libraries(stack), **beside(stack))
    theirs = _links(stack)
    assert theirs
    await sync(hass)
    assert _issues(hass) == {"shown_by_server"}
    assert state(hass, "sensor", "links").state == "0"
    assert _links(stack) == theirs
    assert not _touches(stack.requests)


@newest_with_plugin
async def test_libraries_give_way_to_the_plugin_and_touch_nothing(
    hass: HomeAssistant, stack: Stack
) -> None:
    await server_of(stack).sync()
    begun = len(stack.requests)
    await follow(hass, stack, options=with_libraries(stack), **beside(stack))
    await sync(hass)
    assert _issues(hass) == {"shown_by_plugin"}
    assert not _touches(stack.requests[begun:])


@newest_with_plugin
async def test_libraries_begin_when_the_plugin_is_gone(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack, options=with_libraries(stack), **beside(stack))
    await sync(hass)
    assert _issues(hass) == {"shown_by_plugin"}
    _plugin(stack, active=False)
    await sync(hass)
    assert not _issues(hass)
    assert _shown_by(hass) == "home_assistant"
    assert int(state(hass, "sensor", "links").state) > 0


@newest
async def test_links_that_were_ours_stay_when_the_plugin_comes(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack, options=with_libraries(stack), **beside(stack))
    await sync(hass)
    before = state(hass, "sensor", "links").state
    assert int(before) > 0
    _plugin(stack, active=True)
    begun = len(stack.requests)
    await sync(hass)
    assert _issues(hass) == {"shown_by_plugin"}
    assert state(hass, "sensor", "links").state == before
    assert not _touches(stack.requests[begun:])


@newest
@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.CUT_JSON])
async def test_nothing_is_made_before_it_is_known_that_there_is_no_plugin(
    hass: HomeAssistant, stack: Stack, fault: Fault
) -> None:
    stack.break_("jellyfin", fault, "/Plugins")
    begun = len(stack.requests)
    await follow(hass, stack, options=with_libraries(stack), **beside(stack))
    await sync(hass)
    assert _shown_by(hass) == "unknown"
    assert not _touches(stack.requests[begun:])
    stack.heal()
    await sync(hass)
    assert int(state(hass, "sensor", "links").state) > 0


@newest_with_plugin
async def test_what_was_known_of_the_plugin_stays_while_jellyfin_does_not_tell(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    await sync(hass)
    stack.break_("jellyfin", Fault.ERROR, "/Plugins")
    await sync(hass)
    assert _shown_by(hass) == "plugin"


async def _choose(hass: HomeAssistant, stack: Stack, displays: list[str]) -> Any:
    flows = hass.config_entries.options
    menu = await flows.async_init(ENTRY_ID)
    form = await flows.async_configure(menu["flow_id"], {"next_step_id": "display"})
    chosen = {key: with_libraries(stack)[key] for key in ("base_path",)}
    names = {
        "movies_library_name": "A",
        "series_library_name": "B",
        "collection_name": "C",
        "hide_when_empty": True,
    }
    return await flows.async_configure(form["flow_id"], chosen | names | {"displays": displays})


@newest_with_plugin
@pytest.mark.parametrize("displays", [["libraries"], ["collection"], ["libraries", "collection"]])
async def test_the_form_offers_ours_only_where_no_plugin_is_at_work(
    hass: HomeAssistant, stack: Stack, displays: list[str]
) -> None:
    await follow(hass, stack)
    await sync(hass)
    result = await _choose(hass, stack, displays)
    assert result["errors"] == {"displays": "shown_by_plugin"}
    assert (await _choose(hass, stack, []))["type"] == "create_entry"
    # The household begins anew, and is not to be stopped in the middle of that.
    await hass.async_block_till_done(wait_background_tasks=True)


@newest_with_plugin
async def test_a_collection_that_is_there_already_may_stay(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack, options=OPTIONS | {"displays": ["collection"]})
    await sync(hass)
    assert (await _choose(hass, stack, ["collection", "libraries"]))["errors"]
    assert (await _choose(hass, stack, ["collection"]))["type"] == "create_entry"


@old
async def test_the_form_offers_ours_only_where_the_server_makes_none(
    hass: HomeAssistant, stack: Stack
) -> None:
    await _let_it_link(stack)
    await follow(hass, stack)
    await sync(hass)
    result = await _choose(hass, stack, ["libraries"])
    assert result["errors"] == {"displays": "shown_by_server"}


@newest
async def test_the_form_offers_ours_where_nobody_is_at_work(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    await sync(hass)
    assert (await _choose(hass, stack, ["libraries"]))["type"] == "create_entry"


def _plugin(stack: Stack, *, active: bool) -> None:
    stack.jellyfin.state.leaving_soon_plugin = active
