"""What is logged as an error while something runs."""

from collections.abc import Iterator
from contextlib import contextmanager
import logging
from typing import override

_NOT_ANSWERING = ("Error fetching", "Authentication failed while fetching")


@contextmanager
def logged_errors() -> Iterator[list[str]]:
    """Collect what the integration, or Home Assistant about it, logs as an error meanwhile."""
    handler = _Errors()
    logging.getLogger().addHandler(handler)
    try:
        yield handler.lines
    finally:
        logging.getLogger().removeHandler(handler)


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Remember a record; that a server does not answer at the start is told in this way, too."""
        if record.exc_info or not record.getMessage().startswith(_NOT_ANSWERING):
            self.lines.append(self.format(record))
