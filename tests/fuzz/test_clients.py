"""Whatever a server answers, every method of every client gives a proper result or raises ClientError."""

import asyncio
import traceback
from types import UnionType
from typing import TypeVar, Union, get_args, get_origin

import aiohttp
from hypothesis import given
import pytest

from custom_components.oxicleanarr.clients.errors import ClientError
from custom_components.oxicleanarr.clients.rows import Rows

from .answers import CANARY, Script
from .asking import Clients, Keys
from .drawn import SCRIPTS
from .effort import LONG, fuzzed, hurry, start_at
from .recipes import RECIPES, annotation_of, public_methods
from .recorded import Conversation, dialect_of, recorded
from .sound import sound
from .wire import Wire

SECRET = "c0ffee0123456789"

pytestmark = LONG


def test_every_public_method_has_a_recipe() -> None:
    assert {name.partition(":")[0] for name in RECIPES} == set(public_methods())


@pytest.fixture
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def conversation(
    request: pytest.FixtureRequest,
    name: str,
    wire: Wire,
    session: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
) -> Conversation:
    """What the method asks of a good server, and what that answers; who waits afterwards soon stops."""
    server, call = RECIPES[name]
    conversation = await recorded(server, wire, session, call)
    hurry(monkeypatch)
    start_at(request.function, name)
    return conversation


def fits(result: object, kind: object) -> bool:
    """Return whether a result is what its method says that it returns."""
    origin = get_origin(kind) or kind
    if origin in {Union, UnionType}:
        return any(fits(result, one) for one in get_args(kind))
    if kind is None:
        return result is None
    return isinstance(origin, TypeVar) or isinstance(result, origin)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", RECIPES, indirect=True)
@fuzzed(examples=10)
@given(script=SCRIPTS)
async def test_any_answer_gives_a_result_or_a_client_error(
    wire: Wire, conversation: Conversation, name: str, script: Script
) -> None:
    server, call = RECIPES[name]
    wire.speaker = conversation.speaker(script)
    keys = Keys.all_alike(SECRET)
    try:
        async with asyncio.timeout(20), aiohttp.ClientSession() as session:
            clients = Clients(session, wire.url, keys, conversation.known, dialect_of(server))
            result = await call(clients)
    except ClientError as failure:
        error = failure
    else:
        assert fits(result, annotation_of(name.partition(":")[0]))
        assert sound(result) or name.startswith("Http.")
        assert not isinstance(result, Rows) or min(result.skipped, result.total) >= 0
        return
    assert name != "Bridge.status", "it never raises"
    told = "".join(traceback.format_exception(error)) + repr(error) + str(error.facts)
    assert SECRET not in told
    assert CANARY not in told
    assert len(str(error)) < 400
    assert str(error).isprintable()
