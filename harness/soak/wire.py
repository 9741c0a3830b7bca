"""What arrives at the servers: how much, from which reading, and what is under way at once."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
import re

from simulator.server import Gate
from simulator.wire import Arrival, Request

_LISTINGS = re.compile(
    r"/items|/users/[^/]+/items|/system/activitylog/entries|/collections(/[^/]+)?/items"
    r"|/api/v3/(movie|series|episode|episodefile|history/since)"
    r"|/api/v1/request|/api/media/(movies|shows)",
    re.IGNORECASE,
)
# Which request a reading as a whole begins with or consists of, and no other.
_WHOLE = {
    "jellyfin": "/library/virtualfolders",
    "radarr": "/api/v3/movie",
    "sonarr": "/api/v3/series",
    "seerr": "/api/v1/request",
    "oxicleanarr": "/api/media/movies",
}
_PATIENCE_SECONDS = 119
"""A listing that takes longer has been given up by who asked for it."""


@dataclass(frozen=True, slots=True)
class _UnderWay:
    path: str
    query: str
    since: float


class Wire:
    """Sees every request, and every answer."""

    def __init__(self, then: Gate, seconds: Callable[[], float]) -> None:
        """Hand every arrival on; `seconds` is a clock that never goes back."""
        self.counts: Counter[str] = Counter()
        """How many requests each server got."""
        self.asked_at: dict[str, float] = {}
        self.whole_at: dict[str, float] = {}
        """When each server was last read as a whole."""
        self.overlaps: list[str] = []
        self.delays_seconds: dict[str, float] = {}
        """How long each server thinks before it answers."""
        self.muted = False
        """Whether what arrives is our own curiosity."""
        self._then = then
        self._seconds = seconds
        self._under_way: dict[str, list[_UnderWay]] = {}

    async def gate(self, arrival: Arrival) -> bool:
        """See a request."""
        if self.muted or not arrival.by_home_assistant:
            return True
        now, server = self._seconds(), arrival.server
        self.counts[server] += 1
        self.asked_at[server] = now
        if arrival.path.lower() == _WHOLE.get(server):
            self.whole_at[server] = now
        if arrival.method == "GET" and _LISTINGS.fullmatch(arrival.path):
            self._begin(server, _UnderWay(arrival.path, arrival.query, now))
        if delay := self.delays_seconds.get(server):
            await asyncio.sleep(delay)
        return await self._then(arrival)

    def answered(self, request: Request) -> None:
        """See an answer."""
        under_way = self._under_way.get(request.server, [])
        for one in under_way:
            if request.path.endswith(one.path) and request.query == one.query:
                under_way.remove(one)
                return

    def _begin(self, server: str, new: _UnderWay) -> None:
        others = [
            one
            for one in self._under_way.get(server, [])
            if new.since - one.since < _PATIENCE_SECONDS
        ]
        self.overlaps += [
            f"{server}{new.path} was asked for while {one.path} was under way for"
            f" {new.since - one.since:.1f} s"
            for one in others
        ]
        self._under_way[server] = [*others, new]
