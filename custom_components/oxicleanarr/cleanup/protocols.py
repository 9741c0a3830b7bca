"""What cleaning up needs of the household, and where it writes down what it does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ..library.models import Problem
from .models import Removal
from .removed import Part, Removed


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a part, and what was wrong, if anything was.

    A part that is still `DELETING` is one of which nobody knows yet.
    """

    part: Part
    problem: Problem | None = None


class AnyDoor(Protocol):
    """What deletes, and finds out what became of it."""

    async def remove(
        self, part: Part, removal: Removal, *, exclude: bool, may_go: Callable[[], bool]
    ) -> Ended:
        """Remove one entry, or the files of it that are to go; the journal already says `DELETING`.

        `may_go` is asked before the first touch, and right before every call that deletes. Nothing is raised
        for a server's fault: a part that comes back `ABANDONED` is untouched, and one that is still `DELETING`
        must be looked at again.
        """

    async def look_again(self, part: Part, removal: Removal, begun_at: datetime) -> Ended:
        """Find out what became of a part that has been `DELETING` since then; nothing is deleted.

        Raises:
            ServerRemoved: The server is no longer set up.
            ClientError: A server cannot be asked.
        """


class JournalBook(Protocol):
    """Where removals are written down: on the disk before anything is touched."""

    @property
    def removals(self) -> Sequence[Removed]:
        """All removals, the oldest first."""

    async def async_write(self, removed: Removed) -> None:
        """Put a removal in, or replace the one with its id; returns once it is on the disk.

        Raises:
            JournalError: It is not on the disk. Nothing may be touched then.
        """


class Around(Protocol):
    """What a removal changes outside Radarr and Sonarr, and what may stop it."""

    def may_go(self, removed: Removed) -> bool:
        """Return whether it still may go; asked again right before every call that deletes."""

    async def async_hide(self, removed: Removed) -> None:
        """Take our own links to it away; they lead to files that are about to go.

        Raises:
            ClientError: They are still there; nothing is deleted then.
        """

    async def async_tell(self, removed: Removed) -> None:
        """Let Seerr forget the requests, and tell Jellyfin; harmless when it is done twice.

        Raises:
            ClientError: A server could not be told; it is tried again.
        """


class JournalError(Exception):
    """The journal cannot be written, so nothing may be deleted."""

    def __init__(self, problem: Problem) -> None:
        """Remember why."""
        super().__init__(problem.message)
        self.problem = problem
