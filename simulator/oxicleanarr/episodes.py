"""Which episode files a rule lets go, the real one's mistakes included."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from .media import Medium
from .state import State
from .times import ZERO
from .upstream import Failed, Upstream, moment, rows_of, taken
from .verdicts import Rule, bears_tag, span_of, text_of

type Row = dict[str, Any]


class Episodes:
    """Chooses files by asking Sonarr about each series."""

    def __init__(self, state: State, upstream: Upstream) -> None:
        """Remember the state."""
        self._state = state
        self._upstream = upstream

    async def chosen(self, rule: Rule, medium: Medium) -> list[int]:
        """Return the files that go; none where Sonarr fails, so that the whole series is judged."""
        tag = text_of(rule, "tag")
        if tag and not bears_tag(medium, tag):
            return []
        try:
            if rule.get("exclude_continuing_series") and await self._continues(medium):
                return []
            query = {"seriesId": str(medium.entry_id)}
            rows = rows_of(await self._upstream.get("sonarr", "/api/v3/episode", query))
            return self._choose(rule, rows)
        except Failed:
            return []

    async def _continues(self, medium: Medium) -> bool:
        row = await self._upstream.get("sonarr", f"/api/v3/series/{medium.entry_id}")
        return taken(row, "status", "") == "continuing"

    def _choose(self, rule: Rule, rows: list[Row]) -> list[int]:
        """Return files, one that holds two episodes twice."""
        seasons = rule.get("season_numbers") or []
        if seasons:
            rows = [row for row in rows if taken(row, "seasonNumber", 0) in seasons]
        held = [row for row in rows if taken(row, "hasFile", default=False)]
        most = int(rule.get("max_episodes") or 0)
        max_age = text_of(rule, "max_age")
        given = text_of(rule, "episode_delete_strategy")
        strategy = given or ("oldest_first" if most > 0 else "by_age" if max_age else "")
        if strategy == "oldest_first":
            gone = _oldest(held, most)
        else:
            span = span_of(max_age) if max_age else None
            if span is None:
                return []
            gone = self._too_old(strategy, rule, rows, held, span)
        return [taken(row, "episodeFileId", 0) for row in gone]

    def _too_old(
        self, strategy: str, rule: Rule, rows: list[Row], held: list[Row], span: timedelta
    ) -> list[Row]:
        cutoff = self._state.now() - span
        if strategy == "by_age":
            return [row for row in held if ZERO != aired(row) < cutoff]
        if strategy != "by_season_age":
            return []
        dates: defaultdict[int, list[datetime]] = defaultdict(list)
        for row in rows:
            dates[taken(row, "seasonNumber", 0)] += [aired(row)] if aired(row) != ZERO else []
        old = {number for number, found in dates.items() if found and min(found) < cutoff}
        if rule.get("keep_latest_season") and dates:
            # The latest one that Sonarr knows, also where none of it is here yet.
            old.discard(max(dates))
        return [row for row in held if taken(row, "seasonNumber", 0) in old]


def aired(row: Row) -> datetime:
    """Return when an episode was shown first; no time where nobody knows."""
    found = moment(row, "airDateUtc")
    return moment(row, "airDate") if found == ZERO else found


def _oldest(held: list[Row], most: int) -> list[Row]:
    """Return all but so many of the newest; undated ones are the oldest."""
    if most <= 0 or len(held) <= most:
        return []
    return sorted(held, key=aired)[: len(held) - most]
