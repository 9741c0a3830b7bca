"""What all the servers share: routes, queries, replies.

Both ASP.NET applications that are simulated (Jellyfin, and Radarr with Sonarr) take paths and
query names in any case, so the routes here do, too, unless told otherwise.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
import re
from typing import Any, Self
from urllib.parse import unquote

from aiohttp import web
import msgspec


class Refused(Exception):  # noqa: N818 - an answer, not always an error
    """Ends a call with a given answer."""

    def __init__(self, answer: web.Response) -> None:
        """Remember the answer."""
        super().__init__(str(answer.status))
        self.answer = answer


class Query:
    """The query of a request, its names in any case."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        """Group the values by name."""
        self.values: dict[str, list[str]] = {}
        for name, value in pairs:
            self.values.setdefault(name.lower(), []).append(value)

    def text(self, name: str) -> str | None:
        """Return the first value, or None when there is none or it is empty."""
        found = self.values.get(name.lower())
        return (found[0] or None) if found else None

    def flag(self, name: str) -> bool | None:
        """Return a boolean, or None when it is missing or no boolean."""
        value = (self.text(name) or "").lower()
        return {"true": True, "false": False}.get(value)

    def number(self, name: str) -> int | None:
        """Return a whole number, or None when it is missing; 400 when it is no number."""
        value = self.text(name)
        if value is None:
            return None
        try:
            return int(value)
        except ValueError:
            raise Refused(json_answer({"errors": {name: ["not a number"]}}, 400)) from None

    def several(self, name: str) -> list[str]:
        """Return a list: one value is cut at its commas, repeated ones are taken whole."""
        found = self.values.get(name.lower(), [])
        parts = found[0].split(",") if len(found) == 1 else found
        return [part.strip() for part in parts if part.strip()]

    def has(self, name: str) -> bool:
        """Whether the name occurs at all."""
        return name.lower() in self.values


@dataclass(slots=True)
class Call:
    """One request on its way to the function that answers it."""

    request: web.Request
    path: str
    query: Query
    parts: Mapping[str, str] = field(default_factory=dict)
    identity: Any = None

    async def json(self) -> Any:
        """Return the decoded body; {} when empty, 400 when it is not JSON."""
        body = await self.request.read()
        if not body.strip():
            return {}
        try:
            return msgspec.json.decode(body)
        except msgspec.DecodeError:
            raise Refused(json_answer({"title": "The body is not JSON."}, 400)) from None

    async def json_object(self) -> dict[str, Any]:
        """Return the decoded body as an object with lower-case keys; 400 for anything else."""
        body = await self.json()
        if not isinstance(body, dict):
            raise Refused(json_answer({"title": "The body is not an object."}, 400))
        return {str(key).lower(): value for key, value in body.items()}


type Handler = Callable[[Call], Awaitable[web.Response]]


@dataclass(frozen=True, slots=True)
class Route:
    """One path of a server; ``{name}`` in it matches one segment, ``{name*}`` all the rest."""

    method: str
    path: str
    handler: Handler
    access: str = ""


class Router:
    """Finds the route of a request."""

    def __init__(self, routes: list[Route], *, any_case: bool = True) -> None:
        """Compile the routes; earlier ones win."""
        flags = re.IGNORECASE if any_case else re.NOFLAG
        self._routes = [(route, _pattern(route.path, flags)) for route in routes]

    def find(self, method: str, path: str) -> tuple[Route, Mapping[str, str]] | None:
        """Return the route and the parts of its path; 405 when only the method is wrong."""
        wrong_method = False
        for route, pattern in self._routes:
            match = pattern.fullmatch(path)
            if match is None:
                continue
            if route.method in {method, "GET" if method == "HEAD" else method}:
                return route, {k: unquote(v) for k, v in match.groupdict().items()}
            wrong_method = True
        if wrong_method:
            raise Refused(web.Response(status=405))
        return None


@cache
def _pattern(path: str, flags: re.RegexFlag) -> re.Pattern[str]:
    text = re.sub(r"\{(\w+)\*\}", r"(?P<\1>.*)", path)
    text = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", text)
    return re.compile(text, flags)


def json_answer(content: object, status: int = 200) -> web.Response:
    """Return an object as compact JSON."""
    return json_bytes(msgspec.json.encode(content), status)


def indented_answer(content: object, status: int = 200) -> web.Response:
    """Return an object as indented JSON, as Radarr and Sonarr do."""
    return json_bytes(msgspec.json.format(msgspec.json.encode(content), indent=2), status)


def json_bytes(body: bytes, status: int = 200) -> web.Response:
    """Return bytes that are JSON already."""
    return web.Response(
        body=body, status=status, headers={"Content-Type": "application/json; charset=utf-8"}
    )


def html_answer(title: str, status: int = 200) -> web.Response:
    """Return a small page, as a web interface or a proxy's login would."""
    page = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{title}</body></html>"
    return web.Response(text=page, status=status, content_type="text/html")


def parse_date(text: str | None) -> datetime | None:
    """Return an aware date from a query, or None when there is none; 400 for nonsense."""
    if text is None:
        return None
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(json_answer({"title": "Not a date."}, 400)) from None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request that a server has got and has not answered yet; ``path`` is without the base."""

    server: str
    method: str
    path: str
    query: str
    body: str = ""
    agent: str = ""
    """Which program asks, as it says itself."""

    @property
    def by_home_assistant(self) -> bool:
        """Whether Home Assistant asks, and not one of the servers another one."""
        return self.agent.startswith("HomeAssistant/")

    @classmethod
    async def of(cls, server: str, path: str, request: web.Request) -> Self:
        """Make the record of a request."""
        body = await request.text() if request.can_read_body else ""
        agent = request.headers.get("User-Agent", "")
        return cls(server, request.method, path, request.query_string, body, agent)


@dataclass(frozen=True, slots=True)
class Request:
    """A request that a server got, and how it was answered (``bytes`` of body)."""

    server: str
    method: str
    path: str
    query: str
    status: int
    bytes: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""

    def plain(self) -> dict[str, object]:
        """Return what the control server tells: no headers, for they hold credentials."""
        return {
            "server": self.server,
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "status": self.status,
            "bytes": self.bytes,
        }

    @classmethod
    async def of(cls, server: str, request: web.Request, answer: web.StreamResponse) -> Self:
        """Make the record of an answered request."""
        sent = answer.body if isinstance(answer, web.Response) else None
        length = len(sent) if isinstance(sent, bytes) else 0
        body = await request.text() if request.can_read_body else ""
        return cls(
            server,
            request.method,
            request.path,
            request.query_string,
            answer.status,
            length,
            dict(request.headers),
            body,
        )
