"""What was removed is put back as it was."""

import pytest

from custom_components.oxicleanarr.cleanup.models import Removal
from custom_components.oxicleanarr.cleanup.removed import Regret, Removed, Stage
from custom_components.oxicleanarr.clients.errors import ClientError, EntryRefused
from custom_components.oxicleanarr.library.models import Kind
from simulator import Fault
from simulator.wire import Request
from simulator.world import Movie, Series

from .door_room import Room

KINDS = pytest.mark.parametrize("kind", Kind)


async def removed(
    room: Room, kind: Kind, removal: Removal = Removal.DELETE, files: tuple[int, ...] = ()
) -> Removed:
    ended = await room.carry_out(await room.begun(kind, 1, removal, files))
    await room.settled()
    assert ended.stage in {Stage.FINISHED, Stage.FILES_STAYED}
    return ended


def entry(room: Room, kind: Kind) -> Movie | Series:
    """Return the entry of what was once the first film, or the first series."""
    world = room.stack.world
    if kind is Kind.MOVIE:
        return next(movie for movie in world.movies if movie.tmdb_id == 19)
    return next(series for series in world.series if series.title == "Les Vampires")


def kept(found: Movie | Series) -> tuple[object, ...]:
    return (found.folder, found.tags, found.quality_profile_id, found.monitored)


def exclusions(room: Room, kind: Kind) -> int:
    server = room.stack.radarr if kind is Kind.MOVIE else room.stack.sonarr
    return len(server.exclusions.rows)


@KINDS
@pytest.mark.parametrize("monitored", [True, False])
async def test_an_entry_comes_back_as_it_was_and_is_looked_for(
    room: Room, kind: Kind, monitored: bool
) -> None:
    room.small_serial()
    before = entry(room, kind)
    before.monitored, before.tags = monitored, [1]
    room.stack.world.touch()
    facts = kept(before)
    gone = await removed(room, kind)
    now = room.clock()
    back = await room.undo.restore(gone, now)
    await room.settled()
    again = entry(room, kind)
    assert kept(again) == facts
    assert (back.restored_at, back.regret, back.regretted_at) == (now, Regret.RESTORED, now)
    files = [again] if isinstance(again, Movie) else again.episodes
    assert any(file.has_file for file in files)


@pytest.mark.parametrize("removal", [Removal.DELETE, Removal.DELETE_FILES])
async def test_of_a_series_that_nobody_monitored_what_was_there_is_looked_for(
    room: Room, removal: Removal
) -> None:
    series = room.small_serial()
    series.monitored = False
    room.stack.world.touch()
    await room.undo.restore(await removed(room, Kind.SERIES, removal), room.clock())
    await room.settled()
    again = entry(room, Kind.SERIES)
    assert isinstance(again, Series)
    assert not again.monitored
    assert [row.has_file for row in again.episodes] == [True, True, True, True, False]


async def test_episodes_that_nobody_looked_for_are_not_looked_for_again(room: Room) -> None:
    room.small_serial()
    await room.undo.restore(await removed(room, Kind.SERIES), room.clock())
    await room.settled()
    again = entry(room, Kind.SERIES)
    assert isinstance(again, Series)
    assert [(row.monitored, row.has_file) for row in again.episodes] == [
        (True, True),
        (True, True),
        (False, False),
        (True, True),
        (True, False),
    ]


@KINDS
async def test_the_exclusion_is_lifted(room: Room, kind: Kind) -> None:
    room.small_serial()
    gone = await removed(room, kind)
    assert exclusions(room, kind) == 1
    await room.undo.restore(gone, room.clock())
    assert exclusions(room, kind) == 0


@KINDS
async def test_an_exclusion_that_comes_late_is_lifted_all_the_same(room: Room, kind: Kind) -> None:
    room.small_serial()
    server = room.stack.radarr if kind is Kind.MOVIE else room.stack.sonarr
    server.disk.wait_requests = 0
    server.later.hold()
    gone = await room.carry_out(await room.begun(kind, 1))
    assert exclusions(room, kind) == 0

    def once_looked_for_in_vain(request: Request) -> None:
        if "exclusion" in request.path:
            server.later.release()

    server.answered = once_looked_for_in_vain
    await room.undo.restore(gone, room.clock())
    await room.settled()
    assert exclusions(room, kind) == 0


@KINDS
async def test_restoring_twice_changes_nothing_more(room: Room, kind: Kind) -> None:
    room.small_serial()
    gone = await removed(room, kind)
    await room.undo.restore(gone, room.clock())
    await room.settled()
    state = room.state()
    await room.undo.restore(gone, room.clock())
    await room.settled()
    assert room.state() == state


@KINDS
async def test_an_entry_that_is_there_again_is_only_monitored_again(room: Room, kind: Kind) -> None:
    room.small_serial()
    gone = await removed(room, kind)
    await room.undo.restore(gone, room.clock())
    await room.settled()
    again = entry(room, kind)
    again.monitored = False
    room.stack.world.touch()
    await room.undo.restore(gone, room.clock())
    assert (entry(room, kind), again.monitored) == (again, True)


@KINDS
async def test_what_cannot_come_back_is_told(room: Room, kind: Kind) -> None:
    room.small_serial()
    gone = await removed(room, kind)
    server = room.stack.radarr if kind is Kind.MOVIE else room.stack.sonarr
    server.profiles.clear()
    with pytest.raises(EntryRefused):
        await room.undo.restore(gone, room.clock())


@KINDS
async def test_files_that_stayed_are_found_and_not_downloaded(room: Room, kind: Kind) -> None:
    room.small_serial()
    room.stack.arr("radarr" if kind is Kind.MOVIE else "sonarr").disk.read_only = True
    await room.carry_out(await room.begun(kind, 1))
    await room.settled()
    stayed = await room.restart()
    assert stayed is not None
    assert stayed.stage is Stage.FILES_STAYED
    room.stack.heal()
    events = len(room.stack.radarr.events) + len(room.stack.sonarr.events)
    await room.undo.restore(stayed, room.clock())
    await room.settled()
    assert len(room.stack.radarr.events) + len(room.stack.sonarr.events) == events
    again = entry(room, kind)
    assert again.has_file if isinstance(again, Movie) else again.episodes[0].has_file


@KINDS
@pytest.mark.parametrize("removal", [Removal.DELETE_FILES, Removal.UNMONITOR])
@pytest.mark.parametrize("monitored", [True, False])
async def test_monitoring_is_put_back_as_it_was(
    room: Room, kind: Kind, removal: Removal, monitored: bool
) -> None:
    room.small_serial()
    entry(room, kind).monitored = monitored
    room.stack.world.touch()
    gone = await removed(room, kind, removal)
    assert not entry(room, kind).monitored
    await room.undo.restore(gone, room.clock())
    assert entry(room, kind).monitored is monitored


async def test_episode_files_are_looked_for_and_monitored_as_they_were(room: Room) -> None:
    room.small_serial()
    before = room.state()
    gone = await removed(room, Kind.SERIES, files=(1, 3))
    await room.undo.restore(gone, room.clock())
    await room.settled()
    after = room.state()
    assert after.series == before.series
    assert {n: row[0] for n, row in after.episodes.items()} == {
        n: row[0] for n, row in before.episodes.items()
    }
    assert all(row.has_file for row in room.serial(1).episodes[:3])


@KINDS
@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.ERROR, Fault.LOST_ANSWER, Fault.CUT_JSON])
async def test_an_interrupted_restore_may_be_run_again(
    room: Room, kind: Kind, fault: Fault
) -> None:
    room.small_serial()
    gone = await removed(room, kind)
    server = "radarr" if kind is Kind.MOVIE else "sonarr"
    for after in range(8):
        room.stack.break_(server, fault, times=2, after=after)
        try:
            await room.undo.restore(gone, room.clock())
        except ClientError:
            room.stack.heal()
            await room.undo.restore(gone, room.clock())
        room.stack.heal()
        await room.settled()
        again = entry(room, kind)
        assert again.has_file if isinstance(again, Movie) else again.episodes[0].has_file
        assert exclusions(room, kind) == 0
        room.book.pages.clear()
        found = await room.begun(kind, again.id)
        gone = await room.carry_out(found)
        await room.settled()
