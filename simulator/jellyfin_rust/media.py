"""Items over HTTP: lists, single ones."""

from collections.abc import Callable
from datetime import date

from aiohttp import web

from simulator.jellyfin.auth import Identity
from simulator.jellyfin.invented import community_rating, premiere
from simulator.jellyfin.items import Item, Kind
from simulator.jellyfin.rows import sort_name
from simulator.jellyfin.state import State
from simulator.wire import Call, Query, Route, json_answer
from simulator.world import User

from .catalog import RustCatalog
from .rows import content, user_id_of
from .wire import not_found, stored_id

_DEFAULT_LIMIT = 100
_MAX_LIMIT = 1000


class MediaRoutes:
    """Answers for items."""

    def __init__(self, state: State, catalog: RustCatalog) -> None:
        """Remember the state."""
        self._state = state
        self._catalog = catalog

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("GET", "/Items", self.items, "any"),
            # Whoever the path names: the token's owner is meant.
            Route("GET", "/Users/{user}/Items", self.items, "any"),
            Route("GET", "/Items/{id}", self.item, "any"),
            Route("DELETE", "/Items/{id}", self.delete, "admin"),
            Route("POST", "/Items/{id}/Refresh", self.refresh, "any"),
        ]

    async def items(self, call: Call) -> web.Response:
        """List items; at most a thousand of them, whatever is asked for."""
        query = call.query
        user_id = user_id_of(_caller(call), query.text("userId"))
        found = self._sorted(query, self._found(query, user_id))
        start = query.number("startIndex") or 0
        limit = query.number("limit")
        page = found[start : start + min(_DEFAULT_LIMIT if limit is None else limit, _MAX_LIMIT)]
        rows = [content(self._state, item, user_id) for item in page]
        return json_answer({"Items": rows, "TotalRecordCount": len(found), "StartIndex": start})

    async def item(self, call: Call) -> web.Response:
        """Tell all of one item."""
        item = self._item(call)
        if item is None:
            return not_found("Item")
        return json_answer(content(self._state, item, _caller(call).id))

    async def delete(self, call: Call) -> web.Response:
        """Forget an item; its file stays, and the next scan finds it again."""
        item = self._item(call)
        if item is None:
            return not_found("Item")
        self._catalog.forget(item)
        return web.Response(status=204)

    async def refresh(self, call: Call) -> web.Response:
        """Look for new and missing files of a library; every other item keeps its id."""
        library = self._catalog.libraries.get(stored_id(call.parts["id"]))
        if library is not None:
            self._catalog.refresh([library])
        elif self._item(call) is None:
            return not_found("Item")
        return web.Response(status=204)

    def _item(self, call: Call) -> Item | None:
        return self._catalog.medium(stored_id(call.parts["id"]))

    def _found(self, query: Query, user_id: str) -> list[Item]:
        """Return the items that a query means; what is not understood is ignored."""
        items = self._catalog.media()
        parent = query.text("parentId")
        recursive = query.flag("recursive") is True
        if parent is not None:
            wanted = stored_id(parent)
            items = [
                item
                for item in items
                if wanted == item.series_id or (recursive and wanted == item.library_id)
            ]
        elif not recursive:
            items = [item for item in items if item.series_id is None]
        if query.text("includeItemTypes") is not None:
            kinds = set(query.several("includeItemTypes"))
            items = [item for item in items if item.kind.value in kinds]
        term = (query.text("searchTerm") or "").lower()
        if term:
            items = [item for item in items if term in item.name.lower()]
        filters = {name.lower() for name in query.several("filters")}
        if query.flag("isFavorite") is True or "isfavorite" in filters:
            watches = self._state.world.watches.get(user_id, {})
            items = [item for item in items if item.id in watches and watches[item.id].favorite]
        return items

    def _sorted(self, query: Query, items: list[Item]) -> list[Item]:
        first = (query.values.get("sortBy") or [""])[0]
        order = (query.values.get("sortOrder") or [""])[0]
        return sorted(items, key=_ORDERS.get(first, _by_sort_name), reverse=order == "Descending")


def _caller(call: Call) -> User:
    identity: Identity = call.identity
    if identity.user is None:
        raise LookupError("Only people have tokens here.")
    return identity.user


def _by_sort_name(item: Item) -> tuple[object, ...]:
    """Episodes have no sort name: they come first, as the database has them."""
    return ("",) if item.kind is Kind.EPISODE else (sort_name(item),)


_ORDERS: dict[str, Callable[[Item], tuple[object, ...]]] = {
    "DateCreated": lambda item: (item.created,),
    "PremiereDate": lambda item: (premiere(item) or date.min,),
    "IndexNumber": lambda item: (item.index or 0,),
    "CommunityRating": lambda item: (community_rating(item) or 0,),
    "Name": lambda item: (item.name,),
    "DateLastContentAdded": lambda item: (item.saved,),
}
