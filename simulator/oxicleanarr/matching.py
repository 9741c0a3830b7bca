"""What Jellyfin and Seerr tell of the media."""

from typing import Any

from .media import MATCHED, MISMATCH, MOVIE, NOT_FOUND, SHOW, Medium, Request
from .state import State
from .upstream import Upstream, moment, rows_of, taken

_PROVIDERS = {MOVIE: ("Movie", "Tmdb"), SHOW: ("Series", "Tvdb")}
_WANTED = frozenset({2, 5})
_TAKE = 50


async def match_jellyfin(state: State, upstream: Upstream) -> None:
    """Tie the media to Jellyfin's items by provider id alone, and take over what was watched.

    A second item with the same id wins over the first, a copy in a library of links included. A
    key without a user learns nothing about watching. The first failure ends it.
    """
    for kind, (item_type, provider) in _PROVIDERS.items():
        query = {
            "IncludeItemTypes": item_type,
            "Recursive": "true",
            "Fields": "Path,DateCreated,ProviderIds",
        }
        content = await upstream.get("jellyfin", "/Items", query)
        items = rows_of(taken(content, "Items", []))
        by_id = {_provider_id(item, provider): item for item in items}
        titles = {_plain(taken(item, "Name", "")) for item in items}
        for medium in [one for one in state.media.values() if one.kind == kind]:
            _match(medium, by_id.get(str(medium.provider_id)), titles)


def _match(medium: Medium, item: dict[str, Any] | None, titles: set[str]) -> None:
    if item is None:
        medium.jellyfin_id, medium.has_poster = "", False
        if _plain(medium.title) in titles:
            medium.match_status = MISMATCH
            medium.mismatch_info = "Jellyfin has this title with another provider id"
        else:
            medium.match_status = NOT_FOUND
            medium.mismatch_info = "Jellyfin has no such item"
        return
    data: dict[str, Any] = taken(item, "UserData", {})
    medium.jellyfin_id = taken(item, "Id", "")
    medium.has_poster = True
    medium.match_status, medium.mismatch_info = MATCHED, ""
    medium.watch_count = taken(data, "PlayCount", 0)
    medium.last_watched = moment(data, "LastPlayedDate")


def _provider_id(item: dict[str, Any], provider: str) -> str:
    ids: dict[str, Any] = taken(item, "ProviderIds", {})
    return taken(ids, provider, "")


def _plain(title: str) -> str:
    return title.lower().strip()


async def read_requests(state: State, upstream: Upstream) -> None:
    """Note who asked for what, by numbers that films and series may share; the last one wins."""
    by_tmdb: dict[int, Request] = {}
    by_tvdb: dict[int, Request] = {}
    skip = 0
    while True:
        query = {"take": str(_TAKE), "skip": str(skip)}
        content = await upstream.get("jellyseerr", "/api/v1/request", query)
        for row in rows_of(taken(content, "results", [])):
            if taken(row, "status", 0) in _WANTED:
                media: dict[str, Any] = taken(row, "media", {})
                request = _request(taken(row, "requestedBy", {}))
                by_tmdb[taken(media, "tmdbId", 0)] = request
                by_tvdb[taken(media, "tvdbId", 0)] = request
        info: dict[str, Any] = taken(content, "pageInfo", {})
        if taken(info, "page", 0) >= taken(info, "pages", 0):
            break
        skip += _TAKE
    for medium in state.media.values():
        medium.request = (by_tmdb if medium.is_movie else by_tvdb).get(medium.provider_id)


def _request(person: dict[str, Any]) -> Request:
    names = [taken(person, name, "") for name in ("displayName", "jellyfinUsername", "username")]
    return Request(
        taken(person, "id", 0), next(filter(None, names), ""), taken(person, "email", "")
    )
