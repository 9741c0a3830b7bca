"""How the cost of a piece of work is taken: in a process of its own, without what it waits for.

A *hold* is processor time that the event loop's thread takes between two turns of ours; processor time and
not wall time, so that a busy machine does not count. Memory is the highest there was at any moment, above
what was there just before.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
import gc
import multiprocessing
from pathlib import Path
import resource
import threading
import time
from typing import Any

import msgspec

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")
_FORGET_THE_PEAK = "5"
_LOADED = ("reading", "polling", "day", "peers")


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """What a piece of work cost this process."""

    seconds: float
    cpu_seconds: float
    """Processor time of all our threads: what the servers take on the same machine is not in it."""
    longest_hold_ms: float
    longest_collection_ms: float
    """Processor time of Python's longest collection of garbage in the event loop's thread; holds include it."""
    peak_memory_mb: float


@dataclass(slots=True)
class Gauge:
    """Holds what was measured, once the work is done."""

    cost: Cost | None = None

    @property
    def read(self) -> Cost:
        """Return the cost.

        Raises:
            RuntimeError: The work is not done.
        """
        if self.cost is None:
            raise RuntimeError("Nothing is measured yet")
        return self.cost


@asynccontextmanager
async def gauge() -> AsyncIterator[Gauge]:
    """Measure what happens in the context."""
    found = Gauge()
    holds = [0.0]
    collections = _Collections()
    gc.collect()
    watching = asyncio.create_task(_watch_holds(holds))
    await asyncio.sleep(0.05)
    holds[0] = 0.0
    before_mb = _forget_the_peak()
    gc.callbacks.append(collections.note)
    cpu, began = time.process_time(), time.perf_counter()
    try:
        yield found
    finally:
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        # The last step has not been seen by the watch before it gets its turn.
        await asyncio.sleep(0.002)
        gc.callbacks.remove(collections.note)
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
    found.cost = Cost(
        seconds=round(seconds, 4),
        cpu_seconds=round(cpu, 4),
        longest_hold_ms=round(holds[0] * 1000, 1),
        longest_collection_ms=round(collections.longest * 1000, 1),
        peak_memory_mb=round(max(0.0, _peak_mb() - before_mb), 1),
    )


class _Collections:
    """Notes how long Python's collections of garbage take in the thread that made it."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._thread = threading.get_ident()
        self._began = 0.0

    def note(self, phase: str, _: Mapping[str, int]) -> None:
        if threading.get_ident() != self._thread:
            return
        if phase == "start":
            self._began = time.thread_time()
        else:
            self.longest = max(self.longest, time.thread_time() - self._began)


def in_fresh_process[**P, T](
    work: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run work in a process of its own, because memory once taken is rarely given back.

    All of them are forked from one that has loaded every module and done nothing else.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([f"{__package__}.{name}" for name in _LOADED])
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_run, work, args, kwargs).result()


def _run[T](work: Callable[..., Awaitable[T]], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    async def whole() -> T:
        return await work(*args, **kwargs)

    return asyncio.run(whole())


async def _watch_holds(longest: list[float]) -> None:
    """Note the most processor time that the event loop's thread took between two of our turns."""
    before = time.thread_time()
    while True:
        await asyncio.sleep(0.001)
        now = time.thread_time()
        longest[0] = max(longest[0], now - before)
        before = now


def _forget_the_peak() -> float:
    """Let the peak of memory begin anew, where the system can do that; return where it begins."""
    with suppress(OSError):
        _CLEAR.write_text(_FORGET_THE_PEAK, encoding="ascii")
    return _peak_mb()


def _peak_mb() -> float:
    with suppress(OSError):
        for line in _STATUS.read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
