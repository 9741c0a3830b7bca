"""The fixtures of the cleanup's tests."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from simulator import Options, Stack

from .door_room import Room
from .jelly import jelly, version

__all__ = ["jelly", "version"]


@pytest.fixture
async def stack(socket_enabled: None) -> AsyncIterator[Stack]:
    async with Stack(Options(movies=4, series=4, users=1)) as stack:
        yield stack


@pytest.fixture
async def room(stack: Stack) -> AsyncIterator[Room]:
    async with aiohttp.ClientSession() as session:
        yield Room(stack, session)
