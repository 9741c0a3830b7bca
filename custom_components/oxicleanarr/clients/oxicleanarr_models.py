"""What an OxiCleanarr server tells (1.0.0 to 1.6.2), its dialects evened out.

Its zero date of the year 1 means "none" and is `None` here; other dates are as it sent them. An empty list
is sent as `null`. What is zero is often left out.
"""

from enum import StrEnum
from typing import Literal

import msgspec

type Kind = Literal["movie", "show"]


class Contract(StrEnum):
    """Which of its API's generations a server speaks: the newest one whose marks it shows.

    It tells no version of its own (`/health` always says 1.0.0-dev), so that is all that can be known.
    """

    V1_0 = "1.0"
    """Sync intervals in seconds; flagging by hand came with 1.4."""
    V1_1 = "1.1"
    """Intervals in minutes (1.1 to 1.3)."""
    V1_4 = "1.4"
    """Media can be flagged by hand (1.4 and 1.5)."""
    V1_6 = "1.6"
    """Links are no longer its own business; it tells whether a sync is under way."""


class ServerMedium(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A film or series as the server lists it."""

    id: str
    """`radarr-<number>` or `sonarr-<number>`."""
    kind: Kind
    title: str
    year: int | None = None
    added_at: str | None = None
    """When Radarr's or Sonarr's entry was made, not its file."""
    last_watched: str | None = None
    watch_count: int = 0
    file_path: str | None = None
    """A film's file or folder, a series' folder, as Radarr or Sonarr sees it."""
    file_size_bytes: int | None = None
    tags: tuple[str, ...] = ()
    excluded: bool = False
    manual_leaving_soon: bool = False
    deletion_date: str | None = None
    deletion_reason: str | None = None
    episode_file_ids: tuple[int, ...] = ()
    """The episode files that an episode rule lets go; the series itself stays then."""
    jellyfin_id: str | None = None
    entry_id: int
    """Its number in Radarr or Sonarr."""
    tmdb_id: int | None = None
    tvdb_id: int | None = None


class SyncStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How far the server's own syncs are."""

    in_progress: bool | None
    """Whether a sync or a deletion is under way; `None` from servers before 1.6, which do not tell."""
    media_count: int = 0
    movies_count: int = 0
    series_count: int = 0
    excluded_count: int = 0
    last_full_sync: str | None = None


class Deleted(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A candidate for deletion, or what was deleted."""

    id: str
    title: str
    year: int | None = None
    file_size_bytes: int | None = None


class JobSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What a full sync found and did."""

    movies: int = 0
    series: int = 0
    total_media: int = 0
    scheduled_deletions: int = 0
    """How many were overdue, whether or not they were deleted."""
    leaving_soon: int = 0
    dry_run: bool | None = None
    enable_deletion: bool | None = None
    would_delete: tuple[Deleted, ...] = ()
    """The overdue ones, also when they were deleted then."""
    deleted: tuple[Deleted, ...] = ()
    episode_files_deleted: int = 0
    failed_count: int = 0
    protected_count: int = 0


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """A full sync; others leave no job."""

    id: str
    status: str
    """`running`, `completed` or `failed`; a crash leaves `running` for ever."""
    started_at: str | None = None
    duration_ms: int = 0
    error: str | None = None
    """What failed, in the server's words, which may name hosts."""
    summary: JobSummary | None = None

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.status not in {"running", "pending"}

    @property
    def failed_in_part(self) -> bool:
        """Whether a server behind it failed, and it went on with the others; an empty one has failed as a whole."""
        return bool(self.error and self.over and self.summary and self.summary.total_media)


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A server behind the server."""

    name: str
    """`Jellyfin`, `Radarr`, `Sonarr`, `Jellyseerr`, `Jellystat` or `Streamystats`."""
    enabled: bool = False
    online: bool = False
    error: str | None = None
    """Why it is not online, in the server's words; hosts only before 1.5."""


class DiskStatus(msgspec.Struct, frozen=True, kw_only=True):
    """The disk threshold, in GiB, of the last full sync; all zero before the first one."""

    enabled: bool = False
    free_gib: int = 0
    threshold_gib: int = 0
    breached: bool = False


class ServerRule(msgspec.Struct, frozen=True, kw_only=True):
    """One of its advanced rules."""

    name: str
    type: str
    enabled: bool = True
    tag: str | None = None


class ServerConfig(msgspec.Struct, frozen=True, kw_only=True):
    """As much of the server's settings as we look at; neither addresses nor keys."""

    dry_run: bool = True
    """As the file says; syncs go by what it said when the server started."""
    enable_deletion: bool = False
    leaving_soon_days: int = 14
    manages_links: bool = False
    """Whether it makes links in Jellyfin by itself (up to 1.5): switched on, and no dry run."""
    disk_threshold: bool = False
    stats: str | None = None
    """What it asks about plays: `jellystat`, `streamystats`, or `None` for Jellyfin alone."""
    rules: tuple[ServerRule, ...] = ()
