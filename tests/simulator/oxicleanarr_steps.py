"""What the tests of the simulated OxiCleanarr server share."""

from typing import Any

from simulator.oxicleanarr import OxiCleanarr

from .conftest import Client, Starter

NONE = "0001-01-01T00:00:00Z"


def server_of(client: Client) -> OxiCleanarr:
    assert client.stack.oxicleanarr is not None
    return client.stack.oxicleanarr


async def begin(start: Starter, version: str = "1.6.2", **options: Any) -> Client:
    """Start a stack whose OxiCleanarr server has synced once."""
    client = await start(oxicleanarr=version, **options)
    await server_of(client).sync()
    return client


async def sync_anew(client: Client) -> dict[str, Any]:
    """Let a changed configuration count, and sync; return the job."""
    await server_of(client).restart()
    await server_of(client).sync()
    job: dict[str, Any] = (await client.oxicleanarr("/api/jobs/latest")).json
    return job


async def feed(client: Client) -> list[str] | None:
    """Return the titles that Jellyfin's plugin would get."""
    items = (await client.oxicleanarr("/api/media/leaving-soon")).json["items"]
    return None if items is None else [item["title"] for item in items]


async def one(client: Client, number: str) -> dict[str, Any]:
    found: dict[str, Any] = (await client.oxicleanarr(f"/api/media/{number}")).json
    return found
