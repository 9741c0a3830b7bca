"""The removal of one medium as the journal has it: what goes, how far it has come, whether it was regretted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ..library.models import Kind, Problem
from .models import FileToGo, Mode, Removal


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

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from all others: its server, and its number there."""
        return self.source_id, self.entry_id


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
