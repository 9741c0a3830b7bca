"""Ctrl-C, and its relatives, as an orderly end."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
import signal
import sys
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


async def until_interrupted(work: Coroutine[Any, Any, int]) -> int:
    """Run ``work`` and return its exit status; an interruption ends it once, in order.

    The first Ctrl-C (or SIGTERM, or the terminal's end) cancels the work; its clean-up then runs to the
    end, and later ones do not disturb it. Returns 130 if the work did not come to its own end.
    """
    loop = asyncio.get_running_loop()
    task = asyncio.ensure_future(work)
    interrupted = False

    def interrupt() -> None:
        nonlocal interrupted
        if not interrupted:
            interrupted = True
            task.cancel()
            with suppress(OSError):  # the terminal may be what has ended
                print("\nStopping, a few seconds…", file=sys.stderr, flush=True)

    for number in SIGNALS:
        loop.add_signal_handler(number, interrupt)
    try:
        return await task
    except asyncio.CancelledError:
        if not interrupted:
            raise
        return 128 + signal.SIGINT
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
