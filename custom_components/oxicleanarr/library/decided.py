"""What an OxiCleanarr server decides: its media with its verdicts, read while it is not in the middle of a sync.

During a full sync it builds every item anew and shows them without dates, plays and exclusions (1.0 to
1.6). So it is asked before and after the read whether it was at rest.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from ..clients.errors import ClientError
from ..clients.ids import item_key
from ..clients.oxicleanarr import OxiCleanarr
from ..clients.oxicleanarr_models import (
    Contract,
    DiskStatus,
    Job,
    ServerConfig,
    ServerMedium,
    Service,
    SyncStatus,
)
from .facts import UNKNOWN, read_date, read_departure
from .identity import provider_ids
from .models import Copy, Decided, Decider, Kind
from .paths import normalise
from .reading import Size, UntrustedAnswerError, require_complete, require_plausible

NAME: Final = "OxiCleanarr"

_KINDS: Final = {"movie": Kind.MOVIE, "show": Kind.SERIES}
_LONGEST_ENDING: Final = 4
"""Of a file's name; what is longer belongs to the name of a folder."""

_CRASHED_AFTER: Final = timedelta(hours=6)
"""A crash leaves a job running for ever (all versions); no full sync takes as long as this."""

WAITS_SECONDS: Final = (1, 2, 3, 4, 5, 5, 10)
"""Between the looks at a server that is syncing: most syncs are over by then."""


class SyncingError(UntrustedAnswerError):
    """The server is in the middle of a sync, and shows its media without dates meanwhile."""

    key = "server_syncing"
    sentence = (
        "{server} is in the middle of a sync; its last decisions stay in use until the next reading"
    )

    def __init__(self) -> None:
        """Name the server."""
        super().__init__(server=NAME)


class NotSyncedError(UntrustedAnswerError):
    """The server has forgotten its media, as with every restart, and has not read them again."""

    key = "server_not_synced"
    sentence = (
        "{server} has not read its library since it was started; let it sync, with the button Full sync or"
        " on its own page"
    )

    def __init__(self) -> None:
        """Name the server."""
        super().__init__(server=NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerMedia:
    """The complete answer of an OxiCleanarr server."""

    media: tuple[tuple[Copy, Decided], ...]
    """Each with the place where Radarr or Sonarr has it."""
    unmatched: tuple[str, ...]
    """The titles of what it did not find in its Jellyfin, those first that it found under another id."""
    contract: Contract
    status: SyncStatus
    job: Job | None
    """Its newest full sync."""
    config: ServerConfig
    services: tuple[Service, ...] | None = None
    """The servers behind it; `None` where it does not tell."""
    disk: DiskStatus | None = None
    skipped_rows: int = 0

    @property
    def version(self) -> str:
        """Which generation of the API it speaks; it tells no version."""
        return f"{self.contract.value}+"

    @property
    def size(self) -> Size:
        """How many media it decides about."""
        return Size(media=len(self.media))

    @property
    def offline(self) -> tuple[str, ...]:
        """The names of the servers behind it that it uses and does not reach."""
        return tuple(one.name for one in self.services or () if one.enabled and not one.online)

    @property
    def doubted(self) -> bool:
        """Whether its newest sync failed at a source: plays or requests may be missing from its dates."""
        return self.job is not None and bool(self.job.error)

    def decider(self, source_id: str) -> Decider:
        """Return what the plan has to know of the server itself."""
        return Decider(
            source_id=source_id,
            window=timedelta(days=self.config.leaving_soon_days),
            deletes=self.deletes,
            doubted=self.doubted,
        )

    @property
    def deletes(self) -> bool:
        """Whether it deletes by itself in its full syncs.

        The settings file says so, and so did the newest job: a change counts from the server's next start on.
        """
        summary = self.job.summary if self.job else None
        dry_run, enabled = self.config.dry_run, self.config.enable_deletion
        if summary is not None and summary.dry_run is not None:
            before = not summary.dry_run and bool(summary.enable_deletion)
            return before or (enabled and not dry_run)
        return enabled and not dry_run


async def read_server(client: OxiCleanarr, source_id: str, now: datetime) -> ServerMedia:
    """Read everything that an OxiCleanarr server decided (10 to 12 requests, whatever its size).

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: It is syncing or has forgotten its media, a list was cut short, or its dates are nonsense.
    """
    contract = await client.connect()
    status, job = await at_rest(client, now, WAITS_SECONDS)
    movies, series = await client.movies(), await client.series()
    require_complete(NAME, "movies", movies)
    require_complete(NAME, "series", series)
    unmatched = await client.unmatched()
    config = await client.config()
    after, job_after = await client.sync_status(), await client.latest_job()
    if after.in_progress or _running(job_after, now) or _id(job_after) != _id(job):
        raise SyncingError
    rows = (*movies.rows, *series.rows)
    if not rows and job and job.summary and job.summary.total_media:
        raise NotSyncedError
    media = await asyncio.to_thread(
        lambda: tuple((copy_of(row, source_id, now), decided(row, source_id, now)) for row in rows)
    )
    require_plausible(NAME, (copy.added for copy, _ in media))
    return ServerMedia(
        media=media,
        unmatched=tuple(row.title for row in unmatched.rows),
        contract=contract,
        status=status,
        job=job,
        config=config,
        services=await _if_told(client.services),
        disk=await _if_told(client.disk),
        skipped_rows=movies.skipped + series.skipped,
    )


def decided(row: ServerMedium, source_id: str, now: datetime) -> Decided:
    """Return what the server says of one medium."""
    return Decided(
        source_id=source_id,
        item_id=row.id,
        kind=_KINDS[row.kind],
        due_at=read_departure(row.deletion_date),
        reason=row.deletion_reason,
        excluded=row.excluded,
        flagged=row.manual_leaving_soon,
        episode_files=frozenset(row.episode_file_ids),
        jellyfin_id=item_key(row.jellyfin_id) if row.jellyfin_id else None,
        last_watched=read_date(row.last_watched, now),
        play_count=row.watch_count,
    )


async def at_rest(
    client: OxiCleanarr, now: datetime, waits_seconds: Iterable[float]
) -> tuple[SyncStatus, Job | None]:
    """Wait until the server is at rest; also return its newest full sync.

    Raises:
        SyncingError: It takes longer than anybody waits.
    """
    for seconds in (*waits_seconds, None):
        status, job = await client.sync_status(), await client.latest_job()
        if not status.in_progress and not (status.in_progress is None and _running(job, now)):
            return status, job
        if seconds is not None:
            await asyncio.sleep(seconds)
    raise SyncingError


def _running(job: Job | None, now: datetime) -> bool:
    """Return whether a job is under way; one that a crash left is not."""
    if job is None or job.over:
        return False
    began = read_date(job.started_at, now)
    return not isinstance(began, datetime) or now - began < _CRASHED_AFTER


def _id(job: Job | None) -> str | None:
    return job.id if job else None


def copy_of(row: ServerMedium, source_id: str, now: datetime) -> Copy:
    """Return where Radarr or Sonarr has a medium, as far as the server tells."""
    kind = _KINDS[row.kind]
    path = row.file_path or ""
    return Copy(
        source_id=source_id,
        entry_id=row.entry_id,
        title=row.title,
        year=row.year,
        provider_ids=provider_ids(tmdb=row.tmdb_id, tvdb=row.tvdb_id),
        folder=_folder(path, kind),
        file=path if kind is Kind.MOVIE and _folder(path, kind) != path else None,
        root_folder=None,
        size_bytes=row.file_size_bytes or UNKNOWN,
        added=read_date(row.added_at, now),
        tags=frozenset(tag.casefold() for tag in row.tags),
    )


def _folder(path: str, kind: Kind) -> str:
    """Return the folder of a medium: of a film the server tells the file, or the folder where it knows none."""
    if kind is Kind.SERIES:
        return path
    name = normalise(path).rpartition("/")[2]
    _, dot, ending = name.rpartition(".")
    is_file = bool(dot) and ending.isalnum() and len(ending) <= _LONGEST_ENDING
    return path[: -len(name)].rstrip("/\\") if is_file else path


async def _if_told[T](ask: Callable[[], Awaitable[T | None]]) -> T | None:
    """Return what is only shown, and decides nothing; the rest goes on without it."""
    try:
        return await ask()
    except ClientError:
        return None
