"""The texts of one language: what each of them is for, and how numbers and days are written in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from ..models import Why
from ..outlook import Outcome, Turn

_MB = 1_000_000
_GB = 1_000_000_000
_UNITS = (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1))


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted thing, with `{count}` where the number stands."""

    one: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The texts of one language. Sentences have no full stop, and all name the same facts in each language."""

    somebody: str
    """Whoever did something, where the name is not known; it begins a sentence."""
    reasons: Mapping[Why, str]
    """Why a medium stays or leaves."""
    causes: Mapping[Why | Turn, str]
    """What would alter a verdict; for a reason that is its end. An outcome follows after a blank."""
    outcomes: Mapping[Outcome, str]
    """What would become of the medium, as the second half of a sentence."""
    because: str
    """A sentence with the words that a person gave as the reason."""
    counted: Mapping[str, Counted]
    """Units of time, and the facts that are numbers of something, by the name of the fact."""
    singular: frozenset[int] = frozenset({1})
    """The numbers that take the singular."""
    months: tuple[str, ...]
    """From January."""
    day_of_year: str
    """A day of a year that goes without saying, with `{day}` and `{month}`."""
    day: str
    """A day, with `{day}`, `{month}` and `{year}`."""
    first_of_month: str = "1"
    megabytes: str
    gigabytes: str
    """A size in decimal units, with `{size}` where the number stands."""
    decimal_mark: str
    ticked: str
    """The reason of a keep that somebody gave by ticking a to-do item."""

    def count(self, thing: str, number: int) -> str:
        """Return so many of a thing."""
        counted = self.counted[thing]
        return (counted.one if number in self.singular else counted.other).format(count=number)

    def span(self, span: timedelta) -> str:
        """Return a time in the largest unit that needs no fraction."""
        seconds = int(span.total_seconds())
        unit, length = next(one for one in _UNITS if seconds % one[1] == 0)
        return self.count(unit, seconds // length)

    def size(self, size_bytes: int) -> str:
        """Return a size as people say it, in decimal units."""
        if size_bytes < _GB:
            return self.megabytes.format(size=round(size_bytes / _MB))
        size = f"{size_bytes / _GB:.1f}".replace(".", self.decimal_mark)
        return self.gigabytes.format(size=size)

    def date(self, day: date, *, year: bool = True) -> str:
        """Return a day as it is written within a sentence."""
        return (self.day if year else self.day_of_year).format(
            day=self.first_of_month if day.day == 1 else day.day,
            month=self.months[day.month - 1],
            year=day.year,
        )
