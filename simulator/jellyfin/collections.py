"""Collections: made, filled, emptied. All arguments are in the query."""

from aiohttp import web

from simulator.wire import Call, Refused, Route, json_answer

from .items import Item, Kind
from .state import State, bad_request, plain_id


class Collections:
    """Answers for collections."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here; there is no GET /Collections."""
        return [
            Route("POST", "/Collections", self.create, "admin"),
            Route("POST", "/Collections/{id}/Items", self.add, "admin"),
            Route("DELETE", "/Collections/{id}/Items", self.remove, "admin"),
        ]

    async def create(self, call: Call) -> web.Response:
        """Make a collection; a taken name leads to the one that has it."""
        name = call.query.text("name")
        if name is None:
            return bad_request()
        made = self._state.catalog.add_collection(name)
        made.is_locked = call.query.flag("isLocked") is True
        self._put(made, call.query.several("ids"))
        return json_answer({"Id": made.id})

    async def add(self, call: Call) -> web.Response:
        """Add items; one that is unknown fails the whole call."""
        self._put(self._collection(call), call.query.several("ids"))
        return web.Response(status=204)

    async def remove(self, call: Call) -> web.Response:
        """Remove items; those that are no members are skipped."""
        collection = self._collection(call)
        gone = {plain_id(text) for text in call.query.several("ids")}
        members = self._state.catalog.members[collection.id]
        left = [member for member in members if member not in gone]
        self._state.catalog.set_members(collection.id, left)
        return web.Response(status=204)

    def _put(self, collection: Item, ids: list[str]) -> None:
        catalog = self._state.catalog
        wanted = [plain_id(text) for text in ids]
        if any(text not in catalog.items for text in wanted):
            raise Refused(bad_request())
        members = catalog.members[collection.id]
        fresh = [text for text in dict.fromkeys(wanted) if text not in members]
        catalog.set_members(collection.id, [*members, *fresh])

    def _collection(self, call: Call) -> Item:
        item = self._state.catalog.items.get(plain_id(call.parts["id"]))
        if item is None or item.kind is not Kind.BOXSET:
            raise Refused(bad_request())
        return item
