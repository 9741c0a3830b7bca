"""A server on loopback that writes to its callers, byte by byte, what a test has it say."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from yarl import URL


@dataclass(frozen=True)
class Asked:
    method: str
    target: str
    """The path with its query, as it was written."""
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    body: bytes = b""

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@dataclass(frozen=True)
class Said:
    """What goes over the wire; `closes` ends the connection behind it, `stalls` leaves it waiting.

    What stands in `endless` follows again and again, until nobody listens any more.
    """

    text: bytes
    closes: bool = False
    stalls: bool = False
    endless: bytes = b""


type Speaker = Callable[[Asked], Awaitable[Said]]


async def _silence(_: Asked) -> Said:
    return Said(b"", closes=True)


@dataclass
class Wire:
    url: URL
    speaker: Speaker = _silence
    requests: int = 0
    sent_bytes: int = 0

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                asked = await self._asked(reader)
                said = await self.speaker(asked)
                writer.write(said.text)
                await writer.drain()
                self.sent_bytes += len(said.text)
                while said.endless:
                    writer.write(said.endless)
                    await writer.drain()
                    self.sent_bytes += len(said.endless)
                if said.closes:
                    break
                if said.stalls:
                    await reader.read()
        except asyncio.IncompleteReadError, ConnectionError:
            pass
        finally:
            writer.close()

    async def _asked(self, reader: asyncio.StreamReader) -> Asked:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *lines = head.rstrip().split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = dict(line.split(": ", 1) for line in lines if ": " in line)
        self.requests += 1
        body = await reader.readexactly(int(headers.get("Content-Length", 0)))
        return Asked(method, target, headers, body)


@asynccontextmanager
async def listening() -> AsyncGenerator[Wire]:
    """Listen while the context lasts."""
    wire = Wire(URL())
    server = await asyncio.start_server(wire._serve, "127.0.0.1", 0, limit=2**20)
    host, port = server.sockets[0].getsockname()
    wire.url = URL(f"http://{host}:{port}")
    yield wire
    server.close()
    server.close_clients()
    await server.wait_closed()
