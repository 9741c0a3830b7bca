"""Where Jellyfin is to show what is leaving soon: asked at the set-up, changed in the options."""

from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.oxicleanarr.display.models import DisplayKind
from custom_components.oxicleanarr.library.models import Kind
from custom_components.oxicleanarr.settings import display_settings
from simulator import Fault, Options, Stack

from .flows import (
    RETENTION,
    SKIPPED,
    error_text,
    fill,
    fill_options,
    finish,
    open_options,
    reach,
    suggested,
)
from .household import OPTIONS, start, sync
from .texts import DOMAIN

BOTH = ["libraries", "collection"]
NAMES = {
    "movies_library_name": "Leaving Soon - Movies",
    "series_library_name": "Leaving Soon - TV Shows",
    "collection_name": "Leaving Soon",
}
DISPLAY = NAMES | {"displays": BOTH, "base_path": "/media/leaving-soon", "hide_when_empty": True}

without_bridge = pytest.mark.parametrize("stack", [Options(bridge="none")], indirect=True)


async def test_with_the_bridge_libraries_and_a_collection_are_proposed(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await reach(hass, stack, "display")
    assert suggested(result) == {
        "displays": BOTH,
        "base_path": str(stack.world.movies_dir.with_name("leaving-soon")),
    }


@without_bridge
async def test_without_the_bridge_a_collection_is_proposed(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await reach(hass, stack, "display")
    assert suggested(result)["displays"] == ["collection"]


@pytest.mark.parametrize(
    ("stack", "told"),
    [(Options(bridge="3.2.6"), "✓ 3.2.6"), (Options(bridge="none"), "✗ Not installed")],
    indirect=["stack"],
)
async def test_the_step_says_whether_the_bridge_works(
    hass: HomeAssistant, stack: Stack, told: str
) -> None:
    result = await reach(hass, stack, "display")
    assert result["description_placeholders"]["bridge"] == told


@without_bridge
async def test_libraries_can_be_chosen_before_the_bridge_is_there(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await reach(hass, stack, "display")
    form = {"displays": ["libraries"], "base_path": "/srv/leaving-soon"}
    entry = await finish(hass, stack, await fill(hass, result, form))
    assert entry.options == RETENTION | form
    await sync(hass)
    assert (DOMAIN, f"bridge_missing_{entry.entry_id}") in ir.async_get(hass).issues


async def test_nothing_need_be_shown(hass: HomeAssistant, stack: Stack) -> None:
    result = await reach(hass, stack, "display")
    entry = await finish(hass, stack, await fill(hass, result, {"displays": []}))
    assert entry.options == RETENTION | {"displays": []}


async def test_a_collection_needs_no_folder(hass: HomeAssistant, stack: Stack) -> None:
    result = await reach(hass, stack, "display")
    form = {"displays": ["collection"], "base_path": "nonsense"}
    entry = await finish(hass, stack, await fill(hass, result, form))
    assert entry.state is ConfigEntryState.LOADED


async def test_a_display_that_does_not_exist_is_refused(hass: HomeAssistant, stack: Stack) -> None:
    result = await reach(hass, stack, "display")
    with pytest.raises(InvalidData):
        await fill(hass, result, {"displays": ["hologram"]})


async def _refused(hass: HomeAssistant, result: Any, base_path: str) -> Any:
    return await fill(hass, result, {"displays": ["libraries"], "base_path": base_path})


@pytest.mark.parametrize(
    ("base_path", "key"),
    [
        ("", "base_path_missing"),
        ("  ", "base_path_missing"),
        ("/", "base_path_unusable"),
        ("leaving-soon", "base_path_unusable"),
        ("/media/../leaving", "base_path_unusable"),
    ],
)
async def test_libraries_need_a_folder_that_can_be_used(
    hass: HomeAssistant, stack: Stack, base_path: str, key: str
) -> None:
    result = await reach(hass, stack, "display")
    result = await _refused(hass, result, base_path)
    assert result["errors"] == {"base_path": key}
    assert suggested(result)["base_path"] == base_path


async def test_a_folder_in_a_library_is_refused_by_its_name(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await reach(hass, stack, "display")
    inside = str(stack.world.movies_dir / "leaving-soon")
    result = await _refused(hass, result, inside)
    assert result["errors"] == {"base_path": "base_path_in_library"}
    (library,) = [
        one.name
        for one in stack.catalog.libraries.values()
        if str(stack.world.movies_dir) in one.locations
    ]
    text = error_text(result)
    assert inside in text
    assert library in text


async def test_a_folder_around_the_libraries_is_refused(hass: HomeAssistant, stack: Stack) -> None:
    result = await reach(hass, stack, "display")
    result = await _refused(hass, result, str(stack.root))
    assert result["errors"] == {"base_path": "base_path_in_library"}


async def test_a_root_folder_of_radarr_is_refused_where_jellyfin_sees_it(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await reach(hass, stack, "paths")
    form = suggested(result)
    form["radarr_path_mappings"] = [{"server_path": "/movies", "jellyfin_path": "/elsewhere/films"}]
    for _ in range(2):  # a mapping that leads nowhere is asked about once
        result = await fill(hass, result, form)
    result = await fill(hass, result, RETENTION)
    result = await _refused(hass, result, "/elsewhere/films/leaving-soon")
    assert result["errors"] == {"base_path": "base_path_in_library"}
    assert "Radarr" in error_text(result)


async def test_a_corrected_folder_is_taken_without_blanks_and_slashes(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await _refused(hass, await reach(hass, stack, "display"), "/")
    result = await fill(hass, result, {"displays": ["libraries"], "base_path": " /srv/leaving/ "})
    assert (await finish(hass, stack, result)).options["base_path"] == "/srv/leaving"


@pytest.mark.parametrize("stack", [Options(collections=True)], indirect=True)
async def test_the_folder_of_collections_does_not_move_the_proposal(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await reach(hass, stack, "display")
    assert suggested(result)["base_path"] == str(stack.world.movies_dir.with_name("leaving-soon"))


async def test_the_proposal_is_accepted_where_another_library_lies_around_the_media(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.catalog.add_library("Everything", None, [str(stack.root)], {})
    result = await reach(hass, stack, "display")
    assert suggested(result)["base_path"] == str(stack.root.with_name("leaving-soon"))
    assert (await finish(hass, stack, result)).state is ConfigEntryState.LOADED


@pytest.mark.parametrize("stack", [Options(movies=0, series=0)], indirect=True)
async def test_without_media_a_folder_of_jellyfin_itself_is_proposed(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await reach(hass, stack, "display")
    assert suggested(result)["base_path"] == "/config/leaving-soon"


async def test_a_folder_is_proposed_without_radarr_and_sonarr(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await fill(hass, await reach(hass, stack, "radarr"), SKIPPED)
    result = await fill(hass, await fill(hass, result, SKIPPED), RETENTION)
    assert suggested(result)["base_path"] == str(stack.world.movies_dir.with_name("leaving-soon"))


@pytest.mark.parametrize("path", ["/Library/VirtualFolders", "/Items", "/api/oxicleanarr"])
async def test_a_jellyfin_that_fails_now_does_not_stop_the_set_up(
    hass: HomeAssistant, stack: Stack, path: str
) -> None:
    result = await fill(hass, await reach(hass, stack, "radarr"), SKIPPED)
    result = await fill(hass, result, SKIPPED)
    stack.break_("jellyfin", Fault.ERROR, path)
    result = await fill(hass, result, RETENTION)
    assert result["step_id"] == "display"
    stack.heal()
    form = suggested(result) | {"displays": ["collection"]}
    entry = await finish(hass, stack, await fill(hass, result, form))
    assert entry.state is ConfigEntryState.LOADED


async def _options(hass: HomeAssistant, entry: ConfigEntry, **changes: Any) -> Any:
    result = await open_options(hass, entry, "display")
    return await fill_options(hass, result, DISPLAY | changes)


async def test_what_was_never_asked_is_not_shown(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    assert display_settings(entry.options).kinds == frozenset()


async def test_the_options_of_an_older_household_show_nothing_and_propose_a_folder(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    assert suggested(await open_options(hass, entry, "display")) == {
        "base_path": str(stack.world.movies_dir.with_name("leaving-soon"))
    }


async def test_the_options_show_the_present_displays(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack, options=OPTIONS | DISPLAY)
    assert suggested(await open_options(hass, entry, "display")) == DISPLAY


async def test_displays_are_changed_and_the_retention_stays(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack, options=OPTIONS | {"protect_favourites": False})
    await _options(hass, entry, collection_name=" Going \n away ", hide_when_empty=False)
    assert entry.options == OPTIONS | {"protect_favourites": False} | DISPLAY | {
        "collection_name": "Going away",
        "hide_when_empty": False,
    }
    assert entry.state is ConfigEntryState.LOADED


async def test_the_retention_is_changed_and_the_displays_stay(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack, options=OPTIONS | DISPLAY)
    result = await open_options(hass, entry, "retention")
    await fill_options(hass, result, RETENTION | {"movie_retention": "30d"})
    assert {key: entry.options[key] for key in DISPLAY} == DISPLAY
    assert entry.options["movie_retention"] == "30d"


async def test_a_folder_that_is_emptied_is_forgotten(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack, options=OPTIONS | DISPLAY)
    await _options(hass, entry, displays=["collection"], base_path="")
    assert "base_path" not in entry.options


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"base_path": ""}, {"base_path": "base_path_missing"}),
        ({"base_path": "C:\\"}, {"base_path": "base_path_unusable"}),
        ({"movies_library_name": " "}, {"movies_library_name": "name_missing"}),
        ({"collection_name": ""}, {"collection_name": "name_missing"}),
        (
            {"series_library_name": "leaving soon -  movies "},
            {"series_library_name": "name_used_twice"},
        ),
        (
            {"collection_name": "Leaving Soon - TV Shows"},
            {"collection_name": "name_used_twice"},
        ),
    ],
)
async def test_what_cannot_be_made_is_refused_at_its_field(
    hass: HomeAssistant, stack: Stack, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    entry = await start(hass, stack)
    result = await _options(hass, entry, **changes)
    assert result["errors"] == errors
    assert entry.options == OPTIONS


@pytest.mark.parametrize("folder", ["library", "root folder"])
async def test_a_folder_of_media_is_refused_later_too(
    hass: HomeAssistant, stack: Stack, folder: str
) -> None:
    entry = await start(hass, stack)
    if folder == "root folder":
        # Jellyfin has lost the library; Radarr still keeps films there.
        stack.catalog.libraries = {
            key: one
            for key, one in stack.catalog.libraries.items()
            if str(stack.world.movies_dir) not in one.locations
        }
        await entry.runtime_data.async_refresh()
    result = await _options(hass, entry, base_path=str(stack.world.movies_dir))
    assert result["errors"] == {"base_path": "base_path_in_library"}
    assert str(stack.world.movies_dir) in error_text(result, "options")


async def test_a_household_that_is_not_loaded_can_be_changed(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.break_("jellyfin", Fault.REFUSE)
    entry = await start(hass, stack)
    await _options(hass, entry, displays=["collection"])
    assert entry.options == OPTIONS | DISPLAY | {"displays": ["collection"]}


async def test_the_settings_of_the_display_are_those_of_the_options(
    hass: HomeAssistant, stack: Stack
) -> None:
    settings = display_settings(OPTIONS | DISPLAY | {"collection_name": "Bye"})
    assert settings.kinds == frozenset(DisplayKind)
    assert settings.base_path == "/media/leaving-soon"
    assert settings.library_names == {
        Kind.MOVIE: "Leaving Soon - Movies",
        Kind.SERIES: "Leaving Soon - TV Shows",
    }
    assert (settings.collection_name, settings.hide_when_empty) == ("Bye", True)
