"""Items over HTTP: lists, single ones, and the delete that takes files away."""

from pathlib import Path
import shutil

from aiohttp import web

from simulator.wire import Call, Query, Route, json_bytes
from simulator.world import User

from .auth import Identity
from .items import Item, Kind
from .listing import Listing, Page, shape_of
from .rows import ALL, ALWAYS, ON_REQUEST, Shape, row_for
from .state import State, failed


class MediaRoutes:
    """Answers for items."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state
        self._listing = Listing(state)

    def routes(self) -> list[Route]:
        """Return what is answered here; the spelling with /Users is an old one."""
        return [
            Route("GET", "/Items", self.items, "any"),
            Route("GET", "/UserViews", self.views, "any"),
            Route("GET", "/Shows/{id}/Episodes", self.episodes, "any"),
            Route("GET", "/Items/{id}", self.item, "any"),
            Route("GET", "/Users/{user}/Items/{id}", self.item, "any"),
            Route("POST", "/Items/{id}", self.update, "admin"),
            Route("DELETE", "/Items/{id}", self.delete, "any"),
        ]

    async def items(self, call: Call) -> web.Response:
        """List items."""
        user = self._state.user_of(call)
        page = self._listing.page(call, user)
        return self._answer(page, call.query, user)

    async def item(self, call: Call) -> web.Response:
        """Tell all of one item; a key must say for which user."""
        user = self._state.must_user(call)
        found = self._state.item(call.parts["id"])
        if found.library_id not in self._state.visible_libraries(user):
            return web.Response(status=404)
        return json_bytes(row_for(self._state, found, ALL, user))

    async def views(self, call: Call) -> web.Response:
        """List the libraries that a user sees."""
        user = self._state.must_user(call)
        items = [self._state.catalog.items[key] for key in self._state.visible_libraries(user)]
        return self._answer(Page(items, 0, len(items)), call.query, user)

    async def episodes(self, call: Call) -> web.Response:
        """List the episodes of a series."""
        user = self._state.user_of(call)
        items = list(self._state.catalog.episodes_of(self._state.item(call.parts["id"]).id))
        season = call.query.number("season")
        if season is not None:
            items = [item for item in items if item.parent_index == season]
        return self._answer(Page(items, 0, len(items)), call.query, user)

    async def update(self, call: Call) -> web.Response:
        """Save what an editor sends: the whole item, for what is missing in it is wiped.

        As in 10.11 the tags and provider ids must be there, else it fails halfway; and a folder's
        lock is handed on to everything in it, the members of a collection too.
        """
        item = self._state.item(call.parts["id"])
        sent = await call.json_object()
        if not isinstance(sent.get("tags"), list) or not isinstance(sent.get("providerids"), dict):
            return failed()
        locked = sent.get("lockdata") is True
        if item.is_folder and locked != item.is_locked:
            for inside in self._state.catalog.inside(item):
                inside.is_locked = locked
        item.is_locked = locked
        item.name = str(sent.get("name") or "")
        item.edited = {key: sent.get(key.lower()) for key in ON_REQUEST | ALWAYS}
        self._state.catalog.touch(item)
        return web.Response(status=204)

    async def delete(self, call: Call) -> web.Response:
        """Delete an item **and its files**, as Jellyfin does; of a collection only itself.

        Who may not is told 401: the right is looked up on the item, not on the call.
        """
        item = self._state.item(call.parts["id"])
        identity: Identity = call.identity
        if not identity.elevated:
            return web.Response(status=401, text="Unauthorized access")
        if item.kind in {Kind.MOVIE, Kind.EPISODE, Kind.SEASON, Kind.SERIES} and item.path:
            _delete_files(item)
        self._state.catalog.forget(item)
        return web.Response(status=204)

    def _answer(self, page: Page, query: Query, user: User | None) -> web.Response:
        with_data = user if query.flag("enableUserData") is not False else None
        shape: Shape = shape_of(query)
        rows = [row_for(self._state, item, shape, with_data) for item in page.items]
        tail = f'],"TotalRecordCount":{page.total},"StartIndex":{page.start}}}'
        return json_bytes(b"".join((b'{"Items":[', b",".join(rows), tail.encode())))


def _delete_files(item: Item) -> None:
    path = Path(item.path or "")
    if path.is_symlink() or path.is_file():
        path.unlink()
        if item.kind is Kind.MOVIE and path.parent.name == path.stem.rpartition(" ")[0]:
            shutil.rmtree(path.parent)
    elif path.is_dir():
        shutil.rmtree(path)
