"""The door: the only place that lets Radarr and Sonarr delete something.

One entry at a time, by its id, after it was read once more and is what it was. No call that deletes is ever
repeated: whatever a server answers, or does not, it is read back what really happened.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
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
    StartingUp,
    TimedOut,
)
from ..clients.radarr import Radarr
from ..clients.sonarr import Sonarr
from ..library.paths import normalise
from ..library.reading import problem_of
from .entries import Arrs
from .models import FileToGo, Removal
from .monitoring import is_silent, put_back, silence
from .protocols import Ended
from .removed import Part, Stage
from .traces import Traces, files_on_disk, read_traces

PATIENCE: Final = timedelta(minutes=30)
"""So long a server may take to delete what it was asked to, such as to move it to a recycle bin elsewhere."""

POLLS_SECONDS: Final = (0.1, 0.2, 0.5, 1, 2, 4)
"""How long the waits are between looks at the disk."""

# A server that answers so did not begin to delete.
_REFUSALS: Final = (DiskMissing, NotFound, KeyRefused, NotAllowed, Redirected, StartingUp)
_REFUSING_STATUSES: Final = frozenset({400, 405, 409, 415, 422, 500})


@dataclass(frozen=True, slots=True)
class _Sent:
    """What was said to the calls that delete: an error, or nothing; `open` while it may still go on."""

    error: ClientError | None = None
    open: bool = False


class Door:
    """Deletes, and finds out what became of it."""

    def __init__(
        self,
        arrs: Arrs,
        clock: Callable[[], datetime],
        *,
        patience: timedelta = PATIENCE,
        polls_seconds: Sequence[float] = POLLS_SECONDS,
    ) -> None:
        """Ask these servers; `polls_seconds` are the waits between looks at the disk."""
        self._arrs = arrs
        self._clock = clock
        self._patience = patience
        self._polls_seconds = polls_seconds

    async def remove(
        self, part: Part, removal: Removal, *, exclude: bool, may_go: Callable[[], bool]
    ) -> Ended:
        """Remove one entry, or the files of it that are to go; the journal already says `DELETING`."""
        try:
            client = self._arrs.client(part.source_id)
            await _verify(client, part, removal)
        except ClientError as error:
            return Ended(replace(part, stage=Stage.ABANDONED), problem_of(error))
        begun_at = self._clock()
        sent = await _send(client, part, removal, exclude=exclude, may_go=may_go)
        said = problem_of(sent.error) if sent.error else None
        try:
            ended = await self._look(client, part, removal, begun_at, open_=sent.open)
        except ClientError as error:
            return Ended(part, said or problem_of(error))
        return replace(ended, problem=said or ended.problem)

    async def look_again(self, part: Part, removal: Removal, begun_at: datetime) -> Ended:
        """Find out what became of a part that has been `DELETING` since then; nothing is deleted.

        What was not to be deleted after all is monitored again as it was.

        Raises:
            ServerRemoved: The server is no longer set up.
            ClientError: The server cannot be asked.
        """
        client = self._arrs.client(part.source_id)
        return await self._look(client, part, removal, begun_at, open_=True)

    async def _look(
        self,
        client: Radarr | Sonarr,
        part: Part,
        removal: Removal,
        begun_at: datetime,
        *,
        open_: bool,
    ) -> Ended:
        """Read back; what a server may still be doing since `begun_at` is not its last word."""
        if removal is Removal.UNMONITOR:
            return Ended(await _unmonitored(client, part))
        # Also when the clock was put back meanwhile.
        young = abs(self._clock() - begun_at) < self._patience
        waiting = open_ and young
        whole = removal is Removal.DELETE and part.whole
        traces = await _still_there(client, part)
        if traces and whole:
            return not_over(part) if waiting else Ended(replace(part, stage=Stage.ABANDONED))
        still = {file.id for file in traces.files} if traces else set[int]()
        kept = tuple(file for file in part.files if file.id in still)
        if waiting and kept:
            return not_over(part)
        lost = tuple(file for file in part.files if file.id not in still)
        try:
            left = await self._left(client, part, lost)
        except DiskMissing:
            if young:
                raise
            # Single files go before the answer, or are not forgotten; a folder may have stayed.
            left = lost if whole else ()
        if left and waiting:
            return not_over(part)
        # An entry that has lost files would look for them again.
        if traces and not (part.whole and lost):
            await put_back(client, part, _episodes(lost))
        return _ended(part, lost, left)

    async def _left(
        self, client: Radarr | Sonarr, part: Part, lost: tuple[FileToGo, ...]
    ) -> tuple[FileToGo, ...]:
        """Return the files that the server no longer knows and that are on its disk all the same."""
        if not lost:
            return ()
        left = await files_on_disk(client, part, lost)
        for seconds in self._polls_seconds:
            if not left:
                break
            await asyncio.sleep(seconds)
            left = await files_on_disk(client, part, lost)
        return left


async def _verify(client: Radarr | Sonarr, part: Part, removal: Removal) -> None:
    """Read the entry once more: it must be the one that was looked at, with its files on the disk."""
    traces = await read_traces(client, part)
    if traces is None:
        raise EntryChanged(part.server, "it is gone")
    if traces.provider_ids != part.provider_ids:
        raise EntryChanged(part.server, "it has other ids")
    if normalise(traces.folder) != normalise(part.folder):
        raise EntryChanged(part.server, "it has another folder")
    wanted, there = set(part.files), set(traces.files)
    known = {file.id for file in part.files} == set(part.file_ids)
    if not known or not wanted <= there or (part.whole and wanted != there):
        raise EntryChanged(part.server, "it has other files")
    if removal is not Removal.UNMONITOR:
        if set(await files_on_disk(client, part, part.files)) != wanted:
            raise DiskMissing(part.server)


async def _send(
    client: Radarr | Sonarr,
    part: Part,
    removal: Removal,
    *,
    exclude: bool,
    may_go: Callable[[], bool],
) -> _Sent:
    """Say what is to go: first that it is not looked for again, then each delete once."""
    whole = removal is Removal.DELETE and part.whole
    if not may_go():
        return _Sent()
    if not whole:
        try:
            await silence(client, part)
        except ClientError as error:
            return _Sent(error)
    if removal is Removal.UNMONITOR:
        return _Sent()
    if whole:
        return await _delete_entry(client, part, exclude=exclude)
    return await _delete_files(client, part, may_go)


async def _delete_entry(client: Radarr | Sonarr, part: Part, *, exclude: bool) -> _Sent:
    """Delete an entry with its folder; its files go after the answer."""
    try:
        if isinstance(client, Radarr):
            await client.delete_movie(part.entry_id, delete_files=True, exclude=exclude)
        else:
            await client.delete_series(part.entry_id, delete_files=True, exclude=exclude)
    except ClientError as error:
        return _Sent(error, open=not _refused(error))
    return _Sent(open=True)


async def _delete_files(client: Radarr | Sonarr, part: Part, may_go: Callable[[], bool]) -> _Sent:
    """Delete files one by one, each before its answer; the first that cannot be ends it."""
    for file_id in part.file_ids:
        if not may_go():
            break
        try:
            if isinstance(client, Radarr):
                await client.delete_movie_file(file_id)
            else:
                await client.delete_episode_file(file_id)
        except ClientError as error:
            return _Sent(error, open=not _refused(error))
    return _Sent()


def _refused(error: ClientError) -> bool:
    if isinstance(error, NotUnderstood):
        return error.status in _REFUSING_STATUSES
    return isinstance(error, _REFUSALS)


async def _still_there(client: Radarr | Sonarr, part: Part) -> Traces | None:
    """Return what is left of an entry; another one that has its id, on a server set up anew, is none of it."""
    traces = await read_traces(client, part)
    if traces and set(traces.provider_ids).isdisjoint(part.provider_ids):
        return None
    return traces


async def _unmonitored(client: Radarr | Sonarr, part: Part) -> Part:
    """Return how unmonitoring ended; what is left half done is put back."""
    there = await _still_there(client, part) is not None
    if there and await is_silent(client, part):
        return replace(part, stage=Stage.FINISHED)
    if there:
        await put_back(client, part)
    return replace(part, stage=Stage.ABANDONED)


def not_over(part: Part) -> Ended:
    """Return that nobody knows yet what becomes of a part."""
    return Ended(part, problem_of(TimedOut(part.server, "it is still deleting")))


def _ended(part: Part, lost: tuple[FileToGo, ...], left: tuple[FileToGo, ...]) -> Ended:
    """Say what became of a part by the files that its server no longer knows, and those left on the disk."""
    if part.files and not lost:
        return Ended(replace(part, stage=Stage.ABANDONED))
    problem = problem_of(FilesStayed(part.server)) if left else None
    gone = tuple(file for file in lost if file not in left)
    if left and (part.whole or not gone):
        return Ended(replace(part, stage=Stage.FILES_STAYED), problem)
    if gone == part.files:
        return Ended(replace(part, stage=Stage.DELETED), problem)
    narrowed = replace(
        part,
        stage=Stage.DELETED,
        files=gone,
        file_ids=tuple(file.id for file in gone),
        episode_ids=tuple(sorted(_episodes(gone))),
        size_bytes=sum(file.size_bytes or 0 for file in gone),
    )
    return Ended(narrowed, problem)


def _episodes(files: Iterable[FileToGo]) -> frozenset[int]:
    return frozenset(number for file in files for number in file.episode_ids)
