"""Just enough: which media must go until a disk has room again, and no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .rules import Rule, RuleType


@dataclass(frozen=True, slots=True)
class Candidate:
    """A medium that could go: how much room it gives, and since when nothing holds it."""

    medium_id: str
    size_bytes: int
    due_at: datetime


def needs_disks(rules: Iterable[Rule]) -> bool:
    """Return whether a rule asks how full the disks are."""
    return any(rule.enabled and rule.type is RuleType.DISK for rule in rules)


def just_enough(candidates: Iterable[Candidate], needed_bytes: int) -> frozenset[str]:
    """Return the fewest media that free the needed bytes; among equally few, the least missed ones.

    Least missed is what has been due longest. When all together are not enough, all are returned.
    """
    if needed_bytes <= 0:
        return frozenset()
    useful = [candidate for candidate in candidates if candidate.size_bytes > 0]
    largest = sorted(useful, key=lambda c: (c.size_bytes, c.medium_id), reverse=True)
    count = freed = 0
    while count < len(largest) and freed < needed_bytes:
        freed += largest[count].size_bytes
        count += 1
    if freed < needed_bytes:
        return frozenset(candidate.medium_id for candidate in useful)
    # The `count` largest ones suffice, with so many bytes to spare. A smaller, less missed one may take
    # the place of the smallest of them for as long as there is something to spare.
    spare_bytes = freed - needed_bytes
    reserve = largest[:count]
    reserved = {candidate.medium_id for candidate in reserve}
    chosen: set[str] = set()
    for candidate in sorted(useful, key=lambda c: (c.due_at, c.medium_id)):
        if len(chosen) == count:
            break
        if candidate.medium_id in reserved:
            chosen.add(candidate.medium_id)
            reserved.discard(candidate.medium_id)
            continue
        while reserve and reserve[-1].medium_id not in reserved:
            reserve.pop()
        cost_bytes = reserve[-1].size_bytes - candidate.size_bytes
        if cost_bytes <= spare_bytes:
            spare_bytes -= cost_bytes
            reserved.discard(reserve.pop().medium_id)
            chosen.add(candidate.medium_id)
    return frozenset(chosen)
