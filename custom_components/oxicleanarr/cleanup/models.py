"""The words of cleaning up: mode, choices, what may go, what speaks against it, and what was done."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ..library.facts import UNKNOWN, Fact
from ..library.models import Copy, Kind, Medium, Problem
from ..policy.models import Decision, Leaving
from .server_word import ServerWord


class Mode(StrEnum):
    """Who lets media go."""

    OBSERVE = "observe"
    """Nobody: nothing is ever deleted. The default."""
    ASK = "ask"
    """A person, who approves a frozen plan."""
    AUTOMATIC = "automatic"
    """The rules, once a day."""


class Removal(StrEnum):
    """What becomes of a medium that leaves."""

    DELETE = "delete"
    """Its entry goes with all its files."""
    DELETE_FILES = "delete_files"
    """Its files go; the entry stays and is monitored no more."""
    UNMONITOR = "unmonitor"
    """Nothing is deleted; the entry is monitored no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanupSettings:
    """The household's choices."""

    removal: Removal = Removal.DELETE
    exclude: bool = True
    """Whether import lists may not bring back what was deleted with its entry."""
    reset_requests: bool = True
    """Whether Seerr forgets the requests, so that it can be requested again."""
    max_items: int = 10
    """How many media a run may remove."""
    max_bytes: int = 500 * 10**9
    """How much a run may remove."""
    max_share_percent: int = 5
    """Which share of the media of a kind a run may remove; one medium is always allowed."""
    only_while_idle: bool = True
    """Whether a run waits until nobody is watching anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A medium whose day has come, with what the plan knows of it."""

    decision: Decision
    announced_at: datetime | None

    @property
    def medium(self) -> Medium:
        """The medium."""
        return self.decision.medium

    @property
    def leaving(self) -> Leaving:
        """Why and when it leaves.

        Raises:
            TypeError: It does not leave at all; nothing makes such a candidate.
        """
        if not isinstance(self.decision.verdict, Leaving):
            raise TypeError("A candidate that stays")
        return self.decision.verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenItem:
    """One medium of a frozen plan, as a person saw it."""

    medium_id: str
    kind: Kind
    title: str
    year: int | None
    rule: str
    leaves_at: datetime
    size_bytes: int | None
    """How much would go; `None` when nobody knows."""
    episode_files: int
    """How many episode files go; 0 when the whole medium does."""
    fingerprint: str
    """What it consists of: another one is another thing to approve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenPlan:
    """What a person is asked to approve; nothing else is carried out."""

    id: str
    """The hash of the items and the moment: whoever approves it approves exactly these, prepared then."""
    made_at: datetime
    expires_at: datetime
    items: tuple[FrozenItem, ...]

    @property
    def size_bytes(self) -> int:
        """How much would go, as far as it is known."""
        return sum(item.size_bytes or 0 for item in self.items)


class GuardName(StrEnum):
    """The guards, in the order in which they are asked; each has a sentence in every language."""

    # Of a whole run:
    STOPPING = "stopping"
    MODE = "mode"
    UNFINISHED = "unfinished"
    SOURCES = "sources"
    HOLIDAY = "holiday"
    BRAKE_ENTITY = "brake_entity"
    WATCHING = "watching"
    SCAN = "scan"
    PLAN_GREW = "plan_grew"
    LIBRARY_SHRANK = "library_shrank"
    NEW_IDS = "new_ids"
    SERVER_BUSY = "server_busy"
    # Of one medium:
    NOT_APPROVED = "not_approved"
    NOT_LEAVING = "not_leaving"
    NOT_ANNOUNCED = "not_announced"
    KEPT = "kept"
    FAVOURITE = "favourite"
    PLAYING = "playing"
    UNFINISHED_BY = "unfinished_by"
    NEW_PLAY = "new_play"
    SERVER_SAYS = "server_says"
    SERVER_CANNOT = "server_cannot"
    NO_ENTRY = "no_entry"
    CHANGED = "changed"
    FOLDER = "folder"
    DOWNLOADING = "downloading"
    DISK = "disk"
    RECYCLE_BIN = "recycle_bin"
    NOTHING_TO_DO = "nothing_to_do"
    CAP_ITEMS = "cap_items"
    CAP_BYTES = "cap_bytes"
    CAP_SHARE = "cap_share"


@dataclass(frozen=True, slots=True)
class Objection:
    """What speaks against a run, or against one medium, with what its sentence names."""

    guard: GuardName
    facts: Mapping[str, object] = field(default_factory=dict)
    variant: str = ""
    """Which of several sentences it is, where a guard has more than one."""

    @property
    def said_as(self) -> str:
        """The name of its sentence."""
        return self.variant or self.guard.value


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
class FileToGo:
    """A file that is to go, or has gone."""

    id: int
    path: str
    """As Radarr or Sonarr sees it."""
    size_bytes: int | None
    episode_ids: tuple[int, ...] = ()
    """The episodes that it holds; a film has none."""


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


class Stage(StrEnum):
    """How far the removal of one entry, or of a whole medium, has come."""

    BEGUN = "begun"
    """Written down before anything is touched."""
    DELETING = "deleting"
    """Written down before the call that deletes: only the server knows what came of it."""
    DELETED = "deleted"
    """Gone, confirmed by reading back."""
    FINISHED = "finished"
    """Everybody was told."""
    ABANDONED = "abandoned"
    """Nothing was deleted, and monitoring is as it was."""
    FILES_STAYED = "files_stayed"
    """The entry is gone and files are still there: the server could not remove them."""

    @property
    def open(self) -> bool:
        """Whether nobody knows yet how it ended."""
        return self in {Stage.BEGUN, Stage.DELETING, Stage.DELETED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One entry of a removal: Radarr's or Sonarr's, or what only an OxiCleanarr server knows of one."""

    source_id: str
    server: str
    """The server's name at that time."""
    entry_id: int
    provider_ids: tuple[str, ...]
    folder: str
    record: Mapping[str, object]
    monitored: bool
    file_ids: tuple[int, ...] = ()
    episode_ids: tuple[int, ...] = ()
    whole: bool = True
    """Whether the whole entry goes, not only some episode files."""
    size_bytes: int = 0
    files: tuple[FileToGo, ...] = ()
    """Its files that are to go; once it is over, those that have gone."""
    stage: Stage = Stage.BEGUN
    """`FINISHED` is one that is monitored no more and lost nothing."""
    item_id: str = ""
    """Its name on the OxiCleanarr server through which it goes; empty where Radarr or Sonarr is asked itself.

    The paths of its files are Jellyfin's then.
    """


class Regret(StrEnum):
    """How a household showed that it wants something back."""

    RESTORED = "restored"
    IMPORTED = "imported"
    REQUESTED = "requested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """The removal of one medium, from before the first touch to the end: an entry of the journal."""

    id: str
    run_id: str
    medium_id: str
    aliases: frozenset[str]
    kind: Kind
    title: str
    year: int | None
    rule: str
    announced_at: datetime | None
    leaves_at: datetime
    removal: Removal
    exclude: bool
    mode: Mode
    approved_by: str | None
    begun_at: datetime
    parts: tuple[Part, ...]
    jellyfin_paths: tuple[str, ...] = ()
    """Where Jellyfin saw it: what it is told of afterwards."""
    request_ids: tuple[tuple[str, int], ...] = ()
    """The ids of its requests in Seerr, each with that of the server; empty when they are to stay."""
    stage: Stage = Stage.BEGUN
    ended_at: datetime | None = None
    problem: Problem | None = None
    """What went wrong, if anything did."""
    restored_at: datetime | None = None
    regret: Regret | None = None
    regretted_at: datetime | None = None

    @property
    def freed_bytes(self) -> int:
        """How much is gone; nothing when it was only unmonitored."""
        if self.removal is Removal.UNMONITOR:
            return 0
        return sum(part.size_bytes for part in self.parts if part.stage is Stage.DELETED)

    @property
    def deleted(self) -> bool:
        """Whether something of it is gone."""
        return any(part.stage in {Stage.DELETED, Stage.FILES_STAYED} for part in self.parts)

    @property
    def done(self) -> bool:
        """Whether something of it is gone, or monitored no more."""
        return self.deleted or any(part.stage is Stage.FINISHED for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run made of one medium: removed, spoken against, or failed; in a dry run what it would do."""

    candidate: Candidate
    objections: tuple[Objection, ...] = ()
    removed: Removed | None = None
    problem: Problem | None = None
    """What a server said; the run ended there."""
    size_bytes: int | None = None
    """How much goes, or would go."""

    @property
    def goes(self) -> bool:
        """Whether it went, or would go."""
        return not self.objections and self.problem is None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What a run did, or would have done."""

    id: str
    at: datetime
    dry: bool
    objections: tuple[Objection, ...] = ()
    """What spoke against the whole run; then nothing was looked at one by one."""
    outcomes: tuple[Outcome, ...] = ()
    missing: tuple[FrozenItem, ...] = ()
    """What was approved and does not leave any more."""
    rest: tuple[Candidate, ...] = ()
    """What nobody looked at, because the run ended before."""

    @property
    def going(self) -> tuple[Outcome, ...]:
        """What went, or would go."""
        return tuple(outcome for outcome in self.outcomes if outcome.goes)
