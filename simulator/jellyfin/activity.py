"""The activity log: who played what, and when."""

from datetime import timedelta
from typing import Any

from aiohttp import web

from simulator.wire import Call, Route, json_answer, parse_date
from simulator.world import Play, hex_id

from .state import State, wire_date

_VERBS = {"VideoPlaybackStopped": "has finished playing", "VideoPlayback": "is playing"}


class ActivityLog:
    """Answers for the activity log."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [Route("GET", "/System/ActivityLog/Entries", self.entries, "admin")]

    async def entries(self, call: Call) -> web.Response:
        """List plays, newest first; 12 filters by type and item, 10.11 ignores those filters.

        What is older than 30 days has been purged.
        """
        query = call.query
        oldest = self._state.world.now() - timedelta(days=30)
        since = parse_date(query.text("minDate")) or oldest
        plays = [p for p in self._state.world.plays if p.at >= max(since, oldest)]
        if query.flag("hasUserId") is False:
            plays = []
        wanted_kind, wanted_item = None, None
        if self._state.is_12:
            wanted_kind, wanted_item = query.text("type"), query.text("itemId")
        found = [
            (play, kind)
            for play in plays
            for kind in _VERBS
            if wanted_kind in {None, kind} and wanted_item in {None, play.item_id}
        ]
        start = query.number("startIndex") or 0
        limit = query.number("limit")
        page = found[start : start + (100 if limit is None else limit)]
        rows = [self._entry(play, kind) for play, kind in page]
        return json_answer({"Items": rows, "TotalRecordCount": len(found), "StartIndex": start})

    def _entry(self, play: Play, kind: str) -> dict[str, Any]:
        user = self._state.world.user(play.user_id)
        who = user.name if user else ""
        return {
            "Id": int(hex_id(f"{kind}{play.user_id}{play.item_id}{play.at}")[:7], 16),
            "Name": f"{who} {_VERBS[kind]} {play.item_name} on Living room",
            "Type": kind,
            "ItemId": play.item_id,
            "Date": wire_date(play.at),
            "UserId": play.user_id,
            "Severity": "Information",
        }
