"""Attacks on the laws: somebody else is where our links belong, or has put something in their place.

The fixture `room` proves after every one of these that no media file has changed.
"""

from dataclasses import replace
from pathlib import Path
import shutil

import pytest

from custom_components.oxicleanarr.display.models import MadeLink, Trouble
from custom_components.oxicleanarr.library.models import Kind

from .attacks import EVERY_BRIDGE, place_of, together, troubles  # noqa: F401
from .room import MOVIES_NAME, Room


@EVERY_BRIDGE
async def test_a_real_file_where_a_link_should_go_stays(room: Room) -> None:
    await room.show(room.movies[1])
    place = place_of(room)
    place.parent.mkdir(parents=True)
    place.write_text("mine")
    report = await room.show(*room.movies[:2])
    assert place.read_text() == "mine"
    assert Trouble.PLACE_TAKEN in troubles(report)
    assert report.present == 1


async def test_a_folder_that_others_use_already_is_not_taken_over(room: Room) -> None:
    theirs = room.base / "movies" / "Holidays" / "2019.mkv"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("mine")
    report = await room.show(room.movies[0])
    assert (troubles(report), room.links()) == ({Trouble.PLACE_TAKEN}, {})


async def test_a_folder_of_theirs_that_differs_only_in_capitals_is_not_filled(room: Room) -> None:
    await room.show(room.movies[1])
    theirs = place_of(room).parent.with_name(room.movies[0].folder.upper())
    theirs.mkdir()
    report = await room.show(*room.movies[:2])
    assert troubles(report) == {Trouble.PLACE_TAKEN}
    assert not place_of(room).is_symlink()


async def test_what_systems_leave_in_every_folder_is_in_nobodys_way(room: Room) -> None:
    (room.base / "movies" / "@eaDir").mkdir(parents=True)
    assert (await room.show(room.movies[0])).present == 1


@EVERY_BRIDGE
async def test_a_place_is_used_once_it_is_free(room: Room) -> None:
    await room.show(room.movies[1])
    place = place_of(room)
    place.parent.mkdir(parents=True)
    place.write_text("mine")
    await room.show(*room.movies[:2])
    shutil.rmtree(place.parent)
    report = await room.show(*room.movies[:2])
    assert (place.is_symlink(), report.present) == (True, 2)


@EVERY_BRIDGE
async def test_a_link_that_was_replaced_by_a_file_is_left_alone(room: Room) -> None:
    await room.show(room.movies[0])
    place = place_of(room)
    place.unlink()
    place.write_text("mine")
    report = await room.show(room.movies[0])
    assert place.read_text() == "mine"
    assert (report.present, report.broken) == (0, 1)
    await room.show()
    assert place.read_text() == "mine"
    place.unlink()
    assert (await room.show(room.movies[0])).broken == 0


@EVERY_BRIDGE
async def test_a_link_that_was_replaced_by_a_folder_is_left_alone(room: Room) -> None:
    await room.show(room.movies[0])
    place = place_of(room)
    place.unlink()
    place.mkdir()
    (place / "mine.txt").write_text("mine")
    await room.show(room.movies[0])
    await room.show()
    assert (place / "mine.txt").read_text() == "mine"


@EVERY_BRIDGE
async def test_a_folder_of_ours_that_became_a_link_into_the_media_harms_none(room: Room) -> None:
    await room.show(room.movies[0])
    place = place_of(room)
    place.unlink()
    place.parent.rmdir()
    place.parent.symlink_to(room.stack.world.movie_path(room.movies[0]).parent)
    await room.show(room.movies[0])
    await room.show()
    await room.show(room.movies[0], rebuild=True)


@EVERY_BRIDGE
async def test_media_that_are_links_themselves_survive_a_folder_that_leads_to_them(
    room: Room,
) -> None:
    real = room.stack.world.movie_path(room.movies[0])
    kept = room.stack.root / "disk" / real.name
    kept.parent.mkdir()
    await room.show(room.movies[0])
    place = place_of(room)
    place.unlink()
    place.parent.rmdir()
    shelf = room.stack.root / "debrid"
    shelf.mkdir()
    kept.write_text("film")
    (shelf / place.name).symlink_to(kept)
    place.parent.symlink_to(shelf)
    await room.show(room.movies[0])
    await room.show()
    assert (shelf / place.name).is_symlink()


async def test_what_somebody_is_watching_stays_linked(room: Room) -> None:
    await room.show(*room.movies[:2])
    watched = room.shown(room.movies[0]).medium_id
    await room.show(playing=frozenset({watched}))
    assert list(room.links().values()) == [str(room.stack.world.movie_path(room.movies[0]))]
    await room.show()
    assert room.links() == {}


async def test_the_folder_of_a_series_that_became_a_real_one_is_left_alone(room: Room) -> None:
    await room.show(room.series[0])
    place = room.base / "tv" / room.series[0].folder
    place.unlink()
    place.mkdir()
    (place / "mine.txt").write_text("mine")
    await room.show(room.series[0], rebuild=True)
    await room.show()
    assert (place / "mine.txt").read_text() == "mine"


async def test_episodes_are_not_put_into_the_folder_that_a_link_leads_to(room: Room) -> None:
    series = room.series[0]
    place = room.base / "tv" / series.folder
    place.parent.mkdir(parents=True)
    place.symlink_to(room.stack.world.series_path(series))
    leaving = next(e for e in series.episodes if e.has_file)
    await room.show(room.shown(series, episodes=((leaving.season, leaving.number),)))
    assert place.is_symlink()


async def test_a_library_of_the_same_name_is_left_alone(room: Room) -> None:
    theirs = room.stack.catalog.add_library(MOVIES_NAME, "movies", [], {})
    report = await room.show(room.movies[0])
    assert troubles(report) == {Trouble.LIBRARY_NAME_TAKEN}
    assert theirs.enabled
    assert len(room.stack.catalog.libraries) == 3


@EVERY_BRIDGE
@pytest.mark.parametrize("name", ['a, b "c" \n d.mkv', "x" * 251 + ".mkv", "AC\\DC.mkv", "%2e.mkv"])
async def test_strange_names_are_linked(room: Room, name: str) -> None:
    film = room.stack.root / "more" / 'a, b "c" \n d' / name
    film.parent.mkdir(parents=True)
    film.write_text("film")
    one = room.shown(room.movies[0], paths=(str(film),))
    await room.show(one)
    assert list(room.links().values()) == [str(film)]
    await room.show()
    assert room.links() == {}
    assert film.read_text() == "film"


async def test_a_name_with_two_dots_is_reported_and_the_rest_shown(room: Room) -> None:
    odd = room.shown(room.movies[0], paths=("/media/Wait... What/W.mkv",))
    report = await room.show(odd, room.movies[1])
    assert (troubles(report), report.present) == ({Trouble.NAME_REFUSED}, 1)


async def test_films_of_one_name_in_different_folders_are_both_shown(room: Room) -> None:
    films = []
    for place in ("a", "b"):
        film = room.stack.root / place / "Heat (1995)" / "Heat.mkv"
        film.parent.mkdir(parents=True)
        film.write_text(place)
        films.append(room.shown(room.movies[0], medium_id=f"movie:{place}", paths=(str(film),)))
    report = await room.show(*films)
    assert (report.present, len(set(room.links().values()))) == (2, 2)


async def test_a_book_that_lists_media_as_ours_harms_none(room: Room) -> None:
    film = str(room.stack.world.movie_path(room.movies[0]))
    link = MadeLink(path=film, source=film, medium_id="m", kind=Kind.MOVIE, confirmed=True)
    room.book.made = replace(
        room.book.made, links=(link,), folders=frozenset({str(Path(film).parent)})
    )
    report = await room.show(room.movies[1])
    assert (report.present, report.problem) == (1, None)
