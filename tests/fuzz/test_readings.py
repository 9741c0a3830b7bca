"""Whatever a server answers, a source that is read again raises nothing, and keeps what it knew."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

import aiohttp
from hypothesis import given
import pytest

from custom_components.oxicleanarr.library import decided
from custom_components.oxicleanarr.library.decided import ServerMedia, read_server
from custom_components.oxicleanarr.library.jellyfin import read_jellyfin
from custom_components.oxicleanarr.library.jellyfin_media import OwnDisplay
from custom_components.oxicleanarr.library.managed import read_radarr, read_sonarr
from custom_components.oxicleanarr.library.reading import Answer, Reading
from custom_components.oxicleanarr.library.requested import read_seerr
from custom_components.oxicleanarr.policy.texts import LANGUAGES
from custom_components.oxicleanarr.problem_texts import PROBLEMS
from custom_components.oxicleanarr.problems import problem_sentence

from .answers import CANARY, Script
from .asking import Clients, Keys
from .drawn import SCRIPTS
from .effort import LONG, fuzzed, hurry, start_at
from .recorded import Conversation, dialect_of, recorded
from .sound import sound
from .wire import Wire

SECRET = "c0ffee0123456789"
NOW = datetime.now(UTC)
OWN = OwnDisplay(("/leaving-soon",), "c0")

type Read = Callable[[Clients], Awaitable[Answer]]

READERS: Mapping[str, Read] = {
    "jellyfin": lambda c: read_jellyfin(c.jellyfin, NOW, own=lambda: OWN),
    "rust": lambda c: read_jellyfin(c.jellyfin, NOW, own=lambda: OWN),
    "radarr": lambda c: read_radarr(c.radarr, "r", NOW),
    "sonarr": lambda c: read_sonarr(c.sonarr, "s", NOW),
    "seerr": lambda c: read_seerr(c.seerr, NOW),
    "oxicleanarr": lambda c: read_server(c.user, "o", NOW),
}

pytestmark = LONG


@pytest.fixture
def server(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def known() -> dict[str, Reading[Answer]]:
    """What the source told when it was read over the wire the first time."""
    return {}


@pytest.fixture
async def conversation(
    request: pytest.FixtureRequest,
    server: str,
    wire: Wire,
    session: aiohttp.ClientSession,
    known: dict[str, Reading[Answer]],
    monkeypatch: pytest.MonkeyPatch,
) -> Conversation:
    """What is asked of a good server to read it, and what that answers."""

    async def read(clients: Clients) -> None:
        fresh = Reading[Answer](server, server.title())
        known[server] = await fresh.renew(lambda: READERS[server](clients), NOW)

    conversation = await recorded(server, wire, session, read)
    assert known[server].problem is None
    monkeypatch.setattr(decided, "WAITS_SECONDS", (0,))
    hurry(monkeypatch)
    start_at(request.function, server)
    return conversation


@pytest.mark.parametrize("server", READERS, indirect=True)
@fuzzed(examples=40)
@given(script=SCRIPTS)
async def test_any_answer_is_understood_or_a_named_problem(
    wire: Wire,
    conversation: Conversation,
    known: dict[str, Reading[Answer]],
    server: str,
    script: Script,
) -> None:
    wire.speaker = conversation.speaker(script)
    before = known[server]
    keys = Keys.all_alike(SECRET)
    async with asyncio.timeout(30), aiohttp.ClientSession() as session:
        clients = Clients(session, wire.url, keys, conversation.known, dialect_of(server))
        after = await before.renew(lambda: READERS[server](clients), NOW)
    if after.problem is None:
        assert after.answer is not None
        assert sound(after.answer)
        assert sound(after.answer.size.media)
        assert after.status.problem is None
        if isinstance(after.answer, ServerMedia):
            assert after.answer.decider("o").window.days >= 0
        return
    assert (after.answer, after.read_at) == (before.answer, before.read_at)
    assert after.answer is before.answer
    for language in LANGUAGES:
        assert language == "en" or after.problem.said_as in PROBLEMS[language]
        said = problem_sentence(after.problem, language)
        assert said.isprintable()
        assert SECRET not in said
        assert CANARY not in said
