"""Whatever a server answers, a client gives a proper result or raises ClientError."""

from base64 import b64encode
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
import json
from types import UnionType

import aiohttp
from aiohttp import web
from hypothesis import HealthCheck, given, settings, strategies as st
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.arr import ArrStatus, RecycleBin, Whole
from custom_components.oxicleanarr.clients.bridge import (
    AddResult,
    Bridge,
    BridgeStatus,
    LinkList,
    RemoveResult,
)
from custom_components.oxicleanarr.clients.errors import ClientError
from custom_components.oxicleanarr.clients.jellyfin import Dialect, Jellyfin, Login, PublicInfo
from custom_components.oxicleanarr.clients.jellyfin_collections import JellyfinCollections
from custom_components.oxicleanarr.clients.jellyfin_models import Collection
from custom_components.oxicleanarr.clients.oxicleanarr import OxiCleanarr
from custom_components.oxicleanarr.clients.oxicleanarr_models import (
    Contract,
    DiskStatus,
    Job,
    Outcome,
    ServerConfig,
    ServerMedium,
    SyncStatus,
)
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.rows import Rows
from custom_components.oxicleanarr.clients.seerr import Seerr, SeerrStatus
from custom_components.oxicleanarr.clients.sonarr import EpisodeFile, Sonarr

from .conftest import FakeServer

SECRET = "c0ffee0123456789"

# One answer that holds everything any method looks for, so that mutations of it reach deep.
ITEM = {
    "Id": "a1",
    "Name": "N",
    "Type": "Movie",
    "Path": "/p",
    "ProviderIds": {"Tmdb": "1"},
    "ImageTags": {"Primary": "t"},
    "UserData": {"Played": True, "PlayCount": 1, "LastPlayedDate": "2024-01-01T00:00:00Z"},
    "Policy": {"IsAdministrator": True},
    "Locations": ["/m"],
    "Version": "1",
    "Status": "Active",
    "NowPlayingItem": {"Id": "a2", "Type": "Movie"},
}
REQUEST = {
    "id": 1,
    "type": "tv",
    "status": 2,
    "displayName": "Ann",
    "media": {"tmdbId": 1, "tvdbId": 2, "serviceId": 0},
    "seasons": [{"seasonNumber": 1}],
    "requestedBy": {"id": 1, "displayName": "Ann"},
}
OBJECT: dict[str, object] = {
    **ITEM,
    "Type": "BoxSet",
    "LockData": True,
    "Items": [ITEM, {**ITEM, "Type": "BoxSet"}],
    "TotalRecordCount": 2,
    "AccessToken": "t",
    "User": ITEM,
    "appName": "Radarr",
    "version": "3.1.0",
    "id": 1,
    "tmdbId": 1,
    "tvdbId": 1,
    "monitored": False,
    "seasons": [{"seasonNumber": 1, "monitored": False}],
    "recycleBin": "/bin",
    "recycleBinCleanupDays": 7,
    "pageInfo": {"results": 2},
    "results": [REQUEST, {**REQUEST, "id": 2}],
    "Symlinks": [{"Path": "/l/a", "Target": "/m/a"}],
    "CreatedSymlinks": ["/l/a"],
    "RemovedSymlinks": ["/l/a"],
    "Errors": ["x: y"],
    "Created": True,
}
ARR = {
    "id": 1,
    "title": "T",
    "year": 1999,
    "tmdbId": 1,
    "tags": [1],
    "path": "/p",
    "label": "x",
    "movieFile": {"id": 1, "size": 1},
    "statistics": {"episodeCount": 1},
    "genres": ["Drama"],
    "ratings": {"value": 7.5, "votes": 1, "imdb": {"value": 7.5, "votes": 1}},
    "seasons": [{"seasonNumber": 1, "statistics": {"sizeOnDisk": 1}}],
    "freeSpace": 1,
    "totalSpace": 2,
    "movieId": 1,
    "seriesId": 1,
    "tvdbId": 1,
    "monitored": False,
    "date": "2024-01-01T00:00:00Z",
    "seasonNumber": 1,
    "episodeNumber": 1,
    "episodeFile": {"id": 1, "size": 1},
}
# The same of an OxiCleanarr server; the token says when it ends.
TOKEN = f"e30.{b64encode(b'{"iat": 1, "exp": 9}').decode()}.x"
MEDIUM = {
    "id": "radarr-1",
    "type": "movie",
    "title": "T",
    "year": 1999,
    "file_size": 1,
    "added_at": "2024-01-01T00:00:00Z",
    "deletion_date": "0001-01-01T00:00:00Z",
    "tags": ["x"],
    "episode_file_ids": [1],
    "radarr_id": 1,
}
CLEANER: dict[str, object] = {
    **MEDIUM,
    "items": [MEDIUM, {**MEDIUM, "id": "sonarr-1", "type": "show", "radarr_id": 0}],
    "total": 2,
    "token": TOKEN,
    "uptime": "1s",
    "version": "1",
    "running": True,
    "in_progress": False,
    "media_count": 1,
    "full_interval_minutes": 60,
    "last_full_sync": "2024-01-01T00:00:00Z",
    "status": "completed",
    "duration_ms": 1,
    "summary": {"movies": 1, "dry_run": True, "would_delete": [MEDIUM], "deleted_items": [MEDIUM]},
    "services": [{"name": "Radarr", "enabled": True, "online": True}],
    "enabled": True,
    "free_space_gb": 1,
    "check_source": "radarr",
    "app": {"dry_run": True, "enable_deletion": False, "disk_threshold": {"enabled": True}},
    "integrations": {"jellyfin": {"enabled": True, "symlink_library": {"enabled": True}}},
    "advanced_rules": [{"name": "N", "type": "tag", "tag": "x"}],
    "success": True,
    "dry_run": True,
    "scheduled_count": 1,
    "candidates": [MEDIUM],
}
NOW = datetime.now(UTC)


class Clients:
    """All of them, asking one server."""

    def __init__(self, session: aiohttp.ClientSession, url: URL) -> None:
        self.jellyfin = Jellyfin(session, url, device_id="d", token=SECRET)
        self.collections = JellyfinCollections(self.jellyfin.http, Dialect.JELLYFIN)
        self.rust_collections = JellyfinCollections(self.jellyfin.http, Dialect.RUST)
        self.bridge = Bridge(self.jellyfin.http)
        self.radarr = Radarr(session, url, SECRET)
        self.sonarr = Sonarr(session, url, SECRET)
        self.seerr = Seerr(session, url, SECRET)
        self.cleaner = OxiCleanarr(session, url, api_key=SECRET)
        self.user = OxiCleanarr(session, url, username="u", password=SECRET)


CALLS: dict[str, tuple[Callable[[Clients], Awaitable[object]], type | UnionType]] = {
    "public_info": (lambda c: c.jellyfin.public_info(), PublicInfo),
    "login": (lambda c: c.jellyfin.login("u", SECRET), Login),
    "logout": (lambda c: c.jellyfin.logout(), type(None)),
    "users": (lambda c: c.jellyfin.users(), Rows),
    "movies_and_series": (lambda c: c.jellyfin.movies_and_series(), Rows),
    "played": (lambda c: c.jellyfin.played("u"), Rows),
    "favorites": (lambda c: c.jellyfin.favorites("u"), Rows),
    "episode_paths": (lambda c: c.jellyfin.episode_paths(), Rows),
    "named": (lambda c: c.collections.named("N"), Rows),
    "get_collection": (lambda c: c.collections.get("a1"), Collection | type(None)),
    "create_collection": (lambda c: c.collections.create("N", ["a1", "a2"]), str),
    "members": (lambda c: c.collections.members("b", "u"), Rows),
    "add_members": (lambda c: c.collections.add("a1", ["a1", "a2"]), tuple),
    "remove_members": (lambda c: c.collections.remove("a1", ["a1"]), type(None)),
    "describe": (lambda c: c.collections.describe("a1", "u", "o"), bool),
    "delete_collection": (lambda c: c.collections.delete("a1"), type(None)),
    "rust_named": (lambda c: c.rust_collections.named("N"), Rows),
    "rust_get_collection": (lambda c: c.rust_collections.get("a1"), Collection | type(None)),
    "rust_members": (lambda c: c.rust_collections.members("b", "u"), Rows),
    "rust_delete_collection": (lambda c: c.rust_collections.delete("a1"), type(None)),
    "sessions": (lambda c: c.jellyfin.sessions(), Rows),
    "virtual_folders": (lambda c: c.jellyfin.virtual_folders(), Rows),
    "plugins": (lambda c: c.jellyfin.plugins(), Rows),
    "bridge_status": (lambda c: c.bridge.status(), BridgeStatus),
    "list_links": (lambda c: c.bridge.list_links("/l"), LinkList),
    "add_links": (lambda c: c.bridge.add_links([("/m/a", "/l")]), AddResult),
    "remove_links": (lambda c: c.bridge.remove_links(["/l/a"]), RemoveResult),
    "create_directory": (lambda c: c.bridge.create_directory("/l"), bool),
    "radarr_status": (lambda c: c.radarr.status(), ArrStatus),
    "movies": (lambda c: c.radarr.movies(), Rows),
    "tags": (lambda c: c.radarr.tags(), Rows),
    "root_folders": (lambda c: c.radarr.root_folders(), Rows),
    "disk_space": (lambda c: c.radarr.disk_space(), Rows),
    "movie_imports": (lambda c: c.radarr.imports_since(NOW), Rows),
    "sonarr_status": (lambda c: c.sonarr.status(), ArrStatus),
    "series": (lambda c: c.sonarr.series(), Rows),
    "episodes": (lambda c: c.sonarr.episodes(1), Rows),
    "episode_imports": (lambda c: c.sonarr.imports_since(NOW), Rows),
    "movie": (lambda c: c.radarr.movie(1), Whole),
    "movie_by_tmdb_id": (lambda c: c.radarr.movie_by_tmdb_id(1), Whole | type(None)),
    "monitor_movie": (lambda c: c.radarr.monitor_movie(1), type(None)),
    "unmonitor_movie": (lambda c: c.radarr.unmonitor_movie(1), type(None)),
    "delete_movie": (
        lambda c: c.radarr.delete_movie(1, delete_files=True, exclude=True),
        type(None),
    ),
    "delete_movie_file": (lambda c: c.radarr.delete_movie_file(1), type(None)),
    "add_movie": (lambda c: c.radarr.add_movie(ARR, search=True), Whole),
    "search_movie": (lambda c: c.radarr.search_movie(1), int),
    "recycle_bin": (lambda c: c.radarr.recycle_bin(), RecycleBin),
    "movie_queue": (lambda c: c.radarr.queue([1]), Rows),
    "movie_exclusions": (lambda c: c.radarr.exclusions(), Rows),
    "lift_movie": (lambda c: c.radarr.remove_exclusion(1), type(None)),
    "commands": (lambda c: c.radarr.commands(), Rows),
    "one_series": (lambda c: c.sonarr.one_series(1), Whole),
    "series_by_tvdb_id": (lambda c: c.sonarr.series_by_tvdb_id(1), Whole | type(None)),
    "unmonitor_series": (lambda c: c.sonarr.unmonitor_series(1), type(None)),
    "monitor_season": (lambda c: c.sonarr.monitor_season(1, 1), type(None)),
    "unmonitor_season": (lambda c: c.sonarr.unmonitor_season(1, 1), type(None)),
    "unmonitor_episodes": (lambda c: c.sonarr.unmonitor_episodes([1]), type(None)),
    "episode_files": (lambda c: c.sonarr.episode_files(1), Rows),
    "episode_file": (lambda c: c.sonarr.episode_file(1), EpisodeFile),
    "delete_series": (
        lambda c: c.sonarr.delete_series(1, delete_files=True, exclude=True),
        type(None),
    ),
    "delete_episode_file": (lambda c: c.sonarr.delete_episode_file(1), type(None)),
    "add_series": (lambda c: c.sonarr.add_series(ARR, search=True), Whole),
    "search_episodes": (lambda c: c.sonarr.search_episodes([1]), int),
    "series_queue": (lambda c: c.sonarr.queue([1]), Rows),
    "reset": (lambda c: c.seerr.reset(1), type(None)),
    "seerr_status": (lambda c: c.seerr.status(), SeerrStatus),
    "requests": (lambda c: c.seerr.requests(), Rows),
    "requesters": (lambda c: c.seerr.users(), Rows),
    "cleaner_connect": (lambda c: c.cleaner.connect(), Contract),
    "user_connect": (lambda c: c.user.connect(), Contract),
    "user_status": (lambda c: c.user.sync_status(), SyncStatus),
    "user_delete": (lambda c: c.user.delete("radarr-1", lambda: True), bool),
    "cleaner_movies": (lambda c: c.cleaner.movies(), Rows),
    "cleaner_series": (lambda c: c.cleaner.series(), Rows),
    "cleaner_medium": (lambda c: c.cleaner.medium("radarr-1"), ServerMedium),
    "unmatched": (lambda c: c.cleaner.unmatched(), Rows),
    "sync_status": (lambda c: c.cleaner.sync_status(), SyncStatus),
    "latest_job": (lambda c: c.cleaner.latest_job(), Job | type(None)),
    "start_sync": (lambda c: c.cleaner.start_sync(full=True), type(None)),
    "exclude": (lambda c: c.cleaner.exclude("radarr-1", "x"), type(None)),
    "unexclude": (lambda c: c.cleaner.unexclude("radarr-1"), type(None)),
    "flag": (lambda c: c.cleaner.flag("radarr-1"), type(None)),
    "unflag": (lambda c: c.cleaner.unflag("radarr-1"), type(None)),
    "services": (lambda c: c.cleaner.services(), tuple | type(None)),
    "disk": (lambda c: c.cleaner.disk(), DiskStatus | type(None)),
    "cleaner_config": (lambda c: c.cleaner.config(), ServerConfig),
    "would_delete": (lambda c: c.cleaner.would_delete(), Outcome),
    "would_delete_one": (lambda c: c.cleaner.would_delete_one("radarr-1"), type(None)),
    "cleaner_delete": (lambda c: c.cleaner.delete("radarr-1", lambda: True), bool),
}

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


OTHER = 256 - 26  # one value in ten is another one
GONE = 256 - 26  # one key in ten is not there


def _places(value: object) -> int:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_places, parts))


MOST_PLACES = max(map(_places, (OBJECT, CLEANER, [ITEM, ITEM], [ARR, ARR])))


@st.composite
def mutated(draw: st.DrawFn) -> object:
    """A good answer in which some values, at any depth, are others or gone."""
    answer = draw(st.sampled_from([OBJECT, OBJECT, CLEANER, [ITEM, ITEM], [ARR, ARR]]))
    # One draw for all places: a draw for each of a hundred takes longer than the rest of the test.
    fates = iter(draw(st.binary(min_size=2 * MOST_PLACES, max_size=2 * MOST_PLACES)))

    def change(value: object) -> object:
        if next(fates) >= OTHER:
            return draw(VALUES)
        if isinstance(value, dict):
            return {k: change(v) for k, v in value.items() if next(fates) < GONE}
        if isinstance(value, list):
            return [change(part) for part in value]
        return value

    return change(answer)


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    kind = draw(st.sampled_from(["mutated", "mutated", "cut", "flipped", "any json", "bytes"]))
    if kind == "bytes":
        return draw(st.binary(max_size=200))
    answer = draw(VALUES if kind == "any json" else mutated())
    body = bytearray(json.dumps(answer).encode("utf-8", "surrogatepass"))
    if kind == "cut":
        return bytes(body[: draw(st.integers(0, len(body)))])
    if kind == "flipped" and body:
        for _ in range(draw(st.integers(1, 3))):
            body[draw(st.integers(0, len(body) - 1))] = draw(st.integers(0, 255))
    return bytes(body)


@pytest.mark.parametrize("name", CALLS)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    body=bodies(),
    status=st.sampled_from([200] * 8 + [201, 204, 302, 401, 404, 405, 409, 500]),
    content_type=st.sampled_from(["application/json"] * 4 + ["text/html", "", "x/y; charset=zz"]),
)
async def test_any_answer_gives_a_result_or_a_client_error(
    server: FakeServer,
    session: aiohttp.ClientSession,
    name: str,
    body: bytes,
    status: int,
    content_type: str,
) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body, status=status, headers={"Content-Type": content_type})

    server.always = answer
    call, kind = CALLS[name]
    failure: ClientError | None = None
    try:
        result = await call(Clients(session, server.url))
    except ClientError as error:
        failure = error
    else:
        assert isinstance(result, kind)
        if isinstance(result, Rows):
            assert result.skipped >= 0
            assert result.total >= 0
    if failure is not None:
        assert name != "bridge_status", "it never raises"
        assert SECRET not in str(failure) + repr(failure)
