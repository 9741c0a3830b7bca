"""The present, as Home Assistant and the simulated world have it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic
from typing import Any
from unittest.mock import patch

from homeassistant.util import dt as dt_util

from simulator import Stack

# Home Assistant's timers go by the real clock: what lies behind it rings at once, over and over.
_AHEAD = timedelta(days=100)

_real_utcnow = dt_util.utcnow


class Clock:
    """What Home Assistant takes for the present: the world's time, and an error of its own."""

    def __init__(self, stack: Stack, hour: int) -> None:
        """Begin some way ahead of the real time, at an hour of the day (UTC): a seed is to tell all."""
        self._stack = stack
        self.error = timedelta()
        now = _real_utcnow()
        begins = now.replace(hour=hour, minute=0, second=0, microsecond=0)
        self.advance(_AHEAD + begins - now)

    def now(self) -> datetime:
        """Return the present as Home Assistant has it."""
        return _real_utcnow() + self._stack.world.ahead + self.error

    def ticks(self) -> float:
        """Return the seconds that have really passed: an error of the clock is none of them."""
        return monotonic() + self._stack.world.ahead.total_seconds()

    def advance(self, time: timedelta) -> None:
        """Let time pass, everywhere."""
        ahead = self._stack.world.ahead + time
        for arr in self._stack.arrs:
            arr.world.ahead = ahead

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Let Home Assistant live by this clock."""
        with (
            patch.object(dt_util, "utcnow", self.now),
            patch("custom_components.oxicleanarr.timekeeper.monotonic", self.ticks),
            patch.object(dt_util, "now", lambda zone=None: self.now().astimezone(zone or _zone())),
        ):
            yield


def _zone() -> Any:
    return dt_util.get_default_time_zone()
