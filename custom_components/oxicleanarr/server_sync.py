"""Letting an OxiCleanarr server sync, and following it until it has ended."""

import asyncio
from datetime import timedelta
from enum import StrEnum
from typing import Final

from .clients.errors import TimedOut
from .clients.oxicleanarr import OxiCleanarr
from .clients.oxicleanarr_models import Job

PATIENCE: Final = timedelta(minutes=30)
"""So long a sync is followed; large libraries with a statistics server behind them take minutes."""

_POLLS_SECONDS: Final = (0.5, 0.5, 1, 1, 2, 2, 3)
_POLL_SECONDS: Final = 5
# Right after its answer the server may not have begun.
_LATE_SECONDS: Final = 3


class ServerSync(StrEnum):
    """What the server is to read."""

    FULL = "full"
    """Everything; then it decides anew, and deletes if it is allowed to."""
    INCREMENTAL = "incremental"
    """Only what was watched; nothing is decided."""


async def async_sync_server(client: OxiCleanarr, sync: ServerSync) -> Job | None:
    """Let a server sync and wait for its end; return the job of a full one, an incremental one leaves none.

    A server takes every wish, and carries them out one after the other (since 1.5).

    Raises:
        TimedOut: It goes on for longer than anybody waits.
        ClientError: The server failed.
    """
    before = await client.latest_job()
    await client.start_sync(full=sync is ServerSync.FULL)
    if sync is ServerSync.INCREMENTAL:
        await _rest(client)
        return None
    return await _job_after(client, before)


async def _job_after(client: OxiCleanarr, before: Job | None) -> Job:
    """Wait for another job than the newest one before, and for its end."""
    for seconds in _polls():
        await asyncio.sleep(seconds)
        job = await client.latest_job()
        if job is not None and job.over and (before is None or job.id != before.id):
            return job
    raise TimedOut(client.http.server, "its sync still goes on")


async def _rest(client: OxiCleanarr) -> None:
    """Wait until nothing is under way; servers before 1.6 do not tell, and are given a moment."""
    waited = 0.0
    for seconds in _polls():
        await asyncio.sleep(seconds)
        waited += seconds
        if waited >= _LATE_SECONDS and not (await client.sync_status()).in_progress:
            return
    raise TimedOut(client.http.server, "its sync still goes on")


def _polls() -> list[float]:
    """Return the waits between two looks, often at first."""
    rest = PATIENCE.total_seconds() - sum(_POLLS_SECONDS)
    return [*_POLLS_SECONDS, *([_POLL_SECONDS] * int(rest // _POLL_SECONDS))]
