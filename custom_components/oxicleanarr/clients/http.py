"""Asking a server over HTTP: what every client shares, done once.

Every request has a timeout and takes one of a few slots; redirects are followed by us and only
to the same origin; statuses, transport errors and answers that are not understood all become
ClientError. Nothing of a server's own text gets into an error, and no credential does.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Final, Literal
from urllib.parse import quote

import aiohttp
from yarl import URL

from .address import same_origin
from .bodies import (
    Picture,
    read_listed,
    read_nothing,
    read_page,
    read_picture,
    read_rows,
    read_value,
)
from .errors import (
    ClientError,
    DiskMissing,
    KeyRefused,
    LoginPage,
    NotUnderstood,
    Redirected,
    WrongApp,
)
from .failures import check_status, failure
from .middlewares import sent_once, without_cookies
from .rows import Rows, Take, itself

QUICK_SECONDS: Final = 10
"""For answers that a server has at hand."""

DISK_SECONDS: Final = 60
"""For answers that wait for disks, which may be asleep."""

HEAVY_SECONDS: Final = 120
"""For listings of a whole library."""

_DELETE_SECONDS: Final = 600
"""For files that are moved into a recycle bin, which may lie on another disk."""

# A proxy in between must not answer with what was true a while ago: a keep or a play may be newer.
_FRESH: Final = {"Cache-Control": "no-cache"}

_CONNECT_SECONDS = 10
_MAX_HOPS = 3
_LONGEST_SHOWN = 200

type Read[T] = Callable[[str, aiohttp.ClientResponse], Awaitable[T]]
"""What reads an answer; the server's name is for its errors."""

type Params = Mapping[str, str | int | datetime]
"""A query; moments are aware, and are written as Jellyfin, Radarr and Sonarr take them."""

type Method = Literal["GET", "POST", "PUT", "DELETE"]


@dataclass(frozen=True, slots=True)
class _Request:
    method: Method
    path: str
    params: Params
    body: object = field(default=None, repr=False)
    timeout_seconds: float = QUICK_SECONDS
    headers: Mapping[str, str] | None = field(default=None, repr=False)
    once: bool = False
    """Whether it must not be sent again by itself when the connection breaks."""

    @property
    def heavy(self) -> bool:
        """Whether it reads a listing, which the server may be busy with for minutes."""
        return self.method == "GET" and self.timeout_seconds >= HEAVY_SECONDS


class Http:
    """The requests of one client to one server.

    `url` is the server's address with its base path. It moves when the server shows, by
    redirecting a read within the same origin, that its base path is another one, and back when
    there is another app.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: URL,
        server: str,
        headers: Mapping[str, str],
        concurrency: int = 2,
        *,
        cookies: bool = True,
    ) -> None:
        """Use `session`, which stays its owner's; `server` is the name to use in errors.

        Without `cookies` none is sent, and none that the server sets is kept in the session.
        """
        self.url = self._entered = url
        self.server = server
        self._session = session
        self._headers: Mapping[str, str] = headers
        self._fallback: Mapping[str, str] | None = None
        self._slots = asyncio.Semaphore(concurrency)
        # Two listings at once make a small server slower than one after the other.
        self._listing = asyncio.Lock()
        self._cookies = cookies

    def use_headers(
        self, headers: Mapping[str, str], fallback: Mapping[str, str] | None = None
    ) -> None:
        """Send these from now on; try `fallback` once if they are answered with 401.

        The fallback takes their place for good when it is accepted, and is forgotten when it is
        refused as well.
        """
        self._headers = headers
        self._fallback = fallback

    async def get[T](
        self,
        path: str,
        answer: type[T],
        params: Params | None = None,
        timeout_seconds: float = QUICK_SECONDS,
        headers: Mapping[str, str] | None = None,
    ) -> T:
        """Read one JSON value of the given shape; `headers` take the place of the client's."""
        request = _Request("GET", path, params or {}, None, timeout_seconds, headers)
        return await self._ask(request, partial(read_value, answer))

    async def get_rows[T](
        self,
        path: str,
        row: type[T],
        params: Params | None = None,
        timeout_seconds: float = QUICK_SECONDS,
    ) -> Rows[T]:
        """Read a JSON list of nearly any length, row by row while it arrives.

        The body is never held whole, and the event loop gets its turn every few rows.
        """
        return await self.take_rows(path, row, itself, params, timeout_seconds)

    async def take_rows[Row, T](
        self,
        path: str,
        row: type[Row],
        take: Take[Row, T],
        params: Params | None = None,
        timeout_seconds: float = QUICK_SECONDS,
    ) -> Rows[T]:
        """Read a list as `get_rows` does, and return what `take` makes of each row.

        No more than a row is there in both forms at once.
        """
        request = _Request("GET", path, params or {}, None, timeout_seconds)
        return await self._ask(request, partial(read_rows, row, take))

    async def get_listed[T](
        self,
        path: str,
        row: type[T],
        key: str,
        timeout_seconds: float = QUICK_SECONDS,
    ) -> Rows[T]:
        """Read a list of any length that begins an object, with its `total` behind it, row by row.

        Like `get_rows`; a list of nothing may be null.
        """
        request = _Request("GET", path, {}, None, timeout_seconds)
        return await self._ask(request, partial(read_listed, row, key))

    async def get_page[T](
        self,
        path: str,
        row: type[T],
        params: Params | None = None,
        timeout_seconds: float = HEAVY_SECONDS,
    ) -> Rows[T]:
        """Read one page of Jellyfin's listings: `{"Items": […], "TotalRecordCount": n}`."""
        request = _Request("GET", path, params or {}, None, timeout_seconds)
        return await self._ask(request, partial(read_page, row))

    async def get_picture(self, path: str, params: Params | None = None) -> Picture:
        """Read a picture of a kind that browsers draw and that cannot hold a script.

        Raises:
            NotFound: there is none.
            ClientError: as for every request.
        """
        request = _Request("GET", path, params or {})
        return await self._ask(request, read_picture)

    async def post[T](
        self,
        path: str,
        body: object,
        answer: type[T],
        headers: Mapping[str, str] | None = None,
        params: Params | None = None,
        timeout_seconds: float = QUICK_SECONDS,
    ) -> T:
        """Send JSON and read one JSON value; `headers` take the place of the client's."""
        request = _Request("POST", path, params or {}, body, timeout_seconds, headers)
        return await self._ask(request, partial(read_value, answer))

    async def put[T](self, path: str, body: object, answer: type[T]) -> T:
        """Send JSON that takes the place of what is there, and read one JSON value."""
        request = _Request("PUT", path, {}, body, DISK_SECONDS)
        return await self._ask(request, partial(read_value, answer))

    async def post_only(
        self,
        path: str,
        params: Params | None = None,
        body: object = None,
        timeout_seconds: float = DISK_SECONDS,
    ) -> None:
        """Send a request, with JSON or without, whose answer says only that it was accepted."""
        request = _Request("POST", path, params or {}, body, timeout_seconds)
        await self._ask(request, read_nothing)

    async def delete_only(
        self, path: str, params: Params | None = None, body: object = None
    ) -> None:
        """Delete what we made on a server, take it out of what we made, or let a server forget it.

        No medium is ever deleted with it: on a Jellyfin that would delete the files. Who calls it
        proves first that the path names something else.
        """
        request = _Request("DELETE", path, params or {}, body, DISK_SECONDS)
        await self._ask(request, read_nothing)

    async def delete_medium(self, path: str, params: Params | None = None) -> None:
        """Delete somebody's medium: an entry of Radarr or Sonarr, or a file. No other call does.

        Only the clients of those two use it, and that of an OxiCleanarr server, which has them do it; each for
        one medium at a time. It is sent at once, whatever else is being asked: while it waited for a slot, somebody
        could keep the medium. And it is sent once, whatever happens to the connection. Returns when the server has
        accepted it, which does not mean that the files are gone. After any error, NotFound included, and above
        all TimedOut, it may have happened all the same: read again.

        Raises:
            DiskMissing: the disk with the files is not there; nothing was deleted.
            ClientError: as for every request.
        """
        request = _Request("DELETE", path, params or {}, None, _DELETE_SECONDS, once=True)
        try:
            await self._ask(request, read_nothing)
        except NotUnderstood as error:
            if error.status != 409:
                raise
            raise DiskMissing(self.server) from None

    async def _ask[T](self, request: _Request, read: Read[T]) -> T:
        """Read a successful answer; everything else, then and while reading, is a ClientError."""
        slot = nullcontext() if request.once else self._slots
        async with self._listing if request.heavy else nullcontext(), slot:
            try:
                return await self._answered(request, read)
            except WrongApp:
                # A base path that was learnt may be gone again: below it lies the web interface then.
                learnt = self.url != self._entered
                self.url = self._entered
                if not learnt or request.method != "GET":
                    raise
            return await self._answered(request, read)

    async def _answered[T](self, request: _Request, read: Read[T]) -> T:
        try:
            async with await self._sent(request) as response:
                check_status(self.server, response.status)
                return await read(self.server, response)
        except ClientError:
            raise
        except Exception as error:  # noqa: BLE001 - aiohttp, ssl, resolvers and codecs raise many
            failed = failure(self.server, error)
        raise failed

    async def _sent(self, request: _Request) -> aiohttp.ClientResponse:
        headers = request.headers or self._headers
        response = await self._followed(request, headers)
        if response.status != 401 or request.headers is not None or request.once:
            return response
        changed = self._headers is not headers
        others = self._headers if changed else self._fallback
        if others is None:
            return response
        response.close()
        response = await self._followed(request, others)
        if not changed:
            if response.status == 401:
                self._fallback = None
            elif response.ok:
                self.use_headers(others)
        return response

    async def _followed(
        self, request: _Request, headers: Mapping[str, str]
    ) -> aiohttp.ClientResponse:
        """Send, and follow a read's redirects within the origin."""
        self._check_headers(headers)
        url = asked = self._url_of(request)
        for _ in range(_MAX_HOPS + 1):
            response = await self._session.request(
                request.method,
                url,
                headers={**headers, **_FRESH},
                json=request.body,
                timeout=aiohttp.ClientTimeout(
                    total=request.timeout_seconds, sock_connect=_CONNECT_SECONDS
                ),
                allow_redirects=False,
                middlewares=self._middlewares(request) or None,
            )
            if response.status not in {301, 302, 303, 307, 308}:
                if response.ok:
                    self._learn_base(request.path, url, asked)
                return response
            response.close()
            url = self._target(response, url)
            if request.method != "GET" or not same_origin(url, asked):
                raise self._sent_away(request, url, asked)
        raise Redirected(self.server, _shown(url), "over and over")

    def _sent_away(self, request: _Request, url: URL, asked: URL) -> Redirected:
        """Tell a server that has moved, which still names what was asked for, from a login on another one."""
        if same_origin(url, asked) or url.raw_path.endswith(request.path):
            return Redirected(self.server, _shown(url).removesuffix(request.path))
        return LoginPage(self.server, str(url.origin()))

    def _middlewares(self, request: _Request) -> tuple[aiohttp.ClientMiddlewareType, ...]:
        cookieless = () if self._cookies else (without_cookies,)
        return (sent_once, *cookieless) if request.once else cookieless

    def _url_of(self, request: _Request) -> URL:
        base = self.url.raw_path.rstrip("/")
        # Spaces as %20: jellyfin-rust takes a plus sign for a plus sign.
        try:
            query = "&".join(
                f"{name}={quote(_written(value), safe=',')}"
                for name, value in request.params.items()
            )
        except UnicodeError:
            raise NotUnderstood(self.server, "a path that no address can hold") from None
        return self.url.with_path(f"{base}{request.path}", encoded=True).join(
            URL(f"?{query}", encoded=True)
        )

    def _target(self, response: aiohttp.ClientResponse, url: URL) -> URL:
        location = response.headers.get("Location", "")
        try:
            target = url.join(URL(location))
        except ValueError:
            target = None
        if location and target is not None and target.absolute and target.raw_host:
            if target.scheme in {"http", "https"}:
                return target
        raise NotUnderstood(self.server, "a redirect to nowhere", response.status)

    def _learn_base(self, path: str, url: URL, asked: URL) -> None:
        if url is not asked and url.raw_path.endswith(path):
            self.url = url.with_path(url.raw_path.removesuffix(path), encoded=True)

    def _check_headers(self, headers: Mapping[str, str]) -> None:
        """Refuse what cannot be a header: line breaks would inject one, other letters have no bytes."""
        for value in headers.values():
            if not value:
                raise KeyRefused(self.server, "it is empty")
            if not (value.isascii() and value.isprintable()):
                raise KeyRefused(self.server, "it holds characters that no key has")


def _written(value: str | int | datetime) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return str(value)


def _shown(url: URL) -> str:
    """Show where an address leads, without what may be secret in it, and in one short line."""
    path = url.path if url.path.isprintable() else url.raw_path
    return f"{url.origin()}{path}"[:_LONGEST_SHOWN]
