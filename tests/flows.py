"""Driving the set-up the way a person does: one form after the other."""

from collections.abc import Mapping
from typing import Any

import aiohttp
from homeassistant.config_entries import SOURCE_USER, ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from simulator import Stack
from simulator.seeding import ADMIN_PASSWORD as PASSWORD

from .texts import DOMAIN, texts

RETENTION = {
    "movie_retention": "90d",
    "series_retention": "120d",
    "retention_base": "last_watched_or_added",
    "window_days": 14,
}
SKIPPED = {"verify_ssl": True}

type Result = Any
"""What a flow manager answers; its type depends on which of three it is."""


def jellyfin_form(stack: Stack, **changes: Any) -> dict[str, Any]:
    """Return the first form filled with address and key."""
    form = {"url": stack.jellyfin.url, "api_key": stack.jellyfin.api_key, "verify_ssl": True}
    return _without_none(form | changes)


def login_form(stack: Stack, user: str = "admin", password: str = PASSWORD) -> dict[str, Any]:
    """Return the first form filled with user and password."""
    return {
        "url": stack.jellyfin.url,
        "username": user,
        "password": password,
        "verify_ssl": True,
    }


def server_form(server: Any, **changes: Any) -> dict[str, Any]:
    """Return the form of a Radarr or Sonarr."""
    return _without_none(
        {"url": server.url, "api_key": server.api_key, "verify_ssl": True} | changes
    )


def _without_none(form: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in form.items() if value is not None}


async def begin(hass: HomeAssistant, first: str = "jellyfin") -> Result:
    """Open the set-up, and say what there is to begin with."""
    menu = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    assert menu["type"] is FlowResultType.MENU
    return await fill(hass, menu, {"next_step_id": first})


async def fill(hass: HomeAssistant, result: Result, form: Mapping[str, Any]) -> Result:
    """Send a form of the set-up."""
    return await hass.config_entries.flow.async_configure(result["flow_id"], dict(form))


async def reach(hass: HomeAssistant, stack: Stack, step_id: str) -> Result:
    """Open the set-up and fill in everything before a step."""
    result = await begin(hass)
    while result["step_id"] != step_id:
        result = await fill(hass, result, right_form(stack, result))
        assert not result["errors"]
    return result


async def finish(hass: HomeAssistant, stack: Stack, result: Result, **forms: Any) -> ConfigEntry:
    """Fill in the rest of the set-up, some steps with forms of the test's own, and return the entry."""
    while result["type"] is FlowResultType.FORM:
        form = forms.get(result["step_id"]) or right_form(stack, result)
        result = await fill(hass, result, form)
        assert not result.get("errors")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    entry: ConfigEntry = result["result"]
    return entry


def right_form(stack: Stack, result: Result) -> dict[str, Any]:
    """Return the right answers to the form that is shown."""
    match result["step_id"]:
        case "jellyfin":
            return jellyfin_form(stack)
        case "radarr":
            return server_form(stack.radarr)
        case "sonarr":
            return server_form(stack.sonarr)
        case "retention":
            return RETENTION
        case _:
            return suggested(result)


async def open_options(hass: HomeAssistant, entry: ConfigEntry, step_id: str) -> Result:
    """Open one of the forms that change an entry's options."""
    result: Result = await hass.config_entries.options.async_init(entry.entry_id)
    assert result["type"] is FlowResultType.MENU
    return await fill_options(hass, result, {"next_step_id": step_id})


async def fill_options(hass: HomeAssistant, result: Result, form: Mapping[str, Any]) -> Result:
    """Send a form that changes an entry's options, or choose one."""
    result = await hass.config_entries.options.async_configure(result["flow_id"], dict(form))
    await hass.async_block_till_done()
    return result


def suggested(result: Result) -> dict[str, Any]:
    """Return what a form is filled with already."""
    return {
        str(marker.schema): marker.description["suggested_value"]
        for marker in result["data_schema"].schema
        if marker.description and "suggested_value" in marker.description
    }


def error_text(result: Result, category: str = "config") -> str:
    """Return the one error of a form, as people read it."""
    (key,) = result["errors"].values()
    return texts()[f"{category}.error.{key}"].format(**result["description_placeholders"])


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every request time out soon."""
    timeout = aiohttp.ClientTimeout

    def soon(**_: Any) -> Any:
        # A loaded machine takes its time over an answer that comes.
        return timeout(total=2)

    monkeypatch.setattr(aiohttp, "ClientTimeout", soon)
