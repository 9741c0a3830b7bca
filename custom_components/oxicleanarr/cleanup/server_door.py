"""The door of what goes through an OxiCleanarr server: the only place that tells it to delete something.

One medium at a time, by its name there, after it was read once more and rehearsed. The server says that it
deleted what it only forgot, and forgets everything with a restart. So its word is never taken for the deed:
whether the files are gone only Jellyfin says, and the call that deletes is never repeated.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from ..clients.errors import (
    ClientError,
    DiskMissing,
    EntryChanged,
    FilesStayed,
    KeyRefused,
    NotAllowed,
    NotFound,
    NotUnderstood,
    Redirected,
)
from ..clients.oxicleanarr import OxiCleanarr
from ..clients.oxicleanarr_models import Job, SyncStatus
from ..library.decided import SyncingError, at_rest
from ..library.models import Problem
from ..library.reading import UntrustedAnswerError, problem_of
from .door import PATIENCE, POLLS_SECONDS, not_over
from .models import FileToGo, Removal
from .protocols import Ended
from .removed import Part, Stage
from .server_entries import AT_ONCE, facts_of
from .sight import Sight

# Whatever else it says, Radarr or Sonarr may have been told; so is a 409 read, which here means that it is busy.
_REFUSALS: Final = (KeyRefused, NotAllowed, Redirected, DiskMissing)
_PLACE: Final = ("tmdb", "tvdb", "path", "size")


class _Record(Enum):
    """What the server's memory says of a medium."""

    THERE = "there"
    ANOTHER = "another"
    """Under its name is something else, or another file."""
    GONE = "gone"
    """Its memory is whole, and the medium is not in it."""
    FORGOTTEN = "forgotten"
    """It is not there, and neither is what proves that the server remembers anything."""


@dataclass(frozen=True, slots=True)
class _Sent:
    """Whether the server may do what it was told, and what it said: an error, or nothing."""

    told: bool
    problem: Problem | None = None


class ServerDoor:
    """Deletes through an OxiCleanarr server, and finds out what became of it."""

    def __init__(
        self,
        client: OxiCleanarr,
        sight: Sight,
        clock: Callable[[], datetime],
        *,
        patience: timedelta = PATIENCE,
        polls_seconds: Sequence[float] = POLLS_SECONDS,
    ) -> None:
        """Tell this server, and ask Jellyfin; `polls_seconds` are the waits between looks at the disk."""
        self._client = client
        self._sight = sight
        self._clock = clock
        self._patience = patience
        self._polls_seconds = polls_seconds

    async def remove(
        self, part: Part, removal: Removal, *, exclude: bool, may_go: Callable[[], bool]
    ) -> Ended:
        """Remove one medium with its files; the journal already says `DELETING`.

        Nothing is ever excluded from import lists: the server cannot.
        """
        try:
            await self._verify(part, removal)
        except (ClientError, UntrustedAnswerError) as error:
            return Ended(replace(part, stage=Stage.ABANDONED), problem_of(error))
        begun_at = self._clock()
        sent = await self._send(part, may_go)
        if not sent.told:
            return Ended(replace(part, stage=Stage.ABANDONED), sent.problem)
        try:
            ended = await self._look(part, begun_at)
        except (ClientError, UntrustedAnswerError) as error:
            return Ended(part, sent.problem or problem_of(error))
        return replace(ended, problem=sent.problem or ended.problem)

    async def look_again(self, part: Part, removal: Removal, begun_at: datetime) -> Ended:
        """Find out what became of a part that has been `DELETING` since then; nothing is deleted.

        Raises:
            ClientError: The server, or Jellyfin, cannot be asked.
            UntrustedAnswerError: The server is in the middle of a sync, or an answer was cut short.
        """
        return await self._look(part, begun_at)

    async def _verify(self, part: Part, removal: Removal) -> None:
        """Read everything once more, and rehearse: it must be what was looked at, its files on the disk."""
        if removal is not Removal.DELETE or not part.whole or not part.files:
            raise NotUnderstood(part.server, "it deletes whole media only")
        await self._verify_record(part)
        if await self._sight.there(part.files) != part.files:
            raise DiskMissing(part.server)
        if not await self._sight.is_mounted(part.folder):
            raise DiskMissing(part.server)
        try:
            await self._client.would_delete_one(part.item_id)
        except NotFound:
            raise EntryChanged(part.server, "it is gone") from None
        # Anything may have happened since, such as an exclusion on its page.
        await self._verify_record(part)

    async def _verify_record(self, part: Part) -> None:
        await at_rest(self._client, self._clock(), AT_ONCE)
        try:
            row = await self._client.medium(part.item_id)
        except NotFound:
            raise EntryChanged(part.server, "it is gone") from None
        if facts_of(row) != part.record.get("facts"):
            raise EntryChanged(part.server, "it is not what it was")
        await at_rest(self._client, self._clock(), AT_ONCE)

    async def _send(self, part: Part, may_go: Callable[[], bool]) -> _Sent:
        """Tell the server to delete, once."""
        if not may_go():
            return _Sent(told=False)
        asked = False

        def may_go_now() -> bool:
            nonlocal asked
            asked = may_go()
            return asked

        try:
            told = await self._client.delete(part.item_id, may_go_now)
        except _REFUSALS as error:
            busy = isinstance(error, DiskMissing)
            return _Sent(told=False, problem=problem_of(SyncingError() if busy else error))
        except ClientError as error:
            return _Sent(told=asked, problem=problem_of(error))
        return _Sent(told=told)

    async def _look(self, part: Part, begun_at: datetime) -> Ended:
        """Read back; what the server may still be doing since `begun_at` is not its last word."""
        # Also when the clock was put back meanwhile.
        young = abs(self._clock() - begun_at) < self._patience
        record = await self._record(part)
        there = record in {_Record.THERE, _Record.ANOTHER}
        try:
            left = await self._left(part, () if there else self._polls_seconds)
        except DiskMissing:
            # An empty place proves nothing, for as long as the server may remember the medium or nothing at all.
            if young or record is not _Record.GONE:
                raise
            left = part.files
        if not left:
            return await self._without_files(part, record, waiting=young)
        if young:
            return not_over(part)
        if record is _Record.FORGOTTEN:
            raise NotUnderstood(part.server, "it has forgotten its media")
        if there and left == part.files:
            return Ended(replace(part, stage=Stage.ABANDONED))
        return Ended(replace(part, stage=Stage.FILES_STAYED), problem_of(FilesStayed(part.server)))

    async def _without_files(self, part: Part, record: _Record, *, waiting: bool) -> Ended:
        """Say what became of a medium whose files are gone: they may have been replaced by others."""
        if record in {_Record.THERE, _Record.ANOTHER}:
            if await self._sight.has_folder(part.folder):
                if waiting:
                    return not_over(part)
                if record is _Record.ANOTHER:
                    return Ended(replace(part, stage=Stage.ABANDONED))
        return Ended(replace(part, stage=Stage.DELETED))

    async def _left(self, part: Part, polls_seconds: Sequence[float]) -> tuple[FileToGo, ...]:
        """Return which of its files are still there; Radarr and Sonarr delete some time after they said so.

        Raises:
            DiskMissing: None is, and neither is anything else: the disk itself seems not to be there.
            ClientError: As for every request.
        """
        left = await self._sight.there(part.files)
        for seconds in polls_seconds:
            if not left:
                break
            await asyncio.sleep(seconds)
            left = await self._sight.there(part.files)
        if not left and not await self._sight.is_mounted(part.folder):
            raise DiskMissing(part.server)
        return left

    async def _record(self, part: Part) -> _Record:
        """Return what the server's memory says; a restart empties it until the next full sync."""
        status, job = await at_rest(self._client, self._clock(), AT_ONCE)
        try:
            row = await self._client.medium(part.item_id)
        except NotFound:
            return _Record.GONE if _remembers(part, status, job) else _Record.FORGOTTEN
        known = part.record.get("facts")
        facts = facts_of(row)
        if isinstance(known, Mapping) and all(facts[name] == known.get(name) for name in _PLACE):
            return _Record.THERE
        return _Record.ANOTHER


def _remembers(part: Part, status: SyncStatus, job: Job | None) -> bool:
    """Return whether the server has read Radarr, or Sonarr, since it was started."""
    of_its_kind = status.movies_count if part.item_id.startswith("radarr") else status.series_count
    if of_its_kind > 0:
        return True
    return job is not None and job.over and not job.error and job.id != part.record.get("job")
