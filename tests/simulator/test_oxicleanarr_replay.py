"""Every exchange that was recorded with a real OxiCleanarr server: the simulated one answers the same.

The fixtures hold our own words in the place of the real servers' sentences, so of these only is compared
that there are any; and of what a clock or a machine tells only what kind it is.
"""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import json
from pathlib import Path
import re
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
import pytest

from simulator.faults import Breakages
from simulator.oxicleanarr import Config, OxiCleanarr
from simulator.oxicleanarr.config import App, DiskThreshold, Listening, Rules, SymlinkLibrary, Sync

FIXTURES = Path(__file__).parents[1] / "fixtures" / "oxicleanarr"
VERSIONS = ("1.0.0", "1.5.0", "1.6.2")

PROSE = {"message", "reason", "deletion_reason", "error", "jellyfin_mismatch_info"}
MEASURED = {"uptime", "latency", "duration_ms", "hostname", "pid", "url"}
CLOCK = {"started_at", "completed_at", "last_full_sync", "timestamp"}
UNORDERED = {"candidates", "would_delete", "services"}
KEYS = ("X-Api-Key", "X-Emby-Token")
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
JWT = re.compile(r"<jwt>|[\w-]+\.[\w-]+\.[\w-]+")


def recorded(version: str) -> dict[str, Any]:
    text = (FIXTURES / f"recorded-{version}.json").read_text()
    found: dict[str, Any] = json.loads(text)
    return found


@dataclass(frozen=True, slots=True)
class Others:
    """Radarr, Sonarr and Jellyfin as they were recorded: they answer rows and write calls down."""

    stack: Mapping[str, Any]
    calls: list[dict[str, Any]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        server, _, path = request.path.lstrip("/").partition("/")
        self.calls.append(await called(server, f"/{path}", request))
        if path == "Items":
            kind = {"Movie": "movies", "Series": "series"}[request.query["IncludeItemTypes"]]
            return web.json_response({"Items": self.stack[f"jellyfin_{kind}"]})
        if path == "api/oxicleanarr/symlinks/list":
            return web.json_response({"Symlinks": []})
        rows = {
            "api/v3/movie": "movies",
            "api/v3/series": "series",
            "api/v3/tag": "tags",
        }
        return web.json_response(self.stack[rows[path]] if path in rows else [])


async def called(server: str, path: str, request: web.Request) -> dict[str, Any]:
    """Return a call as the fixtures hold it."""
    row: dict[str, Any] = {"server": server, "method": request.method, "path": path}
    if request.query:
        row["query"] = dict(request.query)
    for name in KEYS:
        if name in request.headers:
            assert request.headers[name] == "key"
            row["header"] = name
    if request.can_read_body:
        row["body"] = await request.json()
        if "items" in row["body"]:
            row["body"]["items"].sort(key=lambda item: item["sourcePath"])
    return row


@dataclass(slots=True)
class Replay:
    """A recorded server, and the simulated one over the same stack at the same moment."""

    recording: Mapping[str, Any]
    others: Others
    server: OxiCleanarr
    session: aiohttp.ClientSession
    token: str = ""

    async def step(self, exchange: Mapping[str, Any]) -> tuple[Any, Any]:
        """Do what was done then; return what was answered then and what is now."""
        name = exchange["name"]
        if name == "full sync":
            self.server.hold_sync("radarr")
        elif name == "status":
            self.server.release_sync()
            await self.server.settled()
        elif name == "latest job after incremental":
            await self.server.settled()
        asked = exchange["request"]
        headers = {"Authorization": f"Bearer {self.token}"} if asked.get("auth", True) else {}
        url = self.server.url + asked["path"]
        async with self.session.request(
            asked["method"], url, headers=headers, json=asked.get("body")
        ) as reply:
            kind, body = reply.headers["Content-Type"], read(await reply.text())
        if name == "login":
            self.token = body["token"]
        moment = datetime.fromisoformat(self.recording["recorded_at"])
        then = (exchange["status"], exchange["content_type"], compared(exchange["body"], moment))
        return then, (reply.status, kind, compared(body, moment))


def read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def compared(value: Any, moment: datetime, key: str = "") -> Any:
    """Return what of an answer can be compared."""
    if isinstance(value, dict):
        return {name: compared(inner, moment, name) for name, inner in value.items()}
    if isinstance(value, list):
        rows = [compared(inner, moment) for inner in value]
        if key in UNORDERED:
            rows.sort(key=lambda row: row.get("id") or row["name"])
        return rows
    if not isinstance(value, str):
        return type(value) if key in MEASURED else value
    return _compared_text(value, moment, key)


def _compared_text(text: str, moment: datetime, key: str) -> Any:
    if key in PROSE or text.endswith("\n"):
        return "words" if text.strip() else ""
    if key in MEASURED:
        return "something" if text else ""
    if key == "token" and JWT.fullmatch(text):
        return "a token"
    if key == "id" and UUID.fullmatch(text):
        return "a number"
    if key in CLOCK and not text.startswith("0001"):
        away = abs(datetime.fromisoformat(text) - moment)
        return "then" if away < timedelta(minutes=1) else text
    return text


def configured(recording: Mapping[str, Any], url: str) -> Config:
    """Return the configuration that the recorded server told."""
    [told] = [e["body"] for e in recording["exchanges"] if e["name"] == "config"]
    app = dict(told["app"])
    threshold = DiskThreshold(**app.pop("disk_threshold", {}))
    config = Config(
        app=App(**app, disk_threshold=threshold),
        sync=Sync(**told["sync"]),
        rules=Rules(**told["rules"]),
        server=Listening(**told["server"]),
        advanced_rules=told["advanced_rules"],
    )
    config.admin.api_key = told["admin"].get("api_key", "")
    integrations = told["integrations"]
    config.symlink_library = SymlinkLibrary(**integrations["jellyfin"].get("symlink_library", {}))
    for name, row in integrations.items():
        if row["enabled"]:
            config.connect(name, f"{url}{name}", "key")
    return config


@pytest.fixture(params=VERSIONS)
async def replay(request: pytest.FixtureRequest, socket_enabled: None) -> AsyncGenerator[Replay]:
    """Start a simulated server like the recorded one."""
    recording = recorded(request.param)
    others = Others(recording["stack"])
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", others.answer)
    stack = TestServer(app)
    await stack.start_server()
    # A moment after the stack was made, as then.
    now = datetime.fromisoformat(recording["recorded_at"]) + timedelta(seconds=2)
    config = configured(recording, str(stack.make_url("/")))
    server = OxiCleanarr(request.param, config, Breakages(), [], lambda: now)
    await server.start()
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Replay(recording, others, server, session)
    await server.stop()
    await stack.close()


async def test_every_answer_is_the_recorded_one(replay: Replay) -> None:
    different = {}
    for exchange in replay.recording["exchanges"]:
        then, now = await replay.step(exchange)
        if then != now:
            different[exchange["name"]] = (then, now)
    assert different == {}


async def test_it_makes_the_recorded_calls_and_no_others(replay: Replay) -> None:
    for exchange in replay.recording["exchanges"]:
        await replay.step(exchange)
    made = {json.dumps(call, sort_keys=True) for call in replay.others.calls}
    then = {json.dumps(call, sort_keys=True) for call in replay.recording["calls_it_made"]}
    assert made == then
