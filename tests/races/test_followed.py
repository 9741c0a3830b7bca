"""Where an OxiCleanarr server decides, what people do at any moment holds there, too."""

import asyncio
from collections.abc import Iterator
from typing import override

from homeassistant.core import HomeAssistant
import pytest

from simulator import Options, Stack

from ..following import seeing, server_of
from .deeds import DEEDS, KEPT, Deed, call, calling, keeps_written, rest, verdict
from .moments import Moments, at_once, in_time
from .race import Race
from .under_way import complaints

followed = pytest.mark.parametrize(
    "stack",
    [Options(movies=4, series=1, users=1, oxicleanarr="1.6.2")],
    indirect=True,
    ids=["followed"],
)
WISHES = [
    "keep",
    "tick",
    "let go",
    "untick",
    "keep, then let go",
    "let go, then keep",
    "schedule, then not",
    "sync",
]


def excluded(stack: Stack) -> set[str]:
    """Return the titles that are excluded on the server."""
    server = server_of(stack)
    return {server.media[key].title for key in server.exclusions}


async def begin(hass: HomeAssistant, stack: Stack) -> None:
    await seeing(hass, stack)
    await call(hass, "keep", title=KEPT)
    await rest(hass)


class ServerRace(Race):
    """A race in which the server must agree with what people want."""

    @override
    async def look(self, deed: Deed, where: str) -> None:
        await super().look(deed, where)
        assert excluded(self.stack) == keeps_written(self.hass), where


@followed
@pytest.mark.parametrize("deed", WISHES)
async def test_what_people_do_in_a_sync_holds_on_the_server(
    hass: HomeAssistant,
    stack: Stack,
    moments: Moments,
    steps: Iterator[int],
    caplog: pytest.LogCaptureFixture,
    deed: str,
) -> None:
    await begin(hass, stack)
    race = ServerRace(hass, stack, moments)
    for number in steps:
        if not await race.run(calling("sync"), DEEDS[deed], number):
            break
    assert complaints(caplog) == []


@followed
async def test_who_keeps_what_another_lets_go_just_now_keeps_it(
    hass: HomeAssistant, stack: Stack, moments: Moments
) -> None:
    await begin(hass, stack)
    number = 0
    while True:
        number += 1
        with moments.among(number) as (stop,):
            letting_go = asyncio.create_task(call(hass, "unkeep", title=KEPT))
            await in_time(asyncio.wait([stop, letting_go], return_when=asyncio.FIRST_COMPLETED))
            if not stop.done():
                break
            keeping = asyncio.create_task(call(hass, "keep", title=KEPT))
            await at_once(keeping)
            moments.go_on()
            await in_time(asyncio.gather(letting_go, keeping))
        await rest(hass)
        where = f"at {number}: {moments.passed[number - 1]}"
        assert (await verdict(hass, KEPT)).startswith("protected: kept"), where
        assert (KEPT in keeps_written(hass), excluded(stack)) == (True, {KEPT}), where
    assert number > 5
