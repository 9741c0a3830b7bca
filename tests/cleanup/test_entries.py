"""What is read of an entry right before it goes."""

from datetime import UTC, datetime, timedelta

import pytest

from custom_components.oxicleanarr.cleanup.entries import EntryGoneError
from custom_components.oxicleanarr.cleanup.evidence import EntrySeen
from custom_components.oxicleanarr.cleanup.models import Removal
from custom_components.oxicleanarr.clients.errors import ClientError, ServerRemoved
from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Kind
from simulator import Fault
from tests.builders import a_copy

from .door_room import Room

NONE = frozenset[int]()
KINDS = pytest.mark.parametrize("kind", Kind)


async def seen(
    room: Room,
    kind: Kind,
    files: frozenset[int] = NONE,
    removal: Removal = Removal.DELETE,
) -> EntrySeen:
    copy = await room.copy(kind, 1)
    return await room.arrs.seen(copy, files, removal, room.clock())


@KINDS
async def test_an_unchanged_entry_is_seen_as_the_sync_saw_it(room: Room, kind: Kind) -> None:
    room.small_serial()
    copy = await room.copy(kind, 1)
    entry = await room.arrs.seen(copy, NONE, Removal.DELETE, room.clock())
    assert entry.copy == copy
    assert (entry.files_seen, entry.downloading, entry.has_bin) == (True, False, False)
    assert entry.size_bytes == copy.size_bytes


async def test_a_series_imported_longer_ago_than_the_sync_looks_back_is_unchanged(
    room: Room,
) -> None:
    room.small_serial()
    room.stack.advance(500)
    copy = await room.copy(Kind.SERIES, 1)
    assert (await room.arrs.seen(copy, NONE, Removal.DELETE, room.clock())).copy == copy


async def test_an_import_since_the_sync_makes_another_copy(room: Room) -> None:
    series = room.small_serial()
    copy = await room.copy(Kind.SERIES, 1)
    room.stack.sonarr.arrivals.receive(series.episodes[3:4])
    later = (await room.arrs.seen(copy, NONE, Removal.DELETE, room.clock())).copy
    assert isinstance(later.added, datetime)
    assert later.added > datetime.now(UTC) - timedelta(minutes=1)


async def test_only_the_leaving_files_are_to_go_with_all_their_episodes(room: Room) -> None:
    room.small_serial()
    entry = await seen(room, Kind.SERIES, frozenset({1, 4}))
    assert (set(entry.file_ids), set(entry.episode_ids)) == ({1, 4}, {1, 2, 4})
    assert {file.id: file.episode_ids for file in entry.files} == {1: (1, 2), 4: (4,)}
    assert entry.size_bytes == sum(file.size_bytes or 0 for file in entry.files)


async def test_a_file_that_is_smaller_than_nothing_makes_room_for_no_other(room: Room) -> None:
    series = room.small_serial()
    series.episodes[3].size_bytes = -10_000_000_000
    room.stack.world.touch()
    assert (await seen(room, Kind.SERIES)).size_bytes is UNKNOWN


@pytest.mark.parametrize(
    ("files", "emptied"), [({1, 3}, [1]), ({1}, []), ({4}, []), ({1, 3, 4}, [1])]
)
async def test_a_season_is_emptied_that_loses_its_last_file_and_has_nothing_to_come(
    room: Room, files: set[int], emptied: list[int]
) -> None:
    room.small_serial()
    entry = await seen(room, Kind.SERIES, frozenset(files))
    assert entry.record["emptiedSeasons"] == emptied


async def test_a_missing_episode_that_has_aired_does_not_keep_a_season(room: Room) -> None:
    series = room.small_serial()
    series.episodes[4].air_date = room.clock().date() - timedelta(days=2)
    room.stack.world.touch()
    entry = await seen(room, Kind.SERIES, frozenset({4}))
    assert entry.record["emptiedSeasons"] == [2]


@KINDS
async def test_files_that_are_not_on_the_disk_are_not_seen(room: Room, kind: Kind) -> None:
    room.small_serial()
    entry = await seen(room, kind)
    room.real(entry.files[0].path).unlink()
    assert (await seen(room, kind)).files_seen is False


@KINDS
async def test_files_on_a_disk_that_is_not_mounted_are_not_seen(room: Room, kind: Kind) -> None:
    room.small_serial()
    copy = await room.copy(kind, 1)
    room.stack.arr(copy.source_id).disk.unmount()
    entry = await room.arrs.seen(copy, NONE, Removal.DELETE, room.clock())
    assert entry.files_seen is False


@KINDS
async def test_a_download_is_noticed(room: Room, kind: Kind) -> None:
    room.small_serial()
    room.stack.download(room.film().title if kind is Kind.MOVIE else room.serial(1).title)
    assert (await seen(room, kind)).downloading is True


@KINDS
async def test_a_download_that_is_not_understood_may_be_for_it(room: Room, kind: Kind) -> None:
    room.small_serial()
    room.stack.download(room.film(2).title if kind is Kind.MOVIE else room.serial(2).title)
    copy = await room.copy(kind, 1)
    room.stack.break_(copy.source_id, Fault.BAD_ROW, "/api/v3/queue")
    entry = await room.arrs.seen(copy, NONE, Removal.DELETE, room.clock())
    assert entry.downloading is UNKNOWN


@KINDS
async def test_a_recycle_bin_is_noticed(room: Room, kind: Kind) -> None:
    room.small_serial()
    room.stack.radarr.disk.recycling = room.stack.sonarr.disk.recycling = True
    assert (await seen(room, kind)).has_bin is True


@KINDS
async def test_what_is_only_unmonitored_needs_no_look_at_the_disk(room: Room, kind: Kind) -> None:
    room.small_serial()
    copy = await room.copy(kind, 1)
    room.stack.requests.clear()
    entry = await room.arrs.seen(copy, NONE, Removal.UNMONITOR, room.clock())
    assert (entry.files_seen, entry.has_bin, entry.size_bytes) == (None, None, 0)
    assert not [request for request in room.stack.requests if "mediafiles" in request.path]


@KINDS
async def test_an_entry_that_is_gone_is_told_by_the_name_of_its_server(
    room: Room, kind: Kind
) -> None:
    room.small_serial()
    copy = await room.copy(kind, 1)
    if kind is Kind.MOVIE:
        room.stack.world.remove_movie(room.film())
    else:
        room.stack.world.remove_series(room.serial(1))
    with pytest.raises(EntryGoneError) as caught:
        await room.arrs.seen(copy, NONE, Removal.DELETE, room.clock())
    assert caught.value.server == room.arrs.names[copy.source_id]


@KINDS
@pytest.mark.parametrize(
    "path",
    [
        "tag",
        "queue",
        "filesystem",
        "config",
        "diskspace",
        "episodefile",
        "episode",
        "history/series",
    ],
)
@pytest.mark.parametrize("fault", [Fault.WRONG_APP, Fault.ERROR, Fault.CUT_JSON, Fault.HTML])
async def test_an_entry_of_which_something_is_not_told_is_no_entry_that_is_gone(
    room: Room, kind: Kind, path: str, fault: Fault
) -> None:
    room.small_serial()
    copy = await room.copy(kind, 1)
    room.stack.break_(copy.source_id, fault, f"/api/v3/{path}")
    try:
        entry = await room.arrs.seen(copy, NONE, Removal.DELETE, room.clock())
    except ClientError:
        return
    assert entry.copy == copy


@pytest.mark.parametrize("fault", [Fault.EMPTY_LIST, Fault.SHORT_PAGE, Fault.BAD_ROW])
@pytest.mark.parametrize("path", ["episodefile", "episode"])
async def test_episodes_and_files_that_do_not_fit_together_are_not_believed(
    room: Room, fault: Fault, path: str
) -> None:
    room.small_serial()
    copy = await room.copy(Kind.SERIES, 1)
    room.stack.break_("sonarr", fault, f"/api/v3/{path}")
    with pytest.raises(ClientError):
        await room.arrs.seen(copy, NONE, Removal.DELETE, room.clock())


@pytest.mark.parametrize("fault", [Fault.EMPTY_LIST, Fault.SHORT_PAGE, Fault.BAD_ROW])
async def test_a_tag_without_a_label_may_be_the_one_that_protects(room: Room, fault: Fault) -> None:
    room.film().tags = [1]
    room.stack.world.touch()
    copy = await room.copy(Kind.MOVIE, 1)
    room.stack.break_("radarr", fault, "/api/v3/tag")
    room.stack.world.radarr_tags.pop(2, None)
    entry = await room.arrs.seen(copy, NONE, Removal.DELETE, room.clock())
    assert entry.copy.tags is UNKNOWN or entry.copy.tags == copy.tags


async def test_a_server_that_is_no_longer_set_up_is_told(room: Room) -> None:
    with pytest.raises(ServerRemoved):
        await room.arrs.seen(a_copy(source_id="gone"), NONE, Removal.DELETE, room.clock())
