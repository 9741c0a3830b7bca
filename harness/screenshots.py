"""All pictures of the documentation, taken anew: ``scripts/screenshots``."""

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
import io
import json
from pathlib import Path
import sys
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image

from . import dashboard, dialogs
from .browser import DESKTOP, PHONE, Browser, Look, Page, browser, find_chromium
from .errors import HarnessError
from .home_assistant import HomeAssistant, home_assistant
from .interrupts import until_interrupted
from .media import read_media
from .simulator import PROJECT, Addresses, simulator
from .stage import ACCOUNT, DOMAIN, INTEGRATION, MOVIES, SERIES, USERS

IMAGES: Final = PROJECT / "docs" / "images"
WINDOW: Final = Look(width=1000, height=1000)
SETTINGS: Final = "/config/integrations"
# So long ago that it has been announced for long enough, which a new household has to wait for.
LONG_AGO: Final = timedelta(days=20)
COLOURS: Final = 256


@dataclass(frozen=True, slots=True)
class Studio:
    """What is photographed, and where the pictures go."""

    servers: Addresses
    house: HomeAssistant
    chrome: Browser
    target: Path

    async def open(self, path: str, look: Look) -> Page:
        """Open a page of Home Assistant."""
        return await self.chrome.open(self.house.api, path, look)

    async def dialog(self, page: Page, name: str) -> None:
        """Photograph the dialog that is open."""
        await page.evaluate(self._without_folder())
        await self.save(await page.screenshot(dialogs.DIALOG), name)

    async def page(self, page: Page, name: str) -> None:
        """Photograph the whole page."""
        await self.save(await page.screenshot(), name)

    async def save(self, image: bytes, name: str) -> None:
        """Save a picture, as small as it can be without looking worse."""
        file = self.target / f"{name}.png"
        await asyncio.to_thread(_save, file, image)
        print(f"{file.stat().st_size // 1024:5} KB  {file}", flush=True)

    def _without_folder(self) -> str:
        """Return the JavaScript that shows the simulated servers' paths as they are at people's homes."""
        folder = json.dumps(self.servers.root)
        return f"""for (const root of deep.roots()) {{
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          while (walker.nextNode())
            walker.currentNode.data = walker.currentNode.data.replaceAll({folder}, "");
          for (const input of root.querySelectorAll("input"))
            input.value = input.value.replaceAll({folder}, "");
        }}"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="scripts/screenshots",
        description="Takes every picture of the documentation anew: sets the integration up in a real"
        " browser, in front of simulated servers, and photographs it on the way. Needs a Chromium"
        " (scripts/setup --browser gets one). Look at the pictures before you commit them.",
    )
    parser.add_argument(
        "--to",
        type=Path,
        metavar="FOLDER",
        default=IMAGES,
        help="where the pictures go (default: docs/images)",
    )
    target: Path = parser.parse_args(arguments).to
    try:
        return asyncio.run(until_interrupted(_run(target)))
    except HarnessError as err:
        print(f"\nNot all pictures were taken: {err}", file=sys.stderr)
        return 1


async def _run(target: Path) -> int:
    chromium = await asyncio.to_thread(find_chromium)
    if chromium is None:
        raise HarnessError("There is no Chromium here; scripts/setup --browser gets one.")
    with TemporaryDirectory(prefix="oxicleanarr-") as name:
        folder = Path(name)
        async with (
            simulator(folder, movies=MOVIES, series=SERIES, users=USERS) as stack,
            home_assistant(folder, INTEGRATION, ACCOUNT) as house,
            browser(chromium, folder) as chrome,
        ):
            studio = Studio(stack.addresses, house, chrome, target)
            await _set_up(studio)
            await _devices(studio)
            await _dashboard(studio)
            await _approval(studio)
    return 0


async def _set_up(studio: Studio) -> None:
    """Walk through the set-up as people do."""
    page = await studio.open(f"{SETTINGS}/dashboard/add?domain={DOMAIN}", WINDOW)
    # While the question still moves into its place, a click would miss its button on a busy machine.
    await dialogs.shows(page, "Do you want to set up")
    await dialogs.press(page, "OK")
    await dialogs.shows(page, "What do you have?")
    await studio.dialog(page, "setup-menu")
    await dialogs.choose(page, "Jellyfin, with", "Enter either an API key")
    await studio.dialog(page, "setup-jellyfin")
    servers = studio.servers
    for server, then in (
        (servers.jellyfin, "Radarr tells which"),
        (servers.radarr, "Sonarr tells which"),
        (servers.sonarr, "may see the same folder"),
    ):
        await dialogs.fill(page, url=server.url, api_key=server.api_key)
        await dialogs.submit(page, then)
    await studio.dialog(page, "setup-paths")
    await dialogs.submit(page, "Nothing is ever deleted by these settings")
    await studio.dialog(page, "setup-retention")
    await dialogs.submit(page, "Where people see in Jellyfin")
    await studio.dialog(page, "setup-display")
    # The form holds the paths that were shown, so Home Assistant is told the real ones by another one.
    await dialogs.fill(page, base_path=f"{servers.root}/media/leaving-soon")
    await dialogs.submit(page, "Skip and finish")


async def _devices(studio: Studio) -> None:
    """Photograph the integration's own page, and the preview of a rule that is made there."""
    page = await studio.open(f"{SETTINGS}/integration/{DOMAIN}", WINDOW)
    await page.wait_for_text("Add rule", "Radarr", "Sonarr")
    await studio.page(page, "devices")
    await dialogs.press(page, "Add rule")
    await dialogs.choose(page, "Watched", "They stay for")
    await dialogs.fill(page, name="Short stay", retention="30d")
    await dialogs.submit(page, "would catch now")
    await studio.dialog(page, "rule-preview")


async def _dashboard(studio: Studio) -> None:
    """Photograph the dashboard, and the card on a phone."""
    api = studio.house.api
    titles = [one.title for one in read_media(await api.ask(DOMAIN, "get_leaving_soon"))]
    path = await dashboard.create(api)
    for name, look in (("dashboard", DESKTOP), ("card-phone", PHONE)):
        page = await studio.open(path, look)
        await dashboard.drawn(page, titles)
        await studio.page(page, name)


async def _approval(studio: Studio) -> None:
    """Photograph the list that waits for somebody's approval."""
    api = studio.house.api
    media = (await api.ask(DOMAIN, "get_leaving_soon"))["media"]
    await _announce_long_ago(studio.house, [one["id"] for one in media[:3]])
    await api.call(
        "select",
        "select_option",
        entity_id=f"select.{await _household(studio)}_cleanup_mode",
        option="ask",
    )
    await api.ask(DOMAIN, "prepare_cleanup", dry_run=True)
    await _accept_that_there_is_no_bin(studio.house)
    await api.ask(DOMAIN, "prepare_cleanup")
    page = await studio.open("/config/repairs", WINDOW)
    await page.wait_for_text("wait for your approval")
    await page.click(
        "deep.all('ha-list-item, ha-list-item-button, ha-md-list-item')"
        ".find((one) => one.textContent.includes('wait for your approval'))",
        "the list",
    )
    await dialogs.shows(page, "Their day has come")
    await studio.dialog(page, "cleanup-approval")


async def _announce_long_ago(house: HomeAssistant, media: Sequence[str]) -> None:
    """Let these media have been announced for long, in the household's own record while it rests."""
    async with house.api.websocket() as websocket:
        (entry,) = await websocket.command("config_entries/get", domain=DOMAIN)
        which = {"entry_id": entry["entry_id"]}
        await websocket.command("config_entries/disable", **which, disabled_by="user")
        file = house.folder / ".storage" / f"{DOMAIN}.{entry['entry_id']}"
        await asyncio.to_thread(_change_ledger, file, media)
        await websocket.command("config_entries/disable", **which, disabled_by=None)


def _change_ledger(file: Path, media: Sequence[str]) -> None:
    ledger = json.loads(file.read_text(encoding="utf-8"))
    announced = ledger["data"]["announced"]
    for medium_id in media:
        since = datetime.fromisoformat(announced[medium_id])
        announced[medium_id] = (since - LONG_AGO).isoformat()
    file.write_text(json.dumps(ledger), encoding="utf-8")


async def _accept_that_there_is_no_bin(house: HomeAssistant) -> None:
    async with house.api.websocket() as websocket:
        issues = (await websocket.command("repairs/list_issues"))["issues"]
    for issue in issues:
        if issue["issue_id"].startswith("no_recycle_bin"):
            flow = await house.api.post(
                "repairs/issues/fix", {"handler": DOMAIN, "issue_id": issue["issue_id"]}
            )
            await house.api.post(f"repairs/issues/fix/{flow['flow_id']}", {})


async def _household(studio: Studio) -> str:
    """Return how the entities of the household begin."""
    return next(_beginnings(await studio.house.api.get("states")))


def _beginnings(states: Sequence[dict[str, str]]) -> Iterator[str]:
    for state in states:
        domain, _, name = state["entity_id"].partition(".")
        if domain == "select" and name.endswith("_cleanup_mode"):
            yield name.removesuffix("_cleanup_mode")


def _save(file: Path, image: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    small = Image.open(io.BytesIO(image)).convert("RGB").quantize(COLOURS)
    small.save(file, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
