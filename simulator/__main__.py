"""``python -m simulator``: the simulated servers alone, until Ctrl-C."""

import argparse
import asyncio
import json
from pathlib import Path
import signal
import sys

from .options import BRIDGE_DIALECTS, JELLYFIN_VERSIONS, OXICLEANARR_VERSIONS, Options
from .stack import Stack
from .telling import addresses


def main(arguments: list[str] | None = None) -> int:
    """Run the servers until SIGINT or SIGTERM; return the exit code."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        options = Options(
            movies=given.movies,
            series=given.series,
            users=given.users,
            seed=given.seed,
            jellyfin_version=given.jellyfin_version,
            bridge=given.bridge,
            same_paths=given.same_paths,
            base_paths=given.base_paths,
            collections=given.collections,
            leaving_soon_plugin=given.leaving_soon_plugin,
            oxicleanarr=given.oxicleanarr,
            root=given.root,
            port=given.port,
        )
        asyncio.run(_run(options, as_json=given.json))
    except (ValueError, OSError) as error:
        sys.stderr.write(f"simulator: {error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description="Starts servers that behave like Jellyfin with the OxiCleanarr Bridge, Radarr, "
        "Sonarr and Seerr, and like OxiCleanarr if wanted, on 127.0.0.1, over a temporary folder with real (sparse) files, and a control "
        "server to move time, play, and break things. Stays until Ctrl-C, then removes it all.",
    )
    add = parser.add_argument
    add("--movies", type=int, default=12, metavar="N", help="number of movies (12)")
    add("--series", type=int, default=6, metavar="N", help="number of series (6)")
    add("--users", type=int, default=3, metavar="N", help="number of Jellyfin users (3)")
    add("--seed", type=int, default=1, metavar="S", help="same seed, same world (1)")
    add("--json", action="store_true", help="print one line of JSON once ready: addresses, keys")
    add(
        "--jellyfin-version",
        choices=JELLYFIN_VERSIONS,
        default="10.11",
        help="Jellyfin's version (10.11); 12 refuses the old ways to send a key, rust is jellyfin-rust: "
        "user and password only, no Bridge, and ids that last until the next full scan",
    )
    add(
        "--bridge",
        choices=BRIDGE_DIALECTS,
        default="3.2.6",
        help="the Bridge's version or dialect (3.2.6)",
    )
    add(
        "--same-paths",
        action="store_true",
        help="Radarr and Sonarr see the files where Jellyfin sees them, not at /movies and /tv",
    )
    add(
        "--base-paths",
        action="store_true",
        help="put the servers below /jellyfin, /radarr and /sonarr",
    )
    add(
        "--collections",
        action="store_true",
        help="give Jellyfin a collection of two films that somebody loves",
    )
    add(
        "--leaving-soon-plugin",
        action="store_true",
        help="install the plugin that makes libraries of what is leaving soon by itself",
    )
    add(
        "--oxicleanarr",
        choices=OXICLEANARR_VERSIONS,
        help="run an OxiCleanarr server of this version, too; it has synced once when it is ready",
    )
    add("--root", type=Path, metavar="DIR", help="an absent or empty folder to use for the files")
    add(
        "--port",
        type=int,
        metavar="BASE",
        help="ports BASE (Jellyfin), +1 (Radarr), +2 (Sonarr), +3 (control), +4 (Seerr), "
        "+5 (OxiCleanarr, where it runs); free ones otherwise",
    )
    return parser


async def _run(options: Options, *, as_json: bool) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with Stack(options) as stack:
        if stack.oxicleanarr is not None:
            await stack.oxicleanarr.sync()
        sys.stdout.write(f"{json.dumps(addresses(stack))}\n" if as_json else _table(stack))
        sys.stdout.flush()
        await stopped.wait()


def _table(stack: Stack) -> str:
    admin = addresses(stack)["jellyfin"]["admin"]
    world = stack.world
    return f"""\
Jellyfin {stack.jellyfin.version}  {stack.jellyfin.url}  key {stack.jellyfin.api_key or "(has none)"}
                  user {admin["name"]}, password {admin["password"]}
Radarr            {stack.radarr.url}  key {stack.radarr.api_key}
Sonarr            {stack.sonarr.url}  key {stack.sonarr.api_key}
Seerr             {stack.seerr.url}  key {stack.seerr.api_key}
{_oxicleanarr(stack)}Control           {stack.control.url}
Files             {stack.root}
{len(world.movies)} movies, {len(world.series)} series, {len(world.episodes)} episodes, \
{len(world.users)} users, {len(world.requests)} requests. Ctrl-C ends it.
"""


def _oxicleanarr(stack: Stack) -> str:
    server = stack.oxicleanarr
    if server is None:
        return ""
    name = f"OxiCleanarr {server.version}"
    return f"{name:18}{server.url}  user {server.username}, password {server.password}\n"


if __name__ == "__main__":
    sys.exit(main())
