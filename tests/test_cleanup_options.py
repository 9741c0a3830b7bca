"""The choices about cleaning up, in the options."""

from datetime import time
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData
import pytest

from custom_components.oxicleanarr.cleanup.models import CleanupSettings, Removal
from custom_components.oxicleanarr.settings import brake_entities, cleanup_settings, run_time
from simulator import Options, Stack

from .flows import fill_options, open_options, suggested
from .household import OPTIONS, start

CHOICES = {
    "removal": "delete_files",
    "exclude": False,
    "reset_requests": False,
    "max_items": 3,
    "max_gigabytes": 80,
    "max_share_percent": 2,
    "only_while_idle": False,
    "brake_entities": ["binary_sensor.backup", "binary_sensor.parity_check"],
    "run_at": "05:30:00",
}

pytestmark = pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=1)], indirect=True)


async def _choose(hass: HomeAssistant, stack: Stack, **choices: Any) -> Any:
    """Fill in the form; return the entry."""
    entry = await start(hass, stack)
    await fill_options(hass, await open_options(hass, entry, "cleanup"), choices)
    return entry


async def test_a_household_that_was_never_asked_is_cautious(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    assert cleanup_settings(entry.options) == CleanupSettings()
    assert brake_entities(entry.options) == ()
    assert run_time(entry.options) == time(4)


async def test_a_form_that_nobody_changes_says_the_same(hass: HomeAssistant, stack: Stack) -> None:
    entry = await _choose(hass, stack)
    assert cleanup_settings(entry.options) == CleanupSettings()
    assert brake_entities(entry.options) == ()
    assert run_time(entry.options) == time(4)


async def test_every_choice_counts(hass: HomeAssistant, stack: Stack) -> None:
    entry = await _choose(hass, stack, **CHOICES)
    assert cleanup_settings(entry.options) == CleanupSettings(
        removal=Removal.DELETE_FILES,
        exclude=False,
        reset_requests=False,
        max_items=3,
        max_bytes=80_000_000_000,
        max_share_percent=2,
        only_while_idle=False,
    )
    assert brake_entities(entry.options) == ("binary_sensor.backup", "binary_sensor.parity_check")
    assert run_time(entry.options) == time(5, 30)


async def test_boxes_of_numbers_give_whole_ones(hass: HomeAssistant, stack: Stack) -> None:
    entry = await _choose(hass, stack, max_items=3.0, max_gigabytes=80.0, max_share_percent=2.0)
    assert [type(entry.options[key]) for key in entry.options if key.startswith("max_")] == [
        int
    ] * 3


async def test_the_other_options_stay(hass: HomeAssistant, stack: Stack) -> None:
    entry = await _choose(hass, stack, **CHOICES)
    assert entry.options == OPTIONS | CHOICES
    assert entry.state is ConfigEntryState.LOADED


async def test_the_present_choices_are_shown(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack, options=OPTIONS | CHOICES)
    assert suggested(await open_options(hass, entry, "cleanup")) == CHOICES


@pytest.mark.parametrize(
    "choice",
    [
        {"max_items": 0},
        {"max_gigabytes": 0},
        {"max_share_percent": 0},
        {"max_share_percent": 26},
        {"removal": "everything"},
        {"brake_entities": ["switch.backup"]},
        {"run_at": "at night"},
    ],
    ids=str,
)
async def test_a_choice_that_makes_no_sense_is_refused(
    hass: HomeAssistant, stack: Stack, choice: dict[str, Any]
) -> None:
    with pytest.raises(InvalidData):
        await _choose(hass, stack, **choice)
