"""When episodes air, and which that have aired are missing: what calendars and dashboards ask a Sonarr for."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from .sonarr_rows import episode_row, series_row
from .wire import Call, indented_answer, parse_date
from .world import Episode, World


class Airing:
    """Answers about the days of episodes."""

    def __init__(self, world: World) -> None:
        """Remember the world."""
        self._world = world

    async def calendar(self, call: Call) -> web.Response:
        """List the monitored episodes that air from ``start`` to before ``end``; else of these two days."""
        today = self._world.now().date()
        start, end = (parse_date(call.query.text(name)) for name in ("start", "end"))
        first = start.date() if start else today
        last = end.date() if end else today + timedelta(days=2)
        unmonitored = call.query.flag("unmonitored") is True
        found = [
            episode
            for episode in self._world.episodes
            if _airs(episode, first, last) and (episode.monitored or unmonitored)
        ]
        whole = call.query.flag("includeSeries") is True
        return indented_answer(list(self._rows(found, with_series=whole)))

    def missing(self) -> list[Episode]:
        """Return what is monitored, has aired and has no file, the newest first."""
        today = self._world.now().date()
        found = [
            episode
            for episode in self._world.episodes
            if episode.monitored and not episode.has_file and episode.has_aired(today)
        ]
        return sorted(found, key=lambda episode: episode.air_date or today, reverse=True)

    def missing_rows(self, call: Call) -> list[dict[str, Any]]:
        """Return the rows of what is missing."""
        whole = call.query.flag("includeSeries") is True
        return list(self._rows(self.missing(), with_series=whole))

    def _rows(self, episodes: list[Episode], *, with_series: bool) -> Iterator[dict[str, Any]]:
        for episode in episodes:
            row = episode_row(self._world, episode, with_file=False)
            if with_series:
                row["series"] = series_row(self._world, self._world.series_by_id[episode.series_id])
            yield row


def _airs(episode: Episode, first: date, last: date) -> bool:
    return episode.air_date is not None and first <= episode.air_date < last
