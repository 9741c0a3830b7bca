"""The simulated Jellyfin, Radarr and Sonarr, as a program of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
import sys

import msgspec

from .errors import HarnessError
from .process import Child, running, tail

PROJECT = Path(__file__).parent.parent


class Server(msgspec.Struct, frozen=True):
    """Where a simulated server listens, and the key that it accepts."""

    url: str
    api_key: str


class Jellyfin(Server, frozen=True):
    """The simulated Jellyfin, which tells an id of its own."""

    server_id: str


class Account(msgspec.Struct, frozen=True):
    """Who may use a simulated server."""

    name: str
    password: str


class OxiCleanarr(msgspec.Struct, frozen=True):
    """Where the simulated OxiCleanarr server listens, and who may use it; old ones have no keys."""

    url: str
    admin: Account


class Control(msgspec.Struct, frozen=True):
    """Where the simulation can be told to change."""

    url: str


class Addresses(msgspec.Struct, frozen=True):
    """What the simulator prints once it is ready."""

    jellyfin: Jellyfin
    radarr: Server
    sonarr: Server
    control: Control
    root: str
    """The folder that everything lies in."""
    oxicleanarr: OxiCleanarr | None = None


class Simulator(msgspec.Struct, frozen=True):
    """A running simulation."""

    addresses: Addresses
    child: Child


@asynccontextmanager
async def simulator(
    folder: Path,
    *,
    movies: int,
    series: int,
    users: int,
    seed: int = 1,
    oxicleanarr: str | None = None,
) -> AsyncIterator[Simulator]:
    """Start a simulation of that size, wait until it is ready, and stop it at the end.

    Its media lie in ``folder``/stack. ``oxicleanarr`` is the version of an OxiCleanarr server in front of it.
    """
    log = folder / "simulator.log"
    sizes = {"movies": movies, "series": series, "users": users, "seed": seed}
    options = [part for name, size in sizes.items() for part in (f"--{name}", str(size))]
    if oxicleanarr:
        options += ["--oxicleanarr", oxicleanarr]
    command = [sys.executable, "-m", "simulator", "--json", "--root", str(folder / "stack")]
    async with running(
        "The simulator", [*command, *options], log=log, read=True, folder=PROJECT
    ) as child:
        line = await child.guard(child.first_line())
        try:
            addresses = msgspec.json.decode(line, type=Addresses)
        except msgspec.MsgspecError as err:
            raise HarnessError(
                f"The simulator did not tell its addresses. The end of its log:\n{tail(log)}"
            ) from err
        yield Simulator(addresses, child)
