"""A wire and a session for every test of this room."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest

from .wire import Wire, listening


@pytest.fixture(autouse=True)
def _sockets(socket_enabled: None) -> None:
    """Allow sockets; connecting stays limited to loopback."""


@pytest.fixture
async def wire() -> AsyncGenerator[Wire]:
    async with listening() as wire:
        yield wire


@pytest.fixture
async def session() -> AsyncGenerator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session
