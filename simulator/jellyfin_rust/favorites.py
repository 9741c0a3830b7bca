"""Hearts: set and taken by whoever comes; nobody has to be logged in."""

from typing import Any

from aiohttp import web

from simulator.jellyfin.state import State
from simulator.jellyfin.watching import set_favorite
from simulator.wire import Call, Refused, Route, json_answer
from simulator.world import User

from .catalog import RustCatalog
from .rows import user_data
from .wire import stored_id


class Favorites:
    """Answers below /UserFavoriteItems; ids are taken only as they were sent."""

    def __init__(self, state: State, catalog: RustCatalog) -> None:
        """Remember the state."""
        self._state = state
        self._catalog = catalog

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        path = "/UserFavoriteItems/{id}"
        return [Route("POST", path, self.add), Route("DELETE", path, self.remove)]

    async def add(self, call: Call) -> web.Response:
        """Set a heart; 404 on what is no medium (seasons and collections are none), 500 for nobody's."""
        asked, user = self._user(call)
        item = self._catalog.medium(stored_id(call.parts["id"]))
        if item is None:
            return web.Response(status=404)
        if user is None:
            return web.Response(status=500)
        set_favorite(self._state, user, item, favorite=True)
        return json_answer(self._data(call, asked))

    async def remove(self, call: Call) -> web.Response:
        """Take a heart away, which may be nobody's or on nothing."""
        asked, user = self._user(call)
        item = self._catalog.medium(stored_id(call.parts["id"]))
        if item is not None and user is not None:
            set_favorite(self._state, user, item, favorite=False)
        return json_answer(self._data(call, asked))

    def _user(self, call: Call) -> tuple[str, User | None]:
        """Return the user's id as it was asked for, and who that is; 400 without one."""
        asked = call.query.values.get("userId")
        if asked is None:
            raise Refused(web.Response(status=400))
        return asked[0], self._state.world.user(stored_id(asked[0]))

    def _data(self, call: Call, asked: str) -> dict[str, Any]:
        item_id = call.parts["id"]
        empty = dict.fromkeys(
            ("Rating", "PlayedPercentage", "UnplayedItemCount", "Likes", "LastPlayedDate")
        )
        data = user_data(self._state, stored_id(item_id), stored_id(asked))
        return {**empty, **data, "Key": f"{asked}-{item_id}", "ItemId": item_id}
