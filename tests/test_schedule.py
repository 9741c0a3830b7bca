"""A person's own date for a medium: whatever the rules say, but never against a keep or a heart."""

from datetime import date, timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
import pytest

from simulator import Stack

from .flows import RETENTION
from .household import act, dear, media, start
from .texts import sentence


def _in_days(days: int) -> date:
    return dt_util.now().date() + timedelta(days=days)


async def _schedule(hass: HomeAssistant, title: str = "Charade", **data: Any) -> Any:
    return await act(hass, "schedule", title=title, **data)


async def _row(hass: HomeAssistant, title: str = "Charade") -> dict[str, Any]:
    return dict((await media(hass))[title])


async def test_a_scheduled_medium_leaves_on_the_day(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=RETENTION | {"movie_retention": "never"})
    await _schedule(hass, "Metropolis", date=_in_days(30).isoformat())
    row = await _row(hass, "Metropolis")
    assert (row["leaves_on"], row["rule"]) == (_in_days(30).isoformat(), "manual")


async def test_without_a_day_it_leaves_after_its_announcement(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack, options=RETENTION | {"movie_retention": "never"})
    await _schedule(hass, "Metropolis")
    assert (await _row(hass, "Metropolis"))["verdict"] == "leaving_soon"


async def test_nothing_leaves_before_it_was_announced(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=RETENTION | {"movie_retention": "never"})
    await _schedule(hass, "Metropolis", date=_in_days(1).isoformat())
    assert (await _row(hass, "Metropolis"))["days_left"] == 14


async def test_an_unscheduled_medium_is_left_to_the_rules(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack, options=RETENTION | {"movie_retention": "never"})
    await _schedule(hass, "Metropolis")
    await act(hass, "unschedule", title="Metropolis")
    assert (await _row(hass, "Metropolis"))["verdict"] == "protected"


async def test_what_somebody_loves_stays(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    title = min(dear(stack))
    await _schedule(hass, title)
    assert (await _row(hass, title))["verdict"] == "protected"


async def test_what_somebody_keeps_is_not_scheduled(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    with pytest.raises(ServiceValidationError) as refused:
        await _schedule(hass, "Metropolis")
    assert sentence(refused.value) == (
        "Somebody keeps Metropolis; let it go first, with the action Let go."
    )


async def test_a_keep_ends_a_date_for_good(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack, options=RETENTION | {"movie_retention": "never"})
    await _schedule(hass, "Metropolis")
    await act(hass, "keep", title="Metropolis")
    await act(hass, "unkeep", title="Metropolis")
    assert (await _row(hass, "Metropolis"))["verdict"] == "protected"


async def test_a_date_survives_a_restart(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack, options=RETENTION | {"movie_retention": "never"})
    await _schedule(hass, "Metropolis", date=_in_days(30).isoformat())
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert (await _row(hass, "Metropolis"))["leaves_on"] == _in_days(30).isoformat()


async def test_a_day_that_is_over_is_refused(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    with pytest.raises(ServiceValidationError) as refused:
        await _schedule(hass, "Metropolis", date=_in_days(-1).isoformat())
    assert refused.value.translation_key == "date_in_the_past"


async def test_taking_back_what_nobody_scheduled_is_refused(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    with pytest.raises(ServiceValidationError) as refused:
        await act(hass, "unschedule", title="Metropolis")
    assert refused.value.translation_key == "medium_not_scheduled"
