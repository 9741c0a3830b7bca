"""Answers of an OxiCleanarr server."""

from aiohttp import web

from .conftest import raw, reply

KEY = "0123456789abcdef0123456789abcdef"
HEALTH = {"status": "ok", "uptime": "2s", "version": "1.0.0-dev"}
STATUS = {
    "running": True,
    "in_progress": False,
    "media_count": 3,
    "last_full_sync": "0001-01-01T00:00:00Z",
    "full_interval_minutes": 60,
    "movies_count": 2,
    "tv_shows_count": 1,
    "excluded_count": 0,
}

REFUSED = raw(b'{"error": "no"}', 401, "text/plain; charset=utf-8")
NO_ROUTE = raw(b"404 page not found", 404, "text/plain; charset=utf-8")
UNKNOWN = raw(b"nothing with this id: secret-host", 500, "text/plain; charset=utf-8")
DONE = reply({"success": True, "message": "done"})
PAGE = raw(b"<!DOCTYPE html><html></html>", content_type="text/html")
FILM = {
    "type": "movie",
    "id": "radarr-4",
    "title": "Faust",
    "added_at": "2026-01-02T03:04:05.123456789+02:00",
    "last_watched": "0001-01-01T00:00:00Z",
    "watch_count": 0,
    "excluded": False,
    "is_requested": False,
    "deletion_date": "0001-01-01T00:00:00Z",
    "radarr_id": 4,
}


def a_list(*rows: object) -> web.Response:
    return reply({"items": list(rows) or None, "total": len(rows)})
