"""Times and durations as a program in Go writes and reads them."""

from datetime import UTC, datetime, timedelta
import re
from typing import Any

ZERO = datetime(1, 1, 1, tzinfo=UTC)
"""What stands for no time at all."""

NO_TIME = timedelta()
_RETENTION = re.compile(r"(\d+)([dhms])")
_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_MOST_DAYS = 106_751
_PART = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s)")
_PART_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


class BadDuration(ValueError):  # noqa: N818 - what it is, in a word
    """A text is no duration."""


def go_time(moment: datetime) -> str:
    """Write a moment with as many digits as it has, up to nine."""
    text = f"{moment.year:04d}-{moment:%m-%dT%H:%M:%S}"
    if moment.microsecond:
        nanoseconds = moment.microsecond * 1000 + moment.microsecond * 7 % 1000
        text += f".{nanoseconds:09d}".rstrip("0")
    return f"{text}Z"


def retention(text: str) -> timedelta:
    """Read how long something stays; ``never`` is no time, as a zero of any unit is.

    BadDuration for anything else than a number with d, h, m (minutes) or s, and for ages.
    """
    if text == "never":
        return NO_TIME
    match = _RETENTION.fullmatch(text)
    if match is None:
        raise BadDuration(f"{text!r} is no duration")
    seconds = int(match[1]) * _UNITS[match[2]]
    if seconds > _MOST_DAYS * _UNITS["d"]:
        raise BadDuration(f"{text!r} is too long")
    return timedelta(seconds=seconds)


def timeout_seconds(text: str, default: float = 30) -> float:
    """Read a timeout such as ``1m30s``; whatever cannot be read is the default."""
    parts = _PART.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        return default
    return sum(float(number) * _PART_SECONDS[unit] for number, unit in parts) or default


def whole_days(span: timedelta) -> int:
    """Return how many days are full, whichever direction they lie in."""
    return int(span.total_seconds() / _UNITS["d"])


def uptime_text(span: timedelta) -> str:
    """Write a span as Go does."""
    minutes, seconds = divmod(span.total_seconds(), 60)
    hours, minutes = divmod(int(minutes), 60)
    text = f"{hours}h{minutes}m" if hours else f"{minutes}m" if minutes else ""
    return f"{text}{seconds:.9f}".rstrip("0").rstrip(".") + "s"


def aged[T](value: T, by: timedelta) -> T:
    """Return a value whose times, however deep, lie further back; no time stays no time."""
    made: Any = value
    if isinstance(value, datetime):
        made = value if value == ZERO else value - by
    elif isinstance(value, dict):
        made = {key: aged(inner, by) for key, inner in value.items()}
    elif isinstance(value, list):
        made = [aged(inner, by) for inner in value]
    final: T = made
    return final
