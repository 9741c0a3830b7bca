"""A household that ends, or only observes again, at any moment of cleaning up: nothing more goes."""

import asyncio
from collections.abc import Iterator

from homeassistant.core import HomeAssistant
import pytest

from simulator import Options, Stack

from ..cleaning import begin, harm, pick, prepare, refused
from ..household import ENTRY_ID, Clock
from .deeds import call, rest, written
from .moments import Moments, answer, at_once, in_time

one_film = pytest.mark.parametrize(
    "stack", [Options(movies=1, series=0, users=1)], indirect=True, ids=["one film"]
)


@one_film
async def test_a_household_that_ends_at_any_moment_of_a_run_deletes_nothing_afterwards(
    hass: HomeAssistant, stack: Stack, clock: Clock, moments: Moments, steps: Iterator[int]
) -> None:
    await begin(hass, stack, clock)
    for number in steps:
        plan = await prepare(hass)
        with moments.among(number) as (stop,):
            approving = asyncio.create_task(call(hass, "approve_cleanup", plan_id=plan["plan_id"]))
            await in_time(asyncio.wait([stop, approving], return_when=asyncio.FIRST_COMPLETED))
            ending = asyncio.create_task(answer(hass.config_entries.async_unload(ENTRY_ID)))
            await at_once(ending)
            moments.go_on()
            assert await in_time(ending)
            asked = len(moments.asked)
            await in_time(asyncio.wait([approving]))
        await rest(hass)
        where = f"at {number}: {moments.passed[number - 1 : number]}"
        assert moments.asked[asked:] == [], where
        assert await hass.config_entries.async_setup(ENTRY_ID)
        await rest(hass)
        if harm(stack):
            break
        assert stack.world.movies[0].monitored, where
    assert len(harm(stack)) <= 1


@one_film
async def test_what_is_prepared_while_somebody_goes_back_to_observing_cannot_be_approved(
    hass: HomeAssistant, stack: Stack, clock: Clock, moments: Moments
) -> None:
    await begin(hass, stack, clock)
    with moments.among(5) as (stop,):
        preparing = asyncio.create_task(call(hass, "prepare_cleanup"))
        await in_time(stop)
        await pick(hass, "observe")
        moments.go_on()
        with refused("cleanup_observing"):
            await in_time(preparing)
    assert written(hass)["cleanup"]["frozen"] is None
