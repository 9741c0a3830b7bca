"""Jellyfin's listings of items: every page of them, each item once."""

from .http import Http, Params
from .paging import Identified, all_pages
from .rows import Rows

# Without collapseBoxSetItems=false a collection stands in for its members.
_LISTING: Params = {
    "recursive": "true",
    "collapseBoxSetItems": "false",
    "sortBy": "SortName",
    "sortOrder": "Ascending",
}


async def all_items[W: Identified](
    http: Http, row: type[W], query: Params, page_size: int
) -> Rows[W]:
    """Read all pages of `GET /Items`; what `query` says goes before what is asked by default."""

    async def page(start: int) -> Rows[W]:
        part = {"startIndex": start, "limit": page_size}
        return await http.get_page("/Items", row, {**_LISTING, **query, **part})

    return await all_pages(page, page_size)
