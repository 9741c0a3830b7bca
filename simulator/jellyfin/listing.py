"""``GET /Items``: which items, in which order, which page of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import MINYEAR, UTC, date, datetime

from simulator.wire import Call, Query, Refused, parse_date
from simulator.world import User, Watch

from .invented import premiere
from .items import Item, Kind
from .rows import Shape, sort_name, unplayed_below
from .state import State, bad_request, failed, plain_id

_KINDS = frozenset(kind.value.lower() for kind in Kind) | {
    *("audio", "musicalbum", "musicartist", "musicvideo", "book", "photo", "trailer", "video"),
    *("playlist", "person", "genre", "studio", "year", "folder", "userview", "channel"),
}
_NEEDS_USER = frozenset({"isplayed", "isunplayed", "isresumable", "isfavorite"})
_GROUPABLE = frozenset({Kind.MOVIE, Kind.SERIES})
_UNGROUPED = frozenset(
    {"ids", "searchTerm", "filters", "isFavorite", "isPlayed", "isFolder", "genres", "years"}
)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a listing; ``total`` is what the server says there is."""

    items: list[Item]
    start: int
    total: int


class Listing:
    """Answers queries for items, and remembers the last ones so that pages come quickly."""

    def __init__(self, state: State) -> None:
        """Begin with nothing remembered."""
        self._state = state
        self._known: dict[tuple[object, ...], list[Item]] = {}

    def page(self, call: Call, user: User | None) -> Page:
        """Return the page that a call asks for."""
        query = call.query
        found = self._remembered(query, user)
        start = max(query.number("startIndex") or 0, 0)
        limit = query.number("limit")
        rows = found[start:] if limit is None else found[start : start + limit]
        counted = query.flag("enableTotalRecordCount") is not False
        return Page(rows, start, len(found) if counted else len(rows))

    def _remembered(self, query: Query, user: User | None) -> list[Item]:
        paging = {"startindex", "limit", "fields", "apikey", "api_key"}
        parts = sorted((n, tuple(v)) for n, v in query.values.items() if n not in paging)
        world = self._state.world
        now = (self._state.catalog.revision, world.watch_revision, world.media_revision)
        key = (user.id if user else None, *now, *parts)
        if key not in self._known:
            if len(self._known) >= 24:
                self._known.pop(next(iter(self._known)))
            self._known[key] = self._find(query, user)
        return self._known[key]

    def _find(self, query: Query, user: User | None) -> list[Item]:
        self._check(query, user)
        items = self._candidates(query, user)
        for test in (*self._tests(query), *self._watch_tests(query, user)):
            items = [item for item in items if test(item)]
        items = self._grouped(query, user, items)
        return self._sorted(query, user, items)

    def _check(self, query: Query, user: User | None) -> None:
        """Fail as Jellyfin does: on watch filters without a user (10.11), on too many orders."""
        keys = [key.lower() for key in query.several("sortBy")]
        if len(query.several("sortOrder")) > max(len(keys), 1):
            raise Refused(failed())
        if user is not None or self._state.is_12:
            return
        wanted = {name.lower() for name in query.several("filters")} & _NEEDS_USER
        flags = query.flag("isPlayed") is not None or query.flag("isFavorite") is not None
        if wanted or flags or "dateplayed" in keys:
            raise Refused(failed())

    def _candidates(self, query: Query, user: User | None) -> list[Item]:
        catalog = self._state.catalog
        libraries = self._state.visible_libraries(user)
        ids = query.several("ids")
        if ids:
            known = (catalog.items.get(plain_id(text)) for text in ids)
            return [i for i in known if i is not None and i.library_id in libraries]
        items = [i for i in catalog.items.values() if i.library_id in libraries]
        parent = plain_id(query.text("parentId") or "")
        recursive = self._recurses(query, user)
        if parent and parent not in catalog.items:
            raise Refused(bad_request())
        if parent in catalog.members:
            if user is None and not recursive and not self._state.is_12:
                return []
            members = catalog.members[parent]
            return [i for i in items if i.id in set(members)]
        if not parent:
            return items if recursive else [i for i in items if i.kind is Kind.FOLDER]
        if recursive:
            return [
                i
                for i in items
                if parent in {i.library_id, i.series_id, i.season_id, i.parent_id}
                and i.id != parent
            ]
        return [i for i in items if i.parent_id == parent]

    def _recurses(self, query: Query, user: User | None) -> bool:
        """Say whether all below is listed; 12 takes that for granted where a library is listed by type."""
        asked = query.flag("recursive")
        if asked is not None or not self._state.is_12:
            return asked is True
        parent = plain_id(query.text("parentId") or "")
        by_type = bool(_kinds(query.several("includeItemTypes")))
        return by_type and parent in self._state.visible_libraries(user)

    def _tests(self, query: Query) -> Iterable[Callable[[Item], bool]]:
        kinds = _kinds(query.several("includeItemTypes"))
        if kinds:
            yield lambda item: item.kind.value.lower() in kinds
        unwanted = _kinds(query.several("excludeItemTypes"))
        if unwanted:
            yield lambda item: item.kind.value.lower() not in unwanted
        missing = query.flag("isMissing")
        if missing is not None:
            yield lambda item: item.is_virtual == missing
        if "virtual" in {name.lower() for name in query.several("excludeLocationTypes")}:
            yield lambda item: not item.is_virtual
        saved = [parse_date(query.text(n)) for n in ("minDateLastSaved", "minDateLastSavedForUser")]
        for moment in saved:
            if moment is not None:
                yield lambda item, moment=moment: item.saved >= moment  # type: ignore[misc]
        years = {int(year) for year in query.several("years") if year.isdigit()}
        if years:
            yield lambda item: item.year in years
        term = (query.text("searchTerm") or "").lower()
        if term:
            yield lambda item: term in item.name.lower()

    def _watch_tests(self, query: Query, user: User | None) -> Iterable[Callable[[Item], bool]]:
        if user is None:
            return
        filters = {name.lower() for name in query.several("filters")}
        watches = self._state.world.watches.get(user.id, {})
        none = Watch()
        favorite = True if "isfavorite" in filters else query.flag("isFavorite")
        if favorite is not None:
            yield lambda item: watches.get(item.id, none).favorite == favorite
        if "isresumable" in filters:
            yield lambda item: watches.get(item.id, none).position_ticks > 0
        played = query.flag("isPlayed")
        if "isplayed" in filters or "isunplayed" in filters:
            played = "isplayed" in filters
        if played is not None:
            yield lambda item: self._is_played(item, user, watches) == played

    def _is_played(self, item: Item, user: User, watches: dict[str, Watch]) -> bool:
        """Say whether an item counts as played; of a series any (10.11) or all (12)."""
        if item.kind not in {Kind.SERIES, Kind.SEASON}:
            return item.id in watches and watches[item.id].played
        unplayed = unplayed_below(self._state, item, user)
        if self._state.is_12:
            return unplayed == 0
        return unplayed < len(self._state.catalog.playable_below(item.id))

    def _grouped(self, query: Query, user: User | None, items: list[Item]) -> list[Item]:
        """Put collections in the place of their members, where Jellyfin does so."""
        kinds = self._grouped_kinds(query, user)
        homes: dict[str, list[Item]] = {}
        for collection, members in self._state.catalog.members.items():
            for member in members:
                homes.setdefault(member, []).append(self._state.catalog.items[collection])
        shown: dict[str, Item] = {}
        for item in items:
            instead = homes.get(item.id, []) if item.kind in kinds else []
            shown |= {one.id: one for one in instead or [item]}
        return list(shown.values())

    def _grouped_kinds(self, query: Query, user: User | None) -> frozenset[Kind]:
        """Return of which kinds the members of collections are not shown themselves.

        Jellyfin 12 groups in its database where it recurses: there no user is needed, and settings that
        group nothing are taken for all kinds. Elsewhere, and in 10.11, it is done for users only.
        """
        by_settings = frozenset({Kind.MOVIE} if self._state.groups_movies else ())
        parent = self._state.catalog.items.get(plain_id(query.text("parentId") or ""))
        in_database = self._state.is_12 and self._recurses(query, user)
        asked = query.flag("collapseBoxSetItems")
        if asked is None:
            listed = _kinds(query.several("includeItemTypes"))
            kinds = _GROUPABLE if user is None else by_settings
            asked = any(not listed or kind.lower() in listed for kind in kinds)
        if (
            not asked
            or any(query.has(name) for name in _UNGROUPED)
            or (parent is not None and parent.kind in {Kind.BOXSET, Kind.SEASON})
            or (user is None and not in_database)
        ):
            return frozenset()
        return by_settings or frozenset(Kind if in_database else ())

    def _sorted(self, query: Query, user: User | None, items: list[Item]) -> list[Item]:
        keys = [key.lower() for key in query.several("sortBy")]
        orders = [order.lower().startswith("desc") for order in query.several("sortOrder")]
        watches = self._state.world.watches.get(user.id, {}) if user else {}
        for index in reversed(range(len(keys))):
            down = orders[min(index, len(orders) - 1)] if orders else False
            key = _order(keys[index], watches)
            if key is not None:
                items = sorted(items, key=key, reverse=down)
        return items


def shape_of(query: Query) -> Shape:
    """Return what the rows of a listing hold."""
    return Shape(
        frozenset(name.lower() for name in query.several("fields")),
        query.flag("enableImages") is not False,
    )


def _kinds(names: list[str]) -> set[str]:
    """Return the kinds named; a name that is none is dropped, so a typo means all kinds."""
    return {name.lower() for name in names} & _KINDS


def _order(name: str, watches: dict[str, Watch]) -> Callable[[Item], tuple[object, ...]] | None:
    """Return what to sort by; unknown names are ignored."""

    def played(item: Item) -> tuple[object, ...]:
        watch = watches.get(item.id)
        return ((watch.last_played if watch else None) or _NEVER,)

    known: dict[str, Callable[[Item], tuple[object, ...]]] = {
        "sortname": lambda item: (sort_name(item),),
        "name": lambda item: (item.name.lower(),),
        "seriessortname": lambda item: ((item.series_name or "").lower(),),
        "datecreated": lambda item: (item.created,),
        "dateplayed": played,
        "playcount": lambda item: (watches[item.id].play_count if item.id in watches else 0,),
        "productionyear": lambda item: (item.year or 0,),
        "premieredate": lambda item: (_first_shown(item),),
    }
    return known.get(name)


def _first_shown(item: Item) -> date:
    """Return what sorts by the premiere: of what has none the year's first day, else it comes first."""
    return premiere(item) or date(item.year or MINYEAR, 1, 1)
