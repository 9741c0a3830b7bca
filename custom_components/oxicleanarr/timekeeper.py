"""The timekeeper: time in which a clock was only put forward, or nobody was there, announces nothing to anybody."""

from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from .policy.pauses import Pause

# Less is the correction of a clock that runs badly, or a system that was asleep for a moment.
_REMARKABLE: Final = timedelta(hours=1)

# When servers were last read is written down every six hours at the least, and who switches Home Assistant off at night
# is not to wait for ever.
_ABSENCE: Final = timedelta(hours=18)


class Timekeeper:
    """Compares the clock with the time that has really passed since it was last asked.

    A small computer without a battery starts with the time at which it was switched off, and is put right by
    the network a little later. What was announced in between would seem to have been so for weeks.
    """

    def __init__(self, now: datetime, last_at: datetime | None = None) -> None:
        """Begin to watch a clock that says this, after a time of which nothing is known since `last_at`.

        While Home Assistant is off nobody can keep anything; and what was kept since a backup was made is lost with
        it, while the announcements in it grow older.
        """
        self._now = last_at if last_at and now - last_at > _ABSENCE else now
        self._ticks = monotonic()

    def jump(self, now: datetime) -> Pause | None:
        """Return the time that a clock which says this has left out; a computer that slept leaves it out, too."""
        ticks = monotonic()
        expected = self._now + timedelta(seconds=ticks - self._ticks)
        self._now, self._ticks = now, ticks
        return Pause(start=expected, end=now) if now - expected > _REMARKABLE else None
