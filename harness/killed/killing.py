"""Lets a household come to a run, kills its process at a given step, and starts it anew."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
import multiprocessing
from pathlib import Path
from typing import Any

from custom_components.oxicleanarr.cleanup.models import GuardName, Removal
from simulator import Stack
from simulator.wire import Arrival

from . import worker
from .cases import Case, stand_in
from .laws import Beginning, Heard, beginning, is_deletion, not_restored, read_journal, wrongs
from .worker import Orders, Task, Word, errors_in

_SECONDS = 120
# Forked from a process that has imported everything: a start takes a moment.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([worker.__name__])


class When(StrEnum):
    """At which kind of step a process is killed."""

    BEFORE = "before"
    """When a request leaves it, which never arrives."""
    AFTER = "after"
    """When a request has arrived that changes something: it is carried out, and nobody hears the answer."""
    CHANGE = "change"
    """Right before a change of a file in its storage."""


@dataclass(frozen=True, slots=True)
class Kill:
    """A step, counted from 1 on, at which a process is killed; of requests only those that begin so."""

    when: When
    number: int
    request: str = ""
    """Method and path."""

    def counts(self, arrival: Arrival) -> bool:
        """Return whether a request is one of the steps."""
        if self.when is When.CHANGE or (self.when is When.AFTER and _only_reads(arrival)):
            return False
        return f"{arrival.method} {arrival.path}".startswith(self.request)


@dataclass(slots=True)
class Report:
    """What came of a run; ``killed`` tells at what its processes were killed, in their order."""

    killed: list[str] = field(default_factory=list)
    deleted: bool = False
    """Whether the last of them had a server delete media, and never heard the answer."""
    stages: list[str] = field(default_factory=list)
    """What the journal said right after the last of them."""
    wrongs: list[str] = field(default_factory=list)


class ProcessDiedError(Exception):
    """A process ended that nobody killed."""


async def kill_in_run(case: Case, kills: Sequence[Kill], folder: Path) -> Report:
    """Kill the process of a run, and those that recover from it in turn; tell what is wrong in the end.

    The last one is left alive and finds out what happened; then it cleans up what is still to go.
    """
    async with Stack(case.stack_options) as stack:
        await case.furnish(stack)
        scene = _Scene(case, stack, folder)
        report = Report()
        for number, kill in enumerate(kills):
            task = Task.RECOVER if number else Task.RUN
            if not await scene.killed(task, kill, report):
                return report
        report.stages = [removed.stage.value for removed in read_journal(folder)]
        await scene.recover(report)
        return report


async def kill_in_restore(case: Case, kills: Sequence[Kill], folder: Path) -> Report:
    """Let a run come to its end, and kill the processes that undo it in turn; tell what is wrong in the end.

    The last one is left alive.
    """
    async with Stack(case.stack_options) as stack:
        await case.furnish(stack)
        scene = _Scene(case, stack, folder)
        report = Report()
        await scene.run()
        for kill in kills:
            if not await scene.killed(Task.RESTORE, kill, report):
                return report
        await scene.restore(report)
        return report


class _Scene:
    """One household with its servers, and the processes of its Home Assistant."""

    def __init__(self, case: Case, stack: Stack, config: Path) -> None:
        self._case = case
        self._stack = stack
        self._config = config
        self._heard: list[Heard] = []
        self._recovering = False
        self._began: Beginning | None = None
        stack.watch(self._gate)
        self._armed: tuple[_Process, Kill] | None = None
        self._arrived = 0
        self._killed_at: Arrival | None = None

    async def run(self) -> None:
        """Let a process come to a run, and to its end."""
        async with self._running(Task.RUN) as process:
            self._begin(await process.told(Word.READY))
            process.go_on()
            await process.told(Word.DONE)
        await self._settled()

    async def restore(self, report: Report) -> None:
        """Let a process undo the run."""
        async with self._running(Task.RESTORE) as process:
            await process.told(Word.READY)
            process.go_on()
            await process.told(Word.DONE)
        await self._settled()
        report.wrongs += not_restored(self._case, self._stack, self._config, self._beginning)
        report.wrongs += [f"logged: {line}" for line in errors_in(self._config)]

    async def killed(self, task: Task, kill: Kill, report: Report) -> bool:
        """Let a process do its task, and kill it; return whether it came to that."""
        change = kill.number if kill.when is When.CHANGE else None
        async with self._running(task, change) as process:
            planned = await process.told(Word.READY)
            if self._began is None:
                self._begin(planned)
            self._recovering = task is Task.RECOVER
            self._armed, self._arrived, self._killed_at = (process, kill), 0, None
            process.go_on()
            word = await process.ended_or_told()
            self._armed = None
        self._recovering = False
        await self._settled()
        if word is not None:
            return False
        self._note(kill, report)
        return True

    def _note(self, kill: Kill, report: Report) -> None:
        """Write down at what a process was killed."""
        at = self._killed_at
        report.deleted = at is not None and kill.when is When.AFTER and is_deletion(at)
        told = f"{kill.when} {at.method} {at.server} {at.path}" if at else ""
        report.killed.append(told or f"change {kill.number} of the storage")

    async def recover(self, report: Report) -> None:
        """Let a process find out what happened, and then clean up what is still to go."""
        async with self._running(Task.RECOVER) as process:
            await process.told(Word.READY)
            self._recovering = True
            process.go_on()
            await process.told(Word.RECOVERED)
            self._recovering = False
            await self._settled()
            self._judge("recovered", report)
            process.go_on()
            answer = await process.told(Word.DONE)
            await self._settled()
        self._judge("cleaned up again", report)
        report.wrongs += [f"it does not go on: {row}" for row in self._held(answer)]
        report.wrongs += [f"logged: {line}" for line in errors_in(self._config)]

    @property
    def _beginning(self) -> Beginning:
        if self._began is None:
            raise RuntimeError("No run has begun")
        return self._began

    def _begin(self, planned: list[dict[str, Any]]) -> None:
        titles = [row["title"] for row in planned]
        if titles != [self._case.title]:
            raise ProcessDiedError(f"{titles} would go, not {self._case.title}")
        self._began = beginning(self._case, self._stack)

    def _judge(self, when: str, report: Report) -> None:
        found = wrongs(self._case, self._stack, self._config, self._beginning, self._heard)
        report.wrongs += [f"{when}: {wrong}" for wrong in found]

    def _held(self, answer: dict[str, Any]) -> list[dict[str, Any]]:
        """Return what keeps a start from going on; what is only unmonitored has nothing left to do."""
        held: list[dict[str, Any]] = answer["blocked_by"] + answer["not_going"]
        if self._case.removal == Removal.UNMONITOR:
            held = [row for row in held if row.get("guards") != [GuardName.NOTHING_TO_DO]]
        return held

    async def _settled(self) -> None:
        await self._stack.settled()

    async def _gate(self, arrival: Arrival) -> bool:
        """Count a request, and kill who sent it when its turn has come; return whether it is carried out.

        What an OxiCleanarr server asks the others is its own business: nobody kills it, and it goes on.
        """
        ours = arrival.by_home_assistant
        done = not (ours and self._killed_at)
        if ours and self._armed and done and self._armed[1].counts(arrival):
            process, kill = self._armed
            self._arrived += 1
            if self._arrived == kill.number:
                process.kill()
                done = kill.when is When.AFTER
                self._killed_at = arrival
        self._heard.append(Heard(arrival, done, ours and self._recovering))
        return done

    @asynccontextmanager
    async def _running(
        self, task: Task, die_at_change: int | None = None
    ) -> AsyncGenerator[_Process]:
        orders = Orders(
            task=task,
            config=self._config,
            servers=stand_in(self._stack),
            case=self._case,
            die_at_change=die_at_change,
        )
        self._killed_at = None
        process = _Process(orders)
        try:
            yield process
        finally:
            await process.end()


def _only_reads(arrival: Arrival) -> bool:
    """Return whether a request changes nothing: Jellyfin is asked about paths, and deletions are rehearsed, otherwise than by GET."""
    return (
        arrival.method == "GET"
        or arrival.path.casefold() == "/environment/validatepath"
        or (arrival.server == "oxicleanarr" and "dry_run=true" in arrival.query)
    )


class _Process:
    """A process of Home Assistant, as whoever may kill it sees it."""

    def __init__(self, orders: Orders) -> None:
        self._wire, theirs = _processes.Pipe()
        self._process = _processes.Process(target=worker.work, args=(orders, theirs), daemon=True)
        self._process.start()
        theirs.close()

    async def told(self, word: Word) -> Any:
        """Wait for a word; return what came with it.

        Raises:
            ProcessDiedError: It ended, or told something else.
        """
        told = await self._hear()
        if told is None or told[0] is not word:
            raise ProcessDiedError(f"A process told {told} instead of {word}")
        return told[1]

    async def ended_or_told(self) -> Word | None:
        """Return the next word, or `None` when it was killed before it."""
        told = await self._hear()
        return told[0] if told else None

    def go_on(self) -> None:
        """Let it go on after its last word."""
        self._wire.send(None)

    def kill(self) -> None:
        """Kill it, here and now."""
        self._process.kill()

    async def end(self) -> None:
        """Kill it, unless it has ended, and wait for that."""
        self.kill()
        await asyncio.to_thread(self._process.join)
        self._wire.close()

    async def _hear(self) -> tuple[Word, Any] | None:
        try:
            async with asyncio.timeout(_SECONDS):
                told: tuple[Word, Any] = await asyncio.to_thread(self._wire.recv)
        except EOFError, ConnectionResetError:
            return None
        return told
