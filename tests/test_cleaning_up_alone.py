"""The automatic mode: at its time, after notice, once a day, and again soon when something holds it back."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest

from simulator import Stack

from .cleaning import Hand, begin, choose, harm, holiday, issues, prepare, rest, settle
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .household import Clock, act, state

BRAKED = {"brake_entities": ["binary_sensor.backup"]}
MINUTE = timedelta(minutes=1)


async def to_the_next_run(hass: HomeAssistant, stack: Stack, clock: Clock, cleaner: Any) -> None:
    """Let time pass until the next run is over."""
    await clock.advance(hass, cleaner.next_run_at - dt_util.utcnow() + MINUTE)
    await settle(hass, stack)


async def nothing_goes_for_half_a_day(
    hass: HomeAssistant, stack: Stack, clock: Clock, cleaner: Any
) -> None:
    """See that nothing is deleted in the next twelve hours, and something after them."""
    await clock.advance(hass, timedelta(hours=11, minutes=59))
    await settle(hass, stack)
    assert harm(stack) == []
    await to_the_next_run(hass, stack, clock, cleaner)
    assert harm(stack)


async def test_the_rules_let_nothing_go_before_half_a_day_after_they_are_armed(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await begin(hass, stack, clock, "automatic")
    await nothing_goes_for_half_a_day(hass, stack, clock, entry.runtime_data.cleaner)


async def test_media_that_were_only_to_be_unmonitored_are_deleted_half_a_day_after_that_was_changed_at_the_earliest(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await begin(hass, stack, clock, "automatic", options={"removal": "unmonitor"})
    await to_the_next_run(hass, stack, clock, entry.runtime_data.cleaner)
    while dt_util.now().hour != 3:
        await clock.advance(hass, timedelta(hours=1))
    hass.config_entries.async_update_entry(entry, options=entry.options | {"removal": "delete"})
    await rest(hass)
    await nothing_goes_for_half_a_day(hass, stack, clock, entry.runtime_data.cleaner)


async def test_the_run_is_at_its_time_of_day_and_once(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await begin(hass, stack, clock, "automatic")
    cleaner = entry.runtime_data.cleaner
    assert dt_util.as_local(cleaner.next_run_at).time().isoformat() == "04:00:00"
    await to_the_next_run(hass, stack, clock, cleaner)
    done = harm(stack)
    for _ in range(6):
        await clock.advance(hass, timedelta(hours=3))
        await settle(hass, stack)
    assert harm(stack) == done
    await to_the_next_run(hass, stack, clock, cleaner)
    assert len(harm(stack)) > len(done)
    assert len(set(harm(stack))) == len(harm(stack))


async def test_a_run_that_is_held_back_is_tried_again_an_hour_later(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    hass.states.async_set("binary_sensor.backup", "on")
    entry = await begin(hass, stack, clock, "automatic", options=BRAKED)
    cleaner = entry.runtime_data.cleaner
    await to_the_next_run(hass, stack, clock, cleaner)
    assert harm(stack) == []
    waits = cleaner.next_run_at - dt_util.utcnow()
    assert timedelta(minutes=50) < waits <= timedelta(hours=1)
    hass.states.async_set("binary_sensor.backup", "off")
    await to_the_next_run(hass, stack, clock, cleaner)
    assert harm(stack)
    assert cleaner.next_run_at - dt_util.utcnow() > timedelta(hours=12)


async def test_arming_again_begins_the_notice_again_though_a_run_was_held_back(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    hass.states.async_set("binary_sensor.backup", "on")
    entry = await begin(hass, stack, clock, "automatic", options=BRAKED)
    cleaner = entry.runtime_data.cleaner
    await to_the_next_run(hass, stack, clock, cleaner)
    hass.states.async_set("binary_sensor.backup", "off")
    await choose(hass, "observe")
    await clock.advance(hass, timedelta(days=2))
    await choose(hass, "automatic")
    assert cleaner.next_run_at - dt_util.utcnow() > timedelta(hours=11, minutes=59)
    await clock.advance(hass, timedelta(hours=2))
    await settle(hass, stack)
    assert harm(stack) == []


async def test_a_holiday_lets_nothing_go_and_counts_for_no_notice(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await begin(hass, stack, clock, "automatic")
    await holiday(hass)
    for _ in range(4):
        await clock.advance(hass, timedelta(days=5))
        await settle(hass, stack)
    assert harm(stack) == []
    await holiday(hass, on=False)
    assert (await act(hass, "prepare_cleanup", dry_run=True))["blocked_by"] == []
    await to_the_next_run(hass, stack, clock, entry.runtime_data.cleaner)


async def test_during_a_holiday_no_run_is_promised(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock, "automatic")
    before = state(hass, "sensor", "next_cleanup").state
    await holiday(hass)
    assert state(hass, "sensor", "next_cleanup").state == "unknown"
    assert "cleanup_armed" not in issues(hass)
    await holiday(hass, on=False)
    after = state(hass, "sensor", "next_cleanup").state
    assert dt_util.parse_datetime(after, raise_on_error=True) >= dt_util.parse_datetime(
        before, raise_on_error=True
    )


async def test_who_comes_home_has_half_a_day_to_read_what_the_first_run_would_remove(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await begin(hass, stack, clock, "observe")
    await clock.advance(hass, timedelta(days=5))
    await choose(hass, "automatic")
    await holiday(hass)
    await clock.advance(hass, timedelta(days=3))
    await settle(hass, stack)
    await holiday(hass, on=False)
    await rest(hass)
    due = entry.runtime_data.cleaner.next_run_at
    assert due - dt_util.utcnow() > timedelta(hours=11, minutes=59)
    shown = issues(hass)["cleanup_armed"].translation_placeholders or {}
    assert shown["when"] == f"{dt_util.as_local(due):%Y-%m-%d %H:%M}"
    assert shown["media"] != "–"
    await nothing_goes_for_half_a_day(hass, stack, clock, entry.runtime_data.cleaner)


async def test_a_holiday_after_the_first_run_begins_no_new_notice(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await begin(hass, stack, clock, "automatic")
    cleaner = entry.runtime_data.cleaner
    await to_the_next_run(hass, stack, clock, cleaner)
    await holiday(hass)
    await clock.advance(hass, timedelta(days=3))
    await settle(hass, stack)
    await holiday(hass, on=False)
    assert cleaner.next_run_at - dt_util.utcnow() <= timedelta(hours=1)
    assert "cleanup_armed" not in issues(hass)


async def test_a_holiday_that_begins_and_ends_between_two_runs_moves_neither(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await begin(hass, stack, clock, "ask")
    before = entry.runtime_data.cleaner.next_run_at
    await holiday(hass)
    await holiday(hass, on=False)
    assert entry.runtime_data.cleaner.next_run_at == before


async def test_what_the_first_run_would_remove_is_shown_until_it_has(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await begin(hass, stack, clock, "automatic")
    shown = issues(hass)["cleanup_armed"].translation_placeholders or {}
    would = await act(hass, "prepare_cleanup", dry_run=True)
    assert shown["count"] == str(len(would["items"]))
    assert all(item["title"] in shown["media"] for item in would["items"])
    await to_the_next_run(hass, stack, clock, entry.runtime_data.cleaner)
    assert "cleanup_armed" not in issues(hass)


async def test_what_is_kept_after_arming_is_no_longer_shown(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock, "automatic")
    await act(hass, "keep", title="Metropolis")
    await clock.advance(hass, timedelta(hours=1, minutes=1))
    shown = issues(hass)["cleanup_armed"].translation_placeholders or {}
    assert "Metropolis" not in shown["media"]


async def test_a_restart_still_shows_what_the_first_run_would_remove(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await begin(hass, stack, clock, "automatic")
    before = issues(hass)["cleanup_armed"].translation_placeholders
    await hass.config_entries.async_reload(entry.entry_id)
    await rest(hass)
    assert issues(hass)["cleanup_armed"].translation_placeholders == before


async def test_a_run_that_is_held_back_when_it_is_looked_at_is_not_shown_as_an_empty_one(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    stack.start_scan()
    await begin(hass, stack, clock, "automatic")
    assert "cleanup_armed" not in issues(hass)
    stack.stop_scan()
    await clock.advance(hass, timedelta(hours=1, minutes=1))
    assert issues(hass)["cleanup_armed"].translation_placeholders["count"] != "0"  # type: ignore[index]


async def test_a_list_to_approve_is_prepared_at_its_time_of_day(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await begin(hass, stack, clock, "ask")
    assert "cleanup_approval" not in issues(hass)
    await clock.advance(hass, timedelta(days=1))
    await settle(hass, stack)
    assert issues(hass)["cleanup_approval"].is_fixable
    assert harm(stack) == []


@pytest.mark.parametrize("before", ["observe", "ask"])
async def test_what_was_missed_while_only_observing_is_not_made_up_for(
    hass: HomeAssistant, stack: Stack, clock: Clock, before: str
) -> None:
    entry = await begin(hass, stack, clock, before)
    await clock.advance(hass, timedelta(days=2))
    await choose(hass, "observe")
    await clock.advance(hass, timedelta(days=20))
    await choose(hass, "ask")
    wait = entry.runtime_data.cleaner.next_run_at - dt_util.utcnow()
    assert timedelta(0) < wait <= timedelta(days=1)


async def test_a_clock_that_was_ahead_does_not_put_off_the_next_run(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    entry = await begin(hass, stack, clock, "ask")
    cleaner = entry.runtime_data.cleaner
    await to_the_next_run(hass, stack, clock, cleaner)
    await clock.advance(hass, timedelta(days=400))
    await settle(hass, stack)
    clock.ahead -= timedelta(days=400)
    await act(hass, "sync")
    await rest(hass)
    assert cleaner.next_run_at - dt_util.utcnow() < timedelta(days=2)


async def test_a_run_that_is_cut_off_by_a_reload_repeats_nothing(
    hass: HomeAssistant, stack: Stack, clock: Clock, hand: Hand
) -> None:
    entry = await begin(hass, stack, clock, "automatic")

    async def reload() -> None:
        hass.config_entries.async_schedule_reload(entry.entry_id)

    hand.at("DELETE", "radarr", reload)
    await to_the_next_run(hass, stack, clock, entry.runtime_data.cleaner)
    hand.before = None
    await rest(hass)
    removals = entry.runtime_data.cleaner.journal.removals
    assert len(harm(stack)) == len(removals) == 1
    assert [one.stage.value for one in removals] == ["finished"]
    assert state(hass, "select", "mode").state == "automatic"
    assert not (await act(hass, "prepare_cleanup", dry_run=True))["blocked_by"]


async def test_an_approved_run_that_is_cut_off_by_a_reload_repeats_nothing(
    hass: HomeAssistant, stack: Stack, clock: Clock, hand: Hand
) -> None:
    entry = await begin(hass, stack, clock)
    plan = await prepare(hass)

    async def reload() -> None:
        hass.config_entries.async_schedule_reload(entry.entry_id)

    hand.at("DELETE", "radarr", reload)
    answer = await act(hass, "approve_cleanup", plan_id=plan["plan_id"])
    hand.before = None
    await settle(hass, stack)
    assert len(harm(stack)) == len(answer["deleted"]) == 1
    assert [one["guard"] for one in answer["blocked_by"]] == ["stopping"]
    history = await act(hass, "get_history")
    assert [row["stage"] for row in history["history"]] == ["finished"]


async def test_a_sync_that_outlives_its_household_takes_no_keep_back(
    hass: HomeAssistant, stack: Stack, clock: Clock, hand: Hand
) -> None:
    entry = await begin(hass, stack, clock, "observe")
    done = False

    async def before(server: str, _method: str, path: str) -> None:
        nonlocal done
        if server == "radarr" and path.endswith("/movie") and not done:
            done = True
            await hass.config_entries.async_reload(entry.entry_id)
            await hass.services.async_call(
                "oxicleanarr",
                "keep",
                {"title": "Metropolis"},
                blocking=True,
                return_response=True,
            )

    hand.before = before
    await act(hass, "sync")
    await hass.config_entries.async_reload(entry.entry_id)
    await rest(hass)
    assert done
    assert [keep.title for keep in entry.runtime_data.ledger.keeps] == ["Metropolis"]
