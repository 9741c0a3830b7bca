"""What is answered about work: syncs, jobs, deletions."""

from typing import Any

from aiohttp import web

from simulator.wire import Call, Route

from .answers import answer, is_dry_run, sentence
from .deletions import Deletions
from .state import State
from .syncing import Syncing
from .times import ZERO


class WorkRoutes:
    """Answers below /api/sync, /api/jobs and /api/deletions."""

    def __init__(self, state: State, syncing: Syncing, deletions: Deletions) -> None:
        """Remember what there is to do."""
        self._state = state
        self._syncing = syncing
        self._deletions = deletions

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("POST", "/api/sync/full", self.sync),
            Route("POST", "/api/sync/incremental", self.sync_watching),
            Route("GET", "/api/sync/status", self.status),
            Route("GET", "/api/jobs", self.jobs),
            Route("GET", "/api/jobs/latest", self.latest_job),
            Route("GET", "/api/jobs/{id}", self.job),
            Route("POST", "/api/deletions/execute", self.execute),
        ]

    async def sync(self, _call: Call) -> web.Response:
        """Begin a full sync, or let it wait for those before it; the answer is the same."""
        self._syncing.begin(self._syncing.full)
        return answer({"success": True, "message": "A full sync begins"}, 202)

    async def sync_watching(self, _call: Call) -> web.Response:
        """Begin an incremental sync."""
        self._syncing.begin(self._syncing.incremental)
        return answer({"success": True, "message": "An incremental sync begins"}, 202)

    async def status(self, _call: Call) -> web.Response:
        """Count the media; ``running`` only says that the server does."""
        media = self._state.media.values()
        movies = sum(1 for medium in media if medium.is_movie)
        row: dict[str, Any] = {
            "running": True,
            "media_count": len(media),
            "movies_count": movies,
            "tv_shows_count": len(media) - movies,
            "excluded_count": sum(1 for medium in media if medium.excluded),
            "last_full_sync": self._state.jobs.last_end,
            "last_incr_sync": ZERO,
        }
        if self._state.edition.since("1.6.0"):
            row["in_progress"] = self._syncing.lock.locked()
        sync = self._state.started.sync
        unit = "minutes" if self._state.edition.since("1.1.0") else "seconds"
        row[f"full_interval_{unit}"] = sync.full_interval
        row[f"incr_interval_{unit}"] = sync.incremental_interval
        return answer(row)

    async def jobs(self, _call: Call) -> web.Response:
        """List the jobs, newest first."""
        rows = [job.row for job in self._state.jobs.all]
        return answer({"jobs": rows, "total": len(rows)})

    async def latest_job(self, _call: Call) -> web.Response:
        """Tell of the newest job."""
        jobs = self._state.jobs.all
        return answer(jobs[0].row) if jobs else sentence("There are no jobs yet", 404)

    async def job(self, call: Call) -> web.Response:
        """Tell of one job."""
        job = self._state.jobs.find(call.parts["id"])
        return answer(job.row) if job else sentence("There is no such job", 404)

    async def execute(self, call: Call) -> web.Response:
        """Delete what is overdue, now and for real, whatever the configuration says."""
        edition = self._state.edition
        candidates = self._deletions.candidates()
        count = {"scheduled_count": len(candidates)}
        dry_run = is_dry_run(call)
        if not candidates or dry_run:
            text = "Nothing was deleted, it was a dry run" if candidates else "Nothing is overdue"
            row = {"success": True, "message": text, "candidates": candidates} | count
            if candidates or edition.since("1.6.0"):
                row["dry_run"] = dry_run
            return answer(row)
        if not edition.since("1.5.0"):
            outcome = await self._deletions.run(candidates)
            row = {"success": True, "failed_count": len(candidates) - len(outcome.deleted)}
        elif self._syncing.lock.locked():
            return answer({"success": False, "message": "A sync is in progress"}, 409)
        else:
            async with self._syncing.lock:
                outcome = await self._deletions.run(candidates)
            row = {
                "success": outcome.failed == 0,
                "failed_count": outcome.failed,
                "protected_count": outcome.protected,
            }
        row |= count | {
            "deleted_count": len(outcome.deleted),
            "episode_files_deleted": outcome.episode_files,
            "deleted_items": outcome.deleted,
            "message": f"{len(outcome.deleted)} were deleted",
        }
        return answer(row)
