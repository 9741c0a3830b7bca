"""Removals and restores one after the other while servers and disks fail: whatever comes, the laws hold."""

import asyncio
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any, override

import aiohttp
from hypothesis import settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from custom_components.oxicleanarr.cleanup.history import restorable
from custom_components.oxicleanarr.cleanup.models import Removal, Removed
from custom_components.oxicleanarr.clients.errors import ClientError
from custom_components.oxicleanarr.library.models import Kind
from simulator import Fault, Options, Stack

from .door_room import Book, Room, Surroundings, wrong

ARRS = st.sampled_from(["radarr", "sonarr"])
# A server that hangs is one that stops; the tests of single faults have it.
FAULTS = st.sampled_from([fault for fault in Fault if fault is not Fault.HANG])


class Household(RuleBasedStateMachine):
    """A small household that cleans up, and puts back, on servers that fail."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.exits = AsyncExitStack()
        self.removed: list[Removed] = []

    def run[T](self, coroutine: Awaitable[T]) -> T:
        async def run() -> T:
            return await coroutine

        return self.runner.run(run())

    @initialize()
    def move_in(self) -> None:
        async def move_in() -> Room:
            stack = await self.exits.enter_async_context(
                Stack(Options(movies=4, series=3, users=1))
            )
            session = await self.exits.enter_async_context(aiohttp.ClientSession())
            return Room(stack, session)

        self.room = self.run(move_in())
        self.files = self.room.state().files
        self.gone: set[Any] = set()

    @rule(server=ARRS, fault=FAULTS, after=st.integers(0, 25), times=st.sampled_from([1, 3, None]))
    def break_a_server(self, server: str, fault: Fault, after: int, times: int | None) -> None:
        self.room.stack.break_(server, fault, times=times, after=after)

    @rule(server=ARRS, after=st.integers(1, 25))
    def take_a_disk_away_soon(self, server: str, after: int) -> None:
        self.room.after(server, after, self.room.stack.arr(server).disk.unmount)

    @rule(server=ARRS)
    def write_protect_a_disk(self, server: str) -> None:
        self.room.stack.arr(server).disk.read_only = True

    @rule()
    def mend_everything(self) -> None:
        self.room.stack.heal()

    @rule(
        kind=st.sampled_from(Kind),
        number=st.integers(0, 3),
        removal=st.sampled_from(Removal),
        kept_at=st.none() | st.integers(1, 6),
        full_at=st.none() | st.integers(0, 4),
    )
    def remove(
        self, kind: Kind, number: int, removal: Removal, kept_at: int | None, full_at: int | None
    ) -> None:
        room, world = self.room, self.room.stack.world
        ids = sorted(world.movies_by_id if kind is Kind.MOVIE else world.series_by_id)
        if number < len(ids):
            room.book, room.around = Book(fails_at=full_at), Surroundings(stops_at=kept_at)
            self.run(self._remove(kind, ids[number], removal))

    async def _remove(self, kind: Kind, entry_id: int, removal: Removal) -> None:
        room = self.room
        try:
            begun = await room.begun(kind, entry_id, removal)
        except ClientError, StopIteration, RuntimeError:
            # A server did not tell, or has nothing that could go: no run begins with that.
            return
        if not begun.parts[0].files:
            return
        before = room.state()
        if not self._mounted():
            return
        room.counting.deletions.clear()
        try:
            await room.carry_out(begun)
        except Exception as err:
            if "disk is full" not in str(err):
                raise
        room.book.fails_at = None
        room.stack.heal()
        ended = await room.restart(timedelta(minutes=1))
        await room.settled()
        ended = await room.restart() or ended
        if ended is None:
            assert room.state() == before
            return
        assert wrong(before, room.state(), room, ended) == []
        self.removed.append(ended)
        self.gone |= before.files - room.state().files

    @precondition(lambda self: any(restorable(one) for one in self.removed))
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        possible = [one for one in self.removed if restorable(one)]
        removed = data.draw(st.sampled_from(possible))
        restored = self.run(self._restore(removed))
        self.removed[self.removed.index(removed)] = restored

    async def _restore(self, removed: Removed) -> Removed:
        room = self.room
        try:
            await room.undo.restore(removed, room.clock())
        except ClientError:
            room.stack.heal()
        room.stack.heal()
        restored = await room.undo.restore(removed, room.clock())
        # What is searched for arrives, before anything else is compared.
        room.stack.search()
        room.stack.finish_downloads()
        await room.settled()
        room.stack.heal()
        [part] = removed.parts
        provider = part.record["tmdbId" if removed.kind is Kind.MOVIE else "tvdbId"]
        world = room.stack.world
        if removed.kind is Kind.MOVIE:
            there = [one.monitored for one in world.movies if one.tmdb_id == provider]
        else:
            there = [one.monitored for one in world.series if one.tvdb_id == provider]
        assert there == [part.monitored]
        return restored

    @invariant()
    def only_what_was_let_go_is_gone(self) -> None:
        if self._mounted():
            assert self.files - self.room.state().files <= self.gone

    def _mounted(self) -> bool:
        return all(self.room.stack.arr(name).disk.mounted for name in ("radarr", "sonarr"))

    @override
    def teardown(self) -> None:
        self.run(self.exits.aclose())
        self.runner.close()


def test_whatever_comes_only_what_was_let_go_is_gone(socket_enabled: None) -> None:
    run_state_machine_as_test(
        Household,
        settings=settings(
            max_examples=40, stateful_step_count=12, derandomize=True, deadline=None, database=None
        ),
    )
