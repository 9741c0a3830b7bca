"""Full and incremental syncs. While one runs, media are rebuilt step by step."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from .deletions import Deletions, Outcome
from .disk import look_at_disk, watches_disk
from .inventory import read_movies, read_shows
from .links import Links
from .matching import match_jellyfin, read_requests
from .state import State
from .times import ZERO
from .upstream import Failed, Upstream

STAGES = ("radarr", "sonarr", "jellyfin", "requests", "exclusions", "rules", "links", "deletions")
"""Where a full sync can be held: before each of these."""

MANUAL_REASON = "Manual leaving soon"


class Syncing:
    """Runs syncs: since 1.5 one after the other, before that all at once over the same media."""

    def __init__(
        self, state: State, upstream: Upstream, deletions: Deletions, links: Links, rules: Any
    ) -> None:
        """Prepare; nothing runs yet."""
        self._state = state
        self._upstream = upstream
        self._deletions = deletions
        self._links = links
        self._rules = rules
        self._tasks: set[asyncio.Task[None]] = set()
        self._held_at: str | None = None
        self._free = asyncio.Event()
        self._arrived = asyncio.Event()
        self.lock = asyncio.Lock()

    def hold(self, before: str) -> None:
        """Let full syncs wait before a stage; ValueError for one that there is not."""
        if before not in STAGES:
            raise ValueError(f"There is no stage {before!r}: use one of {', '.join(STAGES)}.")
        self._held_at = before
        self._free.clear()
        self._arrived.clear()

    def release(self) -> None:
        """Let syncs go on."""
        self._held_at = None
        self._free.set()

    async def until_held(self) -> None:
        """Wait until a sync has come to where it is held."""
        await self._arrived.wait()

    def begin(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do something in the background."""

        async def run() -> None:
            await work()

        task = asyncio.get_running_loop().create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until nothing runs in the background; what went wrong unforeseen is raised."""
        while self._tasks:
            done, _ = await asyncio.wait(tuple(self._tasks))
            self._tasks.difference_update(done)
            for task in done:
                if not task.cancelled():
                    task.result()

    async def cancel(self) -> None:
        """End what runs, wherever it is; its job stays as if it were running."""
        for task in tuple(self._tasks):
            task.cancel()
        await self.settled()

    async def full(self) -> None:
        """Read everything anew, judge it, and delete if that is switched on."""
        if not self._state.edition.since("1.5.0"):
            await self._full()
            return
        async with self.lock:
            await self._full()

    async def incremental(self) -> None:
        """Ask Jellyfin alone what was watched; dates stay, and nothing is written down."""
        if not self._state.edition.since("1.5.0"):
            await self._incremental()
            return
        async with self.lock:
            await self._incremental()

    async def judge_all(self) -> None:
        """Judge all media anew."""
        for medium in list(self._state.media.values()):
            verdict = await self._rules.judge(medium)
            medium.schedule(verdict.date, verdict.reason, self._state.now())
            medium.episode_file_ids = list(verdict.episode_file_ids)

    async def _incremental(self) -> None:
        if self._upstream.uses("jellyfin"):
            try:
                await match_jellyfin(self._state, self._upstream)
            except Failed:
                return

    async def _full(self) -> None:
        state, errors = self._state, list[str]()
        job = state.jobs.begin(state.now())
        movies = await self._step("radarr", read_movies, errors)
        shows = await self._step("sonarr", read_shows, errors)
        await self._step("jellyfin", match_jellyfin, errors)
        await self._reach("requests")
        await self._step("jellyseerr", read_requests, errors)
        await self._reach("exclusions")
        for number in state.exclusions.keys() & state.media.keys():
            state.media[number].excluded = True
        await self._reach("rules")
        if watches_disk(state):
            await look_at_disk(state, self._upstream)
        await self.judge_all()
        self._flag_all()
        await self._reach("links")
        linked = await self._link(errors)
        await self._reach("deletions")
        candidates = self._deletions.candidates()
        outcome = Outcome()
        if state.started.app.deletes and candidates:
            outcome = await self._deletions.run(candidates)
        if state.edition.since("1.6.0"):
            linked = len(state.leaving_soon())
        counts = {
            "movies": movies or 0,
            "tv_shows": shows or 0,
            "total_media": len(state.media),
            "leaving_soon_count": linked,
        }
        job.end(state.now(), counts | self._summary(candidates, outcome), errors)

    async def _step[T](
        self, service: str, read: Callable[[State, Upstream], Awaitable[T]], errors: list[str]
    ) -> T | None:
        """Read one server; its failure is written down and the sync goes on."""
        await self._reach(service)
        if not self._upstream.uses(service):
            return None
        try:
            return await read(self._state, self._upstream)
        except Failed as failed:
            errors.append(str(failed))
            return None

    async def _reach(self, stage: str) -> None:
        if stage == self._held_at:
            self._arrived.set()
            await self._free.wait()

    def _flag_all(self) -> None:
        """Give what somebody wants gone its own date, whatever the rules say, unless it is kept."""
        state = self._state
        for number in state.flags.keys() & state.media.keys():
            medium = state.media[number]
            medium.manual_leaving_soon = True
            if not medium.excluded:
                medium.schedule(state.flags[number].delete_after, MANUAL_REASON, state.now())

    async def _link(self, errors: list[str]) -> int:
        """Show in Jellyfin what is leaving soon, in versions that do; return how many that is."""
        try:
            return await self._links.update()
        except Failed as failed:
            errors.append(str(failed))
            return 0

    def _summary(self, candidates: list[dict[str, Any]], outcome: Outcome) -> dict[str, Any]:
        app = self._state.started.app
        maybe: dict[str, Any] = {
            "would_delete": candidates,
            "deleted_count": len(outcome.deleted),
            "deleted_items": outcome.deleted,
            "episode_files_deleted": outcome.episode_files,
            "failed_count": outcome.failed,
            "protected_count": outcome.protected,
        }
        return {
            "scheduled_deletions": len(candidates),
            "dry_run": app.dry_run,
            "enable_deletion": app.enable_deletion,
        } | {name: value for name, value in maybe.items() if value}


def unschedule(state: State, number: str) -> None:
    """Take back that somebody wants a medium gone: what the rules say comes with the next sync."""
    state.flags.pop(number, None)
    medium = state.media[number]
    if medium.manual_leaving_soon:
        medium.manual_leaving_soon = False
        medium.schedule(ZERO, "", state.now())
