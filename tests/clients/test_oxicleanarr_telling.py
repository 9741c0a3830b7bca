from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from aiohttp import web
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients import http
from custom_components.oxicleanarr.clients.errors import (
    ClientError,
    IsKept,
    NotFound,
    NotUnderstood,
    PerhapsDeleted,
    TimedOut,
    Unreachable,
)
from custom_components.oxicleanarr.clients.oxicleanarr import OxiCleanarr
from custom_components.oxicleanarr.clients.oxicleanarr_models import Deleted

from .conftest import FakeServer, raw, reply
from .oxicleanarr_answers import DONE, FILM, HEALTH, KEY, NO_ROUTE, PAGE, STATUS, UNKNOWN, a_list


@pytest.fixture
def client(server: FakeServer, session: aiohttp.ClientSession) -> OxiCleanarr:
    server.on("/health", reply(HEALTH))
    server.on("/api/sync/status", reply(STATUS))
    return OxiCleanarr(session, server.url, api_key=f" {KEY}\n")


# --- telling it


@pytest.mark.parametrize(("full", "word"), [(True, "full"), (False, "incremental")])
async def test_a_sync_is_started(
    server: FakeServer, client: OxiCleanarr, full: bool, word: str
) -> None:
    server.on(f"/api/sync/{word}", reply({"success": True}, 202))
    await client.start_sync(full=full)
    assert [(asked.method, asked.path) for asked in server.asked] == [("POST", f"/api/sync/{word}")]


async def test_what_is_told_about_media_names_them(server: FakeServer, client: OxiCleanarr) -> None:
    server.on("/api/media/radarr-4/exclude", DONE)
    server.on("/api/media/radarr-4/manual-leaving-soon", DONE)
    await client.exclude("radarr-4", "a favourite")
    await client.exclude("radarr-4", None)
    await client.unexclude("radarr-4")
    await client.flag("radarr-4")
    await client.unflag("radarr-4")
    assert [(asked.method, asked.path, asked.body) for asked in server.asked] == [
        ("POST", "/api/media/radarr-4/exclude", '{"reason": "a favourite"}'),
        ("POST", "/api/media/radarr-4/exclude", ""),
        ("DELETE", "/api/media/radarr-4/exclude", ""),
        ("POST", "/api/media/radarr-4/manual-leaving-soon", ""),
        ("DELETE", "/api/media/radarr-4/manual-leaving-soon", ""),
    ]


TOLD: dict[str, Callable[[OxiCleanarr, str], Awaitable[object]]] = {
    "exclude": lambda client, medium_id: client.exclude(medium_id, "x"),
    "unexclude": lambda client, medium_id: client.unexclude(medium_id),
    "flag": lambda client, medium_id: client.flag(medium_id),
    "unflag": lambda client, medium_id: client.unflag(medium_id),
    "would_delete_one": lambda client, medium_id: client.would_delete_one(medium_id),
    "delete": lambda client, medium_id: client.delete(medium_id, lambda: True),
}

every_telling = pytest.mark.parametrize("tell", TOLD.values(), ids=TOLD.keys())


def about(server: FakeServer, medium_id: str, answer: web.Response) -> None:
    """Answer all that is told about a medium so, the medium itself apart."""
    for path in ("exclude", "manual-leaving-soon"):
        server.on(f"/api/media/{medium_id}/{path}", answer)


def deleting(answer: web.Response, medium: web.Response) -> Callable[[web.Request], Any]:
    """Answer a deletion so, and a question for the medium so."""

    async def handle(request: web.Request) -> web.Response:
        wanted = answer if request.method == "DELETE" else medium
        return web.Response(body=wanted.body, status=wanted.status, headers=wanted.headers)

    return handle


@every_telling
async def test_an_unknown_medium_is_found_out_by_asking(
    server: FakeServer, client: OxiCleanarr, tell: Callable[[OxiCleanarr, str], Awaitable[object]]
) -> None:
    about(server, "radarr-9", UNKNOWN)
    server.on("/api/media/radarr-9", deleting(UNKNOWN, raw(b"Media not found", 404)))
    with pytest.raises(NotFound) as caught:
        await tell(client, "radarr-9")
    assert "secret-host" not in repr(caught.value) + str(caught.value)
    assert caught.value.detail == ""


@every_telling
@pytest.mark.parametrize("medium", [reply(FILM), raw(b"", 503), PAGE])
async def test_a_failure_about_a_known_medium_stays_one(
    server: FakeServer,
    client: OxiCleanarr,
    tell: Callable[[OxiCleanarr, str], Awaitable[object]],
    medium: web.Response,
) -> None:
    about(server, "radarr-4", UNKNOWN)
    server.on("/api/media/radarr-4", deleting(UNKNOWN, medium))
    with pytest.raises(NotUnderstood) as caught:
        await tell(client, "radarr-4")
    assert caught.value.status == 500
    assert "secret-host" not in repr(caught.value) + str(caught.value)


@every_telling
@pytest.mark.parametrize(
    "medium_id", ["", "radarr-", "radarr-0", "4", "radarr-4/exclude", "radarr-4?x", "../config"]
)
async def test_an_id_that_is_none_is_not_sent(
    server: FakeServer,
    client: OxiCleanarr,
    tell: Callable[[OxiCleanarr, str], Awaitable[object]],
    medium_id: str,
) -> None:
    with pytest.raises(NotUnderstood):
        await tell(client, medium_id)
    assert server.asked == []


async def test_a_kept_medium_is_not_let_go_by_hand(server: FakeServer, client: OxiCleanarr) -> None:
    server.on("/api/media/radarr-4/manual-leaving-soon", raw(b"conflict: kept", 409, "text/plain"))
    with pytest.raises(IsKept):
        await client.flag("radarr-4")


@pytest.mark.parametrize("name", ["flag", "unflag"])
async def test_a_server_without_flags_says_so(
    server: FakeServer, client: OxiCleanarr, name: str
) -> None:
    server.on("/api/media/radarr-4/manual-leaving-soon", NO_ROUTE)
    with pytest.raises(NotFound) as caught:
        await TOLD[name](client, "radarr-4")
    assert "1.4" in caught.value.detail


@pytest.mark.parametrize("answer", [reply({"success": False}), reply({}), reply([])])
async def test_what_it_did_not_do_is_no_success(
    server: FakeServer, client: OxiCleanarr, answer: web.Response
) -> None:
    server.on("/api/media/radarr-4/exclude", answer)
    with pytest.raises(NotUnderstood):
        await client.exclude("radarr-4", None)


# --- deleting


CANDIDATE = {"id": "radarr-1", "title": "Metropolis", "type": "movie"}


async def test_what_it_would_delete_is_asked_as_a_rehearsal(
    server: FakeServer, client: OxiCleanarr
) -> None:
    answer = {"success": True, "dry_run": True, "scheduled_count": 1, "candidates": [CANDIDATE]}
    server.on("/api/deletions/execute", reply(answer))
    assert await client.would_delete() == (Deleted(id="radarr-1", title="Metropolis"),)
    assert [(asked.method, asked.query, asked.body) for asked in server.asked] == [
        ("POST", {"dry_run": "true"}, "")
    ]


async def test_an_older_server_does_not_say_that_nothing_was_a_rehearsal(
    server: FakeServer, client: OxiCleanarr
) -> None:
    answer: dict[str, object] = {"success": True, "scheduled_count": 0, "candidates": []}
    server.on("/api/deletions/execute", reply(answer))
    assert await client.would_delete() == ()


@pytest.mark.parametrize(
    "change",
    [
        {"dry_run": False},
        {"dry_run": None},
        {"dry_run": False, "scheduled_count": 0, "candidates": []},
        {"scheduled_count": 2},
        {"candidates": [{"id": "radarr-1"}]},
        {"candidates": None},
        {"scheduled_count": None},
    ],
)
async def test_a_rehearsal_that_is_not_wholly_understood_is_none(
    server: FakeServer, client: OxiCleanarr, change: dict[str, object]
) -> None:
    answer = {"success": True, "dry_run": True, "scheduled_count": 1, "candidates": [CANDIDATE]}
    server.on("/api/deletions/execute", reply({**answer, **change}))
    with pytest.raises(NotUnderstood):
        await client.would_delete()


@pytest.mark.parametrize(("name", "word"), [("delete", "false"), ("would_delete_one", "true")])
async def test_a_deletion_always_says_whether_it_is_meant(
    server: FakeServer, client: OxiCleanarr, name: str, word: str
) -> None:
    server.on("/api/media/radarr-4", DONE)
    await TOLD[name](client, "radarr-4")
    assert [(asked.method, asked.path, asked.query) for asked in server.asked] == [
        ("DELETE", "/api/media/radarr-4", {"dry_run": word})
    ]


async def cut(request: web.Request) -> web.Response:
    """Do what was asked, and cut the connection instead of answering."""
    if request.method != "DELETE":
        return web.Response(status=404)
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def test_a_deletion_whose_connection_breaks_may_have_happened_and_is_sent_once(
    server: FakeServer, client: OxiCleanarr
) -> None:
    server.always = cut
    with pytest.raises(PerhapsDeleted) as caught:
        await client.delete("radarr-4", lambda: True)
    assert "may have" in str(caught.value)
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [502, 504])
async def test_a_proxy_that_gives_up_leaves_it_open_as_well(
    server: FakeServer, client: OxiCleanarr, status: int
) -> None:
    server.on("/api/media/radarr-4", raw(b"", status))
    with pytest.raises(PerhapsDeleted):
        await client.delete("radarr-4", lambda: True)


async def test_a_deletion_that_takes_for_ever_may_have_happened(
    server: FakeServer, client: OxiCleanarr, monkeypatch: pytest.MonkeyPatch
) -> None:

    async def never(*_: object, **__: object) -> None:
        raise TimedOut("OxiCleanarr")

    monkeypatch.setattr(http.Http, "delete_medium", never)
    with pytest.raises(PerhapsDeleted):
        await client.delete("radarr-4", lambda: True)


async def test_a_broken_rehearsal_has_deleted_nothing(
    server: FakeServer, client: OxiCleanarr
) -> None:
    server.always = cut
    with pytest.raises(Unreachable):
        await client.would_delete_one("radarr-4")


async def test_a_server_that_is_not_there_has_deleted_nothing(
    session: aiohttp.ClientSession, unused_tcp_port: int
) -> None:
    client = OxiCleanarr(session, URL(f"http://127.0.0.1:{unused_tcp_port}"), api_key=KEY)
    with pytest.raises(ClientError) as caught:
        await client.delete("radarr-4", lambda: True)
    assert type(caught.value) is Unreachable


async def test_no_request_but_reading(server: FakeServer, client: OxiCleanarr) -> None:
    server.on("/api/media/movies", a_list())
    server.on("/api/media/shows", a_list())
    for answer in (client.connect(), client.movies(), client.series(), client.latest_job()):
        await answer
    assert {asked.method for asked in server.asked} == {"GET"}
