"""Moments: every step of what goes on can be stopped, so that something else happens exactly there.

A step is a request on its way to a server, an answer on its way back, a calculation that is over and whose
result nobody has yet, and a write before and after it reached the disk.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import web
from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
import pytest

from simulator.server import Server

_OURS = "custom_components.oxicleanarr"
# So long something that happens at a moment is waited for; it may itself be waiting for what stands still.
_AT_ONCE_SECONDS = 0.05
# So long anything at all is waited for.
PATIENCE_SECONDS = 20


class Moments:
    """Counts the steps; at those that it is told of, what goes on stands still."""

    def __init__(self, hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand between the integration and everything that takes time."""
        self.passed: list[str] = []
        """The steps since `among` began."""
        self.asked: list[str] = []
        """The requests that came to the servers."""
        self._stops: dict[int, asyncio.Future[None]] = {}
        self._goes_on = asyncio.Event()
        self._counting = False
        self._stand_before(hass, monkeypatch)

    @contextmanager
    def among(self, *stops: int) -> Iterator[list[asyncio.Future[None]]]:
        """Count steps; stop at those with these numbers, and yield what ends when each is reached."""
        loop = asyncio.get_running_loop()
        self.passed.clear()
        self._goes_on = asyncio.Event()
        self._stops = {number: loop.create_future() for number in stops}
        self._counting = True
        try:
            yield list(self._stops.values())
        finally:
            self.go_on()

    def pass_by(self) -> None:
        """Let what stands still go on until the next stop."""
        self._goes_on.set()
        self._goes_on = asyncio.Event()

    def go_on(self) -> None:
        """Let what stands still go on, and stop it no more."""
        self._counting = False
        self._goes_on.set()

    async def step(self, name: str) -> None:
        """Be one step further."""
        if not self._counting:
            return
        self.passed.append(name)
        stop = self._stops.pop(len(self.passed), None)
        if stop is not None:
            stop.set_result(None)
            await self._goes_on.wait()

    def _stand_before(self, hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
        honest, save, executor = (
            Server._honest,
            Store._async_write_data,
            hass.async_add_executor_job,
        )

        async def answer(
            server: Server, request: web.Request, path: str, *, inside: bool
        ) -> web.StreamResponse:
            name = f"{request.method} {server.name}{path}"
            self.asked.append(name)
            await self.step(name)
            response = await honest(server, request, path, inside=inside)
            await self.step(f"the answer to {name}")
            return response

        async def write(store: Store[Any], *args: Any) -> None:
            await self.step(f"before {store.key} is written")
            await save(store, *args)
            await self.step(f"after {store.key} was written")

        def calculate(target: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
            future = executor(target, *args)
            if not self._counting or not getattr(target, "__module__", "").startswith(_OURS):
                return future

            async def over() -> Any:
                result = await future
                await self.step(f"after {target.__name__}")
                return result

            return asyncio.ensure_future(over())

        monkeypatch.setattr(Server, "_honest", answer)
        monkeypatch.setattr(Store, "_async_write_data", write)
        monkeypatch.setattr(hass, "async_add_executor_job", calculate)


async def in_time[T](deed: Awaitable[T]) -> T:
    """Do something that must come to an end."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        return await deed


async def at_once(deed: asyncio.Task[Any]) -> bool:
    """Return whether something is over without waiting for what stands still."""
    done, _ = await asyncio.wait([deed], timeout=_AT_ONCE_SECONDS)
    return bool(done)


async def answer(deed: Awaitable[Any]) -> Any:
    """Wait for a deed; a task is made of coroutines only."""
    return await deed
