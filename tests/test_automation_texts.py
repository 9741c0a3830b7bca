"""What the automation editor shows of our triggers and conditions: every one, every option, with text and icon."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import condition, trigger
from homeassistant.helpers.icon import async_get_icons
from homeassistant.setup import async_setup_component
import pytest

from custom_components.oxicleanarr import condition as conditions, trigger as triggers
from custom_components.oxicleanarr.happenings import HappeningKind

from .texts import DOMAIN, texts

SCHEMAS = {
    "triggers": {
        name: kind.schema for name, kind in triggers.TRIGGERS.items() if hasattr(kind, "schema")
    },
    "conditions": {
        name: kind.schema for name, kind in conditions.CONDITIONS.items() if hasattr(kind, "schema")
    },
}
EVERY = [(category, name) for category, schemas in SCHEMAS.items() for name in schemas]


async def _described(hass: HomeAssistant, category: str) -> dict[str, Any]:
    """Return what the editor is told of our triggers or conditions, by name."""
    assert await async_setup_component(hass, DOMAIN, {})
    helper: Any = {"triggers": trigger, "conditions": condition}[category]
    found = await helper.async_get_all_descriptions(hass)
    return {
        name.removeprefix(f"{DOMAIN}."): description
        for name, description in found.items()
        if name.startswith(f"{DOMAIN}.")
    }


def _below(prefix: str) -> set[str]:
    return {key.removeprefix(prefix).split(".")[0] for key in texts() if key.startswith(prefix)}


@pytest.mark.parametrize("category", SCHEMAS)
async def test_all_of_them_are_described_and_named(hass: HomeAssistant, category: str) -> None:
    described = await _described(hass, category)
    assert set(described) == set(SCHEMAS[category]) == _below(f"{category}.")


@pytest.mark.parametrize("category", SCHEMAS)
async def test_all_of_them_have_an_icon(hass: HomeAssistant, category: str) -> None:
    icons = (await async_get_icons(hass, category, {DOMAIN}))[DOMAIN]
    assert set(icons) == set(SCHEMAS[category])


@pytest.mark.parametrize(("category", "name"), EVERY)
async def test_every_option_is_described_and_named(
    hass: HomeAssistant, category: str, name: str
) -> None:
    schema: Any = SCHEMAS[category][name]
    accepted = {str(marker.schema) for marker in schema.schema["options"]}
    described = set((await _described(hass, category))[name]["fields"])
    assert accepted == described == _below(f"{category}.{name}.fields.")


@pytest.mark.parametrize(("category", "name"), EVERY)
async def test_what_the_editor_fills_in_is_what_counts_without_it(
    hass: HomeAssistant, category: str, name: str
) -> None:
    fields = (await _described(hass, category))[name]["fields"]
    shown = {option: field["default"] for option, field in fields.items() if "default" in field}
    assert shown == SCHEMAS[category][name]({})["options"]


def test_every_happening_has_a_text() -> None:
    shown = _below("entity.event.activity.state_attributes.event_type.state.")
    assert shown == {kind.value for kind in HappeningKind}
