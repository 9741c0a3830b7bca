"""Everything that we made taken away again, and nothing else; the fixture proves it of the media."""

from dataclasses import replace
import shutil
from typing import Any

import pytest

from custom_components.oxicleanarr.clients.bridge import Bridge
from custom_components.oxicleanarr.clients.jellyfin_folders import JellyfinFolders
from custom_components.oxicleanarr.display.clearing import Cleared, Clearing
from custom_components.oxicleanarr.display.models import Made, MadeLink
from custom_components.oxicleanarr.library.models import Kind
from simulator import Fault, Options

from .room import MOVIES_NAME, SERIES_NAME, Room

EVERY_BRIDGE = pytest.mark.parametrize(
    "room",
    [Options(bridge=bridge) for bridge in ("3.2.6", "3.2.4", "3.2.2", "documented")],
    indirect=True,
    ids=lambda options: options.bridge,
)


async def clear(room: Room, *playing: str) -> Cleared:
    """Clear everything away."""
    room.stack.requests.clear()
    http = room.jellyfin.http
    clearing = Clearing(Bridge(http), JellyfinFolders(http), room.jellyfin.collections, room.book)
    return await clearing.clear(room.stack.world.users[0].id, playing)


def libraries(room: Room) -> set[str]:
    return {library.name for library in room.stack.catalog.libraries.values()}


def deleted(room: Room) -> list[Any]:
    """Return the requests that deleted a library."""
    return [
        request
        for request in room.stack.requests
        if (request.method, request.path) == ("DELETE", "/Library/VirtualFolders")
    ]


async def fill(room: Room) -> None:
    """Show two films and a series."""
    await room.show(*room.movies[:2], room.series[0])
    await room.show(*room.movies[:2], room.series[0])


@EVERY_BRIDGE
async def test_everything_that_we_made_goes_and_nothing_else(room: Room) -> None:
    theirs = libraries(room)
    await fill(room)
    cleared = await clear(room)
    assert cleared.everything
    assert cleared == Cleared()
    assert room.book.made == Made()
    assert libraries(room) == theirs
    assert list(room.base.iterdir()) == []
    assert not room.twins()


async def test_more_folders_than_a_pass_tidies_go(room: Room) -> None:
    await room.show(*room.movies)
    assert (await clear(room)).everything
    assert list(room.base.iterdir()) == []


async def test_nothing_is_ever_forced(room: Room) -> None:
    await fill(room)
    await clear(room)
    asked = [r for r in room.stack.requests if r.path.endswith("/directories/remove")]
    assert asked
    assert not [request for request in asked if b"true" in bytes(str(request.body), "utf-8")]


async def test_links_of_single_episodes_go_with_their_folders(room: Room) -> None:
    series = room.series[0]
    leaving = next(episode for episode in series.episodes if episode.has_file)
    await room.show(room.shown(series, episodes=((leaving.season, leaving.number),)))
    assert (await clear(room)).everything
    assert list(room.base.iterdir()) == []


async def test_clearing_what_is_clear_asks_for_no_change(room: Room) -> None:
    assert (await clear(room)).everything
    assert {request.method for request in room.stack.requests} <= {"GET"}


async def test_a_library_that_somebody_renamed_stays_hidden(room: Room) -> None:
    await fill(room)
    room.library(MOVIES_NAME).name = "Mine"
    cleared = await clear(room)
    assert cleared.changed == ["Mine"]
    assert room.library("Mine").options["Enabled"] is False
    assert SERIES_NAME not in libraries(room)
    assert (room.base / "movies").is_dir()


async def test_a_users_library_that_has_taken_our_name_stays(room: Room) -> None:
    await fill(room)
    theirs = next(one for one in room.stack.catalog.libraries.values() if one.name == "Movies")
    room.library(MOVIES_NAME).name = "Mine"
    theirs.name = MOVIES_NAME
    cleared = await clear(room)
    assert cleared.changed == ["Mine"]
    assert {MOVIES_NAME, "Mine"} <= libraries(room)
    assert room.library(MOVIES_NAME).locations == theirs.locations


async def test_a_users_library_whose_name_differs_in_case_only_stays_with_ours(room: Room) -> None:
    await fill(room)
    theirs = next(one for one in room.stack.catalog.libraries.values() if one.name == "Movies")
    theirs.name = MOVIES_NAME.upper()
    assert (await clear(room)).changed == [MOVIES_NAME]
    assert MOVIES_NAME.upper() in libraries(room)


async def test_a_users_library_stays_where_ours_was_deleted(room: Room) -> None:
    await fill(room)
    room.stack.catalog.remove_library(room.library(MOVIES_NAME))
    theirs = room.stack.world.movies_dir
    room.stack.catalog.add_library(MOVIES_NAME, "movies", [str(theirs)], {})
    cleared = await clear(room)
    assert (cleared.changed, MOVIES_NAME in libraries(room)) == ([], True)
    assert cleared.everything


async def test_another_library_in_our_folder_under_our_name_stays(room: Room) -> None:
    await fill(room)
    room.stack.catalog.remove_library(room.library(MOVIES_NAME))
    folder = str(room.base / "movies")
    made = room.stack.catalog.add_library(MOVIES_NAME, "movies", [folder], {})
    known = room.book.made.libraries[0]
    assert known.id is not None
    cleared = await clear(room)
    assert cleared.changed == ([] if made.id == known.id else [MOVIES_NAME])


async def test_a_library_to_which_somebody_added_a_folder_stays(room: Room) -> None:
    await fill(room)
    library = room.library(MOVIES_NAME)
    theirs = room.stack.root / "theirs"
    theirs.mkdir()
    library.move([*library.locations, str(theirs)])
    cleared = await clear(room)
    assert cleared.changed == [MOVIES_NAME]
    assert theirs.is_dir()
    assert not [request for request in deleted(room) if MOVIES_NAME in str(request)]


async def test_a_file_that_somebody_put_into_our_folder_stays_with_its_library(room: Room) -> None:
    await fill(room)
    mine = room.base / "movies" / room.movies[0].folder / "mine.txt"
    mine.write_text("mine")
    cleared = await clear(room)
    assert mine.read_text() == "mine"
    assert cleared.filled == [str(room.base / "movies")]
    assert MOVIES_NAME in libraries(room)
    assert room.library(MOVIES_NAME).options["Enabled"] is False
    assert cleared.links == len(room.links()) <= 1
    mine.unlink()
    assert (await clear(room)).everything
    assert MOVIES_NAME not in libraries(room)


async def test_a_file_beside_our_folders_keeps_the_root_and_the_library(room: Room) -> None:
    await fill(room)
    mine = room.base / "movies" / "mine.mkv"
    mine.write_text("mine")
    cleared = await clear(room)
    assert mine.read_text() == "mine"
    assert cleared.filled == [str(room.base / "movies")]
    assert MOVIES_NAME in libraries(room)


async def test_what_systems_leave_everywhere_keeps_only_the_root(room: Room) -> None:
    await fill(room)
    (room.base / "movies" / ".DS_Store").write_text("")
    cleared = await clear(room)
    assert cleared.filled == [str(room.base / "movies")]
    assert [path.name for path in (room.base / "movies").iterdir()] == [".DS_Store"]


@EVERY_BRIDGE
async def test_a_root_that_became_a_link_into_the_media_harms_none(room: Room) -> None:
    await fill(room)
    shutil.rmtree(room.base / "movies")
    media = room.stack.world.movies_dir
    # Nothing in them, and called as ours are: the Bridge would remove these if it were asked.
    (media / "Empty (2001)").mkdir()
    made = room.book.made
    room.book.made = replace(
        made, folders=made.folders | {str(room.base / "movies" / "Empty (2001)")}
    )
    (room.base / "movies").symlink_to(media)
    cleared = await clear(room)
    assert (media / "Empty (2001)").is_dir()
    (media / "Empty (2001)").rmdir()
    assert str(room.base / "movies") in cleared.filled
    assert MOVIES_NAME in libraries(room)


@EVERY_BRIDGE
async def test_a_folder_of_ours_that_became_a_link_into_the_media_harms_none(room: Room) -> None:
    await fill(room)
    place = room.base / "movies" / room.movies[0].folder
    shutil.rmtree(place)
    place.symlink_to(room.stack.world.movie_path(room.movies[0]).parent)
    await clear(room)
    await clear(room)


async def test_what_somebody_is_watching_stays_until_it_is_over(room: Room) -> None:
    await fill(room)
    watched = next(link for link in room.book.made.links if link.kind is Kind.MOVIE)
    cleared = await clear(room, watched.path)
    assert cleared.links == 1
    assert len(room.links()) == 1
    assert MOVIES_NAME in libraries(room)
    assert (await clear(room)).everything


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.CUT_JSON, Fault.ERROR, Fault.UNAUTHORIZED])
@pytest.mark.parametrize("server", ["jellyfin", "bridge"])
async def test_what_failed_is_tried_again(room: Room, server: str, fault: Fault) -> None:
    await fill(room)
    room.stack.break_(server, fault)
    assert not (await clear(room)).everything
    room.stack.heal()
    assert (await clear(room)).everything


@pytest.mark.parametrize("after", range(1, 40))
async def test_a_jellyfin_that_goes_away_anywhere_can_be_cleared_later(
    room: Room, after: int
) -> None:
    await room.show(room.movies[0])
    theirs = libraries(room) - {MOVIES_NAME, SERIES_NAME}
    room.book.writes_left = None
    served = room.jellyfin.http.get_rows
    count = 0

    async def fragile(*args: Any, **kwargs: Any) -> Any:
        nonlocal count
        count += 1
        if count >= after:
            room.stack.break_("jellyfin", Fault.REFUSE)
        return await served(*args, **kwargs)

    room.jellyfin.http.get_rows = fragile  # type: ignore[method-assign]
    await clear(room)
    room.stack.heal()
    room.jellyfin.http.get_rows = served  # type: ignore[method-assign]
    assert (await clear(room)).everything
    assert libraries(room) == theirs


@pytest.mark.parametrize("room", [Options(bridge="none")], indirect=True)
async def test_without_a_bridge_nothing_is_touched(room: Room) -> None:
    link = MadeLink(
        path=f"{room.base}/movies/a/a.mkv", source="/a.mkv", medium_id="movie:a", kind=Kind.MOVIE
    )
    room.book.made = Made(links=(link,), roots=(f"{room.base}/movies",))
    cleared = await clear(room)
    assert cleared.no_bridge is not None
    assert room.book.made.links == (link,)
    assert {request.method for request in room.stack.requests} <= {"GET"}


async def test_a_root_that_cannot_be_read_stays(room: Room) -> None:
    await fill(room)
    room.stack.jellyfin.state.disk.hidden.add(room.base / "movies")
    cleared = await clear(room)
    assert cleared.filled == [str(room.base / "movies")]
    assert MOVIES_NAME in libraries(room)
    assert len(room.links()) == 3


async def test_an_unreadable_library_row_deletes_none(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(room)
    told = JellyfinFolders.libraries

    async def partly(self: JellyfinFolders) -> Any:
        return replace(await told(self), skipped=1)

    monkeypatch.setattr(JellyfinFolders, "libraries", partly)
    cleared = await clear(room)
    assert cleared.problem is not None
    assert not deleted(room)


async def test_a_folder_that_cannot_be_removed_keeps_its_library(room: Room) -> None:
    await fill(room)
    await room.show()
    room.stack.jellyfin.state.disk.protected.add(room.base)
    cleared = await clear(room)
    assert set(cleared.filled) == {str(room.base / "movies"), str(room.base / "tv")}
    assert not deleted(room)


async def test_what_lies_in_no_root_of_ours_is_not_touched(room: Room) -> None:
    await fill(room)
    made, world = room.book.made, room.stack.world
    link = MadeLink(
        path=str(world.movie_path(room.movies[2])),
        source="/elsewhere",
        medium_id="movie:x",
        kind=Kind.MOVIE,
        confirmed=True,
    )
    room.book.made = replace(made, links=(*made.links, link))
    await clear(room)


async def test_a_collection_goes_with_what_we_put_into_it(room: Room) -> None:
    assert (await clear(room)).collection is None
