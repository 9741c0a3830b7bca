"""The readings of a household: when each began and ended, what it asked, and whether two ran at once."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from custom_components.oxicleanarr.sources import Sources

from .wire import Wire


@dataclass(frozen=True, slots=True)
class Reading:
    """One poll or sync: when (seconds), and how many requests it sent."""

    began: float
    requests: int
    asked: frozenset[str]
    """The servers that were asked in it."""
    whole: frozenset[str]
    """Those that were read as a whole."""


class Readings:
    """Watches how servers are asked."""

    def __init__(self, wire: Wire, seconds: Callable[[], float]) -> None:
        """Begin with none."""
        self.all: list[Reading] = []
        self.at_once: list[str] = []
        self._wire = wire
        self._seconds = seconds
        self._under_way: list[float] = []
        self._over = asyncio.Event()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """See every reading meanwhile, but those of our own."""
        really = Sources.async_renew
        readings = self

        async def renew(self: Sources, *args: Any, **choices: Any) -> None:
            if readings._wire.muted:
                await really(self, *args, **choices)
                return
            with readings._one():
                await really(self, *args, **choices)

        with patch.object(Sources, "async_renew", renew):
            yield

    async def next(self, seconds: float) -> bool:
        """Wait for the end of the next one, so long at most; return whether there was one."""
        self._over.clear()
        try:
            async with asyncio.timeout(seconds):
                await self._over.wait()
        except TimeoutError:
            return False
        return True

    @contextmanager
    def _one(self) -> Iterator[None]:
        began, before = self._seconds(), self._wire.counts.total()
        self.at_once += [
            f"a reading began {began - since:.1f} s after another that was still under way"
            for since in self._under_way
        ]
        self._under_way.append(began)
        try:
            yield
        finally:
            self._under_way.remove(began)
            requests = self._wire.counts.total() - before
            asked, whole = _since(began, self._wire.asked_at), _since(began, self._wire.whole_at)
            self.all.append(Reading(began, requests, asked, whole))
            self._over.set()


def _since(seconds: float, times: Mapping[str, float]) -> frozenset[str]:
    return frozenset(name for name, at in times.items() if at >= seconds)
