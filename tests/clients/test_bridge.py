"""The links and directories of a Bridge, in both of its dialects."""

import json

from aiohttp import web
import pytest

from custom_components.oxicleanarr.clients.bridge import (
    AddResult,
    Bridge,
    Link,
    LinkList,
    RemoveResult,
    refused_by_bridge,
)
from custom_components.oxicleanarr.clients.errors import (
    NotAllowed,
    NotFound,
    NotUnderstood,
    WrongApp,
)

from .conftest import FakeServer, raw, reply

API = "/api/oxicleanarr"


@pytest.mark.parametrize(
    "answer",
    [
        {
            "Symlinks": [{"Path": "/l/a.mkv", "Target": "/m/a.mkv", "Name": "a.mkv"}],
            "Count": 1,
            "SymlinkNames": ["a.mkv"],
        },
        {"symlinks": [{"path": "/l/a.mkv", "target": "/m/a.mkv", "valid": True}]},
    ],
)
async def test_links_are_listed_in_both_dialects(
    server: FakeServer, bridge: Bridge, answer: object
) -> None:
    server.on(f"{API}/symlinks/list", reply(answer))
    assert await bridge.list_links("/l + ü") == LinkList((Link("/l/a.mkv", "/m/a.mkv", "a.mkv"),))
    assert server.asked[0].query == {"directory": "/l + ü"}


async def test_a_target_that_could_not_be_read_is_unknown(
    server: FakeServer, bridge: Bridge
) -> None:
    links = [{"Path": "/l/a", "Target": "unknown"}, {"Path": "/l/b"}, {"Path": ""}, 7]
    server.on(f"{API}/symlinks/list", reply({"Symlinks": links}))
    assert await bridge.list_links("/l") == LinkList(
        (Link("/l/a", None, "a"), Link("/l/b", None, "b")), skipped=2
    )


async def test_a_list_that_is_shorter_than_it_says_is_not_understood(
    server: FakeServer, bridge: Bridge
) -> None:
    links = [{"Path": "/l/a.mkv", "Target": "/m/a.mkv", "Name": "a.mkv"}]
    server.on(f"{API}/symlinks/list", reply({"Symlinks": links, "Count": 2}))
    with pytest.raises(NotUnderstood, match="cut short"):
        await bridge.list_links("/l")


@pytest.mark.parametrize("answer", [{}, {"Symlinks": None}, {"Symlinks": {}}, {"Count": 0}])
async def test_a_list_without_links_is_not_an_empty_one(
    server: FakeServer, bridge: Bridge, answer: object
) -> None:
    server.on(f"{API}/symlinks/list", reply(answer))
    with pytest.raises(NotUnderstood):
        await bridge.list_links("/l")


async def test_links_are_made_and_failures_told(server: FakeServer, bridge: Bridge) -> None:
    answer = {"Success": True, "CreatedSymlinks": ["/l/1/a.mkv"], "Errors": ["/m/b.mkv: no"]}
    server.on(f"{API}/symlinks/add", reply(answer))
    result = await bridge.add_links([("/m/a.mkv/", "/l/1/"), ("/m/b.mkv", "/l/2")])
    assert result == AddResult(("/l/1/a.mkv",), {"/m/b.mkv": "/m/b.mkv: no"})
    assert json.loads(server.asked[0].body) == {
        "items": [
            {"sourcePath": "/m/a.mkv", "targetDirectory": "/l/1"},
            {"sourcePath": "/m/b.mkv", "targetDirectory": "/l/2"},
        ]
    }


@pytest.mark.parametrize(
    ("source", "directory"),
    [("/m/Wait... What.mkv", "/l"), ("/m/a.mkv", "/l/Wait..."), ("/m/../x/a.mkv", "/l")],
)
async def test_two_dots_in_a_row_are_not_even_sent(
    server: FakeServer, bridge: Bridge, source: str, directory: str
) -> None:
    result = await bridge.add_links([(source, directory)])
    assert (result.created, list(result.failed), server.asked) == ((), [source], [])
    assert refused_by_bridge(source) or refused_by_bridge(directory)


async def test_blanks_and_backslashes_in_unix_names_are_letters(
    server: FakeServer, bridge: Bridge
) -> None:
    made = "/l/AC\\DC .mkv\n"
    server.on(f"{API}/symlinks/add", reply({"CreatedSymlinks": [made], "Errors": []}))
    result = await bridge.add_links([("/m/AC\\DC .mkv\n", "/l")])
    assert (result.created, result.failed) == ((made,), {})
    assert json.loads(server.asked[0].body)["items"][0]["sourcePath"] == "/m/AC\\DC .mkv\n"


async def test_a_line_belongs_to_the_longest_source_that_it_begins_with(
    server: FakeServer, bridge: Bridge
) -> None:
    lines = ["/m/a: b: gone: away", "/m/a: no"]
    server.on(f"{API}/symlinks/add", reply({"CreatedSymlinks": [], "Errors": lines}))
    result = await bridge.add_links([("/m/a", "/l/1"), ("/m/a: b", "/l/2")])
    assert result.failed == {"/m/a: b": lines[0], "/m/a": lines[1]}


async def test_a_link_that_the_bridge_says_nothing_of_has_failed(
    server: FakeServer, bridge: Bridge
) -> None:
    answer = {"CreatedSymlinks": ["/l/a.mkv"], "Errors": ["some other line"]}
    server.on(f"{API}/symlinks/add", reply(answer))
    result = await bridge.add_links([("/m/a.mkv", "/l"), ("/m/b.mkv/", "/l")])
    assert list(result.failed) == ["/m/b.mkv/"]


async def test_a_source_that_is_refused_before_it_is_sent_has_failed(
    server: FakeServer, bridge: Bridge
) -> None:
    server.on(f"{API}/symlinks/add", reply({"CreatedSymlinks": ["/l/a.mkv"], "Errors": []}))
    result = await bridge.add_links([("/l/b.mkv", "/l"), ("/m/a.mkv", "/l")])
    assert list(result.failed) == ["/l/b.mkv"]


@pytest.mark.parametrize(
    ("answer", "created"),
    [
        ({"success": True, "created": 2, "failed": 0}, ("/l/a.mkv", "/l/b.mkv")),
        ({"success": True, "created": 1, "failed": 1}, ()),
        ({"success": True, "created": 2, "errors": ["x: y"]}, ()),
        ({"success": True, "created": ["/l/a.mkv"], "errors": ["x: y"]}, ("/l/a.mkv",)),
    ],
)
async def test_the_dialect_that_counts_proves_links_only_when_all_were_made(
    server: FakeServer, bridge: Bridge, answer: object, created: tuple[str, ...]
) -> None:
    server.on(f"{API}/symlinks/add", reply(answer))
    result = await bridge.add_links([("/m/a.mkv", "/l"), ("/m/b.mkv", "/l")])
    assert result.created == created
    links = {"/m/a.mkv": "/l/a.mkv", "/m/b.mkv": "/l/b.mkv"}
    assert {links[source] for source in result.failed} == set(links.values()) - set(created)


@pytest.mark.parametrize(
    ("source", "directory"),
    [
        ("/m/Film/a.mkv", "/m/Film"),
        ("/m/Film/a.mkv", "/m//Film/./"),
        ("/m/Film/a.mkv", "/m"),
        ("/m/Film/", "/m/Film/leaving"),
        ("/m/Film", "/m/Film"),
        ("C:\\m\\a.mkv", "C:\\m"),
        ("/a", "/"),
        ("", "/l"),
        ("/m/a.mkv", " "),
    ],
)
async def test_a_link_that_would_destroy_its_source_is_not_sent(
    server: FakeServer, bridge: Bridge, source: str, directory: str
) -> None:
    result = await bridge.add_links([(source, directory)])
    assert (result.created, len(result.failed), server.asked) == ((), 1, [])


async def test_a_second_link_of_the_same_path_is_not_sent(
    server: FakeServer, bridge: Bridge
) -> None:
    server.on(f"{API}/symlinks/add", reply({"CreatedSymlinks": ["/l/a.mkv"], "Errors": []}))
    result = await bridge.add_links([("/m/1/a.mkv", "/l"), ("/m/2/a.mkv", "/l/")])
    assert list(result.failed) == ["/m/2/a.mkv"]
    assert len(json.loads(server.asked[0].body)["items"]) == 1


async def test_links_are_removed_in_both_dialects(server: FakeServer, bridge: Bridge) -> None:
    server.on(
        f"{API}/symlinks/remove",
        reply({"Success": True, "RemovedSymlinks": ["/l/a"], "Errors": ["/l/b: no link"]}),
        reply({"success": True, "removed": 2}),
    )
    assert await bridge.remove_links(["/l/a", "/l/b"]) == RemoveResult(
        ("/l/a",), {"/l/b": "/l/b: no link"}
    )
    assert await bridge.remove_links(["/l/a", "/l/b"]) == RemoveResult(("/l/a", "/l/b"))
    assert json.loads(server.asked[0].body) == {"symlinkPaths": ["/l/a", "/l/b"]}


async def test_nothing_to_do_asks_nothing(server: FakeServer, bridge: Bridge) -> None:
    assert await bridge.add_links([]) == AddResult(())
    assert await bridge.remove_links(["", " "]) == RemoveResult(())
    assert server.asked == []


@pytest.mark.parametrize("answer", [{}, {"Success": True}, {"created": "1"}, {"created": True}])
async def test_an_answer_that_proves_nothing_is_not_understood(
    server: FakeServer, bridge: Bridge, answer: object
) -> None:
    server.on(f"{API}/symlinks/add", reply(answer))
    with pytest.raises(NotUnderstood):
        await bridge.add_links([("/m/a.mkv", "/l")])


@pytest.mark.parametrize(
    ("answer", "created"),
    [
        ({"Success": True, "Directory": "/l", "Created": True}, True),
        ({"Success": True, "Created": False}, False),
        ({"success": True}, False),
        ({"success": True, "created": 1}, False),
    ],
)
async def test_a_directory_is_ours_only_when_the_bridge_says_so(
    server: FakeServer, bridge: Bridge, answer: object, created: bool
) -> None:
    server.on(f"{API}/directories/create", reply(answer))
    assert await bridge.create_directory("/l") is created


async def test_a_directory_that_was_not_made_is_told(server: FakeServer, bridge: Bridge) -> None:
    server.on(f"{API}/directories/create", reply({"Success": False}))
    with pytest.raises(NotUnderstood):
        await bridge.create_directory("/l")


async def test_refused_calls_are_told(server: FakeServer, bridge: Bridge) -> None:
    server.on(f"{API}/symlinks/remove", raw(b"", 403))
    with pytest.raises(NotAllowed):
        await bridge.remove_links(["/l/a"])


@pytest.mark.parametrize(("status", "gone"), [(200, True), (400, False)])
async def test_a_directory_is_removed_only_while_it_is_empty(
    server: FakeServer, bridge: Bridge, status: int, gone: bool
) -> None:
    server.on(f"{API}/directories/remove", reply({"Success": True}, status))
    assert await bridge.remove_empty_directory("/l/a: b") is gone
    assert server.asked[0].method == "DELETE"
    assert json.loads(server.asked[0].body) == {"directory": "/l/a: b", "force": False}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (raw(b"", 403), NotAllowed),
        (raw(b"", 500), NotUnderstood),
        (raw(b"", 404), NotFound),
        (raw(b"<html>", content_type="text/html"), WrongApp),
    ],
)
async def test_a_directory_that_may_still_be_there_is_told(
    server: FakeServer, bridge: Bridge, answer: web.Response, error: type[Exception]
) -> None:
    server.on(f"{API}/directories/remove", answer)
    with pytest.raises(error):
        await bridge.remove_empty_directory("/l")
