"""How many requests a pass takes, with a thousand links."""

import pytest

from simulator import Options
from simulator.world import Movie

from .room import Room

THOUSAND = pytest.mark.parametrize(
    "room", [Options(movies=1600, series=20, users=1)], indirect=True
)


def linkable(room: Room) -> list[Movie]:
    """Return the films whose names the Bridge takes."""
    return [film for film in room.movies if ".." not in film.folder + film.file_name]


@THOUSAND
async def test_a_thousand_links_of_which_five_hundred_change(room: Room) -> None:
    films, series = linkable(room), room.series
    await room.show(*films[:990], *series[:10])
    assert room.asked <= 25
    report = await room.show(*films[490:1480], *series[:10])
    assert (report.created, report.removed, report.unchanged) == (490, 490, 510)
    assert room.asked <= 25
    await room.show(*films[490:1480], *series[:10])
    report = await room.show(*films[490:1480], *series[:10])
    assert (report.unchanged, report.broken) == (1000, 0)


@THOUSAND
async def test_a_pass_without_changes(room: Room) -> None:
    await room.show(*linkable(room)[:990], *room.series[:10])
    report = await room.show(*linkable(room)[:990], *room.series[:10])
    assert report.unchanged == 1000
    assert room.asked <= 5


@THOUSAND
async def test_five_hundred_links_that_lead_elsewhere_now(room: Room) -> None:
    films = [room.shown(film) for film in linkable(room)[:1000]]
    await room.show(*films)
    others = [
        room.shown(film, medium_id=one.medium_id)
        for film, one in zip(linkable(room)[1000:1480], films[:480], strict=True)
    ]
    report = await room.show(*others, *films[480:])
    assert report.broken == 0
    assert room.asked <= 25


@THOUSAND
async def test_five_hundred_films_that_come_back(room: Room) -> None:
    films = linkable(room)[:1000]
    await room.show(*films)
    await room.show(*films[:500])
    report = await room.show(*films)
    assert report.broken == 0
    assert room.asked <= 25
