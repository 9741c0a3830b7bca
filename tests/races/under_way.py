"""What is under way while something else happens, and what it may write into the log."""

import logging

import pytest

from simulator import Options

from .deeds import Act, calling

small = pytest.mark.parametrize(
    "stack", [Options(movies=4, series=1, users=1)], indirect=True, ids=["small"]
)
UNDER_WAY: dict[str, Act] = {"sync": calling("sync"), "rebuild": calling("rebuild_symlinks")}


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was logged that nobody should have to read."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.exc_info
        or record.levelno >= logging.ERROR
        or (record.levelno == logging.WARNING and "oxicleanarr" in record.name)
    ]
