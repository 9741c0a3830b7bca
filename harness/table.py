"""Tables for a terminal."""

from collections.abc import Sequence
import shutil
from textwrap import wrap
import unicodedata

from .media import Medium, days, size

HEADINGS = ("Title", "Kind", "Due by rule", "Leaves on", "In", "Size", "Why")
RIGHT = frozenset({"Size"})
MINIMUM_WIDTH = 24
WITHOUT_TERMINAL = (140, 24)


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
    return table(HEADINGS, rows, width)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None) -> str:
    """Return aligned columns under their headings, at most ``width`` wide (the terminal's).

    The last column is wrapped where it does not fit.
    """
    width = width or shutil.get_terminal_size(WITHOUT_TERMINAL).columns
    widths = [max(columns(cell) for cell in cells) for cells in zip(headings, *rows, strict=True)]
    taken = sum(widths[:-1]) + 2 * (len(widths) - 1)
    widths[-1] = min(widths[-1], max(width - taken, MINIMUM_WIDTH))
    lines = [headings, ["─" * each for each in widths]]
    for *cells, last in rows:
        first, *more = wrap(last, widths[-1]) or [""]
        lines.append([*cells, first])
        lines += [[*("" for _ in cells), each] for each in more]
    return "\n".join(
        "  ".join(
            _pad(cell, each, right=heading in RIGHT)
            for heading, cell, each in zip(headings, line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


def _pad(text: str, width: int, *, right: bool) -> str:
    padding = " " * (width - columns(text))
    return padding + text if right else text + padding
