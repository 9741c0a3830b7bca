"""How long media stay: the retention texts that people write, such as `90d` or `never`."""

from datetime import timedelta
import re

_RETENTION = re.compile(r"([0-9]{1,9})([dhms])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}

# Longer is never reached: the same bound as the OxiCleanarr server's (v1.5.0 and later).
LONGEST = timedelta(days=106_751)

NEVER = "never"


class RetentionError(ValueError):
    """The text is not a retention."""


def parse_retention(text: str) -> timedelta | None:
    """Read a retention: a number and `d`, `h`, `m` (minutes) or `s`; `None` for `never` and for zero.

    Zero (`0d`) switches a standard retention off, as on the OxiCleanarr server; it never means "at once".

    Raises:
        RetentionError: The text is something else, or longer than 106751 days.
    """
    return parse_time(text) or None


def parse_time(text: str) -> timedelta | None:
    """Read the time that a rule gives: as a retention, but zero stays zero, which rules know.

    Raises:
        RetentionError: The text is something else, or longer than 106751 days.
    """
    text = text.strip().lower()
    if text == NEVER:
        return None
    match = _RETENTION.fullmatch(text)
    if not match:
        raise RetentionError(text)
    retention = timedelta(**{_UNITS[match[2]]: int(match[1])})
    if retention > LONGEST:
        raise RetentionError(text)
    return retention
