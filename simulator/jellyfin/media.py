"""Items over HTTP: lists, single ones, counts, children, and the delete that takes files away."""

from collections import Counter
from pathlib import Path
import shutil

from aiohttp import web

from simulator.wire import Call, Query, Route, json_answer, json_bytes
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
        """Return what is answered here; the spellings with /Users are the old ones."""
        return [
            Route("GET", "/Items/Counts", self.counts, "any"),
            Route("GET", "/Items/Latest", self.latest, "any"),
            Route("GET", "/Items", self.items, "any"),
            Route("GET", "/Users/{user}/Items", self.items, "any"),
            Route("GET", "/Users/{user}/Items/Latest", self.latest, "any"),
            Route("GET", "/UserItems/Resume", self.resume, "any"),
            Route("GET", "/Users/{user}/Items/Resume", self.resume, "any"),
            Route("GET", "/UserViews", self.views, "any"),
            Route("GET", "/Users/{user}/Views", self.views, "any"),
            Route("GET", "/Shows/NextUp", self.next_up, "any"),
            Route("GET", "/Shows/{id}/Episodes", self.episodes, "any"),
            Route("GET", "/Shows/{id}/Seasons", self.seasons, "any"),
            Route("GET", "/Items/{id}/Collections", self.collections, "any"),
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

    async def counts(self, call: Call) -> web.Response:
        """Count what there is."""
        libraries = self._state.visible_libraries(self._state.user_of(call))
        items = self._state.catalog.items.values()
        counter = Counter(i.kind for i in items if i.library_id in libraries)
        return json_answer(
            {
                "MovieCount": counter[Kind.MOVIE],
                "SeriesCount": counter[Kind.SERIES],
                "EpisodeCount": counter[Kind.EPISODE],
                "BoxSetCount": counter[Kind.BOXSET],
                "ItemCount": sum(counter.values()),
            }
        )

    async def latest(self, call: Call) -> web.Response:
        """List the newest movies and series of a user."""
        user = self._state.must_user(call)
        libraries = self._state.visible_libraries(user)
        items = [
            i
            for i in self._state.catalog.items.values()
            if i.kind in {Kind.MOVIE, Kind.SERIES} and i.library_id in libraries
        ]
        items.sort(key=lambda item: item.created, reverse=True)
        shape = shape_of(call.query)
        limit = call.query.number("limit") or 20
        rows = [row_for(self._state, item, shape, user) for item in items[:limit]]
        return json_bytes(b"[" + b",".join(rows) + b"]")

    async def resume(self, call: Call) -> web.Response:
        """List what a user has begun."""
        user = self._state.must_user(call)
        watches = self._state.world.watches.get(user.id, {})
        items = [
            item
            for key, watch in watches.items()
            if watch.position_ticks and (item := self._state.catalog.items.get(key))
        ]
        return self._answer(Page(items, 0, len(items)), call.query, user)

    async def views(self, call: Call) -> web.Response:
        """List the libraries that a user sees."""
        user = self._state.must_user(call)
        items = [self._state.catalog.items[key] for key in self._state.visible_libraries(user)]
        return self._answer(Page(items, 0, len(items)), call.query, user)

    async def next_up(self, call: Call) -> web.Response:
        """List nothing."""
        self._state.must_user(call)
        return json_answer({"Items": [], "TotalRecordCount": 0, "StartIndex": 0})

    async def episodes(self, call: Call) -> web.Response:
        """List the episodes of a series."""
        user = self._state.user_of(call)
        items = list(self._state.catalog.episodes_of(self._state.item(call.parts["id"]).id))
        season = call.query.number("season")
        if season is not None:
            items = [item for item in items if item.parent_index == season]
        return self._answer(Page(items, 0, len(items)), call.query, user)

    async def seasons(self, call: Call) -> web.Response:
        """List the seasons of a series."""
        user = self._state.user_of(call)
        series = self._state.item(call.parts["id"])
        items = [
            item
            for item in self._state.catalog.items.values()
            if item.kind is Kind.SEASON and item.series_id == series.id
        ]
        return self._answer(Page(items, 0, len(items)), call.query, user)

    async def collections(self, call: Call) -> web.Response:
        """List the collections that an item is in; there only since 12."""
        if not self._state.is_12:
            return web.Response(status=404)
        user = self._state.user_of(call)
        if user is None:
            return web.Response(status=401)
        item = self._state.item(call.parts["id"])
        members = self._state.catalog.members
        homes = [self._state.catalog.items[c] for c, inside in members.items() if item.id in inside]
        return self._answer(Page(homes, 0, len(homes)), call.query, user)

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
        """Delete an item **and its files**, as Jellyfin does; of a collection only itself."""
        identity: Identity = call.identity
        if not identity.elevated:
            return web.Response(status=403)
        item = self._state.item(call.parts["id"])
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
