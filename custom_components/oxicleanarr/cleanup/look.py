"""What Jellyfin says at the last second: of one medium, of who is watching, of scans (10.11, 12, jellyfin-rust)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from msgspec import structs

from ..clients.errors import NotUnderstood
from ..clients.ids import item_key
from ..clients.jellyfin import Jellyfin
from ..clients.jellyfin_folders import LibraryFolder
from ..clients.jellyfin_models import Dialect, Session
from ..library.facts import UNKNOWN
from ..library.jellyfin import read_favourites, read_loved
from ..library.jellyfin_media import OwnDisplay
from ..library.models import Kind, Medium
from ..library.paths import below_any, normalise
from ..library.reading import IncompleteError, require_complete, require_whole
from ..library.viewing import NEVER_WATCHED, Trace, read_traces, watches
from .evidence import Look

_SERVER: Final = "Jellyfin"
_EPISODE: Final = "Episode"
_SCAN: Final = "RefreshLibrary"
_IDLE: Final = "Idle"
_NOTHING: Final = OwnDisplay()

# What all plays of one side count for.
_MEDIUM: Final = "medium"


async def take_look(
    client: Jellyfin,
    users: Iterable[str],
    medium: Medium,
    now: datetime,
    own: OwnDisplay = _NOTHING,
) -> Look:
    """Ask Jellyfin what all users did with a medium, and whether one is at it; its twins and episodes included.

    `users` are the ids of all users as Jellyfin writes them: a jellyfin-rust knows nobody by another
    spelling. Hearts on seasons, episodes and collections count, except on our `own` collection. Users who
    may not see a medium did nothing with it; but each item that is no twin must be seen by one of them,
    else Jellyfin has it no longer, or under another id. Nor does anybody see nothing of what the library
    says that they watched.

    Raises:
        ClientError: The server failed or refused, or a play has no date that can be.
        UntrustedAnswerError: An answer was cut short, or not understood as a whole.
    """
    people = tuple(users)
    items = [await _shown(client, medium.kind, item_id) for item_id in medium.jellyfin_ids]
    twins = [await _shown(client, medium.kind, item_id) for item_id in medium.twin_ids]
    keys = frozenset[str]().union(*(shown.keys for shown in (*items, *twins)))
    views = [
        _View(await _side(client, user, items, now), await _side(client, user, twins, now))
        for user in people
    ]
    _require_seen(items, views)
    _require_viewers(medium, people, views)
    loved = [view.loved for view in views]
    loved += [await _loves(client, user, keys, own) for user in people]
    sides = [side for view in views for side in (view.items, view.twins)]
    return Look(
        favourite=any(loved),
        # What changes soonest is asked last.
        playing=await _playing(client, keys),
        unfinished=any(view.unfinished for view in views),
        last_played=max((side.last_played for side in sides if side.last_played), default=None),
        play_count=sum(side.play_count for side in sides),
    )


async def watching(client: Jellyfin) -> bool:
    """Return whether anybody is watching anything now, or was in the last 16 minutes without ending it.

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: A session was not understood.
    """
    return any(session.item for session in await _sessions(client))


async def scanning(client: Jellyfin, own: OwnDisplay = _NOTHING) -> bool:
    """Return whether Jellyfin scans a library now: lists change meanwhile, and may be half empty.

    Libraries that show nothing but our `own` links do not matter. A jellyfin-rust never tells of a scan, so
    there it is known to be none; what it has forgotten, `take_look` notices by the ids.

    Raises:
        ClientError: The server failed or refused, or has no task that scans.
        UntrustedAnswerError: A list was cut short, or a library not understood.
    """
    if client.dialect is Dialect.RUST:
        return False
    tasks = await client.tasks()
    require_complete(_SERVER, "tasks", tasks)
    states = [task.state for task in tasks.rows if task.key == _SCAN]
    if not states:
        raise NotUnderstood(_SERVER, "no task that scans the libraries")
    libraries = await client.folders.libraries()
    require_whole(_SERVER, "libraries", libraries)
    states += [row.refresh_status or _IDLE for row in libraries.rows if not _is_own(row, own)]
    return any(state != _IDLE for state in states)


def _is_own(library: LibraryFolder, own: OwnDisplay) -> bool:
    """Say whether a library shows our links and nothing else."""
    places = [normalise(place) for place in library.locations]
    return bool(places) and all(below_any(place, own.folders) for place in places)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A movie or a series as Jellyfin shows it."""

    series_id: str | None
    leaves: tuple[str, ...]
    """What can be played of it: the movie itself, or the episodes."""
    keys: frozenset[str]
    """All that a heart or a session can name: seasons included."""


async def _shown(client: Jellyfin, kind: Kind, item_id: str) -> _Shown:
    if kind is Kind.MOVIE:
        return _Shown(None, (item_id,), frozenset({item_key(item_id)}))
    parts = await client.states.parts(item_id)
    require_whole(_SERVER, "episodes", parts)
    episodes = tuple(part.id for part in parts.rows if part.type == _EPISODE)
    if not episodes:
        raise IncompleteError(_SERVER, "episodes", 0, 1)
    keys = {item_key(item_id), *(item_key(part.id) for part in parts.rows)}
    return _Shown(item_id, episodes, frozenset(keys))


@dataclass(frozen=True, slots=True)
class _Side:
    """What one user did with the items of a medium, or with its twins."""

    last_played: datetime | None
    play_count: int
    unfinished: bool
    loved: bool
    seen: frozenset[str]
    """The keys of what that user may see."""


@dataclass(frozen=True, slots=True)
class _View:
    """What one user did with a medium."""

    items: _Side
    twins: _Side

    @property
    def seen(self) -> frozenset[str]:
        """The keys of all that this user may see."""
        return self.items.seen | self.twins.seen

    @property
    def loved(self) -> bool:
        """Whether this user loves a movie or an episode of it; a series' own heart is not told here."""
        return self.items.loved or self.twins.loved

    @property
    def unfinished(self) -> bool:
        """Whether this user stopped in the middle; whoever stopped in a twin may have seen the rest since."""
        if self.items.unfinished or not self.twins.unfinished:
            return self.items.unfinished
        since, stopped = self.items.last_played, self.twins.last_played
        return since is None or stopped is None or since < stopped


async def _side(client: Jellyfin, user_id: str, shown: Iterable[_Shown], now: datetime) -> _Side:
    traces: dict[str, Trace] = {}
    seen: set[str] = set()
    loved = False
    for one in shown:
        rows = await client.states.of(user_id, one.leaves, one.series_id)
        require_whole(_SERVER, "watched items", rows)
        seen.update(item_key(row.id) for row in rows.rows)
        loved |= any(row.is_favorite for row in rows.rows)
        together = [structs.replace(row, series_id=_MEDIUM, series_name=None) for row in rows.rows]
        traces |= read_traces(together, now)[0]
    watch = watches({user_id: traces}).get(_MEDIUM, NEVER_WATCHED)
    if watch.last_watched is UNKNOWN:
        raise NotUnderstood(_SERVER, "a play without a date")
    unfinished = bool(watch.unfinished_by)
    return _Side(watch.last_watched, watch.play_count, unfinished, loved, frozenset(seen))


def _require_seen(items: Sequence[_Shown], views: Sequence[_View]) -> None:
    wanted = {item_key(leaf) for shown in items for leaf in shown.leaves}
    seen = wanted & frozenset[str]().union(*(view.items.seen for view in views))
    if not wanted or seen != wanted:
        raise IncompleteError(_SERVER, "items", len(seen), len(wanted) or 1)


def _require_viewers(medium: Medium, people: Sequence[str], views: Sequence[_View]) -> None:
    if medium.watched_by is UNKNOWN or not medium.watched_by:
        return
    seeing = {item_key(user) for user, view in zip(people, views, strict=True) if view.seen}
    if not medium.watched_by <= seeing:
        viewers = len(medium.watched_by)
        raise IncompleteError(_SERVER, "viewers", len(medium.watched_by & seeing), viewers)


async def _loves(client: Jellyfin, user_id: str, keys: frozenset[str], own: OwnDisplay) -> bool:
    favourites = await read_favourites(client, user_id, own.collection)
    if any(item_key(row.id) in keys for row in favourites):
        return True
    return not keys.isdisjoint(await read_loved(client, favourites, user_id))


async def _playing(client: Jellyfin, keys: frozenset[str]) -> bool:
    playing = [session.item for session in await _sessions(client) if session.item]
    named = {item_key(name) for item in playing for name in (item.id, item.medium_id)}
    return not keys.isdisjoint(named)


async def _sessions(client: Jellyfin) -> tuple[Session, ...]:
    sessions = await client.sessions()
    require_whole(_SERVER, "sessions", sessions)
    return sessions.rows
