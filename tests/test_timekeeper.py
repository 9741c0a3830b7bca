"""A clock that is put forward announces nothing to anybody."""

from datetime import timedelta

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator import Stack

from .cleaning import begin, prepare, rest
from .household import WINDOW_DAYS, Clock, act, leaving_dates, start, sync


async def test_nothing_leaves_earlier_because_the_clock_was_put_right(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    clock.error = -timedelta(days=20)
    await start(hass, stack)
    clock.error = timedelta()
    await sync(hass)
    dates = await leaving_dates(hass)
    assert dates
    await clock.advance(hass, timedelta(days=WINDOW_DAYS - 1))
    answer = await act(hass, "prepare_cleanup", dry_run=True)
    assert answer["items"] == answer["not_going"] == []


async def test_a_clock_that_leaps_ahead_brings_no_day_of_departure_nearer(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack)
    clock.error = timedelta(days=WINDOW_DAYS + 1)
    await sync(hass)
    answer = await act(hass, "prepare_cleanup", dry_run=True)
    assert answer["items"] == answer["not_going"] == []


async def test_the_countdown_goes_on_after_the_leap(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack)
    clock.error = timedelta(days=5)
    await sync(hass)
    await clock.advance(hass, timedelta(days=WINDOW_DAYS + 2))
    answer = await act(hass, "prepare_cleanup", dry_run=True)
    assert answer["items"] or answer["not_going"]


async def test_days_that_passed_are_days(hass: HomeAssistant, stack: Stack, clock: Clock) -> None:
    await begin(hass, stack, clock)
    await prepare(hass)


async def _away(hass: HomeAssistant, clock: Clock, entry: MockConfigEntry, away: timedelta) -> None:
    """Stop the household for some time; its ledger is then that of a backup, too."""
    await hass.config_entries.async_unload(entry.entry_id)
    await clock.advance(hass, away)
    await hass.config_entries.async_setup(entry.entry_id)
    await rest(hass)


async def _would_go(hass: HomeAssistant) -> bool:
    answer = await act(hass, "prepare_cleanup", dry_run=True)
    return bool(answer["items"] or answer["not_going"])


async def test_while_home_assistant_is_away_no_countdown_goes_on(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await start(hass, stack)
    await _away(hass, clock, entry, timedelta(days=WINDOW_DAYS + 6))
    assert not await _would_go(hass)
    await clock.advance(hass, timedelta(days=WINDOW_DAYS - 1))
    assert not await _would_go(hass)
    await clock.advance(hass, timedelta(days=3))
    assert await _would_go(hass)


async def test_a_night_without_home_assistant_is_a_night(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await start(hass, stack)
    await clock.advance(hass, timedelta(days=WINDOW_DAYS - 0.3))
    await sync(hass)
    # A long one, or a short one some hours after the servers were last written down as read.
    await _away(hass, clock, entry, timedelta(hours=15))
    assert await _would_go(hass)
