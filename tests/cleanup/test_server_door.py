"""Removing through an OxiCleanarr server: only that medium goes, by proof, and the journal knows."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from aiohttp import web
import pytest

from custom_components.oxicleanarr.cleanup.models import Removal
from custom_components.oxicleanarr.cleanup.removed import Stage
from simulator.oxicleanarr import deletes
from simulator.wire import Arrival

from .removal_room import untouched
from .server_room import ServerRoom, a_room, every_version, film_of, wrong

pytestmark = pytest.mark.usefixtures("socket_enabled")


@every_version
@pytest.mark.parametrize("kind", ["film", "series"])
async def test_a_medium_goes_with_its_files_and_nothing_else(version: str, kind: str) -> None:
    async with a_room(version) as room:
        title = film_of(room) if kind == "film" else room.stack.world.series[0].title
        removed, before = await room.begun(title), room.state()
        ended = await room.carry_out(removed)
        assert ended.stage is Stage.FINISHED
        assert ended.parts[0].stage is Stage.DELETED
        assert len(room.told) == 1
        assert before.files - room.state().files
        assert wrong(before, room.state(), room, ended) == []
        assert room.book.stages == [Stage.BEGUN, Stage.DELETING, Stage.DELETED, Stage.FINISHED]


def rename(room: ServerRoom, item_id: str) -> None:
    medium = room.server.media[item_id]
    medium.title, medium.provider_id = "Another Film", 999


def move(room: ServerRoom, item_id: str) -> None:
    room.server.media[item_id].file_path += ".mp4"


def grow(room: ServerRoom, item_id: str) -> None:
    room.server.media[item_id].file_size += 1


def tag(room: ServerRoom, item_id: str) -> None:
    room.server.media[item_id].tags.append("never")


def forget(room: ServerRoom, item_id: str) -> None:
    del room.server.media[item_id]


def choose_episodes(room: ServerRoom, item_id: str) -> None:
    room.server.media[item_id].episode_file_ids = [1]


def play(room: ServerRoom, item_id: str) -> None:
    medium = room.server.media[item_id]
    medium.last_watched = medium.added_at + timedelta(hours=1)


@every_version
@pytest.mark.parametrize("happen", [rename, move, grow, tag, forget, choose_episodes, play])
async def test_what_is_no_longer_what_it_was_stays(
    version: str, happen: Callable[[ServerRoom, str], None]
) -> None:
    if happen is choose_episodes and version == "1.0.0":
        pytest.skip("It tells of no episodes")
    async with a_room(version) as room:
        removed, before = await room.begun(film_of(room)), room.state()
        happen(room, removed.parts[0].item_id)
        ended = await room.carry_out(removed)
        assert ended.stage is Stage.ABANDONED
        assert ended.problem is not None
        assert room.told == []
        assert room.state().files == before.files


@every_version
async def test_a_radarr_that_is_switched_off_in_the_server_is_found_out(version: str) -> None:
    async with a_room(version) as room:
        removed, before = await room.begun(film_of(room)), room.state()
        room.server.state.started.integrations["radarr"].enabled = False
        ended = await room.carry_out(removed)
        assert ended.stage is Stage.DELETING
        again = await room.restart()
        assert again is not None
        assert again.stage is Stage.FILES_STAYED
        assert again.problem is not None
        assert again.problem.key == "files_stayed"
        assert again.freed_bytes == 0
        assert room.state().files == before.files
        assert len(room.told) == 1


@every_version
async def test_a_server_that_was_restarted_and_forgot_proves_nothing(version: str) -> None:
    async with a_room(version) as room:
        removed, before = await room.begun(film_of(room)), room.state()
        page = replace(
            removed,
            stage=Stage.DELETING,
            parts=tuple(replace(part, stage=Stage.DELETING) for part in removed.parts),
        )
        await room.book.async_write(page)
        await room.server.restart()
        for _ in range(2):
            ended = await room.restart()
            assert ended is not None
            assert ended.stage is Stage.DELETING
        await room.server.sync()
        ended = await room.restart()
        assert ended is not None
        assert ended.stage is Stage.ABANDONED
        assert wrong(before, room.state(), room, ended) == []
        assert room.told == []


@every_version
async def test_a_server_that_deleted_and_was_restarted_is_believed_by_the_disk(
    version: str,
) -> None:
    async with a_room(version) as room:
        removed, before = await room.begun(film_of(room)), room.state()
        # Home Assistant stops when the server has been told.
        await room.carry_out_until(
            removed, lambda arrival: bool(room.told) and arrival.server == "oxicleanarr"
        )
        await room.settled()
        await room.server.restart()
        ended = await room.restart()
        assert ended is not None
        assert ended.parts[0].stage is Stage.DELETED
        assert wrong(before, room.state(), room, ended) == []


@every_version
async def test_a_connection_that_is_cut_while_the_server_goes_on_is_followed(version: str) -> None:
    async with a_room(version) as room:
        removed, before = await room.begun(film_of(room)), room.state()
        room.stack.radarr.disk.wait_requests = 30
        honest = room.server.answer

        async def cut(call: object) -> web.StreamResponse:
            answer = await honest(call)  # type: ignore[arg-type]
            request = call.request  # type: ignore[attr-defined]
            if request.method == "DELETE" and request.query.get("dry_run") == "false":
                request.transport.abort()
            return answer

        room.server.answer = cut  # type: ignore[method-assign]
        ended = await room.carry_out(removed)
        assert ended.problem is not None
        assert ended.problem.key == "perhaps_deleted"
        await room.settled()
        again = await room.restart(timedelta(minutes=1))
        assert again is not None
        assert again.parts[0].stage is Stage.DELETED
        assert wrong(before, room.state(), room, again) == []


@every_version
async def test_a_busy_server_is_not_told(version: str) -> None:
    async with a_room(version) as room:
        removed = await room.begun(film_of(room))
        room.server.hold_sync("rules")
        syncing = asyncio.create_task(room.server.sync())
        await room.server.until_held()
        ended = await room.carry_out(removed)
        room.server.release_sync()
        await syncing
        assert ended.stage is Stage.ABANDONED
        assert ended.problem is not None
        assert ended.problem.key == "server_syncing"
        assert room.told == []


async def test_a_conflict_means_that_it_is_busy() -> None:
    async with a_room("1.6.2") as room:
        removed, before = await room.begun(film_of(room)), room.state()
        honest = room.server.answer

        async def conflict(call: object) -> web.StreamResponse:
            request = call.request  # type: ignore[attr-defined]
            if request.method == "DELETE" and request.query.get("dry_run") == "false":
                return web.json_response({"success": False, "message": "busy"}, status=409)
            return await honest(call)  # type: ignore[arg-type]

        room.server.answer = conflict  # type: ignore[method-assign]
        ended = await room.carry_out(removed)
        assert ended.stage is Stage.ABANDONED
        assert ended.problem is not None
        assert ended.problem.key == "server_syncing"
        assert wrong(before, room.state(), room, ended) == []


@every_version
@pytest.mark.parametrize("stays", [True, False])
async def test_a_disk_that_is_gone_keeps_everything_and_proves_nothing(
    version: str, stays: bool
) -> None:
    async with a_room(version) as room:
        removed, before = await room.begun(film_of(room)), room.state()
        room.stack.radarr.disk.unmount(folder_stays=stays)
        ended = await room.carry_out(removed)
        assert ended.stage is Stage.ABANDONED
        assert room.told == []
        room.stack.heal()
        assert wrong(before, room.state(), room, ended) == []


@every_version
async def test_a_disk_that_goes_in_the_middle_leaves_it_open_until_it_is_back(version: str) -> None:
    async with a_room(version) as room:
        removed, before = await room.begun(film_of(room)), room.state()

        async def unmount(arrival: Arrival) -> bool:
            if deletes(arrival):
                room.stack.radarr.disk.unmount()
            return True

        room.stack.watch(unmount)
        ended = await room.carry_out(removed)
        assert ended.stage is Stage.DELETING
        room.stack.watch(None)
        room.stack.heal()
        await room.settled()
        again = await room.restart()
        assert again is not None
        assert wrong(before, room.state(), room, again) == []


@every_version
async def test_what_cannot_be_written_down_is_not_done(version: str) -> None:
    found = {}
    for failing in range(4):
        async with a_room(version) as room:
            removed, before = await room.begun(film_of(room)), room.state()
            await room.carry_out_unwritten(removed, failing)
            told = list(room.told)
            ended = await room.restart() or untouched(removed)
            found[failing] = wrong(before, room.state(), room, ended)
            if failing < 2 and told:
                found[failing].append("told without a page in the journal")
    assert {failing: wrongs for failing, wrongs in found.items() if wrongs} == {}


@pytest.mark.parametrize("removal", [Removal.UNMONITOR, Removal.DELETE_FILES])
async def test_nothing_but_deleting_is_asked_of_it(removal: Removal) -> None:
    async with a_room("1.6.2") as room:
        removed = replace(await room.begun(film_of(room)), removal=removal)
        ended = await room.carry_out(removed)
        assert ended.stage is Stage.ABANDONED
        assert room.told == []


async def test_without_the_server_nobody_is_asked() -> None:
    async with a_room("1.6.2") as room:
        removed = await room.begun(film_of(room))
        removed = replace(
            removed, parts=tuple(replace(part, source_id="another") for part in removed.parts)
        )
        ended = await room.carry_out(removed)
        assert ended.stage is Stage.ABANDONED
        assert ended.problem is not None
        assert ended.problem.key == "server_removed"
        assert room.told == []


@every_version
async def test_a_number_that_means_another_film_by_now_is_noticed_after_a_sync(
    version: str,
) -> None:
    async with a_room(version) as room:
        removed, before = await room.begun(film_of(room)), room.state()
        world = room.stack.world
        first, second = world.movies[0], world.movies[1]
        first.id, second.id = second.id, first.id
        world.movies_by_id[first.id], world.movies_by_id[second.id] = first, second
        world.touch()
        await room.server.sync()
        ended = await room.carry_out(removed)
        assert ended.stage is Stage.ABANDONED
        assert room.told == []
        assert room.state().files == before.files


async def test_a_phantom_that_only_the_server_knows_does_no_harm() -> None:
    async with a_room("1.6.2") as room:
        removed, before = await room.begun(film_of(room)), room.state()
        # Radarr forgets it, without its files, and the server does not notice.
        del room.stack.world.movies_by_id[removed.parts[0].entry_id]
        ended = await room.carry_out(removed)
        await room.settled()
        ended = await room.restart() or ended
        assert ended.stage is Stage.ABANDONED
        assert room.state().files == before.files
