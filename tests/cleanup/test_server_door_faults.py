"""Removing through an OxiCleanarr server, at every request of it: faults, keeps and stops, and no harm."""

import asyncio
from collections.abc import Iterator
from functools import partial
from itertools import count

import pytest

from custom_components.oxicleanarr.cleanup.removed import Stage
from simulator import Fault
from simulator.options import OXICLEANARR_VERSIONS
from simulator.oxicleanarr import deletes
from simulator.wire import Arrival

from .removal_room import untouched
from .server_room import a_room, every_version, film_of, wrong

pytestmark = pytest.mark.usefixtures("socket_enabled")
LASTING = (Fault.REFUSE, Fault.UNAUTHORIZED, Fault.ERROR, Fault.WRONG_APP, Fault.LOST_ANSWER)
FAULTS = (*((fault, 1) for fault in Fault), *((fault, None) for fault in LASTING))
SAMPLE = {
    ("1.6.2", "oxicleanarr", Fault.LOST_ANSWER, 1),
    ("1.0.0", "oxicleanarr", Fault.ERROR, None),
    ("1.5.0", "jellyfin", Fault.REFUSE, 1),
}


async def requests_of(version: str, server: str) -> int:
    async with a_room(version) as room:
        removed = await room.begun(film_of(room))
        room.stack.requests.clear()
        await room.carry_out(removed)
        return sum(one.server == server for one in room.stack.requests)


async def trial(
    version: str, server: str, fault: Fault, after: int, times: int | None
) -> list[str]:
    """Remove a film while a server breaks; return what is wrong when it is whole again."""
    async with a_room(version) as room:
        removed, before = await room.begun(film_of(room)), room.state()
        room.stack.requests.clear()
        await room.carry_out_broken(removed, server, fault, after=after, times=times)
        ended = await room.restart()
        return wrong(before, room.state(), room, ended or untouched(removed))


@pytest.mark.parametrize(
    ("version", "server", "fault", "times"),
    [
        pytest.param(
            version,
            server,
            fault,
            times,
            id=f"{version}-{server}-{fault}-{times or 'lasting'}",
            marks=() if (version, server, fault, times) in SAMPLE else pytest.mark.exhaustive,
        )
        for version in OXICLEANARR_VERSIONS
        for server in ("oxicleanarr", "jellyfin", "radarr")
        for fault, times in FAULTS
    ],
)
async def test_no_fault_at_any_request_does_harm(
    version: str, server: str, fault: Fault, times: int | None
) -> None:
    found = {}
    for after in range(await requests_of(version, server) + 1):
        found[after] = await trial(version, server, fault, after, times)
    assert {after: wrongs for after, wrongs in found.items() if wrongs} == {}


@every_version
async def test_a_keep_that_comes_before_any_request_wins(version: str) -> None:
    # The server's own requests to Radarr and Jellyfin come while it deletes.
    arrived = await arrivals_of(version)
    going = next(number for number, one in enumerate(arrived) if deletes(one))
    found = {}
    for number in range(going):
        async with a_room(version) as room:
            removed, before = await room.begun(film_of(room)), room.state()
            room.before(number, partial(setattr, room.around, "stops_at", 0))
            ended = await room.carry_out(removed)
            await room.settled()
            found[number] = wrong(before, room.state(), room, ended)
            if room.told:
                found[number].append("deleted after it was kept")
    assert {number: wrongs for number, wrongs in found.items() if wrongs} == {}


@every_version
async def test_an_exclusion_on_its_page_before_any_request_wins(version: str) -> None:
    async with a_room(version) as room:
        removed = await room.begun(film_of(room))
        room.stack.requests.clear()
        await room.carry_out(removed)
        mine = [one for one in room.stack.requests if one.server == "oxicleanarr"]
        going = next(n for n, one in enumerate(mine) if deletes(one))
        # What comes after the medium was read for the last time nobody can know of.
        last_read = max(
            n
            for n, one in enumerate(mine[:going])
            if one.method == "GET" and one.path == mine[going].path
        )
    found = {}
    for number in range(last_read + 1):
        async with a_room(version) as room:
            removed = await room.begun(film_of(room))
            medium = room.server.media[removed.parts[0].item_id]
            room.stack.requests.clear()
            room.before(number, partial(setattr, medium, "excluded", True), "oxicleanarr")
            ended = await room.carry_out(removed)
            found[number] = (ended.stage, room.told)
    assert set(map(str, found.values())) == {str((Stage.ABANDONED, []))}


async def arrivals_of(version: str) -> list[Arrival]:
    """Return the requests of a removal in which nothing breaks, as they arrive."""
    async with a_room(version) as room:
        removed = await room.begun(film_of(room))
        arrived: list[Arrival] = []

        async def note(arrival: Arrival) -> bool:
            arrived.append(arrival)
            return True

        room.stack.watch(note)
        await room.carry_out(removed)
        return arrived


def _has_come_to(number: int, numbers: Iterator[int], _: Arrival) -> bool:
    return next(numbers) == number


@every_version
@pytest.mark.parametrize("restarted", [False, True], ids=["as it was", "restarted"])
async def test_a_home_assistant_that_stops_at_any_request_finds_out_afterwards(
    version: str, restarted: bool
) -> None:
    found = {}
    for number in range(len(await arrivals_of(version))):
        async with a_room(version) as room:
            removed, before = await room.begun(film_of(room)), room.state()
            await room.carry_out_until(removed, partial(_has_come_to, number, count()))
            await asyncio.sleep(0.05)
            await room.settled()
            told = len(room.told)
            if restarted:
                await room.server.restart()
                early = await room.restart()
                assert early is not None
                if early.stage is Stage.ABANDONED:
                    found[number] = ["it was believed that nothing happened without any proof"]
                await room.server.sync()
            ended = await room.restart()
            found.setdefault(number, []).extend(
                wrong(before, room.state(), room, ended or untouched(removed))
            )
            if len(room.told) != told:
                found[number].append("told again")
    assert {number: wrongs for number, wrongs in found.items() if wrongs} == {}
