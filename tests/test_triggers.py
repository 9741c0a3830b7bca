"""Triggers in real automations: each fires once, for what it was asked for, and never for a server that fails."""

from datetime import date, timedelta
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.util import dt as dt_util
import probatio
import pytest

from custom_components.oxicleanarr import trigger as triggers
from simulator import Fault, Options, Stack

from .automations import automate
from .household import ENTRY_ID, NIGHT, OPTIONS, WINDOW_DAYS, Clock, act, evening, start, sync

ABOUT_TO_LEAVE = "oxicleanarr.about_to_leave"
NEVER = OPTIONS | {"movie_retention": "never", "series_retention": "never"}


async def _start(hass: HomeAssistant, stack: Stack) -> None:
    """Start a household in which only leaves what somebody schedules."""
    await start(hass, stack, options=NEVER)


async def _schedule(hass: HomeAssistant, *titles: str, days: int = WINDOW_DAYS) -> None:
    day = _in_days(days)
    for title in titles:
        await act(hass, "schedule", title=title, date=day.isoformat())


def _in_days(days: int) -> date:
    return dt_util.now().date() + timedelta(days=days)


def _titles(seen: list[Any]) -> list[str]:
    return [media["title"] for media in seen]


async def test_a_medium_that_is_about_to_leave_sets_an_automation_off(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await _start(hass, stack)
    seen = await automate(hass, ABOUT_TO_LEAVE)
    await _schedule(hass, "Metropolis")
    await clock.advance(hass, timedelta(days=WINDOW_DAYS - 4))
    assert seen == []
    await clock.advance(hass, timedelta(days=1))
    assert _titles(seen) == ["Metropolis"]


async def test_it_does_so_once(hass: HomeAssistant, stack: Stack, clock: Clock) -> None:
    await _start(hass, stack)
    seen = await automate(hass, ABOUT_TO_LEAVE)
    await _schedule(hass, "Metropolis")
    await clock.advance(hass, timedelta(days=WINDOW_DAYS - 3))
    for _ in range(5):
        await clock.advance(hass, timedelta(days=1))
    assert _titles(seen) == ["Metropolis"]


async def test_the_automation_is_told_everything_about_the_medium(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await _start(hass, stack)
    seen = await automate(hass, ABOUT_TO_LEAVE)
    # Before the announcement is over, so that there is a second reason.
    await _schedule(hass, "Metropolis", days=WINDOW_DAYS - 2)
    leaves_on = _in_days(WINDOW_DAYS)
    await clock.advance(hass, timedelta(days=WINDOW_DAYS - 3))
    (media,) = seen
    assert media.pop("poster").startswith(f"/api/oxicleanarr/{ENTRY_ID}/poster/")
    assert media.pop("reason").startswith("Somebody wants it to leave then. ")
    assert media == {
        "id": "movie:tmdb:19",
        "title": "Metropolis",
        "year": 1927,
        "kind": "movie",
        "leaves_on": leaves_on.isoformat(),
        "days_left": 3,
        "size_bytes": stack.world.movies[0].size_bytes,
        "rule": "manual",
        "requesters": [],
        "config_entry_id": ENTRY_ID,
    }


@pytest.mark.parametrize("days_before", [0, 1, 7])
async def test_the_days_before_are_the_users_own(
    hass: HomeAssistant, stack: Stack, clock: Clock, days_before: int
) -> None:
    await _start(hass, stack)
    seen = await automate(hass, ABOUT_TO_LEAVE, days_before=days_before)
    await _schedule(hass, "Metropolis")
    for _ in range(WINDOW_DAYS + 1):
        await clock.advance(hass, timedelta(days=1))
    assert [media["days_left"] for media in seen] == [days_before]


async def test_more_days_than_the_announcement_has_are_reached_with_it(
    hass: HomeAssistant, stack: Stack
) -> None:
    await _start(hass, stack)
    seen = await automate(hass, ABOUT_TO_LEAVE, days_before=WINDOW_DAYS + 10)
    await _schedule(hass, "Metropolis")
    assert _titles(seen) == ["Metropolis"]


async def test_a_restart_does_not_repeat_it(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await _start(hass, stack)
    seen = await automate(hass, ABOUT_TO_LEAVE)
    await _schedule(hass, "Metropolis")
    await clock.advance(hass, timedelta(days=WINDOW_DAYS - 3))
    for _ in range(2):
        await hass.config_entries.async_reload(ENTRY_ID)
        await hass.async_block_till_done()
    await sync(hass)
    assert _titles(seen) == ["Metropolis"]


async def test_a_day_that_passed_while_home_assistant_was_off_counts_when_it_is_back(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await _start(hass, stack)
    seen = await automate(hass, ABOUT_TO_LEAVE)
    await _schedule(hass, "Metropolis")
    await evening(hass, clock, WINDOW_DAYS - 4)
    await hass.config_entries.async_unload(ENTRY_ID)
    await clock.advance(hass, NIGHT)
    await hass.config_entries.async_setup(ENTRY_ID)
    await hass.async_block_till_done()
    assert [media["days_left"] for media in seen] == [3]


async def test_nothing_is_told_before_automations_listen(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await _start(hass, stack)
    await _schedule(hass, "Metropolis")
    await evening(hass, clock, WINDOW_DAYS - 4)
    await hass.config_entries.async_unload(ENTRY_ID)
    await clock.advance(hass, NIGHT)
    hass.set_state(CoreState.starting)
    await hass.config_entries.async_setup(ENTRY_ID)
    await hass.async_block_till_done()
    hass.set_state(CoreState.running)
    seen = await automate(hass, ABOUT_TO_LEAVE)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
    await hass.async_block_till_done()
    assert _titles(seen) == ["Metropolis"]


async def test_a_date_that_moves_away_is_counted_down_again(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await _start(hass, stack)
    seen = await automate(hass, ABOUT_TO_LEAVE)
    await _schedule(hass, "Metropolis")
    await clock.advance(hass, timedelta(days=WINDOW_DAYS - 3))
    await _schedule(hass, "Metropolis", days=10)
    assert len(seen) == 1
    await clock.advance(hass, timedelta(days=7))
    assert [media["leaves_on"] for media in seen] == [
        _in_days(-4).isoformat(),
        _in_days(3).isoformat(),
    ]


async def test_what_is_kept_does_not_set_it_off(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await _start(hass, stack)
    seen = await automate(hass, ABOUT_TO_LEAVE)
    await _schedule(hass, "Metropolis")
    await act(hass, "keep", title="Metropolis")
    await clock.advance(hass, timedelta(days=WINDOW_DAYS))
    assert seen == []


async def test_an_old_verdict_of_a_silent_server_does_not_set_it_off(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await _start(hass, stack)
    seen = await automate(hass, ABOUT_TO_LEAVE)
    await _schedule(hass, "Metropolis")
    stack.break_("radarr", Fault.REFUSE)
    await clock.advance(hass, timedelta(days=WINDOW_DAYS - 2))
    assert seen == []
    stack.heal()
    await sync(hass)
    assert [media["days_left"] for media in seen] == [2]


@pytest.mark.parametrize("stack", [Options(movies=3, series=3, users=2)], indirect=True)
@pytest.mark.parametrize(
    ("options", "titles"),
    [
        pytest.param({}, {"Metropolis", "Les Vampires"}, id="none"),
        pytest.param({"kind": "movie"}, {"Metropolis"}, id="films"),
        pytest.param({"kind": "series"}, {"Les Vampires"}, id="series"),
        pytest.param({"rule": " Manual"}, {"Metropolis", "Les Vampires"}, id="rule"),
        pytest.param({"rule": "standard"}, set(), id="another rule"),
        pytest.param({"larger_than_gb": 0}, {"Metropolis", "Les Vampires"}, id="large"),
        pytest.param({"larger_than_gb": 99_999}, set(), id="small"),
        pytest.param({"config_entry_id": ENTRY_ID}, {"Metropolis", "Les Vampires"}, id="here"),
        pytest.param({"config_entry_id": "another"}, set(), id="elsewhere"),
    ],
)
async def test_only_what_was_asked_for_sets_it_off(
    hass: HomeAssistant, stack: Stack, clock: Clock, options: dict[str, Any], titles: set[str]
) -> None:
    await _start(hass, stack)
    seen = await automate(hass, ABOUT_TO_LEAVE, **options)
    await _schedule(hass, "Metropolis", "Les Vampires")
    await clock.advance(hass, timedelta(days=WINDOW_DAYS - 3))
    assert set(_titles(seen)) == titles


@pytest.mark.parametrize(
    "options", [{"days_before": -1}, {"kind": "song"}, {"larger_than_gb": "much"}, {"sooner": 1}]
)
async def test_options_that_make_no_sense_are_refused(
    hass: HomeAssistant, options: dict[str, Any]
) -> None:
    with pytest.raises(probatio.Invalid):
        await triggers.AboutToLeaveTrigger.async_validate_config(hass, {"options": options})


async def test_the_first_plan_of_a_household_sets_nothing_off(
    hass: HomeAssistant, stack: Stack
) -> None:
    seen = await automate(hass, ABOUT_TO_LEAVE, days_before=365)
    await start(hass, stack)
    await sync(hass)
    assert seen == []


async def test_the_first_plan_counts_down_like_any_other(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack)
    leaving = {medium.title for medium, _ in _plan(hass).leaving_soon}
    seen = await automate(hass, ABOUT_TO_LEAVE)
    await clock.advance(hass, timedelta(days=WINDOW_DAYS - 3))
    assert sorted(_titles(seen)) == sorted(leaving)


def _plan(hass: HomeAssistant) -> Any:
    return hass.config_entries.async_get_known_entry(ENTRY_ID).runtime_data.data.plan


async def test_a_keep_sets_an_automation_off(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    seen = await automate(hass, "oxicleanarr.kept")
    await act(hass, "keep", title="Metropolis", reason="For the film club")
    (media,) = seen
    assert (media["title"], media["leaves_on"]) == ("Metropolis", None)
    assert media["reason"].endswith("For the film club")


async def test_a_keep_of_another_household_does_not(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    seen = await automate(hass, "oxicleanarr.kept", config_entry_id="another")
    await act(hass, "keep", title="Metropolis")
    assert seen == []


async def test_letting_go_is_no_keep(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    seen = await automate(hass, "oxicleanarr.kept")
    await act(hass, "unkeep", title="Metropolis")
    assert seen == []


async def test_a_sync_that_fails_sets_an_automation_off_once(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    seen = await automate(hass, "oxicleanarr.sync_failed", "problem")
    stack.break_("sonarr", Fault.REFUSE)
    for _ in range(3):
        await sync(hass)
    await hass.config_entries.async_reload(ENTRY_ID)
    await hass.async_block_till_done()
    (problem,) = seen
    assert "Sonarr" in problem


async def test_another_failure_after_a_good_sync_sets_it_off_again(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    seen = await automate(hass, "oxicleanarr.sync_failed", "problem")
    for _ in range(2):
        stack.break_("sonarr", Fault.REFUSE)
        await sync(hass)
        stack.heal()
        await sync(hass)
    assert len(seen) == 2


async def test_another_server_that_fails_sets_it_off_with_its_own_problem(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    seen = await automate(hass, "oxicleanarr.sync_failed", "problem")
    stack.break_("sonarr", Fault.REFUSE)
    await sync(hass)
    stack.break_("radarr", Fault.REFUSE)
    await sync(hass)
    assert ["Sonarr" in problem for problem in seen] == [True, False]


async def test_a_failure_tells_its_household(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    seen = await automate(hass, "oxicleanarr.sync_failed", "config_entry_id")
    stack.break_("sonarr", Fault.REFUSE)
    await sync(hass)
    assert seen == [ENTRY_ID]
