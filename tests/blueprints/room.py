"""Blueprints where people have them: in Home Assistant's own folder, made into automations, telling somebody."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
import shutil
from typing import Any

from homeassistant.core import Context, HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_mock_service

from simulator import Stack
from tests.household import Clock, start

FOLDER = Path("blueprints", "automation", "oxicleanarr")
SHIPPED = Path(__file__).parents[2] / FOLDER

CLEAR = "clear_notification"
"""What tells the app to take a notification away."""

PHONE = "mobile_app_annas_phone"
"""The notify action that the app's integration makes for the phone "Anna's phone"."""


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Return a folder of configuration with our blueprints in it."""
    shutil.copytree(SHIPPED, Path(hass_tmp_config_dir, FOLDER))
    return hass_tmp_config_dir


@pytest.fixture
def told(hass: HomeAssistant) -> list[ServiceCall]:
    """Return the notifications that Anna's phone gets."""
    calls: list[ServiceCall] = async_mock_service(hass, "notify", PHONE)
    return calls


@pytest.fixture
async def household(hass: HomeAssistant, stack: Stack, clock: Clock) -> AsyncGenerator[Stack]:
    """Return the servers of a household, at noon, in a Home Assistant with what every one has."""
    noon = dt_util.now().replace(hour=12, minute=0, second=0, microsecond=0)
    clock.ahead = (noon - dt_util.now()) % timedelta(days=1)
    for component in ("homeassistant", "persistent_notification"):
        assert await async_setup_component(hass, component, {})
    await start(hass, stack)
    yield stack
    for automation in hass.states.async_entity_ids("automation"):
        await hass.services.async_call(
            "automation", "turn_off", {"entity_id": automation}, blocking=True
        )


def a_phone(hass: HomeAssistant, name: str = "Annas Phone") -> str:
    """Register a phone with the app; return the id of its device."""
    entry = MockConfigEntry(domain="mobile_app", title=name)
    entry.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={("mobile_app", name)}, name=name
    )
    return device.id


async def automate(
    hass: HomeAssistant, blueprint: str, automation_id: str = "ours", **inputs: Any
) -> None:
    """Make an automation from a blueprint; fail when Home Assistant does not accept it."""
    config = {
        "id": automation_id,
        "alias": automation_id,
        "use_blueprint": {"path": f"oxicleanarr/{blueprint}.yaml", "input": inputs},
    }
    assert await async_setup_component(hass, "automation", {"automation": [config]})
    await hass.async_block_till_done()
    state = hass.states.get(f"automation.{automation_id}")
    assert state is not None
    assert state.state == "on"


def notifications(hass: HomeAssistant) -> list[dict[str, Any]]:
    """Return what stands among Home Assistant's own notifications."""
    shown: dict[str, Any] = hass.data.get("persistent_notification", {})
    return list(shown.values())


async def press(
    hass: HomeAssistant, question: dict[str, Any], button: str, context: Context | None = None
) -> None:
    """Tap a button of a notification, as the app tells it."""
    (action,) = [one["action"] for one in question["data"]["actions"] if one["title"] == button]
    hass.bus.async_fire("mobile_app_notification_action", {"action": action}, context=context)
    await hass.async_block_till_done()


def texts_told(told: list[ServiceCall]) -> list[str]:
    """Return what was told, without what was only cleared away."""
    return [text for call in told if (text := call.data["message"]) != CLEAR]


def tags_cleared(told: list[ServiceCall]) -> set[str]:
    """Return the tags of the notifications that were cleared away."""
    return {call.data["data"]["tag"] for call in told if call.data["message"] == CLEAR}
