"""Attacks on the laws: a folder of all our links that became somebody else's, or never was ours.

The fixture `room` proves after every one of these that no media file has changed.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
import shutil

import pytest

from custom_components.oxicleanarr.display.models import Cause, Trouble
from simulator import Options
from simulator.world import Movie, Series

from .attacks import EVERY_BRIDGE, place_of, together, troubles  # noqa: F401
from .room import MOVIES_NAME, Room


def becomes(root: Path, shelf: Path) -> None:
    """Let a root of ours become a link to somebody's shelf."""
    shutil.rmtree(root)
    root.symlink_to(shelf)


async def show_everything_there_is(room: Room, media: Sequence[Movie | Series]) -> None:
    """Show less, everything anew, nothing, everything, and end the display."""
    await room.show(media[0])
    await room.show(*media, rebuild=True)
    await room.show()
    await room.show(*media)
    room.settings = replace(room.settings, kinds=frozenset())
    await room.show()


@EVERY_BRIDGE
async def test_a_root_that_became_a_link_to_media_that_are_links_harms_none(room: Room) -> None:
    films = room.movies[:2]
    await room.show(*films)
    disk, shelf = room.stack.root / "disk", room.stack.root / "debrid"
    for film in films:
        kept, entry = disk / film.file_name, shelf / film.folder / film.file_name
        kept.parent.mkdir(exist_ok=True)
        entry.parent.mkdir(parents=True)
        kept.write_text("film")
        entry.symlink_to(kept)
    becomes(room.base / "movies", shelf)
    before = sorted(path for path in shelf.rglob("*"))
    await room.show(films[0])
    await room.show(*films, rebuild=True)
    await room.show()
    assert sorted(path for path in shelf.rglob("*")) == before
    assert all(path.read_text() == "film" for path in shelf.rglob("*.mkv"))


@EVERY_BRIDGE
async def test_a_root_that_became_a_link_to_folders_that_are_links_harms_none(room: Room) -> None:
    films = room.movies[:3]
    await room.show(*films)
    disk, shelf = room.stack.root / "disk", room.stack.root / "debrid"
    shelf.mkdir()
    for name in (*(film.folder for film in films), "Another film"):
        (disk / name).mkdir(parents=True)
        (disk / name / "film.mkv").write_text("film")
        (shelf / name).symlink_to(disk / name)
    becomes(room.base / "movies", shelf)
    before = {path: path.readlink() for path in shelf.iterdir()}
    await show_everything_there_is(room, films)
    assert {path: path.readlink() for path in shelf.iterdir()} == before


async def test_a_root_that_became_a_link_to_folders_with_other_seasons_harms_none(
    room: Room,
) -> None:
    series = room.series[0]
    leaving = [episode for episode in series.episodes if episode.has_file][:2]
    some = room.shown(series, episodes=tuple((one.season, one.number) for one in leaving))
    await room.show(some)
    await room.show()
    disk, shelf = room.stack.root / "disk", room.stack.root / "debrid"
    shelf.mkdir()
    for name in (series.folder, "Another series"):
        (disk / name / "S01").mkdir(parents=True)
        (shelf / name).symlink_to(disk / name)
    room.book.made = replace(
        room.book.made, folders=room.book.made.folders | {str(room.base / "tv" / series.folder)}
    )
    becomes(room.base / "tv", shelf)
    await room.show(some)
    assert (shelf / series.folder).is_symlink()


@pytest.mark.parametrize("empty", range(3))
@pytest.mark.parametrize("others", [True, False])
async def test_an_empty_folder_in_a_root_that_became_theirs_proves_nothing(
    room: Room, empty: int, *, others: bool
) -> None:
    films = room.movies[:3]
    await room.show(*films)
    disk, shelf = room.stack.root / "disk", room.stack.root / "debrid"
    disk.mkdir()
    shelf.mkdir()
    if others:
        (shelf / "Another film").mkdir()
    for number, film in enumerate(films):
        entry = shelf / film.folder / film.file_name
        entry.parent.mkdir()
        if number != empty:
            (disk / film.file_name).write_text("film")
            entry.symlink_to(disk / film.file_name)
    becomes(room.base / "movies", shelf)
    before = {path for path in shelf.rglob("*") if path.is_symlink()}
    await room.show(*films, rebuild=True)
    await room.show(*films)
    await room.show()
    assert before <= set(shelf.rglob("*"))


@EVERY_BRIDGE
async def test_a_root_that_became_a_link_to_series_that_are_links_harms_none(room: Room) -> None:
    series = room.series[:2]
    await room.show(*series)
    disk, shelf = room.stack.root / "disk", room.stack.root / "debrid"
    shelf.mkdir()
    for name in (*(one.folder for one in series), "Another series"):
        (disk / name).mkdir(parents=True)
        (shelf / name).symlink_to(disk / name)
    becomes(room.base / "tv", shelf)
    before = sorted(shelf.iterdir())
    await show_everything_there_is(room, series)
    assert sorted(shelf.iterdir()) == before


async def test_a_link_to_a_series_goes_once_nothing_else_lies_beside_it(room: Room) -> None:
    await room.show(*room.series[:2])
    other = room.base / "tv" / "mine"
    other.mkdir()
    report = await room.show(room.series[0])
    assert ([one.cause for one in report.failures], len(room.links())) == ([Cause.NOT_OURS], 2)
    other.rmdir()
    report = await room.show(room.series[0])
    assert (report.settled, len(room.links())) == (True, 1)


async def test_links_to_series_go_when_the_base_path_moves_into_their_root(room: Room) -> None:
    await room.show(*room.series[:2])
    old = room.base
    room.settings = replace(room.settings, base_path=str(old / "tv"))
    watched = room.shown(room.series[1]).medium_id
    await room.show(room.series[0], playing=frozenset({watched}))
    report = await room.show(room.series[0])
    assert report.settled
    assert [path for path in (old / "tv").iterdir() if path.is_symlink()] == []
    assert list(room.links()) == [f"tv/{room.series[0].folder}"]


async def test_a_root_that_cannot_be_read_forgets_nothing(room: Room) -> None:
    await room.show(*room.movies[:2])
    before = room.book.made.links
    room.stack.jellyfin.state.disk.hidden.add(room.base / "movies")
    report = await room.show(*room.movies[:2])
    assert troubles(report) == {Trouble.NO_PERMISSION}
    assert room.book.made.links == before


@pytest.mark.parametrize("where", ["movies_dir", "tv_dir"])
@pytest.mark.parametrize("below", [".", "x", ".."])
async def test_a_base_path_that_touches_media_is_refused(
    room: Room, where: str, below: str
) -> None:
    media: Path = getattr(room.stack.world, where)
    path = media.parent if below == ".." else media / below
    room.settings = replace(room.settings, base_path=str(path))
    report = await room.show(room.movies[0], room.series[0], media_roots=(str(media),))
    assert troubles(report) == {Trouble.BASE_PATH_IN_LIBRARY}
    assert {request.method for request in room.stack.requests} == {"GET"}


async def test_a_base_path_in_a_root_folder_that_jellyfin_does_not_show_is_refused(
    room: Room,
) -> None:
    report = await room.show(room.movies[0], media_roots=(str(room.stack.root),))
    assert troubles(report) == {Trouble.BASE_PATH_IN_LIBRARY}


async def test_the_library_of_another_manager_is_left_alone(room: Room) -> None:
    folder = room.base / "movies"
    folder.mkdir(parents=True)
    room.stack.catalog.add_library("Movies - Leaving Soon", "movies", [str(folder)], {})
    report = await room.show(room.movies[0])
    assert troubles(report) == {Trouble.ANOTHER_MANAGER}
    assert room.links() == {}


async def test_the_links_of_another_manager_are_left_alone(room: Room) -> None:
    folder = room.base / "movies"
    folder.mkdir(parents=True)
    theirs = folder / room.movies[1].file_name
    theirs.symlink_to(room.stack.world.movie_path(room.movies[1]))
    report = await room.show(room.movies[0])
    assert troubles(report) == {Trouble.ANOTHER_MANAGER}
    assert list(room.links()) == [f"movies/{theirs.name}"]


async def _our_folder_in_theirs_stays_when_ours_moves(room: Room) -> None:
    theirs = room.library("Movies")
    theirs.move([*theirs.locations, str(room.base / "movies")])
    before = list(theirs.locations)
    room.settings = replace(room.settings, base_path=str(room.stack.root / "elsewhere"))
    await room.show(room.movies[0])
    assert theirs.locations == before
    assert room.library(MOVIES_NAME).locations == [f"{room.base}/movies"]


async def test_a_library_of_theirs_that_shows_our_folder_too_keeps_its_folders(room: Room) -> None:
    await room.show(room.movies[0])
    await _our_folder_in_theirs_stays_when_ours_moves(room)


async def test_our_folder_in_a_library_of_theirs_alone_does_not_move(room: Room) -> None:
    await room.show(room.movies[0])
    room.stack.catalog.remove_library(room.library(MOVIES_NAME))
    await _our_folder_in_theirs_stays_when_ours_moves(room)


@pytest.mark.parametrize("room", [Options(leaving_soon_plugin=True)], indirect=True)
async def test_the_folder_of_the_leaving_soon_plugin_is_left_alone(room: Room) -> None:
    theirs = room.base / "movies"
    folder = room.stack.world.movie_path(room.movies[0]).parent
    theirs.mkdir(parents=True)
    (theirs / folder.name).symlink_to(folder)
    report = await room.show(room.movies[0])
    assert troubles(report) == {Trouble.PLACE_TAKEN}
    assert list(room.links().values()) == [str(folder)]
