"""After the set-up: other rules, and a new key."""

from datetime import timedelta
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.oxicleanarr.policy.rules import Unwatched
from simulator import Fault, Stack

from .flows import RETENTION, fill_options, open_options, suggested
from .household import count, entries, start


async def _open_options(hass: HomeAssistant, entry: ConfigEntry) -> Any:
    return await open_options(hass, entry, "retention")


async def _send_options(hass: HomeAssistant, result: Any, **changes: Any) -> Any:
    return await fill_options(hass, result, RETENTION | changes)


async def test_other_rules_change_the_plan(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    result = await _open_options(hass, entry)
    await _send_options(hass, result, movie_retention="never")
    assert entry.state is ConfigEntryState.LOADED
    assert count(hass, "leaving_soon_movies") == "0"


async def test_the_options_show_the_present_rules(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack, options=RETENTION | {"movie_retention": "45d"})
    result = await _open_options(hass, entry)
    assert suggested(result) == RETENTION | {"movie_retention": "45d"}


async def test_a_wrong_retention_leaves_the_rules_as_they_are(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    result = await _open_options(hass, entry)
    result = await _send_options(hass, result, series_retention="soon")
    assert result["errors"] == {"series_retention": "retention_not_understood"}
    assert entry.options == RETENTION


async def test_capitals_and_blanks_in_a_retention_are_understood(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    result = await _open_options(hass, entry)
    await _send_options(hass, result, movie_retention=" 30D ")
    assert entry.options["movie_retention"] == "30d"


PROTECTIONS = ("protect_favourites", "protect_unfinished", "protect_requested")


async def test_everything_protects_until_it_is_switched_off(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    result = await _open_options(hass, entry)
    await _send_options(hass, result, protect_unfinished=False)
    protections = entry.runtime_data.settings.protections
    assert (protections.favourites, protections.unfinished, protections.requested) == (
        True,
        False,
        True,
    )
    assert [entry.options[name] for name in PROTECTIONS] == [True, False, True]


async def test_unwatched_media_have_a_time_of_their_own(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    result = await _open_options(hass, entry)
    await _send_options(
        hass,
        result,
        retention_base="last_watched",
        unwatched="added",
        unwatched_retention=" 180D ",
    )
    settings = entry.runtime_data.settings
    assert settings.unwatched is Unwatched.ADDED
    assert settings.unwatched_retention == timedelta(days=180)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"unwatched_retention": "soon"}, "retention_not_understood"),
        ({"unwatched_retention": "0d"}, "unwatched_retention_says_nothing"),
        ({"retention_base": "added"}, "unwatched_retention_needs_last_play"),
        ({"unwatched": "never"}, "unwatched_stay"),
    ],
)
async def test_a_time_for_unwatched_media_that_cannot_count_is_refused(
    hass: HomeAssistant, stack: Stack, changes: dict[str, Any], key: str
) -> None:
    entry = await start(hass, stack)
    result = await _open_options(hass, entry)
    form = {"retention_base": "last_watched", "unwatched": "added", "unwatched_retention": "9d"}
    result = await _send_options(hass, result, **(form | changes))
    assert result["errors"] == {"unwatched_retention": key}


async def test_an_emptied_time_for_unwatched_media_is_forgotten(
    hass: HomeAssistant, stack: Stack
) -> None:
    options = RETENTION | {"unwatched": "added", "unwatched_retention": "180d"}
    entry = await start(hass, stack, options=options)
    await _send_options(hass, await _open_options(hass, entry))
    assert "unwatched_retention" not in entry.options


async def _refused(hass: HomeAssistant, stack: Stack, **changes: Any) -> tuple[Any, Any]:
    """Start with a key that Jellyfin has revoked; return the entry and the flow that asks for another."""
    entry = await start(hass, stack, **changes)
    stack.jellyfin.state.gate.keys.clear()
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    (flow,) = hass.config_entries.flow.async_progress()
    return entry, flow


async def _answer(hass: HomeAssistant, flow: Any, **form: Any) -> Any:
    result = await hass.config_entries.flow.async_configure(flow["flow_id"], form)
    await hass.async_block_till_done()
    return result


async def test_a_revoked_key_is_asked_for_while_the_household_shows_what_it_knew(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry, flow = await _refused(hass, stack)
    assert entry.state is ConfigEntryState.LOADED
    assert (flow["step_id"], flow["context"]["source"]) == ("reauth_confirm", "reauth")


async def test_a_new_key_brings_the_household_back(hass: HomeAssistant, stack: Stack) -> None:
    entry, flow = await _refused(hass, stack)
    key = stack.jellyfin.state.gate.add_key("new").token
    result = await _answer(hass, flow, api_key=key)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reauth_successful")
    assert entry.state is ConfigEntryState.LOADED
    assert entry.data["api_key"] == key


async def test_user_and_password_can_take_the_place_of_a_key(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry, flow = await _refused(hass, stack)
    await _answer(hass, flow, username="admin", password="popcorn")
    assert entry.state is ConfigEntryState.LOADED
    assert "api_key" not in entry.data


async def test_what_else_was_stored_stays_with_a_new_key(hass: HomeAssistant, stack: Stack) -> None:
    entry, flow = await _refused(hass, stack)
    before = dict(entry.data)
    key = stack.jellyfin.state.gate.add_key("new").token
    await _answer(hass, flow, api_key=key)
    assert entry.data == before | {"api_key": key}


@pytest.mark.parametrize(
    ("form", "errors"),
    [
        pytest.param({"api_key": "0" * 32}, {"api_key": "key_refused"}, id="wrong key"),
        pytest.param({}, {"api_key": "credentials_missing"}, id="nothing"),
        pytest.param(
            {"username": "admin", "password": "no"}, {"password": "login_refused"}, id="password"
        ),
        pytest.param(
            {"username": "Ada", "password": "ada"}, {"username": "not_administrator"}, id="guest"
        ),
    ],
)
async def test_a_wrong_answer_is_explained_and_asked_again(
    hass: HomeAssistant, stack: Stack, form: dict[str, str], errors: dict[str, str]
) -> None:
    _, flow = await _refused(hass, stack)
    result = await _answer(hass, flow, **form)
    assert (result["step_id"], result["errors"]) == ("reauth_confirm", errors)


@pytest.mark.parametrize("fault", [Fault.HTML, Fault.REDIRECT_ELSEWHERE, Fault.ERROR])
async def test_a_broken_server_is_explained_where_the_form_can_show_it(
    hass: HomeAssistant, stack: Stack, fault: Fault
) -> None:
    _, flow = await _refused(hass, stack)
    stack.break_("jellyfin", fault)
    result = await _answer(hass, flow, api_key="0" * 32)
    assert list(result["errors"]) == ["base"]


async def test_the_key_of_another_server_is_not_taken(hass: HomeAssistant, stack: Stack) -> None:
    entry, flow = await _refused(hass, stack)
    stack.jellyfin.state.server_id = "0" * 32
    key = stack.jellyfin.state.gate.add_key("new").token
    result = await _answer(hass, flow, api_key=key)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "another_server")
    assert entry.data["api_key"] != key


async def test_a_key_that_is_revoked_later_is_asked_for_while_the_plan_stays(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    before = count(hass)
    stack.jellyfin.state.gate.keys.clear()
    await entry.runtime_data.async_refresh()
    await hass.async_block_till_done()
    assert len(hass.config_entries.flow.async_progress()) == 1
    assert count(hass) == before


async def test_a_password_that_was_changed_is_asked_for(hass: HomeAssistant, stack: Stack) -> None:
    login = {
        "url": stack.jellyfin.url,
        "username": "admin",
        "password": "popcorn",
        "verify_ssl": True,
        "device_id": "d" * 32,
    }
    entry = await start(hass, stack, data=login)
    stack.world.users[0].password = "changed"
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    (flow,) = hass.config_entries.flow.async_progress()
    await _answer(hass, flow, username="admin", password="changed")
    assert entry.state is ConfigEntryState.LOADED
    assert entries(hass) == [entry]


async def test_a_session_that_ended_is_renewed_without_asking(
    hass: HomeAssistant, stack: Stack
) -> None:
    login = {
        "url": stack.jellyfin.url,
        "username": "admin",
        "password": "popcorn",
        "verify_ssl": True,
        "device_id": "d" * 32,
    }
    entry = await start(hass, stack, data=login)
    stack.jellyfin.state.gate.tokens.clear()
    await entry.runtime_data.async_refresh()
    await hass.async_block_till_done()
    assert entry.runtime_data.last_update_success
    assert not hass.config_entries.flow.async_progress()
