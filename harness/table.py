"""Tables for a terminal."""

from collections.abc import Collection, Sequence
import shutil
from textwrap import wrap
import unicodedata

MINIMUM_WIDTH = 24
WITHOUT_TERMINAL = (140, 24)


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int | None = None,
    *,
    right: Collection[str] = (),
) -> str:
    """Return aligned columns under their headings, at most ``width`` wide (the terminal's).

    Those under the headings ``right`` stand to the right. The last one is wrapped where it does not fit.
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
            _pad(cell, each, right=heading in right)
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
