"""What a run did, or would have done."""

from dataclasses import dataclass
from datetime import datetime

from ..library.models import Problem
from .models import Candidate, FrozenItem, Objection
from .removed import Removed


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run made of one medium: removed, spoken against, or failed; in a dry run what it would do."""

    candidate: Candidate
    objections: tuple[Objection, ...] = ()
    removed: Removed | None = None
    problem: Problem | None = None
    """What a server said; the run ended there."""
    size_bytes: int | None = None
    """How much goes, or would go."""

    @property
    def goes(self) -> bool:
        """Whether it went, or would go."""
        return not self.objections and self.problem is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """What was approved and does not leave any more, and why not."""

    item: FrozenItem
    objection: Objection


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What a run did, or would have done."""

    id: str
    at: datetime
    dry: bool
    objections: tuple[Objection, ...] = ()
    """What spoke against the whole run; then nothing was looked at one by one."""
    outcomes: tuple[Outcome, ...] = ()
    missing: tuple[Missing, ...] = ()
    rest: tuple[Candidate, ...] = ()
    """What nobody looked at, because the run ended before."""

    @property
    def going(self) -> tuple[Outcome, ...]:
        """What went, or would go."""
        return tuple(outcome for outcome in self.outcomes if outcome.goes)
