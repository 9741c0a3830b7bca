"""What the integration answers about media, as far as it is shown here."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from .errors import HarnessError
from .table import table

HEADINGS = ("Title", "Kind", "Due by rule", "Leaves on", "In", "Size", "Why")
UNITS = ("B", "kB", "MB", "GB", "TB")


class Reason(msgspec.Struct, frozen=True):
    """Why a medium leaves, in words."""

    text: str


class Medium(msgspec.Struct, frozen=True):
    """A medium that is about to leave; ``days_left`` is negative when the day has passed."""

    title: str
    kind: str
    leaves_on: date
    days_left: int
    due_on: date
    """The rule's own date; nothing leaves before it was announced for the whole window, though."""
    size_bytes: int | None = None
    year: int | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def name(self) -> str:
        """The title, with the year where one is known."""
        return f"{self.title} ({self.year})" if self.year else self.title

    @property
    def why(self) -> str:
        """The first, and main, reason."""
        return self.reasons[0].text if self.reasons else ""


def read_media(answer: Mapping[str, Any]) -> list[Medium]:
    """Return the media of an answer of ``oxicleanarr.get_media``, the next to leave first as it answers."""
    try:
        return msgspec.convert(answer["media"], list[Medium])
    except (KeyError, msgspec.ValidationError) as err:
        raise HarnessError(f"oxicleanarr.get_media answered something unexpected: {err}") from err


def leaving_soon(media: Sequence[Medium], width: int | None = None) -> str:
    """Return what is about to leave as a table, at most ``width`` columns wide (the terminal's)."""
    if not media:
        return "Nothing is about to leave."
    rows = [
        (
            medium.name,
            medium.kind,
            medium.due_on.isoformat(),
            medium.leaves_on.isoformat(),
            days(medium.days_left),
            size(medium.size_bytes),
            medium.why,
        )
        for medium in media
    ]
    return table(HEADINGS, rows, width, right={"Size"})


def size(size_bytes: int | None) -> str:
    """Return a size for people: ``4.2 GB``; nothing when it is unknown."""
    if size_bytes is None:
        return ""
    amount, unit = float(size_bytes), 0
    while amount >= 1000 and unit < len(UNITS) - 1:
        amount /= 1000
        unit += 1
    return f"{amount:.{1 if unit and amount < 100 else 0}f} {UNITS[unit]}"


def days(days_left: int) -> str:
    """Return the days left for people."""
    if days_left < 0:
        return "overdue"
    return {0: "today", 1: "tomorrow"}.get(days_left, f"{days_left} days")
