"""Pauses: times in which every countdown stands still."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A time in which countdowns stand still; it goes on while `end` is `None`."""

    start: datetime
    end: datetime | None = None
