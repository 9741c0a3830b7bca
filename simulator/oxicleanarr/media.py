"""Media as the server knows them, and the rows that it makes of them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from .edition import Edition
from .times import ZERO, aged, whole_days

MOVIE, SHOW = "movie", "tv_show"
MATCHED, NOT_FOUND, MISMATCH = "matched", "not_found", "metadata_mismatch"


@dataclass(frozen=True, slots=True)
class Request:
    """Who asked for a medium."""

    user_id: int
    username: str
    email: str


@dataclass(slots=True, eq=False)
class Medium:
    """A film or series of Radarr's or Sonarr's; whatever the other servers tell comes later."""

    id: str
    kind: str
    title: str
    year: int
    added_at: datetime
    file_path: str
    file_size: int
    entry_id: int
    provider_id: int
    quality_tag: str = ""
    tags: list[str] = field(default_factory=list)
    last_watched: datetime = ZERO
    watch_count: int = 0
    excluded: bool = False
    manual_leaving_soon: bool = False
    request: Request | None = None
    deletion_date: datetime = ZERO
    days_until_deletion: int = 0
    deletion_reason: str = ""
    episode_file_ids: list[int] = field(default_factory=list)
    jellyfin_id: str = ""
    has_poster: bool = False
    match_status: str = ""
    mismatch_info: str = ""

    @property
    def is_movie(self) -> bool:
        """Whether it is a film."""
        return self.kind == MOVIE

    @property
    def watched(self) -> bool:
        """Whether anybody is known to have watched it."""
        return self.last_watched != ZERO

    def schedule(self, date: datetime, reason: str, now: datetime) -> None:
        """Set when it goes; no time is not at all."""
        self.deletion_date = date
        self.deletion_reason = reason
        self.days_until_deletion = 0 if date == ZERO else whole_days(date - now)

    def age(self, by: timedelta) -> None:
        """Let everything about it lie further back."""
        self.added_at = aged(self.added_at, by)
        self.last_watched = aged(self.last_watched, by)
        self.deletion_date = aged(self.deletion_date, by)


def media_row(medium: Medium, edition: Edition) -> dict[str, Any]:
    """Return a medium as it is listed; empty texts and zeros are left out where the real one does."""
    service, provider = ("radarr", "tmdb") if medium.is_movie else ("sonarr", "tvdb")
    request = medium.request
    row: dict[str, Any] = {
        "type": "movie" if medium.is_movie else "show",
        "id": medium.id,
        "title": medium.title,
        "added_at": medium.added_at,
        "last_watched": medium.last_watched,
        "watch_count": medium.watch_count,
        "file_path": medium.file_path,
        "excluded": medium.excluded,
        "is_requested": request is not None,
        "deletion_date": medium.deletion_date,
    }
    maybe: dict[str, Any] = {
        "year": medium.year,
        "file_size": medium.file_size,
        "quality_tag": medium.quality_tag,
        "tags": medium.tags,
        "days_until_deletion": medium.days_until_deletion,
        "deletion_reason": medium.deletion_reason,
        "jellyfin_id": medium.jellyfin_id,
        f"{service}_id": medium.entry_id,
        f"{provider}_id": medium.provider_id,
        "jellyfin_match_status": medium.match_status,
        "jellyfin_mismatch_info": medium.mismatch_info,
    }
    if request is not None:
        maybe["requested_by_user_id"] = request.user_id
        maybe["requested_by_username"] = request.username
        maybe["requested_by_email"] = request.email
    if edition.since("1.3.0"):
        maybe["has_poster"] = medium.has_poster
        maybe["episode_file_ids"] = medium.episode_file_ids
    if edition.since("1.4.0"):
        row["manual_leaving_soon"] = medium.manual_leaving_soon
    return row | {name: value for name, value in maybe.items() if value}


def candidate_row(medium: Medium, edition: Edition, now: datetime) -> dict[str, Any]:
    """Return an overdue medium as deletions tell of it."""
    request = medium.request
    row: dict[str, Any] = {
        "id": medium.id,
        "title": medium.title,
        "year": medium.year,
        "type": medium.kind,
        "file_size": medium.file_size,
        "delete_after": medium.deletion_date,
        "days_overdue": whole_days(now - medium.deletion_date),
        "reason": medium.deletion_reason,
        "last_watched": medium.last_watched,
        "is_requested": request is not None,
        "requested_by_user_id": request.user_id if request else None,
        "requested_by_username": request.username if request else None,
        "requested_by_email": request.email if request else None,
    }
    if edition.since("1.3.0"):
        row["has_poster"] = medium.has_poster
    if edition.since("1.5.0"):
        row["jellyfin_id"] = medium.jellyfin_id
    return row


def feed_row(medium: Medium) -> dict[str, Any]:
    """Return a medium as the feed for Jellyfin's plugin holds it."""
    return {
        "mediaServerId": medium.jellyfin_id,
        "type": "movie" if medium.is_movie else "show",
        "title": medium.title,
        "deletionDate": medium.deletion_date,
        "sourcePath": medium.file_path,
    }
