"""A key or a password that Jellyfin refuses: a new one is asked for, and brings the household back."""

from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from simulator import Fault, Stack
from simulator.seeding import ADMIN_NAME, ADMIN_PASSWORD

from .household import count, departures, entries, login_with_password, start


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


async def test_a_household_that_could_never_start_starts_with_a_new_key(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.jellyfin.state.gate.keys.clear()
    entry = await start(hass, stack)
    states = [entry.state]
    (flow,) = hass.config_entries.flow.async_progress()
    await _answer(hass, flow, api_key=stack.jellyfin.state.gate.add_key("new").token)
    states.append(entry.state)
    assert states == [ConfigEntryState.SETUP_ERROR, ConfigEntryState.LOADED]
    assert count(hass) == str(len(departures(stack)))


async def test_the_same_key_is_taken_where_jellyfin_takes_it_again(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.break_("jellyfin", Fault.UNAUTHORIZED, "/Users")
    entry = await start(hass, stack)
    stack.heal()
    (flow,) = hass.config_entries.flow.async_progress()
    result = await _answer(hass, flow, api_key=entry.data["api_key"])
    assert result["reason"] == "reauth_successful"
    assert entry.state is ConfigEntryState.LOADED


async def test_user_and_password_can_take_the_place_of_a_key(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry, flow = await _refused(hass, stack)
    await _answer(hass, flow, username=ADMIN_NAME, password=ADMIN_PASSWORD)
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


@pytest.mark.parametrize("fault", [Fault.HTML, Fault.REFUSE, Fault.UNAUTHORIZED])
async def test_the_same_form_goes_on_when_the_server_is_well_again(
    hass: HomeAssistant, stack: Stack, fault: Fault
) -> None:
    entry, flow = await _refused(hass, stack)
    key = stack.jellyfin.state.gate.add_key("new").token
    stack.break_("jellyfin", fault)
    assert (await _answer(hass, flow, api_key=key))["errors"]
    stack.heal()
    assert (await _answer(hass, flow, api_key=key))["reason"] == "reauth_successful"
    assert entry.data["api_key"] == key


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
    entry = await start(hass, stack, **login_with_password(stack))
    stack.world.users[0].password = "changed"
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    (flow,) = hass.config_entries.flow.async_progress()
    await _answer(hass, flow, username=ADMIN_NAME, password="changed")
    assert entry.state is ConfigEntryState.LOADED
    assert entries(hass) == [entry]


async def test_a_session_that_ended_is_renewed_without_asking(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack, **login_with_password(stack))
    stack.jellyfin.state.gate.tokens.clear()
    await entry.runtime_data.async_refresh()
    await hass.async_block_till_done()
    assert entry.runtime_data.last_update_success
    assert not hass.config_entries.flow.async_progress()
