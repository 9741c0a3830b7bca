"""Libraries of links: what a household finds in Jellyfin."""

from dataclasses import replace
from pathlib import Path

import pytest

from custom_components.oxicleanarr.display.models import DisplayKind, Trouble
from simulator import Options

from .room import MOVIES_NAME, SERIES_NAME, Room

NO_BRIDGE = pytest.mark.parametrize("room", [Options(bridge="none")], indirect=True)
OLD_BRIDGES = pytest.mark.parametrize(
    "room",
    [Options(bridge=bridge) for bridge in ("3.2.4", "3.2.2", "3.2.1", "documented")],
    indirect=True,
    ids=lambda options: options.bridge,
)
VERSIONS = pytest.mark.parametrize(
    "room",
    [Options(jellyfin_version=version) for version in ("10.11", "12")],
    indirect=True,
    ids=lambda options: options.jellyfin_version,
)


@VERSIONS
async def test_a_film_appears_in_a_library_of_its_own(room: Room) -> None:
    movie = room.movies[0]
    report = await room.show(movie)
    assert (report.created, report.present, report.problem) == (1, 1, None)
    assert room.titles() == {movie.title}


@VERSIONS
async def test_a_series_appears_with_its_episodes(room: Room) -> None:
    series = room.series[0]
    await room.show(series)
    assert room.titles("Series") == {series.title}
    assert len([i for i in room.twins() if i.kind == "Episode"]) == sum(
        episode.has_file for episode in series.episodes
    )


async def test_a_series_is_one_link_to_its_folder(room: Room) -> None:
    series = room.series[0]
    await room.show(series)
    assert room.links() == {f"tv/{series.folder}": str(room.stack.world.series_path(series))}


async def test_only_the_leaving_episodes_are_shown(room: Room) -> None:
    series = room.series[0]
    leaving = [e for e in series.episodes if e.has_file][:2]
    places = tuple((e.season, e.number) for e in leaving)
    await room.show(room.shown(series, episodes=places))
    assert set(room.links().values()) == {
        str(room.stack.world.episode_path(episode)) for episode in leaving
    }


@OLD_BRIDGES
async def test_where_folders_cannot_be_linked_all_episodes_are(room: Room) -> None:
    series = room.series[0]
    report = await room.show(series)
    assert set(room.links().values()) == {
        str(room.stack.world.episode_path(e)) for e in series.episodes if e.has_file
    }
    assert report.broken == 0


@OLD_BRIDGES
async def test_an_old_bridge_removes_what_it_made(room: Room) -> None:
    await room.show(room.movies[0], room.series[0])
    report = await room.show(room.movies[1])
    assert set(room.links().values()) == {str(room.stack.world.movie_path(room.movies[1]))}
    assert not report.failures


@OLD_BRIDGES
async def test_a_second_pass_with_an_old_bridge_changes_nothing(room: Room) -> None:
    await room.show(room.movies[0], room.series[0])
    before = room.links()
    report = await room.show(room.movies[0], room.series[0])
    assert (report.created, report.removed, room.links()) == (0, 0, before)


@pytest.mark.parametrize("room", [Options(bridge="3.2.2")], indirect=True)
async def test_a_bridge_that_removes_real_files_is_named(room: Room) -> None:
    report = await room.show(room.movies[0])
    assert [obstacle.trouble for obstacle in report.obstacles] == [Trouble.BRIDGE_TOO_OLD]


async def test_the_difference_is_made_and_the_rest_left(room: Room) -> None:
    first, second, third = room.movies[:3]
    await room.show(first, second)
    report = await room.show(second, third)
    assert (report.created, report.removed, report.unchanged) == (1, 1, 1)
    assert room.titles() == {second.title, third.title}


async def test_a_second_pass_changes_nothing(room: Room) -> None:
    await room.show(*room.movies[:3], room.series[0])
    before = room.links()
    report = await room.show(*room.movies[:3], room.series[0])
    assert (report.created, report.removed, report.unchanged) == (0, 0, 4)
    assert room.links() == before


async def test_a_second_pass_writes_nothing_on_the_servers(room: Room) -> None:
    await room.show(*room.movies[:3], room.series[0])
    await room.show(*room.movies[:3], room.series[0])
    assert {request.method for request in room.stack.requests} == {"GET"}


async def test_the_libraries_touch_no_media(room: Room) -> None:
    await room.show(room.movies[0], room.series[0])
    for name in (MOVIES_NAME, SERIES_NAME):
        options = room.library(name).options
        assert not options["SaveLocalMetadata"]
        assert not options["SaveSubtitlesWithMedia"]
        assert not options["EnableTrickplayImageExtraction"]


async def test_the_libraries_have_the_right_type(room: Room) -> None:
    await room.show(room.movies[0], room.series[0])
    assert [room.library(name).collection_type for name in (MOVIES_NAME, SERIES_NAME)] == [
        "movies",
        "tvshows",
    ]


async def test_a_library_that_is_empty_is_hidden(room: Room) -> None:
    await room.show(room.movies[0])
    await room.show()
    assert not room.library(MOVIES_NAME).enabled
    assert room.links() == {}


async def test_a_hidden_library_comes_back(room: Room) -> None:
    await room.show(room.movies[0])
    await room.show()
    await room.show(room.movies[1])
    assert room.library(MOVIES_NAME).enabled
    assert room.titles() == {room.movies[1].title}


async def test_a_library_that_is_to_stay_when_empty_stays(room: Room) -> None:
    room.settings = replace(room.settings, hide_when_empty=False)
    await room.show()
    assert room.library(MOVIES_NAME).enabled
    assert room.library(SERIES_NAME).enabled


async def test_no_library_is_made_for_nothing(room: Room) -> None:
    await room.show(room.movies[0])
    assert room.stack.catalog.library(SERIES_NAME) is None


async def test_a_library_that_was_renamed_by_hand_keeps_its_name(room: Room) -> None:
    await room.show(room.movies[0])
    room.library(MOVIES_NAME).name = "Bald weg"
    await room.show(*room.movies[:2])
    assert room.stack.catalog.library(MOVIES_NAME) is None
    assert room.titles() == {movie.title for movie in room.movies[:2]}


async def test_a_new_name_in_the_settings_renames_the_library(room: Room) -> None:
    await room.show(room.movies[0])
    names = {**room.settings.library_names}
    names[next(iter(names))] = "Bald weg"
    room.settings = replace(room.settings, library_names=names)
    await room.show(room.movies[0])
    assert room.library("Bald weg").enabled


async def test_a_new_base_path_moves_links_and_library(room: Room) -> None:
    await room.show(room.movies[0])
    before = room.library(MOVIES_NAME).id
    old = room.base
    room.settings = replace(room.settings, base_path=str(room.stack.root / "elsewhere"))
    await room.show(room.movies[0])
    assert not any(path.is_symlink() for path in old.rglob("*"))
    assert room.library(MOVIES_NAME).id == before
    assert room.library(MOVIES_NAME).locations == [f"{room.base}/movies"]
    assert room.titles() == {room.movies[0].title}


async def test_switching_the_libraries_off_clears_them_away(room: Room) -> None:
    await room.show(room.movies[0], room.series[0])
    room.settings = replace(room.settings, kinds=frozenset())
    await room.show(room.movies[0], room.series[0])
    assert room.links() == {}
    assert not room.library(MOVIES_NAME).enabled


async def test_without_a_display_nothing_is_asked(room: Room) -> None:
    room.settings = replace(room.settings, kinds=frozenset({DisplayKind.COLLECTION}))
    await room.show(room.movies[0])
    assert room.asked == 0


async def test_emptied_folders_are_removed(room: Room) -> None:
    await room.show(room.movies[0])
    await room.show()
    assert list((room.base / "movies").iterdir()) == []


async def test_rebuilding_makes_all_links_anew(room: Room) -> None:
    await room.show(*room.movies[:3], room.series[0])
    before = room.links()
    report = await room.show(*room.movies[:3], room.series[0], rebuild=True)
    assert (report.created, report.removed, report.unchanged) == (4, 4, 0)
    assert room.links() == before


async def test_links_whose_folder_was_deleted_by_hand_come_back(room: Room) -> None:
    await room.show(*room.movies[:3], room.series[0])
    before = room.links()
    for path in sorted(room.base.rglob("*"), reverse=True):
        path.unlink() if path.is_symlink() else path.rmdir()
    room.base.rmdir()
    report = await room.show(*room.movies[:3], room.series[0])
    assert room.links() == before
    assert report.present == 4


async def test_a_link_that_was_deleted_by_hand_comes_back(room: Room) -> None:
    await room.show(room.movies[0])
    (link,) = (Path(room.base) / path for path in room.links())
    link.unlink()
    await room.show(room.movies[0])
    assert link.is_symlink()


async def test_a_link_that_was_turned_elsewhere_by_hand_is_not_ours_any_more(room: Room) -> None:
    await room.show(room.movies[0])
    (link,) = (Path(room.base) / path for path in room.links())
    theirs = room.stack.world.movie_path(room.movies[1])
    link.unlink()
    link.symlink_to(theirs)
    report = await room.show(room.movies[0])
    assert (link.readlink(), report.broken) == (theirs, 1)


async def test_a_whole_series_can_become_a_few_episodes(room: Room) -> None:
    series = room.series[0]
    await room.show(series)
    leaving = next(e for e in series.episodes if e.has_file)
    await room.show(room.shown(series, episodes=((leaving.season, leaving.number),)))
    assert list(room.links().values()) == [str(room.stack.world.episode_path(leaving))]


async def test_a_few_episodes_can_become_a_whole_series(room: Room) -> None:
    series = room.series[0]
    leaving = next(e for e in series.episodes if e.has_file)
    await room.show(room.shown(series, episodes=((leaving.season, leaving.number),)))
    await room.show(series)
    assert room.links() == {f"tv/{series.folder}": str(room.stack.world.series_path(series))}


@NO_BRIDGE
async def test_a_missing_bridge_is_named(room: Room) -> None:
    report = await room.show(room.movies[0])
    assert [obstacle.trouble for obstacle in report.obstacles] == [Trouble.BRIDGE_MISSING]


async def test_a_path_that_jellyfin_does_not_find_is_named_with_its_mapping(room: Room) -> None:
    wrong = room.shown(room.movies[0], paths=("/nowhere/M/M.mkv",), mapped=True)
    report = await room.show(wrong, room.movies[1])
    (obstacle,) = report.obstacles
    assert obstacle.trouble is Trouble.SOURCE_NOT_FOUND
    assert (obstacle.names["mapping"], obstacle.names["proposal"]) == ("/a → /b", "/a → /c")
    assert report.present == 1
