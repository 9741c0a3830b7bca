"""Asking: what every request shares, what arrives, and how many go at once."""

import asyncio

import aiohttp
from aiohttp import web
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.errors import KeyRefused, NotUnderstood, WrongApp
from custom_components.oxicleanarr.clients.http import Http

from .conftest import FakeServer, raw, reply
from .things import Thing, client, failure_of


async def test_cancelling_is_cancelling(server: FakeServer, session: aiohttp.ClientSession) -> None:
    asked = asyncio.Event()

    async def hang(_: web.Request) -> web.StreamResponse:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    server.on("/thing", hang)
    http = client(session, server.url, concurrency=1)
    task = asyncio.create_task(http.get("/thing", Thing))
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    server.on("/thing", reply({"id": 1}))
    assert await http.get("/thing", Thing) == Thing(1), "the slot is free again"


@pytest.mark.parametrize(
    "key", ["", "a\r\nX-Evil: 1", "a\nb", "a\x00b", "schlüssel", "\u2028", "ключ", "\ud800"]
)
async def test_a_key_that_no_header_can_hold_is_refused_before_it_is_sent(
    server: FakeServer, session: aiohttp.ClientSession, key: str
) -> None:
    http = Http(session, server.url, "Thingarr", {"X-Api-Key": key})
    assert isinstance(await failure_of(http.get("/thing", Thing)), KeyRefused)
    assert server.asked == []


@pytest.mark.parametrize("base", ["", "/base", "/two/parts", "/my%20base"])
async def test_the_base_path_and_odd_parameters_arrive(
    server: FakeServer, session: aiohttp.ClientSession, base: str
) -> None:
    server.on(URL(f"http://h{base}/thing", encoded=True).path, reply({"id": 1}))
    odd = "a b+c&d=e/ü#?%"
    http = client(session, URL(f"{server.url}{base}", encoded=True))
    assert await http.get("/thing", Thing, {"q": odd, "n": 3}) == Thing(1)
    assert server.asked[0].query == {"q": odd, "n": "3"}


async def test_no_proxy_may_answer_with_what_it_remembers(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", reply({"id": 1}))
    await client(session, server.url).get("/thing", Thing)
    assert server.asked[0].headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_parameters_and_body_arrive_of_what_is_only_accepted(
    server: FakeServer, session: aiohttp.ClientSession, method: str
) -> None:
    server.on("/thing", web.Response(status=204))
    http = client(session, server.url)
    ask = http.post_only if method == "POST" else http.delete_only
    await ask("/thing", {"q": "a, b\n%+ü'\""}, {"x": "\udcff"})
    [asked] = server.asked
    assert (asked.method, asked.query) == (method, {"q": "a, b\n%+ü'\""})
    assert asked.body == '{"x": "\\udcff"}'


async def test_a_medium_is_deleted_with_its_parameters_and_without_a_body(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing/1", reply({}))
    await client(session, server.url).delete_medium("/thing/1", {"files": "true"})
    [asked] = server.asked
    assert (asked.method, asked.query, asked.body) == ("DELETE", {"files": "true"}, "")


async def test_what_is_put_arrives_and_is_answered(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", reply({"id": 2}, 202))
    assert await client(session, server.url).put("/thing", {"id": 2}, Thing) == Thing(2)
    assert (server.asked[0].method, server.asked[0].body) == ("PUT", '{"id": 2}')


async def test_a_web_page_accepts_nothing(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", raw(b"<html>", content_type="text/html; charset=utf-8"))
    http = client(session, server.url)
    for ask in (http.post_only, http.delete_only, http.delete_medium):
        assert isinstance(await failure_of(ask("/thing")), WrongApp)


async def test_a_parameter_that_no_address_can_hold_is_not_understood(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    answer = client(session, server.url).get("/thing", Thing, {"q": "\udcff"})
    assert isinstance(await failure_of(answer), NotUnderstood)


async def test_one_listing_at_a_time_and_a_quick_question_beside_it(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    begun: list[str] = []
    go_on = asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        begun.append(request.path)
        await go_on.wait()
        return reply({"Items": [], "TotalRecordCount": 0})

    server.on("/first", slow)
    server.on("/second", slow)
    server.on("/quick", reply({"id": 1}))
    http = client(session, server.url)
    listings = [asyncio.create_task(http.get_page(path, Thing)) for path in ("/first", "/second")]
    assert await http.get("/quick", Thing) == Thing(1)
    assert begun == ["/first"]
    go_on.set()
    await asyncio.gather(*listings)
    assert begun == ["/first", "/second"]


async def test_no_more_requests_at_once_than_slots(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    running = most = 0
    full = asyncio.Event()

    async def slow(_: web.Request) -> web.StreamResponse:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if running == 2:
            full.set()
        await full.wait()
        running -= 1
        return reply({"id": 1})

    server.on("/thing", slow)
    http = client(session, server.url, concurrency=2)
    await asyncio.gather(*(http.get("/thing", Thing) for _ in range(6)))
    assert most == 2


async def test_a_deletion_waits_for_no_other_request(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    full, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_: web.Request) -> web.StreamResponse:
        full.set()
        await go_on.wait()
        return reply({"id": 1})

    server.on("/slow", slow)
    server.on("/thing", reply({}))
    http = client(session, server.url, concurrency=1)
    waiting = asyncio.create_task(http.get("/slow", Thing))
    await full.wait()
    # A keep that comes while it waits would come too late.
    await asyncio.wait_for(http.delete_medium("/thing"), 2)
    go_on.set()
    await waiting
