"""Reading an answer, however it is labelled and however long it is."""

import asyncio

import aiohttp
import pytest

from custom_components.oxicleanarr.clients.errors import NotUnderstood, WrongApp
from custom_components.oxicleanarr.clients.rows import Rows

from .conftest import FakeServer, raw, reply, short
from .things import Thing, client, failure_of


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b'{"id": 1}'),
        ("application/json; charset=utf-8", b'\xef\xbb\xbf{"id": 1}'),
        ("text/plain", b" \r\n" * 99 + b'{"id": 1}\n'),
        ("text/html", b'{"id": "1", "more": [{}]}'),
        ("application/octet-stream", b'{"id": 1}'),
        ("", b'{"id": 1}'),
    ],
)
async def test_json_is_read_however_it_is_labelled(
    server: FakeServer, session: aiohttp.ClientSession, content_type: str, body: bytes
) -> None:
    server.on("/thing", raw(body, content_type=content_type))
    server.on(
        "/things", raw(b"\xef\xbb\xbf[" + body.strip(b"\xef\xbb\xbf") + b"]", 200, content_type)
    )
    http = client(session, server.url)
    assert await http.get("/thing", Thing) == Thing(1)
    assert await http.get_rows("/things", Thing) == Rows((Thing(1),), 1)


@pytest.mark.parametrize("content_type", ["text/html", "application/json", "text/plain"])
@pytest.mark.parametrize("body", [b"<!DOCTYPE html><html>", b"\xef\xbb\xbf\n <html></html>"])
async def test_a_web_page_is_another_app(
    server: FakeServer, session: aiohttp.ClientSession, content_type: str, body: bytes
) -> None:
    server.on("/thing", raw(body, content_type=content_type))
    http = client(session, server.url)
    for answer in (http.get("/thing", Thing), http.get_rows("/thing", Thing)):
        error = await failure_of(answer)
        assert isinstance(error, WrongApp)
        assert error.found == "a web page"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  ",
        b"\xef\xbb\xbf",
        b"OK",
        b"null",
        b"1",
        b'"text"',
        b"[]",
        b"{}",
        b'{"id": null}',
        b'{"id": {}}',
        b'{"id": 1',
        b'{"id": 1} {}',
        b'{"id": ' + b"9" * 5000 + b"}",
        b'{"id": 1, "x": ' + b"[" * 200_000,
        b"\xff\xfe{\x00}\x00",
    ],
    ids=short,
)
async def test_an_object_that_is_none_is_not_understood(
    server: FakeServer, session: aiohttp.ClientSession, body: bytes
) -> None:
    server.on("/thing", raw(body))
    error = await failure_of(client(session, server.url).get("/thing", Thing))
    assert isinstance(error, NotUnderstood)


@pytest.mark.parametrize(
    "body",
    [b"", b" ", b"null", b"{}", b'{"message": "no"}', b'[{"id": 1}', b"[1}", b"[" * 9999],
    ids=short,
)
async def test_a_list_that_is_none_is_not_understood(
    server: FakeServer, session: aiohttp.ClientSession, body: bytes
) -> None:
    server.on("/things", raw(body))
    error = await failure_of(client(session, server.url).get_rows("/things", Thing))
    assert isinstance(error, NotUnderstood)


async def test_bad_rows_are_skipped_and_counted(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/things", reply([{"id": 1}, {"id": "x"}, None, [], {}, {"id": "2"}]))
    rows = await client(session, server.url).get_rows("/things", Thing)
    assert rows == Rows((Thing(1), Thing(2)), total=6, skipped=4)
    assert rows.complete


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[]",
        b'{"Items": []}',
        b'{"TotalRecordCount": 0}',
        b'{"Items": null, "TotalRecordCount": 0}',
        b'{"Items": {}, "TotalRecordCount": 0}',
        b'{"Items": [], "TotalRecordCount": -1}',
        b'{"Items": [], "TotalRecordCount": null}',
        b'{"Items": [{"id": 1}, ',
    ],
)
async def test_a_page_without_rows_or_count_is_not_understood(
    server: FakeServer, session: aiohttp.ClientSession, body: bytes
) -> None:
    server.on("/page", raw(body))
    error = await failure_of(client(session, server.url).get_page("/page", Thing))
    assert isinstance(error, NotUnderstood)


async def test_a_page_skips_and_counts_bad_rows(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    rows = [{"id": n} for n in range(200)]
    server.on("/page", reply({"Items": [*rows, {}], "TotalRecordCount": "900"}))
    page = await client(session, server.url).get_page("/page", Thing)
    assert (len(page.rows), page.total, page.skipped) == (200, 900, 1)


async def test_the_event_loop_gets_its_turn_while_a_big_list_is_read(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/things", reply([{"id": n, "text": "x" * 4000} for n in range(1, 501)]))
    turns = 0
    reading = asyncio.create_task(client(session, server.url).get_rows("/things", Thing))
    while not reading.done():
        turns += 1
        await asyncio.sleep(0)
    assert len(reading.result().rows) == 500
    assert turns > 500 * 4000 // 65536
