"""What every attack on the display needs: each Bridge, each way to prove, and where things belong."""

from pathlib import Path
from typing import Any

import pytest

from custom_components.oxicleanarr.display import ground
from custom_components.oxicleanarr.display.models import Trouble
from simulator import Options

from .room import Room

EVERY_BRIDGE = pytest.mark.parametrize(
    "room",
    [Options(bridge=bridge) for bridge in ("3.2.6", "3.2.4", "3.2.2", "documented")],
    indirect=True,
    ids=lambda options: options.bridge,
)


@pytest.fixture(autouse=True, params=[False, True], ids=["one_by_one", "together"])
def together(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Prove folders one by one, or all in one request as a pass with many changes does."""
    if request.param:
        monkeypatch.setattr(ground, "LISTED_AT_ONCE", 0)


def place_of(room: Room, number: int = 0) -> Path:
    """Return where the link of a film belongs."""
    movie = room.movies[number]
    return room.base / "movies" / movie.folder / movie.file_name


def troubles(report: Any) -> set[Trouble]:
    return {obstacle.trouble for obstacle in report.obstacles}
