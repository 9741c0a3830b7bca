"""Who watched what: each user's traces, and all of them together, episodes counted for their series."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from sys import intern
from typing import Final

import msgspec

from ..clients.ids import item_key
from ..clients.jellyfin_models import Played
from .facts import UNKNOWN, Fact, latest, read_date


class Watch(msgspec.Struct, frozen=True, gc=False):
    """How a movie or series was watched, over all users (and over all episodes).

    Kept from the garbage collector like a trace: neither holds anything that could lead back to it.
    """

    last_watched: Fact[datetime]
    play_count: int
    watched_by: frozenset[str] = frozenset()
    """The ids of the users who played it."""
    unfinished_by: frozenset[str] = frozenset()
    """The ids of the users who stopped in the middle of it, or of an episode of it."""
    last_dated: datetime | None = None
    """Its newest play with a date, where another one has none and so nobody knows the last."""


NEVER_WATCHED = Watch(None, 0)

_NOBODY: Final[frozenset[str]] = frozenset()


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


class Trace(msgspec.Struct, frozen=True, gc=False):
    """What one user did with a movie or an episode.

    A msgspec struct kept from the garbage collector: there are as many as all users' plays together.
    """

    medium: str | None
    """The key of the movie, or of the episode's series; `None` where the episode has lost that."""
    series_name: str | None
    """What that series is called."""
    season: int | None
    episode: int | None
    at: Fact[datetime]
    """When it was last played; unknown where nobody knows when."""
    play_count: int
    unfinished: bool


type Traces = Mapping[str, Trace]
"""One user's traces, by the keys of the movies and episodes."""


def read_traces(
    rows: Iterable[Played], now: datetime
) -> tuple[dict[str, Trace], list[Fact[datetime]]]:
    """Return what a user's rows tell, and all dates of plays as they were told."""
    traces: dict[str, Trace] = {}
    dates: list[Fact[datetime]] = []
    for row in rows:
        at = read_date(row.last_played, now)
        dates.append(at)
        if at is None:
            if row.readable and not (row.played or row.play_count or row.position_ticks):
                # A favourite that nobody played.
                continue
            # Watched, but nobody knows when.
            at = UNKNOWN
        lost = row.series_name and not row.series_id
        # All users' traces name the same media.
        traces[intern(item_key(row.id))] = Trace(
            None if lost else intern(item_key(row.series_id or row.id)),
            row.series_name if lost else None,
            row.season,
            row.episode,
            at,
            max(row.play_count, 1),
            bool(row.position_ticks),
        )
    return traces, dates


type SeriesByTitle = Mapping[str, Iterable[str]]
"""The keys of all series of a title: an episode that has lost its series counts for each of them."""

NO_TITLES: Final[SeriesByTitle] = {}


@dataclass(slots=True)
class _Tally:
    last_watched: Fact[datetime] = None
    last_dated: datetime | None = None
    play_count: int = 0
    watched_by: set[str] = field(default_factory=set)
    unfinished_by: set[str] = field(default_factory=set)


def watches(
    users: Mapping[str, Traces], series_by_title: SeriesByTitle = NO_TITLES
) -> dict[str, Watch]:
    """Return how every movie and series was watched, by its key; who is not in here never was."""
    tallies: dict[str, _Tally] = {}
    for user_id, traces in users.items():
        for trace in traces.values():
            for key in _media_of(trace, series_by_title):
                tally = tallies.get(key)
                if tally is None:
                    tally = tallies[key] = _Tally()
                _count(tally, trace, user_id)
    return {
        key: Watch(
            tally.last_watched,
            tally.play_count,
            frozenset(tally.watched_by),
            frozenset(tally.unfinished_by) if tally.unfinished_by else _NOBODY,
            tally.last_dated if tally.last_watched is UNKNOWN else None,
        )
        for key, tally in tallies.items()
    }


def episode_plays(
    users: Iterable[Traces], wanted: Container[str], series_by_title: SeriesByTitle
) -> Mapping[str, EpisodePlays]:
    """Return when the episodes of the wanted series were last watched, by the series' key."""
    found: dict[str, dict[tuple[int, int], Fact[datetime]]] = {}
    for traces in users:
        for trace in traces.values():
            if trace.season is None or trace.episode is None:
                continue
            place = (trace.season, trace.episode)
            for key in _media_of(trace, series_by_title):
                if key in wanted:
                    plays = found.setdefault(key, {})
                    plays[place] = latest((plays.get(place), trace.at))
    return found


def no_plays(_wanted: Container[str]) -> Mapping[str, EpisodePlays]:
    """Return what is known of plays without a Jellyfin."""
    return {}


def _media_of(trace: Trace, series_by_title: SeriesByTitle) -> Iterator[str]:
    if trace.medium is not None:
        yield trace.medium
    else:
        yield from series_by_title.get(trace.series_name or "", ())


def _count(tally: _Tally, trace: Trace, user_id: str) -> None:
    at = trace.at
    tally.last_watched = latest((tally.last_watched, at))
    if isinstance(at, datetime):
        tally.last_dated = max(tally.last_dated or at, at)
    tally.play_count += trace.play_count
    tally.watched_by.add(user_id)
    if trace.unfinished:
        tally.unfinished_by.add(user_id)
