"""The last chance to watch: what leaves soon and fits before bedtime."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.util import dt as dt_util
import pytest

from simulator import Options, Stack
from tests.household import ENTRY_ID, Clock

from .room import a_phone, automate, notifications

TELEVISION = "media_player.television"

pytestmark = pytest.mark.parametrize(
    "stack", [Options(movies=1, series=0, users=1)], indirect=True, ids=["one film"]
)


@pytest.fixture(autouse=True)
def scripts_tell_the_same_time(monkeypatch: pytest.MonkeyPatch, household: Stack) -> None:
    """Let automations remember when they ran by the clock that is put forward."""
    monkeypatch.setattr("homeassistant.helpers.script.utcnow", dt_util.utcnow)


async def _automate(hass: HomeAssistant, **inputs: Any) -> None:
    """Make the automation for a household with one film of 2 h 33, which leaves in 14 days."""
    hass.states.async_set(TELEVISION, "off")
    usual: dict[str, Any] = {"players": [TELEVISION], "days": 14, "notify_devices": [a_phone(hass)]}
    await automate(hass, "last_chance_to_watch", **usual | inputs)


async def _evening(hass: HomeAssistant, clock: Clock, time: str = "19:00") -> None:
    """Let that time come; it is noon now, or later."""
    hour, minute = map(int, time.split(":"))
    wait = dt_util.now().replace(hour=hour, minute=minute, second=0) - dt_util.now()
    await clock.advance(hass, wait % timedelta(days=1))


async def _switch_on(hass: HomeAssistant, state: str = "on") -> None:
    hass.states.async_set(TELEVISION, "off")
    await hass.async_block_till_done()
    hass.states.async_set(TELEVISION, state)
    await hass.async_block_till_done()


async def test_what_fits_is_told_when_the_television_is_switched_on(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _automate(hass)
    await clock.advance(hass, timedelta(days=11))
    await _evening(hass, clock)
    await _switch_on(hass)
    assert [call.data["message"] for call in told] == [
        "Metropolis (1927): leaves in 3 days, 2 h 33, fits before 22:30"
    ]


async def test_the_poster_of_the_first_one_is_shown(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _automate(hass)
    await _evening(hass, clock)
    await _switch_on(hass)
    (call,) = told
    assert call.data["data"]["image"].startswith(f"/api/oxicleanarr/{ENTRY_ID}/poster/")


@pytest.mark.parametrize(
    ("time", "fits"),
    [
        pytest.param("19:56", True, id="just in time"),
        pytest.param("19:58", False, id="too late"),
    ],
)
async def test_what_ends_after_bedtime_is_not_proposed(
    hass: HomeAssistant,
    household: Stack,
    clock: Clock,
    told: list[ServiceCall],
    time: str,
    fits: bool,
) -> None:
    assert household.world.movies[0].runtime_minutes == 153
    await _automate(hass)
    await _evening(hass, clock, time)
    await _switch_on(hass)
    assert bool(told) is fits


async def test_a_bedtime_after_midnight_is_tomorrows(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _automate(hass, bedtime="01:30:00")
    await _evening(hass, clock, "22:00")
    await _switch_on(hass)
    assert len(told) == 1


async def test_after_midnight_the_bedtime_is_todays(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _automate(hass, bedtime="02:00:00")
    await _evening(hass, clock, "00:15")
    await _switch_on(hass)
    assert told == []


async def test_a_television_in_the_afternoon_does_not_count(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _automate(hass)
    await _evening(hass, clock, "15:00")
    await _switch_on(hass)
    assert told == []


@pytest.mark.parametrize("state", ["standby", "unavailable"])
async def test_a_television_that_is_not_switched_on_does_not_count(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall], state: str
) -> None:
    await _automate(hass)
    await _evening(hass, clock)
    await _switch_on(hass, state)
    assert told == []


async def test_it_is_told_once_an_evening_and_again_on_the_next(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _automate(hass)
    await _evening(hass, clock)
    await _switch_on(hass)
    await _switch_on(hass)
    assert len(told) == 1
    await clock.advance(hass, timedelta(days=1))
    await _switch_on(hass)
    assert len(told) == 2


async def test_at_a_time_it_is_told_without_a_television(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _automate(hass, players=[], at_a_time=True)
    await _evening(hass, clock, "18:30")
    assert len(told) == 1


async def test_the_time_alone_does_not_count_for_those_who_do_not_want_it(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _automate(hass)
    await _evening(hass, clock, "18:30")
    assert told == []


async def test_what_leaves_later_is_not_proposed(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _automate(hass, days=3)
    await _evening(hass, clock)
    await _switch_on(hass)
    assert told == []


async def test_without_anybody_home_assistant_itself_tells(
    hass: HomeAssistant, household: Stack, clock: Clock
) -> None:
    await _automate(hass, notify_devices=[])
    await _evening(hass, clock)
    await _switch_on(hass)
    (shown,) = notifications(hass)
    assert shown["title"] == "Last chance to watch"


async def test_an_oxicleanarr_that_is_not_running_disturbs_nobodys_evening(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _automate(hass)
    await hass.config_entries.async_unload(ENTRY_ID)
    await _evening(hass, clock)
    await _switch_on(hass)
    assert told == []
