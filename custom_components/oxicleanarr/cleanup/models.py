"""The words of cleaning up: mode, choices, what is about to go, and what speaks against it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ..library.models import Kind, Medium
from ..policy.models import Decision, Leaving


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
class FileToGo:
    """A file that is to go, or has gone."""

    id: int
    path: str
    """As Radarr or Sonarr sees it."""
    size_bytes: int | None
    episode_ids: tuple[int, ...] = ()
    """The episodes that it holds; a film has none."""


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
    removal: Removal = Removal.DELETE
    """What becomes of them: to let media go another way was not approved."""

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
    SHARED = "shared"
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
