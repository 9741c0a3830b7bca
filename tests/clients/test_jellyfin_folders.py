"""Folders and libraries, asked of answers that a test makes up: see also test_simulated_links."""

import json

import aiohttp
from aiohttp import web
import pytest

from custom_components.oxicleanarr.clients.errors import (
    NotAllowed,
    NotFound,
    NotUnderstood,
    StartingUp,
    WrongApp,
)
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_folders import (
    LINK_LIBRARY_OPTIONS,
    DirectoryEntry,
    EpisodeFile,
    JellyfinFolders,
    LibraryFolder,
)

from .conftest import FakeServer, raw, reply

CONTENTS = "/Environment/DirectoryContents"
VALIDATE = "/Environment/ValidatePath"
LIBRARIES = "/Library/VirtualFolders"
DONE = web.Response(status=204)
ODD_PATHS = ("/a, b", "/'a' \"b\"", "/a\nb", "/100%+1 & ü=?#", "/" + "x" * 300)


@pytest.fixture
def folders(server: FakeServer, session: aiohttp.ClientSession) -> JellyfinFolders:
    return JellyfinFolders(Jellyfin(session, server.url, device_id="d", token="t").http)


def library(**more: object) -> dict[str, object]:
    return {"Name": "Soon", "ItemId": "i1", "Locations": ["/l"], **more}


# --- folders


@pytest.mark.parametrize("path", ODD_PATHS)
async def test_a_folder_is_read_whatever_its_name(
    server: FakeServer, folders: JellyfinFolders, path: str
) -> None:
    rows = [
        {"Name": "a.mkv", "Path": f"{path}/a.mkv", "Type": "File"},
        {"Name": "b", "Path": f"{path}/b", "Type": "Directory"},
        {"Name": "c", "Path": f"{path}/c"},
    ]
    server.on(CONTENTS, reply(rows))
    found = await folders.contents(path)
    asked = {"path": path, "includeFiles": "true", "includeDirectories": "true"}
    assert server.asked[0].query == asked
    assert found.rows == (
        DirectoryEntry("a.mkv", f"{path}/a.mkv", "File"),
        DirectoryEntry("b", f"{path}/b", "Directory"),
    )
    assert [entry.is_directory for entry in found.rows] == [False, True]
    assert found.skipped == 1


async def test_a_missing_folder_is_not_an_empty_one(
    server: FakeServer, folders: JellyfinFolders
) -> None:
    server.on(CONTENTS, raw(b"Error processing request.", 404, "text/plain"))
    with pytest.raises(NotFound):
        await folders.contents("/l")


@pytest.mark.parametrize(
    ("is_file", "sent"),
    [
        (None, {"Path": "/a, b"}),
        (True, {"Path": "/a, b", "IsFile": True}),
        (False, {"Path": "/a, b", "IsFile": False}),
    ],
)
async def test_a_path_is_there_or_not(
    server: FakeServer, folders: JellyfinFolders, is_file: bool | None, sent: object
) -> None:
    server.on(VALIDATE, DONE, raw(b"", 404))
    there = [await folders.exists("/a, b", is_file=is_file) for _ in range(2)]
    assert there == [True, False]
    assert json.loads(server.asked[0].body) == sent


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (raw(b"", 503), StartingUp),
        (raw(b"", 403), NotAllowed),
        (raw(b"", 500), NotUnderstood),
        (raw(b"<html>", content_type="text/html"), WrongApp),
    ],
)
async def test_a_path_that_could_not_be_looked_at_is_not_told_to_be_missing(
    server: FakeServer, folders: JellyfinFolders, answer: web.Response, error: type[Exception]
) -> None:
    server.on(VALIDATE, answer)
    with pytest.raises(error):
        await folders.exists("/l")


@pytest.mark.parametrize(("status", "writable"), [(204, True), (500, False), (403, False)])
async def test_a_folder_can_be_written_in_or_not(
    server: FakeServer, folders: JellyfinFolders, status: int, writable: bool
) -> None:
    server.on(VALIDATE, web.Response(status=status))
    assert await folders.writable("/l") is writable
    assert json.loads(server.asked[0].body) == {"Path": "/l", "ValidateWritable": True}


@pytest.mark.parametrize(
    ("status", "error"), [(404, NotFound), (400, NotUnderstood), (503, StartingUp)]
)
async def test_a_folder_that_could_not_be_tried_is_not_told_to_be_read_only(
    server: FakeServer, folders: JellyfinFolders, status: int, error: type[Exception]
) -> None:
    server.on(VALIDATE, web.Response(status=status))
    with pytest.raises(error):
        await folders.writable("/l")


# --- libraries


async def test_libraries_come_with_all_their_options(
    server: FakeServer, folders: JellyfinFolders
) -> None:
    options = {"Enabled": False, "TypeOptions": [{"Type": "Movie", "ImageOptions": []}], "New": 1}
    row = library(CollectionType="movies", LibraryOptions=options, RefreshStatus="Idle")
    server.on(LIBRARIES, reply([row, {"Name": "Mixed", "Locations": None}, {"ItemId": "i3"}]))
    found = await folders.libraries()
    assert found.rows == (
        LibraryFolder("Soon", "i1", ["/l"], options, "Idle"),
        LibraryFolder("Mixed"),
    )
    assert [each.enabled for each in found.rows] == [False, True]
    assert found.skipped == 1


@pytest.mark.parametrize("path", ODD_PATHS)
async def test_a_library_is_made_with_its_path_in_the_body_only(
    server: FakeServer, folders: JellyfinFolders, path: str
) -> None:
    server.on(LIBRARIES, DONE)
    await folders.create_library(" Soon & ü ", "movies", path, LINK_LIBRARY_OPTIONS)
    [asked] = server.asked
    assert asked.query == {
        "name": "Soon & ü",
        "collectionType": "movies",
        "refreshLibrary": "false",
    }
    assert json.loads(asked.body) == {
        "LibraryOptions": {**LINK_LIBRARY_OPTIONS, "PathInfos": [{"Path": path}]}
    }


async def test_a_library_of_a_missing_folder_is_refused(
    server: FakeServer, folders: JellyfinFolders
) -> None:
    server.on(LIBRARIES, raw(b"Error processing request.", 400, "text/plain"))
    with pytest.raises(NotUnderstood) as caught:
        await folders.create_library("Soon", "tvshows", "/l", LINK_LIBRARY_OPTIONS)
    assert caught.value.status == 400


def test_a_library_of_links_writes_and_extracts_nothing() -> None:
    forbidden = [
        name
        for name, value in LINK_LIBRARY_OPTIONS.items()
        if value and name.startswith(("Save", "Extract", "MetadataSavers", "Subtitle"))
    ]
    assert (forbidden, "TypeOptions" in LINK_LIBRARY_OPTIONS) == ([], False)


@pytest.mark.parametrize("enabled", [True, False])
async def test_hiding_a_library_changes_nothing_else(
    server: FakeServer, folders: JellyfinFolders, enabled: bool
) -> None:
    server.on(f"{LIBRARIES}/LibraryOptions", DONE)
    options = {"Enabled": not enabled, "PathInfos": [{"Path": "/l"}], "New": {"deep": [1]}}
    await folders.set_enabled(LibraryFolder("Soon", "i1", ["/l"], options=options), enabled=enabled)
    assert json.loads(server.asked[0].body) == {
        "Id": "i1",
        "LibraryOptions": {**options, "Enabled": enabled},
    }


@pytest.mark.parametrize(
    "unknown", [LibraryFolder("Soon", "i1"), LibraryFolder("Soon", options={"Enabled": True})]
)
async def test_options_that_are_not_known_are_not_replaced(
    server: FakeServer, folders: JellyfinFolders, unknown: LibraryFolder
) -> None:
    with pytest.raises(NotUnderstood):
        await folders.set_enabled(unknown, enabled=False)
    assert server.asked == []


async def test_a_refresh_replaces_nothing(server: FakeServer, folders: JellyfinFolders) -> None:
    server.on("/Items/i-1/Refresh", DONE)
    await folders.refresh("i-1")
    assert server.asked[0].query == {
        "recursive": "true",
        "metadataRefreshMode": "Default",
        "imageRefreshMode": "Default",
    }


@pytest.mark.parametrize("item_id", ["", "../System/Shutdown", "a/b", "a b", "a?x=1", "é", "a\n"])
async def test_an_id_that_leads_elsewhere_is_not_sent(
    server: FakeServer, folders: JellyfinFolders, item_id: str
) -> None:
    with pytest.raises(NotUnderstood):
        await folders.refresh(item_id)
    with pytest.raises(NotUnderstood):
        await folders.episodes(item_id)
    assert server.asked == []


# --- episodes


async def test_episodes_are_read_to_their_end(server: FakeServer, folders: JellyfinFolders) -> None:
    def page(first: int, count: int) -> web.Response:
        rows = [
            {"Id": f"e{number}", "Path": f"/m/{number}", "IndexNumber": number}
            for number in range(first, first + count)
        ]
        return reply({"Items": rows, "TotalRecordCount": 502})

    server.on("/Items", page(0, 500), page(500, 2))
    found = await folders.episodes("s1")
    assert ([row.number for row in found.rows], found.complete) == (list(range(502)), True)
    query = server.asked[1].query
    assert {name: query[name] for name in ("parentId", "startIndex", "isMissing")} == {
        "parentId": "s1",
        "startIndex": "500",
        "isMissing": "false",
    }
    assert (query["includeItemTypes"], query["recursive"]) == ("Episode", "true")


async def test_an_episode_tells_what_it_knows(server: FakeServer, folders: JellyfinFolders) -> None:
    rows = [
        {
            "Id": "e1",
            "Path": "/m/1",
            "ParentIndexNumber": 2,
            "IndexNumber": 3,
            "IndexNumberEnd": 4,
            "SeriesId": "s1",
        },
        {"Id": "e2", "Path": None},
        {"Id": " "},
    ]
    server.on("/Items", reply({"Items": rows, "TotalRecordCount": 3}))
    found = await folders.episodes("s1")
    assert found.rows == (EpisodeFile("e1", "/m/1", 2, 3, 4), EpisodeFile("e2"))
    assert found.skipped == 1
