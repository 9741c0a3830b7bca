"""What Jellyfin shows and who watched it: items by id, and the watch state of all users together."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
import hashlib

from ..clients.jellyfin import Dialect, Favorite, Item, Jellyfin, User
from ..clients.rows import Rows
from .facts import Fact, read_date
from .identity import item_key, provider_ids
from .models import Kind
from .paths import below_any, normalise
from .reading import (
    AnotherServerError,
    IncompleteError,
    Size,
    require_complete,
    require_plausible,
    require_whole,
)
from .series_folders import series_folders
from .viewing import EpisodePlays, Viewing, Watch

_KINDS = {"Movie": Kind.MOVIE, "Series": Kind.SERIES}
_PROVIDERS = ("tmdb", "tvdb", "imdb")
_COLLECTION = "BoxSet"
_TICKS_PER_MINUTE = 600_000_000


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
    written_path: str | None = None
    """The path as Jellyfin wrote it, to be sent back: its letters may be composed otherwise than in `path`."""
    runtime_minutes: int | None = None
    """How long it plays, in minutes begun; of a series one episode. `None` when Jellyfin does not know."""
    image_tag: str | None = None
    """The tag of its poster; `None` when it has none."""


@dataclass(frozen=True, slots=True)
class JellyfinLibrary:
    """A library of Jellyfin, and the folders that it shows."""

    name: str
    folders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TwinHeart:
    """A user's favourite that is a twin, or a season or episode of one."""

    user_id: str
    item_id: str
    """What carries the heart; both ids as Jellyfin writes them."""
    twin: str
    """The twin that it belongs to, as `item_key` spells it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JellyfinMedia:
    """The complete answer of one Jellyfin."""

    items: tuple[JellyfinItem, ...]
    twins: tuple[JellyfinItem, ...] = ()
    """Items below our own display folders: no media, but what people do with them counts for the originals."""
    watched: Mapping[str, Watch] = field(default_factory=dict)
    """By the id of the movie or series, as `item_key` spells it; who is not in here was never watched."""
    episode_plays: Mapping[str, EpisodePlays] = field(default_factory=dict)
    """When episodes were last watched, by the id of their series."""
    favourite_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Whose favourite a movie or series is, or a season, episode or collection of it."""
    twin_hearts: tuple[TwinHeart, ...] = ()
    """The favourites that Jellyfin would forget with our links."""
    playing: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Who is watching a movie or series right now."""
    libraries: tuple[JellyfinLibrary, ...] = ()
    users: Mapping[str, str] = field(default_factory=dict)
    """The names of all users by their ids."""
    administrator: str = ""
    """The id of a user who sees everything, as Jellyfin writes it; blank when there is none."""
    dialect: Dialect = Dialect.JELLYFIN
    version: str | None = None
    skipped_rows: int = 0

    @property
    def size(self) -> Size:
        """How many movies and series Jellyfin shows under which ids, and whose plays it told."""
        # Several items may have one path; the same one of them must count every time.
        placed = sorted((item for item in self.items if item.path), key=lambda item: item.id)
        return Size(
            media=len(self.items),
            people=frozenset(self.users),
            plays=self._plays(),
            ids={_place(item): item_key(item.id) for item in placed},
        )

    def _plays(self) -> Counter[str]:
        """Count what each user watched; twins come and go, and what was watched of them goes with them."""
        twins = {item_key(twin.id) for twin in self.twins}
        return Counter(
            user
            for key, watch in self.watched.items()
            if key not in twins
            for user in watch.watched_by
        )


def _place(item: JellyfinItem) -> str:
    """Return a short name for what lies at a path."""
    return hashlib.blake2b(f"{item.kind}:{item.path}".encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class OwnDisplay:
    """What we show in Jellyfin ourselves, which is no media."""

    folders: Sequence[str] = ()
    """The folders of our links as Jellyfin sees them, normalised: items below them are twins."""
    collection: str | None = None
    """The key of our collection."""


async def read_jellyfin(
    client: Jellyfin,
    now: datetime,
    server_id: str | None = None,
    *,
    own: Callable[[], OwnDisplay] = OwnDisplay,
) -> JellyfinMedia:
    """Read all movies and series, and every user's plays and favourites (pages only, nothing per item).

    An API key without a user sees no watch state, and a series has none of its own (Jellyfin 10.11, 12):
    so every user's played and unfinished movies and episodes are read, and episodes count for their series.
    The plays come first: a jellyfin-rust that makes its library anew meanwhile has lost them under the old
    ids, and then the items show that by their new ones.
    `own` tells what we show there ourselves, as often as it is needed: a display may be made meanwhile.

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: A list was cut short, or its dates are nonsense.
    """
    info = await client.public_info()
    if server_id is not None and info.id != server_id:
        raise AnotherServerError("Jellyfin")
    users = await read_users(client)
    libraries = await read_libraries(client, own().folders)
    # A jellyfin-rust may make its library anew meanwhile, and its plays are gone then. Read last, the items
    # show that by their new ids.
    last = client.dialect is Dialect.RUST
    listed = None if last else await read_items(client, libraries, now)
    people = await _read_people(client, users, own, now)
    if listed is None:
        listed = await read_items(client, libraries, now)
    items, twins = _apart(listed.rows, own().folders)
    require_plausible("Jellyfin", (item.added for item in items))
    people.viewing.find_lost(_series_by_title(listed.rows))
    twin_keys = {item_key(twin.id) for twin in twins}
    return JellyfinMedia(
        items=items,
        twins=twins,
        watched=people.viewing.watches(),
        episode_plays=people.viewing.episode_plays(),
        favourite_of={key: frozenset(users) for key, users in people.favourite_of.items()},
        twin_hearts=tuple(heart for heart in people.hearts if heart.twin in twin_keys),
        playing=await _playing(client),
        libraries=libraries,
        users={item_key(user.id): user.name for user in users},
        administrator=next(
            (user.id for user in users if user.is_administrator and not user.is_disabled), ""
        ),
        dialect=client.dialect,
        version=info.version,
        skipped_rows=listed.skipped,
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


@dataclass(slots=True)
class _People:
    """What all users watched and love."""

    viewing: Viewing = field(default_factory=Viewing)
    favourite_of: dict[str, set[str]] = field(default_factory=dict)
    hearts: list[TwinHeart] = field(default_factory=list)


async def _read_people(
    client: Jellyfin, users: Iterable[User], own: Callable[[], OwnDisplay], now: datetime
) -> _People:
    people = _People()
    for user in users:
        played = await client.played(user.id)
        require_whole("Jellyfin", "watched items", played)
        # Ten users' fifty thousand episodes take longer than the event loop may be held.
        await asyncio.to_thread(people.viewing.add, item_key(user.id), played.rows, now)
        favourites = await read_favourites(client, user.id, own().collection)
        people.hearts += _hearts(favourites, user.id)
        for key in await read_loved(client, favourites, user.id):
            people.favourite_of.setdefault(key, set()).add(item_key(user.id))
    require_plausible("Jellyfin", people.viewing.dates)
    return people


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


async def _playing(client: Jellyfin) -> dict[str, frozenset[str]]:
    """Return who is watching which movie or series right now."""
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
    rows = await client.virtual_folders()
    require_complete("Jellyfin", "libraries", rows)
    libraries = []
    for row in rows.rows:
        folders = tuple(normalise(folder) for folder in row.locations)
        own = tuple(folder for folder in folders if not below_any(folder, twins_below))
        if own or not folders:
            libraries.append(JellyfinLibrary(row.name, own))
    return tuple(libraries)


def _apart(
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
    client: Jellyfin, libraries: Sequence[JellyfinLibrary], now: datetime
) -> Rows[JellyfinItem]:
    """Read all movies and series; jellyfin-rust tells no folders of series, but where their episodes lie.

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: A list was cut short.
    """
    folders: Mapping[str, str] = {}
    if client.dialect is Dialect.RUST:
        episodes = await client.episode_paths()
        require_complete("Jellyfin", "episodes", episodes)
        places = [folder for library in libraries for folder in library.folders]
        folders = await asyncio.to_thread(series_folders, episodes.rows, places)
    rows = await client.movies_and_series()
    require_complete("Jellyfin", "movies and series", rows)
    items = await asyncio.to_thread(_items, rows.rows, folders, now)
    return Rows(items, rows.total, rows.skipped)


def _items(
    rows: tuple[Item, ...], folders: Mapping[str, str], now: datetime
) -> tuple[JellyfinItem, ...]:
    """Return the movies and series among Jellyfin's rows."""
    return tuple(
        JellyfinItem(
            id=row.id,
            kind=_KINDS[row.type],
            title=row.name,
            year=row.production_year or None,
            path=normalise(row.path) if row.path else folders.get(item_key(row.id)),
            written_path=row.path or folders.get(item_key(row.id)),
            added=read_date(row.date_created, now),
            provider_ids=_provider_ids(row.provider_ids),
            runtime_minutes=_minutes(row.runtime_ticks),
            image_tag=row.image_tag,
        )
        for row in rows
        if row.type in _KINDS
    )


def _minutes(ticks: int | None) -> int | None:
    """Return the minutes begun: who has just so many left must see the end."""
    return -(-ticks // _TICKS_PER_MINUTE) if ticks and ticks > 0 else None


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
