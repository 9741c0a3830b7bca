"""The removal of one medium, from before the first touch to the end.

Every step is on the disk before it is taken. So a stop at any line leaves a journal that says what may have
happened, and `Remover.carry_on` finds out what did: it reads, it tells, and it deletes nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from ..clients.errors import ClientError, ServerRemoved
from ..library.facts import UNKNOWN
from ..library.models import Medium
from ..library.paths import below, normalise
from ..library.reading import UntrustedAnswerError, problem_of
from .evidence import EntrySeen
from .models import Candidate, CleanupSettings, Mode, Removal
from .protocols import AnyDoor, Around, JournalBook
from .removed import Part, Removed, Stage
from .server_entries import served_part
from .server_models import Served

_TELLING: Final = timedelta(days=1)
"""So long is it tried to tell Seerr and Jellyfin; they find out by themselves, too."""


def begin(
    *,
    removal_id: str,
    run_id: str,
    candidate: Candidate,
    entries: Iterable[tuple[str, EntrySeen | Served]],
    settings: CleanupSettings,
    mode: Mode,
    approved_by: str | None,
    now: datetime,
    request_ids: tuple[tuple[str, int], ...] = (),
) -> Removed:
    """Return a removal that is about to begin; nothing is touched or written yet.

    The entries come with the names of their servers. Of single episode files nothing is excluded and no
    request reset, whatever the choices are; nor does an OxiCleanarr server exclude anything.
    """
    medium, leaving = candidate.medium, candidate.leaving
    whole = not leaving.episode_files
    gone = whole and settings.removal is not Removal.UNMONITOR
    parts = tuple(_part(server, entry, settings.removal, whole=whole) for server, entry in entries)
    excludes = settings.exclude and not any(part.item_id for part in parts)
    return Removed(
        id=removal_id,
        run_id=run_id,
        medium_id=medium.id,
        aliases=medium.aliases,
        kind=medium.kind,
        title=medium.title,
        year=medium.year,
        rule=leaving.rule,
        announced_at=candidate.announced_at,
        leaves_at=leaving.leaves_at,
        removal=settings.removal,
        exclude=excludes and whole and settings.removal is Removal.DELETE,
        mode=mode,
        approved_by=approved_by,
        begun_at=now,
        parts=parts,
        jellyfin_paths=medium.jellyfin_paths if whole else _paths_of_files(medium, parts),
        request_ids=request_ids if gone and settings.reset_requests else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Remover:
    """Carries removals out, and finds out how earlier ones ended.

    Both raise `JournalError` where the journal cannot be written. What it says last is what may have happened
    at most.
    """

    book: JournalBook
    door: AnyDoor
    around: Around
    clock: Callable[[], datetime]

    async def carry_out(self, removed: Removed) -> Removed:
        """Carry out a removal that has just begun, and return how it ended.

        It is over unless its stage is still `open`; then `carry_on` has to find out later. `problem` says what
        went wrong, if anything did: a run ends there.

        Raises:
            JournalError: The journal cannot be written.
        """
        await self.book.async_write(removed)
        try:
            await self.around.async_hide(removed)
        except ClientError as error:
            return await self._close(replace(removed, problem=problem_of(error)))
        for part in removed.parts:
            if not self.around.may_go(removed):
                break
            removed = _with(removed, replace(part, stage=Stage.DELETING), Stage.DELETING)
            await self.book.async_write(removed)
            ended = await self.door.remove(
                replace(part, stage=Stage.DELETING),
                removed.removal,
                exclude=removed.exclude,
                may_go=partial(self.around.may_go, removed),
            )
            removed = replace(_with(removed, ended.part), problem=removed.problem or ended.problem)
            if ended.problem or ended.part.stage in {Stage.DELETING, Stage.ABANDONED}:
                break
        return await self._close(removed)

    async def carry_on(self, removed: Removed) -> Removed:
        """Find out how an earlier removal ended that is still open, and tell what is left to be told.

        Nothing is deleted. It may come back open still: a server does not answer, or may still be deleting.

        Raises:
            JournalError: The journal cannot be written.
        """
        if not removed.stage.open:
            return removed
        removed = replace(removed, problem=None)
        if removed.stage is Stage.DELETED:
            return await self._tell(removed)
        for part in removed.parts:
            if part.stage is not Stage.DELETING:
                continue
            try:
                ended = await self.door.look_again(part, removed.removal, removed.begun_at)
            except ServerRemoved as error:
                return await self._end(replace(removed, problem=problem_of(error)), Stage.FINISHED)
            except (ClientError, UntrustedAnswerError) as error:
                removed = replace(removed, problem=problem_of(error))
            else:
                removed = replace(
                    _with(removed, ended.part), problem=removed.problem or ended.problem
                )
        return await self._close(removed)

    async def _close(self, removed: Removed) -> Removed:
        """Write down how the parts ended, and what follows from it; parts that were not begun stay."""
        parts = tuple(
            replace(part, stage=Stage.ABANDONED) if part.stage is Stage.BEGUN else part
            for part in removed.parts
        )
        removed = replace(removed, parts=parts)
        stages = {part.stage for part in parts}
        if Stage.DELETING in stages:
            await self.book.async_write(removed)
            return removed
        if Stage.DELETED in stages:
            removed = replace(removed, stage=Stage.DELETED, ended_at=self.clock())
            await self.book.async_write(removed)
            return await self._tell(removed)
        ends = (Stage.FILES_STAYED, Stage.FINISHED)
        return await self._end(
            removed, next((end for end in ends if end in stages), Stage.ABANDONED)
        )

    async def _tell(self, removed: Removed) -> Removed:
        """Let everybody know that it is gone."""
        try:
            await self.around.async_tell(removed)
        except ClientError as error:
            removed = replace(removed, problem=removed.problem or problem_of(error))
            if abs(self.clock() - removed.begun_at) < _TELLING:
                await self.book.async_write(removed)
                return removed
        stayed = any(part.stage is Stage.FILES_STAYED for part in removed.parts)
        return await self._end(removed, Stage.FILES_STAYED if stayed else Stage.FINISHED)

    async def _end(self, removed: Removed, stage: Stage) -> Removed:
        removed = replace(removed, stage=stage, ended_at=removed.ended_at or self.clock())
        await self.book.async_write(removed)
        return removed


def _with(removed: Removed, changed: Part, stage: Stage | None = None) -> Removed:
    """Return a removal with one part changed."""
    parts = tuple(changed if part.key == changed.key else part for part in removed.parts)
    return replace(removed, parts=parts, stage=stage or removed.stage)


def _part(server: str, entry: EntrySeen | Served, removal: Removal, *, whole: bool) -> Part:
    if isinstance(entry, Served):
        return served_part(server, entry)
    size = entry.size_bytes
    return Part(
        source_id=entry.copy.source_id,
        server=server,
        entry_id=entry.copy.entry_id,
        provider_ids=entry.copy.provider_ids,
        folder=entry.copy.folder,
        record=entry.record,
        monitored=entry.monitored,
        file_ids=tuple(file.id for file in entry.files),
        episode_ids=tuple(sorted(entry.episode_ids)),
        whole=whole,
        size_bytes=0 if size is UNKNOWN or size is None or removal is Removal.UNMONITOR else size,
        files=entry.files,
    )


def _paths_of_files(medium: Medium, parts: Iterable[Part]) -> tuple[str, ...]:
    """Return where Jellyfin sees single episode files: below the series' folder as below the server's."""
    rests = (
        below(normalise(file.path), normalise(part.folder)) for part in parts for file in part.files
    )
    return tuple(
        f"{normalise(folder)}/{rest}" for rest in rests if rest for folder in medium.jellyfin_paths
    )
