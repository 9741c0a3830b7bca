"""Reading a Jellyfin as a whole: items by id, and what all users did with them."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ..clients.errors import NotAllowed, NotFound, NotUnderstood
from ..clients.ids import item_key
from ..clients.jellyfin import Jellyfin
from ..clients.jellyfin_log import LoggedPlay
from ..clients.jellyfin_models import Dialect, Favorite, Item, MediumType, PublicInfo, User
from ..clients.rows import Rows
from .facts import Fact, read_date
from .identity import provider_ids
from .jellyfin_media import (
    Diary,
    JellyfinItem,
    JellyfinLibrary,
    JellyfinMark,
    JellyfinMedia,
    OwnDisplay,
    TwinHeart,
    series_by_title,
)
from .models import Kind
from .paths import below_any, normalise
from .reading import (
    OVERLAP,
    AnotherServerError,
    IncompleteError,
    require_complete,
    require_plausible,
    require_whole,
)
from .series_folders import series_folders
from .viewing import Traces, read_traces, watches

# So long Jellyfin remembers plays, where the household has not chosen otherwise.
_LOG_KEPT: Final = timedelta(days=30)

_KINDS: Final[Mapping[MediumType, Kind]] = {"Movie": Kind.MOVIE, "Series": Kind.SERIES}
_PROVIDERS = ("tmdb", "tvdb", "imdb")
_COLLECTION = "BoxSet"
_TICKS_PER_MINUTE = 600_000_000


async def read_jellyfin(
    client: Jellyfin,
    now: datetime,
    server_id: str | None = None,
    previous: JellyfinMedia | None = None,
    *,
    own: Callable[[], OwnDisplay] = OwnDisplay,
) -> JellyfinMedia:
    """Read all movies and series, and every user's plays and favourites (pages only, nothing per item).

    An API key without a user sees no watch state, and a series has none of its own (Jellyfin 10.11, 12):
    so every user's played and unfinished movies and episodes are read, and episodes count for their series.
    What somebody began anew and left at once is in neither list (10.11, 12), though it was played: what the log or
    the `previous` reading tells of and the lists do not is asked about.
    The plays come first: a jellyfin-rust that makes its library anew meanwhile has lost them under the old
    ids, and then the items show that by their new ones.
    `own` tells what we show there ourselves, as often as it is needed: a display may be made meanwhile.

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: A list was cut short, or its dates are nonsense.
    """
    info = await read_info(client, server_id)
    users = await read_users(client)
    log = await _read_log(client, now)
    mark = await _mark(client, users, log, now) if log else None
    libraries = await read_libraries(client, own().folders)
    # A jellyfin-rust may make its library anew meanwhile, and its plays are gone then. Read last, the items
    # show that by their new ids.
    last = client.dialect is Dialect.RUST
    listed = None if last else await read_items(client, libraries, now)
    # Thirty users' plays take longer than the event loop may be held.
    played = await asyncio.to_thread(_played, log.rows if log else (), previous)
    diaries = await _read_diaries(client, users, played, own, now)
    if listed is None:
        listed = await read_items(client, libraries, now, own().folders)
    items, twins = await asyncio.to_thread(apart, listed.rows, own().folders)
    await asyncio.to_thread(require_plausible, "Jellyfin", (item.added for item in items))
    media = JellyfinMedia(
        items=items,
        twins=twins,
        playing=await read_playing(client),
        libraries=libraries,
        users=names(users),
        administrator=administrator(users),
        dialect=client.dialect,
        version=info.version,
        skipped_rows=listed.skipped,
        mark=mark,
    )
    return await asyncio.to_thread(with_diaries, media, diaries)


async def _read_log(client: Jellyfin, now: datetime) -> Rows[LoggedPlay] | None:
    """Read which plays there were lately; `None` on a jellyfin-rust, and for a login that may not read the log."""
    if client.dialect is Dialect.RUST:
        return None
    try:
        return await client.log.plays_since(now - _LOG_KEPT)
    except NotAllowed, NotFound, NotUnderstood:
        return None


async def _mark(
    client: Jellyfin, users: Sequence[User], log: Rows[LoggedPlay], now: datetime
) -> JellyfinMark:
    """Note where the server stands; whatever happens from now on is a difference."""
    return JellyfinMark(
        read_at=now,
        total=await client.count_movies_and_series(),
        entries=frozenset(play.id for play in log.rows),
        active=activity(users),
        lately=frozenset(item_key(user.id) for user in users if _active_lately(user, now)),
    )


def _played(log: Iterable[LoggedPlay], previous: JellyfinMedia | None) -> dict[str, set[str]]:
    """Return the keys of what each user is known to have played."""
    known: dict[str, set[str]] = {}
    if previous and previous.dialect is not Dialect.RUST:
        known |= {user: set(diary.traces) for user, diary in previous.diaries.items()}
    for play in log:
        known.setdefault(item_key(play.user_id), set()).add(item_key(play.item_id))
    return known


async def read_info(client: Jellyfin, server_id: str | None) -> PublicInfo:
    """Ask who answers, without showing our key; `server_id` is whom we expect, `None` anybody.

    Raises:
        ClientError: The server failed, or is none.
        UntrustedAnswerError: It is another one.
    """
    info = await client.public_info()
    if server_id is not None and info.id != server_id:
        raise AnotherServerError("Jellyfin")
    return info


def names(users: Iterable[User]) -> dict[str, str]:
    """Return the names of users by the keys of their ids."""
    return {item_key(user.id): user.name for user in users}


def activity(users: Iterable[User]) -> dict[str, str | None]:
    """Return when each user was last active, as Jellyfin writes it."""
    return {item_key(user.id): user.last_activity for user in users}


def _active_lately(user: User, now: datetime) -> bool:
    at = read_date(user.last_activity, now)
    return isinstance(at, datetime) and at > now - OVERLAP


def administrator(users: Iterable[User]) -> str:
    """Return the id of a user who sees everything; blank when there is none."""
    return next((user.id for user in users if user.is_administrator and not user.is_disabled), "")


def with_diaries(media: JellyfinMedia, diaries: Mapping[str, Diary]) -> JellyfinMedia:
    """Return the answer with what all users together did."""
    twins = {item_key(twin.id) for twin in media.twins}
    favourite_of: dict[str, set[str]] = {}
    for user, diary in diaries.items():
        for key in diary.loved:
            favourite_of.setdefault(key, set()).add(user)
    return replace(
        media,
        diaries=diaries,
        watched=watches(
            {user: diary.traces for user, diary in diaries.items()},
            series_by_title((*media.items, *media.twins)),
        ),
        favourite_of={key: frozenset(users) for key, users in favourite_of.items()},
        twin_hearts=tuple(
            heart for diary in diaries.values() for heart in diary.hearts if heart.twin in twins
        ),
    )


async def read_users(client: Jellyfin) -> tuple[User, ...]:
    """Read all users: whoever were missing might be the one who watched.

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: The list was cut short, or is empty.
    """
    users = await client.users()
    require_whole("Jellyfin", "users", users)
    if not users.rows:
        raise IncompleteError("Jellyfin", "users", 0, 1)
    return users.rows


async def _read_diaries(
    client: Jellyfin,
    users: Iterable[User],
    known: Mapping[str, Collection[str]],
    own: Callable[[], OwnDisplay],
    now: datetime,
) -> dict[str, Diary]:
    diaries: dict[str, Diary] = {}
    dates: list[Fact[datetime]] = []
    for user in users:
        key = item_key(user.id)
        played = await client.played(user.id)
        require_whole("Jellyfin", "watched items", played)
        # Ten users' fifty thousand episodes take longer than the event loop may be held.
        traces, dated = await asyncio.to_thread(read_traces, played.rows, now)
        dates += dated
        if unlisted := sorted(set(known.get(key, ())) - traces.keys()):
            rows = await client.states.traces(user.id, unlisted)
            require_whole("Jellyfin", "watched items", rows)
            others, dated = read_traces(rows.rows, now)
            traces |= others
            dates += dated
        diaries[key] = await read_loves(client, user, traces, own().collection)
    await asyncio.to_thread(require_plausible, "Jellyfin", dates)
    return diaries


async def read_loves(
    client: Jellyfin, user: User, traces: Traces, own_collection: str | None
) -> Diary:
    """Read what a user loves, to be written beside what the user watched.

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: A list was cut short, or not all of it understood.
    """
    favourites = await read_favourites(client, user.id, own_collection)
    loved = await read_loved(client, favourites, user.id)
    return Diary(traces, tuple(_hearts(favourites, user.id)), frozenset(loved))


async def read_favourites(
    client: Jellyfin, user_id: str, own_collection: str | None
) -> tuple[Favorite, ...]:
    """Read what a user loves; our own collection shows what leaves, and a heart on it keeps none of that.

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: The list was cut short, or a heart in it not understood.
    """
    rows = await client.favorites(user_id)
    require_whole("Jellyfin", "favourites", rows)
    return tuple(row for row in rows.rows if item_key(row.id) != own_collection)


def _hearts(favourites: Iterable[Favorite], user_id: str) -> list[TwinHeart]:
    """Return a user's hearts on movies, series and parts of series, as if all of them were twins."""
    return [
        TwinHeart(user_id, row.id, item_key(row.series_id or row.id))
        for row in favourites
        if row.type != _COLLECTION
    ]


async def read_loved(client: Jellyfin, favourites: Iterable[Favorite], user_id: str) -> set[str]:
    """Return the keys of the movies and series that a user loves, in whole or in part; collections are read.

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: The members of a collection were cut short, or not all understood.
    """
    keys = set()
    for row in favourites:
        if row.type == _COLLECTION:
            members = await client.collections.members(row.id, user_id)
            require_whole("Jellyfin", "members of a collection", members)
            keys |= {item_key(member.medium_id) for member in members.rows}
        else:
            keys.add(item_key(row.series_id or row.id))
    return keys


async def read_playing(client: Jellyfin) -> dict[str, frozenset[str]]:
    """Read who is watching which movie or series right now."""
    sessions = await client.sessions()
    playing: dict[str, set[str]] = {}
    for session in sessions.rows:
        if session.item:
            people = playing.setdefault(item_key(session.item.medium_id), set())
            people.add(item_key(session.user_id or ""))
    return {key: frozenset(people) for key, people in playing.items()}


async def read_libraries(
    client: Jellyfin, twins_below: Sequence[str] = ()
) -> tuple[JellyfinLibrary, ...]:
    """Read the libraries; those that show nothing but twins are left out.

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: The list was cut short.
    """
    rows = await client.folders.libraries()
    require_complete("Jellyfin", "libraries", rows)
    libraries = []
    for row in rows.rows:
        folders = tuple(normalise(folder) for folder in row.locations)
        own = tuple(folder for folder in folders if not below_any(folder, twins_below))
        if own or not folders:
            libraries.append(JellyfinLibrary(row.name, own))
    return tuple(libraries)


def apart(
    listed: Iterable[JellyfinItem], twins_below: Sequence[str]
) -> tuple[tuple[JellyfinItem, ...], tuple[JellyfinItem, ...]]:
    """Return the media, and those below our display folders for themselves."""
    items: list[JellyfinItem] = []
    twins: list[JellyfinItem] = []
    for item in listed:
        is_twin = item.path is not None and below_any(item.path, twins_below)
        (twins if is_twin else items).append(item)
    return tuple(items), tuple(twins)


async def read_items(
    client: Jellyfin,
    libraries: Sequence[JellyfinLibrary],
    now: datetime,
    twins_below: Sequence[str] = (),
) -> Rows[JellyfinItem]:
    """Read all movies and series; jellyfin-rust tells no folders of series, but where their episodes lie.

    Episodes lie in one of the `libraries`, or in a folder of our own: `twins_below`.

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: A list was cut short.
    """
    folders: Mapping[str, str] = {}
    if client.dialect is Dialect.RUST:
        episodes = await client.episode_paths()
        require_complete("Jellyfin", "episodes", episodes)
        places = [*twins_below, *(folder for library in libraries for folder in library.folders)]
        folders = await asyncio.to_thread(series_folders, episodes.rows, places)
    items = await client.movies_and_series(lambda row: shown_item(row, now, folders))
    require_complete("Jellyfin", "movies and series", items)
    return items


def shown_item(row: Item, now: datetime, folders: Mapping[str, str] = {}) -> JellyfinItem:
    """Return a movie or series from Jellyfin's row; `folders` tell where series lie whose rows do not."""
    folder = None if row.path else folders.get(item_key(row.id))
    return JellyfinItem(
        id=row.id,
        kind=_KINDS[row.type],
        title=row.name,
        year=row.production_year or None,
        path=normalise(row.path) if row.path else folder,
        written_path=row.path or folder,
        added=read_date(row.date_created, now),
        provider_ids=_provider_ids(row.provider_ids),
        runtime_minutes=_minutes(row.runtime_ticks),
        image_tag=row.image_tag,
    )


def _minutes(ticks: int | None) -> int | None:
    """Return the minutes begun: who has just so many left must see the end."""
    return -(-ticks // _TICKS_PER_MINUTE) if ticks and ticks > 0 else None


def _provider_ids(ids: Mapping[str, str]) -> tuple[str, ...]:
    # Keys come in any case (`Tmdb`, `TMDB`), values may be blank or hold stray blanks.
    known = {provider.lower(): value.strip() for provider, value in ids.items() if value}
    return provider_ids(**{name: known[name] for name in _PROVIDERS if name in known})
