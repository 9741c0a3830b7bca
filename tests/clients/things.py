"""A server of things, asked; whatever fails, nothing of the credential shows."""

from collections.abc import Awaitable
import traceback

import aiohttp
import msgspec
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.errors import ClientError
from custom_components.oxicleanarr.clients.http import Http

SECRET = "c0ffee0123456789"


class Thing(msgspec.Struct, frozen=True):
    id: int


def client(session: aiohttp.ClientSession, url: URL, concurrency: int = 2) -> Http:
    return Http(session, url, "Thingarr", {"X-Api-Key": SECRET}, concurrency)


async def failure_of(answer: Awaitable[object]) -> ClientError:
    """Whatever fails, nothing of the credential is in what a log would show."""
    with pytest.raises(ClientError) as caught:
        await answer
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert SECRET not in shown
    assert not isinstance(caught.value.__context__, aiohttp.ClientError)
    return caught.value
