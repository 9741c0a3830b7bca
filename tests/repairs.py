"""Repairs as people open and submit them."""

from collections.abc import Mapping
from typing import Any

from homeassistant.components.repairs import DOMAIN as REPAIRS, repairs_flow_manager
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from .household import ENTRY_ID
from .texts import DOMAIN


async def open_repair(hass: HomeAssistant, what: str) -> Any:
    """Open a repair of the household by what it is about; return its first form."""
    return await open_issue(hass, f"{what}_{ENTRY_ID}")


async def open_issue(hass: HomeAssistant, issue_id: str) -> Any:
    """Open the repair of an issue; return its first form."""
    assert await async_setup_component(hass, REPAIRS, {})
    await hass.async_block_till_done()
    return await _manager(hass).async_init(DOMAIN, context={"issue_id": issue_id})


async def submit(
    hass: HomeAssistant, form: Mapping[str, Any], answers: Mapping[str, Any] | None = None
) -> Any:
    """Submit a form, without answers where it asks for none; return what comes of it."""
    return await _manager(hass).async_configure(form["flow_id"], dict(answers or {}))


async def look_again(hass: HomeAssistant, form: Mapping[str, Any]) -> Any:
    """Open a form once more that was left open; return what it shows."""
    return await _manager(hass).async_configure(form["flow_id"])


def _manager(hass: HomeAssistant) -> Any:
    manager = repairs_flow_manager(hass)
    assert manager is not None
    return manager
