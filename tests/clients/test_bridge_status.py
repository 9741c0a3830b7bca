"""What a Bridge says of itself, and what it is allowed."""

from aiohttp import web
import pytest

from custom_components.oxicleanarr.clients.bridge import (
    PLUGIN_ID,
    Bridge,
    BridgeState,
    BridgeStatus,
)

from .conftest import FakeServer, raw, reply

API = "/api/oxicleanarr"


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
