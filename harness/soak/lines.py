"""What is logged: one line when a server goes, one when it is back, and no complaint."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
import logging
import re
from typing import override

INTEGRATION = "custom_components.oxicleanarr"
_ANEW = "soak.anew"
_GONE = re.compile(r"Keeping the last state of (?P<name>.+?): ")
_BACK = re.compile(r"(?P<name>.+) answers completely again")


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the log."""

    at_hours: float
    level: int
    logger: str
    text: str

    @property
    def starts(self) -> bool:
        """Whether the household began anew here, and may tell again what is gone."""
        return self.logger == _ANEW

    @property
    def gone(self) -> str | None:
        """The name of the server that is said to be gone."""
        found = _GONE.match(self.text) if self.logger.startswith(INTEGRATION) else None
        return found["name"] if found else None

    @property
    def back(self) -> str | None:
        """The name of the server that is said to be back."""
        found = _BACK.fullmatch(self.text) if self.logger.startswith(INTEGRATION) else None
        return found["name"] if found else None


class Lines(logging.Handler):
    """Collects what is logged at warning or above, and of the integration what tells of a change."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__(logging.INFO)
        self.hours = 0.0
        self.all: list[Line] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Take a line down."""
        line = Line(self.hours, record.levelno, record.name, self.format(record))
        if line.level >= logging.WARNING or line.back:
            self.all.append(line)

    def begin_anew(self) -> None:
        """Note that the household is loaded anew."""
        self.all.append(Line(self.hours, logging.INFO, _ANEW, "The household is loaded anew"))


def down(lines: Iterable[Line]) -> frozenset[str]:
    """Return the names of the servers that are gone by what the log says."""
    gone: set[str] = set()
    for line in lines:
        if line.starts:
            gone.clear()
        elif line.gone:
            gone.add(line.gone)
        elif line.back:
            gone.discard(line.back)
    return frozenset(gone)


def odd(lines: Iterable[Line]) -> Iterator[tuple[float, str]]:
    """Yield what is told twice, what nothing went before, and every other complaint, each with its hour."""
    gone: dict[str, float] = {}
    for line in lines:
        if line.starts:
            gone.clear()
        elif line.gone:
            if (since := gone.get(line.gone)) is not None:
                yield line.at_hours, f"told again, first at {since:.1f} h: {line.text}"
            gone.setdefault(line.gone, line.at_hours)
        elif line.back:
            if gone.pop(line.back, None) is None:
                yield line.at_hours, f"told of a server that was not gone: {line.text}"
        else:
            level = logging.getLevelName(line.level)
            yield line.at_hours, f"{level} {line.logger}: {line.text}"
