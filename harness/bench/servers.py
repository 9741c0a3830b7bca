"""The simulated servers as the benchmarks use them: what was asked of them, and what happens there."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import msgspec

from harness.simulator import Addresses, Server

from .gauge import Cost, gauge

SERVERS = ("jellyfin", "radarr", "sonarr")
"""Those that the integration asks, by their names among `Addresses`."""
_BODY_SECONDS = 600


class Asked(msgspec.Struct, frozen=True):
    """A request that a server has answered."""

    server: str
    method: str
    path: str
    query: str
    bytes: int


class Figures(Cost, frozen=True, kw_only=True):
    """What a piece of work cost, in this process and at the servers."""

    requests: int
    bytes: int
    """Of the bodies of all answers, as they go over the network without compression."""
    rows: int
    """How many media came of it."""
    asked_for: dict[str, int]
    """How often each path was asked for, the most frequent first."""


class World(msgspec.Struct, frozen=True):
    """How large a simulation really is."""

    movies: int
    series: int
    episodes: int
    users: int
    played_rows: int
    """How many films and episodes were played, each counted once for each user."""


class Servers:
    """Steers a simulation; close it at the end."""

    def __init__(self, addresses: Addresses) -> None:
        """Use the control server at these addresses."""
        self.addresses = addresses
        timeout = aiohttp.ClientTimeout(total=_BODY_SECONDS)
        self._session = aiohttp.ClientSession(timeout=timeout)

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    async def asked(self) -> list[Asked]:
        """Return what the servers have answered since `forget`."""
        return msgspec.convert(await self.control("GET", "requests"), list[Asked])

    async def forget(self) -> None:
        """Forget what the servers were asked."""
        await self.control("DELETE", "requests")

    async def world(self) -> World:
        """Return how large it is."""
        state = await self.control("GET", "state")
        return World(
            movies=len(state["movies"]),
            series=len(state["series"]),
            episodes=sum(series["episodes"] for series in state["series"]),
            users=len(state["users"]),
            played_rows=sum(user["played"] for user in state["users"]),
        )

    async def control(self, method: str, what: str, **body: Any) -> Any:
        """Tell the simulation to do something, or ask it."""
        url = f"{self.addresses.control.url}/{what}"
        async with self._session.request(method, url, json=body or None) as response:
            response.raise_for_status()
            return await response.json()

    async def radarr(self, method: str, path: str, body: object = None) -> Any:
        """Ask Radarr as its owner."""
        base, headers = entrance(self.addresses, "radarr")
        url = f"{base}/api/v3/{path}"
        async with self._session.request(method, url, headers=headers, json=body) as response:
            response.raise_for_status()
            return await response.json()

    async def scan(self) -> None:
        """Let Jellyfin look at its folders."""
        base, headers = entrance(self.addresses, "jellyfin")
        async with self._session.post(f"{base}/Library/Refresh", headers=headers) as response:
            response.raise_for_status()


def entrance(addresses: Addresses, name: str) -> tuple[str, dict[str, str]]:
    """Return where one of `SERVERS` listens, and the header that it wants its key in."""
    server: Server = getattr(addresses, name)
    if name == "jellyfin":
        return server.url, {"Authorization": f'MediaBrowser Token="{server.api_key}"'}
    return server.url, {"X-Api-Key": server.api_key}


@asynccontextmanager
async def servers(addresses: Addresses) -> AsyncIterator[Servers]:
    """Steer a simulation."""
    steering = Servers(addresses)
    try:
        yield steering
    finally:
        await steering.close()


async def measure(there: Servers, work: Callable[[], Awaitable[int]]) -> Figures:
    """Measure work that returns how many media came of it."""
    await there.forget()
    async with gauge() as measured:
        rows = await work()
    return figures(measured.read, await there.asked(), rows)


def figures(cost: Cost, asked: list[Asked], rows: int) -> Figures:
    """Return what work cost together with what it asked for."""
    counts = Counter(f"{one.server} {one.method} {one.path}" for one in asked)
    return Figures(
        **msgspec.structs.asdict(cost),
        requests=len(asked),
        bytes=sum(one.bytes for one in asked),
        rows=rows,
        asked_for=dict(counts.most_common()),
    )
