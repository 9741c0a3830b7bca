"""Servers that fail, in every way, and come back."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

from harness.chaos.play import Play
from simulator import Fault
from simulator.options import RUST
from simulator.server import Server
from tests.following import SERVER_ID
from tests.household import SERVER_IDS

type _Deed = Callable[[], Awaitable[None]]
type _Way = Callable[[Play, Server], Awaitable[_Deed]]

_LONGEST_HOURS = 6.0


@dataclass(slots=True)
class Outage:
    """A server that fails from one time until another (seconds)."""

    server: str
    kind: str
    ends_at: float
    mend: _Deed
    healed_at: float | None = None

    @property
    def source_id(self) -> str:
        """The source that fails with it; a Bridge's is its Jellyfin."""
        if self.server == "oxicleanarr":
            return SERVER_ID
        return SERVER_IDS["jellyfin" if self.server == "bridge" else self.server]


async def break_something(play: Play, random: Random, now: float, healthy: list[str]) -> Outage:
    """Break one of the healthy servers, and say until when."""
    server = random.choice(healthy)
    ways: list[Fault | _Way] = [*_FAULTS, *_OTHERS.get(server, ())]
    if server != "bridge":
        ways += [_unplug] * 2
    way = random.choice(ways)
    ends_at = now + random.uniform(0.05, _LONGEST_HOURS) * 3600
    if isinstance(way, Fault):
        after = random.choice((0, 0, 0, random.randint(1, 8)))
        play.stack.break_(server, way, after=after)

        async def heal() -> None:
            play.stack.breakages.heal(server)

        return Outage(server, f"{way}, after {after} requests", ends_at, heal)
    mend = await way(play, _server(play, server))
    return Outage(server, getattr(way, "__name__", "").strip("_"), ends_at, mend)


def servers(play: Play) -> list[str]:
    """Return the servers that can fail."""
    stack = play.stack
    found = ["jellyfin", "radarr", "sonarr", "seerr"]
    if stack.oxicleanarr is not None:
        found.append("oxicleanarr")
    if stack.options.jellyfin_version != RUST:
        found.append("bridge")
    return found


def _server(play: Play, name: str) -> Server:
    found: Server = getattr(play.stack, name if name != "bridge" else "jellyfin")
    return found


async def _unplug(play: Play, server: Server) -> _Deed:
    """Nothing listens at its address."""
    port = int(server.origin.rpartition(":")[2])
    await Server.stop(server)

    async def plug_in() -> None:
        await Server.start(server, port)

    return plug_in


async def _another_server(play: Play, server: Server) -> _Deed:
    """Behind its address is another one."""
    state = play.stack.jellyfin.state
    really, state.server_id = state.server_id, "f" * 32

    async def back() -> None:
        state.server_id = really

    return back


async def _move(play: Play, server: Server) -> _Deed:
    """It moves below another path, and back."""
    really, server.base = server.base, "/moved"

    async def back() -> None:
        server.base = really

    return back


async def _forget_media(play: Play, server: Server) -> _Deed:
    """It has been started again, and has not read its library."""
    oxicleanarr = play.stack.oxicleanarr
    if oxicleanarr is None:
        raise LookupError(server.name)
    await oxicleanarr.restart()
    oxicleanarr.expire_tokens()
    return oxicleanarr.sync


async def _sync_for_long(play: Play, server: Server) -> _Deed:
    """It is in the middle of a sync."""
    oxicleanarr = play.stack.oxicleanarr
    if oxicleanarr is None:
        raise LookupError(server.name)
    oxicleanarr.hold_sync("jellyfin")
    sync = asyncio.create_task(oxicleanarr.sync())
    await oxicleanarr.until_held()

    async def release() -> None:
        oxicleanarr.release_sync()
        await sync

    return release


_FAULTS = list(Fault)
_OTHERS: dict[str, tuple[_Way, ...]] = {
    "jellyfin": (_another_server, _another_server, _move),
    "radarr": (_move,),
    "sonarr": (_move,),
    "oxicleanarr": (_forget_media, _sync_for_long),
}
