"""Pauses: times in which no countdown runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A time in which countdowns stand still; one without an end goes on."""

    start: datetime
    end: datetime | None = None


def paused_between(pauses: Iterable[Pause], since: datetime, now: datetime) -> timedelta:
    """Return how long a countdown stood still since then, in whole days of the time zone of `now`.

    A day counts as soon as a pause touches it, and once, however many do. People count in days, so this
    alone lets the number that they see stand still, and it is never less than the real length of the
    pauses. What ends before it begins, as after the clock was set back, counts nothing.
    """
    spans = sorted(
        (start.astimezone(now.tzinfo).toordinal(), end.astimezone(now.tzinfo).toordinal())
        for pause in pauses
        if (start := max(pause.start, since)) <= (end := min(pause.end or now, now))
    )
    days, counted = 0, 0
    for first, last in spans:
        days += max(0, last - max(first, counted + 1) + 1)
        counted = max(counted, last)
    return timedelta(days=days)
