"""The words of what a Jellyfin tells: items, what users did with them, and how far it was read."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
import hashlib

import msgspec

from ..clients.ids import item_key
from ..clients.jellyfin_models import Dialect
from .facts import Fact
from .models import Kind
from .reading import Size
from .viewing import EpisodePlays, SeriesByTitle, Traces, Watch, episode_plays


class JellyfinItem(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A movie or a series as Jellyfin shows it.

    A msgspec struct kept from the garbage collector: it holds texts, numbers and dates only, so it closes no cycle.
    """

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


@dataclass(frozen=True, slots=True)
class Diary:
    """What one user did."""

    traces: Traces = field(default_factory=dict)
    hearts: tuple[TwinHeart, ...] = ()
    """Everything that the user marked with the heart, collections left out, as if all of it were twins."""
    loved: frozenset[str] = frozenset()
    """The keys of the movies and series that the user loves, in whole, in part, or by a collection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JellyfinMark:
    """How far a Jellyfin was read: what came later is a difference."""

    read_at: datetime
    total: int
    """How many movies and series it said there are."""
    entries: frozenset[int]
    """The plays in its log that are read already."""
    active: Mapping[str, str | None]
    """When each user was last active, as it writes that."""
    lately: frozenset[str] = frozenset()
    """Who had been active since the reading before. Such users are read once more: it writes that once a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JellyfinMedia:
    """The complete answer of one Jellyfin; two that say the same are equal, whenever they were read."""

    items: tuple[JellyfinItem, ...]
    twins: tuple[JellyfinItem, ...] = ()
    """Items below our own display folders: no media, but what people do with them counts for the originals."""
    watched: Mapping[str, Watch] = field(default_factory=dict)
    """By the id of the movie or series, as `item_key` spells it; who is not in here was never watched."""
    diaries: Mapping[str, Diary] = field(default_factory=dict, compare=False)
    """What each user did, by the ids of the users: what `watched`, `favourite_of` and `twin_hearts` come from."""
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
    mark: JellyfinMark | None = field(default=None, compare=False)
    """From where on differences are read; `None` where this Jellyfin tells of none."""

    def episode_plays(self, series: Container[str]) -> Mapping[str, EpisodePlays]:
        """Return when the episodes of these series were last watched, by the series' keys."""
        traces = (diary.traces for diary in self.diaries.values())
        return episode_plays(traces, series, series_by_title((*self.items, *self.twins)))

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


def series_by_title(items: Iterable[JellyfinItem]) -> SeriesByTitle:
    """Return the keys of the series of each title."""
    keys: dict[str, list[str]] = {}
    for item in items:
        if item.kind is Kind.SERIES:
            keys.setdefault(item.title, []).append(item_key(item.id))
    return keys
