"""An OxiCleanarr server's answers as it sends them, and what we make of them."""

from collections.abc import Sequence
import re
from typing import Final, Literal

import msgspec

from .oxicleanarr_models import (
    Deleted,
    DiskStatus,
    Job,
    JobSummary,
    Kind,
    ServerConfig,
    ServerMedium,
    ServerRule,
    Service,
    SyncStatus,
)
from .rows import Number, RowDecoder, TextId

MEDIUM_ID: Final = re.compile(r"(radarr|sonarr)-([1-9][0-9]{0,14})")
"""The ids of media: whose entry it is, and the entry's number."""

_KINDS: Final[dict[str, Kind]] = {"radarr": "movie", "sonarr": "show"}
_NO_YEAR: Final = "0001"
_LONGEST_DAYS: Final = 10 * 365

type WireKind = Literal["movie", "show", "tv_show"]


class WireMedium(msgspec.Struct, frozen=True, gc=False):
    """A film or series; what is zero may be missing, dates excepted."""

    id: TextId
    type: WireKind
    title: str
    year: Number = 0
    added_at: str | None = None
    last_watched: str | None = None
    watch_count: Number = 0
    file_path: str | None = None
    file_size: Number = 0
    tags: list[str] = msgspec.field(default_factory=list)
    excluded: bool = False
    manual_leaving_soon: bool = False
    deletion_date: str | None = None
    deletion_reason: str | None = None
    episode_file_ids: list[Number] = msgspec.field(default_factory=list)
    jellyfin_id: str | None = None
    radarr_id: Number = 0
    sonarr_id: Number = 0
    tmdb_id: Number = 0
    tvdb_id: Number = 0

    def medium(self) -> ServerMedium | None:
        """Return it as we know it; None where its id contradicts what else it says of itself."""
        named = MEDIUM_ID.fullmatch(self.id)
        if named is None:
            return None
        kind, entry_id = _KINDS[named[1]], int(named[2])
        entries = {number for number in (self.radarr_id, self.sonarr_id) if number}
        if (self.type == "movie") is not (kind == "movie") or entries - {entry_id}:
            return None
        return ServerMedium(
            id=self.id,
            kind=kind,
            title=self.title,
            year=self.year or None,
            added_at=_date(self.added_at),
            last_watched=_date(self.last_watched),
            watch_count=self.watch_count,
            file_path=self.file_path or None,
            file_size_bytes=_size(self.file_size),
            tags=tuple(self.tags),
            excluded=self.excluded,
            manual_leaving_soon=self.manual_leaving_soon,
            deletion_date=_date(self.deletion_date),
            deletion_reason=self.deletion_reason or None,
            episode_file_ids=tuple(self.episode_file_ids),
            jellyfin_id=self.jellyfin_id or None,
            entry_id=entry_id,
            tmdb_id=self.tmdb_id or None,
            tvdb_id=self.tvdb_id or None,
        )


class WireSyncStatus(msgspec.Struct, frozen=True):
    """How far its syncs are."""

    media_count: Number
    in_progress: bool | None = None
    movies_count: Number = 0
    tv_shows_count: Number = 0
    excluded_count: Number = 0
    last_full_sync: str | None = None

    def status(self) -> SyncStatus:
        """Return it as we know it."""
        return SyncStatus(
            in_progress=self.in_progress,
            media_count=self.media_count,
            movies_count=self.movies_count,
            series_count=self.tv_shows_count,
            excluded_count=self.excluded_count,
            last_full_sync=_date(self.last_full_sync),
        )


class WireDeleted(msgspec.Struct, frozen=True, gc=False):
    """A candidate for deletion, or what was deleted."""

    id: TextId
    title: str
    year: Number = 0
    file_size: Number = 0

    def deleted(self) -> Deleted:
        """Return it as we know it."""
        return Deleted(
            id=self.id,
            title=self.title,
            year=self.year or None,
            file_size_bytes=_size(self.file_size),
        )


class WireSummary(msgspec.Struct, frozen=True):
    """What a full sync found and did; what is none is missing."""

    movies: Number = 0
    tv_shows: Number = 0
    total_media: Number = 0
    scheduled_deletions: Number = 0
    leaving_soon_count: Number = 0
    dry_run: bool | None = None
    enable_deletion: bool | None = None
    would_delete: list[msgspec.Raw] | None = None
    deleted_items: list[msgspec.Raw] | None = None
    episode_files_deleted: Number = 0
    failed_count: Number = 0
    protected_count: Number = 0

    def summary(self) -> JobSummary:
        """Return it as we know it; what cannot be read of its lists is left out, the counts tell."""
        return JobSummary(
            movies=self.movies,
            series=self.tv_shows,
            total_media=self.total_media,
            scheduled_deletions=self.scheduled_deletions,
            leaving_soon=self.leaving_soon_count,
            dry_run=self.dry_run,
            enable_deletion=self.enable_deletion,
            would_delete=deleted(self.would_delete),
            deleted=deleted(self.deleted_items),
            episode_files_deleted=self.episode_files_deleted,
            failed_count=self.failed_count,
            protected_count=self.protected_count,
        )


class WireJob(msgspec.Struct, frozen=True):
    """A full sync."""

    id: TextId
    status: TextId
    started_at: str | None = None
    duration_ms: Number = 0
    error: str | None = None
    summary: WireSummary | None = None

    def job(self) -> Job:
        """Return it as we know it."""
        return Job(
            id=self.id,
            status=self.status,
            started_at=_date(self.started_at),
            duration_ms=self.duration_ms,
            error=self.error or None,
            summary=self.summary.summary() if self.summary else None,
        )


class WireServices(msgspec.Struct, frozen=True):
    """The servers behind the server, in any order."""

    services: list[msgspec.Raw] | None


class WireDisk(msgspec.Struct, frozen=True):
    """The disk threshold; `gb` are GiB."""

    enabled: bool
    free_space_gb: Number = 0
    threshold_gb: Number = 0
    threshold_breached: bool = False

    def disk(self) -> DiskStatus:
        """Return it as we know it."""
        return DiskStatus(
            enabled=self.enabled,
            free_gib=self.free_space_gb,
            threshold_gib=self.threshold_gb,
            breached=self.threshold_breached,
        )


class _Switch(msgspec.Struct, frozen=True):
    enabled: bool = False


_OFF: Final = _Switch()


class _App(msgspec.Struct, frozen=True):
    dry_run: bool
    enable_deletion: bool
    leaving_soon_days: Number = 0
    disk_threshold: _Switch = _OFF


class _Jellyfin(msgspec.Struct, frozen=True):
    enabled: bool = False
    symlink_library: _Switch = _OFF


class _Integrations(msgspec.Struct, frozen=True):
    jellyfin: _Jellyfin = _Jellyfin()
    jellystat: _Switch = _OFF
    streamystats: _Switch = _OFF


class WireConfig(msgspec.Struct, frozen=True):
    """Its settings. The administrator's key stands among them in clear, and is not read."""

    app: _App
    integrations: _Integrations = _Integrations()
    advanced_rules: list[msgspec.Raw] | None = None

    def config(self) -> ServerConfig:
        """Return it as we know it; a window of 0 days is the default."""
        to = self.integrations
        stats = "jellystat" if to.jellystat.enabled else None
        links = to.jellyfin.enabled and to.jellyfin.symlink_library.enabled
        return ServerConfig(
            dry_run=self.app.dry_run,
            enable_deletion=self.app.enable_deletion,
            leaving_soon_days=min(max(self.app.leaving_soon_days, 0), _LONGEST_DAYS) or 14,
            manages_links=links and not self.app.dry_run,
            disk_threshold=self.app.disk_threshold.enabled,
            stats="streamystats" if to.streamystats.enabled else stats,
            rules=decoded(self.advanced_rules, ServerRule),
        )


class WireOutcome(msgspec.Struct, frozen=True):
    """What it would delete."""

    scheduled_count: Number
    dry_run: bool | None = None
    candidates: list[msgspec.Raw] | None = None


class WireAccepted(msgspec.Struct, frozen=True):
    """What it says to a request that it does."""

    success: bool


class WireToken(msgspec.Struct, frozen=True):
    """What it says to a login."""

    token: TextId


def decoded[T](raws: Sequence[msgspec.Raw] | None, row: type[T]) -> tuple[T, ...]:
    """Decode what can be decoded of a short list."""
    decoder = RowDecoder(row)
    rows = (decoder.decode(raw) for raw in raws or ())
    return tuple(row for row in rows if row is not None)


def deleted(raws: Sequence[msgspec.Raw] | None) -> tuple[Deleted, ...]:
    """Decode what can be decoded of a list of candidates."""
    return tuple(row.deleted() for row in decoded(raws, WireDeleted))


def services(answer: WireServices) -> tuple[Service, ...]:
    """Return the servers behind the server, by name."""
    return tuple(sorted(decoded(answer.services, Service), key=lambda service: service.name))


def _date(date: str | None) -> str | None:
    """Return a date unless it is the zero date, wherever on earth that was written."""
    return date if date and date[:4] > _NO_YEAR else None


def _size(size: int) -> int | None:
    return size if size > 0 else None
