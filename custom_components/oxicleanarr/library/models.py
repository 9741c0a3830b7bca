"""The words of the library: medium, copy, and the reading of a source behind them.

What exists once for each medium is a msgspec struct, kept from the garbage collector: it is made of texts, numbers,
dates and what was there before it, and never changes, so none can be part of a cycle.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from .facts import UNKNOWN, Fact
from .paths import below, normalise
from .viewing import TwinPlay

JELLYFIN: Final = "jellyfin"
"""The id of the source that Jellyfin is; the others have their servers' own."""


class Kind(StrEnum):
    """What a medium is."""

    MOVIE = "movie"
    SERIES = "series"


class Copy(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One Radarr or Sonarr entry that holds files of a medium."""

    source_id: str
    entry_id: int
    title: str
    year: int | None
    provider_ids: tuple[str, ...]
    folder: str
    """The folder of the movie or series, as Radarr or Sonarr sees it."""
    file: str | None
    """The movie's file, as Radarr sees it; series have many and none here."""
    root_folder: str | None
    size_bytes: Fact[int]
    added: Fact[datetime]
    tags: Fact[frozenset[str]]
    genres: frozenset[str] = frozenset()
    """In small letters."""
    rating: float | None = None
    """Out of ten; `None` when nobody rated it."""
    continuing: Fact[bool] = None
    """Whether more episodes are to come; films have none."""
    seasons: frozenset[int] = frozenset()
    """All seasons of a series, also those without files."""
    episode_files: int = 0
    """How many episode files a series has."""

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from all others: its server, and its number there."""
        return self.source_id, self.entry_id


class Requester(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Somebody who asked for a medium in Seerr; names and mail in small letters."""

    user_id: int
    names: frozenset[str]
    email: str | None = None
    jellyfin_user: str | None = None
    """The id of that person's Jellyfin user, where Seerr knows one."""
    certain: bool = True
    """Whether the request surely counts; others only protect."""


class Episode(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An episode with a file; one file may hold several."""

    file_id: int
    season: int
    number: int
    aired: Fact[datetime]
    size_bytes: Fact[int]
    last_watched: Fact[datetime] = None


class Poster(msgspec.Struct, frozen=True, gc=False):
    """A medium's picture in Jellyfin; the tag changes with the picture (never on a jellyfin-rust)."""

    item_id: str
    tag: str


class Decided(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an OxiCleanarr server says of one medium."""

    source_id: str
    item_id: str
    """Its name on that server: `radarr-12`, `sonarr-3`."""
    kind: Kind
    due_at: Fact[datetime]
    """When it lets the medium go; `None` when it does not."""
    reason: str | None = None
    """Why it has that date, in the server's English."""
    excluded: bool = False
    """Whether somebody keeps it there."""
    freed_at: datetime | None = None
    """When it is excluded no longer, since nobody keeps it any more; `None` while somebody does."""
    flagged: bool = False
    """Whether somebody wants it to leave, by hand."""
    episode_files: frozenset[int] = frozenset()
    """The episode files that leave alone; empty when the whole medium does."""
    jellyfin_id: str | None = None
    last_watched: Fact[datetime] = None
    play_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Excluded:
    """What we remember of a medium that we excluded on an OxiCleanarr server."""

    due_at: datetime | None = None
    """The date that the server had given it, and forgets with its next sync."""
    until: datetime | None = None
    """When the exclusion ends, since nobody keeps it any more; `None` while somebody does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """The OxiCleanarr server that decides for the household."""

    source_id: str
    window: timedelta
    """How long before its date it takes a medium for leaving soon."""
    deletes: bool
    """Whether it deletes by itself what is overdue."""
    doubted: bool
    """Whether its newest sync failed at a source, so that its dates may be wrong."""


class Medium(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One film or series that the household owns, with what is known about it.

    `id` is stable across restarts and rescans. `aliases` are all names by which the medium can be
    recognised (provider ids and paths, `id` included), so that a keep survives when one of them changes.
    """

    id: str
    aliases: frozenset[str]
    kind: Kind
    title: str
    year: int | None
    copies: tuple[Copy, ...] = ()
    jellyfin_ids: tuple[str, ...] = ()
    jellyfin_paths: tuple[str, ...] = ()
    twin_ids: tuple[str, ...] = ()
    """Its items below our own display folders: what people do with them counts, and nothing else of them."""
    source_paths: tuple[str, ...] = ()
    """What a link to it must lead to: Jellyfin's own paths as it writes them, else where its copies lie by the path mappings."""
    runtime_minutes: int | None = None
    """How long it plays, the longest of its items; of a series one episode. `None` when nobody knows."""
    size_bytes: Fact[int] = None
    added: Fact[datetime] = None
    last_watched: Fact[datetime] = None
    play_count: Fact[int] = None
    watched_by: Fact[frozenset[str]] = frozenset()
    """The ids of the Jellyfin users who played it."""
    unfinished_by: Fact[frozenset[str]] = frozenset()
    """The ids of the users who stopped in the middle."""
    playing: Fact[frozenset[str]] = frozenset()
    """The ids of the users who are watching it right now."""
    favourite_of: Fact[frozenset[str]] = frozenset()
    """The ids of the users who marked it, a part of it or its collection as a favourite."""
    requesters: Fact[tuple[Requester, ...]] = ()
    tags: Fact[frozenset[str]] = frozenset()
    genres: Fact[frozenset[str]] = frozenset()
    rating: Fact[float] = None
    libraries: Fact[frozenset[str]] = frozenset()
    """The names of the Jellyfin libraries that show it."""
    root_folders: frozenset[str] = frozenset()
    continuing: Fact[bool] = None
    """Whether more episodes are to come; films have none."""
    episodes: Fact[tuple[Episode, ...]] = None
    """The episodes of a series, where a rule asks for them."""
    seasons: Fact[frozenset[int]] = None
    """All seasons of a series, also those without files."""
    poster: Poster | None = None
    """The poster of the first of its items that has one."""
    decided: Decided | None = None
    """What the OxiCleanarr server says of it, where there is one and it lists the medium."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the newest attempt to read a source did not count; `key` names the kind of failure."""

    key: str
    message: str
    """The sentence in English, for the log."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """What the sentence names, for other languages."""
    variant: str = ""
    """Which of several sentences it is, where a key has more than one."""

    @property
    def said_as(self) -> str:
        """The name of its sentence in other languages."""
        return self.variant or self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceStatus:
    """How far a source can be trusted right now."""

    id: str
    name: str
    version: str | None = None
    read_at: datetime | None = None
    """When the data that we use was read; `None` when there never was any."""
    problem: Problem | None = None
    skipped_rows: int = 0

    @property
    def fresh(self) -> bool:
        """Return whether the newest attempt succeeded."""
        return self.problem is None and self.read_at is not None


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk as a Radarr or Sonarr sees it, in bytes."""

    path: str
    free_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All media at one moment, with the sources behind each kind."""

    media: Mapping[str, Medium] = field(default_factory=dict)
    sources: Mapping[str, SourceStatus] = field(default_factory=dict)
    behind: Mapping[Kind, frozenset[str]] = field(default_factory=dict)
    """The ids of the sources whose answers the facts about each kind rest on."""
    managed: frozenset[Kind] = frozenset()
    """The kinds for which a Radarr or Sonarr is set up."""
    tags: Mapping[Kind, frozenset[str]] = field(default_factory=dict)
    """All tags that Radarr and Sonarr know, in small letters; also those that no medium has."""
    users: Mapping[str, str] = field(default_factory=dict)
    """The names of Jellyfin's users by their ids."""
    libraries: frozenset[str] = frozenset()
    """The names of Jellyfin's libraries."""
    disks: Fact[tuple[Disk, ...]] = ()
    """All disks that hold media; unknown when a server did not tell."""
    decider: Decider | None = None
    """The OxiCleanarr server that decides instead of the household's own rules, where there is one."""
    twin_plays: Mapping[str, TwinPlay] = field(default_factory=dict)
    """What is to be remembered of plays of twins, by the ids of the originals, missing ones included."""

    def fresh(self, kind: Kind) -> bool:
        """Return whether every source behind this kind answered completely just now."""
        return all(self.sources[source].fresh for source in self.behind.get(kind, ()))

    def whole(self, kind: Kind) -> bool:
        """Return whether every row of every source behind this kind was understood."""
        return not any(self.sources[source].skipped_rows for source in self.behind.get(kind, ()))

    def as_if_fresh(self) -> Library:
        """Return the library with every answer that there ever was taken as today's.

        To say what would be: while a server does not answer, nothing new is decided, and every rule would seem to
        do nothing.
        """
        sources = {key: replace(source, problem=None) for key, source in self.sources.items()}
        return replace(self, sources=sources)

    def free_bytes(self, path: str | None) -> int | None:
        """Return how much is free on the disk of a path, or on the fullest disk; `None` when unknown."""
        if self.disks is UNKNOWN or not self.disks:
            return None
        if path is None:
            return min(disk.free_bytes for disk in self.disks)
        holding = [
            disk for disk in self.disks if below(normalise(path), normalise(disk.path)) is not None
        ]
        return max(holding, key=lambda disk: len(disk.path)).free_bytes if holding else None
