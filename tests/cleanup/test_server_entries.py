"""What an OxiCleanarr server and Jellyfin say of a medium right before it is touched."""

import asyncio
from dataclasses import replace

import pytest

from custom_components.oxicleanarr.cleanup.entries import EntryGoneError
from custom_components.oxicleanarr.cleanup.server_entries import shown_at
from custom_components.oxicleanarr.clients.errors import ClientError, NotUnderstood
from custom_components.oxicleanarr.clients.jellyfin_models import Dialect
from custom_components.oxicleanarr.library.decided import SyncingError
from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.jellyfin_media import JellyfinItem
from custom_components.oxicleanarr.library.models import Kind
from custom_components.oxicleanarr.library.reading import UntrustedAnswerError
from simulator import Fault
from simulator.options import OXICLEANARR_VERSIONS
from tests.builders import a_medium

from .server_room import a_room, films

pytestmark = pytest.mark.usefixtures("socket_enabled")

every_version = pytest.mark.parametrize("version", OXICLEANARR_VERSIONS)


def an_item(path: str, **changes: object) -> JellyfinItem:
    return JellyfinItem(
        **{  # type: ignore[arg-type]
            "id": "aa11",
            "kind": Kind.MOVIE,
            "title": "Metropolis",
            "year": 1927,
            "path": path,
            "added": None,
            "provider_ids": (),
            "written_path": path,
            **changes,
        }
    )


@every_version
async def test_a_film_and_a_series_are_seen_with_their_files(version: str) -> None:
    async with a_room(version) as room:
        for title in (films(room)[0], room.stack.world.series[0].title):
            served = await room.seen(await room.medium(title))
            assert served.files_seen is True
            assert served.files
            assert all(file.path.startswith(f"{served.folder}/") for file in served.files)
        world = room.stack.world
        files = {str(world.episode_path(p)) for p in world.series[0].episodes if p.has_file}
        assert {file.path for file in served.files} == files


@every_version
async def test_a_lost_file_is_not_seen(version: str) -> None:
    async with a_room(version) as room:
        medium = await room.medium(films(room)[0])
        room.stack.world.movie_path(room.stack.world.movies[0]).unlink()
        assert (await room.seen(medium)).files_seen is False
        series = room.stack.world.series[0]
        medium = await room.medium(series.title)
        room.stack.world.episode_path(series.episodes[0]).unlink()
        assert (await room.seen(medium)).files_seen is False


@every_version
async def test_what_the_server_has_no_more_is_gone(version: str) -> None:
    async with a_room(version) as room:
        medium = await room.medium(films(room)[0])
        await room.server.restart()
        with pytest.raises(EntryGoneError):
            await room.seen(medium)


@every_version
async def test_nothing_is_read_in_the_middle_of_a_sync(version: str) -> None:
    async with a_room(version) as room:
        medium = await room.medium(films(room)[0])
        room.server.hold_sync("rules")
        syncing = asyncio.create_task(room.server.sync())
        await room.server.until_held()
        assert await room.entries.busy(room.clock())
        with pytest.raises(SyncingError):
            await room.seen(medium)
        named = frozenset({medium.decided.item_id}) if medium.decided else frozenset[str]()
        assert await room.entries.word(medium, named, room.clock()) is UNKNOWN
        room.server.release_sync()
        await syncing
        assert not await room.entries.busy(room.clock())


@pytest.mark.parametrize("server", ["oxicleanarr", "jellyfin"])
@pytest.mark.parametrize("fault", [one for one in Fault if one is not Fault.HANG])
async def test_an_answer_that_cannot_be_read_is_never_taken_for_files_that_are_seen(
    server: str, fault: Fault
) -> None:
    async with a_room("1.6.2") as room:
        for title in (films(room)[0], room.stack.world.series[0].title):
            medium = await room.medium(title)
            whole = await room.seen(medium)
            room.stack.break_(server, fault)
            try:
                seen = await room.seen(medium)
            except ClientError, UntrustedAnswerError, EntryGoneError:
                pass
            else:
                # Some faults leave single answers as they are.
                assert seen.files_seen is False or seen == replace(
                    whole, record=seen.record, copy=seen.copy, decided=seen.decided
                )
            room.stack.heal()


@every_version
async def test_the_server_names_what_it_would_delete_and_deletes_nothing(version: str) -> None:
    async with a_room(version) as room:
        before = room.state()
        assert await room.entries.named() == {one.id for one in room.server.state.overdue()}
        assert room.told == []
        assert room.state() == before


async def test_a_rehearsal_that_was_none_names_nothing() -> None:
    async with a_room("1.6.2") as room:
        for fault in (Fault.ERROR, Fault.WRONG_APP, Fault.CUT_JSON, Fault.HTML):
            room.stack.break_("oxicleanarr", fault, "/api/deletions")
            with pytest.raises(ClientError):
                await room.entries.named()
            room.stack.heal()


@every_version
async def test_whether_it_reaches_its_deleters_is_told_since_1_2(version: str) -> None:
    async with a_room(version) as room:
        online = None if version == "1.0.0" else True
        assert await room.entries.online(Kind.MOVIE) is online
        room.server.state.started.integrations["radarr"].enabled = False
        assert await room.entries.online(Kind.MOVIE) is (None if version == "1.0.0" else False)
        assert await room.entries.online(Kind.SERIES) is online
        room.stack.break_("oxicleanarr", Fault.ERROR)
        assert await room.entries.online(Kind.SERIES) is UNKNOWN


async def test_a_jellyfin_rust_sees_no_files() -> None:
    async with a_room("1.6.2") as room:
        medium = await room.medium(films(room)[0])
        room.jellyfin.dialect = Dialect.RUST
        with pytest.raises(NotUnderstood):
            await room.seen(medium)
        for ask in (room.sight.is_mounted, room.sight.has_folder):
            with pytest.raises(NotUnderstood):
                await ask("/media")
        with pytest.raises(NotUnderstood):
            await room.sight.there(())


@pytest.mark.parametrize(
    ("kind", "path", "items", "found"),
    [
        ("movie", "/movies/M (1927)/M.mkv", ["/srv/films/M (1927)/M.mkv"], True),
        ("movie", "/movies/M (1927)/M.mkv", ["/srv/films/M (1927)/N.mkv"], False),
        ("movie", "/movies/M (1927)/M.mkv", ["/srv/films/N (1927)/M.mkv"], False),
        ("movie", "/movies/M (1927)/M.mkv", ["/a/M (1927)/M.mkv", "/b/M (1927)/M.mkv"], False),
        ("movie", "/movies/M (1927)/M.mkv", ["/a/M (1927)/M.mkv", "/b/Other/M.mkv"], True),
        ("movie", r"D:\movies\M (1927)\M.mkv", ["/a/M (1927)/M.mkv"], True),
        ("movie", "/movies/M (1927)/M.mkv", [], False),
        ("show", "/tv/Show", ["/srv/Show"], True),
        ("show", "/tv/Show", ["/srv/Show 2"], False),
    ],
)
def test_jellyfin_must_show_what_the_server_has(
    kind: str, path: str, items: list[str], *, found: bool
) -> None:
    shown = [an_item(one, id=f"aa1{number}") for number, one in enumerate(items)]
    medium = a_medium(jellyfin_ids=tuple(one.id for one in shown))
    assert (shown_at(kind, path, medium, shown) is not None) is found
    assert shown_at(kind, path, a_medium(jellyfin_ids=("bb",)), shown) is None
