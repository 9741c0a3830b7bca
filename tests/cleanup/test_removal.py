"""The steps of a removal, in their order, and what becomes of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.oxicleanarr.cleanup.door import PATIENCE
from custom_components.oxicleanarr.cleanup.models import Removal
from custom_components.oxicleanarr.cleanup.removed import Removed, Stage
from custom_components.oxicleanarr.library.models import Kind
from simulator import Fault
from tests.removals import a_removed

from .door_room import Room

KINDS = pytest.mark.parametrize("kind", Kind)
SOON = timedelta(seconds=1)


async def test_every_step_is_written_down_before_it_is_taken(room: Room) -> None:
    removed = await room.carry_out(await room.begun(Kind.MOVIE, 1))
    assert room.book.stages == [
        Stage.BEGUN,
        Stage.DELETING,
        Stage.DELETED,
        Stage.FINISHED,
    ]
    assert room.around.said == ["hide", "tell"]
    assert removed.freed_bytes == removed.parts[0].size_bytes > 0
    assert removed.problem is None


async def test_of_what_stays_nobody_is_told(room: Room) -> None:
    removed = await room.carry_out(await room.begun(Kind.MOVIE, 1, Removal.UNMONITOR))
    assert (removed.stage, removed.freed_bytes, removed.deleted) == (Stage.FINISHED, 0, False)
    assert room.around.said == ["hide"]


async def test_links_that_cannot_be_taken_away_stop_it(room: Room) -> None:
    room.around.broken.add("hide")
    removed = await room.carry_out(await room.begun(Kind.MOVIE, 1))
    assert (removed.stage, room.counting.deletions) == (Stage.ABANDONED, [])
    assert removed.problem is not None


async def test_it_is_told_later_when_it_could_not_be_told(room: Room) -> None:
    room.around.broken.add("tell")
    removed = await room.carry_out(await room.begun(Kind.MOVIE, 1))
    assert (removed.stage, removed.problem is None) == (Stage.DELETED, False)
    room.around.broken.clear()
    ended = await room.restart()
    assert ended is not None
    assert (ended.stage, ended.deleted, ended.problem) == (Stage.FINISHED, True, None)
    assert room.around.said == ["hide", "tell", "tell"]


async def test_it_is_not_told_for_ever(room: Room) -> None:
    room.around.broken.add("tell")
    await room.carry_out(await room.begun(Kind.MOVIE, 1))
    ended = await room.restart(timedelta(days=2))
    assert ended is not None
    assert (ended.stage, ended.deleted, ended.problem is None) == (Stage.FINISHED, True, False)


@pytest.mark.parametrize("stage", [stage for stage in Stage if not stage.open])
async def test_what_is_over_is_left_alone(room: Room, stage: Stage) -> None:
    await room.book.async_write(a_removed(stage=stage))
    room.stack.requests.clear()
    await room.restart()
    assert (room.stack.requests, room.book.stages) == ([], [stage])


async def test_what_was_only_written_down_is_not_begun_after_a_restart(room: Room) -> None:
    await room.book.async_write(await room.begun(Kind.MOVIE, 1))
    ended = await room.restart(SOON)
    assert ended is not None
    assert (ended.stage, room.counting.deletions) == (Stage.ABANDONED, [])


@KINDS
async def test_a_server_that_may_still_be_deleting_is_waited_for(room: Room, kind: Kind) -> None:
    room.small_serial()
    server = "radarr" if kind is Kind.MOVIE else "sonarr"
    room.stack.arr(server).disk.wait_requests = 10_000
    removed = await room.carry_out(await room.begun(kind, 1))
    assert removed.stage is Stage.DELETING
    assert removed.problem is not None
    assert (await ended_after(room, SOON)).stage is Stage.DELETING
    await room.settled()
    assert (await ended_after(room, SOON)).stage is Stage.FINISHED


@KINDS
async def test_a_server_is_not_waited_for_for_ever(room: Room, kind: Kind) -> None:
    room.small_serial()
    room.stack.arr("radarr" if kind is Kind.MOVIE else "sonarr").disk.read_only = True
    await room.carry_out(await room.begun(kind, 1))
    ended = await ended_after(room, PATIENCE)
    assert (ended.stage, ended.freed_bytes) == (Stage.FILES_STAYED, 0)
    assert ended.problem is not None
    assert ended.problem.key == "files_stayed"


async def test_the_last_film_on_a_disk_is_not_taken_for_a_lost_disk(room: Room) -> None:
    for movie in room.stack.world.movies[1:]:
        room.stack.world.remove_movie(movie)
        room.stack.radarr.disk.discard_folder(room.stack.world.movies_dir / movie.folder)
    ended = await room.carry_out(await room.begun(Kind.MOVIE, 1))
    assert ended.stage is Stage.FINISHED


@KINDS
async def test_a_disk_that_is_lost_meanwhile_is_waited_for(room: Room, kind: Kind) -> None:
    room.small_serial()
    server = "radarr" if kind is Kind.MOVIE else "sonarr"
    room.stack.arr(server).disk.wait_requests = 10_000
    await room.carry_out(await room.begun(kind, 1))
    room.stack.arr(server).disk.unmount()
    ended = await ended_after(room, SOON)
    assert ended.stage is Stage.DELETING
    assert ended.problem is not None
    assert ended.problem.key == "disk_missing"


@KINDS
async def test_a_server_that_was_removed_leaves_nothing_open(room: Room, kind: Kind) -> None:
    room.small_serial()
    server = "radarr" if kind is Kind.MOVIE else "sonarr"
    room.stack.arr(server).disk.wait_requests = 10_000
    await room.carry_out(await room.begun(kind, 1))
    clients = dict(room.arrs.clients)
    del clients[server]
    object.__setattr__(room.arrs, "clients", clients)
    ended = await ended_after(room, SOON)
    assert (ended.stage, ended.deleted) == (Stage.FINISHED, False)
    assert ended.problem is not None
    assert ended.problem.key == "server_removed"


@KINDS
async def test_an_entry_that_came_back_under_another_id_does_not_hide_that_it_went(
    room: Room, kind: Kind
) -> None:
    room.small_serial()
    begun = await room.begun(kind, 1)
    await room.undo.restore(await room.carry_out(begun), room.clock())
    await room.settled()
    parts = tuple(replace(part, stage=Stage.DELETING) for part in begun.parts)
    await room.book.async_write(replace(begun, stage=Stage.DELETING, parts=parts))
    assert (await ended_after(room, PATIENCE)).stage is Stage.FILES_STAYED


@KINDS
async def test_another_entry_that_has_the_id_by_now_is_not_changed(room: Room, kind: Kind) -> None:
    series, film = room.small_serial(), room.film()
    files = [series.episodes[0].file_id] if kind is Kind.SERIES else []
    begun = await room.begun(kind, 1, Removal.DELETE_FILES, files)
    parts = tuple(replace(part, stage=Stage.DELETING) for part in begun.parts)
    await room.book.async_write(replace(begun, stage=Stage.DELETING, parts=parts))
    series.tvdb_id, series.tmdb_id, series.imdb_id = 4711, 4711, "tt4711"
    film.tmdb_id, film.imdb_id, film.monitored = 4711, "tt4711", False
    for episode in series.episodes:
        episode.monitored = False
    room.stack.world.touch()
    room.stack.requests.clear()
    await ended_after(room, PATIENCE)
    assert {request.method for request in room.stack.requests} == {"GET"}


CHANGES: dict[str, Callable[[Room], object]] = {
    "folder": lambda room: setattr(room.film(), "folder", "Another (1927)"),
    "file": lambda room: room.stack.radarr.arrivals.receive(room.film()),
    "ids": lambda room: setattr(room.film(), "tmdb_id", 4711),
    "gone": lambda room: room.stack.world.remove_movie(room.film()),
    "not on the disk": lambda room: room.stack.world.movie_path(room.film()).unlink(),
    "no file": lambda room: room.stack.radarr.arrivals.forget_file(room.film(), "Manual"),
}


@pytest.mark.parametrize("removal", [Removal.DELETE, Removal.DELETE_FILES])
@pytest.mark.parametrize("change", CHANGES)
async def test_what_is_no_longer_what_was_looked_at_stays(
    room: Room, change: str, removal: Removal
) -> None:
    removed = await room.begun(Kind.MOVIE, 1, removal)
    CHANGES[change](room)
    room.stack.world.touch()
    room.stack.requests.clear()
    ended = await room.carry_out(removed)
    assert ended.stage is Stage.ABANDONED
    assert {request.method for request in room.stack.requests} == {"GET"}
    assert ended.problem is not None
    assert ended.problem.key in {"entry_changed", "disk_missing"}


async def test_an_episode_that_arrives_meanwhile_keeps_its_series(room: Room) -> None:
    series = room.small_serial()
    removed = await room.begun(Kind.SERIES, 1)
    room.stack.sonarr.arrivals.search(series.episodes[4:])
    ended = await room.carry_out(removed)
    assert (ended.stage, room.counting.deletions) == (Stage.ABANDONED, [])


async def test_an_episode_that_arrives_meanwhile_does_not_keep_others(room: Room) -> None:
    series = room.small_serial()
    removed = await room.begun(Kind.SERIES, 1, files=[1])
    room.stack.sonarr.arrivals.search(series.episodes[4:])
    ended = await room.carry_out(removed)
    assert (ended.stage, room.counting.deletions) == (Stage.FINISHED, ["episode file 1"])


async def test_of_several_files_those_that_went_are_told(room: Room) -> None:
    room.small_serial()
    removed = await room.begun(Kind.SERIES, 1, files=[1, 3])
    room.stack.break_("sonarr", Fault.ERROR, "/api/v3/episodefile/3")
    ended = await room.carry_out(removed)
    [part] = ended.parts
    assert (ended.stage, part.file_ids, part.episode_ids) == (Stage.FINISHED, (1,), (1, 2))
    assert ended.freed_bytes == part.files[0].size_bytes
    assert ended.problem is not None


async def test_a_season_that_is_over_is_unmonitored_with_its_last_file(room: Room) -> None:
    series = room.small_serial()
    await room.carry_out(await room.begun(Kind.SERIES, 1, files=[1, 3]))
    assert (series.unmonitored_seasons, series.monitored) == ({1}, True)


@KINDS
@pytest.mark.parametrize("exclude", [True, False])
async def test_it_is_excluded_as_chosen(room: Room, kind: Kind, exclude: bool) -> None:
    room.small_serial()
    await room.carry_out(await room.begun(kind, 1, exclude=exclude))
    await room.settled()
    rows = room.stack.radarr.exclusions.rows + room.stack.sonarr.exclusions.rows
    assert len(rows) == exclude


@pytest.mark.parametrize(
    ("removal", "files"),
    [(Removal.DELETE_FILES, ()), (Removal.UNMONITOR, ()), (Removal.DELETE, (1,))],
)
async def test_what_stays_is_neither_excluded_nor_requested_anew(
    room: Room, removal: Removal, files: tuple[int, ...]
) -> None:
    room.small_serial()
    removed = await room.begun(Kind.SERIES, 1, removal, files)
    assert removed.exclude is False


async def ended_after(room: Room, late: timedelta) -> Removed:
    ended = await room.restart(late)
    assert ended is not None
    return ended
