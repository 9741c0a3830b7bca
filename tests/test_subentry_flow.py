"""Adding, changing and removing a Radarr or a Sonarr later."""

from typing import Any

from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest

from simulator import Fault, Options, Stack

from .cleaning import begin, issues, repair, rest
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .flows import error_text, server_form, suggested
from .household import (
    ENTRY_ID,
    RADARR_ID,
    SERVER_IDS,
    Clock,
    act,
    connection,
    count,
    departures,
    radarr_subentry,
    sonarr_subentry,
    start,
)
from .texts import DOMAIN

BOTH = pytest.mark.parametrize("server", ["radarr", "sonarr"])
ONLY = {"radarr": radarr_subentry, "sonarr": sonarr_subentry}


async def _open(hass: HomeAssistant, server: str, **changes: Any) -> Any:
    context: Any = {"source": SOURCE_USER, **changes}
    return await hass.config_entries.subentries.async_init((ENTRY_ID, server), context=context)


async def _reopen(hass: HomeAssistant, server: str) -> Any:
    return await _open(hass, server, source=SOURCE_RECONFIGURE, subentry_id=SERVER_IDS[server])


async def _fill(hass: HomeAssistant, result: Any, form: dict[str, Any]) -> Any:
    result = await hass.config_entries.subentries.async_configure(result["flow_id"], form)
    await hass.async_block_till_done()
    return result


@BOTH
async def test_a_server_added_later_counts(hass: HomeAssistant, stack: Stack, server: str) -> None:
    await start(hass, stack, subentries_data=())
    result = await _fill(hass, await _open(hass, server), server_form(getattr(stack, server)))
    result = await _fill(hass, result, suggested(result))
    assert result["type"] is FlowResultType.CREATE_ENTRY
    kind = "movie" if server == "radarr" else "series"
    key = "leaving_soon_movies" if server == "radarr" else "leaving_soon_series"
    expected = [one for one in departures(stack).values() if one.kind == kind]
    assert count(hass, key) == str(len(expected))


@BOTH
async def test_a_server_added_later_has_its_paths_proposed(
    hass: HomeAssistant, stack: Stack, server: str
) -> None:
    await start(hass, stack, subentries_data=())
    result = await _fill(hass, await _open(hass, server), server_form(getattr(stack, server)))
    expected = ONLY[server](stack)["data"]["path_mappings"]
    assert suggested(result) == {"path_mappings": expected}


async def test_paths_can_be_typed_while_the_household_is_not_loaded(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.break_("jellyfin", Fault.REFUSE)
    await start(hass, stack, subentries_data=())
    result = await _fill(hass, await _open(hass, "radarr"), server_form(stack.radarr))
    assert suggested(result) == {"path_mappings": []}
    mapping = {"server_path": "/movies", "jellyfin_path": "/media"}
    result = await _fill(hass, result, {"path_mappings": [mapping]})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_useless_path_is_pointed_out_once(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, subentries_data=())
    result = await _fill(hass, await _open(hass, "radarr"), server_form(stack.radarr))
    form = {"path_mappings": [{"server_path": "/x", "jellyfin_path": "/y"}]}
    result = await _fill(hass, result, form)
    assert result["errors"] == {"path_mappings": "mapping_without_effect"}
    result = await _fill(hass, result, form)
    assert result["type"] is FlowResultType.CREATE_ENTRY


@BOTH
async def test_the_same_server_is_not_added_twice(
    hass: HomeAssistant, stack: Stack, server: str
) -> None:
    entry = await start(hass, stack)
    result = await _fill(hass, await _open(hass, server), server_form(getattr(stack, server)))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")
    assert len(entry.subentries) == 2


@BOTH
@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        pytest.param({"url": None}, {"url": "address_empty"}, id="no address"),
        pytest.param({"api_key": None}, {"api_key": "key_missing"}, id="no key"),
        pytest.param({"api_key": "0" * 32}, {"api_key": "key_refused"}, id="wrong key"),
    ],
)
async def test_a_wrong_form_is_explained(
    hass: HomeAssistant, stack: Stack, server: str, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    await start(hass, stack, subentries_data=())
    form = server_form(getattr(stack, server), **changes)
    result = await _fill(hass, await _open(hass, server), form)
    assert result["errors"] == errors
    assert error_text(result, f"config_subentries.{server}")


@pytest.mark.parametrize("stack", [Options(movies=1, series=1, users=1)], indirect=True)
@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("fault", "errors"),
    [
        (Fault.REFUSE, {"base": "cannot_connect"}),
        (Fault.HANG, {"base": "timed_out"}),
        (Fault.HTML, {"url": "wrong_app"}),
        (Fault.WRONG_APP, {"url": "wrong_app"}),
        (Fault.STARTING, {"base": "starting_up"}),
        (Fault.REDIRECT_ELSEWHERE, {"url": "redirected"}),
    ],
)
async def test_a_broken_server_is_explained_and_can_be_added_when_it_is_mended(
    hass: HomeAssistant, stack: Stack, fault: Fault, errors: dict[str, str]
) -> None:
    await start(hass, stack, subentries_data=())
    stack.break_("sonarr", fault)
    result = await _fill(hass, await _open(hass, "sonarr"), server_form(stack.sonarr))
    assert result["errors"] == errors
    stack.heal()
    result = await _fill(hass, result, server_form(stack.sonarr))
    result = await _fill(hass, result, suggested(result))
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_a_change_does_not_show_the_key(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    shown = suggested(await _reopen(hass, "radarr"))
    assert shown == {"url": stack.radarr.url, "verify_ssl": True}


async def test_a_change_with_an_empty_key_keeps_the_present_one(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    form = server_form(stack.radarr, api_key=None, verify_ssl=False)
    result = await _fill(hass, await _reopen(hass, "radarr"), form)
    result = await _fill(hass, result, suggested(result))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    changed = entry.subentries[RADARR_ID].data
    assert (changed["api_key"], changed["verify_ssl"]) == (stack.radarr.api_key, False)


async def test_a_change_starts_with_the_present_paths(hass: HomeAssistant, stack: Stack) -> None:
    present = [{"server_path": "/movies", "jellyfin_path": "/elsewhere"}]
    radarr = radarr_subentry(stack)
    radarr["data"] = {**radarr["data"], "path_mappings": present}
    await start(hass, stack, subentries_data=(radarr,))
    result = await _fill(hass, await _reopen(hass, "radarr"), server_form(stack.radarr))
    assert suggested(result) == {"path_mappings": present}


async def test_a_server_can_be_changed_while_it_is_down_only_to_one_that_answers(
    hass: HomeAssistant, stack: Stack
) -> None:
    radarr = radarr_subentry(stack)
    radarr["data"] = {**radarr["data"], "url": "http://127.0.0.1:9"}
    entry = await start(hass, stack, subentries_data=(radarr,))
    assert connection(hass, "radarr").state == "off"
    result = await _fill(hass, await _reopen(hass, "radarr"), server_form(stack.radarr))
    await _fill(hass, result, suggested(result))
    assert entry.subentries[RADARR_ID].data["url"] == stack.radarr.url
    assert connection(hass, "radarr").state == "on"


async def test_a_change_to_the_address_of_another_server_is_refused(
    hass: HomeAssistant, stack: Stack
) -> None:
    other = radarr_subentry(stack)
    other["subentry_id"], other["unique_id"] = "01OTHER", "http://127.0.0.1:9"
    other["data"] = {**other["data"], "url": "http://127.0.0.1:9"}
    await start(hass, stack, subentries_data=(radarr_subentry(stack), other))
    result = await _open(hass, "radarr", source=SOURCE_RECONFIGURE, subentry_id="01OTHER")
    result = await _fill(hass, result, server_form(stack.radarr))
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_configured")


@pytest.mark.parametrize("moves", [True, False])
async def test_at_another_address_a_missing_recycle_bin_has_to_be_accepted_again(
    hass: HomeAssistant, stack: Stack, clock: Clock, *, moves: bool
) -> None:
    radarr = radarr_subentry(stack)
    if moves:
        radarr["unique_id"] = "http://127.0.0.1:9"
    await begin(hass, stack, clock, bins=False, subentries_data=(radarr, sonarr_subentry(stack)))
    await repair(hass, f"no_recycle_bin_{RADARR_ID}")
    result = await _fill(hass, await _reopen(hass, "radarr"), server_form(stack.radarr))
    result = await _fill(hass, result, suggested(result))
    assert result["reason"] == "reconfigure_successful"
    await rest(hass)
    assert (f"no_recycle_bin_{RADARR_ID}" in issues(hass)) is moves
    assert bool((await act(hass, "prepare_cleanup"))["items"]) is not moves


async def _remove_radarr(hass: HomeAssistant, entry: Any) -> None:
    hass.config_entries.async_remove_subentry(entry, RADARR_ID)
    await hass.async_block_till_done()


async def test_a_removed_server_takes_its_device_and_entities_along(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    await _remove_radarr(hass, entry)
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), ENTRY_ID)
    entities = er.async_entries_for_config_entry(er.async_get(hass), ENTRY_ID)
    assert {next(iter(device.identifiers)) for device in devices} == {
        (DOMAIN, ENTRY_ID),
        (DOMAIN, SERVER_IDS["sonarr"]),
    }
    assert not [entity for entity in entities if entity.config_subentry_id == RADARR_ID]


async def test_a_removed_server_is_not_asked_again(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    await _remove_radarr(hass, entry)
    stack.requests.clear()
    await entry.runtime_data.async_refresh()
    assert {request.server for request in stack.requests} == {"jellyfin", "sonarr"}
