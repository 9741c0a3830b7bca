"""What the server writes down of its full syncs."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from .times import ZERO, aged

RUNNING, COMPLETED, FAILED = "running", "completed", "failed"
_MOST = 100
_LOOKED_AT = 10


@dataclass(slots=True, eq=False)
class Job:
    """One full sync."""

    id: str
    started_at: datetime
    status: str = RUNNING
    completed_at: datetime = ZERO
    error: str = ""
    summary: dict[str, Any] = field(default_factory=dict)

    def end(self, now: datetime, summary: dict[str, Any], errors: list[str]) -> None:
        """Write down how it ended."""
        self.completed_at = now
        self.status = FAILED if errors else COMPLETED
        self.error = "\n".join(errors)
        self.summary = summary

    @property
    def row(self) -> dict[str, Any]:
        """The job as it is told; what it does not have yet is left out."""
        span = self.completed_at - self.started_at if self.completed_at != ZERO else timedelta()
        made: dict[str, Any] = {
            "id": self.id,
            "type": "full_sync",
            "status": self.status,
            "started_at": self.started_at,
            "duration_ms": span // timedelta(milliseconds=1),
        }
        if self.completed_at != ZERO:
            made["completed_at"] = self.completed_at
        if self.error:
            made["error"] = self.error
        if self.summary:
            made["summary"] = self.summary
        return made


class Jobs:
    """The jobs, newest first; the oldest of more than a hundred is forgotten."""

    def __init__(self) -> None:
        """Begin with none."""
        self.all: list[Job] = []

    def begin(self, now: datetime) -> Job:
        """Write down that a sync begins."""
        job = Job(str(uuid4()), now)
        self.all.insert(0, job)
        del self.all[_MOST:]
        return job

    def find(self, number: str) -> Job | None:
        """Return a job by its id."""
        return next((job for job in self.all if job.id == number), None)

    @property
    def last_end(self) -> datetime:
        """When the newest job ended that has, well or not; only the latest few are looked at."""
        ended = [job for job in self.all[:_LOOKED_AT] if job.status != RUNNING]
        return ended[0].completed_at if ended else ZERO

    def age(self, by: timedelta) -> None:
        """Let all of them have run earlier."""
        for job in self.all:
            job.started_at = aged(job.started_at, by)
            job.completed_at = aged(job.completed_at, by)
            job.summary = aged(job.summary, by)
