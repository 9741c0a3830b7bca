"""Tables for a terminal."""

from collections.abc import Sequence
import shutil
import unicodedata

from .media import Medium, days, size

HEADINGS = ("Title", "Kind", "Leaves on", "In", "Size", "Why")
RIGHT = frozenset({"Size"})
MINIMUM_WIDTH = 12


def leaving_soon(media: Sequence[Medium], width: int | None = None) -> str:
    """Return what is about to leave as a table, at most ``width`` columns wide (the terminal's)."""
    if not media:
        return "Nothing is about to leave."
    rows = [
        (
            medium.name,
            medium.kind,
            medium.leaves_on.isoformat(),
            days(medium.days_left),
            size(medium.size_bytes),
            medium.why,
        )
        for medium in media
    ]
    return table(HEADINGS, rows, width or shutil.get_terminal_size((120, 24)).columns)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """Return aligned columns under their headings; the last column gives way when it is too wide."""
    widths = [max(columns(cell) for cell in cells) for cells in zip(headings, *rows, strict=True)]
    taken = sum(widths[:-1]) + 2 * (len(widths) - 1)
    widths[-1] = min(widths[-1], max(width - taken, MINIMUM_WIDTH))
    lines = [headings, ["─" * each for each in widths], *rows]
    return "\n".join(
        "  ".join(
            _fit(cell, each, right=heading in RIGHT)
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


def _fit(text: str, width: int, *, right: bool) -> str:
    if columns(text) > width:
        while columns(text) > width - 1:
            text = text[:-1]
        text = text.rstrip() + "…"
    padding = " " * (width - columns(text))
    return padding + text if right else text + padding
