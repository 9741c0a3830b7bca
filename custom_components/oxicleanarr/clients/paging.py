"""Lists that come in pages: read to their end, which comes for certain."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Protocol

import msgspec

from .rows import RowDecoder, Rows, Take, itself

MAX_ROWS: Final = 2_000_000
_SPARE_PAGES: Final = 10
_SLICE_ROWS: Final = 50
_SLICE_BYTES: Final = 64 * 1024


class Identified(Protocol):
    """A row by whose id it is known again on another page."""

    @property
    def id(self) -> str | int:
        """The server's id."""


async def decoded_page[T](raws: Sequence[msgspec.Raw], row: type[T], total: int) -> Rows[T]:
    """Decode the rows of one page; the event loop gets its turn every few rows."""
    decoder = RowDecoder(row)
    rows: list[T] = []
    held_bytes = 0
    for number, raw in enumerate(raws, 1):
        decoded = decoder.decode(raw)
        if decoded is not None:
            rows.append(decoded)
        held_bytes += memoryview(raw).nbytes
        if held_bytes >= _SLICE_BYTES or number % _SLICE_ROWS == 0:
            held_bytes = 0
            await asyncio.sleep(0)
    return Rows(tuple(rows), total, len(raws) - len(rows))


async def all_pages[T: Identified](
    read: Callable[[int], Awaitable[Rows[T]]], page_size: int
) -> Rows[T]:
    """Read all pages of a listing, each row once; `read` is given the number of rows to leave out.

    It ends for certain: at an empty page, at one that brings nothing new, at the announced
    end, and not far beyond the end that was announced first. `total` is the largest one that
    the server announced, less the rows that it repeated within one page.
    """
    return await take_pages(read, page_size, itself)


async def take_pages[Row: Identified, T](
    read: Callable[[int], Awaitable[Rows[Row]]], page_size: int, take: Take[Row, T]
) -> Rows[T]:
    """Read all pages as `all_pages` does, and return what `take` makes of each row.

    No more than a page is there in both forms at once.
    """
    found: dict[str | int, T | None] = {}
    skipped = total = repeated = 0
    last_start = MAX_ROWS
    start = 0
    while start <= last_start and len(found) <= MAX_ROWS:
        page = await read(start)
        if start == 0:
            last_start = min(MAX_ROWS, page.total + _SPARE_PAGES * page_size)
        ids = {row.id for row in page.rows}
        known = len(ids & found.keys())
        for number, row in enumerate(page.rows, 1):
            found[row.id] = take(row)
            if number % _SLICE_ROWS == 0:
                await asyncio.sleep(0)
        repeated += len(page.rows) - len(ids)
        total = max(total, page.total)
        # Where rows have shifted between two pages, a bad row may have been counted before.
        skipped += page.skipped if not known else 0
        start += page_size
        nothing_new = known == len(ids) and not (page.skipped and not known)
        if nothing_new or start >= page.total:
            break
    taken = tuple([one for one in found.values() if one is not None])
    return Rows(taken, total - repeated - (len(found) - len(taken)), skipped)
