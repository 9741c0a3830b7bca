"""A Bridge that tells only a part of our links makes us forget none of them."""

import pytest

from simulator import Fault

from .room import Room

LISTS = "/api/oxicleanarr/symlinks/list"


@pytest.mark.parametrize("fault", [Fault.SHORT_PAGE, Fault.BAD_ROW])
async def test_a_link_that_a_list_does_not_tell_stays_ours(room: Room, fault: Fault) -> None:
    films = room.movies[:2]
    await room.show(*films)
    links = room.links()
    room.stack.break_("bridge", fault, LISTS)
    for _ in films:
        await room.show(*films)
    room.stack.heal()
    report = await room.show(*films)
    assert report.obstacles == ()
    assert room.links() == links
