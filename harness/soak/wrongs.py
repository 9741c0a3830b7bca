"""What a soak proves, and what was wrong."""

from dataclasses import dataclass
from enum import StrEnum


class Check(StrEnum):
    """What is proven."""

    GROWTH = "nothing grows with time"
    RECOVERY = "a server that is back is believed at its next poll"
    LAW_1 = "a server that fails schedules and frees nothing"
    LOG = "one line in the log for each change, and no other complaint"
    OVERLAP = "no two readings at once, and no two listings of one server"
    REQUESTS = "a poll asks no more than planned"
    LAWS = "nothing is deleted wrongly"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A check that failed: when (hours of the soak), and the figures."""

    check: Check
    at_hours: float
    what: str
