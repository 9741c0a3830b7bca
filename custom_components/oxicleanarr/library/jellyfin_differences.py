"""Reading what has changed on a Jellyfin since it was last read, in a few small requests."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from ..clients.ids import item_key
from ..clients.jellyfin import Jellyfin
from ..clients.jellyfin_models import User
from .jellyfin import (
    activity,
    administrator,
    apart,
    names,
    read_info,
    read_loves,
    read_playing,
    read_users,
    shown_item,
    with_diaries,
)
from .jellyfin_media import Diary, JellyfinItem, JellyfinMark, JellyfinMedia, OwnDisplay
from .reading import OVERLAP, require_complete, require_plausible, require_whole
from .viewing import Traces, read_traces


async def read_differences(
    client: Jellyfin,
    now: datetime,
    previous: JellyfinMedia,
    server_id: str | None = None,
    *,
    own: Callable[[], OwnDisplay] = OwnDisplay,
) -> JellyfinMedia | None:
    """Return what Jellyfin tells now, `None` where only reading it as a whole can tell.

    Seen are new and changed movies and series, plays, the favourites of users who did something, and who is
    watching: 6 requests, and up to 2 for each such user. Not seen are what people mark as watched by hand, what
    other programs write, what Jellyfin remembers of a file that came back, and libraries: that is left for the next
    reading as a whole. Where Jellyfin tells of no differences, only who is watching is read. After an update of Jellyfin everything is.

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: A list was cut short, or its dates are nonsense.
    """
    info = await read_info(client, server_id)
    if info.version != previous.version:
        return None
    playing = await read_playing(client)
    mark = previous.mark
    if mark is None:
        return replace(previous, playing=playing)
    users = await read_users(client)
    if names(users) != previous.users:
        return None
    log = await client.log.plays_since(mark.read_at - OVERLAP)
    if log.skipped or not log.complete:
        return None
    news = _News(
        moved=frozenset(
            user for user, at in activity(users).items() if at != mark.active.get(user)
        ),
        played=_by_user(
            (play.user_id, play.item_id) for play in log.rows if play.id not in mark.entries
        ),
    )
    total = await client.count_movies_and_series()
    listed = await _read_items(client, previous, mark, total, now)
    if listed is None:
        return None
    diaries = await _read_diaries(client, users, previous, news, own, now)
    items, twins = await asyncio.to_thread(apart, listed, own().folders)
    media = replace(
        previous,
        items=previous.items if items == previous.items else items,
        twins=previous.twins if twins == previous.twins else twins,
        playing=playing,
        administrator=administrator(users),
        mark=JellyfinMark(
            read_at=now,
            total=total,
            entries=frozenset(play.id for play in log.rows),
            active=activity(users),
            lately=news.moved,
        ),
    )
    same = media.items is previous.items and media.twins is previous.twins
    if same and diaries == previous.diaries:
        return media
    return await asyncio.to_thread(with_diaries, media, diaries)


@dataclass(frozen=True, slots=True)
class _News:
    """Which users did something, and what they played."""

    moved: frozenset[str]
    played: Mapping[str, Sequence[str]]


def _by_user(plays: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    found: dict[str, dict[str, None]] = {}
    for user_id, item_id in plays:
        found.setdefault(item_key(user_id), {})[item_id] = None
    return {user: tuple(items) for user, items in found.items()}


async def _read_diaries(
    client: Jellyfin,
    users: Iterable[User],
    previous: JellyfinMedia,
    news: _News,
    own: Callable[[], OwnDisplay],
    now: datetime,
) -> dict[str, Diary]:
    active = news.moved | (previous.mark.lately if previous.mark else frozenset())
    diaries = dict(previous.diaries)
    for user in users:
        key = item_key(user.id)
        diary = diaries.get(key, Diary())
        if played := news.played.get(key):
            diary = replace(diary, traces=await _replayed(client, user, diary, played, now))
        if key in active:
            diary = await read_loves(client, user, diary.traces, own().collection)
        diaries[key] = diary
    return diaries


async def _replayed(
    client: Jellyfin, user: User, diary: Diary, played: Sequence[str], now: datetime
) -> Traces:
    """Return a user's traces with those of what was played read again."""
    rows = await client.states.traces(user.id, played)
    require_whole("Jellyfin", "watched items", rows)
    traces, dates = read_traces(rows.rows, now)
    require_plausible("Jellyfin", dates)
    # Who marks something as unwatched leaves no trace of it.
    again = {item_key(row.id) for row in rows.rows}
    return {key: trace for key, trace in diary.traces.items() if key not in again} | traces


async def _read_items(
    client: Jellyfin, previous: JellyfinMedia, mark: JellyfinMark, total: int, now: datetime
) -> tuple[JellyfinItem, ...] | None:
    """Read what is new or changed; `None` where something is gone, or not all of it was understood."""
    rows = await client.movies_and_series(lambda row: shown_item(row, now), mark.read_at - OVERLAP)
    require_complete("Jellyfin", "movies and series", rows)
    changed = {item_key(item.id): item for item in rows.rows}
    known = {item_key(item.id): item for item in (*previous.items, *previous.twins)}
    if rows.skipped or total != mark.total + len(changed.keys() - known.keys()):
        return None
    require_plausible("Jellyfin", (item.added for item in changed.values()))
    return tuple((known | changed).values())
