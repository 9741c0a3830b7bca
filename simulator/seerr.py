"""A Seerr server (v1 API, 3.1): who asked for what."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, override

from aiohttp import web

from .faults import Breakages, forbidden
from .jellyfin.catalog import Catalog
from .jellyfin.items import Kind, item_id
from .options import Options
from .server import Server
from .wire import Call, Refused, Request, Route, Router, html_answer, json_answer
from .world import MediaRequest, Movie, Requester, Series, World, hex_id

VERSION = "3.1.0"
_DEFAULT_TAKE = 10

# What may stand in a query; anything else is refused.
_REQUEST_QUERY = frozenset(
    {"take", "skip", "filter", "sort", "sortDirection", "requestedBy", "mediaType"}
)
_USER_QUERY = frozenset({"take", "skip", "sort", "q", "includeIds"})

_PENDING, _APPROVED, _FAILED, _COMPLETED = 1, 2, 4, 5
_MEDIA_PENDING, _MEDIA_PROCESSING, _MEDIA_AVAILABLE, _MEDIA_DELETED = 2, 3, 5, 7
_JELLYFIN_USER, _LOCAL_USER = 3, 2


def wire_date(moment: datetime) -> str:
    """Write a date as Seerr does."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


class Seerr(Server):
    """Seerr over a world's requests; it cannot lie below a path.

    That a medium was deleted it learns by its next ``sync``, as the real one does once a day. With
    ``csrf_protection`` it refuses whatever changes something, good keys included.
    """

    name = "seerr"

    def __init__(
        self,
        options: Options,
        world: World,
        catalog: Catalog,
        breakages: Breakages,
        requests: list[Request],
    ) -> None:
        """Prepare; nothing listens before ``start``."""
        super().__init__(breakages, requests)
        self.world = world
        self.api_key = hex_id(f"Seerr {options.seed}")
        self.csrf_protection = False
        self._media_ids: dict[tuple[str, int], int] = {}
        self._catalog = catalog
        self._open = Router([Route("GET", "/api/v1/status", self.status)])
        self._closed = Router(
            [
                Route("GET", "/api/v1/auth/me", self.me),
                Route("GET", "/api/v1/request", self.all_requests),
                Route("GET", "/api/v1/user", self.all_users),
                Route("DELETE", "/api/v1/media/{id}", self.reset),
            ]
        )

    @override
    async def answer(self, call: Call) -> web.StreamResponse:
        """Answer; what there is none of is a page of the web interface."""
        if self.csrf_protection and call.request.method != "GET":
            return json_answer({"message": "invalid csrf token"}, 403)
        found = self._open.find(call.request.method, call.path)
        if found is None:
            found = self._closed.find(call.request.method, call.path)
            if found is not None and call.request.headers.get("X-Api-Key") != self.api_key:
                return forbidden()
        if found is None:
            return html_answer("Seerr")
        route, call.parts = found
        return await route.handler(call)

    @override
    def without_base(self, request: web.Request) -> web.Response:
        return html_answer("Seerr")

    async def status(self, call: Call) -> web.Response:
        """Tell what this is, to anyone."""
        _check_query(call, frozenset())
        return json_answer(
            {
                "version": VERSION,
                "commitTag": "local",
                "updateAvailable": False,
                "commitsBehind": 0,
                "restartRequired": False,
            }
        )

    async def me(self, call: Call) -> web.Response:
        """Tell whom the key stands for: the owner, who is the first user."""
        _check_query(call, frozenset())
        return json_answer(self._user(self.world.requesters[0]))

    async def all_users(self, call: Call) -> web.Response:
        """List the users, paged."""
        _check_query(call, _USER_QUERY)
        return _paged(call, self.world.requesters, self._user)

    async def all_requests(self, call: Call) -> web.Response:
        """List the requests, newest first, paged."""
        _check_query(call, _REQUEST_QUERY)
        query = call.request.query
        found = self._filtered(query.get("filter", "all"))
        if "requestedBy" in query:
            found = [r for r in found if r.requester.id == _number(call, "requestedBy", 0)]
        if query.get("mediaType", "all") != "all":
            found = [r for r in found if r.kind == query["mediaType"]]
        found.sort(key=lambda r: (r.created, r.id), reverse=query.get("sortDirection") != "asc")
        return _paged(call, found, self._request)

    async def reset(self, call: Call) -> web.Response:
        """Forget a medium with all requests for it, those for 4K included, so it can be asked for."""
        _check_query(call, frozenset())
        for (kind, tmdb_id), number in self._media_ids.items():
            if str(number) == call.parts["id"]:
                del self._media_ids[kind, tmdb_id]
                kept = [r for r in self.world.requests if (r.kind, r.tmdb_id) != (kind, tmdb_id)]
                self.world.requests = kept
                return web.Response(status=204)
        return json_answer({"message": "Media not found"}, 404)

    def sync(self) -> None:
        """Look what has become of the requested media: deleted, or there under another id."""
        for request in self.world.requests:
            if request.entry_id:
                here = self._entry_now(request)
                request.deleted = here is None
                request.entry_id = here.id if here else request.entry_id

    def _filtered(self, name: str) -> list[MediaRequest]:
        """Return the requests that a filter lets through; 400 for one that there is not."""
        statuses = {
            "pending": _PENDING,
            "approved": _APPROVED,
            "failed": _FAILED,
            "completed": _COMPLETED,
        }
        media = {
            "available": _MEDIA_AVAILABLE,
            "processing": _MEDIA_PROCESSING,
            "unavailable": _MEDIA_PENDING,
            "deleted": _MEDIA_DELETED,
        }
        if name == "all":
            return list(self.world.requests)
        if name in statuses:
            return [r for r in self.world.requests if r.status == statuses[name]]
        if name in media:
            return [r for r in self.world.requests if self._media_status(r) == media[name]]
        raise _refusal(f"'filter' cannot be {name!r}")

    def _request(self, request: MediaRequest) -> dict[str, Any]:
        return {
            "id": request.id,
            "status": request.status,
            "createdAt": wire_date(request.created),
            "updatedAt": wire_date(request.created),
            "type": request.kind,
            "is4k": request.is_4k,
            "serverId": None,
            "profileId": None,
            "rootFolder": None,
            "isAutoRequest": False,
            "media": self._media(request),
            "seasons": [self._season(request, number) for number in request.seasons],
            "requestedBy": self._user(request.requester),
            "modifiedBy": None,
            "seasonCount": len(request.seasons),
        }

    def _season(self, request: MediaRequest, number: int) -> dict[str, Any]:
        return {
            "id": request.id * 100 + number,
            "seasonNumber": number,
            "status": request.status,
            "createdAt": wire_date(request.created),
            "updatedAt": wire_date(request.created),
        }

    def _media(self, request: MediaRequest) -> dict[str, Any]:
        made: dict[str, Any] = {
            "id": self._media_id(request),
            "mediaType": request.kind,
            "tmdbId": request.tmdb_id,
            "tvdbId": request.tvdb_id,
            "imdbId": request.imdb_id,
            "status": 1 if request.is_4k else self._media_status(request),
            "status4k": self._media_status(request) if request.is_4k else 1,
            "createdAt": wire_date(request.created),
            "updatedAt": wire_date(request.created),
            "mediaAddedAt": None,
        }
        known = request.entry_id if not request.deleted else 0
        ids = {
            "serviceId": 0 if known else None,
            "externalServiceId": known or None,
            "externalServiceSlug": str(request.tmdb_id) if known else None,
            "jellyfinMediaId": self._jellyfin_id(request),
        }
        other = dict.fromkeys(ids)
        plain, four_k = (other, ids) if request.is_4k else (ids, other)
        return made | plain | {f"{key}4k": value for key, value in four_k.items()}

    def _media_status(self, request: MediaRequest) -> int:
        """Return what became of the medium: asked for, on its way, there, or deleted since."""
        if not request.entry_id:
            return _MEDIA_PENDING
        if request.deleted:
            return _MEDIA_DELETED
        return _MEDIA_AVAILABLE if self._jellyfin_id(request) else _MEDIA_PROCESSING

    def _jellyfin_id(self, request: MediaRequest) -> str | None:
        """Return the id of the original, not of a copy; None where Jellyfin has none."""
        medium = self._known(request)
        if medium is None or not request.entry_id or request.deleted:
            return None
        if isinstance(medium, Movie):
            made = item_id(Kind.MOVIE, str(self.world.movie_path(medium)))
        else:
            made = item_id(Kind.SERIES, str(self.world.series_path(medium)))
        unnoticed = self._entry_now(request) is None
        return made if unnoticed or made in self._catalog.items else None

    def _known(self, request: MediaRequest) -> Movie | Series | None:
        if request.kind == "movie":
            return self.world.known_movies.get(request.tmdb_id)
        return self.world.known_series.get(request.tvdb_id or 0)

    def _entry_now(self, request: MediaRequest) -> Movie | Series | None:
        """Return the entry of what was asked for, whatever its id is now."""
        known = self._known(request)
        if isinstance(known, Movie):
            return self.world.movies_by_id.get(known.id)
        return self.world.series_by_id.get(known.id) if known else None

    def _media_id(self, request: MediaRequest) -> int:
        """Return the number of a medium, which its plain and its 4K copy share."""
        key = (request.kind, request.tmdb_id)
        if key not in self._media_ids:
            self._media_ids[key] = self.world.new_id("seerr medium")
        return self._media_ids[key]

    def _user(self, requester: Requester) -> dict[str, Any]:
        user = requester.user
        asked = sum(1 for request in self.world.requests if request.requester is requester)
        return {
            "id": requester.id,
            "email": requester.email,
            "username": None if user else requester.name,
            "plexUsername": None,
            "jellyfinUsername": user.name if user else None,
            "jellyfinUserId": user.id if user else None,
            "userType": _JELLYFIN_USER if user else _LOCAL_USER,
            "permissions": 2 if requester.id == 1 else 32,
            "avatar": "/avatarproxy/none",
            "requestCount": asked,
            "createdAt": "2025-01-01T00:00:00.000Z",
            "updatedAt": "2025-01-01T00:00:00.000Z",
            "displayName": requester.name,
        }


def _refusal(text: str) -> Refused:
    return Refused(json_answer({"message": text, "errors": [{"message": text}]}, 400))


def _check_query(call: Call, known: frozenset[str]) -> None:
    """Refuse a query with a parameter that is not in the API's description."""
    for name in call.request.query:
        if name not in known:
            raise _refusal(f"Unknown query parameter '{name}'")


def _number(call: Call, name: str, default: int) -> int:
    text = call.request.query.get(name, "")
    if text and not text.isdecimal():
        raise _refusal(f"'{name}' must be a number")
    return int(text) if text else default


def _paged[T](call: Call, found: list[T], row: Callable[[T], dict[str, Any]]) -> web.Response:
    take = _number(call, "take", _DEFAULT_TAKE) or _DEFAULT_TAKE
    skip = _number(call, "skip", 0)
    info = {
        "pages": -(-len(found) // take),
        "pageSize": take,
        "results": len(found),
        "page": skip // take + 1,
    }
    rows = [row(one) for one in found[skip : skip + take]]
    return json_answer({"pageInfo": info, "results": rows})
