"""What the guards judge by: the household when a run begins, and one medium at the last second."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ..library.facts import UNKNOWN, Fact
from ..library.models import Copy, Decided, Kind
from ..policy.models import Decision
from .models import Candidate, CleanupSettings, FileToGo, FrozenItem, Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMark:
    """How large plan and library were on a day on which nothing was odd: what the brake compares with."""

    at: datetime
    leaving_soon: int
    leaving_bytes: int
    media: Mapping[Kind, int] = field(default_factory=dict)
    entries: Mapping[str, str] = field(default_factory=dict)
    """Under which ids Radarr and Sonarr know a sample of the media, by the media's ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """The household when a run begins; `UNKNOWN` is what nobody could find out, and protects."""

    now: datetime
    stopping: bool
    """Whether the household is being unloaded, or changed."""
    mode: Mode
    dry: bool
    unfinished: int
    """How many earlier removals nobody knows the end of."""
    silent: tuple[str, ...]
    """The names of the servers that did not answer completely in this very cycle."""
    holiday: bool
    brakes: tuple[str, ...]
    """The names of the brake entities that are on, or that nobody knows the state of."""
    only_while_idle: bool
    watching: Fact[bool]
    """Whether somebody is watching anything."""
    scanning: Fact[tuple[str, ...]]
    """The names of the servers that are scanning now."""
    syncing: Fact[bool] = False
    """Whether the OxiCleanarr server that decides is in the middle of a sync or a deletion."""
    today: DayMark
    before: DayMark | None
    """The day to compare with; `None` before there was one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What Jellyfin tells of a medium at the last second, over all users, its twins included."""

    favourite: bool
    playing: bool
    unfinished: bool
    last_played: datetime | None
    play_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySeen:
    """A Radarr or Sonarr entry, read again right before it is touched."""

    copy: Copy
    """What it says now, in the plan's form."""
    monitored: bool
    record: Mapping[str, object]
    """What is needed to put it back: profile, folder, tags, monitoring."""
    file_ids: frozenset[int]
    """The ids of the files that are to go: of a film its one file, of a series all or the leaving ones."""
    episode_ids: frozenset[int]
    """The ids of the episodes in these files; films have none."""
    files_seen: Fact[bool]
    """Whether the files that are to go were really seen on the disk."""
    downloading: Fact[bool]
    """Whether something is being downloaded for it."""
    has_bin: Fact[bool]
    """Whether its server has a recycle bin."""
    size_bytes: Fact[int]
    """How much is to go."""
    files: tuple[FileToGo, ...] = ()
    """The same files with their paths and sizes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerWord:
    """Its decision, read again, and whether it would carry it out itself."""

    decided: Decided
    named: bool
    """Whether it names the medium among those that it would delete now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything that the guards judge one medium by, gathered at the last second."""

    now: datetime
    window_days: int
    paused_days: float
    """How long countdowns stood still since the announcement, in days."""
    candidate: Candidate
    decision: Decision | None
    """What the newest plan says; a keep that arrived meanwhile is in it."""
    approved: FrozenItem | None
    """What was approved; `None` when it was not."""
    fingerprint: str
    """What the medium consists of now."""
    announced_at: datetime | None
    kept: bool
    shared_with: frozenset[str]
    """The names of other households that have the same entry, and in which it is not to go now."""
    protect_favourites: bool
    protect_unfinished: bool
    look: Fact[Look]
    entries: Fact[tuple[EntrySeen, ...]]
    """One for each copy of the medium; unknown when a server did not tell."""
    gone: frozenset[str] = frozenset()
    """The names of the servers that no longer have the entry."""
    other_folders: frozenset[str] = frozenset()
    """The folders of all other entries, on whichever server, normalised."""
    lodgers: frozenset[str] = frozenset()
    """The titles of other media that Jellyfin shows inside its folders; they would go with these."""
    settings: CleanupSettings
    no_bin_accepted: frozenset[str] = frozenset()
    """The ids of the servers whose missing recycle bin a person accepted."""
    done_items: int = 0
    done_bytes: int = 0
    done_of_kind: int = 0
    media_of_kind: int = 0
    """How many media of this kind there were when the run began."""
    word: Fact[ServerWord] = None
    """What the OxiCleanarr server says now; `None` where none decides."""

    @property
    def sizes(self) -> Fact[tuple[Fact[int], ...]]:
        """How much is to go of each entry."""
        if self.entries is UNKNOWN or self.entries is None:
            return UNKNOWN
        return tuple(entry.size_bytes for entry in self.entries)
