"""What the server remembers, in memory and on its disk."""

from collections.abc import Callable
import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from .config import Config
from .edition import Edition
from .jobs import Jobs
from .media import Medium
from .times import ZERO, aged


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A medium that somebody wants kept."""

    reason: str
    excluded_at: datetime


@dataclass(frozen=True, slots=True)
class Flag:
    """A medium that somebody wants gone, on a day that stays the same."""

    delete_after: datetime
    flagged_at: datetime


@dataclass(slots=True)
class Space:
    """How full the disks were when they were last looked at; nobody has until ``read``."""

    free_gb: int = 0
    total_gb: int = 0
    read: bool = False


@dataclass(slots=True)
class State:
    """Everything that the parts of the server share.

    ``config`` is what the file says, ``started`` what it said when the process started: much of it
    counts only from then on. A restart forgets ``media`` and ``space``; the rest lies on its disk.
    """

    edition: Edition
    config: Config
    now: Callable[[], datetime]
    started: Config = field(default_factory=Config)
    started_at: datetime = ZERO
    media: dict[str, Medium] = field(default_factory=dict)
    exclusions: dict[str, Exclusion] = field(default_factory=dict)
    flags: dict[str, Flag] = field(default_factory=dict)
    jobs: Jobs = field(default_factory=Jobs)
    space: Space = field(default_factory=Space)

    def start(self) -> None:
        """Begin as a new process does."""
        self.config.fill_in(self.edition)
        self.started = copy.deepcopy(self.config)
        self.started_at = self.now()
        self.media.clear()
        self.space = Space()

    def age(self, days: float) -> None:
        """Let everything have happened earlier."""
        by = timedelta(days=days)
        self.started_at = aged(self.started_at, by)
        for medium in self.media.values():
            medium.age(by)
        for number, exclusion in self.exclusions.items():
            self.exclusions[number] = replace(exclusion, excluded_at=exclusion.excluded_at - by)
        for number, flag in self.flags.items():
            self.flags[number] = Flag(flag.delete_after - by, flag.flagged_at - by)
        self.jobs.age(by)

    @property
    def window_days(self) -> int:
        """How many days before its date a medium is leaving soon."""
        return self.config.app.leaving_soon_days

    def leaving_soon(self) -> list[Medium]:
        """Return what is in the window, the first to go first; not what goes within 24 hours."""
        found = [
            medium
            for medium in self.media.values()
            if not medium.excluded and 1 <= medium.days_until_deletion <= self.window_days
        ]
        return sorted(found, key=lambda medium: (medium.deletion_date, medium.title))

    def overdue(self) -> list[Medium]:
        """Return what should be gone, the longest overdue first."""
        now = self.now()
        found = [
            medium
            for medium in self.media.values()
            if not medium.excluded and medium.deletion_date != ZERO and medium.deletion_date < now
        ]
        return sorted(found, key=lambda medium: medium.deletion_date)
