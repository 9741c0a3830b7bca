"""A film that Jellyfin takes for another one has that one's names, too: what people want of one is not wanted of both.

A keep may well hold both. But nothing that is done with one film ends the other one's keep, or lets the other go.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
import pytest

from simulator import Stack

from .flows import RETENTION
from .household import Clock, act, media, start, sync
from .voice import ask, listen

TAKEN, OTHER = "Metropolis", "Nosferatu"

BOTH_WAYS = pytest.mark.parametrize(("first", "second"), [(TAKEN, OTHER), (OTHER, TAKEN)])


def _in_days(days: int) -> str:
    return (dt_util.now().date() + timedelta(days=days)).isoformat()


async def _confused(hass: HomeAssistant, stack: Stack, **changes: Any) -> None:
    """Let Jellyfin take the one film for the other one."""
    wrong = _item(stack, TAKEN)
    wrong.provider_ids = dict(_item(stack, OTHER).provider_ids)
    await start(hass, stack, **changes)
    ids = {title: row["id"] for title, row in (await media(hass)).items()}
    assert ids[TAKEN] != ids[OTHER]


def _item(stack: Stack, title: str) -> Any:
    return next(
        item
        for item in stack.catalog.items.values()
        if item.media is not None and getattr(item.media, "title", "") == title
    )


@BOTH_WAYS
async def test_a_keep_until_a_date_does_not_end_the_other_one(
    hass: HomeAssistant, stack: Stack, clock: Clock, first: str, second: str
) -> None:
    await _confused(hass, stack)
    await act(hass, "keep", title=first)
    await act(hass, "keep", title=second, until=_in_days(2))
    await clock.advance(hass, timedelta(days=4))
    await sync(hass)
    assert (await media(hass))[first]["verdict"] == "protected"


@BOTH_WAYS
async def test_who_lets_one_go_does_not_let_the_other_go(
    hass: HomeAssistant, stack: Stack, first: str, second: str
) -> None:
    await _confused(hass, stack)
    await act(hass, "keep", title=first)
    await act(hass, "keep", title=second)
    await act(hass, "unkeep", title=second)
    assert (await media(hass))[first]["verdict"] == "protected"


@BOTH_WAYS
async def test_a_date_for_one_is_none_for_the_other(
    hass: HomeAssistant, stack: Stack, first: str, second: str
) -> None:
    await _confused(hass, stack, options=RETENTION | {"movie_retention": "never"})
    await act(hass, "schedule", title=first)
    assert (await media(hass))[first]["verdict"] == "leaving_soon"
    assert (await media(hass))[second]["verdict"] == "protected"


@BOTH_WAYS
async def test_who_lets_one_go_that_only_the_other_ones_keep_holds_is_refused(
    hass: HomeAssistant, stack: Stack, first: str, second: str
) -> None:
    await _confused(hass, stack)
    await act(hass, "keep", title=first)
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, "unkeep", title=second)
    assert caught.value.translation_key == "medium_not_kept"
    assert (await media(hass))[first]["verdict"] == "protected"


@BOTH_WAYS
async def test_a_later_date_of_one_is_not_lost_with_a_date_of_the_other(
    hass: HomeAssistant, stack: Stack, first: str, second: str
) -> None:
    await _confused(hass, stack)
    await act(hass, "schedule", title=first, date=_in_days(60))
    await act(hass, "schedule", title=second)
    await act(hass, "unschedule", title=second)
    assert (await media(hass))[first]["leaves_on"] == _in_days(60)


async def _snooze(hass: HomeAssistant, title: str) -> None:
    await act(hass, "snooze", title=title, days=3)


async def _say(hass: HomeAssistant, title: str) -> None:
    await listen(hass)
    await ask(hass, "Keep", title=title)


@BOTH_WAYS
@pytest.mark.parametrize("keeps", [_snooze, _say])
async def test_what_is_kept_in_the_shadow_of_the_other_one_is_kept_for_itself(
    hass: HomeAssistant,
    stack: Stack,
    keeps: Callable[[HomeAssistant, str], Awaitable[None]],
    first: str,
    second: str,
) -> None:
    await _confused(hass, stack)
    await act(hass, "keep", title=first)
    await keeps(hass, second)
    await act(hass, "unkeep", title=first)
    assert (await media(hass))[second]["verdict"] == "protected"
