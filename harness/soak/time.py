"""Time that passes only while there is nothing to do: a night lasts as long as its work."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from datetime import timedelta
from selectors import DefaultSelector, SelectorKey
from typing import Any, override
from unittest.mock import patch

from harness.chaos.clock import Clock

# What one socket sends is at once at the other one; this is for the kernel.
_GRACE_SECONDS = 0.001


class LeapingLoop(asyncio.SelectorEventLoop):
    """An event loop that leaps to its next timer where it would wait for it.

    Nothing is left out: every timer rings in its turn, those of aiohttp's timeouts and of kept connections
    included. While a thread works for it, time passes as it really does.
    """

    def __init__(self) -> None:
        """Begin at the real time."""
        super().__init__(_LeapingSelector(self))
        self._ahead_seconds = 0.0
        self._jobs = 0
        self.leaps = False
        """Whether it does so now; else it waits as any other loop."""
        self._followers: list[Callable[[timedelta], None]] = []

    @override
    def time(self) -> float:
        return super().time() + self._ahead_seconds

    @property
    def busy(self) -> bool:
        """Whether a thread works for it."""
        return self._jobs > 0

    def follow(self, clock: Callable[[timedelta], None]) -> None:
        """Tell a clock of all time that is leapt over."""
        self._followers.append(clock)

    def leap(self, seconds: float) -> None:
        """Let time have passed."""
        self._ahead_seconds += seconds
        for clock in self._followers:
            clock(timedelta(seconds=seconds))

    @override
    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        future = super().run_in_executor(executor, func, *args)
        self._jobs += 1
        future.add_done_callback(self._done)
        return future

    def _done(self, _: asyncio.Future[Any]) -> None:
        self._jobs -= 1


class _LeapingSelector(DefaultSelector):
    """Waits for sockets as long as something may come from them, and leaps over the rest."""

    def __init__(self, loop: LeapingLoop) -> None:
        super().__init__()
        self._loop = loop

    @override
    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        if timeout is None or timeout <= 0 or self._loop.busy or not self._loop.leaps:
            return super().select(timeout)
        events = super().select(min(timeout, _GRACE_SECONDS))
        if not events and timeout > _GRACE_SECONDS:
            self._loop.leap(timeout - _GRACE_SECONDS)
        return events


@contextmanager
def leaping(clock: Clock) -> Iterator[None]:
    """Let everything live by the time of a leaping loop, which runs already."""
    loop = asyncio.get_running_loop()
    if not isinstance(loop, LeapingLoop):
        raise TypeError("Time leaps in a loop of its own only")
    loop.follow(clock.advance)

    def seconds() -> float:
        return clock.now().timestamp()

    with (
        patch("time.time", seconds),
        patch("homeassistant.helpers.event.time_tracker_timestamp", seconds),
        patch("homeassistant.helpers.event.time_tracker_utcnow", clock.now),
        patch("aiohttp.connector.monotonic", loop.time),
    ):
        loop.leaps = True
        try:
            yield
        finally:
            loop.leaps = False
