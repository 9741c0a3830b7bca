"""No answer goes on for ever, fills the memory, or holds the event loop for long."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
import gzip
import time

import aiohttp
import pytest

from custom_components.oxicleanarr.clients import bodies, paging
from custom_components.oxicleanarr.clients.errors import NotUnderstood
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_models import User
from custom_components.oxicleanarr.clients.paging import all_pages
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.rows import MAX_ROW_BYTES, Rows, itself

from .wire import Asked, Said, Wire

LONGEST_STEP_SECONDS = 0.5
"""Ten times what is promised for what real servers send; without the limits it was up to nine seconds."""


def _saying(body: bytes, coding: str = "identity", endless: bytes = b"") -> Said:
    length = b"Content-Length: %d\r\n" % len(body) if not endless else b""
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: %b\r\n%b\r\n" % (coding.encode(), length)
    return Said(head + body, closes=True, endless=endless)


def _always(said: Said) -> Callable[[Asked], Awaitable[Said]]:
    async def speak(_: Asked) -> Said:
        return said

    return speak


@asynccontextmanager
async def no_long_step() -> AsyncGenerator[None]:
    """Fail when nothing else gets its turn for long, by the processor's clock."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            began = time.thread_time()
            await asyncio.sleep(0)
            longest = max(longest, time.thread_time() - began)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    try:
        yield
        await asyncio.sleep(0)
    finally:
        watching.cancel()
    assert longest < LONGEST_STEP_SECONDS


async def _ends(call: Awaitable[object]) -> None:
    with pytest.raises(NotUnderstood) as caught:
        async with asyncio.timeout(30):
            await call
    assert caught.value.detail == "far too much of it"


async def test_a_list_without_end_is_given_up_by_its_rows(
    wire: Wire, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "MAX_LIST_ROWS", 10_000)
    wire.speaker = _always(_saying(b"[", endless=b'{"id":1,"label":"x"},' * 100))
    await _ends(Radarr(session, wire.url, "k").tags())


async def test_a_list_without_end_is_given_up_by_its_bytes(
    wire: Wire, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "MAX_LIST_BYTES", 1_000_000)
    row = b'{"id":1,"label":"%b"},' % (b"x" * 100_000)
    wire.speaker = _always(_saying(b"[", endless=row))
    await _ends(Radarr(session, wire.url, "k").tags())
    assert wire.sent_bytes < 20_000_000


async def test_a_value_without_end_is_given_up(wire: Wire, session: aiohttp.ClientSession) -> None:
    wire.speaker = _always(_saying(b'{"a":"', endless=b"x" * 100_000))
    await _ends(Jellyfin(session, wire.url, device_id="d").public_info())


async def test_a_small_answer_that_unpacks_to_a_huge_one_is_given_up(
    wire: Wire, session: aiohttp.ClientSession
) -> None:
    wire.speaker = _always(_saying(gzip.compress(b" " * 60_000_000, 1), "gzip"))
    async with no_long_step():
        await _ends(Jellyfin(session, wire.url, device_id="d").public_info())


async def test_a_page_of_a_million_trifles_holds_nobody_up(
    wire: Wire, session: aiohttp.ClientSession
) -> None:
    body = b'{"Items":[%b1],"TotalRecordCount":1}' % (b"1," * 7_000_000)
    wire.speaker = _always(_saying(body))
    async with no_long_step():
        await _ends(Jellyfin(session, wire.url, device_id="d").movies_and_series(itself))


@pytest.mark.parametrize("trifle", [b"{},", b'"",'])
async def test_a_row_of_a_million_trifles_holds_nobody_up(
    wire: Wire, session: aiohttp.ClientSession, trifle: bytes
) -> None:
    row = b'{"id":null,"label":[%b1]}' % (trifle * (MAX_ROW_BYTES // 2 // len(trifle)))
    wire.speaker = _always(_saying(b"[%b]" % row))
    async with no_long_step():
        rows = await Radarr(session, wire.url, "k").tags()
    assert (rows.rows, rows.skipped) == ((), 1)


async def test_pages_that_hold_ever_more_rows_come_to_an_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(paging, "MAX_ROWS", 1000)
    reads = 0

    async def read(start: int) -> Rows[User]:
        nonlocal reads
        reads += 1
        return Rows(tuple(User(f"{start}-{n}", "") for n in range(500)), 10**9)

    rows = await all_pages(read, 1)
    assert reads == 3
    assert not rows.complete
