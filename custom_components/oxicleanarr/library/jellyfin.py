"""What Jellyfin shows and who watched it: items by id, and the watch state of all users together."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..clients.jellyfin import Item, Jellyfin, Played
from .facts import UNKNOWN, Fact, latest, read_date
from .identity import item_key, provider_ids
from .models import Kind
from .paths import normalise
from .reading import IncompleteError, Size, require_complete, require_plausible

_KINDS = {"Movie": Kind.MOVIE, "Series": Kind.SERIES}
_PROVIDERS = ("tmdb", "tvdb", "imdb")


@dataclass(frozen=True, slots=True, kw_only=True)
class JellyfinItem:
    """A movie or a series as Jellyfin shows it."""

    id: str
    kind: Kind
    title: str
    year: int | None
    path: str | None
    added: Fact[datetime]
    provider_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """How a movie or series was watched, over all users (and over all episodes)."""

    last_watched: Fact[datetime]
    play_count: int


NEVER_WATCHED = Watch(None, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class JellyfinMedia:
    """The complete answer of one Jellyfin."""

    items: tuple[JellyfinItem, ...]
    watched: Mapping[str, Watch] = field(default_factory=dict)
    """By the id of the movie or series, as `item_key` spells it; who is not in here was never watched."""
    users: Mapping[str, str] = field(default_factory=dict)
    """The names of all users by their ids."""
    version: str | None = None
    skipped_rows: int = 0

    @property
    def size(self) -> Size:
        """How many movies and series Jellyfin shows, and whose plays it told."""
        return Size(media=len(self.items), people=frozenset(self.users))


async def read_jellyfin(client: Jellyfin, now: datetime) -> JellyfinMedia:
    """Read all movies and series and every user's watch state (pages only, nothing per item).

    An API key without a user sees no watch state, and a series has none of its own (Jellyfin 10.11, 12):
    so every user's played and unfinished movies and episodes are read, and episodes count for their series.

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: A list was cut short, or its dates are nonsense.
    """
    info = await client.public_info()
    users = await client.users()
    require_complete("Jellyfin", "users", users)
    if users.skipped or not users.rows:
        # Whoever is missing here may be the one who watched.
        raise IncompleteError("Jellyfin", "users", len(users.rows), users.total or 1)
    rows = await client.movies_and_series()
    require_complete("Jellyfin", "movies and series", rows)
    items = await asyncio.to_thread(read_items, rows.rows, now)
    require_plausible("Jellyfin", (item.added for item in items))
    skipped = rows.skipped
    series = _series_by_title(items)
    watched: dict[str, Watch] = {}
    dates: list[Fact[datetime]] = []
    for user in users.rows:
        played = await client.played(user.id)
        require_complete("Jellyfin", "watched items", played)
        if played.skipped:
            # Nobody knows which items these rows tell of; any of them may be the one that was watched.
            raise IncompleteError(
                "Jellyfin", "watched items", len(played.rows), len(played.rows) + played.skipped
            )
        # Ten users' fifty thousand episodes take longer than the event loop may be held.
        dates += await asyncio.to_thread(_add_plays, watched, played.rows, series, now)
    require_plausible("Jellyfin", dates)
    return JellyfinMedia(
        items=items,
        watched=watched,
        users={item_key(user.id): user.name for user in users.rows},
        version=info.version,
        skipped_rows=skipped,
    )


def read_items(rows: tuple[Item, ...], now: datetime) -> tuple[JellyfinItem, ...]:
    """Return the movies and series among Jellyfin's rows."""
    return tuple(
        JellyfinItem(
            id=row.id,
            kind=_KINDS[row.type],
            title=row.name,
            year=row.production_year or None,
            path=normalise(row.path) if row.path else None,
            added=read_date(row.date_created, now),
            provider_ids=_provider_ids(row.provider_ids),
        )
        for row in rows
        if row.type in _KINDS
    )


def _provider_ids(ids: Mapping[str, str]) -> tuple[str, ...]:
    # Keys come in any case (`Tmdb`, `TMDB`), values may be blank or hold stray blanks.
    known = {provider.lower(): value.strip() for provider, value in ids.items() if value}
    return provider_ids(**{name: known[name] for name in _PROVIDERS if name in known})


def _series_by_title(items: tuple[JellyfinItem, ...]) -> Mapping[str, list[str]]:
    keys: dict[str, list[str]] = {}
    for item in items:
        if item.kind is Kind.SERIES:
            keys.setdefault(item.title, []).append(item_key(item.id))
    return keys


def _add_plays(
    watched: dict[str, Watch],
    rows: tuple[Played, ...],
    series: Mapping[str, list[str]],
    now: datetime,
) -> list[Fact[datetime]]:
    """Add a user's plays to everybody's; return their dates as they were told."""
    dates = [read_date(row.last_played, now) for row in rows]
    for row, date in zip(rows, dates, strict=True):
        at = date
        if at is None:
            if row.readable and not (row.played or row.play_count or row.position_ticks):
                # A favourite that nobody played.
                continue
            # Watched, but nobody knows when.
            at = UNKNOWN
        for key in _played_media(row, series):
            before = watched.get(key, NEVER_WATCHED)
            watched[key] = Watch(
                latest((before.last_watched, at)), before.play_count + max(row.play_count, 1)
            )
    return dates


def _played_media(row: Played, series: Mapping[str, list[str]]) -> list[str]:
    """Return which movie or series a play belongs to; an episode that lost its series has only its name."""
    if row.series_id:
        return [item_key(row.series_id)]
    if row.series_name:
        return series.get(row.series_name, [])
    return [item_key(row.id)]
