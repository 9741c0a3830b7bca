"""Every fault of a server or its disk at every request of a removal: only the medium's own files go, and the journal knows."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import aiohttp
import pytest

from custom_components.oxicleanarr.cleanup.models import Removal
from custom_components.oxicleanarr.cleanup.removed import Removed
from custom_components.oxicleanarr.library.models import Kind
from simulator import Fault, Options, Stack

from .door_room import Room, wrong
from .removal_room import untouched


@dataclass(frozen=True)
class Case:
    """What is to be removed, and how."""

    kind: Kind
    removal: Removal
    files: tuple[int, ...] = ()

    @property
    def server(self) -> str:
        return "radarr" if self.kind is Kind.MOVIE else "sonarr"


CASES = {
    "movie": Case(Kind.MOVIE, Removal.DELETE),
    "movie file": Case(Kind.MOVIE, Removal.DELETE_FILES),
    "movie unmonitored": Case(Kind.MOVIE, Removal.UNMONITOR),
    "series": Case(Kind.SERIES, Removal.DELETE),
    "series files": Case(Kind.SERIES, Removal.DELETE_FILES),
    "series unmonitored": Case(Kind.SERIES, Removal.UNMONITOR),
    "season": Case(Kind.SERIES, Removal.DELETE, (1, 3)),
    "season unmonitored": Case(Kind.SERIES, Removal.UNMONITOR, (1, 3)),
    "episodes": Case(Kind.SERIES, Removal.DELETE_FILES, (3, 4)),
}

LASTING = (
    Fault.REFUSE,
    Fault.UNAUTHORIZED,
    Fault.ERROR,
    Fault.WRONG_APP,
    Fault.EMPTY_LIST,
    Fault.LOST_ANSWER,
)

each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
FAULTS = (*((fault, 1) for fault in Fault), *((fault, None) for fault in LASTING))
# What is tried every time; the rest is for those who have minutes.
SAMPLE = {
    ("movie", Fault.LOST_ANSWER, 1),
    ("movie", Fault.ERROR, None),
    ("series files", Fault.CUT_JSON, 1),
    ("episodes", Fault.LOST_ANSWER, 1),
}


@asynccontextmanager
async def _about_to_go(case: Case) -> AsyncIterator[tuple[Room, Removed]]:
    options = Options(movies=3, series=2, users=1)
    async with Stack(options) as stack, aiohttp.ClientSession() as session:
        room = Room(stack, session)
        room.small_serial()
        removed = await room.begun(case.kind, 1, case.removal, case.files)
        stack.requests.clear()
        yield room, removed


async def _requests(case: Case) -> int:
    """Return how many requests a removal takes when nothing breaks."""
    async with _about_to_go(case) as (room, removed):
        await room.carry_out(removed)
        return len(room.stack.requests)


async def _trial(case: Case, fault: Fault, after: int, times: int | None) -> list[str]:
    """Remove something while a server breaks; return what is wrong an hour later, when it is whole again."""
    async with _about_to_go(case) as (room, removed):
        before = room.state()
        await room.carry_out_broken(removed, case.server, fault, after=after, times=times)
        ended = await room.restart()
        await room.settled()
        return wrong(before, room.state(), room, ended or removed)


@pytest.mark.parametrize(
    ("case", "fault", "times"),
    [
        pytest.param(
            case,
            fault,
            times,
            id=f"{name}-{fault}-{times or 'lasting'}",
            marks=() if (name, fault, times) in SAMPLE else pytest.mark.exhaustive,
        )
        for name, case in CASES.items()
        for fault, times in FAULTS
    ],
)
async def test_no_fault_at_any_request_does_harm(
    socket_enabled: None, case: Case, fault: Fault, times: int | None
) -> None:
    found = {}
    for after in range(await _requests(case) + 1):
        found[after] = await _trial(case, fault, after, times)
    assert {after: wrongs for after, wrongs in found.items() if wrongs} == {}


def _unmount(room: Room, server: str) -> None:
    room.stack.arr(server).disk.unmount()


def _lose_mount_point(room: Room, server: str) -> None:
    room.stack.arr(server).disk.unmount(folder_stays=False)


def _write_protect(room: Room, server: str) -> None:
    room.stack.arr(server).disk.read_only = True


def _delay(room: Room, server: str) -> None:
    room.stack.arr(server).disk.wait_requests = 50


@pytest.mark.exhaustive
@each_case
@pytest.mark.parametrize("happen", [_unmount, _lose_mount_point, _write_protect, _delay])
async def test_nothing_that_befalls_a_disk_at_any_request_does_harm(
    socket_enabled: None, case: Case, happen: Callable[[Room, str], None]
) -> None:
    found = {}
    for after in range(await _requests(case) + 1):
        async with _about_to_go(case) as (room, removed):
            before = room.state()
            room.before(after, partial(happen, room, case.server), case.server)
            await room.carry_out(removed)
            await room.restart(timedelta(minutes=1))
            room.stack.heal()
            await room.settled()
            ended = await room.restart()
            found[after] = wrong(before, room.state(), room, ended or removed)
    assert {after: wrongs for after, wrongs in found.items() if wrongs} == {}


@each_case
async def test_a_keep_that_comes_at_any_moment_wins(socket_enabled: None, case: Case) -> None:
    found = {}
    for asked in range(1, 6):
        async with _about_to_go(case) as (room, removed):
            before = room.state()
            room.around.stops_at = asked
            ended = await room.carry_out(removed)
            await room.settled()
            deletions = len(room.counting.deletions)
            found[asked] = wrong(before, room.state(), room, ended)
            if deletions >= asked:
                found[asked].append(f"deleted {deletions} after it was kept")
    assert {asked: wrongs for asked, wrongs in found.items() if wrongs} == {}


@each_case
async def test_what_cannot_be_written_down_is_not_done(socket_enabled: None, case: Case) -> None:
    async with _about_to_go(case) as (room, removed):
        await room.carry_out(removed)
        writes = len(room.book.stages)
    found = {}
    for failing in range(writes):
        async with _about_to_go(case) as (room, removed):
            before = room.state()
            await room.carry_out_unwritten(removed, failing)
            touched = [request for request in room.stack.requests if request.method != "GET"]
            ended = await room.restart() or untouched(removed)
            found[failing] = wrong(before, room.state(), room, ended)
            if failing < 2 and touched:
                found[failing].append(f"{len(touched)} changes without a page in the journal")
    assert {failing: wrongs for failing, wrongs in found.items() if wrongs} == {}
