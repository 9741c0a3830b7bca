"""Everything that people see has a text and an icon, and nothing has one that is never seen."""

import json
import re
from typing import Any

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.icon import async_get_icons
from homeassistant.helpers.selector import NumberSelector
from homeassistant.helpers.service import async_get_all_descriptions
from homeassistant.helpers.translation import async_get_translations
from homeassistant.setup import async_setup_component
import pytest

from custom_components.oxicleanarr import cleanup_services, services
from custom_components.oxicleanarr.answers import VerdictFilter
from custom_components.oxicleanarr.cleanup.models import Mode, Removal
from custom_components.oxicleanarr.cleanup_forms import CLEANUP_FORM
from custom_components.oxicleanarr.clients.errors import (
    ClientError,
    DiskMissing,
    EntryChanged,
    EntryRefused,
    FilesStayed,
    IsKept,
    LinkStays,
    PerhapsDeleted,
    ServerRemoved,
)
from custom_components.oxicleanarr.display.models import DisplayKind, Trouble
from custom_components.oxicleanarr.forms import OPTIONS_FORM
from custom_components.oxicleanarr.library.models import Kind
from custom_components.oxicleanarr.policy.rules import RetentionBase
from simulator import Options, Stack

from .following import everything
from .household import ENTRY_ID
from .texts import COMPONENT, DOMAIN, texts

SMALL = Options(movies=1, series=1, users=1, oxicleanarr="1.6.2")
ACTIONS = {
    "approve_cleanup",
    "get_history",
    "get_leaving_soon",
    "get_media",
    "keep",
    "prepare_cleanup",
    "rebuild_symlinks",
    "restore",
    "schedule",
    "simulate",
    "snooze",
    "sync",
    "unkeep",
    "unschedule",
}


def _content(name: str) -> Any:
    return json.loads((COMPONENT / name).read_text(encoding="utf-8"))


def _sources() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(COMPONENT.glob("*.py")))


def _below(prefix: str) -> set[str]:
    """Return the names directly below a dotted prefix."""
    return {key.removeprefix(prefix).split(".")[0] for key in texts() if key.startswith(prefix)}


@pytest.mark.parametrize("stack", [SMALL], indirect=True)
async def test_every_entity_has_a_name(hass: HomeAssistant, stack: Stack) -> None:
    await everything(hass, stack)
    entries = er.async_entries_for_config_entry(er.async_get(hass), ENTRY_ID)
    shown = {f"{entry.domain}.{entry.translation_key}" for entry in entries}
    named = {
        f"{platform}.{key}"
        for platform in _below("entity.")
        for key in _below(f"entity.{platform}.")
    }
    assert shown == named


@pytest.mark.parametrize("stack", [SMALL], indirect=True)
async def test_every_attribute_has_a_name(
    hass: HomeAssistant, stack: Stack, every_entity_enabled: None
) -> None:
    await everything(hass, stack)
    common = {
        "friendly_name",
        "device_class",
        "state_class",
        "unit_of_measurement",
        "options",
        "icon",
        "supported_features",
        "access_token",
        "entity_picture",
        "message",
        "all_day",
        "start_time",
        "end_time",
        "location",
        "description",
        "event_types",
        "auto_update",
        "display_precision",
        "installed_version",
        "in_progress",
        "latest_version",
        "release_summary",
        "release_url",
        "skipped_version",
        "title",
        "update_percentage",
    }
    missing = []
    for entry in er.async_entries_for_config_entry(er.async_get(hass), ENTRY_ID):
        state = hass.states.get(entry.entity_id)
        assert state is not None
        prefix = f"entity.{entry.domain}.{entry.translation_key}.state_attributes."
        missing += [
            prefix + str(name)
            for name in state.attributes
            if str(name) not in common | _below(prefix)
        ]
    assert not missing


@pytest.mark.parametrize("stack", [SMALL], indirect=True)
async def test_every_state_of_a_word_sensor_has_a_text(hass: HomeAssistant, stack: Stack) -> None:
    await everything(hass, stack)
    words = {
        str(entry.translation_key): set(entry.capabilities["options"])
        for entry in er.async_entries_for_config_entry(er.async_get(hass), ENTRY_ID)
        if entry.domain == "sensor" and entry.capabilities and "options" in entry.capabilities
    }
    assert words.keys() == {"bridge", "display_by", "server_last_job", "server_state"}
    assert words == {key: _below(f"entity.sensor.{key}.state.") for key in words}


@pytest.mark.parametrize("stack", [SMALL], indirect=True)
async def test_every_entity_has_an_icon(hass: HomeAssistant, stack: Stack) -> None:
    await everything(hass, stack)
    icons = (await async_get_icons(hass, "entity", {DOMAIN}))[DOMAIN]
    without = [
        entry.entity_id
        for entry in er.async_entries_for_config_entry(er.async_get(hass), ENTRY_ID)
        if entry.original_device_class != "connectivity"
        and entry.translation_key not in icons.get(entry.domain, {})
    ]
    assert not without


def test_no_icon_is_for_nothing() -> None:
    icons = {
        f"{platform}.{key}"
        for platform, keys in _content("icons.json")["entity"].items()
        for key in keys
    }
    named = {
        f"{platform}.{key}"
        for platform in _below("entity.")
        for key in _below(f"entity.{platform}.")
    }
    assert icons <= named


async def test_every_action_has_an_icon(hass: HomeAssistant) -> None:
    icons = (await async_get_icons(hass, "services", {DOMAIN}))[DOMAIN]
    assert set(icons) == ACTIONS


async def _descriptions(hass: HomeAssistant) -> dict[str, Any]:
    assert await async_setup_component(hass, DOMAIN, {})
    return (await async_get_all_descriptions(hass))[DOMAIN]


async def test_every_action_is_described(hass: HomeAssistant) -> None:
    descriptions = await _descriptions(hass)
    assert set(descriptions) == ACTIONS == _below("services.")
    assert all(action["fields"] for action in descriptions.values())


@pytest.mark.parametrize(
    ("action", "schema"),
    [
        ("sync", services.SYNC_SCHEMA),
        ("get_media", services.GET_MEDIA_SCHEMA),
        ("keep", services.KEEP_SCHEMA.validators[0]),
        ("simulate", services.SIMULATE_SCHEMA),
        ("rebuild_symlinks", services.REBUILD_SCHEMA),
        ("schedule", services.SCHEDULE_SCHEMA.validators[0]),
        ("unkeep", services.MEDIUM_SCHEMA.validators[0]),
        ("unschedule", services.MEDIUM_SCHEMA.validators[0]),
        ("snooze", services.SNOOZE_SCHEMA.validators[0]),
        ("get_leaving_soon", services.LEAVING_SOON_SCHEMA),
        ("prepare_cleanup", cleanup_services.PREPARE_SCHEMA),
        ("approve_cleanup", cleanup_services.APPROVE_SCHEMA),
        ("restore", cleanup_services.RESTORE_SCHEMA.validators[0]),
        ("get_history", cleanup_services.HISTORY_SCHEMA),
    ],
)
async def test_every_field_of_an_action_is_described_and_named(
    hass: HomeAssistant, action: str, schema: Any
) -> None:
    accepted = {str(marker.schema) for marker in schema.schema}
    described = set((await _descriptions(hass))[action]["fields"])
    assert accepted == described == _below(f"services.{action}.fields.")
    assert ATTR_CONFIG_ENTRY_ID in accepted


@pytest.mark.parametrize("action", sorted(ACTIONS))
async def test_every_field_of_an_action_offers_something_to_choose_or_type_in(
    hass: HomeAssistant, action: str
) -> None:
    fields = (await _descriptions(hass))[action]["fields"]
    assert not [name for name, field in fields.items() if not field.get("selector")]


@pytest.mark.parametrize(("field", "words"), [("kind", Kind), ("verdict", VerdictFilter)])
async def test_the_words_to_choose_from_are_those_that_are_understood(
    hass: HomeAssistant, field: str, words: Any
) -> None:
    selector = (await _descriptions(hass))["get_media"]["fields"][field]["selector"]["select"]
    accepted = {word.value for word in words}
    assert set(selector["options"]) == accepted == _below(f"selector.{field}.options.")


def test_every_display_and_every_trouble_has_a_text() -> None:
    assert {kind.value for kind in DisplayKind} == _below("selector.displays.options.")
    assert {trouble.value for trouble in Trouble} <= _below("issues.")


def test_every_mode_and_every_removal_has_a_text() -> None:
    assert {mode.value for mode in Mode} == _below("entity.select.mode.state.")
    assert {removal.value for removal in Removal} == _below("selector.removal.options.")


def test_every_retention_base_has_a_text() -> None:
    assert {base.value for base in RetentionBase} == _below("selector.retention_base.options.")


def test_every_exception_has_a_text_and_every_text_an_exception() -> None:
    raised = set(re.findall(r'translation_key="(\w+)"', _exceptions()))
    raised |= set(re.findall(r'(?:invalid|_refused|\bfailed)\(\s*"(\w+)"', _sources()))
    assert raised == _below("exceptions.")


def _exceptions() -> str:
    """Return the parts of our source that raise Home Assistant's exceptions."""
    pattern = (
        r"(?:HomeAssistantError|ConfigEntry\w+|UpdateFailed|ServiceValidationError)\((.*?)\n\s*\)"
    )
    return "\n".join(re.findall(pattern, _sources(), re.DOTALL))


def _client_error_keys() -> set[str]:
    found: set[str] = set()
    waiting: list[type[ClientError]] = [ClientError]
    while waiting:
        kind = waiting.pop()
        found.add(kind.key)
        waiting += kind.__subclasses__()
    return found - {ClientError.key}


@pytest.mark.parametrize(
    "category", ["config", "config_subentries.radarr", "config_subentries.sonarr"]
)
def test_every_way_in_which_a_server_fails_has_a_sentence_in_the_set_up(category: str) -> None:
    addresses = {"address_empty", "address_not_understood", "address_has_credentials"}
    when_changing = {
        one.key
        for one in (
            DiskMissing,
            EntryChanged,
            EntryRefused,
            FilesStayed,
            IsKept,
            LinkStays,
            PerhapsDeleted,
            ServerRemoved,
        )
    }
    assert (_client_error_keys() - when_changing) | addresses <= _below(f"{category}.error.")


def test_radarr_and_sonarr_have_the_same_texts() -> None:
    radarr, sonarr = (
        {key.removeprefix(prefix) for key in texts() if key.startswith(prefix)}
        for prefix in ("config_subentries.radarr.", "config_subentries.sonarr.")
    )
    assert radarr == sonarr


async def test_home_assistant_loads_the_texts(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    for category in (
        "config",
        "config_subentries",
        "options",
        "entity",
        "services",
        "exceptions",
        "issues",
    ):
        loaded = await async_get_translations(hass, "en", category, [DOMAIN])
        ours = {f"component.{DOMAIN}.{key}" for key in texts() if key.startswith(f"{category}.")}
        assert ours <= loaded.keys()


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "nl"])
@pytest.mark.parametrize("form", [CLEANUP_FORM, OPTIONS_FORM])
def test_the_range_of_a_number_stands_under_its_field(form: Any, language: str) -> None:
    step = "cleanup" if form is CLEANUP_FORM else "retention"
    below = f"options.step.{step}.data_description"
    ranges = {
        f"{below}.{field}": {f"{selector.config[edge]:.0f}" for edge in ("min", "max")}
        for field, selector in form.schema.items()
        if isinstance(selector, NumberSelector)
    }
    assert ranges
    # Home Assistant itself refuses what lies outside, in English only.
    untold = [
        key
        for key, edges in ranges.items()
        if edges - set(re.findall(r"\d+", texts(language)[key]))
    ]
    assert untold == []
