"""Readings: what a source last told, and whether it can be trusted now.

A reading that fails, is incomplete, or has shrunk abruptly leaves the previous data in place and says why
(law 1). Nothing in here raises for a server's fault; only a credential that needs the user does not pass
silently: its problem has the key `key_refused`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from ..clients.errors import ClientError
from ..clients.rows import Rows
from .models import Problem, SourceStatus

# Fewer media than this may vanish between two readings without anybody being alarmed.
UNREMARKABLE_LOSS = 2
REMARKABLE_SHARE = 0.3


class Answer(Protocol):
    """The complete answer of one source."""

    @property
    def version(self) -> str | None:
        """The version of the server, where it tells one."""

    @property
    def media_count(self) -> int:
        """How many media the source told of."""

    @property
    def skipped_rows(self) -> int:
        """How many rows could not be understood."""


class IncompleteError(Exception):
    """A source sent fewer rows than it said it has."""

    def __init__(self, server: str, what: str, received: int, total: int) -> None:
        """Remember which list of which server was cut short."""
        super().__init__(
            f"{server} sent {received} of {total} {what}; the last complete list stays in use until "
            f"{server} answers completely"
        )


def require_complete[T](server: str, what: str, rows: Rows[T]) -> None:
    """Refuse a list that is shorter than its server said.

    Raises:
        IncompleteError: Rows are missing.
    """
    if not rows.complete:
        raise IncompleteError(server, what, len(rows.rows), rows.total)


@dataclass(frozen=True, slots=True)
class Reading[T: Answer]:
    """What one source last told: its newest good answer, and what is wrong with newer ones."""

    id: str
    name: str
    answer: T | None = None
    read_at: datetime | None = None
    problem: Problem | None = None

    @property
    def status(self) -> SourceStatus:
        """Return how far this source can be trusted."""
        return SourceStatus(
            id=self.id,
            name=self.name,
            version=self.answer.version if self.answer else None,
            read_at=self.read_at,
            problem=self.problem,
            skipped_rows=self.answer.skipped_rows if self.answer else 0,
        )

    async def renew(self, fetch: Callable[[], Awaitable[T]], now: datetime) -> Reading[T]:
        """Ask the source again; keep the previous answer when the new one cannot be trusted."""
        try:
            answer = await fetch()
        except ClientError as err:
            return replace(self, problem=Problem(err.key, str(err)))
        except IncompleteError as err:
            return replace(self, problem=Problem("incomplete", str(err)))
        if problem := self._shrunk(answer):
            return replace(self, problem=problem)
        return replace(self, answer=answer, read_at=now, problem=None)

    def _shrunk(self, answer: T) -> Problem | None:
        before = self.answer.media_count if self.answer else 0
        lost = before - answer.media_count
        emptied = before > 0 and answer.media_count == 0
        if not emptied and lost <= max(UNREMARKABLE_LOSS, before * REMARKABLE_SHARE):
            return None
        return Problem(
            "shrunk",
            f"{self.name} has {answer.media_count} media where it had {before} before; the last list "
            f"stays in use. If that many are really gone, reload the integration to accept it",
        )
