"""One run over the media whose day has come; a dry one is the same up to its last step."""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ..library.facts import UNKNOWN
from ..library.models import Kind
from .evidence import Evidence, Moment
from .guards import object_to_medium, object_to_run
from .models import Candidate, FrozenItem, GuardName, Objection
from .protocols import JournalError
from .removed import Removed
from .report import Outcome, RunReport


@dataclass(slots=True)
class Done:
    """What a run has removed so far, or would have removed."""

    items: int = 0
    size_bytes: int = 0
    of_kind: Counter[Kind] = field(default_factory=Counter)

    def add(self, kind: Kind, size_bytes: int) -> None:
        """Count one more medium."""
        self.items += 1
        self.size_bytes += size_bytes
        self.of_kind[kind] += 1


class House(Protocol):
    """What a run asks the household: before it begins, and anew for every medium."""

    async def moment(self, *, dry: bool) -> Moment:
        """Look around at servers, plan and people; no server's failure is raised."""

    def held(self, *, dry: bool) -> tuple[Objection, ...]:
        """Return what has come between since the run began: another mode, a holiday, a brake."""

    async def evidence(
        self, candidate: Candidate, approved: FrozenItem | None, done: Done
    ) -> Evidence:
        """Look at one medium at the last second; no server's failure is raised."""

    async def remove(
        self, candidate: Candidate, evidence: Evidence, run_id: str
    ) -> Removed | tuple[Objection, ...]:
        """Remove one medium, and return how that ended; no server's failure is raised.

        Objections are returned when something came between at the very last moment, such as a keep:
        then nothing was deleted.

        Raises:
            JournalError: It cannot be written down, so nothing was touched.
        """


async def run(
    house: House,
    candidates: Iterable[Candidate],
    approved: Mapping[str, FrozenItem],
    *,
    run_id: str,
    at: datetime,
    dry: bool,
) -> RunReport:
    """Remove the candidates one at a time, unless something speaks against it.

    Only what is approved goes. The run ends with the first medium that a server or the journal fails at.
    """
    moment = await house.moment(dry=dry)
    if objections := object_to_run(moment):
        return RunReport(id=run_id, at=at, dry=dry, objections=objections)
    outcomes: list[Outcome] = []
    done = Done()
    full: dict[Kind, Objection] = {}
    waiting = deque(candidates)
    while waiting and not (objections := house.held(dry=dry)):
        candidate = waiting.popleft()
        if turn := full.get(candidate.medium.kind):
            # Thousands may wait for their turn: no server is asked about them for nothing.
            outcomes.append(Outcome(candidate=candidate, objections=(turn,)))
            continue
        item = approved.get(candidate.medium.id)
        evidence = await house.evidence(candidate, item, done)
        outcome = await _one(house, candidate, evidence, run_id, dry=dry)
        outcomes.append(outcome)
        if outcome.problem is not None:
            break
        full = _full(candidate, outcome) | full
        if outcome.goes:
            done.add(candidate.medium.kind, outcome.size_bytes or 0)
    return RunReport(
        id=run_id,
        at=at,
        dry=dry,
        objections=objections,
        outcomes=tuple(outcomes),
        rest=tuple(waiting),
    )


def _full(candidate: Candidate, outcome: Outcome) -> dict[Kind, Objection]:
    """Return for which kinds the run is full from now on."""
    full = {}
    for one in outcome.objections:
        if one.guard is GuardName.CAP_ITEMS:
            full.update(dict.fromkeys(Kind, one))
        elif one.guard is GuardName.CAP_SHARE:
            full.setdefault(candidate.medium.kind, one)
    return full


async def _one(
    house: House, candidate: Candidate, evidence: Evidence, run_id: str, *, dry: bool
) -> Outcome:
    if objections := object_to_medium(evidence):
        return Outcome(candidate=candidate, objections=objections)
    size_bytes = size_of(evidence)
    if dry:
        return Outcome(candidate=candidate, size_bytes=size_bytes)
    try:
        removed = await house.remove(candidate, evidence, run_id)
    except JournalError as err:
        return Outcome(candidate=candidate, problem=err.problem)
    if isinstance(removed, tuple):
        return Outcome(candidate=candidate, objections=removed)
    return Outcome(
        candidate=candidate,
        removed=removed,
        problem=removed.problem,
        size_bytes=removed.freed_bytes,
    )


def size_of(evidence: Evidence) -> int | None:
    """Return how much would go; `None` when nobody knows."""
    sizes = evidence.sizes
    if sizes is UNKNOWN or sizes is None:
        return None
    if any(size is UNKNOWN or size is None for size in sizes):
        return None
    return sum(size for size in sizes if isinstance(size, int))
