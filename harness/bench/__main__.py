"""``scripts/bench``: what the integration costs, against the simulator, in requests, bytes, holds and memory."""

import argparse
import asyncio
import json
import os
from pathlib import Path
import platform
import sys
import tempfile
from typing import Any

import msgspec

from harness.interrupts import until_interrupted
from harness.simulator import Addresses, simulator

from .bounds import broken
from .day import a_day
from .deciding import decide
from .gauge import in_fresh_process
from .happenings import prepare
from .peers import LIBRARY, PEERS, installed, peer
from .polling import first_days, start_again, starts_in_silence
from .reading import (
    bare_download,
    films_and_series,
    our_films,
    plain_films,
    radarr_and_sonarr,
    without_watch_state,
)
from .report import show
from .servers import servers
from .sizes import SIZES, Size


def main() -> int:
    """Measure, print, and look whether all bounds hold."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measures what the integration costs its servers, the network and Home Assistant. Compare the"
        " ratios and counts; seconds are this machine's.",
    )
    add = parser.add_argument
    add("--size", choices=SIZES, default="medium", help="default: %(default)s")
    add("--seed", type=int, default=1, help="another one gives another library")
    add("--json", type=Path, metavar="FILE", help="also write the figures there")
    add(
        "--check",
        action="store_true",
        help="fail when it asks, transfers, writes or holds more than it may; seconds never count",
    )
    given = parser.parse_args()
    return asyncio.run(until_interrupted(_bench(given)))


async def _bench(given: argparse.Namespace) -> int:
    figures = await measure(given.size, SIZES[given.size], given.seed)
    show(figures)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    wrong = list(broken(figures, given.size)) if given.check else []
    for sentence in wrong:
        print(f"✗ {sentence}")
    return 1 if wrong else 0


async def measure(name: str, size: Size, seed: int) -> dict[str, Any]:
    """Start a simulation of that size and take all figures."""
    _say(f"Simulating {size.movies} films, {size.series} series and {size.users} users…")
    with tempfile.TemporaryDirectory(prefix="bench-") as made:
        folder = Path(made)
        async with simulator(
            folder, movies=size.movies, series=size.series, users=size.users, seed=seed
        ) as simulation:
            addresses = simulation.addresses
            async with servers(addresses) as there:
                world = await there.world()
                chosen = await prepare(there)
            figures: dict[str, Any] = {
                "size": {"name": name, "seed": seed, **_plain(world)},
                "machine": {
                    "processors": os.cpu_count(),
                    "python": platform.python_version(),
                },
                "reading": await _reading(addresses),
            }
            home = folder / "home"
            _say("Measuring: a household that starts, polls and syncs…")
            running = await asyncio.to_thread(in_fresh_process, first_days, addresses, home, chosen)
            figures["running"] = _plain(running)
            _say("Measuring: its next start…")
            silent = await asyncio.to_thread(in_fresh_process, starts_in_silence, addresses, home)
            again = _plain(await asyncio.to_thread(in_fresh_process, start_again, addresses, home))
            figures["running"]["start_again"] = again | {
                "requests_awaited": 0 if silent else again["requests"]
            }
            _say(f"Measuring: {size.hours:g} hours…")
            day = await asyncio.to_thread(
                in_fresh_process, a_day, addresses, folder / "day", chosen, size.hours
            )
            figures["day"] = _plain(day)
            figures["peers"] = await _peers(addresses, folder)
    _say("Measuring: deciding…")
    figures["deciding"] = _plain(decide())
    return figures


async def _reading(addresses: Addresses) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, work in (
        ("radarr_films_ours", our_films),
        ("radarr_films_plain_json", plain_films),
        ("radarr_and_sonarr", radarr_and_sonarr),
        ("films_and_series", films_and_series),
    ):
        _say(f"Measuring: {name.replace('_', ' ')}…")
        found[name] = _plain(await asyncio.to_thread(in_fresh_process, work, addresses))
    _say("Measuring: a sync without watch state…")
    sync, asked = await asyncio.to_thread(in_fresh_process, without_watch_state, addresses)
    bare = await asyncio.to_thread(in_fresh_process, bare_download, addresses, asked)
    found["without_watch_state"] = _plain(sync)
    found["without_watch_state_bare_download"] = _plain(bare)
    return found


async def _peers(addresses: Addresses, folder: Path) -> dict[str, Any] | None:
    if not installed():
        _say(f"Left out: Home Assistant's own Radarr and Sonarr, because {LIBRARY} is missing.")
        return None
    found = {}
    for domain in PEERS:
        _say(f"Measuring: Home Assistant's own {domain.capitalize()}…")
        found[domain] = _plain(
            await asyncio.to_thread(in_fresh_process, peer, addresses, folder / domain, domain)
        )
    return found


def _plain(figures: Any) -> Any:
    return msgspec.to_builtins(figures)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
