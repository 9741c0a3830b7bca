"""The servers that this one uses, asked over HTTP as the real one asks them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
import msgspec
from yarl import URL

from .config import SERVICES
from .state import State
from .times import ZERO, timeout_seconds

PINGS = {
    "jellyfin": "/System/Info",
    "radarr": "/api/v3/system/status",
    "sonarr": "/api/v3/system/status",
    "jellyseerr": "/api/v1/status",
}


class Failed(Exception):  # noqa: N818 - a server's failure, told in a job
    """A server did not answer what was asked for."""


class Upstream:
    """Asks them; what is no success, or is shaped otherwise than expected, is Failed."""

    def __init__(self, state: State) -> None:
        """Prepare; nothing is asked before ``open``."""
        self._state = state
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Get ready."""
        # A connection for each call: aiohttp would ask once more by itself on a reused one.
        connector = aiohttp.TCPConnector(force_close=True)
        self._session = aiohttp.ClientSession(connector=connector)

    async def close(self) -> None:
        """End all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def uses(self, service: str) -> bool:
        """Whether a server is used at all."""
        return self._state.started.integrations[service].enabled

    async def get(self, service: str, path: str, query: Mapping[str, str] | None = None) -> Any:
        """Read something."""
        return await self.ask(service, "GET", path, query)

    async def ask(
        self,
        service: str,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: object = None,
        *,
        key_in_header: bool = False,
    ) -> Any:
        """Send a call; return what it answers, or None where that is nothing."""
        content = await self.fetch(service, method, path, query, body, key_in_header=key_in_header)
        if not content.strip():
            return None
        try:
            return msgspec.json.decode(content)
        except msgspec.DecodeError:
            if method == "GET":
                raise self._failure(service, "its answer is no JSON") from None
            return None

    async def fetch(
        self,
        service: str,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: object = None,
        *,
        key_in_header: bool = False,
    ) -> bytes:
        """Send a call; return the bytes of its answer."""
        if self._session is None:
            raise self._failure(service, "this server has stopped")
        integration = self._state.started.integrations[service]
        headers, given = {}, dict(query or {})
        if service != "jellyfin":
            headers["X-Api-Key"] = integration.api_key
        elif key_in_header or self._state.edition.since("1.4.1"):
            headers["X-Emby-Token"] = integration.api_key
        else:
            given["api_key"] = integration.api_key
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = msgspec.json.encode(body)
        tail = f"?{urlencode(given, safe=',/')}" if given else ""
        timeout = aiohttp.ClientTimeout(total=timeout_seconds(integration.timeout))
        try:
            url = URL(integration.url + path + tail, encoded=True)
            async with self._session.request(
                method, url, headers=headers, data=data, timeout=timeout
            ) as reply:
                content = await reply.read()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise self._failure(service, f"no answer ({type(error).__name__})") from None
        good = {200} if method == "GET" else {200, 204}
        if reply.status not in good:
            raise self._failure(service, f"it answered {reply.status}")
        return content

    async def ping(self, service: str) -> None:
        """Ask whether a server is there."""
        await self.get(service, PINGS[service])

    def _failure(self, service: str, text: str) -> Failed:
        return Failed(f"{SERVICES[service]} could not be read: {text}")


def taken[T](row: object, name: str, default: T) -> T:
    """Return a field of a row, the default where it is missing or null; Failed for another kind."""
    if not isinstance(row, dict):
        raise Failed(f"A row is no object, {name} was wanted of it")
    value = row.get(name)
    if value is None:
        return default
    if not isinstance(value, type(default)):
        raise Failed(f"The field {name} is of another kind than expected")
    return value


def rows_of(content: object) -> list[Any]:
    """Return a list answer, null being none; Failed for anything else."""
    if content is None:
        return []
    if not isinstance(content, list):
        raise Failed("A list was expected")
    return content


def moment(row: object, name: str) -> datetime:
    """Return a date of a row; no time where there is none, Failed for what is no date."""
    text = taken(row, name, "")
    if not text:
        return ZERO
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Failed(f"The field {name} is no date") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
