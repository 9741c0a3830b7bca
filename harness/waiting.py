"""Waiting for something to become true, with an end and a reason."""

import asyncio
from collections.abc import Awaitable, Callable

from .errors import HarnessError

PAUSE_SECONDS = 0.2


async def until[T](
    look: Callable[[], Awaitable[T | None]], what: str, *, timeout_seconds: float
) -> T:
    """Call ``look`` until it answers something other than None or False; return that.

    Raises HarnessError, naming ``what``, when the time is over.
    """
    deadline = asyncio.get_running_loop().time() + timeout_seconds
    while True:
        found = await look()
        if found is not None and found is not False:
            return found
        if asyncio.get_running_loop().time() > deadline:
            raise HarnessError(f"Waited {timeout_seconds:g} s in vain for {what}.")
        await asyncio.sleep(PAUSE_SECONDS)
