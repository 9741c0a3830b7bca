"""The history of a Radarr or a Sonarr: what happened to files."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from .arr_rows import DESCENDING, paged, quality, wire_date
from .wire import Call, indented_answer, parse_date
from .world import Event, World

_NEVER = datetime.min.replace(tzinfo=UTC)
_NUMBERS = {
    "grabbed": 1,
    "seriesFolderImported": 2,
    "downloadFolderImported": 3,
    "episodeFileDeleted": 5,
    "movieFileDeleted": 6,
}


class History:
    """The history of one server; it tells nothing of entries that are gone.

    ``events`` returns what there is to tell, ``tie`` what ties a row to its medium.
    """

    def __init__(
        self,
        world: World,
        of: str,
        events: Callable[[], list[Event]],
        tie: Callable[[Event], dict[str, Any]],
    ) -> None:
        """Begin with what the world has."""
        self._world = world
        self._of = of
        self._events = events
        self._tie = tie

    def add(self, event: Event) -> None:
        """Write something down."""
        floor = max((known.id for known in self._events()), default=0)
        event.id = self._world.new_id(f"{self._of} event", floor)
        self._events().append(event)

    async def since(self, call: Call) -> web.Response:
        """List it since a date, oldest first; without a date all of it."""
        since = parse_date(call.query.text("date")) or _NEVER
        events = [event for event in self._of_kind(call) if event.at >= since]
        return indented_answer(self._rows(sorted(events, key=lambda event: event.at)))

    async def page(self, call: Call) -> web.Response:
        """List it, newest first, paged."""
        return paged(call, self._rows(_newest_first(self._of_kind(call))), DESCENDING)

    def of_one(self, call: Call, belongs: Callable[[Event], bool]) -> web.Response:
        """List what belongs to one medium, newest first."""
        events = [event for event in self._of_kind(call) if belongs(event)]
        return indented_answer(self._rows(_newest_first(events)))

    def _of_kind(self, call: Call) -> list[Event]:
        """Return what is of the kind that is asked for, by word or number; without one all is."""
        kind = call.query.text("eventType")
        return [e for e in self._events() if kind in {None, e.kind, str(_NUMBERS.get(e.kind))}]

    def _rows(self, events: Iterable[Event]) -> list[dict[str, Any]]:
        return [
            {
                "id": event.id,
                **self._tie(event),
                "sourceTitle": event.title,
                "quality": quality("Bluray-1080p", 7, 1080),
                "qualityCutoffNotMet": False,
                "date": wire_date(event.at),
                "eventType": event.kind,
                "data": event.data,
            }
            for event in events
        ]


def _newest_first(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: event.at, reverse=True)
