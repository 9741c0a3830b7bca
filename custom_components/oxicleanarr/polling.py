"""When each server is asked, and how much: everything rarely, differences often, a struggling one less."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from .library.reading import Answer, Belief, Reading, believe_none

POLL_INTERVAL: Final = timedelta(minutes=30)
"""How often the servers are asked for differences; retentions are counted in days."""

LONGEST_WAIT: Final = timedelta(hours=1)
"""How long a server that struggles is left alone at the most."""

AT_NIGHT: Final = (4,)
EVERY_SIX_HOURS: Final = (4, 10, 16, 22)
EVERY_HOUR: Final = tuple(range(24))

# A poll may come a little before its time.
_EARLY: Final = timedelta(minutes=1)


class Turn(StrEnum):
    """How much of a server is read."""

    NOTHING = "nothing"
    DIFFERENCES = "differences"
    WHOLE = "whole"


def turn[T: Answer](
    reading: Reading[T], now: datetime, whole_at: Collection[int], *, differs: bool
) -> Turn:
    """Return how much of a source to read at a local time.

    It is read as a whole at these hours of the day; in between for differences, where it tells of any. While
    it fails, it is asked at the next poll, then less and less often, but every hour.
    """
    if reading.failures and reading.asked_at is not None:
        wait = min(LONGEST_WAIT, POLL_INTERVAL * 2 ** min(reading.failures - 1, 8))
        if now - reading.asked_at < wait - _EARLY:
            return Turn.NOTHING
    if reading.answer is None or reading.whole_at is None:
        return Turn.WHOLE
    if reading.whole_at < _last(whole_at, now):
        return Turn.WHOLE
    if differs:
        return Turn.DIFFERENCES
    return Turn.WHOLE if reading.problem else Turn.NOTHING


async def renew[T: Answer](
    reading: Reading[T],
    how: Turn,
    now: datetime,
    whole: Callable[[], Awaitable[T]],
    differences: Callable[[T], Awaitable[T | None]] | None = None,
    *,
    believe: Belief = believe_none,
) -> Reading[T]:
    """Ask a source again, as a whole where its differences do not tell enough."""
    if how is Turn.NOTHING:
        return reading
    in_parts = False

    async def fetch() -> T:
        nonlocal in_parts
        if how is Turn.DIFFERENCES and differences and reading.answer is not None:
            answer = await differences(reading.answer)
            if in_parts := answer is not None:
                return answer
        return await whole()

    renewed = await reading.renew(fetch, now, believe=believe)
    return replace(renewed, whole_at=reading.whole_at) if in_parts else renewed


def _last(hours: Collection[int], now: datetime) -> datetime:
    """Return when it was last one of these hours."""
    today = [now.replace(hour=hour, minute=0, second=0, microsecond=0) for hour in sorted(hours)]
    past = [at for at in today if at <= now]
    return past[-1] if past else today[-1] - timedelta(days=1)
