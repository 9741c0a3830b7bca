"""Conditions in real automations: something is leaving, and the plan is stale."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
import pytest

from simulator import Fault, Options, Stack

from .automations import holds
from .household import ENTRY_ID, OPTIONS, WINDOW_DAYS, Clock, act, start, sync

LEAVING = "oxicleanarr.something_is_leaving"
STALE = "oxicleanarr.plan_is_stale"
NEVER = OPTIONS | {"movie_retention": "never", "series_retention": "never"}
SMALL = pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=1)], indirect=True)


@SMALL
@pytest.mark.parametrize(
    ("days", "expected"), [(WINDOW_DAYS - 1, False), (WINDOW_DAYS, True), (365, True)]
)
async def test_something_is_leaving_within_the_days(
    hass: HomeAssistant, stack: Stack, days: int, expected: bool
) -> None:
    await start(hass, stack, options=NEVER)
    await act(hass, "schedule", title="Metropolis")
    assert await holds(hass, LEAVING, days=days) is expected


@SMALL
async def test_a_week_is_meant_when_nobody_says_how_long(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack, options=NEVER)
    await act(hass, "schedule", title="Metropolis")
    assert not await holds(hass, LEAVING)
    await clock.advance(hass, timedelta(days=WINDOW_DAYS - 7))
    assert await holds(hass, LEAVING)


@SMALL
async def test_what_is_kept_is_not_leaving(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=NEVER)
    await act(hass, "schedule", title="Metropolis")
    await act(hass, "keep", title="Metropolis")
    assert not await holds(hass, LEAVING, days=365)


@SMALL
async def test_nothing_is_known_to_leave_while_the_household_is_not_loaded(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    await hass.config_entries.async_unload(ENTRY_ID)
    assert not await holds(hass, LEAVING, days=365)


@SMALL
async def test_nothing_is_leaving_from_another_household(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert not await holds(hass, LEAVING, days=365, config_entry_id="another")


@SMALL
async def test_something_is_leaving_from_the_household_that_is_meant(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    assert await holds(hass, LEAVING, days=365, config_entry_id=ENTRY_ID)


@SMALL
async def test_a_plan_of_complete_answers_is_not_stale(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert not await holds(hass, STALE)


@SMALL
@pytest.mark.parametrize("server", ["jellyfin", "radarr", "sonarr"])
async def test_a_plan_is_stale_while_a_server_is_silent(
    hass: HomeAssistant, stack: Stack, server: str
) -> None:
    await start(hass, stack)
    stack.break_(server, Fault.REFUSE)
    await sync(hass)
    assert await holds(hass, STALE)


@SMALL
async def test_a_plan_is_not_stale_when_the_server_is_back(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    stack.break_("radarr", Fault.REFUSE)
    await sync(hass)
    stack.heal()
    await sync(hass)
    assert not await holds(hass, STALE)


@SMALL
async def test_a_household_that_is_not_loaded_has_no_fresh_plan(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    await hass.config_entries.async_unload(ENTRY_ID)
    assert await holds(hass, STALE)


async def test_without_any_household_there_is_no_fresh_plan(hass: HomeAssistant) -> None:
    assert await holds(hass, STALE)
