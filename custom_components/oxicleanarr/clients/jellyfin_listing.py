"""Jellyfin's listings of items, read to their end."""

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Final

from .http import Http, Params
from .paging import Identified, take_pages
from .rows import Rows, Take, itself

IDS_PER_CALL: Final = 150
"""How many ids may be named at once: the line of a request may have 8 KiB."""

PER_PAGE: Final = 500

MOST_PER_PAGE: Final = 1000
"""For rows that are small; jellyfin-rust never sends more."""

# Without collapseBoxSetItems=false a collection stands in for its members.
ALL: Final[Params] = {
    "recursive": "true",
    "collapseBoxSetItems": "false",
    "sortBy": "SortName",
    "sortOrder": "Ascending",
}


def in_chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    """Return ids in as many groups as there must be requests."""
    return map(list, batched(ids, IDS_PER_CALL, strict=False))


async def listing[W: Identified](
    http: Http, row: type[W], query: Params, page_size: int = PER_PAGE
) -> Rows[W]:
    """Read all pages of `GET /Items`, each item once."""
    return await take_listing(http, row, itself, query, page_size)


async def take_listing[Row: Identified, T](
    http: Http, row: type[Row], take: Take[Row, T], query: Params, page_size: int = PER_PAGE
) -> Rows[T]:
    """Read all pages of `GET /Items`, and return what `take` makes of each item."""

    async def page(start: int) -> Rows[Row]:
        part = {"startIndex": start, "limit": page_size}
        return await http.get_page("/Items", row, {**ALL, **query, **part})

    return await take_pages(page, page_size, take)
