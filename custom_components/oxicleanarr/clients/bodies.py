"""Reading what a server answers: values, lists of nearly any length, pages, pictures.

Nobody's answer may fill the memory or hold the event loop. What is not understood becomes a ClientError; a
web page, such as a proxy's login, becomes one of its own. `server` is the name to use in errors.
"""

import asyncio
from dataclasses import dataclass, replace
import re
from typing import Final

import aiohttp
import msgspec

from .errors import ClientError, NotUnderstood, WrongApp
from .paging import decoded_page
from .rows import (
    DECODE_ERRORS,
    MOST,
    BrokenListError,
    Cut,
    NotAListError,
    Number,
    RowDecoder,
    RowReader,
    Rows,
    Take,
    itself,
)

MAX_LIST_BYTES: Final = 512 * 1024 * 1024
MAX_LIST_ROWS: Final = 1_000_000
"""No list of these servers comes near; one that goes on and on would fill the memory."""

_MAX_BODY_BYTES = 16 * 1024 * 1024
# Decoding goes by values, and nothing else gets its turn meanwhile.
_MAX_VALUES = 1_000_000
# A jellyfin-rust sends posters in full size.
_MAX_PICTURE_BYTES = 8 * 1024 * 1024
# No image/svg+xml: it can hold scripts, and they would run with Home Assistant's own address.
_PICTURES: Final = frozenset({"image/avif", "image/gif", "image/jpeg", "image/png", "image/webp"})
_SLICE_BYTES = 64 * 1024
_FIRST_BYTE = re.compile(rb"\s*+(\S)")
_BOM = b"\xef\xbb\xbf"
_WEB_PAGE = "a web page"
_TOO_MUCH = "far too much of it"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, with its media type."""

    content_type: str
    content: bytes


async def read_value[T](answer: type[T], server: str, response: aiohttp.ClientResponse) -> T:
    """Read one JSON value of the given shape."""
    body = await _whole(server, response, _MAX_BODY_BYTES)
    if body.startswith(_BOM):
        del body[: len(_BOM)]
    if body.count(b",") > _MAX_VALUES:
        raise NotUnderstood(server, _TOO_MUCH)
    first = _FIRST_BYTE.match(body)
    if first is None or first[1] == b"<":
        raise _not_json(server, first[1] if first else b"", "no JSON")
    try:
        return msgspec.json.decode(body, type=answer, strict=False)
    except msgspec.ValidationError:
        raise NotUnderstood(server, "JSON of another shape") from None
    except DECODE_ERRORS:
        raise NotUnderstood(server, "broken or cut JSON") from None


async def read_rows[Row, T](
    row: type[Row], take: Take[Row, T], server: str, response: aiohttp.ClientResponse
) -> Rows[T]:
    """Read a list, row by row while it arrives."""
    return await _streamed(RowReader(RowDecoder(row).decode), take, server, response)


async def read_listed[T](
    row: type[T], key: str, server: str, response: aiohttp.ClientResponse
) -> Rows[T]:
    """Read a list that begins an object, with its `total` behind it, row by row while it arrives."""
    reader = RowReader(RowDecoder(row).decode, key)
    rows = await _streamed(reader, itself, server, response)
    total = reader.rest.get("total")
    if type(total) is not int or not 0 <= total <= MOST:
        raise NotUnderstood(server, "a list without its length")
    return replace(rows, total=total)


class _Page(msgspec.Struct, frozen=True, rename="pascal"):
    items: list[msgspec.Raw]
    total_record_count: Number


async def read_page[T](row: type[T], server: str, response: aiohttp.ClientResponse) -> Rows[T]:
    """Read one page of Jellyfin's listings; the event loop gets its turn every few rows."""
    page = await read_value(_Page, server, response)
    if page.total_record_count < 0:
        raise NotUnderstood(server, "a negative count")
    return await decoded_page(page.items, row, page.total_record_count)


async def read_picture(server: str, response: aiohttp.ClientResponse) -> Picture:
    """Read a picture of a kind that browsers draw and that cannot hold a script."""
    if response.content_type not in _PICTURES:
        raise NotUnderstood(server, "no picture")
    body = await _whole(server, response, _MAX_PICTURE_BYTES)
    if not body:
        raise NotUnderstood(server, "an empty answer")
    return Picture(response.content_type, bytes(body))


async def read_nothing(server: str, response: aiohttp.ClientResponse) -> None:
    """Leave the answer unread; a proxy's login page accepts nothing."""
    if response.content_type == "text/html":
        raise WrongApp(server, _WEB_PAGE)


async def _whole(server: str, response: aiohttp.ClientResponse, max_bytes: int) -> bytearray:
    """Read the body into one buffer, so that it is not there twice at the end."""
    body = bytearray()
    async for piece in response.content.iter_any():
        body += piece
        if len(body) > max_bytes:
            raise NotUnderstood(server, _TOO_MUCH)
    return body


async def _streamed[Row, T](
    reader: RowReader[Row], take: Take[Row, T], server: str, response: aiohttp.ClientResponse
) -> Rows[T]:
    """Return what becomes of a list's rows; the event loop gets its turn every few of them."""
    rows: list[T] = []
    seen = skipped = held_bytes = all_bytes = 0

    def add(cut: Cut[Row]) -> None:
        nonlocal seen, skipped
        seen += 1
        if cut.row is None:
            skipped += 1
        elif (taken := take(cut.row)) is not None:
            rows.append(taken)

    try:
        async for piece in response.content.iter_any():
            all_bytes += len(piece)
            if all_bytes > MAX_LIST_BYTES or seen > MAX_LIST_ROWS:
                raise NotUnderstood(server, _TOO_MUCH)
            reader.feed(piece)
            while (cut := reader.next_row()) is not None:
                add(cut)
                held_bytes += cut.size_bytes
                if held_bytes >= _SLICE_BYTES:
                    held_bytes = 0
                    await asyncio.sleep(0)
        for cut in reader.close():
            add(cut)
    except NotAListError as error:
        raise _not_json(server, error.start, "not a list") from None
    except BrokenListError:
        raise NotUnderstood(server, "a broken or cut list") from None
    return Rows(tuple(rows), len(rows) + skipped, skipped)


def _not_json(server: str, start: bytes, otherwise: str) -> ClientError:
    """Tell a web page from other things; proxies mislabel JSON, so its first byte decides."""
    if not start:
        return NotUnderstood(server, "an empty answer")
    if start == b"<":
        return WrongApp(server, _WEB_PAGE)
    return NotUnderstood(server, otherwise)
