import json

import aiohttp
from aiohttp import web
import pytest

from custom_components.oxicleanarr.clients.bridge import (
    PLUGIN_ID,
    AddResult,
    Bridge,
    BridgeState,
    BridgeStatus,
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
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin

from .conftest import FakeServer, raw, reply

API = "/api/oxicleanarr"


@pytest.fixture
def bridge(server: FakeServer, session: aiohttp.ClientSession) -> Bridge:
    return Bridge(Jellyfin(session, server.url, device_id="d", token="t").http)


def plugin(version: str, status: str, plugin_id: str = PLUGIN_ID) -> dict[str, str]:
    return {"Name": "OxiCleanarr Bridge", "Id": plugin_id, "Version": version, "Status": status}


def serve(
    server: FakeServer,
    status: web.Response,
    links: web.Response | None = None,
    plugins: list[dict[str, str]] | None = None,
) -> None:
    server.on(f"{API}/status", status)
    server.on(f"{API}/symlinks/list", links or reply({"Symlinks": [], "Count": 0}))
    if plugins is not None:
        server.on("/Plugins", reply(plugins))


# --- status


@pytest.mark.parametrize(
    ("answer", "version"),
    [
        ({"Status": "ok"}, "3.2.6"),
        ({"Version": "3.2.1.0"}, "3.2.1.0"),
        ({"status": "ok", "plugin_version": "1.0.0", "jellyfin_version": "10.9"}, "1.0.0"),
        ({"version": "3.1.1.0"}, "3.1.1.0"),
    ],
)
async def test_each_shape_of_the_status_is_active(
    server: FakeServer, bridge: Bridge, answer: object, version: str
) -> None:
    dashed = "A8C0F8E4-7D3C-4B5A-9E2F-1A2B3C4D5E6F"
    listed = [
        plugin("3.2.2.0", "Superseded"),
        plugin("9", "Active", "other"),
        plugin("3.2.6.0", "Active", dashed),
    ]
    serve(server, reply(answer), plugins=listed)
    status = await bridge.status()
    assert (status.state, status.version) == (BridgeState.ACTIVE, version)


async def test_active_without_a_version_anywhere(server: FakeServer, bridge: Bridge) -> None:
    serve(server, reply({"Status": "ok"}))
    status = await bridge.status()
    assert (status.state, status.version) == (BridgeState.ACTIVE, None)


@pytest.mark.parametrize(
    ("answer", "refuses"),
    [
        ({"Status": "ok"}, True),
        ({"status": "ok"}, False),
        ({"Status": "OK"}, False),
        ({"Status": "ok", "Version": "3.2.6.0"}, False),
        ({"Version": "3.2.6.0"}, False),
        ({"status": "ok", "plugin_version": "3.2.6", "jellyfin_version": "10.11"}, False),
    ],
)
async def test_only_the_status_of_3_2_3_and_later_proves_that_files_are_safe(
    server: FakeServer, bridge: Bridge, answer: object, refuses: bool
) -> None:
    serve(server, reply(answer))
    assert (await bridge.status()).refuses_files is refuses


@pytest.mark.parametrize("state", ["Restart", "Disabled", "NotSupported", "Malfunctioned"])
async def test_a_plugin_that_is_not_loaded_is_not_installed_and_says_why(
    server: FakeServer, bridge: Bridge, state: str
) -> None:
    serve(server, raw(b"", 404), plugins=[plugin("3.2.6.0", state)])
    assert await bridge.status() == BridgeStatus(BridgeState.NOT_INSTALLED, "3.2.6", state)


@pytest.mark.parametrize("plugins", [None, [], [plugin("1", "Active", "other")]])
async def test_no_plugin_is_not_installed(
    server: FakeServer, bridge: Bridge, plugins: list[dict[str, str]] | None
) -> None:
    serve(server, raw(b"", 404), plugins=plugins)
    assert await bridge.status() == BridgeStatus(BridgeState.NOT_INSTALLED)


@pytest.mark.parametrize("code", [401, 403])
async def test_too_few_rights_are_unauthorized(
    server: FakeServer, bridge: Bridge, code: int
) -> None:
    serve(server, reply({"Version": "3.2.1.0"}), raw(b"", code))
    status = await bridge.status()
    assert (status.state, status.version) == (BridgeState.UNAUTHORIZED, "3.2.1.0")
    serve(server, raw(b"", code))
    assert (await bridge.status()).state is BridgeState.UNAUTHORIZED


@pytest.mark.parametrize(
    "answer",
    [
        raw(b"", 500),
        raw(b"", 503),
        raw(b"<html>", content_type="text/html"),
        raw(b"[]"),
        raw(b""),
        reply({"Other": 1}),
        web.Response(status=302, headers={"Location": "http://elsewhere.example/"}),
    ],
)
async def test_an_answer_that_is_none_is_unreachable_with_a_reason(
    server: FakeServer, bridge: Bridge, answer: web.Response
) -> None:
    serve(server, answer)
    status = await bridge.status()
    assert status.state is BridgeState.UNREACHABLE
    assert status.detail


@pytest.mark.parametrize("code", [400, 500])
async def test_a_bridge_that_stumbles_over_a_directory_has_granted_the_rights(
    server: FakeServer, bridge: Bridge, code: int
) -> None:
    serve(server, reply({"Version": "3.2.1.0"}), raw(b"", code))
    assert await bridge.status() == BridgeStatus(BridgeState.ACTIVE, "3.2.1.0")


@pytest.mark.parametrize("answer", [raw(b"", 503), raw(b"<html>"), reply({"Count": 0})])
async def test_rights_that_could_not_be_asked_for_are_not_claimed(
    server: FakeServer, bridge: Bridge, answer: web.Response
) -> None:
    serve(server, reply({"Version": "3.2.1.0"}), answer)
    assert (await bridge.status()).state is BridgeState.UNREACHABLE


async def test_asking_for_rights_asks_for_a_directory_without_two_dots(
    server: FakeServer, bridge: Bridge
) -> None:
    serve(server, reply({"Version": "3.2.1.0"}))
    await bridge.status()
    assert ".." not in server.asked[1].query["directory"]


# --- links


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
