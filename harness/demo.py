"""The demo: ``python -m harness.demo``, or rather ``scripts/demo``."""

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
import sys
from typing import Any

from simulator.options import OXICLEANARR_VERSIONS

from . import dashboard
from .browser import DARK, DESKTOP, PHONE, browser, find_chromium
from .errors import HarnessError
from .interrupts import until_interrupted
from .media import Medium, leaving_soon
from .shelves import Shelf
from .simulator import PROJECT
from .stage import ACCOUNT, Stage, on_stage
from .table import table

SCREENSHOT = PROJECT / ".demo" / "dashboard.png"
LOOKS = {"": DESKTOP, "-dark": DARK, "-phone": PHONE}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo and return its exit status."""
    options = _options(arguments)
    try:
        return asyncio.run(until_interrupted(_run(options)))
    except HarnessError as err:
        print(f"\nThe demo stopped: {err}", file=sys.stderr)
        return 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/demo",
        description="Starts a simulated Jellyfin, Radarr and Sonarr and a real Home Assistant, sets the"
        " integration up, and shows what is about to leave. Installs what is missing first. Stays until"
        " Ctrl-C, and leaves nothing behind.",
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="do not stay: print what is leaving and every entity's state, save screenshots of the"
        " dashboard where a Chromium is installed, and say by the exit status whether all is well",
    )
    parser.add_argument(
        "--screenshot",
        type=Path,
        metavar="PATH",
        default=SCREENSHOT,
        help="where --check saves the bright screenshot (default: .demo/dashboard.png); the dark one and"
        " the phone's are saved beside it",
    )
    parser.add_argument(
        "--oxicleanarr",
        choices=OXICLEANARR_VERSIONS,
        metavar="VERSION",
        help="set up a household that has only an OxiCleanarr server of this version"
        f" ({', '.join(OXICLEANARR_VERSIONS)}), which decides",
    )
    return parser.parse_args(arguments)


async def _run(options: argparse.Namespace) -> int:
    async def play(stage: Stage) -> None:
        _say("Waiting for the first values…")
        states = await stage.entities()
        media = await stage.leaving_soon()
        path = await dashboard.create(stage.home_assistant.api)
        if options.check:
            _print_media(media)
            _print_shelves(await stage.shelves())
            _print_states(states)
            await _photograph(stage, path, media, options.screenshot)
        else:
            _print_welcome(f"{stage.home_assistant.url}{path}")
            _print_media(media)
            _print_shelves(await stage.shelves())
            print("\nIt stays until you press Ctrl-C.", flush=True)
            await asyncio.Event().wait()

    await on_stage(play, _say, options.oxicleanarr)
    print("\nAll is well: the demo ran, and nothing of it is left.", flush=True)
    return 0


async def _photograph(stage: Stage, path: str, media: Sequence[Medium], target: Path) -> None:
    chromium = await asyncio.to_thread(find_chromium)
    if chromium is None:
        _say("No screenshot, because there is no Chromium here (scripts/setup --browser gets one).")
        return
    async with browser(chromium, stage.folder) as chrome:
        for suffix, look in LOOKS.items():
            page = await chrome.open(stage.home_assistant.api, path, look)
            await dashboard.drawn(page, [medium.title for medium in media])
            image = await page.screenshot()
            await asyncio.to_thread(_save, file := target.with_stem(target.stem + suffix), image)
            print(f"\nScreenshot: {file}")


def _save(target: Path, image: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(image)


def _print_welcome(address: str) -> None:
    print("\nHome Assistant is ready:\n")
    print(f"  Address   {address}")
    print(f"  User      {ACCOUNT.user}")
    print(f"  Password  {ACCOUNT.password}")


def _print_media(media: Sequence[Medium]) -> None:
    print(f"\nLeaving soon ({len(media)})\n")
    print(leaving_soon(media))


def _print_shelves(shelves: Sequence[Shelf]) -> None:
    rows = [(shelf.name, ", ".join(shelf.titles)) for shelf in shelves]
    print("\nIn Jellyfin\n")
    print(table(("Library", "Titles"), rows))


def _print_states(states: dict[str, dict[str, Any]]) -> None:
    rows = [
        (state["attributes"].get("friendly_name", ""), _value(state), entity_id)
        for entity_id, state in sorted(states.items())
    ]
    print(f"\nEntities ({len(rows)})\n")
    print(table(("Name", "State", "Entity"), rows))


def _value(state: dict[str, Any]) -> str:
    value = state["state"]
    with suppress(ValueError):
        value = f"{float(value):.15g}" if float(value).is_integer() else f"{float(value):.1f}"
    return f"{value} {state['attributes'].get('unit_of_measurement') or ''}".strip()


def _say(text: str) -> None:
    print(f"• {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
