"""What is answered about media: lists, keeping, letting go by hand, posters, deleting one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from aiohttp import web

from simulator.wire import Call, Refused, Route

from .answers import answer, body_of, is_dry_run, rows_answer, sentence
from .config import DEFAULT_WINDOW_DAYS
from .deletions import Deletions
from .media import MISMATCH, MOVIE, NOT_FOUND, SHOW, Medium, feed_row, media_row
from .state import Exclusion, Flag, State
from .syncing import MANUAL_REASON, unschedule
from .upstream import Failed, Upstream

_MOST_WIDTH = 1920
_MOST_QUALITY = 100
_SORTERS: dict[str, Callable[[Medium], Any]] = {
    "title": lambda medium: medium.title.lower(),
    "delete_after": lambda medium: medium.deletion_date,
}
_FILTERS: dict[str, Callable[[Medium], bool]] = {
    # Any date in the future counts here, however far away it is.
    "leaving_soon": lambda medium: medium.days_until_deletion > 0,
    "excluded": lambda medium: medium.excluded,
}


class MediaRoutes:
    """Answers below /api/media."""

    def __init__(self, state: State, upstream: Upstream, deletions: Deletions) -> None:
        """Remember what there is to tell of."""
        self._state = state
        self._upstream = upstream
        self._deletions = deletions

    def routes(self) -> list[Route]:
        """Return what this version answers here."""
        edition, base = self._state.edition, "/api/media"
        made = [
            Route("GET", f"{base}/movies", self.movies),
            Route("GET", f"{base}/shows", self.shows),
            Route("GET", f"{base}/leaving-soon", self.leaving_soon),
            Route("GET", f"{base}/unmatched", self.unmatched),
            Route("POST", f"{base}/{{id}}/exclude", self.exclude),
            Route("DELETE", f"{base}/{{id}}/exclude", self.include),
        ]
        if edition.since("1.3.0"):
            made.append(Route("GET", f"{base}/{{id}}/poster", self.poster))
        if edition.since("1.4.0"):
            made.append(Route("POST", f"{base}/{{id}}/manual-leaving-soon", self.flag))
            made.append(Route("DELETE", f"{base}/{{id}}/manual-leaving-soon", self.unflag))
        if edition.since("1.6.0"):
            made.append(Route("GET", f"{base}/leaving-soon/list", self.leaving_soon_list))
        return [
            *made,
            Route("GET", f"{base}/{{id}}", self.one),
            Route("DELETE", f"{base}/{{id}}", self.delete),
        ]

    async def movies(self, call: Call) -> web.Response:
        """List the films."""
        return self._listed(call, MOVIE)

    async def shows(self, call: Call) -> web.Response:
        """List the series."""
        return self._listed(call, SHOW)

    async def leaving_soon(self, _call: Call) -> web.Response:
        """List what is in the window: since 1.6 for a plugin, and only what Jellyfin has."""
        found = self._state.leaving_soon()
        if not self._state.edition.since("1.6.0"):
            return rows_answer(self._rows(found))
        rows = [feed_row(medium) for medium in found if medium.jellyfin_id]
        return answer({"version": 1, "items": rows or None})

    async def leaving_soon_list(self, _call: Call) -> web.Response:
        """List what is in the window."""
        return rows_answer(self._rows(self._state.leaving_soon()))

    async def unmatched(self, _call: Call) -> web.Response:
        """List what Jellyfin does not have, first what it has under another id."""
        statuses = (MISMATCH, NOT_FOUND)
        found = [m for m in self._state.media.values() if m.match_status in statuses]
        found.sort(key=lambda medium: (statuses.index(medium.match_status), medium.title))
        return rows_answer(self._rows(found))

    async def one(self, call: Call) -> web.Response:
        """Tell of one medium."""
        medium = self._state.media.get(call.parts["id"])
        if medium is None:
            return sentence("There is no such medium", 404)
        return answer(media_row(medium, self._state.edition))

    async def exclude(self, call: Call) -> web.Response:
        """Keep a medium; its date stays until the next sync."""
        medium = self._must_find(call)
        body = await body_of(call)
        reason = body.get("reason") if isinstance(body, dict) else None
        self._state.exclusions[medium.id] = Exclusion(str(reason or ""), self._state.now())
        medium.excluded = True
        return _done("It is kept now")

    async def include(self, call: Call) -> web.Response:
        """Keep a medium no longer."""
        medium = self._must_find(call)
        self._state.exclusions.pop(medium.id, None)
        medium.excluded = False
        return _done("It is kept no longer")

    async def flag(self, call: Call) -> web.Response:
        """Let a medium go when the window is over; asked again, the days begin anew."""
        medium = self._must_find(call)
        if medium.excluded:
            return sentence("conflict: it is kept, so it cannot be let go by hand", 409)
        now, days = self._state.now(), self._state.started.app.leaving_soon_days
        date = now + timedelta(days=days if days > 0 else DEFAULT_WINDOW_DAYS)
        self._state.flags[medium.id] = Flag(date, now)
        medium.manual_leaving_soon = True
        # The days are counted a moment later, so that one of them is broken already.
        medium.schedule(date, MANUAL_REASON, now + timedelta(microseconds=1))
        return _done("It goes when the window is over")

    async def unflag(self, call: Call) -> web.Response:
        """Take that back."""
        unschedule(self._state, self._must_find(call).id)
        return _done("It is let go by hand no longer")

    async def delete(self, call: Call) -> web.Response:
        """Delete one medium for real, whatever speaks against it."""
        medium = self._must_find(call)
        dry_run = is_dry_run(call)
        if not dry_run:
            try:
                await self._deletions.delete(medium)
            except Failed as failed:
                return sentence(str(failed), 500)
        text = "Nothing was deleted, it was a dry run" if dry_run else "It is deleted"
        return answer({"success": True, "message": text, "dry_run": dry_run})

    async def poster(self, call: Call) -> web.Response:
        """Return a picture that Jellyfin has."""
        kind = call.request.query.get("type") or "Primary"
        if kind not in {"Primary", "Backdrop"}:
            return sentence("There is no such kind of picture", 400)
        if not self._upstream.uses("jellyfin"):
            return sentence("There is no Jellyfin", 503)
        medium = self._state.media.get(call.parts["id"])
        if medium is None or not medium.jellyfin_id:
            return sentence("There is no picture", 404)
        query = {}
        for name, most in (("maxWidth", _MOST_WIDTH), ("quality", _MOST_QUALITY)):
            text = call.request.query.get(name, "")
            if text.isdecimal() and 1 <= int(text) <= most:
                query[name] = text
        path = f"/Items/{medium.jellyfin_id}/Images/{kind}"
        try:
            picture = await self._upstream.fetch("jellyfin", "GET", path, query)
        except Failed:
            return sentence("There is no picture", 404)
        kind = "image/svg+xml" if picture.startswith(b"<") else "image/jpeg"
        headers = {"Cache-Control": "public, max-age=86400"}
        return web.Response(body=picture, content_type=kind, headers=headers)

    def _listed(self, call: Call, kind: str) -> web.Response:
        query = call.request.query
        found = [medium for medium in self._state.media.values() if medium.kind == kind]
        wanted = _FILTERS.get(query.get("status", "all"))
        if wanted is not None:
            found = [medium for medium in found if wanted(medium)]
        sorter = _SORTERS.get(query.get("sort_by", ""), lambda medium: medium.added_at)
        found.sort(key=sorter, reverse=query.get("order") == "desc")
        return rows_answer(self._rows(found))

    def _rows(self, media: list[Medium]) -> list[dict[str, Any]]:
        return [media_row(medium, self._state.edition) for medium in media]

    def _must_find(self, call: Call) -> Medium:
        """Return the medium that a change is about; one that there is not is an error of 500."""
        medium = self._state.media.get(call.parts["id"])
        if medium is None:
            raise Refused(sentence(f"there is no medium {call.parts['id']}", 500))
        return medium


def _done(text: str) -> web.Response:
    return answer({"success": True, "message": text})
