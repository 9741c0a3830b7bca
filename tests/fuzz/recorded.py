"""Conversations with simulated servers, as they go when all is well."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Final, override

import aiohttp
from yarl import URL

from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_models import Dialect
from simulator import Options, Stack
from simulator.options import RUST

from .answers import Answer, Script, Treatment
from .asking import Clients, Keys, Known
from .wire import Asked, Said, Wire

_SMALL: Final = Options(movies=5, series=2, users=2, collections=True)
_OPTIONS: Final[Mapping[str, Options]] = {
    "rust": Options(movies=4, series=1, users=2, jellyfin_version=RUST),
    "oxicleanarr": replace(_SMALL, oxicleanarr="1.6.2"),
}

_ELSEWHERE = (
    ("jellyfin", "/System/Info/Public", "/Users", "/Items?recursive=true&limit=3", "/Plugins"),
    ("radarr", "/api/v3/system/status", "/api/v3/movie", "/api/v3/tag", "/api/v3/movie/1"),
    ("sonarr", "/api/v3/system/status", "/api/v3/series", "/api/v3/episode?seriesId=1", "/"),
    ("seerr", "/api/v1/status", "/api/v1/request?take=5&skip=0", "/api/v1/auth/me"),
    ("oxicleanarr", "/health", "/api/sync/status", "/api/media/movies", "/api/config"),
)


@dataclass(repr=False)
class Conversation:
    """What was asked and answered, and what other servers answered to something else."""

    answers: list[Answer]
    others: tuple[Answer, ...]
    known: Known

    @override
    def __repr__(self) -> str:
        """Say nothing of what was said: examples are shown by it."""
        return f"<{len(self.answers)} answers>"

    def speaker(self, script: Script) -> Callable[[Asked], Awaitable[Said]]:
        """Return who says the same again, but for what the script changes."""
        left = list(self.answers)
        number = -1
        treatments = {which % len(left): treatment for which, treatment in script.items()}

        async def speak(asked: Asked) -> Said:
            nonlocal number
            number += 1
            # What was asked then, else the same path later or before, else whatever came next.
            same = [
                answer
                for answer in left
                if (answer.method, answer.path) == (asked.method, asked.path)
            ]
            again = [answer for answer in self.answers if answer.path == asked.path]
            answer = next(iter(same or again[-1:] or left or self.answers[-1:]))
            if answer in left:
                left.remove(answer)
            treatment = treatments.get(number, _UNTREATED)
            return treatment.said(answer, (*self.answers, *self.others))

        return speak


_UNTREATED = Treatment()


def address(stack: Stack, server: str) -> URL:
    """Return where one of the servers is."""
    if server == "oxicleanarr":
        assert stack.oxicleanarr is not None
        return URL(stack.oxicleanarr.url)
    name = "jellyfin" if server == "rust" else server
    return URL(getattr(stack, name).url)


@asynccontextmanager
async def running(server: str) -> AsyncGenerator[Stack]:
    """Run the servers, of which one is to be asked."""
    async with Stack(_OPTIONS.get(server, _SMALL)) as stack:
        if stack.oxicleanarr is not None:
            await stack.oxicleanarr.sync()
        yield stack


async def keys_of(stack: Stack, session: aiohttp.ClientSession) -> Keys:
    """Return what opens the servers; a jellyfin-rust knows no keys but those of a login."""
    person = next(user for user in stack.world.users if user.is_admin)
    jellyfin = stack.jellyfin.api_key
    if not jellyfin:
        client = Jellyfin(session, URL(stack.jellyfin.url), device_id="d")
        jellyfin = (await client.login(person.name, person.password)).token
    oxicleanarr = stack.oxicleanarr
    return Keys(
        jellyfin=jellyfin,
        radarr=stack.radarr.api_key,
        sonarr=stack.sonarr.api_key,
        seerr=stack.seerr.api_key,
        oxicleanarr=oxicleanarr.api_key if oxicleanarr else "",
        username=person.name,
        password=person.password,
        server_username=oxicleanarr.username if oxicleanarr else "",
        server_password=oxicleanarr.password if oxicleanarr else "",
    )


def known_of(stack: Stack) -> Known:
    """Return what there is on the servers."""
    films = [stack.catalog.find(film.title) for film in stack.world.movies]
    film, other = (item for item in films[:2] if item)
    series = stack.catalog.find(stack.world.series[0].title)
    assert series is not None
    assert film.path is not None
    links = stack.root / "leaving-soon"
    links.mkdir(exist_ok=True)
    collection = stack.collect("Favourites", [film.name, other.name])
    return Known(
        user=stack.world.users[0].id,
        film=film.id,
        other_film=other.id,
        series=series.id,
        collection=collection,
        tag="t",
        links=str(links),
        source=film.path,
    )


class Recorder:
    """Passes on what is asked, and remembers the answers."""

    def __init__(self, session: aiohttp.ClientSession, origin: URL) -> None:
        self._session = session
        self._origin = origin
        self.answers: list[Answer] = []

    async def speak(self, asked: Asked) -> Said:
        url = self._origin.join(URL(asked.target, encoded=True))
        headers = {k: v for k, v in asked.headers.items() if k not in {"Host", "Content-Length"}}
        async with self._session.request(
            asked.method, url, headers=headers, data=asked.body or None, allow_redirects=False
        ) as response:
            answer = Answer(
                asked.method,
                asked.path,
                response.status,
                response.headers.get("Content-Type", ""),
                await response.read(),
                response.headers.get("Location"),
            )
        self.answers.append(answer)
        return _UNTREATED.said(answer, ())


async def recorded(
    server: str,
    wire: Wire,
    session: aiohttp.ClientSession,
    talk: Callable[[Clients], Awaitable[object]],
) -> Conversation:
    """Talk with a simulated server, over the wire, and return how that went."""
    async with running(server) as stack:
        keys, known = await keys_of(stack, session), known_of(stack)
        recorder = Recorder(session, address(stack, server).origin())
        wire.speaker = recorder.speak
        await talk(Clients(session, wire.url, keys, known, dialect_of(server)))
    return Conversation(recorder.answers, await _elsewhere(session), known)


async def _elsewhere(session: aiohttp.ClientSession) -> tuple[Answer, ...]:
    """Return what all servers answer to this and that; it is asked once."""
    if not _OTHERS:
        async with running("oxicleanarr") as stack:
            keys = await keys_of(stack, session)
            for name, *paths in _ELSEWHERE:
                for path in paths:
                    url = address(stack, name).join(URL(path))
                    async with session.get(url, headers=_key(keys, name)) as response:
                        body = await response.read()
                        kind = response.content_type
                        _OTHERS.append(Answer("GET", path, response.status, kind, body))
    return tuple(_OTHERS)


_OTHERS: list[Answer] = []


def dialect_of(server: str) -> Dialect:
    """Return which program answers."""
    return Dialect.RUST if server == "rust" else Dialect.JELLYFIN


def _key(keys: Keys, server: str) -> dict[str, str]:
    match server:
        case "jellyfin":
            return {"Authorization": f'MediaBrowser Token="{keys.jellyfin}"'}
        case "oxicleanarr":
            return {"Authorization": f"Bearer {keys.oxicleanarr}"}
    return {"X-Api-Key": str(getattr(keys, server))}
