"""What Jellyfin's answers hold, as far as we need it.

The public structs are flat; the ones beginning with `Wire` mirror Jellyfin's nesting and exist
only while an answer is read. Ids are given as the server wrote them: send them back like that,
compare them by `item_key`. Dates stay text.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, Literal, override

import msgspec

from .rows import Number, RowDecoder, TextId

type MediumType = Literal["Movie", "Series"]

_MEDIUM_TYPES: Final[Mapping[str, MediumType]] = {"Movie": "Movie", "Series": "Series"}
_RUST_ID: Final = "jellyfin-rust-server"


class Dialect(StrEnum):
    """Which program answers as a Jellyfin; what they understand differs."""

    JELLYFIN = "jellyfin"
    RUST = "jellyfin_rust"
    """jellyfin-rust (January 2026), which passes for a 10.11.5."""


class PublicInfo(msgspec.Struct, frozen=True):
    """Who answers; the `id` of jellyfin-rust is the same on every installation."""

    id: str
    name: str
    version: str

    @property
    def dialect(self) -> Dialect:
        """Which program it is."""
        return Dialect.RUST if self.id == _RUST_ID else Dialect.JELLYFIN


class Login(msgspec.Struct, frozen=True):
    """A user's session: its token and whose it is."""

    token: str
    user_id: str
    user_name: str
    server_id: str
    is_administrator: bool

    @override
    def __repr__(self) -> str:
        """Leave the token out: what is printed ends in logs."""
        return f"Login(user_name={self.user_name!r}, server_id={self.server_id!r})"


class User(msgspec.Struct, frozen=True):
    """A user of the server."""

    id: str
    name: str
    is_administrator: bool = False
    is_disabled: bool = False
    last_activity: str | None = None
    """Changes whenever the user does something, at most once a minute; absent on jellyfin-rust."""


class Item(msgspec.Struct, frozen=True, gc=False):
    """A movie or a series; `path` as Jellyfin's process sees it, absent for jellyfin-rust's series.

    Keys of `provider_ids` come in any case, and values may be blank or stray text. `runtime_ticks` count
    100 ns; a series has those of one episode, where a metadata provider told.
    """

    id: str
    name: str
    type: MediumType
    path: str | None = None
    date_created: str | None = None
    provider_ids: dict[str, str] = msgspec.field(default_factory=dict)
    production_year: int | None = None
    image_tag: str | None = None
    runtime_ticks: int | None = None


class Played(msgspec.Struct, frozen=True, gc=False):
    """One user's trace on a movie or an episode; a position is in ticks of 100 ns.

    `played` turns false when a replay starts: it is not "was ever watched". An episode whose series Jellyfin
    has lost track of has no `series_id`, but its `series_name`. Where the user's data could not be read,
    `readable` is false and the rest says nothing.
    """

    id: str
    type: str
    series_id: str | None = None
    series_name: str | None = None
    season: int | None = None
    episode: int | None = None
    readable: bool = True
    last_played: str | None = None
    play_count: int = 0
    position_ticks: int = 0
    played: bool = False
    is_favorite: bool = False

    @property
    def left_trace(self) -> bool:
        """Whether the user has done anything with it, as far as could be read."""
        return bool(
            self.played
            or self.last_played
            or self.play_count
            or self.position_ticks
            or self.is_favorite
        )


class Favorite(msgspec.Struct, frozen=True, gc=False, rename="pascal"):
    """Something that a user has marked with the heart; seasons and episodes name their series."""

    id: TextId
    type: str
    series_id: str | None = None
    path: str | None = None


class Member(msgspec.Struct, frozen=True, gc=False, rename="pascal"):
    """Something that a collection holds; seasons and episodes name their series."""

    id: TextId
    type: str
    series_id: str | None = None
    parent_id: str | None = None

    @property
    def medium_id(self) -> str:
        """The id of the movie or series that it is, or is a part of."""
        return _medium_id(self)


class Part(msgspec.Struct, frozen=True, gc=False, rename="pascal"):
    """A season or an episode of a series; jellyfin-rust has no seasons among its items."""

    id: TextId
    type: str


class EpisodePath(msgspec.Struct, frozen=True, gc=False, rename="pascal"):
    """Where an episode lies, and which series it is of."""

    id: TextId
    series_id: str | None = None
    path: str | None = None


class Collection(msgspec.Struct, frozen=True):
    """A collection, which the API calls a box set."""

    id: str
    name: str


class WireCollection(msgspec.Struct, frozen=True, rename="pascal"):
    """A row of a listing of collections, or what came instead."""

    id: TextId
    type: str
    name: str = ""

    def collection(self) -> Collection | None:
        """Flatten; None for anything else."""
        return Collection(id=self.id, name=self.name) if self.type == "BoxSet" else None


class Created(msgspec.Struct, frozen=True, rename="pascal"):
    """The answer to making a collection."""

    id: TextId


class NowPlaying(msgspec.Struct, frozen=True, rename="pascal"):
    """What plays in a session."""

    id: TextId
    type: str = ""
    series_id: str | None = None
    path: str | None = None
    parent_id: str | None = None

    @property
    def medium_id(self) -> str:
        """The id of the movie or series that it is, or is a part of."""
        return _medium_id(self)


def _medium_id(row: Member | NowPlaying) -> str:
    """Find the movie or series; jellyfin-rust names an episode's series only as its parent here."""
    series_id = row.series_id or (row.parent_id if row.type == "Episode" else None)
    return series_id or row.id


class Session(msgspec.Struct, frozen=True, rename="pascal"):
    """A client's connection; `item` is absent where nothing plays, `user_id` all zeros for an API key's.

    A session whose item cannot be identified does not decode: it counts as skipped.
    """

    id: TextId
    user_id: str | None = None
    item: NowPlaying | None = msgspec.field(default=None, name="NowPlayingItem")


class Task(msgspec.Struct, frozen=True, rename="pascal"):
    """A scheduled task; `state` is `Idle`, `Cancelling` or `Running` (10.11, 12)."""

    key: str
    state: str


class Plugin(msgspec.Struct, frozen=True, rename="pascal"):
    """An installed plugin; older versions of one stay listed beside the `Active` one."""

    name: str
    id: TextId
    version: str = ""
    status: str = ""


class WirePolicy(msgspec.Struct, frozen=True, rename="pascal"):
    """What a user may do."""

    is_administrator: bool = False
    is_disabled: bool = False


class WireUser(msgspec.Struct, frozen=True, rename="pascal"):
    """A user as `GET /Users` and a login send it."""

    id: TextId
    name: str = ""
    policy: WirePolicy = WirePolicy()
    last_activity_date: str | None = None

    def user(self) -> User:
        """Flatten."""
        return User(
            id=self.id,
            name=self.name,
            is_administrator=self.policy.is_administrator,
            is_disabled=self.policy.is_disabled,
            last_activity=self.last_activity_date,
        )


class WireLogin(msgspec.Struct, frozen=True, rename="pascal"):
    """The answer to a login."""

    access_token: TextId
    user: WireUser
    server_id: str = ""

    def login(self) -> Login:
        """Flatten."""
        user = self.user.user()
        return Login(
            token=self.access_token,
            user_id=user.id,
            user_name=user.name,
            server_id=self.server_id,
            is_administrator=user.is_administrator,
        )


class WireImageTags(msgspec.Struct, frozen=True, gc=False, rename="pascal"):
    """The one image that we show."""

    primary: str | None = None


class WireItem(msgspec.Struct, frozen=True, gc=False, rename="pascal"):
    """A row of a library listing; jellyfin-rust spells `RunTimeTicks` as `RuntimeTicks`."""

    id: TextId
    type: str
    name: str = ""
    path: str | None = None
    date_created: str | None = None
    provider_ids: dict[str, str] = msgspec.field(default_factory=dict)
    production_year: Number | None = None
    image_tags: WireImageTags = WireImageTags()
    run_time_ticks: Number | None = None
    runtime_ticks: Number | None = None

    def item(self) -> Item | None:
        """Flatten; None for anything else."""
        if (type_ := _MEDIUM_TYPES.get(self.type)) is None:
            return None
        return Item(
            id=self.id,
            name=self.name,
            type=type_,
            path=self.path,
            date_created=self.date_created,
            provider_ids=self.provider_ids,
            production_year=self.production_year,
            image_tag=self.image_tags.primary,
            runtime_ticks=self.run_time_ticks or self.runtime_ticks,
        )


class WireUserData(msgspec.Struct, frozen=True, gc=False, rename="pascal"):
    """A user's data on one item; both servers always say whether it is played (10.11, 12, jellyfin-rust)."""

    played: bool
    last_played_date: str | None = None
    play_count: Number = 0
    playback_position_ticks: Number = 0
    is_favorite: bool = False


class WirePlayed(msgspec.Struct, frozen=True, gc=False, rename="pascal"):
    """A row of a listing with a user's data, which are read apart: the row names the item without them."""

    id: TextId
    type: str
    series_id: str | None = None
    series_name: str | None = None
    parent_index_number: Number | None = None
    index_number: Number | None = None
    user_data: msgspec.Raw = msgspec.Raw(b"")

    def played(self) -> Played | None:
        """Flatten; None where the user left no trace (jellyfin-rust lists those as well)."""
        state = self.state()
        return state if state.left_trace or not state.readable else None

    def state(self) -> Played:
        """Flatten, whether the user left a trace or not."""
        data = _USER_DATA.decode(self.user_data)
        if data is None:
            return Played(
                id=self.id,
                type=self.type,
                series_id=self.series_id,
                series_name=self.series_name,
                season=self.parent_index_number,
                episode=self.index_number,
                readable=False,
            )
        return Played(
            id=self.id,
            type=self.type,
            series_id=self.series_id,
            series_name=self.series_name,
            season=self.parent_index_number,
            episode=self.index_number,
            last_played=data.last_played_date,
            play_count=data.play_count,
            position_ticks=data.playback_position_ticks,
            played=data.played,
            is_favorite=data.is_favorite,
        )


_USER_DATA = RowDecoder(WireUserData)
