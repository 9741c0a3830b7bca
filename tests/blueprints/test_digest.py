"""What leaves this week."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.util import dt as dt_util
import pytest

from simulator import Fault, Stack
from tests.household import ENTRY_ID, Clock, departures, sync

from .room import a_phone, automate, notifications

ALL_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
# What is overdue leaves when the announcement is over.
AHEAD = 14


async def _digest(hass: HomeAssistant, clock: Clock, **inputs: Any) -> None:
    """Let the time of the digest come."""
    usual: dict[str, Any] = {
        "weekdays": ALL_DAYS,
        "at": "18:00:00",
        "days": AHEAD,
        "notify_devices": [a_phone(hass)],
    }
    await automate(hass, "weekly_digest", **usual | inputs)
    await clock.advance(hass, timedelta(hours=6))


async def test_it_lists_what_leaves_with_day_and_size(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _digest(hass, clock)
    (call,) = told
    leaving = departures(household)
    first, *lines = call.data["message"].splitlines()
    total = sum(one.size_bytes for one in leaving.values()) / 10**9
    assert first == f"In the next 14 days, {total:.1f} GB in all:"
    size = leaving["Metropolis"].size_bytes / 10**9
    assert f"• Metropolis (1927), in 14 days, {size:.1f} GB" in lines
    assert len(lines) == len(leaving)
    assert call.data["title"] == f"{len(leaving)} titles leave soon"


async def test_a_long_list_is_cut_and_says_so(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _digest(hass, clock, most=2)
    (call,) = told
    _, *lines = call.data["message"].splitlines()
    assert [line[0] for line in lines] == ["•", "•", "A"]
    assert lines[-1] == f"And {len(departures(household)) - 2} more."


async def test_only_the_wanted_kind_is_listed(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _digest(hass, clock, kind="series")
    (call,) = told
    for title, one in departures(household).items():
        assert (f"• {title} (" in call.data["message"]) is (one.kind == "series")


async def test_nothing_is_sent_when_nothing_leaves(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _digest(hass, clock, days=1)
    assert told == []


async def test_it_says_that_nothing_leaves_to_those_who_want_it(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _digest(hass, clock, days=1, send_when_empty=True)
    assert [call.data["message"] for call in told] == ["In the next 1 days nothing leaves."]


async def test_on_other_days_nothing_is_sent(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    today = dt_util.now().weekday()
    await _digest(hass, clock, weekdays=ALL_DAYS[:today] + ALL_DAYS[today + 1 :])
    assert told == []


async def test_a_list_that_may_be_old_says_so(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    household.break_("radarr", Fault.ERROR)
    await sync(hass)
    await _digest(hass, clock)
    (call,) = told
    last = call.data["message"].splitlines()[-1]
    assert last == "Not every server answers at the moment, so this may be old."


async def test_an_oxicleanarr_that_is_not_running_is_told(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await hass.config_entries.async_unload(ENTRY_ID)
    await _digest(hass, clock)
    (call,) = told
    assert call.data["message"].startswith("OxiCleanarr did not tell what leaves.")


async def test_without_anybody_home_assistant_itself_tells(
    hass: HomeAssistant, household: Stack, clock: Clock
) -> None:
    await _digest(hass, clock, notify_devices=[])
    (shown,) = notifications(hass)
    assert "• Metropolis (1927)" in shown["message"]


@pytest.mark.parametrize("entry_id", [ENTRY_ID, ""])
async def test_the_household_may_be_named(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall], entry_id: str
) -> None:
    await _digest(hass, clock, config_entry=entry_id)
    assert len(told) == 1
