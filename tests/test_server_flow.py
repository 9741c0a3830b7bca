"""Setting up an OxiCleanarr server: alone, or for a household that is there already."""

from typing import Any

from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest
from yarl import URL

from custom_components.oxicleanarr import checks
from simulator import Fault, Stack
from simulator.oxicleanarr import OxiCleanarr

from .flows import Result, begin, error_text, fill
from .following import SERVER_ID, every_version, follow, login, newest, server_of, server_subentry
from .household import ENTRY_ID, entries, start, state, sync

SUBENTRY = (ENTRY_ID, "oxicleanarr")


def key_form(stack: Stack) -> dict[str, Any]:
    """Return the form with the server's key."""
    server = server_of(stack)
    return {"url": server.url, "api_key": server.api_key, "verify_ssl": True}


async def add(hass: HomeAssistant, form: dict[str, Any]) -> Result:
    """Add the server to the household that is there."""
    flows = hass.config_entries.subentries
    form_shown = await flows.async_init(SUBENTRY, context={"source": SOURCE_USER})
    if form_shown["type"] is FlowResultType.ABORT:
        return form_shown
    result = await flows.async_configure(form_shown["flow_id"], form)
    await hass.async_block_till_done()
    return result


@every_version
async def test_an_address_and_a_login_are_enough(hass: HomeAssistant, stack: Stack) -> None:
    await server_of(stack).sync()
    result = await fill(hass, await begin(hass, "server"), login(stack))
    await hass.async_block_till_done()
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (entry,) = entries(hass)
    assert entry.state is ConfigEntryState.LOADED
    assert int(count_of(hass, entry.entry_id)) > 0


@newest
async def test_a_key_is_enough(hass: HomeAssistant, stack: Stack) -> None:
    await server_of(stack).sync()
    result = await fill(hass, await begin(hass, "server"), key_form(stack))
    await hass.async_block_till_done()
    assert result["result"].state is ConfigEntryState.LOADED


@newest
async def test_one_server_makes_one_household(hass: HomeAssistant, stack: Stack) -> None:
    await fill(hass, await begin(hass, "server"), login(stack))
    again = await fill(hass, await begin(hass, "server"), login(stack))
    assert again["reason"] == "server_already_configured"


@newest
@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"password": "wrong"}, "password", "refuses this user and password"),
        ({"api_key": "wrong"}, "api_key", "Before 1.6 there is none: leave the key empty"),
        ({"username": ""}, "api_key", "Enter an API key"),
        ({"url": ""}, "url", "Enter the address"),
        ({"url": "http://me:secret@server"}, "url", "Leave user and password out"),
    ],
    ids=["password", "key", "nothing", "address", "secrets"],
)
async def test_what_cannot_be_right_is_said_at_its_field(
    hass: HomeAssistant, stack: Stack, changes: dict[str, Any], field: str, said: str
) -> None:
    form = await begin(hass, "server")
    result = await fill(hass, form, login(stack) | changes)
    assert list(result["errors"]) == [field]
    assert said in error_text(result)
    mended = await fill(hass, result, login(stack))
    assert mended["type"] is FlowResultType.CREATE_ENTRY


@newest
@pytest.mark.parametrize("other", ["radarr", "sonarr", "jellyfin", "seerr"])
async def test_another_app_is_told_from_it(hass: HomeAssistant, stack: Stack, other: str) -> None:
    form = login(stack) | {"url": getattr(stack, other).url}
    result = await fill(hass, await begin(hass, "server"), form)
    assert result["errors"] == {"url": "wrong_app"}


@newest
@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (Fault.ERROR, "not_understood"),
        (Fault.HTML, "wrong_app"),
        (Fault.CUT_JSON, "wrong_app"),
    ],
)
async def test_a_broken_server_is_explained(
    hass: HomeAssistant, stack: Stack, fault: Fault, key: str
) -> None:
    stack.break_("oxicleanarr", fault)
    result = await fill(hass, await begin(hass, "server"), login(stack))
    assert list(result["errors"].values()) == [key]
    assert "OxiCleanarr" in error_text(result)


@newest
@pytest.mark.parametrize("usual", [0, 1], ids=["newer port", "older port"])
async def test_without_a_port_its_own_ones_are_tried(
    hass: HomeAssistant, stack: Stack, usual: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, free = URL(server_of(stack).url).port or 0, 1
    monkeypatch.setattr(checks, "OXICLEANARR_PORTS", (real, free) if usual == 0 else (free, real))
    form = login(stack) | {"url": "http://127.0.0.1"}
    result = await fill(hass, await begin(hass, "server"), form)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (subentry,) = result["result"].subentries.values()
    assert subentry.data["url"].rstrip("/") == server_of(stack).url


@newest
async def test_a_household_with_a_jellyfin_follows_it_from_then_on(
    hass: HomeAssistant, stack: Stack
) -> None:
    await server_of(stack).sync()
    await start(hass, stack)
    result = await add(hass, login(stack))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    found = state(hass, "sensor", "leaving_soon")
    dated = {one.title for one in server_of(stack).media.values() if one.deletion_date}
    assert 0 < int(found.state) <= len(dated)


@newest
async def test_a_household_follows_one_server_only(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    assert (await add(hass, login(stack)))["reason"] == "already_configured"


@newest
async def test_rules_are_made_there(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    flows = hass.config_entries.subentries
    result = await flows.async_init((ENTRY_ID, "rule"), context={"source": SOURCE_USER})
    assert result["reason"] == "server_decides"


@newest
async def test_its_address_can_be_changed_without_typing_the_password_again(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await follow(hass, stack)
    moved = login(stack)
    form = await entry.start_subentry_reconfigure_flow(hass, SERVER_ID)
    suggested = {
        str(marker.schema): (marker.description or {}).get("suggested_value")
        for marker in form["data_schema"].schema
    }
    assert (suggested["url"], suggested["password"]) == (moved["url"], None)
    flows = hass.config_entries.subentries
    answer = {"url": moved["url"], "verify_ssl": True}
    result = await flows.async_configure(form["flow_id"], answer)
    assert result["reason"] == "reconfigure_successful"
    assert dict(entry.subentries[SERVER_ID].data) == moved


@every_version
async def test_a_server_alone_whose_password_changes_asks_for_the_new_one(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await follow(hass, stack, alone=True)
    server = server_of(stack)
    await change_password(server, "another")
    await sync(hass)
    (flow,) = hass.config_entries.flow.async_progress()
    form = await hass.config_entries.flow.async_configure(flow["flow_id"])
    assert form["step_id"] == "reauth_server"
    wrong = await fill(hass, form, {"username": "admin", "password": "wrong"})
    assert "refuses" in error_text(wrong)
    done = await fill(hass, wrong, {"username": "admin", "password": "another"})
    await hass.async_block_till_done()
    assert done["reason"] == "reauth_successful"
    assert entry.subentries[SERVER_ID].data["password"] == "another"
    assert state(hass, "binary_sensor", "connected", SERVER_ID).state == "on"


@newest
async def test_a_server_alone_that_refuses_the_login_from_the_start_asks_for_it(
    hass: HomeAssistant, stack: Stack
) -> None:
    data = {**server_subentry(stack)["data"], "password": "wrong"}
    subentry = {**server_subentry(stack), "data": data}
    entry = await follow(hass, stack, alone=True, subentries_data=(subentry,))
    assert entry.state is ConfigEntryState.SETUP_ERROR
    assert "refuses the key or password" in (entry.reason or "")
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == "reauth"


@newest
async def test_a_server_alone_that_is_away_is_tried_again(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.break_("oxicleanarr", Fault.REFUSE)
    subentries = (server_subentry(stack),)
    entry = await start(hass, stack, data={}, options={}, subentries_data=subentries)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert "OxiCleanarr cannot be reached" in (entry.reason or "")


async def change_password(server: OxiCleanarr, password: str) -> None:
    """Let the server's owner choose another password, which ends all logins."""
    server.config.admin.password = password
    await server.restart()
    await server.sync()
    server.expire_tokens()


def count_of(hass: HomeAssistant, entry_id: str) -> str:
    """Return how much is leaving soon in a household."""
    return state(hass, "sensor", "leaving_soon", entry_id).state
