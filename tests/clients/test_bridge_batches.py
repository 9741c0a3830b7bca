"""Many links at once: what is sent together, and what is told when the Bridge stops half way."""

import json

from aiohttp import web
import pytest

from custom_components.oxicleanarr.clients.bridge import Bridge
from custom_components.oxicleanarr.clients.bridge_batches import Asked, batches
from custom_components.oxicleanarr.clients.errors import NotUnderstood, StartingUp

from .conftest import FakeServer, raw, reply

ADD = "/api/oxicleanarr/symlinks/add"
REMOVE = "/api/oxicleanarr/symlinks/remove"


def sources(count: int, name: str = "Film") -> list[tuple[str, str]]:
    return [(f"/m/{name} {number}.mkv", f"/l/{number}") for number in range(count)]


async def make(request: web.Request) -> web.StreamResponse:
    """Make every link, as the Bridge would."""
    items = (await request.json())["items"]
    made = [f"{i['targetDirectory']}/{i['sourcePath'].rpartition('/')[2]}" for i in items]
    return reply({"Success": True, "CreatedSymlinks": made, "Errors": []})


async def take(request: web.Request) -> web.StreamResponse:
    """Remove every link, as the Bridge would."""
    paths = (await request.json())["symlinkPaths"]
    return reply({"Success": True, "RemovedSymlinks": paths, "Errors": []})


def sizes(server: FakeServer, name: str) -> list[int]:
    return [len(json.loads(asked.body)[name]) for asked in server.asked]


async def test_five_hundred_links_are_made_at_once(server: FakeServer, bridge: Bridge) -> None:
    server.on(ADD, make)
    result = await bridge.add_links(sources(1001))
    assert sizes(server, "items") == [500, 500, 1]
    assert (len(result.created), result.failed) == (1001, {})


async def test_five_hundred_links_are_removed_at_once(server: FakeServer, bridge: Bridge) -> None:
    server.on(REMOVE, take)
    paths = [f"/l/{number}" for number in range(501)]
    assert (await bridge.remove_links(paths)).removed == tuple(paths)
    assert sizes(server, "symlinkPaths") == [500, 1]


async def test_long_paths_make_smaller_requests(server: FakeServer, bridge: Bridge) -> None:
    server.on(ADD, make)
    result = await bridge.add_links(sources(400, "ü" * 1000))
    assert len(result.created) == 400
    # What a common proxy lets through.
    assert max(len(asked.body) for asked in server.asked) < 1024**2
    assert len(server.asked) == 3


def test_one_link_that_is_too_long_for_a_request_goes_alone() -> None:
    paths = ["a", "x" * 1_200_000, "b", "c"]
    asked = [Asked(given=path, named=path, path=path, wire=path) for path in paths]
    assert [len(batch) for batch in batches(asked)] == [1, 1, 2]


@pytest.mark.parametrize("broken", [raw(b"", 503), raw(b"", 500), reply({"Success": True})])
async def test_what_was_made_before_a_request_failed_is_not_lost(
    server: FakeServer, bridge: Bridge, broken: web.Response
) -> None:
    server.on(ADD, make, broken, make)
    items = sources(1200)
    result = await bridge.add_links(items)
    assert len(result.created) == 500
    assert list(result.failed) == [source for source, _ in items[500:]]
    assert {"Jellyfin" in line for line in result.failed.values()} == {True}
    assert len(server.asked) == 2


async def test_what_was_removed_before_a_request_failed_is_not_lost(
    server: FakeServer, bridge: Bridge
) -> None:
    server.on(REMOVE, take, raw(b"", 503))
    result = await bridge.remove_links([f"/l/{number}" for number in range(600)])
    assert (len(result.removed), len(result.failed)) == (500, 100)


async def test_a_first_request_that_fails_is_an_error(server: FakeServer, bridge: Bridge) -> None:
    server.on(ADD, raw(b"", 503), make)
    with pytest.raises(StartingUp):
        await bridge.add_links(sources(600))
    server.on(REMOVE, reply({"Success": True}))
    with pytest.raises(NotUnderstood):
        await bridge.remove_links(["/l/a"])


async def test_lines_of_all_requests_are_told(server: FakeServer, bridge: Bridge) -> None:
    async def half(request: web.Request) -> web.StreamResponse:
        paths = (await request.json())["symlinkPaths"]
        lines = [f"{path}: no" for path in paths[1::2]]
        return reply({"RemovedSymlinks": paths[::2], "Errors": lines})

    server.on(REMOVE, half)
    paths = [f"/l/{number}" for number in range(600)]
    result = await bridge.remove_links(paths)
    assert result.failed == {path: f"{path}: no" for path in paths[1::2]}
    assert len(result.removed) == 300
