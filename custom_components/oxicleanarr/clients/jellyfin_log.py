"""What was played on a Jellyfin lately (10.11, 12), as its activity log tells."""

from datetime import datetime
from typing import Final

import msgspec

from .http import Http, Params
from .paging import all_pages
from .rows import NumberId, Rows, TextId, drawn_from

_PLAYS: Final = frozenset({"VideoPlayback", "VideoPlaybackStopped"})

# A row has about 0.4 KB.
_PAGE: Final = 1000


class LoggedPlay(msgspec.Struct, frozen=True, gc=False):
    """A play that began or ended, as the activity log tells it."""

    id: int
    user_id: str
    item_id: str


class _LogEntry(msgspec.Struct, frozen=True, gc=False, rename="pascal"):
    id: NumberId
    type: TextId
    user_id: str | None = None
    item_id: str | None = None


class JellyfinLog:
    """The activity log of one server; `http` is that server's client's."""

    def __init__(self, http: Http) -> None:
        """Share the Jellyfin's requests, its token and its slots."""
        self._http = http

    async def plays_since(self, since: datetime) -> Rows[LoggedPlay]:
        """Read which plays began or ended since then (aware, by the server's clock).

        What people mark by hand, and what other programs write, is not in the log, nor what is older than 30 days,
        where the household has not chosen otherwise. Needs an administrator.
        """
        query: Params = {"minDate": since, "hasUserId": "true", "limit": _PAGE}

        async def page(start: int) -> Rows[_LogEntry]:
            return await self._http.get_page(
                "/System/ActivityLog/Entries", _LogEntry, {**query, "startIndex": start}
            )

        rows = await all_pages(page, _PAGE)
        plays = (
            LoggedPlay(row.id, row.user_id, row.item_id)
            for row in rows.rows
            if row.type in _PLAYS and row.user_id and row.item_id
        )
        return drawn_from(plays, rows)
