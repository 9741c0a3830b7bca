"""The benchmarks: what a full sync costs, against the simulator, in requests, bytes, holds and memory.

Every measurement runs in a fresh process, because memory once taken is rarely given back. A *hold* is
processor time that one step takes while nothing else on the event loop can run; processor time and not
wall time, so that a busy machine does not count.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
import json
import multiprocessing
from pathlib import Path
import resource
import sys
import tempfile
import time
from typing import Any

import aiohttp
import msgspec
from yarl import URL

from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.sonarr import Sonarr
from custom_components.oxicleanarr.library.jellyfin import read_jellyfin
from custom_components.oxicleanarr.library.jellyfin_media import JellyfinMedia
from custom_components.oxicleanarr.library.managed import (
    ManagedMedia,
    ManagedSource,
    read_radarr,
    read_sonarr,
)
from custom_components.oxicleanarr.library.merge import build_library
from custom_components.oxicleanarr.library.models import Kind
from custom_components.oxicleanarr.library.reading import Reading
from custom_components.oxicleanarr.policy.models import Settings
from custom_components.oxicleanarr.policy.plan import make_plan

from .bench_policy import decide
from .simulator import Addresses, simulator

SIZES = {"small": (500, 100, 3), "medium": (5_000, 1_000, 10), "large": (20_000, 4_000, 30)}


class Cost(msgspec.Struct, frozen=True):
    """What one piece of work cost."""

    seconds: float
    longest_hold_ms: float
    memory_mb: float
    rows: int


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measures what reading a library costs. Compare the ratios and counts; seconds are this machine's.",
    )
    parser.add_argument("--size", choices=SIZES, default="medium", help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, help="another one gives another library")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures there")
    arguments = parser.parse_args()
    figures = asyncio.run(measure(arguments.size, arguments.seed))
    print("Measuring: deciding…", file=sys.stderr)
    figures["deciding"] = msgspec.to_builtins(decide())
    show(figures)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return 0


async def measure(size: str, seed: int) -> dict[str, Any]:
    """Start a simulation of that size and take all figures."""
    movies, series, users = SIZES[size]
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        print(f"Simulating {movies} films, {series} series and {users} users…", file=sys.stderr)
        async with simulator(
            Path(folder), movies=movies, series=series, users=users, seed=seed
        ) as simulation:
            addresses = simulation.addresses
            figures: dict[str, Any] = {
                "size": {"name": size, "movies": movies, "series": series, "users": users}
            }
            for name, work in WORKS.items():
                print(f"Measuring: {name}…", file=sys.stderr)
                await _control(addresses, "DELETE")
                cost = await asyncio.to_thread(_in_fresh_process, work, addresses)
                requests = await _control(addresses, "GET")
                figures[name] = {
                    **msgspec.to_builtins(cost),
                    "requests": len(requests),
                    "megabytes": round(sum(request["bytes"] for request in requests) / 1e6, 2),
                    "paths": _counted(request["path"] for request in requests),
                }
            return figures


def show(figures: dict[str, Any]) -> None:
    """Print the figures as a table, with the ratios that matter."""
    size = figures["size"]
    print(f"\n{size['movies']} films, {size['series']} series, {size['users']} users\n")
    print(
        f"{'':34}{'requests':>9}{'MB':>8}{'rows':>9}{'seconds':>9}{'hold ms':>9}{'memory MB':>11}"
    )
    for name in WORKS:
        row = figures[name]
        print(
            f"{name:34}{row['requests']:>9}{row['megabytes']:>8.1f}{row['rows']:>9}"
            f"{row['seconds']:>9.2f}{row['longest_hold_ms']:>9.1f}{row['memory_mb']:>11.1f}"
        )
    ours, plain = figures[DECODE], figures[DECODE_PLAIN]
    media = size["movies"] + size["series"]
    print(
        f"\nDecoding Radarr's answer, against reading it whole into dictionaries:"
        f" {ours['longest_hold_ms'] / plain['longest_hold_ms']:.2f} × the longest hold,"
        f" {ours['memory_mb'] / plain['memory_mb']:.2f} × the memory."
    )
    print(f"A full sync: {figures[SYNC]['requests'] / media:.3f} requests for each film or series.")
    print("What was asked for:")
    for path, count in figures[SYNC]["paths"].items():
        print(f"  {count:>5} × {path}")
    whole, half_media, half_rules = figures["deciding"]
    print(
        f"Deciding on {whole['media']} media by {whole['rules']} rules:"
        f" {whole['milliseconds']:.0f} ms of processor time;"
        f" {whole['milliseconds'] / half_media['milliseconds']:.2f} × that of half the media,"
        f" {whole['milliseconds'] / half_rules['milliseconds']:.2f} × that of half the rules."
    )


async def decode_movies(addresses: Addresses) -> int:
    """Read Radarr's whole library with our client."""
    async with aiohttp.ClientSession() as session:
        radarr = Radarr(session, URL(addresses.radarr.url), addresses.radarr.api_key)
        return len((await radarr.movies()).rows)


async def decode_plainly(addresses: Addresses) -> int:
    """Read the same answer as most programs do: whole, into dictionaries."""
    headers = {"X-Api-Key": addresses.radarr.api_key}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(f"{addresses.radarr.url}/api/v3/movie") as response,
    ):
        return len(json.loads(await response.read()))


async def full_sync(addresses: Addresses) -> int:
    """Read everything, merge and plan, as the integration does once an hour."""
    now = datetime.now(UTC)
    async with aiohttp.ClientSession() as session:
        jellyfin = Jellyfin(
            session,
            URL(addresses.jellyfin.url),
            device_id="bench",
            token=addresses.jellyfin.api_key,
        )
        radarr = Radarr(session, URL(addresses.radarr.url), addresses.radarr.api_key)
        sonarr = Sonarr(session, URL(addresses.sonarr.url), addresses.sonarr.api_key)
        shown, movies, series = await asyncio.gather(
            Reading[JellyfinMedia]("jellyfin", "Jellyfin").renew(
                lambda: read_jellyfin(jellyfin, now), now
            ),
            Reading[ManagedMedia]("radarr", "Radarr").renew(
                lambda: read_radarr(radarr, "radarr", now), now
            ),
            Reading[ManagedMedia]("sonarr", "Sonarr").renew(
                lambda: read_sonarr(sonarr, "sonarr", now), now
            ),
        )
    for reading in (shown.status, movies.status, series.status):
        if reading.problem:
            raise RuntimeError(reading.problem.message)
    managed = [ManagedSource(Kind.MOVIE, (), movies), ManagedSource(Kind.SERIES, (), series)]
    library = await asyncio.to_thread(build_library, shown, managed)
    settings = Settings(retention=dict.fromkeys(Kind, timedelta(days=90)))
    plan = await asyncio.to_thread(make_plan, library, settings, (), {}, now)
    return len(plan.decisions)


DECODE = "Radarr's films, our client"
DECODE_PLAIN = "Radarr's films, into dictionaries"
SYNC = "full sync"
WORKS: dict[str, Callable[[Addresses], Awaitable[int]]] = {
    DECODE: decode_movies,
    DECODE_PLAIN: decode_plainly,
    SYNC: full_sync,
}


def _in_fresh_process(work: Callable[[Addresses], Awaitable[int]], addresses: Addresses) -> Cost:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(_run, work, addresses).result()


def _run(work: Callable[[Addresses], Awaitable[int]], addresses: Addresses) -> Cost:
    return asyncio.run(_measured(work, addresses))


async def _measured(work: Callable[[Addresses], Awaitable[int]], addresses: Addresses) -> Cost:
    holds: list[float] = [0.0]
    watching = asyncio.create_task(_watch_holds(holds))
    await asyncio.sleep(0.05)
    holds[0] = 0.0
    memory_before, began = _peak_memory_mb(), time.perf_counter()
    rows = await work(addresses)
    await asyncio.sleep(0)
    seconds = time.perf_counter() - began
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    return Cost(seconds, holds[0] * 1000, _peak_memory_mb() - memory_before, rows)


async def _watch_holds(longest: list[float]) -> None:
    """Note the most processor time that the event loop's thread took between two of our turns."""
    before = time.thread_time()
    while True:
        await asyncio.sleep(0.001)
        now = time.thread_time()
        longest[0] = max(longest[0], now - before)
        before = now


def _peak_memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def _control(addresses: Addresses, method: str) -> Any:
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, f"{addresses.control.url}/requests") as response,
    ):
        return await response.json()


def _counted(paths: Any) -> dict[str, int]:
    counts: dict[str, int] = {}
    for path in paths:
        counts[path] = counts.get(path, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: -item[1]))


if __name__ == "__main__":
    sys.exit(main())
