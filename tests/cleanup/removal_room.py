"""What the rooms have in common in which tests remove things: a journal as bytes, and what happens around a removal."""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from custom_components.oxicleanarr.cleanup.models import Candidate
from custom_components.oxicleanarr.cleanup.protocols import AnyDoor, JournalError
from custom_components.oxicleanarr.cleanup.removal import Remover
from custom_components.oxicleanarr.cleanup.removed import Removed, Stage
from custom_components.oxicleanarr.clients.errors import Unreachable
from custom_components.oxicleanarr.library.models import Medium, Problem
from custom_components.oxicleanarr.policy.models import Decision, Leaving
from simulator import Fault, Stack
from simulator.wire import Arrival

POLLS = (0.02, 0.05, 0.2)


@dataclass
class Book:
    """A journal whose pages are bytes, as on a disk; `failing` writes of it fail."""

    pages: dict[str, bytes] = field(default_factory=dict)
    stages: list[Stage] = field(default_factory=list)
    fails_at: int | None = None

    @property
    def removals(self) -> list[Removed]:
        return [msgspec.json.decode(page, type=Removed) for page in self.pages.values()]

    async def async_write(self, removed: Removed) -> None:
        if self.fails_at == len(self.stages):
            raise JournalError(Problem("journal", "The disk is full"))
        self.pages[removed.id] = msgspec.json.encode(removed)
        self.stages.append(removed.stage)


@dataclass
class Surroundings:
    """What happens around a removal: written down, and stopped or broken on demand."""

    said: list[str] = field(default_factory=list)
    asked: int = 0
    stops_at: int | None = None
    broken: set[str] = field(default_factory=set)

    def may_go(self, removed: Removed) -> bool:
        self.asked += 1
        return self.stops_at is None or self.asked < self.stops_at

    async def async_hide(self, removed: Removed) -> None:
        self._say("hide")

    async def async_tell(self, removed: Removed) -> None:
        self._say("tell")

    def _say(self, word: str) -> None:
        self.said.append(word)
        if word in self.broken:
            raise Unreachable("Bridge")


class RemovalRoom(ABC):
    """Servers, and a door through which things go."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.book = Book()
        self.around = Surroundings()
        self.late = timedelta()

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.late

    @property
    @abstractmethod
    def door(self) -> AnyDoor:
        """The door of this room."""

    @property
    def _remover(self) -> Remover:
        return Remover(book=self.book, door=self.door, around=self.around, clock=self.clock)

    async def carry_out(self, removed: Removed) -> Removed:
        return await self._remover.carry_out(removed)

    async def carry_out_broken(
        self, removed: Removed, server: str, fault: Fault, *, after: int, times: int | None
    ) -> None:
        """Carry a removal out while a server breaks, after so many requests and so often; then it is whole again.

        Home Assistant is stopped as soon as a request hangs.
        """
        self.stack.break_(server, fault, times=times, after=after)
        going = asyncio.create_task(self.carry_out(removed))
        if fault is Fault.HANG:
            while self.stack.broken() and not going.done():  # noqa: ASYNC110 - nobody tells when it hangs
                await asyncio.sleep(0.002)
            going.cancel()
        with suppress(asyncio.CancelledError):
            await going
        self.stack.heal()
        await self.settled()

    async def carry_out_until(self, removed: Removed, over: Callable[[Arrival], bool]) -> None:
        """Carry a removal out, and stop Home Assistant when a request arrives at which it is ``over``."""
        going = asyncio.create_task(self.carry_out(removed))

        async def stop(arrival: Arrival) -> bool:
            if over(arrival):
                going.cancel()
            return True

        self.stack.watch(stop)
        with suppress(asyncio.CancelledError):
            await going
        self.stack.watch(None)

    async def carry_out_unwritten(self, removed: Removed, failing: int) -> None:
        """Carry a removal out of which the page with that number cannot be written."""
        self.book.fails_at = failing
        with pytest.raises(JournalError):
            await self.carry_out(removed)
        await self.settled()
        self.book.fails_at = None

    def before(self, number: int, happen: Callable[[], object], server: str | None = None) -> None:
        """Let something happen right before the request with that number, from 0 on, is answered; of one server only when it is named."""
        left = number

        async def gate(arrival: Arrival) -> bool:
            nonlocal left
            if server in {None, arrival.server}:
                if left == 0:
                    happen()
                left -= 1
            return True

        self.stack.watch(gate)

    async def restart(self, late: timedelta = timedelta(hours=1)) -> Removed | None:
        """Find out what became of what was open; a while later, and with nothing but the journal."""
        self.late += late
        for removed in self.book.removals:
            with suppress(JournalError):
                await self._remover.carry_on(removed)
        return next(iter(self.book.removals), None)

    async def settled(self) -> None:
        await self.stack.settled()


def untouched(removed: Removed) -> Removed:
    """Return the page of a removal before which everything stopped."""
    parts = tuple(replace(part, stage=Stage.ABANDONED) for part in removed.parts)
    return replace(removed, stage=Stage.ABANDONED, parts=parts)


def candidate(medium: Medium, episode_files: frozenset[int] = frozenset()) -> Candidate:
    now = datetime.now(UTC)
    leaving = Leaving(
        rule="Old",
        reasons=(),
        due_at=now - timedelta(days=3),
        leaves_at=now - timedelta(days=1),
        soon=True,
        episode_files=episode_files,
    )
    return Candidate(decision=Decision(medium, leaving), announced_at=now - timedelta(days=20))
