"""The set-up of a household, step by step."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
import pytest

from simulator import Options, Stack

from .flows import (
    RETENTION,
    SKIPPED,
    begin,
    error_text,
    fill,
    finish,
    jellyfin_form,
    login_form,
    reach,
    right_form,
    server_form,
    suggested,
)
from .household import entries, household

BOTH_VERSIONS = pytest.mark.parametrize(
    "stack", [Options(jellyfin_version=version) for version in ("10.11", "12")], indirect=True
)


@BOTH_VERSIONS
async def test_an_api_key_sets_a_household_up(hass: HomeAssistant, stack: Stack) -> None:
    entry = await finish(hass, stack, await begin(hass))
    assert entry.state is ConfigEntryState.LOADED
    assert entry.unique_id == stack.jellyfin.server_id
    assert entry.data["url"] == stack.jellyfin.url
    assert entry.options == RETENTION | {
        "displays": ["libraries", "collection"],
        "base_path": str(stack.world.movies_dir.with_name("leaving-soon")),
    }


@BOTH_VERSIONS
async def test_user_and_password_set_a_household_up(hass: HomeAssistant, stack: Stack) -> None:
    entry = await finish(hass, stack, await fill(hass, await begin(hass), login_form(stack)))
    assert entry.state is ConfigEntryState.LOADED
    assert "api_key" not in entry.data


async def test_the_entry_is_called_like_the_server(hass: HomeAssistant, stack: Stack) -> None:
    entry = await finish(hass, stack, await begin(hass))
    assert entry.title == "Attic"


async def test_radarr_and_sonarr_become_subentries(hass: HomeAssistant, stack: Stack) -> None:
    entry = await finish(hass, stack, await begin(hass))
    found = {one.subentry_type: one for one in entry.subentries.values()}
    assert {kind: one.data["url"] for kind, one in found.items()} == {
        "radarr": stack.radarr.url,
        "sonarr": stack.sonarr.url,
    }


@pytest.mark.parametrize("skipped", [{"radarr"}, {"sonarr"}])
async def test_one_server_can_be_skipped(
    hass: HomeAssistant, stack: Stack, skipped: set[str]
) -> None:
    result = await reach(hass, stack, "radarr")
    for step in ("radarr", "sonarr"):
        form = SKIPPED if step in skipped else right_form(stack, result)
        result = await fill(hass, result, form)
    entry = await finish(hass, stack, result)
    kinds = {one.subentry_type for one in entry.subentries.values()}
    assert kinds == {"radarr", "sonarr"} - skipped


async def test_without_radarr_and_sonarr_there_are_no_paths_to_ask_for(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await fill(hass, await reach(hass, stack, "radarr"), SKIPPED)
    result = await fill(hass, result, SKIPPED)
    assert result["step_id"] == "retention"
    assert (await finish(hass, stack, result)).state is ConfigEntryState.LOADED


async def test_a_user_who_is_no_administrator_is_told(hass: HomeAssistant, stack: Stack) -> None:
    result = await fill(hass, await begin(hass), login_form(stack, "Ada", "ada"))
    assert result["errors"] == {"username": "not_administrator"}


async def test_a_wrong_password_stands_at_the_password(hass: HomeAssistant, stack: Stack) -> None:
    result = await fill(hass, await begin(hass), login_form(stack, password="wrong"))
    assert result["errors"] == {"password": "login_refused"}


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        pytest.param({"api_key": None}, {"api_key": "credentials_missing"}, id="no key"),
        pytest.param({"api_key": "  "}, {"api_key": "credentials_missing"}, id="blank key"),
        pytest.param({"api_key": "0" * 32}, {"api_key": "key_refused"}, id="wrong key"),
        pytest.param({"api_key": "Schlüssel"}, {"api_key": "key_refused"}, id="odd key"),
        pytest.param({"api_key": "a\r\nX-Evil: 1"}, {"api_key": "key_refused"}, id="two lines"),
        pytest.param({"url": ""}, {"url": "address_empty"}, id="no address"),
        pytest.param({"url": "http://"}, {"url": "address_not_understood"}, id="no host"),
        pytest.param({"url": "ftp://nas"}, {"url": "address_not_understood"}, id="not http"),
        pytest.param(
            {"url": "http://me:secret@nas:8096"}, {"url": "address_has_credentials"}, id="password"
        ),
    ],
)
async def test_what_cannot_be_right_is_said_at_its_field(
    hass: HomeAssistant, stack: Stack, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    result = await fill(hass, await begin(hass), jellyfin_form(stack, **changes))
    assert result["errors"] == errors


@pytest.mark.parametrize("server", ["radarr", "sonarr"])
@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        pytest.param({"api_key": None}, {"api_key": "key_missing"}, id="no key"),
        pytest.param({"api_key": "  "}, {"api_key": "key_missing"}, id="blank key"),
        pytest.param({"api_key": "0" * 32}, {"api_key": "key_refused"}, id="wrong key"),
        pytest.param({"api_key": "Schlüssel"}, {"api_key": "key_refused"}, id="odd key"),
        pytest.param({"url": None}, {"url": "address_empty"}, id="key without address"),
        pytest.param({"url": "nas:many"}, {"url": "address_not_understood"}, id="no port"),
    ],
)
async def test_what_cannot_be_right_for_a_server_is_said_at_its_field(
    hass: HomeAssistant, stack: Stack, server: str, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    result = await reach(hass, stack, server)
    result = await fill(hass, result, server_form(getattr(stack, server), **changes))
    assert (result["step_id"], result["errors"]) == (server, errors)


@pytest.mark.parametrize("server", ["radarr", "sonarr"])
async def test_no_other_servers_port_is_proposed(
    hass: HomeAssistant, stack: Stack, server: str
) -> None:
    result = await reach(hass, stack, server)
    for url in (None, "nas:many"):
        form = server_form(getattr(stack, server), url=url)
        assert "8096" not in error_text(await fill(hass, result, form))


@pytest.mark.parametrize(("server", "other"), [("radarr", "sonarr"), ("sonarr", "radarr")])
async def test_a_key_that_another_server_refuses_is_told_with_its_address(
    hass: HomeAssistant, stack: Stack, server: str, other: str
) -> None:
    result = await reach(hass, stack, server)
    form = server_form(getattr(stack, server), url=getattr(stack, other).url)
    told = error_text(await fill(hass, result, form))
    assert f"at {getattr(stack, other).url} refuses this key" in told


async def test_a_key_is_taken_without_the_blanks_around_it(
    hass: HomeAssistant, stack: Stack
) -> None:
    form = jellyfin_form(stack, api_key=f" {stack.jellyfin.api_key}\n")
    entry = await finish(hass, stack, await fill(hass, await begin(hass), form))
    assert entry.data["api_key"] == stack.jellyfin.api_key


@pytest.mark.parametrize(
    ("step", "given", "found"),
    [
        ("jellyfin", "radarr", "a web page"),
        ("jellyfin", "sonarr", "a web page"),
        ("radarr", "sonarr", "Sonarr"),
        ("radarr", "jellyfin", "another app"),
        ("sonarr", "radarr", "Radarr"),
        ("sonarr", "jellyfin", "another app"),
    ],
)
async def test_the_wrong_app_is_named(
    hass: HomeAssistant, stack: Stack, step: str, given: str, found: str
) -> None:
    result = await reach(hass, stack, step)
    result = await fill(hass, result, server_form(getattr(stack, given)))
    assert result["errors"] == {"url": "wrong_app"}
    assert found in error_text(result)


@pytest.mark.parametrize(
    "stack",
    [pytest.param(Options(base_paths=base), id=f"base={base}") for base in (False, True)],
    indirect=True,
)
@pytest.mark.parametrize(
    "pasted", ["{}/", "{}/web/", "{}/web/index.html#!/home", "{}/web/#/home?a=b", "  {}  "]
)
async def test_an_address_pasted_from_the_browser_is_understood(
    hass: HomeAssistant, stack: Stack, pasted: str
) -> None:
    form = jellyfin_form(stack, url=pasted.format(stack.jellyfin.url))
    entry = await finish(hass, stack, await fill(hass, await begin(hass), form))
    assert entry.data["url"] == stack.jellyfin.url


async def test_an_address_without_a_scheme_is_understood(hass: HomeAssistant, stack: Stack) -> None:
    form = jellyfin_form(stack, url=stack.jellyfin.url.removeprefix("http://"))
    entry = await finish(hass, stack, await fill(hass, await begin(hass), form))
    assert entry.data["url"] == stack.jellyfin.url


@pytest.mark.parametrize("stack", [Options(base_paths=True)], indirect=True)
@pytest.mark.parametrize("server", ["radarr", "sonarr"])
async def test_a_base_path_that_the_server_shows_is_taken(
    hass: HomeAssistant, stack: Stack, server: str
) -> None:
    result = await reach(hass, stack, server)
    form = server_form(getattr(stack, server), url=getattr(stack, server).origin)
    entry = await finish(hass, stack, await fill(hass, result, form))
    urls = {one.subentry_type: one.data["url"] for one in entry.subentries.values()}
    assert urls[server] == getattr(stack, server).url


async def test_the_same_jellyfin_is_not_set_up_twice(hass: HomeAssistant, stack: Stack) -> None:
    household(stack).add_to_hass(hass)
    result = await fill(hass, await begin(hass), jellyfin_form(stack))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")
    assert len(entries(hass)) == 1


async def test_a_set_up_that_was_left_in_the_middle_is_not_in_the_way(
    hass: HomeAssistant, stack: Stack
) -> None:
    await reach(hass, stack, "radarr")
    entry = await finish(hass, stack, await begin(hass))
    assert entry.state is ConfigEntryState.LOADED
    assert not hass.config_entries.flow.async_progress()


async def test_paths_are_proposed_from_what_the_servers_say(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await reach(hass, stack, "paths")
    assert suggested(result) == {
        "radarr_path_mappings": [
            {"server_path": "/movies", "jellyfin_path": str(stack.world.movies_dir)}
        ],
        "sonarr_path_mappings": [{"server_path": "/tv", "jellyfin_path": str(stack.world.tv_dir)}],
    }


async def test_the_paths_step_counts_what_was_found_in_jellyfin(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await reach(hass, stack, "paths")
    summary = result["description_placeholders"]["summary"]
    assert summary.splitlines() == ["- Radarr: 12 / 12", "- Sonarr: 6 / 6"]


@pytest.mark.parametrize("stack", [Options(same_paths=True)], indirect=True)
async def test_no_mapping_is_proposed_where_both_see_the_same_paths(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await reach(hass, stack, "paths")
    assert suggested(result) == {"radarr_path_mappings": [], "sonarr_path_mappings": []}


async def test_edited_paths_are_stored(hass: HomeAssistant, stack: Stack) -> None:
    result = await reach(hass, stack, "paths")
    form = suggested(result)
    form["radarr_path_mappings"][0]["server_path"] = " /movies/ "
    entry = await finish(hass, stack, await fill(hass, result, form))
    assert _mappings(entry, "radarr") == [
        {"server_path": "/movies/", "jellyfin_path": str(stack.world.movies_dir)}
    ]


async def test_emptied_paths_are_accepted(hass: HomeAssistant, stack: Stack) -> None:
    result = await reach(hass, stack, "paths")
    result = await fill(hass, result, {"radarr_path_mappings": []})
    assert result["step_id"] == "retention"
    entry = await finish(hass, stack, result)
    assert (_mappings(entry, "radarr"), _mappings(entry, "sonarr")) == ([], [])


async def test_a_row_of_paths_that_says_nothing_is_left_out(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await reach(hass, stack, "paths")
    blank = {"server_path": " ", "jellyfin_path": ""}
    entry = await finish(hass, stack, await fill(hass, result, {"radarr_path_mappings": [blank]}))
    assert _mappings(entry, "radarr") == []


USELESS = {"server_path": "/films", "jellyfin_path": "/media/films"}


async def test_a_mapping_without_effect_is_pointed_out(hass: HomeAssistant, stack: Stack) -> None:
    result = await reach(hass, stack, "paths")
    form = suggested(result)
    form["radarr_path_mappings"].append(USELESS)
    result = await fill(hass, result, form)
    assert result["errors"] == {"radarr_path_mappings": "mapping_without_effect"}
    assert "/films → /media/films" in error_text(result)
    assert suggested(result) == form


async def test_a_mapping_without_effect_is_accepted_when_it_is_sent_again(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await reach(hass, stack, "paths")
    form = suggested(result) | {"radarr_path_mappings": [USELESS]}
    result = await fill(hass, await fill(hass, result, form), form)
    assert _mappings(await finish(hass, stack, result), "radarr") == [USELESS]


@pytest.mark.parametrize("half", [{"server_path": "/films"}, {"jellyfin_path": "/media/films"}])
async def test_a_row_that_is_half_filled_in_is_pointed_out_before_it_is_left_out(
    hass: HomeAssistant, stack: Stack, half: dict[str, str]
) -> None:
    result = await reach(hass, stack, "paths")
    form = {"radarr_path_mappings": [{"server_path": "", "jellyfin_path": " "} | half]}
    result = await fill(hass, result, form)
    assert result["errors"] == {"radarr_path_mappings": "mapping_without_effect"}
    assert "–" in error_text(result)
    entry = await finish(hass, stack, await fill(hass, result, form))
    assert _mappings(entry, "radarr") == []


async def test_useless_mappings_of_both_servers_are_all_named(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await reach(hass, stack, "paths")
    other = {"server_path": "/shows", "jellyfin_path": "/media/shows"}
    form = {"radarr_path_mappings": [USELESS], "sonarr_path_mappings": [other]}
    result = await fill(hass, result, form)
    named = result["description_placeholders"]["mappings"]
    assert named == "/films → /media/films, /shows → /media/shows"


@pytest.mark.parametrize("field", ["movie_retention", "series_retention"])
@pytest.mark.parametrize("text", ["", "90", "999999999d"])
async def test_a_retention_that_is_not_understood_stands_at_its_field(
    hass: HomeAssistant, stack: Stack, field: str, text: str
) -> None:
    result = await _reach_retention(hass, stack)
    result = await fill(hass, result, RETENTION | {field: text})
    assert result["errors"] == {field: "retention_not_understood"}
    await finish(hass, stack, result)


async def test_a_part_of_a_day_is_announced_as_a_whole_one(
    hass: HomeAssistant, stack: Stack
) -> None:
    result = await _reach_retention(hass, stack)
    entry = await finish(hass, stack, await fill(hass, result, RETENTION | {"window_days": 1.5}))
    assert entry.options["window_days"] == 2


@pytest.mark.parametrize("days", [0, 366])
async def test_a_window_beyond_its_bounds_is_refused(
    hass: HomeAssistant, stack: Stack, days: int
) -> None:
    result = await _reach_retention(hass, stack)
    with pytest.raises(InvalidData):
        await fill(hass, result, RETENTION | {"window_days": days})


async def _reach_retention(hass: HomeAssistant, stack: Stack) -> Any:
    result = await fill(hass, await reach(hass, stack, "radarr"), SKIPPED)
    return await fill(hass, result, SKIPPED)


def _mappings(entry: Any, kind: str) -> list[dict[str, str]]:
    (found,) = [one for one in entry.subentries.values() if one.subentry_type == kind]
    return list(found.data["path_mappings"])
