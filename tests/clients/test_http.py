import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
import datetime as dt
from ipaddress import IPv4Address
from pathlib import Path
import socket
import ssl
import traceback
from typing import override

import aiohttp
from aiohttp import web
from aiohttp.abc import AbstractResolver
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
import msgspec
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.errors import (
    BrokenOff,
    CertificateRefused,
    ClientError,
    DiskMissing,
    KeyRefused,
    LoginPage,
    NotAllowed,
    NotFound,
    NotUnderstood,
    Redirected,
    StartingUp,
    TimedOut,
    Unreachable,
    WrongApp,
)
from custom_components.oxicleanarr.clients.http import Http
from custom_components.oxicleanarr.clients.rows import Rows

from .conftest import FakeServer, raw, reply, short

SECRET = "c0ffee0123456789"


class Thing(msgspec.Struct, frozen=True):
    id: int


def client(session: aiohttp.ClientSession, url: URL, concurrency: int = 2) -> Http:
    return Http(session, url, "Thingarr", {"X-Api-Key": SECRET}, concurrency)


async def failure_of(answer: Awaitable[object]) -> ClientError:
    """Whatever fails, nothing of the credential is in what a log would show."""
    with pytest.raises(ClientError) as caught:
        await answer
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert SECRET not in shown
    assert not isinstance(caught.value.__context__, aiohttp.ClientError)
    return caught.value


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, NotUnderstood),
        (401, KeyRefused),
        (403, NotAllowed),
        (404, NotFound),
        (418, NotUnderstood),
        (429, NotUnderstood),
        (500, NotUnderstood),
        (502, BrokenOff),
        (503, StartingUp),
        (504, TimedOut),
    ],
)
async def test_each_status_has_its_own_error(
    server: FakeServer, session: aiohttp.ClientSession, status: int, kind: type[ClientError]
) -> None:
    server.on("/thing", raw(b"<html>", status, "text/html"))
    http = client(session, server.url)
    for answer in (http.get("/thing", Thing), http.get_rows("/thing", Thing)):
        assert type(await failure_of(answer)) is kind


async def test_an_unexpected_status_is_told(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", reply({}, 418))
    error = await failure_of(client(session, server.url).get("/thing", Thing))
    assert isinstance(error, NotUnderstood)
    assert error.status == 418


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


# --- transport


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def test_nobody_listening_is_unreachable(session: aiohttp.ClientSession) -> None:
    url = URL.build(scheme="http", host="127.0.0.1", port=free_port())
    error = await failure_of(client(session, url).get("/thing", Thing))
    assert type(error) is Unreachable


class NoNames(AbstractResolver):
    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[aiohttp.abc.ResolveResult]:
        raise OSError(-2, "Name or service not known")

    @override
    async def close(self) -> None:
        pass


async def test_an_unknown_host_name_is_unreachable() -> None:
    connector = aiohttp.TCPConnector(resolver=NoNames())
    async with aiohttp.ClientSession(connector=connector) as session:
        error = await failure_of(client(session, URL("http://nowhere.example")).get("/x", Thing))
    assert isinstance(error, Unreachable)
    assert error.detail == "its host name is not known"


async def test_a_host_name_that_cannot_be_asked_for_is_unreachable(
    session: aiohttp.ClientSession,
) -> None:
    error = await failure_of(client(session, URL(f"http://{'a' * 70}.example")).get("/x", Thing))
    assert isinstance(error, Unreachable)


async def test_a_server_that_hangs_times_out(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    async def hang(_: web.Request) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    server.on("/thing", hang)
    error = await failure_of(client(session, server.url).get("/thing", Thing, timeout_seconds=0.05))
    assert isinstance(error, TimedOut)


async def test_a_server_that_hangs_in_its_answer_times_out(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    async def hang(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        await response.write(b'[{"id": 1},')
        await asyncio.Event().wait()
        raise AssertionError

    server.on("/things", hang)
    error = await failure_of(
        client(session, server.url).get_rows("/things", Thing, timeout_seconds=0.2)
    )
    assert isinstance(error, TimedOut)


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


type Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def saying(text: bytes) -> AsyncGenerator[URL]:
    """Serve these bytes to whoever asks, then hang up."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(text)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        yield URL.build(scheme="http", host="127.0.0.1", port=port)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (b"", Unreachable),
        (b"HTTP/1.1 200 O", Unreachable),
        (b"SSH-2.0-OpenSSH_10.0\r\n\r\n", NotUnderstood),
        (HEAD + b"Content-Length: 900\r\n\r\n" + b'[{"id": 1},', NotUnderstood),
        (HEAD + b"Content-Length: 900\r\n\r\n" + b'[{"id": 1}]', NotUnderstood),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n[{", NotUnderstood),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n[{", NotUnderstood),
        (HEAD + b"Connection: close\r\n\r\n[{", NotUnderstood),
        (HEAD + b"Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", NotUnderstood),
        (HEAD + b"X: " + b"x" * 99999 + b"\r\n\r\n", NotUnderstood),
    ],
    ids=short,
)
async def test_broken_answers_are_client_errors(
    session: aiohttp.ClientSession, text: bytes, kind: type[ClientError]
) -> None:
    async with saying(text) as url:
        http = client(session, url)
        assert isinstance(await failure_of(http.get("/x", Thing)), kind)
        assert isinstance(await failure_of(http.get_rows("/x", Thing)), kind)


async def test_a_closed_session_is_unreachable(server: FakeServer) -> None:
    session = aiohttp.ClientSession()
    await session.close()
    assert isinstance(await failure_of(client(session, server.url).get("/x", Thing)), Unreachable)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate that nobody signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "server")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


async def test_an_unsigned_certificate_is_refused_unless_the_session_allows_it(
    session: aiohttp.ClientSession, certificate: Path
) -> None:
    async def thing(_: web.Request) -> web.Response:
        return reply({"id": 1})

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    app = web.Application()
    app.router.add_get("/thing", thing)
    server = TestServer(app)
    await server.start_server(ssl=context)
    url = server.make_url("/").origin()
    try:
        refused = await failure_of(client(session, url).get("/thing", Thing))
        assert isinstance(refused, CertificateRefused)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=False)) as lenient:
            assert await client(lenient, url).get("/thing", Thing) == Thing(1)
    finally:
        await server.close()


async def test_https_to_a_plain_server_is_unreachable(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    url = server.url.with_scheme("https").with_port(server.url.port)
    error = await failure_of(client(session, url).get("/thing", Thing))
    assert type(error) is Unreachable
    assert "http instead" in error.detail


# --- what is sent


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


async def test_a_missing_disk_is_told_from_other_conflicts(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", reply({"message": "Root folder is empty"}, 409))
    http = client(session, server.url)
    error = await failure_of(http.delete_medium("/thing"))
    assert isinstance(error, DiskMissing)
    assert error.key == "disk_missing"
    assert isinstance(await failure_of(http.delete_only("/thing")), NotUnderstood)


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


# --- redirects


def redirect(location: str, status: int = 307) -> web.Response:
    return web.Response(status=status, headers={"Location": location})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_read_follows_to_the_same_origin_and_learns_the_base(
    server: FakeServer, session: aiohttp.ClientSession, status: int
) -> None:
    server.on("/thing", redirect("/base/thing?q=1", status))
    server.on("/base/thing", reply({"id": 1}))
    http = client(session, server.url)
    assert await http.get("/thing", Thing, {"q": "1"}) == Thing(1)
    assert http.url == server.url / "base"
    await http.get("/thing", Thing)
    assert server.paths == ["/thing", "/base/thing", "/base/thing"]
    assert server.asked[1].headers["X-Api-Key"] == SECRET


async def test_a_redirect_that_writes_the_usual_port_stays_on_the_server(
    server: FakeServer,
) -> None:
    async def to_the_server(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        request.url = request.url.with_host(server.url.host or "").with_port(server.url.port)
        return await handler(request)

    server.on("/thing", redirect("http://thing.example:80/base/thing"))
    server.on("/base/thing", reply({"id": 1}))
    async with aiohttp.ClientSession(middlewares=(to_the_server,)) as session:
        assert await client(session, URL("http://thing.example")).get("/thing", Thing) == Thing(1)


async def test_a_base_that_is_gone_again_is_forgotten(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", redirect("/base/thing"))
    server.on("/base/thing", reply({"id": 1}))
    http = client(session, server.url)
    await http.get("/thing", Thing)
    server.on("/thing", reply({"id": 2}))
    server.on("/base/thing", raw(b"<html>", content_type="text/html"))
    assert await http.get("/thing", Thing) == Thing(2)
    assert http.url == server.url


async def test_a_redirect_to_a_login_page_is_another_app_and_teaches_no_base(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", redirect("/login?returnUrl=/thing", 302))
    server.on("/login", raw(b"<html>", content_type="text/html"))
    http = client(session, server.url)
    assert isinstance(await failure_of(http.get("/thing", Thing)), WrongApp)
    assert http.url == server.url


async def test_another_origin_is_told_and_never_asked(
    server: FakeServer, other_server: FakeServer, session: aiohttp.ClientSession
) -> None:
    other_server.on("/thing", reply({"id": 1}))
    server.on("/thing", redirect(f"{other_server.url}/thing?token=abc#x"))
    error = await failure_of(client(session, server.url).get("/thing", Thing))
    assert isinstance(error, Redirected)
    assert error.location == str(other_server.url).rstrip("/")
    assert other_server.asked == []


@pytest.mark.parametrize(
    "path",
    [
        "/?rd=http%3A%2F%2Fh%2Fthing&secret=abc",
        "/login/h?redirect_url=%2Fthing",
        "/oauth2/authorize",
    ],
)
async def test_a_login_on_another_server_is_not_the_address_to_enter(
    server: FakeServer, other_server: FakeServer, session: aiohttp.ClientSession, path: str
) -> None:
    other = str(other_server.url).rstrip("/")
    server.on("/thing", redirect(f"{other}{path}", 302))
    error = await failure_of(client(session, server.url).get("/thing", Thing))
    assert isinstance(error, LoginPage)
    assert error.location == other
    assert other_server.asked == []


async def test_a_login_is_told_also_where_the_way_there_begins_on_the_same_server(
    server: FakeServer, other_server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", redirect("/outpost/start?rd=x", 302))
    server.on("/outpost/start", redirect(f"{other_server.url / 'authorize'}?client_id=x", 302))
    error = await failure_of(client(session, server.url).get("/thing", Thing))
    assert isinstance(error, LoginPage)


async def test_a_server_that_has_moved_is_no_login(
    server: FakeServer, other_server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", redirect(f"{other_server.url / 'base/thing'}?q=1"))
    error = await failure_of(client(session, server.url).get("/thing", Thing, {"q": "1"}))
    assert isinstance(error, Redirected)
    assert (error.key, error.location) == ("redirected", str(other_server.url / "base"))


@pytest.mark.parametrize(
    "location", ["https://127.0.0.1/thing", "http://user:secret@elsewhere.example/thing", "//h/x"]
)
async def test_another_scheme_or_host_is_another_origin(
    server: FakeServer, session: aiohttp.ClientSession, location: str
) -> None:
    server.on("/thing", redirect(location))
    error = await failure_of(client(session, server.url).get("/thing", Thing))
    assert isinstance(error, Redirected)
    assert "secret" not in error.location


async def test_a_write_never_follows(server: FakeServer, session: aiohttp.ClientSession) -> None:
    server.on("/thing", redirect("/base/thing"))
    server.on("/base/thing", reply({"id": 1}))
    http = client(session, server.url)
    for answer in (
        http.post("/thing", {}, Thing),
        http.put("/thing", {}, Thing),
        http.delete_only("/thing"),
        http.delete_medium("/thing"),
    ):
        assert isinstance(await failure_of(answer), Redirected)
    assert server.paths == ["/thing"] * 4


async def test_a_circle_of_redirects_ends(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", redirect("/thing"))
    error = await failure_of(client(session, server.url).get("/thing", Thing))
    assert isinstance(error, Redirected)
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    "location", ["", "http://", "ftp://h/x", "mailto:a", "http://[", "http://h:x/"]
)
async def test_a_redirect_to_nowhere_is_not_understood(
    server: FakeServer, session: aiohttp.ClientSession, location: str
) -> None:
    server.on("/thing", redirect(location))
    error = await failure_of(client(session, server.url).get("/thing", Thing))
    assert isinstance(error, NotUnderstood | Redirected)
