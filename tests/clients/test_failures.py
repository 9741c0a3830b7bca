"""What a status or a broken connection means, as one of our errors."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
import datetime as dt
from ipaddress import IPv4Address
from pathlib import Path
import socket
import ssl
from typing import override

import aiohttp
from aiohttp import web
from aiohttp.abc import AbstractResolver
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.errors import (
    BrokenOff,
    CertificateRefused,
    ClientError,
    DiskMissing,
    KeyRefused,
    NotAllowed,
    NotFound,
    NotUnderstood,
    StartingUp,
    TimedOut,
    Unreachable,
)

from .conftest import FakeServer, raw, reply, short
from .things import Thing, client, failure_of


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


async def test_a_missing_disk_is_told_from_other_conflicts(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/thing", reply({"message": "Root folder is empty"}, 409))
    http = client(session, server.url)
    error = await failure_of(http.delete_medium("/thing"))
    assert isinstance(error, DiskMissing)
    assert error.key == "disk_missing"
    assert isinstance(await failure_of(http.delete_only("/thing")), NotUnderstood)
