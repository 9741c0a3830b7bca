from typing import Any

import aiohttp
from aiohttp import web
import pytest

from custom_components.oxicleanarr.clients.errors import (
    KeyRefused,
    NotUnderstood,
    StartingUp,
    WrongApp,
)
from custom_components.oxicleanarr.clients.rows import Rows
from custom_components.oxicleanarr.clients.seerr import MediaRequest, Requester, Seerr, SeerrStatus

from .conftest import FakeServer, Handler, raw, reply

KEY = "MTcwMDAwMDAwMDAwMDAwMDAwMDA="
STATUS = {"version": "3.1.0", "commitTag": "abc", "updateAvailable": False, "commitsBehind": 0}
FORBIDDEN = reply({"status": 403, "error": "You do not have permission"}, 403)


@pytest.fixture
def seerr(server: FakeServer, session: aiohttp.ClientSession) -> Seerr:
    return Seerr(session, server.url, f" {KEY}\n")


def a_request(number: int, **more: object) -> dict[str, object]:
    return {
        "id": number,
        "type": "movie",
        "status": 2,
        "media": {"tmdbId": 1000 + number, "mediaType": "movie"},
        **more,
    }


def paged(rows: list[dict[str, object]]) -> Handler:
    """Answer pages as Seerr does."""

    async def answer(request: web.Request) -> web.Response:
        skip, take = int(request.query["skip"]), int(request.query["take"])
        return reply(page(rows[skip : skip + take], len(rows)))

    return answer


def page(rows: list[dict[str, object]], total: int) -> dict[str, object]:
    return {"pageInfo": {"pages": 1, "pageSize": 200, "page": 1, "results": total}, "results": rows}


# --- who answers


async def test_status_tells_the_version(server: FakeServer, seerr: Seerr) -> None:
    server.on("/api/v1/status", reply(STATUS))
    server.on("/api/v1/auth/me", reply({"id": 1, "email": "a@example.org"}))
    assert await seerr.status() == SeerrStatus("3.1.0")


async def test_the_key_is_shown_to_a_seerr_only(server: FakeServer, seerr: Seerr) -> None:
    server.on("/api/v1/status", reply(STATUS))
    server.on("/api/v1/auth/me", reply({"id": 1}))
    await seerr.status()
    assert [asked.headers.get("X-Api-Key") for asked in server.asked] == [None, KEY]


async def test_a_wrong_key_is_refused_with_403(server: FakeServer, seerr: Seerr) -> None:
    server.on("/api/v1/status", reply(STATUS))
    server.on("/api/v1/auth/me", FORBIDDEN)
    with pytest.raises(KeyRefused) as caught:
        await seerr.status()
    assert KEY not in repr(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        reply({"appName": "Radarr"}),
        reply({"version": 3}),
        reply({"version": " "}),
        reply([]),
        reply("OK"),
        raw(b"<!DOCTYPE html>", content_type="text/html"),
        raw(b"", 401),
        raw(b"", 403),
        raw(b"", 404),
    ],
)
async def test_another_app_is_no_seerr(
    server: FakeServer, seerr: Seerr, answer: web.Response
) -> None:
    server.on("/api/v1/status", answer)
    with pytest.raises(WrongApp):
        await seerr.status()


@pytest.mark.parametrize(
    "answer",
    [
        reply({}),
        reply([1]),
        reply({"id": "one"}),
        raw(b"<html>", content_type="text/html"),
        raw(b"", 404),
    ],
)
async def test_a_version_alone_makes_no_seerr(
    server: FakeServer, seerr: Seerr, answer: web.Response
) -> None:
    server.on("/api/v1/status", reply(STATUS))
    server.on("/api/v1/auth/me", answer)
    with pytest.raises(WrongApp):
        await seerr.status()


async def test_a_starting_server_is_no_other_app(server: FakeServer, seerr: Seerr) -> None:
    server.on("/api/v1/status", raw(b"", 503))
    with pytest.raises(StartingUp):
        await seerr.status()


# --- requests


async def test_requests_are_read(server: FakeServer, seerr: Seerr) -> None:
    row = {
        "id": 7,
        "type": "tv",
        "status": 5,
        "is4k": False,
        "createdAt": "2026-01-02T03:04:05.000Z",
        "seasons": [{"id": 1, "seasonNumber": 1, "status": 5}, {"id": 2, "seasonNumber": 3}],
        "media": {
            "id": 4,
            "mediaType": "tv",
            "tmdbId": 19,
            "tvdbId": 990101,
            "imdbId": "tt1",
            "serviceId": 0,
            "externalServiceId": 3,
            "externalServiceSlug": "x",
            "jellyfinMediaId": "ab" * 16,
            "requests": [],
        },
        "requestedBy": {
            "id": 2,
            "email": "ann@example.org",
            "username": None,
            "jellyfinUsername": "ann",
            "jellyfinUserId": "cd" * 16,
            "displayName": "Ann",
            "permissions": 32,
        },
        "modifiedBy": None,
    }
    server.on("/api/v1/request", paged([row]))
    assert await seerr.requests() == Rows(
        (
            MediaRequest(
                kind="tv",
                status=5,
                created_at="2026-01-02T03:04:05.000Z",
                tmdb_id=19,
                tvdb_id=990101,
                imdb_id="tt1",
                requester=Requester(2, "Ann", None, "ann", "cd" * 16, "ann@example.org"),
                media_id=4,
            ),
        ),
        total=1,
    )


@pytest.mark.parametrize("number", [0, -3, None])
async def test_a_number_that_no_medium_has_is_absent(
    server: FakeServer, seerr: Seerr, number: int | None
) -> None:
    server.on("/api/v1/request", paged([a_request(1, media={"tmdbId": 5, "id": number})]))
    assert (await seerr.requests()).rows[0].media_id is None


async def test_a_reset_forgets_the_medium_and_no_file(server: FakeServer, seerr: Seerr) -> None:
    server.on("/api/v1/media/4", web.Response(status=204))
    await seerr.reset(4)
    assert [(asked.method, asked.path) for asked in server.asked] == [("DELETE", "/api/v1/media/4")]


async def test_a_web_page_forgets_nothing(server: FakeServer, seerr: Seerr) -> None:
    server.on("/api/v1/media/4", raw(b"<html>", content_type="text/html"))
    with pytest.raises(WrongApp):
        await seerr.reset(4)


async def test_ids_that_say_nothing_are_absent(server: FakeServer, seerr: Seerr) -> None:
    media = {"tmdbId": 5, "tvdbId": 0, "imdbId": ""}
    server.on("/api/v1/request", paged([a_request(1, media=media)]))
    [request] = (await seerr.requests()).rows
    assert (request.tvdb_id, request.imdb_id, request.requester) == (None, None, None)


@pytest.mark.parametrize(
    "change",
    [
        {"id": 0},
        {"type": "music"},
        {"status": "gone"},
        {"media": None},
        {"media": {"tmdbId": 0}},
        {"requestedBy": {"id": "x"}},
    ],
)
async def test_a_request_for_nobody_knows_what_is_skipped_and_counted(
    server: FakeServer, seerr: Seerr, change: dict[str, Any]
) -> None:
    rows = [a_request(1), {**a_request(2), **change}]
    server.on("/api/v1/request", reply(page(rows, 2)))
    requests = await seerr.requests()
    assert ([row.tmdb_id for row in requests.rows], requests.skipped) == ([1001], 1)


async def test_all_pages_are_read_with_parameters_that_every_version_knows(
    server: FakeServer, seerr: Seerr
) -> None:
    server.on("/api/v1/request", paged([a_request(n) for n in range(1, 451)]))
    requests = await seerr.requests()
    assert (len(requests.rows), requests.total, requests.complete) == (450, 450, True)
    assert [asked.query for asked in server.asked] == [
        {"sort": "added", "take": "200", "skip": str(skip)} for skip in (0, 200, 400)
    ]


async def test_a_request_made_between_pages_is_kept_once_and_told(
    server: FakeServer, seerr: Seerr
) -> None:
    first = [a_request(n) for n in range(300, 100, -1)]
    second = [a_request(n) for n in range(101, 0, -1)]
    server.on("/api/v1/request", reply(page(first, 300)), reply(page(second, 301)))
    requests = await seerr.requests()
    assert (len({row.tmdb_id for row in requests.rows}), len(requests.rows)) == (300, 300)
    assert not requests.complete


async def test_a_request_deleted_between_pages_is_told(server: FakeServer, seerr: Seerr) -> None:
    first = [a_request(n) for n in range(300, 100, -1)]
    second = [a_request(n) for n in range(99, 0, -1)]
    server.on("/api/v1/request", reply(page(first, 300)), reply(page(second, 299)))
    requests = await seerr.requests()
    assert (len(requests.rows), requests.complete) == (299, False)


async def test_a_server_that_ignores_pages_ends(server: FakeServer, seerr: Seerr) -> None:
    server.on("/api/v1/request", reply(page([a_request(1)], 5000)))
    requests = await seerr.requests()
    assert (len(server.asked), requests.complete) == (2, False)


async def test_a_list_that_grows_for_ever_ends(server: FakeServer, seerr: Seerr) -> None:
    async def grow(request: web.Request) -> web.Response:
        skip = int(request.query["skip"])
        return reply(page([a_request(skip + 1)], skip + 1000))

    server.on("/api/v1/request", grow)
    assert not (await seerr.requests()).complete
    assert len(server.asked) <= 17


@pytest.mark.parametrize("path", ["request", "user"])
async def test_403_is_a_refused_key_everywhere(server: FakeServer, seerr: Seerr, path: str) -> None:
    server.on(f"/api/v1/{path}", FORBIDDEN)
    with pytest.raises(KeyRefused):
        await (seerr.requests() if path == "request" else seerr.users())


@pytest.mark.parametrize(
    "answer",
    [{"results": []}, {"pageInfo": {"results": 0}}, page([], -1), {"message": "Unknown query"}],
)
async def test_a_page_of_another_shape_is_not_understood(
    server: FakeServer, seerr: Seerr, answer: object
) -> None:
    server.on("/api/v1/request", reply(answer))
    with pytest.raises(NotUnderstood):
        await seerr.requests()


# --- users


async def test_users_are_read(server: FakeServer, seerr: Seerr) -> None:
    rows: list[dict[str, object]] = [
        {"id": 1, "displayName": "Ann", "jellyfinUserId": "ab" * 16, "email": "a@example.org"},
        {"id": 2, "displayName": "Granny", "username": "granny", "jellyfinUserId": None},
        {"id": None},
    ]
    server.on("/api/v1/user", paged(rows))
    assert await seerr.users() == Rows(
        (
            Requester(1, "Ann", jellyfin_user_id="ab" * 16, email="a@example.org"),
            Requester(2, "Granny", "granny"),
        ),
        total=3,
        skipped=1,
    )
    assert server.asked[0].query == {"take": "200", "skip": "0"}


async def test_no_request_but_reading(server: FakeServer, seerr: Seerr) -> None:
    server.on("/api/v1/status", reply(STATUS))
    server.on("/api/v1/auth/me", reply({"id": 1}))
    server.on("/api/v1/request", paged([]))
    server.on("/api/v1/user", paged([]))
    for answer in (seerr.status(), seerr.requests(), seerr.users()):
        await answer
    assert [asked.method for asked in server.asked] == ["GET"] * 4
