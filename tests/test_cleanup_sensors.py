"""What the sensors about cleaning up show of the journal and of the plan."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest

from custom_components.oxicleanarr.cleaner import Cleaner
from custom_components.oxicleanarr.cleanup.removed import Regret, Removed, Stage
from simulator import Fault, Options, Stack
from tests.builders import NOW

from .cleaning import choose, holiday
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .household import ENTRY_ID, OPTIONS, WINDOW_DAYS, Clock, act, count, start, state, sync
from .removals import SIZE_BYTES, a_part, a_removed

NEVER = OPTIONS | {"movie_retention": "never", "series_retention": "never"}

small = pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=1)], indirect=True)


async def _write(hass: HomeAssistant, *removals: Removed) -> None:
    coordinator: Any = hass.config_entries.async_get_known_entry(ENTRY_ID).runtime_data
    for removed in removals:
        await coordinator.cleaner.journal.async_write(removed)
    coordinator.async_update_listeners()
    await hass.async_block_till_done()


@small
async def test_a_household_that_never_deleted_shows_true_zeros(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    shown = [count(hass, key) for key in ("freed_bytes", "removed_media", "regrets")]
    assert [float(one) for one in shown] == [0, 0, 0]


@small
async def test_what_is_gone_is_counted_for_the_statistics(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    gone, stayed = a_removed("r1"), a_removed("r2", a_part(stage=Stage.ABANDONED))
    await _write(hass, gone, stayed)
    freed = state(hass, "sensor", "freed_bytes")
    assert float(freed.state) == SIZE_BYTES / 1000**3
    assert freed.attributes["unit_of_measurement"] == "GB"
    assert freed.attributes["state_class"] == "total_increasing"
    assert count(hass, "removed_media") == "1"


@small
async def test_what_was_put_back_takes_nothing_off_the_statistics(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    await _write(hass, a_removed())
    before = count(hass, "freed_bytes")
    await _write(hass, a_removed(restored_at=NOW, regret=Regret.RESTORED, regretted_at=NOW))
    assert count(hass, "freed_bytes") == before


@small
async def test_regrets_are_counted_for_each_rule(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    now = dt_util.utcnow()
    regretted = {"regret": Regret.IMPORTED, "regretted_at": now}
    await _write(
        hass,
        a_removed("r1", ended_at=now, **regretted),
        a_removed("r2", ended_at=now),
        a_removed("r3", ended_at=now, rule="standard"),
        a_removed("r4", ended_at=now - timedelta(days=91), **regretted),
    )
    shown = state(hass, "sensor", "regrets")
    assert shown.state == "1"
    assert shown.attributes["per_rule"] == [
        {"rule": "Children", "removed": 2, "regretted": 1},
        {"rule": "standard", "removed": 1, "regretted": 0},
    ]


@small
async def test_the_next_cleanup_is_told(
    hass: HomeAssistant, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Cleaner, "next_run_at", NOW)
    await start(hass, stack)
    assert count(hass, "next_cleanup") == NOW.isoformat()


@small
async def test_who_only_observes_has_no_next_cleanup(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert count(hass, "next_cleanup") == "unknown"


@small
async def test_during_a_holiday_there_is_no_next_cleanup(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await choose(hass, "ask")
    await holiday(hass)
    assert count(hass, "next_cleanup") == "unknown"
    await holiday(hass, on=False)
    assert count(hass, "next_cleanup") != "unknown"


async def test_what_is_ready_to_leave_is_what_was_announced_for_the_whole_window(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack, options=NEVER)
    await act(hass, "schedule", title="Metropolis")
    assert count(hass, "ready_to_leave") == "0"
    await clock.advance(hass, timedelta(days=WINDOW_DAYS - 1))
    assert count(hass, "ready_to_leave") == "0"
    await clock.advance(hass, timedelta(days=1))
    assert count(hass, "ready_to_leave") == "1"


async def test_nothing_stale_is_ready_to_leave(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await start(hass, stack, options=NEVER)
    await act(hass, "schedule", title="Metropolis")
    stack.break_("radarr", Fault.REFUSE)
    await sync(hass)
    await clock.advance(hass, timedelta(days=WINDOW_DAYS + 1))
    assert count(hass, "ready_to_leave") == "0"


async def test_before_every_server_has_answered_nobody_knows_what_is_ready(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.break_("radarr", Fault.REFUSE)
    await start(hass, stack)
    assert count(hass, "ready_to_leave") == "unknown"
