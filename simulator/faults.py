"""Ways to break a server on purpose."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import quote

from aiohttp import web
import msgspec

from .wire import html_answer, json_answer, json_bytes

BRIDGE_PREFIX = "/api/oxicleanarr"
SERVERS = ("jellyfin", "bridge", "radarr", "radarr-4k", "sonarr", "seerr", "oxicleanarr")


class Fault(StrEnum):
    """The named ways to break.

    ``short_page`` keeps the total and halves the rows; ``nonsense_date`` puts every date of
    an answer into the year 1601; ``bad_row`` mistypes the first row of a list; ``lost_answer`` does
    what it was asked to and closes the connection then. aiohttp's client reads once more by itself
    when a reused connection is closed, so ``refuse`` with ``times=1`` may pass unnoticed there.
    """

    REFUSE = "refuse"
    HANG = "hang"
    UNAUTHORIZED = "unauthorized"
    ERROR = "error"
    HTML = "html"
    CUT_JSON = "cut_json"
    SHORT_PAGE = "short_page"
    NONSENSE_DATE = "nonsense_date"
    EMPTY_LIST = "empty_list"
    STARTING = "starting"
    WRONG_APP = "wrong_app"
    REDIRECT_ELSEWHERE = "redirect_elsewhere"
    BAD_ROW = "bad_row"
    LOST_ANSWER = "lost_answer"


@dataclass(slots=True, eq=False)
class Breakage:
    """One fault at work: where, and how many times still (None: until healed).

    Before that it lets ``after`` calls through.
    """

    server: str
    fault: Fault
    path: str | None = None
    times: int | None = None
    after: int = 0
    healed: asyncio.Event = field(default_factory=asyncio.Event)

    def plain(self) -> dict[str, object]:
        """Return what the control server tells."""
        return {
            "server": self.server,
            "fault": self.fault.value,
            "path": self.path,
            "times": self.times,
            "after": self.after,
        }


class Breakages:
    """All faults at work, of all servers."""

    def __init__(self) -> None:
        """Begin with everything whole."""
        self.active: list[Breakage] = []
        self._spent: list[Breakage] = []

    def add(
        self, server: str, fault: Fault, path: str | None, times: int | None, after: int = 0
    ) -> None:
        """Break a server, or the part of it below a path, for some calls or until healed."""
        if server not in SERVERS:
            raise ValueError(f"There is no server {server!r}: use one of {', '.join(SERVERS)}.")
        if times is not None and times < 1:
            raise ValueError("A fault must strike at least once: give times of 1 or more.")
        if after < 0:
            raise ValueError("A fault cannot let fewer than no calls through.")
        self.active.append(Breakage(server, fault, path, times, after))

    def heal(self, server: str | None) -> None:
        """Mend one server, or all; calls that hang are answered then."""
        for breakages in (self.active, self._spent):
            for breakage in [b for b in breakages if server in {None, b.server}]:
                breakages.remove(breakage)
                breakage.healed.set()

    def take(self, server: str, path: str) -> Breakage | None:
        """Return the fault that strikes this call, if one does, and count it."""
        for breakage in self.active:
            names = {"jellyfin", "bridge"} if server == "bridge" else {server}
            if breakage.server not in names:
                continue
            if breakage.path and not path.lower().startswith(breakage.path.lower()):
                continue
            if breakage.after:
                breakage.after -= 1
                continue
            if breakage.times is not None:
                breakage.times -= 1
                if breakage.times == 0:
                    self.active.remove(breakage)
                    self._spent.append(breakage)
            return breakage
        return None


async def instead(
    breakage: Breakage, server: str, path: str, request: web.Request, elsewhere: str
) -> web.StreamResponse | None:
    """Return the answer that takes the place of the real one, or None when that is needed."""
    fault = breakage.fault
    if fault is Fault.HANG:
        await breakage.healed.wait()
    if fault is Fault.REFUSE:
        return closed(request)
    if fault is Fault.UNAUTHORIZED:
        return _unauthorized(server)
    if fault is Fault.HTML:
        return html_answer("Sign in")
    if fault is Fault.REDIRECT_ELSEWHERE:
        return web.Response(status=302, headers={"Location": elsewhere + quote(path)})
    if fault is Fault.ERROR:
        return _error(server)
    if fault is Fault.STARTING:
        return closed(request) if server == "oxicleanarr" else _starting(server, path)
    if fault is Fault.WRONG_APP:
        return _wrong_app(server, path)
    return None


def closed(request: web.Request) -> web.Response:
    """Close the connection; return what then is written down."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)


def forbidden() -> web.Response:
    """Return Seerr's answer to a call without a good key: 403, never 401."""
    text = "You do not have permission to access this endpoint"
    return json_answer({"status": 403, "error": text}, 403)


def _unauthorized(server: str) -> web.Response:
    """Refuse a call as each server does; OxiCleanarr sends JSON as plain text."""
    if server == "seerr":
        return forbidden()
    if server == "oxicleanarr":
        return web.Response(status=401, text='{"error":"This token is not valid, or no longer"}')
    return web.Response(status=401)


def _error(server: str) -> web.Response:
    if server == "oxicleanarr":
        return json_answer({"error": "Something went wrong"}, 500)
    if server in {"jellyfin", "bridge"}:
        return web.Response(status=500, text="Error processing request.")
    return json_answer({"message": "database is locked", "description": "SQLite error"}, 500)


def _starting(server: str, path: str) -> web.Response:
    """Answer as a server that is starting; Jellyfin then uses camelCase for its public info."""
    if server not in {"jellyfin", "bridge"}:
        return json_answer({"errorMessage": "The application is starting up"}, 503)
    if path.lower() == "/system/info/public":
        return json_answer({"version": "10.11.11", "startupWizardCompleted": False})
    if path.lower() == "/health":
        return web.Response(text="Degraded")
    answer = html_answer("Jellyfin is starting", 503)
    answer.headers["Retry-After"] = "005"
    return answer


def _wrong_app(server: str, path: str) -> web.Response | None:
    low = path.lower()
    if server == "bridge":
        return json_answer({"Name": "Some other plugin"})
    if server == "jellyfin":
        if low == "/system/info/public":
            emby = {"ServerName": "Attic", "Version": "4.8.11.0", "Id": "f" * 32}
            return json_answer(emby | {"LocalAddress": "http://127.0.0.1:8096"})
        return None
    if server in {"seerr", "oxicleanarr"}:
        return json_answer({"status": "ok", "application": "Some other app"})
    foreign = "/api/v3/series" if server == "sonarr" else "/api/v3/movie"
    if low.startswith(foreign):
        return json_answer({"message": "NotFound"}, 404)
    return None


def spoil(breakage: Breakage, server: str, path: str, answer: web.StreamResponse) -> web.Response:
    """Return the real answer, spoilt."""
    if not isinstance(answer, web.Response) or not isinstance(answer.body, bytes):
        return web.Response(status=500)
    fault = breakage.fault
    if fault is Fault.HANG:
        return answer
    if fault is Fault.CUT_JSON:
        return json_bytes(answer.body[: max(1, len(answer.body) // 2)], answer.status)
    if not (answer.content_type or "").endswith("json") or not answer.body:
        return answer
    content = msgspec.json.decode(answer.body)
    if fault is Fault.WRONG_APP:
        if path.lower() == "/api/v3/system/status":
            content["appName"] = "Radarr" if server == "sonarr" else "Sonarr"
            content["instanceName"] = content["appName"]
    else:
        content = _SPOILERS[fault](content)
    return json_bytes(msgspec.json.encode(content), answer.status)


def _over_rows(content: Any, change: Callable[[list[Any]], list[Any]]) -> Any:
    """Change the rows of a list answer; other answers stay as they are."""
    if isinstance(content, list):
        return change(content)
    if isinstance(content, dict):
        for key in ("Items", "records", "results", "Symlinks", "symlinks", "items", "jobs"):
            if isinstance(content.get(key), list):
                content[key] = change(content[key])
    return content


def _short(content: Any) -> Any:
    return _over_rows(content, lambda rows: rows[: len(rows) // 2])


def _empty(content: Any) -> Any:
    content = _over_rows(content, lambda _rows: [])
    if isinstance(content, dict):
        for key in ("TotalRecordCount", "totalRecords", "Count", "total"):
            if key in content:
                content[key] = 0
        if isinstance(content.get("pageInfo"), dict):
            content["pageInfo"] |= {"results": 0, "pages": 0}
    return content


def _mistype(content: Any) -> Any:
    def change(rows: list[Any]) -> list[Any]:
        if rows and isinstance(rows[0], dict):
            for key in ("Id", "id", "mediaServerId", "Name", "title", "label", "Path"):
                if key in rows[0]:
                    rows[0][key] = {"oops": [True]}
        return rows

    return _over_rows(content, change)


_DATE_KEYS = frozenset(
    {"DateCreated", "LastPlayedDate", "PremiereDate", "Date", "LastActivityDate", "added"}
    | {"dateAdded", "date", "airDateUtc", "previousAiring", "nextAiring", "LastLoginDate"}
    | {"createdAt", "updatedAt", "airDate"}
    | {"added_at", "last_watched", "deletion_date", "deletionDate", "delete_after"}
    | {"started_at", "completed_at", "last_full_sync"}
)


def _nonsense(content: Any) -> Any:
    if isinstance(content, dict):
        for key, value in content.items():
            if key in _DATE_KEYS and isinstance(value, str):
                content[key] = "1601-01-01T00:00:00Z"
            else:
                _nonsense(value)
    elif isinstance(content, list):
        for value in content:
            _nonsense(value)
    return content


_SPOILERS: dict[Fault, Callable[[Any], Any]] = {
    Fault.SHORT_PAGE: _short,
    Fault.EMPTY_LIST: _empty,
    Fault.BAD_ROW: _mistype,
    Fault.NONSENSE_DATE: _nonsense,
}
