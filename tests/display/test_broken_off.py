"""Passes that are broken off, or of which half fails: the next one repairs everything.

The fixture `room` proves after every one of these that no media file has changed.
"""

from contextlib import suppress

import pytest

from simulator import Fault
from simulator.world import Movie, Series

from .attacks import EVERY_BRIDGE, together  # noqa: F401
from .room import PowerCut, Room


@EVERY_BRIDGE
@pytest.mark.parametrize("writes", range(8))
@pytest.mark.parametrize("rebuild", [False, True])
async def test_a_power_cut_at_any_line_is_repaired_by_the_next_pass(
    room: Room, writes: int, rebuild: bool
) -> None:
    media: list[Movie | Series] = [*room.movies[:2], room.series[0]]
    await room.show(*media)
    wanted: list[Movie | Series] = [*room.movies[1:3], room.series[0]]
    room.book.writes_left = writes
    with suppress(PowerCut):
        await room.show(*wanted, rebuild=rebuild)
    room.book.writes_left = None
    room.restart()
    report = await room.show(*wanted)
    assert report.broken == 0
    paths = {str(room.stack.world.movie_path(movie)) for movie in room.movies[1:3]}
    series = str(room.stack.world.series_path(room.series[0]))
    assert {path for path in room.links().values() if not path.startswith(series)} == paths
    assert any(path.startswith(series) for path in room.links().values())


@EVERY_BRIDGE
@pytest.mark.parametrize(
    "path", ["/api/oxicleanarr/symlinks/add", "/api/oxicleanarr/symlinks/remove"]
)
@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.CUT_JSON, Fault.REFUSE, Fault.LOST_ANSWER])
async def test_a_bridge_that_dies_in_a_rebuild_is_repaired_by_the_next_pass(
    room: Room, path: str, fault: Fault
) -> None:
    media: list[Movie | Series] = [*room.movies[:3], room.series[0]]
    await room.show(*media)
    before = room.links()
    room.stack.break_("jellyfin", fault, path)
    await room.show(*media, rebuild=True)
    room.stack.heal()
    report = await room.show(*media)
    assert (room.links(), report.broken) == (before, 0)


@EVERY_BRIDGE
async def test_a_batch_of_which_half_failed_is_completed_by_the_next_pass(room: Room) -> None:
    room.stack.break_bridge_links(share=0.5)
    report = await room.show(*room.movies[:6])
    assert 0 < report.broken < 6
    assert len(report.failures) == report.broken
    room.stack.heal()
    report = await room.show(*room.movies[:6])
    assert (report.broken, len(room.links())) == (0, 6)
