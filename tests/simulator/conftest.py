from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
import json
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

from simulator import Options, Stack
from simulator.jellyfin_rust.catalog import RustCatalog


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, read to its end."""

    status: int
    text: str
    headers: dict[str, str]

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Client:
    """Asks the servers of a stack, with their keys unless told otherwise."""

    def __init__(self, stack: Stack, session: aiohttp.ClientSession) -> None:
        self.stack = stack
        self.session = session

    async def ask(
        self,
        url: str,
        method: str = "GET",
        headers: dict[str, str] | None = None,
        body: object = None,
    ) -> Reply:
        timeout = aiohttp.ClientTimeout(total=10)
        async with self.session.request(
            method, url, headers=headers, json=body, allow_redirects=False, timeout=timeout
        ) as answer:
            return Reply(answer.status, await answer.text(), dict(answer.headers))

    async def jellyfin(
        self,
        path: str,
        method: str = "GET",
        body: object = None,
        token: str | None = None,
    ) -> Reply:
        key = self.stack.jellyfin.api_key if token is None else token
        headers = {"Authorization": f'MediaBrowser Token="{key}"'}
        return await self.ask(self.stack.jellyfin.url + path, method, headers, body)

    async def radarr(self, path: str, method: str = "GET", body: object = None) -> Reply:
        headers = {"X-Api-Key": self.stack.radarr.api_key}
        return await self.ask(f"{self.stack.radarr.url}/api/v3{path}", method, headers, body)

    async def sonarr(self, path: str, method: str = "GET", body: object = None) -> Reply:
        headers = {"X-Api-Key": self.stack.sonarr.api_key}
        return await self.ask(f"{self.stack.sonarr.url}/api/v3{path}", method, headers, body)

    async def seerr(self, path: str, key: str | None = None, method: str = "GET") -> Reply:
        headers = {"X-Api-Key": self.stack.seerr.api_key if key is None else key}
        return await self.ask(f"{self.stack.seerr.url}/api/v1{path}", method, headers)

    async def oxicleanarr(
        self, path: str, method: str = "GET", body: object = None, token: str | None = None
    ) -> Reply:
        """Ask the OxiCleanarr server; without a token as its only user, logged in anew."""
        assert self.stack.oxicleanarr is not None
        server = self.stack.oxicleanarr
        given = server.auth.issue(server.username) if token is None else token
        headers = {"Authorization": f"Bearer {given}"} if given else {}
        return await self.ask(server.url + path, method, headers, body)

    async def control(self, path: str, method: str = "GET", body: object = None) -> Reply:
        return await self.ask(self.stack.control.url + path, method, None, body)

    async def bridge(self, path: str, method: str = "GET", body: object = None) -> Reply:
        return await self.jellyfin(f"/api/oxicleanarr{path}", method, body)

    async def log_in(self, name: str, password: str, device_id: str = "d1") -> Reply:
        device = f'Client="t", Device="t", DeviceId="{device_id}", Version="1"'
        return await self.ask(
            f"{self.stack.jellyfin.url}/Users/AuthenticateByName",
            "POST",
            {"Authorization": f"MediaBrowser {device}"},
            {"Username": name, "Pw": password},
        )


type Starter = Callable[..., Awaitable[Client]]


@pytest.fixture
async def start(socket_enabled: None) -> AsyncIterator[Starter]:
    """Return what starts stacks: it takes options and gives a client; they end with the test."""
    async with AsyncExitStack() as exits:

        async def starter(**options: Any) -> Client:
            stack = await exits.enter_async_context(Stack(Options(**options)))
            session = await exits.enter_async_context(aiohttp.ClientSession())
            return Client(stack, session)

        yield starter


@pytest.fixture
async def client(start: Starter) -> Client:
    """Ask a household-sized stack."""
    return await start()


RUST_MOVIES = "recursive=true&includeItemTypes=Movie"
RUST_DEVICE = 'Client="t", Device="t", DeviceId="d", Version="1"'


class Rust:
    """Asks a jellyfin-rust, as its administrator unless told otherwise."""

    def __init__(self, client: Client, token: str) -> None:
        self.client = client
        self.token = token

    @property
    def stack(self) -> Stack:
        return self.client.stack

    @property
    def catalog(self) -> RustCatalog:
        assert isinstance(self.stack.catalog, RustCatalog)
        return self.stack.catalog

    async def ask(self, path: str, method: str = "GET", token: str | None = None) -> Reply:
        token = self.token if token is None else token
        header = f'MediaBrowser {RUST_DEVICE}, Token="{token}"'
        return await self.with_header(path, {"Authorization": header}, method)

    async def with_header(self, path: str, headers: dict[str, str], method: str = "GET") -> Reply:
        # The query is sent as it is written here.
        url = URL(self.stack.jellyfin.url + path, encoded=True)
        async with self.client.session.request(
            method, url, headers=headers, timeout=aiohttp.ClientTimeout(total=10)
        ) as answer:
            return Reply(answer.status, await answer.text(), dict(answer.headers))

    async def ids(self) -> dict[str, str]:
        """Return the ids of the films by their titles."""
        return {row["Name"]: row["Id"] for row in await self.items(RUST_MOVIES)}

    async def items(self, query: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = (await self.ask(f"/Items?{query}")).json["Items"]
        return rows


@pytest.fixture
async def rust(start: Starter) -> Rust:
    client = await start(jellyfin_version="rust")
    answer = await client.log_in("admin", "popcorn")
    return Rust(client, answer.json["AccessToken"])


def exists(path: Path) -> bool:
    return path.exists()


def touch(path: Path) -> None:
    path.touch()


def any_in(folder: Path) -> bool:
    return any(folder.iterdir())
