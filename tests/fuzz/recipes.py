"""How every public method of every client is called: with arguments that a real server answers well."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime
import importlib
import inspect
import pkgutil

import msgspec

from custom_components.oxicleanarr import clients
from custom_components.oxicleanarr.clients.bridge import PLUGIN_ID, Bridge
from custom_components.oxicleanarr.clients.http import Http
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_collections import JellyfinCollections
from custom_components.oxicleanarr.clients.jellyfin_folders import (
    LINK_LIBRARY_OPTIONS,
    JellyfinFolders,
)
from custom_components.oxicleanarr.clients.jellyfin_log import JellyfinLog
from custom_components.oxicleanarr.clients.jellyfin_plugins import JellyfinPlugins
from custom_components.oxicleanarr.clients.jellyfin_states import JellyfinStates
from custom_components.oxicleanarr.clients.oxicleanarr import OxiCleanarr
from custom_components.oxicleanarr.clients.oxicleanarr_login import Credential
from custom_components.oxicleanarr.clients.radarr import Movie, Radarr
from custom_components.oxicleanarr.clients.rows import itself
from custom_components.oxicleanarr.clients.seerr import Seerr
from custom_components.oxicleanarr.clients.sonarr import Sonarr

from .asking import Clients

BASES = {"Arr"}
"""What is only there to be inherited from: the heirs have its methods."""


def public_methods() -> Iterator[str]:
    """Yield every public method that waits for a server, of every class in the room of the clients."""
    for module in pkgutil.iter_modules(clients.__path__):
        classes = importlib.import_module(f"{clients.__name__}.{module.name}")
        for name, kind in inspect.getmembers(classes, inspect.isclass):
            if kind.__module__ == classes.__name__ and not name.startswith("_") | (name in BASES):
                for method, _ in inspect.getmembers(kind, inspect.iscoroutinefunction):
                    if not method.startswith("_"):
                        yield f"{name}.{method}"


def annotation_of(method: str) -> object:
    """Return what a method says that it returns."""
    name, _, function = method.partition(".")
    return inspect.signature(getattr(_CLASSES[name], function)).return_annotation


_CLASSES: Mapping[str, type] = {
    kind.__name__: kind
    for kind in (
        *(
            Bridge,
            Credential,
            Http,
            Jellyfin,
            JellyfinCollections,
            JellyfinFolders,
            JellyfinPlugins,
        ),
        *(JellyfinLog, JellyfinStates, OxiCleanarr, Radarr, Seerr, Sonarr),
    )
}

type Call = Callable[[Clients], Awaitable[object]]

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MOVIE = {
    "title": "Sherlock Jr.",
    "year": 1924,
    "tmdbId": 992,
    "qualityProfileId": 6,
    "rootFolderPath": "/movies",
    "path": "/movies/Sherlock Jr. (1924)",
    "monitored": True,
}
SERIES = {
    "title": "Les Vampires",
    "tvdbId": 990101,
    "qualityProfileId": 4,
    "rootFolderPath": "/tv",
    "path": "/tv/Les Vampires (1915)",
    "monitored": True,
    "seasons": [{"seasonNumber": 1, "monitored": True}],
}


async def _added_movie(c: Clients) -> object:
    await c.radarr.delete_movie(5, delete_files=False, exclude=False)
    return await c.radarr.add_movie(MOVIE, search=True)


async def _added_series(c: Clients) -> object:
    await c.sonarr.delete_series(1, delete_files=False, exclude=False)
    return await c.sonarr.add_series(SERIES, search=True)


async def _logged_in(c: Clients) -> None:
    await c.jellyfin.login(c.keys.username, c.keys.password)
    await c.jellyfin.logout()


async def _linked(c: Clients) -> object:
    return await c.bridge.add_links([(c.known.source, c.known.links)])


async def _unlinked(c: Clients) -> object:
    made = await c.bridge.add_links([(c.known.source, c.known.links)])
    return await c.bridge.remove_links(made.created or [f"{c.known.links}/a"])


async def _excluded(c: Clients) -> None:
    await c.radarr.delete_movie(1, delete_files=False, exclude=True)
    rows = await c.radarr.exclusions()
    await c.radarr.remove_exclusion(rows.rows[0].id if rows.rows else 1)


async def _excluded_series(c: Clients) -> None:
    await c.sonarr.delete_series(1, delete_files=False, exclude=True)
    rows = await c.sonarr.exclusions()
    await c.sonarr.remove_exclusion(rows.rows[0].id if rows.rows else 1)


async def _hidden(c: Clients) -> None:
    for library in (await c.folders.libraries()).rows:
        await c.folders.set_enabled(library, enabled=False)


async def _forgotten(c: Clients) -> None:
    ids = [row.media_id for row in (await c.seerr.requests()).rows if row.media_id]
    await c.seerr.reset(ids[0] if ids else 1)


JELLYFIN: Mapping[str, Call] = {
    "Jellyfin.public_info": lambda c: c.jellyfin.public_info(),
    "Jellyfin.login": lambda c: c.jellyfin.login(c.keys.username, c.keys.password),
    "Jellyfin.logout": _logged_in,
    "Jellyfin.users": lambda c: c.jellyfin.users(),
    "Jellyfin.movies_and_series": lambda c: c.jellyfin.movies_and_series(itself),
    "Jellyfin.count_movies_and_series": lambda c: c.jellyfin.count_movies_and_series(),
    "Jellyfin.poster": lambda c: c.jellyfin.poster(c.known.film, c.known.tag),
    "Jellyfin.episode_paths": lambda c: c.jellyfin.episode_paths(),
    "Jellyfin.played": lambda c: c.jellyfin.played(c.known.user),
    "Jellyfin.favorites": lambda c: c.jellyfin.favorites(c.known.user),
    "Jellyfin.favorite": lambda c: c.jellyfin.favorite(c.known.film, c.known.user),
    "Jellyfin.unfavorite": lambda c: c.jellyfin.unfavorite(c.known.film, c.known.user),
    "Jellyfin.sessions": lambda c: c.jellyfin.sessions(),
    "Jellyfin.tasks": lambda c: c.jellyfin.tasks(),
    "Jellyfin.media_updated": lambda c: c.jellyfin.media_updated([c.known.source]),
    "JellyfinLog.plays_since": lambda c: c.jellyfin.log.plays_since(LONG_AGO),
    "JellyfinStates.traces": lambda c: c.states.traces(
        c.known.user, [c.known.film, c.known.other_film]
    ),
    "JellyfinStates.parts": lambda c: c.states.parts(c.known.series),
    "JellyfinStates.of": lambda c: c.states.of(c.known.user, [c.known.film, c.known.other_film]),
    "JellyfinCollections.named": lambda c: c.collections.named("Favourites"),
    "JellyfinCollections.get": lambda c: c.collections.get(c.known.collection),
    "JellyfinCollections.create": lambda c: c.collections.create("New", [c.known.film]),
    "JellyfinCollections.members": lambda c: c.collections.members(
        c.known.collection, c.known.user
    ),
    "JellyfinCollections.add": lambda c: c.collections.add(
        c.known.collection, [c.known.film, "e" * 32]
    ),
    "JellyfinCollections.remove": lambda c: c.collections.remove(
        c.known.collection, [c.known.film]
    ),
    "JellyfinCollections.describe": lambda c: c.collections.describe(
        c.known.collection, c.known.user, "Soon"
    ),
    "JellyfinCollections.delete": lambda c: c.collections.delete(c.known.collection),
    "JellyfinFolders.contents": lambda c: c.folders.contents(c.known.links),
    "JellyfinFolders.exists": lambda c: c.folders.exists(c.known.links, is_file=False),
    "JellyfinFolders.writable": lambda c: c.folders.writable(c.known.links),
    "JellyfinFolders.libraries": lambda c: c.folders.libraries(),
    "JellyfinFolders.create_library": lambda c: c.folders.create_library(
        "Soon", "movies", c.known.links, LINK_LIBRARY_OPTIONS
    ),
    "JellyfinFolders.set_enabled": _hidden,
    "JellyfinFolders.rename_library": lambda c: c.folders.rename_library(c.library, "Films"),
    "JellyfinFolders.add_location": lambda c: c.folders.add_location(c.library, c.known.links),
    "JellyfinFolders.remove_location": lambda c: c.folders.remove_location(
        c.library, c.known.links
    ),
    "JellyfinFolders.delete_library": lambda c: c.folders.delete_library(c.library),
    "JellyfinFolders.refresh": lambda c: c.folders.refresh(c.known.film),
    "JellyfinFolders.episodes": lambda c: c.folders.episodes(c.known.series),
    "JellyfinPlugins.installed": lambda c: c.plugins.installed(PLUGIN_ID),
    "JellyfinPlugins.newest": lambda c: c.plugins.newest(
        PLUGIN_ID, "OxiCleanarr Bridge", "10.11.11"
    ),
    "Bridge.status": lambda c: c.bridge.status(),
    "Bridge.list_links": lambda c: c.bridge.list_links(c.known.links),
    "Bridge.add_links": _linked,
    "Bridge.remove_links": _unlinked,
    "Bridge.create_directory": lambda c: c.bridge.create_directory(f"{c.known.links}/a"),
    "Bridge.remove_empty_directory": lambda c: c.bridge.remove_empty_directory(c.known.links),
    "Http.get": lambda c: c.jellyfin.http.get("/System/Info/Public", dict[str, object]),
    "Http.get_page": lambda c: c.jellyfin.http.get_page(
        "/Items", msgspec.Raw, {"recursive": "true"}
    ),
    "Http.get_picture": lambda c: c.jellyfin.http.get_picture(
        f"/Items/{c.known.film}/Images/Primary"
    ),
    "Http.take_rows": lambda c: c.jellyfin.http.take_rows("/Users", msgspec.Raw, itself),
    "Http.post_only": lambda c: c.jellyfin.http.post_only("/Library/Refresh"),
}

RUST: Mapping[str, Call] = {
    f"{name}: rust": JELLYFIN[name]
    for name in (
        "Jellyfin.public_info",
        "Jellyfin.played",
        "Jellyfin.favorites",
        "Jellyfin.movies_and_series",
        "JellyfinStates.parts",
        "JellyfinCollections.named",
    )
} | {
    "JellyfinStates.of: rust": lambda c: c.states.of(c.known.user, [c.known.film], c.known.series),
    "JellyfinCollections.get: rust": lambda c: c.collections.get("a1"),
    "JellyfinCollections.members: rust": lambda c: c.collections.members("a1", c.known.user),
    "JellyfinCollections.create: rust": lambda c: c.collections.create("New", [c.known.film]),
    "JellyfinCollections.delete: rust": lambda c: c.collections.delete("a1"),
}

RADARR: Mapping[str, Call] = {
    "Radarr.status": lambda c: c.radarr.status(),
    "Radarr.tags": lambda c: c.radarr.tags(),
    "Radarr.root_folders": lambda c: c.radarr.root_folders(),
    "Radarr.disk_space": lambda c: c.radarr.disk_space(),
    "Radarr.recycle_bin": lambda c: c.radarr.recycle_bin(),
    "Radarr.media_files": lambda c: c.radarr.media_files("/movies"),
    "Radarr.holds_folders": lambda c: c.radarr.holds_folders("/movies"),
    "Radarr.commands": lambda c: c.radarr.commands(),
    "Radarr.movies": lambda c: c.radarr.movies(itself),
    "Radarr.tag_uses": lambda c: c.radarr.tag_uses(),
    "Radarr.changes_since": lambda c: c.radarr.changes_since(LONG_AGO),
    "Radarr.movie": lambda c: c.radarr.movie(1),
    "Radarr.movie_by_tmdb_id": lambda c: c.radarr.movie_by_tmdb_id(19),
    "Radarr.monitor_movie": lambda c: c.radarr.monitor_movie(1),
    "Radarr.unmonitor_movie": lambda c: c.radarr.unmonitor_movie(1),
    "Radarr.delete_movie": lambda c: c.radarr.delete_movie(1, delete_files=True, exclude=True),
    "Radarr.delete_movie_file": lambda c: c.radarr.delete_movie_file(1),
    "Radarr.add_movie": _added_movie,
    "Radarr.search_movie": lambda c: c.radarr.search_movie(1),
    "Radarr.queue": lambda c: c.radarr.queue([1]),
    "Radarr.exclusions": lambda c: c.radarr.exclusions(),
    "Radarr.remove_exclusion": _excluded,
    "Http.get_rows": lambda c: c.radarr.http.get_rows("/api/v3/movie", Movie),
    "Http.take_rows": lambda c: c.radarr.http.take_rows("/api/v3/movie", Movie, itself),
    "Http.put": lambda c: c.radarr.http.put("/api/v3/movie/1", {**MOVIE, "id": 1}, msgspec.Raw),
    "Http.delete_medium": lambda c: c.radarr.http.delete_medium("/api/v3/movie/1"),
    "Http.delete_only": lambda c: c.radarr.http.delete_only("/api/v3/movie/1"),
}

SONARR: Mapping[str, Call] = {
    "Sonarr.status": lambda c: c.sonarr.status(),
    "Sonarr.tags": lambda c: c.sonarr.tags(),
    "Sonarr.root_folders": lambda c: c.sonarr.root_folders(),
    "Sonarr.disk_space": lambda c: c.sonarr.disk_space(),
    "Sonarr.recycle_bin": lambda c: c.sonarr.recycle_bin(),
    "Sonarr.media_files": lambda c: c.sonarr.media_files("/tv"),
    "Sonarr.holds_folders": lambda c: c.sonarr.holds_folders("/tv"),
    "Sonarr.commands": lambda c: c.sonarr.commands(),
    "Sonarr.series": lambda c: c.sonarr.series(itself),
    "Sonarr.episodes": lambda c: c.sonarr.episodes(1),
    "Sonarr.tag_uses": lambda c: c.sonarr.tag_uses(),
    "Sonarr.changes_since": lambda c: c.sonarr.changes_since(LONG_AGO),
    "Sonarr.imports_since": lambda c: c.sonarr.imports_since(LONG_AGO, itself),
    "Sonarr.imports_of": lambda c: c.sonarr.imports_of(1),
    "Sonarr.one_series": lambda c: c.sonarr.one_series(1),
    "Sonarr.series_by_tvdb_id": lambda c: c.sonarr.series_by_tvdb_id(990101),
    "Sonarr.episode_files": lambda c: c.sonarr.episode_files(1),
    "Sonarr.episode_file": lambda c: c.sonarr.episode_file(1),
    "Sonarr.monitor_series": lambda c: c.sonarr.monitor_series(1),
    "Sonarr.unmonitor_series": lambda c: c.sonarr.unmonitor_series(1),
    "Sonarr.monitor_season": lambda c: c.sonarr.monitor_season(1, 1),
    "Sonarr.unmonitor_season": lambda c: c.sonarr.unmonitor_season(1, 1),
    "Sonarr.monitor_episodes": lambda c: c.sonarr.monitor_episodes([1, 2]),
    "Sonarr.unmonitor_episodes": lambda c: c.sonarr.unmonitor_episodes([1, 2]),
    "Sonarr.delete_series": lambda c: c.sonarr.delete_series(1, delete_files=True, exclude=True),
    "Sonarr.delete_episode_file": lambda c: c.sonarr.delete_episode_file(1),
    "Sonarr.add_series": _added_series,
    "Sonarr.search_series": lambda c: c.sonarr.search_series(1),
    "Sonarr.search_episodes": lambda c: c.sonarr.search_episodes([1]),
    "Sonarr.queue": lambda c: c.sonarr.queue([1]),
    "Sonarr.exclusions": lambda c: c.sonarr.exclusions(),
    "Sonarr.remove_exclusion": _excluded_series,
}

SEERR: Mapping[str, Call] = {
    "Seerr.status": lambda c: c.seerr.status(),
    "Seerr.requests": lambda c: c.seerr.requests(),
    "Seerr.users": lambda c: c.seerr.users(),
    "Seerr.reset": _forgotten,
}

OXICLEANARR: Mapping[str, Call] = {
    "OxiCleanarr.connect": lambda c: c.keyed.connect(),
    "OxiCleanarr.connect: user": lambda c: c.user.connect(),
    "OxiCleanarr.movies": lambda c: c.keyed.movies(),
    "OxiCleanarr.series": lambda c: c.user.series(),
    "OxiCleanarr.unmatched": lambda c: c.keyed.unmatched(),
    "OxiCleanarr.medium": lambda c: c.keyed.medium("radarr-1"),
    "OxiCleanarr.poster": lambda c: c.keyed.poster("radarr-1"),
    "OxiCleanarr.sync_status": lambda c: c.keyed.sync_status(),
    "OxiCleanarr.sync_status: user": lambda c: c.user.sync_status(),
    "OxiCleanarr.latest_job": lambda c: c.keyed.latest_job(),
    "OxiCleanarr.services": lambda c: c.keyed.services(),
    "OxiCleanarr.disk": lambda c: c.keyed.disk(),
    "OxiCleanarr.config": lambda c: c.keyed.config(),
    "OxiCleanarr.would_delete": lambda c: c.user.would_delete(),
    "OxiCleanarr.start_sync": lambda c: c.keyed.start_sync(full=True),
    "OxiCleanarr.exclude": lambda c: c.user.exclude("radarr-1", "x"),
    "OxiCleanarr.unexclude": lambda c: c.keyed.unexclude("radarr-1"),
    "OxiCleanarr.flag": lambda c: c.keyed.flag("radarr-1"),
    "OxiCleanarr.unflag": lambda c: c.user.unflag("radarr-1"),
    "OxiCleanarr.would_delete_one": lambda c: c.keyed.would_delete_one("radarr-1"),
    "OxiCleanarr.delete": lambda c: c.user.delete("radarr-1", lambda: True),
    "Credential.ready": lambda c: c.credential.ready(),
    "Credential.read": lambda c: c.credential.read(
        lambda: c.open.get("/api/sync/status", dict[str, object])
    ),
    "Http.get_listed": lambda c: c.keyed.http.get_listed("/api/media/movies", msgspec.Raw, "items"),
    "Http.post": lambda c: c.keyed.http.post("/api/sync/full", None, dict[str, object]),
}

RECIPES: Mapping[str, tuple[str, Call]] = {
    name: (server, call)
    for server, calls in {
        "jellyfin": JELLYFIN,
        "rust": RUST,
        "radarr": RADARR,
        "sonarr": SONARR,
        "seerr": SEERR,
        "oxicleanarr": OXICLEANARR,
    }.items()
    for name, call in calls.items()
}
"""By the name of the method, with a word on which way of it where there are several: whom to ask, and how."""
