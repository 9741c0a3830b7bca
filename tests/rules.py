"""Rules for the tests: as stored subentries, and as a person fills them in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    ConfigEntry,
    ConfigSubentryDataWithId,
)
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import Stack

from .household import ENTRY_ID, radarr_subentry, sonarr_subentry, start

MATCH: dict[str, Any] = {"type": "match", "size_from": 0.1, "retention": "5d"}
KEEP_KIDS: dict[str, Any] = {"type": "tag", "tag": "kids", "retention": "never"}

BOTH = ["movie", "series"]
COMMON = {"name": "My rule", "priority": 10.0, "enabled": True}
STAY = {"kinds": BOTH, "retention": "60d", "require_watched": False}
EPISODES = {"require_watched": False, "exclude_continuing": False, "keep_latest_season": False}

FORMS: dict[str, dict[str, Any]] = {
    "tag": COMMON | STAY | {"tag": "kids"},
    "requester": COMMON
    | {"kinds": BOTH, "users": [{"user": "3", "retention": "never", "require_watched": True}]},
    "watched": COMMON | STAY | {"watched_who": "any"},
    "match": COMMON | STAY | {"rating_below": 5.5, "genres": ["Drama"], "size_from": 1.0},
    "episode": COMMON | EPISODES | {"max_episodes": 10.0, "season_numbers": ["1", "2"]},
    "disk": COMMON | {"kinds": BOTH, "free_gb": 200.0},
}


def a_stored_rule(name: str = "My rule", **data: Any) -> ConfigSubentryDataWithId:
    """Return a rule as an entry stores it; its id is made of its name."""
    return ConfigSubentryDataWithId(
        subentry_id=rule_id(name),
        subentry_type="rule",
        title=name,
        unique_id=None,
        data=MappingProxyType(data),
    )


def rule_id(name: str = "My rule") -> str:
    return f"01RULE{name.upper().replace(' ', '')}".ljust(26, "0")


async def start_with(
    hass: HomeAssistant, stack: Stack, *rules: ConfigSubentryDataWithId, **changes: Any
) -> MockConfigEntry:
    """Set a household with these rules up."""
    subentries = (radarr_subentry(stack), sonarr_subentry(stack), *rules)
    return await start(hass, stack, subentries_data=subentries, **changes)


async def open_rule(hass: HomeAssistant, step: str | None = None) -> Any:
    """Start to add a rule; choose its type where a step is named."""
    result: Any = await hass.config_entries.subentries.async_init(
        (ENTRY_ID, "rule"), context={"source": SOURCE_USER}
    )
    return await choose(hass, result, step) if step else result


async def reopen_rule(hass: HomeAssistant, name: str = "My rule") -> Any:
    """Start to change a rule."""
    return await hass.config_entries.subentries.async_init(
        (ENTRY_ID, "rule"),
        context={"source": SOURCE_RECONFIGURE, "subentry_id": rule_id(name)},
    )


async def choose(hass: HomeAssistant, result: Any, option: str) -> Any:
    """Choose an option of a menu."""
    assert result["type"] is FlowResultType.MENU
    assert option in result["menu_options"]
    return await fill(hass, result, {"next_step_id": option})


async def fill(hass: HomeAssistant, result: Any, form: Mapping[str, Any]) -> Any:
    """Send a form."""
    result = await hass.config_entries.subentries.async_configure(result["flow_id"], dict(form))
    await hass.async_block_till_done()
    return result


def stored(entry: ConfigEntry) -> dict[str, dict[str, Any]]:
    """Return the stored rules by name."""
    return {
        subentry.title: dict(subentry.data)
        for subentry in entry.subentries.values()
        if subentry.subentry_type == "rule"
    }


def a_form(step: str, **changes: Any) -> dict[str, Any]:
    """Return a form filled in; `None` leaves a field empty."""
    return {key: value for key, value in (FORMS[step] | changes).items() if value is not None}
