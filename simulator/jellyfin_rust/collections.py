"""Collections, which are no items here. The names of all arguments begin with a capital letter."""

from aiohttp import web

from simulator.jellyfin.items import Item
from simulator.jellyfin.state import State
from simulator.wire import Call, Route, json_answer

from .catalog import RustCatalog
from .rows import bare, collection
from .wire import exact, not_found, stored_id, wire_id

_MAX_LIMIT = 500


class Collections:
    """Answers for collections; anyone who is logged in may do everything."""

    def __init__(self, state: State, catalog: RustCatalog) -> None:
        """Remember the state."""
        self._state = state
        self._catalog = catalog

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("GET", "/Collections", self.all, "any"),
            Route("POST", "/Collections", self.create, "any"),
            Route("GET", "/Collections/{id}", self.one, "any"),
            Route("DELETE", "/Collections/{id}", self.delete, "any"),
            Route("GET", "/Collections/{id}/Items", self.members, "any"),
            Route("POST", "/Collections/{id}/Items", self.add, "any"),
            Route("DELETE", "/Collections/{id}/Items", self.remove, "any"),
        ]

    async def all(self, call: Call) -> web.Response:
        """List the collections, at most 500 at once."""
        found = sorted(self._catalog.collections(), key=lambda item: item.name.lower())
        start = call.query.number("StartIndex") or 0
        limit = call.query.number("Limit")
        page = found[start : start + min(100 if limit is None else limit, _MAX_LIMIT)]
        rows = [collection(self._state, item) for item in page]
        return json_answer({"Items": rows, "TotalRecordCount": len(found), "StartIndex": start})

    async def create(self, call: Call) -> web.Response:
        """Make a collection, whether or not there is one of that name."""
        made = self._catalog.new_collection(exact(call).must("Name"))
        self._put(made.id, call.query.several("Ids"))
        return json_answer({"Id": wire_id(made.id)})

    async def one(self, call: Call) -> web.Response:
        """Tell of one collection."""
        found = self._collection(call)
        return json_answer(collection(self._state, found)) if found else not_found("Collection")

    async def delete(self, call: Call) -> web.Response:
        """Delete a collection; one that is not there is fine."""
        found = self._collection(call)
        if found is not None:
            self._catalog.forget(found)
        return web.Response(status=204)

    async def members(self, call: Call) -> web.Response:
        """List all members at once, without their series."""
        members = self._catalog.members.get(stored_id(call.parts["id"]), [])
        rows = [bare(self._state, self._catalog.items[key]) for key in members]
        return json_answer({"Items": rows, "TotalRecordCount": len(rows), "StartIndex": 0})

    async def add(self, call: Call) -> web.Response:
        """Add items; what is unknown is ignored."""
        exact(call).must("Ids")
        self._put(stored_id(call.parts["id"]), call.query.several("Ids"))
        return web.Response(status=204)

    async def remove(self, call: Call) -> web.Response:
        """Remove items; what is no member is ignored."""
        exact(call).must("Ids")
        collection_id = stored_id(call.parts["id"])
        gone = {stored_id(text) for text in call.query.several("Ids")}
        if collection_id in self._catalog.members:
            members = self._catalog.members[collection_id]
            self._catalog.set_members(collection_id, [m for m in members if m not in gone])
        return web.Response(status=204)

    def _put(self, collection_id: str, ids: list[str]) -> None:
        if collection_id not in self._catalog.members:
            return
        wanted = [key for text in ids if self._catalog.medium(key := stored_id(text))]
        members = dict.fromkeys([*self._catalog.members[collection_id], *wanted])
        self._catalog.set_members(collection_id, list(members))

    def _collection(self, call: Call) -> Item | None:
        wanted = stored_id(call.parts["id"])
        return self._catalog.items[wanted] if wanted in self._catalog.members else None
