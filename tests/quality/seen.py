"""Evidence that is seen in a running household. Each function fails when its rule is not kept there."""

from collections.abc import Awaitable, Callable, Mapping
import json
import logging
from types import MappingProxyType
from typing import Any, Final, override

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState, ConfigSubentry
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.device_registry import DeviceEntryType
from homeassistant.setup import async_setup_component
import pytest

from custom_components.oxicleanarr import PLATFORMS
from custom_components.oxicleanarr.diagnostics import async_get_config_entry_diagnostics
from simulator import Fault, Options, Stack

from ..flows import begin, fill, jellyfin_form
from ..household import (
    ENTRY_ID,
    RADARR_ID,
    SEERR_ID,
    SONARR_ID,
    act,
    entries,
    household,
    radarr_subentry,
    seerr_subentry,
    sonarr_subentry,
    start,
    sync,
)
from ..texts import DOMAIN, texts

type Sight = Callable[[HomeAssistant, Stack], Awaitable[None]]


def _entities(hass: HomeAssistant) -> list[er.RegistryEntry]:
    found = er.async_entries_for_config_entry(er.async_get(hass), ENTRY_ID)
    assert {entry.domain for entry in found} == {platform.value for platform in PLATFORMS}
    return found


def _devices(hass: HomeAssistant) -> set[str]:
    """Return our names of the devices."""
    devices = dr.async_entries_for_config_entry(dr.async_get(hass), ENTRY_ID)
    return {name for device in devices for _, name in device.identifiers}


async def action_setup(hass: HomeAssistant, stack: Stack) -> None:
    """The actions are there before any household is, and refuse then with a sentence."""
    assert await async_setup_component(hass, DOMAIN, {})
    assert set(hass.services.async_services_for_domain(DOMAIN)) == {
        key.split(".")[1] for key in texts() if key.startswith("services.")
    }
    with pytest.raises(ServiceValidationError):
        await act(hass, "sync")


async def entity_unique_id(hass: HomeAssistant, stack: Stack) -> None:
    """Every entity is in the registry, under an id without domain and platform."""
    await start(hass, stack)
    for entity in _entities(hass):
        assert DOMAIN not in entity.unique_id
        assert entity.domain not in entity.unique_id.lower().split("_")
    ours = {entity.entity_id for entity in _entities(hass)}
    assert {state.entity_id for state in hass.states.async_all(list(PLATFORMS))} <= ours


async def has_entity_name(hass: HomeAssistant, stack: Stack) -> None:
    """Every entity is called by its device and its own name."""
    await start(hass, stack)
    assert all(entity.has_entity_name for entity in _entities(hass))


async def entity_translations(hass: HomeAssistant, stack: Stack) -> None:
    """Every entity's name is a text that can be translated."""
    await start(hass, stack)
    for entity in _entities(hass):
        assert f"entity.{entity.domain}.{entity.translation_key}.name" in texts()


async def test_before_configure(hass: HomeAssistant, stack: Stack) -> None:
    """A server that does not answer, or refuses the key, gets no entry."""
    for fault in (Fault.REFUSE, None):
        if fault:
            stack.break_("jellyfin", fault)
        form = jellyfin_form(stack) if fault else jellyfin_form(stack, api_key="wrong")
        result = await fill(hass, await begin(hass), form)
        assert (result["type"], bool(result["errors"])) == (FlowResultType.FORM, True)
        stack.heal()
    assert not entries(hass)


async def test_before_setup(hass: HomeAssistant, stack: Stack) -> None:
    """Without an answer the set-up is tried again; a refused key asks for another one."""
    stack.break_("jellyfin", Fault.REFUSE)
    entry = await start(hass, stack)
    assert str(entry.state) == str(ConfigEntryState.SETUP_RETRY)
    stack.heal()
    hass.config_entries.async_update_entry(entry, data={**entry.data, "api_key": "wrong"})
    await hass.config_entries.async_reload(ENTRY_ID)
    assert str(entry.state) == str(ConfigEntryState.SETUP_ERROR)
    flows = hass.config_entries.flow.async_progress_by_handler(DOMAIN)
    assert [flow["context"]["source"] for flow in flows] == [SOURCE_REAUTH]


async def unique_config_entry(hass: HomeAssistant, stack: Stack) -> None:
    """The same server cannot be set up twice."""
    household(stack).add_to_hass(hass)
    result = await fill(hass, await begin(hass), jellyfin_form(stack))
    assert (result["type"], result.get("reason")) == (FlowResultType.ABORT, "already_configured")


async def action_exceptions(hass: HomeAssistant, stack: Stack) -> None:
    """Whoever asks for something impossible is told so; whatever fails is told as a failure."""
    await start(hass, stack)
    with pytest.raises(ServiceValidationError) as wrong:
        await act(hass, "keep", title="No such film")
    stack.break_("radarr", Fault.REFUSE)
    with pytest.raises(HomeAssistantError) as failed:
        await hass.services.async_call(DOMAIN, "sync", {}, blocking=True)
    assert not isinstance(failed.value, ServiceValidationError)
    assert wrong.value.translation_key
    assert failed.value.translation_key


async def config_entry_unloading(hass: HomeAssistant, stack: Stack) -> None:
    """It can be unloaded, and set up again."""
    entry = await start(hass, stack)
    assert await hass.config_entries.async_unload(ENTRY_ID)
    assert str(entry.state) == str(ConfigEntryState.NOT_LOADED)
    assert await hass.config_entries.async_setup(ENTRY_ID)


async def log_when_unavailable(hass: HomeAssistant, stack: Stack) -> None:
    """One line when a server goes away, one when it is back, none in between."""
    lines: list[str] = []

    class Reader(logging.Handler):
        @override
        def emit(self, record: logging.LogRecord) -> None:
            if "Radarr" in record.getMessage() and record.levelno >= logging.INFO:
                lines.append(record.levelname)

    await start(hass, stack)
    logger, reader = logging.getLogger(f"custom_components.{DOMAIN}"), Reader()
    logger.addHandler(reader)
    try:
        for fault in (Fault.REFUSE, Fault.REFUSE, Fault.REFUSE, None, None):
            stack.heal()
            if fault:
                stack.break_("radarr", fault)
            await sync(hass)
    finally:
        logger.removeHandler(reader)
    assert lines == ["WARNING", "INFO"]


async def devices(hass: HomeAssistant, stack: Stack) -> None:
    """Each server is a device with its maker, version and address."""
    await start(hass, stack)
    found = dr.async_entries_for_config_entry(dr.async_get(hass), ENTRY_ID)
    assert len(found) == 3
    for device in found:
        assert device.entry_type is DeviceEntryType.SERVICE
        assert device.manufacturer
        assert device.model
        assert device.sw_version
        assert device.configuration_url


async def diagnostics(hass: HomeAssistant, stack: Stack) -> None:
    """They can be downloaded, without the key (`tests/test_diagnostics.py` has secrets everywhere)."""
    entry = await start(hass, stack)
    told = json.dumps(await async_get_config_entry_diagnostics(hass, entry), default=str)
    assert '"plan"' in told
    assert stack.jellyfin.api_key not in told


async def dynamic_devices(hass: HomeAssistant, stack: Stack) -> None:
    """A server that is added gets its device and entities at once."""
    entry = await start(hass, stack)
    given = seerr_subentry(stack)
    subentry = ConfigSubentry(
        data=MappingProxyType(dict(given["data"])),
        subentry_type="seerr",
        title="Seerr",
        unique_id=given["unique_id"],
    )
    assert hass.config_entries.async_add_subentry(entry, subentry)
    await hass.async_block_till_done()
    assert subentry.subentry_id in _devices(hass)


async def stale_devices(hass: HomeAssistant, stack: Stack) -> None:
    """A server that is removed takes its device and entities with it; there are no other devices."""
    entry = await start(hass, stack)
    assert RADARR_ID in _devices(hass)
    assert hass.config_entries.async_remove_subentry(entry, RADARR_ID)
    await hass.async_block_till_done()
    assert _devices(hass) == {ENTRY_ID, *entry.subentries}


def _by_key(hass: HomeAssistant, attribute: str) -> dict[str, Any]:
    return {
        f"{entity.domain}.{entity.translation_key}": getattr(entity, attribute)
        for entity in _entities(hass)
    }


async def entity_category(hass: HomeAssistant, stack: Stack) -> None:
    """What only tells how it runs is marked as that, what the household looks at is not."""
    await start(hass, stack)
    categories = _by_key(hass, "entity_category")
    for key in ("binary_sensor.connected", "sensor.bridge", "sensor.last_sync", "update.bridge"):
        assert categories[key] is EntityCategory.DIAGNOSTIC
    for key in ("sensor.leaving_soon", "todo.leaving_soon", "button.sync", "select.mode"):
        assert categories[key] is None


async def entity_device_class(hass: HomeAssistant, stack: Stack) -> None:
    """Sizes, dates, moments, words and connections are told as what they are."""
    await start(hass, stack)
    classes = _by_key(hass, "original_device_class")
    assert classes["binary_sensor.connected"] == "connectivity"
    assert classes["sensor.leaving_soon_size"] == classes["sensor.freed_bytes"] == "data_size"
    assert classes["sensor.next_departure"] == "date"
    assert classes["sensor.last_sync"] == classes["sensor.next_cleanup"] == "timestamp"
    assert classes["sensor.bridge"] == "enum"


async def entity_disabled_by_default(hass: HomeAssistant, stack: Stack) -> None:
    """What few people need is switched off at first."""
    await start(hass, stack)
    disabled = {key for key, by in _by_key(hass, "disabled_by").items() if by}
    assert disabled == {"sensor.upcoming"}


async def reauthentication_flow(hass: HomeAssistant, stack: Stack) -> None:
    """Whichever server refuses its key is asked for, and the new one is checked and used."""
    subentries = (radarr_subentry(stack), sonarr_subentry(stack), seerr_subentry(stack))
    entry = await start(hass, stack, subentries_data=subentries)
    servers: dict[str, Any] = {RADARR_ID: stack.radarr, SONARR_ID: stack.sonarr}
    for subentry_id, server in (servers | {SEERR_ID: stack.seerr}).items():
        server.api_key = "a" * 32
        await sync(hass)
        form = await _asked(hass)
        wrong = await fill(hass, form, {"api_key": "b" * 32})
        assert wrong["errors"] == {"api_key": "key_refused"}
        assert (await fill(hass, wrong, {"api_key": "a" * 32}))["reason"] == "reauth_successful"
        await hass.async_block_till_done()
        assert entry.subentries[subentry_id].data["api_key"] == "a" * 32
    old, new = stack.jellyfin.api_key, stack.jellyfin.state.gate.add_key("new").token
    stack.jellyfin.state.gate.keys = [
        key for key in stack.jellyfin.state.gate.keys if key.token != old
    ]
    await sync(hass)
    result = await fill(hass, await _asked(hass), {"api_key": new})
    assert (result["reason"], entry.data["api_key"]) == ("reauth_successful", new)


async def _asked(hass: HomeAssistant) -> Any:
    (flow,) = hass.config_entries.flow.async_progress()
    return await hass.config_entries.flow.async_configure(flow["flow_id"])


async def reconfiguration_flow(hass: HomeAssistant, stack: Stack) -> None:
    """Address and key of Jellyfin and of every server can be changed; another server is refused."""
    entry = await start(hass, stack)
    form = await entry.start_reconfigure_flow(hass)
    async with Stack(Options(movies=1, series=1, users=1, seed=2)) as other:
        refused = await fill(hass, form, jellyfin_form(other))
    assert refused["reason"] == "another_server"
    form = await entry.start_reconfigure_flow(hass)
    result = await fill(hass, form, {"url": stack.jellyfin.url, "verify_ssl": False})
    await hass.async_block_till_done()
    assert (result["reason"], entry.data["verify_ssl"]) == ("reconfigure_successful", False)
    for subentry_id in (RADARR_ID, SONARR_ID):
        step = await entry.start_subentry_reconfigure_flow(hass, subentry_id)
        assert step["step_id"] == "reconfigure"


SEEN: Final[Mapping[str, Sight]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        *(action_setup, entity_unique_id, has_entity_name, entity_translations),
        *(test_before_configure, test_before_setup, unique_config_entry, action_exceptions),
        *(config_entry_unloading, log_when_unavailable, devices, diagnostics),
        *(dynamic_devices, stale_devices, entity_category, entity_device_class),
        *(entity_disabled_by_default, reauthentication_flow, reconfiguration_flow),
    )
}
