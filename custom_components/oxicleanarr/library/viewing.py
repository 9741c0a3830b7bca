"""Who watched what: the plays of all users together, episodes counted for their series."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..clients.jellyfin import Played
from .facts import UNKNOWN, Fact, latest, read_date
from .identity import item_key


@dataclass(frozen=True, slots=True)
class Watch:
    """How a movie or series was watched, over all users (and over all episodes)."""

    last_watched: Fact[datetime]
    play_count: int
    watched_by: frozenset[str] = frozenset()
    """The ids of the users who played it."""
    unfinished_by: frozenset[str] = frozenset()
    """The ids of the users who stopped in the middle of it, or of an episode of it."""
    last_dated: datetime | None = None
    """Its newest play with a date, where another one has none and so nobody knows the last."""


NEVER_WATCHED = Watch(None, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinPlay:
    """How a medium was ever watched by its twins, those that Jellyfin has dropped included."""

    aliases: frozenset[str]
    """All names by which the medium has been recognised."""
    at: datetime
    """When it was last played; a play without a date counts as of when it was first seen."""
    play_count: int
    watched_by: frozenset[str]
    """The ids of the users who played it."""
    unfinished: Mapping[str, datetime] = field(default_factory=dict)
    """When users who stopped in the middle of it were first seen to have done so, by their ids."""
    missing_since: datetime | None = None
    """Since when the library has no medium of that id."""


type EpisodePlays = Mapping[tuple[int, int], Fact[datetime]]
"""When episodes were last watched, by season and number."""


@dataclass(slots=True)
class _Tally:
    last_watched: Fact[datetime] = None
    last_dated: datetime | None = None
    play_count: int = 0
    watched_by: set[str] = field(default_factory=set)
    unfinished_by: set[str] = field(default_factory=set)
    episodes: dict[tuple[int, int], Fact[datetime]] = field(default_factory=dict)


class Viewing:
    """Collects the plays of one user after the other."""

    def __init__(self) -> None:
        """Begin with nothing watched."""
        self._tallies: dict[str, _Tally] = {}
        self._lost: list[tuple[str, Played, Fact[datetime]]] = []
        self.dates: list[Fact[datetime]] = []
        """All dates of plays as they were told."""

    def add(self, user_id: str, rows: Iterable[Played], now: datetime) -> None:
        """Add what one user has played or begun."""
        for row in rows:
            at = read_date(row.last_played, now)
            self.dates.append(at)
            if at is None:
                if row.readable and not (row.played or row.play_count or row.position_ticks):
                    # A favourite that nobody played.
                    continue
                # Watched, but nobody knows when.
                at = UNKNOWN
            if row.series_name and not row.series_id:
                self._lost.append((user_id, row, at))
            else:
                self._count(item_key(row.series_id or row.id), row, user_id, at)

    def find_lost(self, series_by_title: Mapping[str, Iterable[str]]) -> None:
        """Add the episodes that have lost their series and know only its name to all series of that name."""
        for user_id, row, at in self._lost:
            for key in series_by_title.get(row.series_name or "", ()):
                self._count(key, row, user_id, at)
        self._lost.clear()

    def watches(self) -> dict[str, Watch]:
        """Return how every movie and series was watched, by its key; who is not in here never was."""
        return {
            key: Watch(
                tally.last_watched,
                tally.play_count,
                frozenset(tally.watched_by),
                frozenset(tally.unfinished_by),
                tally.last_dated if tally.last_watched is UNKNOWN else None,
            )
            for key, tally in self._tallies.items()
        }

    def episode_plays(self) -> dict[str, EpisodePlays]:
        """Return when the episodes of each series were last watched, by the series' key."""
        return {key: tally.episodes for key, tally in self._tallies.items() if tally.episodes}

    def _count(self, key: str, row: Played, user_id: str, at: Fact[datetime]) -> None:
        tally = self._tallies.setdefault(key, _Tally())
        tally.last_watched = latest((tally.last_watched, at))
        if isinstance(at, datetime):
            tally.last_dated = max(tally.last_dated or at, at)
        tally.play_count += max(row.play_count, 1)
        tally.watched_by.add(user_id)
        if row.position_ticks:
            tally.unfinished_by.add(user_id)
        if row.season is not None and row.episode is not None:
            place = (row.season, row.episode)
            tally.episodes[place] = latest((tally.episodes.get(place), at))
