"""A headless Chromium that looks at Home Assistant."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
import json
from pathlib import Path
import shutil
import signal
import subprocess
from typing import Any

from aiohttp import ClientSession

from .api import Api
from .devtools import DevTools
from .errors import HarnessError
from .home_assistant import TIME_ZONE
from .process import running
from .waiting import until

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",  # containers cannot have it, and only pages of our own are visited
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--hide-scrollbars",
    "--remote-debugging-port=0",
)
# What a key is called by its number, as the DevTools want to know.
KEY_CODES = {"Tab": 9, "Enter": 13, "ArrowRight": 39}
START_SECONDS = 60
PAGE_SECONDS = 60

# Home Assistant's pages are shadow roots within shadow roots; these look into all of them.
SCRIPT = """
window.deep = {
  *roots(root = document) {
    yield root;
    for (const element of root.querySelectorAll("*"))
      if (element.shadowRoot) yield* this.roots(element.shadowRoot);
  },
  all(selector) {
    return [...this.roots()].flatMap((root) => [...root.querySelectorAll(selector)]);
  },
  text() {
    const parts = [];
    for (const root of this.roots()) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (walker.nextNode())
        if (!walker.currentNode.parentElement?.closest("style, script"))
          parts.push(walker.currentNode.data);
    }
    return parts.join(" ").replace(/\\s+/g, " ");
  },
  markup() {
    return [...this.roots()]
      .map((root) => root.innerHTML ?? root.documentElement.outerHTML).join(" ");
  },
  settled() {
    return document.readyState === "complete" && !document.querySelector("#ha-launch-screen")
      && this.all("ha-spinner, ha-circular-progress, hui-card-loader").length === 0
      && this.all("ha-icon").every((icon) => icon.shadowRoot?.querySelector("ha-svg-icon")?.path);
  },
};
"""
SETTLED = """document.fonts.ready.then(() =>
  new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))"""


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at: the size of the window in pixels, and bright or dark."""

    width: int = 1400
    height: int = 900
    dark: bool = False
    phone: bool = False


DESKTOP = Look()
DARK = Look(dark=True)
PHONE = Look(width=420, height=900, phone=True)


def find_chromium() -> str | None:
    """Return the installed Chromium's path, or None; a launcher that does not run does not count."""
    for name in NAMES:
        if (path := shutil.which(name)) is None:
            continue
        with suppress(OSError, subprocess.SubprocessError):
            subprocess.run([path, "--version"], check=True, capture_output=True, timeout=30)
            return path
    return None


class Page:
    """One page in a browser of its own: no cookies or storage shared with others."""

    def __init__(self, devtools: DevTools, session_id: str) -> None:
        """Attach to a new page; see `Browser.open`."""
        self.errors: list[str] = []
        """What the page complained about on its console."""
        self.traffic: list[str] = []
        """The addresses that the page asked for, and what it heard over its WebSocket."""
        self._devtools = devtools
        self._session_id = session_id
        devtools.listen(session_id, self._hear)

    async def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a DevTools command to the page."""
        return await self._devtools.send(method, self._session_id, **parameters)

    async def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, awaited; ``deep`` finds through shadow roots."""
        answer = await self.send(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        if details := answer.get("exceptionDetails"):
            raise HarnessError(f"The page could not evaluate {expression}: {_thrown(details)}")
        return answer["result"].get("value")

    async def go(self, url: str) -> None:
        """Open an address."""
        answer = await self.send("Page.navigate", url=url)
        if error := answer.get("errorText"):
            raise HarnessError(f"The browser could not open {url}: {error}")

    async def wait_for(self, condition: str, what: str) -> None:
        """Wait until a JavaScript expression is true; ``what`` names it in the failure.

        The failure tells what the page shows and complains about instead.
        """

        async def holds() -> bool:
            # While a page is being replaced by the next, expressions have nowhere to run.
            with suppress(HarnessError):
                return bool(await self.evaluate(f"!!window.deep && !!({condition})"))
            return False

        try:
            await until(holds, what, timeout_seconds=PAGE_SECONDS)
        except HarnessError as err:
            shown = await self.evaluate("window.deep ? deep.text() : ''")
            raise HarnessError(
                f"{err} The page shows: {shown[:500]!r}. It complains: {self.errors[-5:]!r}."
            ) from err

    async def wait_for_text(self, *texts: str) -> None:
        """Wait until the page shows all these texts, and is at rest."""
        for text in texts:
            await self.wait_for(f"deep.text().includes({json.dumps(text)})", f"the text {text!r}")
        await self.wait_for("deep.settled()", "the page to come to rest")
        await self.evaluate(SETTLED)

    async def click(self, find: str, what: str) -> None:
        """Click in the middle of the element that a JavaScript expression finds, once it is there."""
        await self.wait_for(find, what)
        box = await self.evaluate(
            f"(() => {{ const element = {find}; element.scrollIntoView({{block: 'center'}});"
            " const {x, y, width, height} = element.getBoundingClientRect();"
            " return {x: x + width / 2, y: y + height / 2}; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            await self.send(
                "Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **box
            )

    async def press(self, key: str) -> None:
        """Press a key by its name, such as ``Tab`` or ``Enter``, wherever the focus is."""
        text = {"Enter": "\r"}.get(key, "")
        code = KEY_CODES[key]
        for kind in ("keyDown", "keyUp"):
            await self.send(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                **({"text": text} if text and kind == "keyDown" else {}),
            )

    async def type(self, find: str, what: str, text: str) -> None:
        """Click into the field that a JavaScript expression finds, and put ``text`` in its place."""
        await self.click(find, what)
        await self.evaluate(f"{find}.select()")
        await self.send("Input.insertText", text=text)

    async def screenshot(self, find: str | None = None) -> bytes:
        """Return what the page shows, or only the element that an expression finds, as a PNG image."""
        clip = {}
        if find:
            await self.wait_for(find, "what is to be photographed")
            box = await self.evaluate(
                f"(() => {{ const {{x, y, width, height}} = {find}.getBoundingClientRect();"
                " return {x, y, width, height, scale: 1}; })()"
            )
            clip["clip"] = box
        answer = await self.send("Page.captureScreenshot", format="png", **clip)
        return base64.b64decode(answer["data"])

    def _hear(self, event: str, parameters: dict[str, Any]) -> None:
        match event:
            case "Runtime.exceptionThrown":
                self.errors.append(_thrown(parameters["exceptionDetails"]))
            case "Runtime.consoleAPICalled" if parameters["type"] == "error":
                parts = (part.get("value", part.get("description")) for part in parameters["args"])
                self.errors.append(" ".join(map(str, parts)))
            case "Log.entryAdded" if parameters["entry"]["level"] == "error":
                entry = parameters["entry"]
                self.errors.append(f"{entry['text']} {entry.get('url', '')}".strip())
            case "Network.requestWillBeSent":
                self.traffic.append(parameters["request"]["url"])
            case "Network.webSocketFrameReceived":
                self.traffic.append(parameters["response"]["payloadData"])


class Browser:
    """A running Chromium."""

    def __init__(self, devtools: DevTools) -> None:
        """Use an open connection; see `browser`."""
        self._devtools = devtools

    async def open(self, api: Api, path: str, look: Look = DESKTOP) -> Page:
        """Open a page of Home Assistant in a fresh profile, logged in."""
        context = (await self._devtools.send("Target.createBrowserContext"))["browserContextId"]
        target = await self._devtools.send(
            "Target.createTarget", url="about:blank", browserContextId=context
        )
        attached = await self._devtools.send(
            "Target.attachToTarget", targetId=target["targetId"], flatten=True
        )
        page = Page(self._devtools, attached["sessionId"])
        for domain in ("Page", "Runtime", "Log", "Network"):
            await page.send(f"{domain}.enable")
        await page.send(
            "Emulation.setDeviceMetricsOverride",
            width=look.width,
            height=look.height,
            deviceScaleFactor=2 if look.phone else 1,
            mobile=look.phone,
        )
        # Days would shift between the page and the server if their time zones differed.
        await page.send("Emulation.setTimezoneOverride", timezoneId=TIME_ZONE)
        await page.send(
            "Emulation.setEmulatedMedia",
            features=[{"name": "prefers-color-scheme", "value": "dark" if look.dark else "light"}],
        )
        tokens = json.dumps(json.dumps(api.browser_tokens()))
        await page.send(
            "Page.addScriptToEvaluateOnNewDocument",
            source=f"{SCRIPT} localStorage.hassTokens = {tokens};",
        )
        await page.go(f"{api.url}{path}")
        return page


@asynccontextmanager
async def browser(chromium: str, folder: Path) -> AsyncIterator[Browser]:
    """Start a headless Chromium with its profile in ``folder``, and stop it at the end."""
    profile = folder / "chromium"
    profile.mkdir()
    async with (
        running(
            "Chromium",
            [chromium, *FLAGS, f"--user-data-dir={profile}", "about:blank"],
            log=folder / "chromium.log",
            environment={"XDG_CONFIG_HOME": str(profile), "XDG_CACHE_HOME": str(profile)},
            stop_signal=signal.SIGTERM,
            grace_seconds=5,
        ) as child,
        ClientSession() as session,
    ):
        address = await child.guard(_address(profile))
        async with session.ws_connect(address, max_msg_size=0) as socket:
            devtools = DevTools(socket)
            reading = asyncio.create_task(devtools.run())
            try:
                yield Browser(devtools)
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)


async def _address(profile: Path) -> str:
    """Return where Chromium takes commands; it writes the port it found into its profile."""
    file = profile / "DevToolsActivePort"

    async def written() -> str | None:
        lines = file.read_text().splitlines() if file.exists() else []
        return f"ws://127.0.0.1:{lines[0]}{lines[1]}" if len(lines) == 2 else None

    return await until(written, "Chromium to start", timeout_seconds=START_SECONDS)


def _thrown(details: dict[str, Any]) -> str:
    return str(details.get("exception", {}).get("description") or details.get("text"))
