"""Programs that we start, watch, and always end."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
import os
from pathlib import Path
import signal
from typing import Any

from .errors import ChildDiedError

TAIL_LINES = 15
POLL_SECONDS = 0.05


class Child:
    """A running program; what it prints on standard error (and output, unless read) is in ``log``."""

    def __init__(self, name: str, process: Process, log: Path) -> None:
        """Wrap a program that has just been started."""
        self.name = name
        self.log = log
        self._process = process

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._process.pid

    async def first_line(self) -> bytes:
        """Return the first line of the program's output; it must have been started with ``read=True``."""
        if self._process.stdout is None:
            raise ValueError(f"The output of {self.name} goes to its log")
        if not (line := await self._process.stdout.readline()):
            await self._process.wait()
            raise self._died()
        return line

    async def guard[T](self, work: Coroutine[Any, Any, T]) -> T:
        """Run ``work``; stop it and raise ChildDiedError as soon as the program ends."""
        working = asyncio.ensure_future(work)
        ending = asyncio.ensure_future(self._process.wait())
        try:
            await asyncio.wait((working, ending), return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                return working.result()
            raise self._died()
        finally:
            for task in (working, ending):
                task.cancel()
            await asyncio.gather(working, ending, return_exceptions=True)

    async def stop(self, with_signal: signal.Signals, grace_seconds: float) -> None:
        """End the program and everything that it started, politely first."""
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.send_signal(with_signal)
            with suppress(TimeoutError):
                async with asyncio.timeout(grace_seconds):
                    await self._exited()
        # The program leads its own process group: this reaches whatever it left behind.
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        await self._process.wait()

    async def _exited(self) -> None:
        """Wait for the program alone; asyncio's own wait also waits for whoever inherited its output."""
        while self._process.returncode is None:  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(POLL_SECONDS)

    def _died(self) -> ChildDiedError:
        return ChildDiedError(
            f"{self.name} has stopped by itself (exit status {self._process.returncode})."
            f" The end of its log:\n{tail(self.log)}"
        )


@asynccontextmanager
async def running(
    name: str,
    arguments: Sequence[str],
    *,
    log: Path,
    read: bool = False,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    stop_signal: signal.Signals = signal.SIGINT,
    grace_seconds: float = 20,
) -> AsyncIterator[Child]:
    """Start a program, and end it on the way out, whatever happens in between.

    It gets a process group of its own, so that Ctrl-C in a terminal reaches us alone, and we end
    things in order. ``read`` keeps its standard output for `Child.first_line`.
    """
    with log.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            *arguments,
            stdin=DEVNULL,
            stdout=PIPE if read else output,
            stderr=output,
            env=None if environment is None else {**os.environ, **environment},
            cwd=folder,
            start_new_session=True,
        )
    child = Child(name, process, log)
    try:
        yield child
    finally:
        await child.stop(stop_signal, grace_seconds)


def tail(log: Path) -> str:
    """Return the last lines of a log, indented for reading."""
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    return "\n".join(f"  | {line}" for line in text.splitlines()[-TAIL_LINES:]) or "  | (empty)"
