"""When episodes air, and which that have aired are missing: what calendars and dashboards ask a Sonarr for."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from aiohttp import web

from .arr_rows import paged
from .sonarr_rows import episode_row, series_row
from .wire import Call, indented_answer, parse_date
from .world import Episode, World


class Airing:
    """Answers about the days of episodes."""

    def __init__(self, world: World) -> None:
        """Remember the world."""
        self._world = world

    async def calendar(self, call: Call) -> web.Response:
        """List the monitored episodes that air from ``start`` to ``end``; else of these two days."""
        today = datetime.combine(self._world.now().date(), time(), UTC)
        start = parse_date(call.query.text("start")) or today
        end = parse_date(call.query.text("end")) or today + timedelta(days=2)
        unmonitored = call.query.flag("unmonitored") is True
        found = [
            episode
            for episode in self._dated()
            if start <= _midnight(episode) <= end and (unmonitored or self._is_monitored(episode))
        ]
        return indented_answer(self._rows(found, call))

    async def missing(self, call: Call) -> web.Response:
        """List what has aired and has no file, the oldest first, paged.

        Only what is monitored, and its series too; with ``monitored=false`` only what is not.
        """
        monitored = call.query.flag("monitored") is not False
        today = self._world.now().date()
        found = [
            episode
            for episode in self._dated()
            if not episode.has_file
            and episode.has_aired(today)
            and self._is_monitored(episode) is monitored
        ]
        return paged(call, self._rows(found, call))

    def _dated(self) -> list[Episode]:
        """Return the episodes whose day is known, in the order in which they air."""
        dated = [episode for episode in self._world.episodes if episode.air_date is not None]
        return sorted(dated, key=_midnight)

    def _is_monitored(self, episode: Episode) -> bool:
        """Whether an episode and its series are monitored; what its season is does not matter."""
        return episode.monitored and self._world.series_by_id[episode.series_id].monitored

    def _rows(self, episodes: list[Episode], call: Call) -> list[dict[str, Any]]:
        rows = []
        whole = call.query.flag("includeSeries") is True
        for episode in episodes:
            row = episode_row(self._world, episode, with_file=False)
            if whole:
                row["series"] = series_row(self._world, self._world.series_by_id[episode.series_id])
            rows.append(row)
        return rows


def _midnight(episode: Episode) -> datetime:
    """Return when an episode airs, which is always at midnight here; only of dated ones."""
    return datetime.combine(episode.air_date or date.max, time(), UTC)
