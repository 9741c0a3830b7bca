"""Facts have three values: known, known to be absent, and unknown.

A `Fact[datetime]` for "last watched" is a date (watched then), `None` (the server answered, and nobody
watched it) or `UNKNOWN` (the server did not answer, or answered nonsense). Unknown never shortens a life.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Final, Literal


class Unknown(Enum):
    """The type of `UNKNOWN`; an enum, so that type checkers can narrow it away."""

    UNKNOWN = "unknown"


UNKNOWN: Final = Unknown.UNKNOWN

type Fact[T] = T | Literal[Unknown.UNKNOWN] | None

# Media servers were not around before; a date outside is a parsing accident or a dead clock battery.
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)

FIRST_BROADCAST: Final = datetime(1900, 1, 1, tzinfo=UTC)
LAST_ANNOUNCED: Final = datetime(2200, 1, 1, tzinfo=UTC)


def read_date(text: str | None, now: datetime) -> Fact[datetime]:
    """Read the date of something that happened on a server: `UNKNOWN` outside 2000-01-01 … tomorrow."""
    return _read(text, EARLIEST, now + timedelta(days=1))


def read_air_date(text: str | None) -> Fact[datetime]:
    """Read when an episode was, or will be, aired: any date since there is television."""
    return _read(text, FIRST_BROADCAST, LAST_ANNOUNCED)


def read_departure(text: str | None) -> Fact[datetime]:
    """Read when something is to leave by a server's word: long ago or far ahead, but no nonsense."""
    return _read(text, EARLIEST, LAST_ANNOUNCED)


def _read(text: str | None, earliest: datetime, latest: datetime) -> Fact[datetime]:
    """Read a server's date: UTC when it names no zone, `None` when unset, `UNKNOWN` when nonsense.

    Unset is written as nothing, as an empty text, or as year 1 (Go and .NET servers: Jellyfin, Radarr,
    Sonarr). Nonsense is what does not parse or lies outside the given time.
    """
    if not text or text.startswith("0001-01-01"):
        return None
    try:
        date = datetime.fromisoformat(text)
    except ValueError:
        return UNKNOWN
    if date.tzinfo is None:
        date = date.replace(tzinfo=UTC)
    if not earliest <= date <= latest:
        return UNKNOWN
    return date if date.tzinfo is UTC else date.astimezone(UTC)


def latest(facts: Iterable[Fact[datetime]]) -> Fact[datetime]:
    """Return the newest of several dates; unknown as soon as one of them is unknown."""
    newest: datetime | None = None
    for fact in facts:
        if fact is UNKNOWN:
            return UNKNOWN
        if fact is not None and (newest is None or fact > newest):
            newest = fact
    return newest


def total(facts: Iterable[Fact[int]]) -> Fact[int]:
    """Return the sum of several numbers; unknown as soon as one of them is unknown."""
    result: int | None = None
    for fact in facts:
        if fact is UNKNOWN:
            return UNKNOWN
        if fact is not None:
            result = fact if result is None else result + fact
    return result


def together[T](sets: Sequence[frozenset[T]]) -> frozenset[T]:
    """Return all that is in one of the sets; where one of them holds all of it alone, that very set."""
    # Nearly always there is one at the most; tens of thousands of copies of it would need memory and time.
    if len(sets) == 1:
        return sets[0]
    filled = [one for one in sets if one] or sets[:1]
    return filled[0] if len(filled) == 1 else frozenset[T]().union(*filled)
