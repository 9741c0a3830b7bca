"""What a stack tells of itself: where everything is, and what there is."""

from typing import TYPE_CHECKING, Any

from .seeding import ADMIN_NAME, ADMIN_PASSWORD

if TYPE_CHECKING:
    from .stack import Stack


def addresses(stack: Stack) -> dict[str, Any]:
    """Return where everything is, with keys; this is what ``--json`` prints."""
    return {
        "jellyfin": {
            "url": stack.jellyfin.url,
            "api_key": stack.jellyfin.api_key,
            "version": stack.jellyfin.version,
            "server_id": stack.jellyfin.server_id,
            "admin": {"name": ADMIN_NAME, "password": ADMIN_PASSWORD},
        },
        "radarr": {"url": stack.radarr.url, "api_key": stack.radarr.api_key},
        "sonarr": {"url": stack.sonarr.url, "api_key": stack.sonarr.api_key},
        "seerr": {"url": stack.seerr.url, "api_key": stack.seerr.api_key},
        "control": {"url": stack.control.url},
        **_oxicleanarr(stack),
        "root": str(stack.root),
    }


def state(stack: Stack) -> dict[str, Any]:
    """Return what there is, for people and tests."""
    world = stack.world
    return {
        "days_advanced": world.days_advanced,
        "users": [
            {
                "name": user.name,
                "id": user.id,
                "admin": user.is_admin,
                "played": world.played_by(user),
            }
            for user in world.users
        ],
        "movies": [
            {
                "id": movie.id,
                "title": movie.title,
                "year": movie.year,
                "tmdb_id": movie.tmdb_id,
                "path": str(world.movie_path(movie)),
                "size_bytes": movie.size_bytes,
                "has_file": movie.has_file,
                "file_added": movie.file_added.isoformat(),
            }
            for movie in world.movies
        ],
        "series": [
            {
                "id": series.id,
                "title": series.title,
                "year": series.year,
                "tvdb_id": series.tvdb_id,
                "path": str(world.series_path(series)),
                "size_bytes": series.size_bytes,
                "episodes": len(series.episodes),
            }
            for series in world.series
        ],
        "libraries": [
            {
                "name": library.name,
                "locations": library.locations,
                "enabled": library.enabled,
                "titles": stack.catalog.titles(library),
            }
            for library in stack.catalog.libraries.values()
        ],
        "broken": stack.broken(),
    }


def _oxicleanarr(stack: Stack) -> dict[str, Any]:
    server = stack.oxicleanarr
    if server is None:
        return {}
    return {
        server.name: {
            "url": server.url,
            "version": server.version,
            "api_key": server.api_key,
            "admin": {"name": server.username, "password": server.password},
        }
    }
