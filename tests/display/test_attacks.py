"""Attacks on the laws: only what we made is touched, and the next pass repairs everything.

The fixture `room` proves after every one of these that no media file has changed.
"""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
import shutil
from typing import Any

import pytest

from custom_components.oxicleanarr.display import ground
from custom_components.oxicleanarr.display.models import Cause, MadeLink, Trouble
from custom_components.oxicleanarr.library.models import Kind
from simulator import Fault, Options
from simulator.world import Movie, Series

from .room import MOVIES_NAME, PowerCut, Room

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
    shutil.rmtree(room.base / "movies")
    (room.base / "movies").symlink_to(shelf)
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
    shutil.rmtree(room.base / "movies")
    (room.base / "movies").symlink_to(shelf)
    before = {path: path.readlink() for path in shelf.iterdir()}
    await room.show(films[0])
    await room.show(*films, rebuild=True)
    await room.show()
    await room.show(*films)
    room.settings = replace(room.settings, kinds=frozenset())
    await room.show()
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
    shutil.rmtree(room.base / "tv")
    (room.base / "tv").symlink_to(shelf)
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
    shutil.rmtree(room.base / "movies")
    (room.base / "movies").symlink_to(shelf)
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
    shutil.rmtree(room.base / "tv")
    (room.base / "tv").symlink_to(shelf)
    before = sorted(shelf.iterdir())
    await room.show(series[0])
    await room.show(*series, rebuild=True)
    await room.show()
    await room.show(*series)
    room.settings = replace(room.settings, kinds=frozenset())
    await room.show()
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


@pytest.mark.parametrize("room", [Options(leaving_soon_plugin=True)], indirect=True)
async def test_the_folder_of_the_leaving_soon_plugin_is_left_alone(room: Room) -> None:
    theirs = room.base / "movies"
    folder = room.stack.world.movie_path(room.movies[0]).parent
    theirs.mkdir(parents=True)
    (theirs / folder.name).symlink_to(folder)
    report = await room.show(room.movies[0])
    assert troubles(report) == {Trouble.PLACE_TAKEN}
    assert list(room.links().values()) == [str(folder)]


async def test_a_book_that_lists_media_as_ours_harms_none(room: Room) -> None:
    film = str(room.stack.world.movie_path(room.movies[0]))
    link = MadeLink(path=film, source=film, medium_id="m", kind=Kind.MOVIE, confirmed=True)
    room.book.made = replace(
        room.book.made, links=(link,), folders=frozenset({str(Path(film).parent)})
    )
    report = await room.show(room.movies[1])
    assert (report.present, report.problem) == (1, None)
