"""The holiday: while it lasts, every countdown stands still."""

from datetime import timedelta

from homeassistant.core import Context, HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from simulator import Options, Stack

from .household import Clock, departures, entity_id, media, start, state, sync

WEEK = timedelta(days=7)


async def _switch(hass: HomeAssistant, to: str, user_id: str | None = None) -> None:
    await hass.services.async_call(
        "switch",
        f"turn_{to}",
        {"entity_id": entity_id(hass, "switch", "holiday")},
        blocking=True,
        context=Context(user_id=user_id),
    )
    await hass.async_block_till_done()


async def _days_left(hass: HomeAssistant) -> dict[str, int]:
    rows = await media(hass, verdict="leaving_soon")
    return {title: row["days_left"] for title, row in rows.items()}


async def test_a_household_is_at_home_until_it_says_otherwise(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    assert state(hass, "switch", "holiday").state == "off"


async def test_everybody_may_go_on_holiday(
    hass: HomeAssistant, stack: Stack, hass_read_only_user: MockUser
) -> None:
    await start(hass, stack)
    hass_read_only_user.mock_policy({"entities": True})
    await _switch(hass, "on", hass_read_only_user.id)
    assert state(hass, "switch", "holiday").state == "on"


async def test_countdowns_stand_still_during_a_holiday(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack)
    before = await _days_left(hass)
    await _switch(hass, "on")
    await clock.advance(hass, WEEK)
    await sync(hass)
    after = await _days_left(hass)
    assert before
    # What is due meanwhile is announced all the same.
    assert all(after[title] >= days for title, days in before.items())


async def test_countdowns_go_on_after_a_holiday(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack)
    await _switch(hass, "on")
    await clock.advance(hass, WEEK)
    await _switch(hass, "off")
    home = await _days_left(hass)
    await clock.advance(hass, WEEK)
    await sync(hass)
    later = await _days_left(hass)
    assert state(hass, "switch", "holiday").state == "off"
    assert {title: later[title] for title in home} == {
        title: days - WEEK.days for title, days in home.items()
    }


async def test_a_holiday_shows_in_the_dates_at_once(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack)
    before = {title: row["leaves_on"] for title, row in (await media(hass)).items()}
    await _switch(hass, "on")
    await clock.advance(hass, WEEK)
    await _switch(hass, "off")
    after = {title: row["leaves_on"] for title, row in (await media(hass)).items()}
    title = next(iter(departures(stack)))
    assert after[title] > before[title]


@pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=1)], indirect=True)
async def test_a_holiday_outlives_a_restart(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    await _switch(hass, "on")
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert state(hass, "switch", "holiday").state == "on"
