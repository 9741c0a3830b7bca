"""What was played on a Jellyfin lately (10.11, 12), as its activity log tells."""

from datetime import UTC, datetime
from typing import Final

import msgspec

from .http import Http
from .rows import NumberId, Rows, TextId

_PLAYS: Final = frozenset({"VideoPlayback", "VideoPlaybackStopped"})

# A row has about 0.4 KB. Who played more than this since yesterday is read as a whole.
_LOG_PAGE: Final = 1000


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
        """Read which plays began or ended since then (aware, by the server's clock), at most the newest thousand.

        What people mark by hand, and what other programs write, is not in the log. Needs an administrator.
        `total` counts all rows of the log since then that did not come as plays that were not understood.
        """
        rows = await self._http.get_page(
            "/System/ActivityLog/Entries",
            _LogEntry,
            {"minDate": moment(since), "hasUserId": "true", "startIndex": 0, "limit": _LOG_PAGE},
        )
        plays = tuple(
            LoggedPlay(row.id, row.user_id, row.item_id)
            for row in rows.rows
            if row.type in _PLAYS and row.user_id and row.item_id
        )
        others = len(rows.rows) - len(plays)
        return Rows(plays, rows.total - others, rows.skipped)


def moment(at: datetime) -> str:
    """Return a moment as Jellyfin takes it in a query."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
