"""What a poll makes of the differences is what reading everything would have told."""

from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
import random
from typing import Any

import aiohttp
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.sonarr import Sonarr
from custom_components.oxicleanarr.library.jellyfin import read_jellyfin
from custom_components.oxicleanarr.library.jellyfin_differences import read_differences
from custom_components.oxicleanarr.library.jellyfin_media import JellyfinMedia
from custom_components.oxicleanarr.library.managed import ManagedMedia, read_radarr, read_sonarr
from custom_components.oxicleanarr.library.managed_differences import (
    read_radarr_differences,
    read_sonarr_differences,
)
from custom_components.oxicleanarr.library.reading import AnotherServerError
from simulator import Options, Stack
from simulator.world import Movie, Series


@dataclass
class Read:
    """What all servers told at one time."""

    jellyfin: JellyfinMedia
    radarr: ManagedMedia
    sonarr: ManagedMedia


@dataclass
class Servers:
    """A stack, and clients that read it as a whole or for differences."""

    stack: Stack
    jellyfin: Jellyfin
    radarr: Radarr
    sonarr: Sonarr

    @property
    def paths(self) -> list[str]:
        return [request.path for request in self.stack.requests]

    async def whole(self) -> Read:
        now = self.now()
        return Read(
            await read_jellyfin(self.jellyfin, now),
            await read_radarr(self.radarr, "radarr", now),
            await read_sonarr(self.sonarr, "sonarr", now),
        )

    async def differences(self, before: Read) -> Read:
        """Read what changed; what cannot be told that way fails the test."""
        now = self.now()
        jellyfin = await read_differences(self.jellyfin, now, before.jellyfin)
        radarr = await read_radarr_differences(self.radarr, "radarr", now, before.radarr)
        sonarr = await read_sonarr_differences(self.sonarr, "sonarr", now, before.sonarr)
        assert jellyfin
        assert radarr
        assert sonarr
        return Read(jellyfin, radarr, sonarr)

    def now(self) -> datetime:
        return self.stack.world.now().astimezone(UTC)


@pytest.fixture(params=["10.11", "12"])
async def servers(request: pytest.FixtureRequest, socket_enabled: None) -> AsyncGenerator[Servers]:
    """Run simulated servers, and read them over the wire."""
    options = Options(movies=8, series=4, users=3, jellyfin_version=request.param)
    async with AsyncExitStack() as stack_of:
        stack = await stack_of.enter_async_context(Stack(options))
        session = await stack_of.enter_async_context(aiohttp.ClientSession())
        yield Servers(
            stack,
            Jellyfin(session, URL(stack.jellyfin.url), device_id="d", token=stack.jellyfin.api_key),
            Radarr(session, URL(stack.radarr.url), stack.radarr.api_key),
            Sonarr(session, URL(stack.sonarr.url), stack.sonarr.api_key),
        )


def told(read: Read) -> dict[str, Any]:
    """Return what was told, whatever the order of it."""
    jellyfin = read.jellyfin
    series = {key for key, diary in jellyfin.watched.items() if diary}
    return {
        "items": {item.id: item for item in jellyfin.items},
        "twins": {item.id: item for item in jellyfin.twins},
        "watched": jellyfin.watched,
        "episodes": jellyfin.episode_plays(series),
        "favourites": jellyfin.favourite_of,
        "hearts": set(jellyfin.twin_hearts),
        "playing": jellyfin.playing,
        "size": replace(jellyfin.size, plays=dict(jellyfin.size.plays)),
        "radarr": {copy.entry_id: copy for copy in read.radarr.copies},
        "sonarr": {copy.entry_id: copy for copy in read.sonarr.copies},
    }


def media(stack: Stack) -> list[Movie | Series]:
    return [*stack.world.movies, *stack.world.series]


def play(stack: Stack, chance: random.Random) -> None:
    title = chance.choice(media(stack)).title
    user = chance.choice(stack.world.users).name
    if stack.catalog.find(title):
        stack.play(title, user=user, position_percent=chance.choice([3, 40, 100]))


def love(stack: Stack, chance: random.Random) -> None:
    title = chance.choice(media(stack)).title
    user = chance.choice(stack.world.users).name
    if stack.catalog.find(title):
        stack.favorite(title, user=user, favorite=chance.random() < 0.6)


def watch(stack: Stack, chance: random.Random) -> None:
    title = chance.choice(stack.world.movies).title
    if stack.catalog.find(title):
        stack.start_playing(title, user=chance.choice(stack.world.users).name)


def stop(stack: Stack, chance: random.Random) -> None:
    stack.stop_playing()


def tag(stack: Stack, chance: random.Random) -> None:
    medium = chance.choice(media(stack))
    known = stack.radarr.tags if isinstance(medium, Movie) else stack.sonarr.tags
    medium.tags = chance.sample(sorted(known), k=chance.randint(0, len(known)))
    stack.world.touch()


def bring_a_film(stack: Stack, chance: random.Random) -> None:
    """Let a film come that was never there."""
    missing = [movie for movie in stack.world.movies if not movie.has_file]
    if missing:
        stack.download(missing[0].title)
        stack.finish_downloads()
        stack.catalog.refresh()


def lose_an_episode(stack: Stack, chance: random.Random) -> None:
    series = chance.choice(stack.world.series)
    files = [episode for episode in series.episodes if episode.has_file]
    if len(files) > 1:
        stack.sonarr.arrivals.forget_file([chance.choice(files)], "Manual")


def correct(stack: Stack, chance: random.Random) -> None:
    """Let somebody correct a film in Jellyfin."""
    item = stack.catalog.find(chance.choice(stack.world.movies).title)
    if item:
        item.saved, item.year = stack.world.now(), chance.randint(1920, 1930)


HAPPENINGS: list[Callable[[Stack, random.Random], None]] = [
    play, play, love, watch, stop, tag, bring_a_film, lose_an_episode, correct
]  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
async def test_differences_tell_what_reading_everything_tells(servers: Servers, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a game of chance
    read = await servers.whole()
    for _ in range(8):
        for happening in chance.sample(HAPPENINGS, k=3):
            happening(servers.stack, chance)
        read = await servers.differences(read)
        whole = told(await servers.whole())
        for name, part in told(read).items():
            assert part == whole[name], name


async def test_a_film_that_is_gone_is_a_reason_to_read_everything(servers: Servers) -> None:
    read = await servers.whole()
    movie = next(movie for movie in servers.stack.world.movies if movie.has_file)
    servers.stack.world.movie_path(movie).unlink()
    servers.stack.catalog.refresh()
    assert await read_differences(servers.jellyfin, servers.now(), read.jellyfin) is None


async def test_a_file_that_is_gone_is_a_difference_for_radarr(servers: Servers) -> None:
    read = await servers.whole()
    movie = next(movie for movie in servers.stack.world.movies if movie.has_file)
    servers.stack.radarr.arrivals.forget_file(movie, "Manual")
    again = await servers.differences(read)
    assert {copy.entry_id for copy in read.radarr.copies} - {
        copy.entry_id for copy in again.radarr.copies
    } == {movie.id}


async def test_a_film_begun_anew_and_left_at_once_stays_watched(servers: Servers) -> None:
    movie = next(movie for movie in servers.stack.world.movies if movie.has_file)
    item_id = servers.stack.play(movie.title, days_ago=50)
    before = (await servers.whole()).jellyfin.watched[item_id].play_count
    servers.stack.play(movie.title, position_percent=1)
    assert (await servers.whole()).jellyfin.watched[item_id].play_count == before + 1


async def test_an_idle_poll_asks_ten_small_questions(servers: Servers) -> None:
    read = await servers.differences(await servers.whole())
    servers.stack.requests.clear()
    await servers.differences(read)
    assert len(servers.stack.requests) == 10
    assert sum(request.bytes for request in servers.stack.requests) < 50_000


async def test_what_nothing_happened_to_is_the_same_answer(servers: Servers) -> None:
    read = await servers.differences(await servers.whole())
    again = await servers.differences(read)
    assert (again.jellyfin, again.radarr, again.sonarr) == (
        read.jellyfin,
        read.radarr,
        read.sonarr,
    )


async def test_a_user_who_came_is_no_difference_but_a_reason_to_read_everything(
    servers: Servers,
) -> None:
    read = await servers.whole()
    servers.stack.world.users.append(replace(servers.stack.world.users[0], name="Eve", id="e" * 32))
    assert await read_differences(servers.jellyfin, servers.now(), read.jellyfin) is None


async def test_another_jellyfin_at_the_address_is_not_shown_the_key(servers: Servers) -> None:
    read = await servers.whole()
    servers.stack.requests.clear()
    with pytest.raises(AnotherServerError):
        await read_differences(servers.jellyfin, servers.now(), read.jellyfin, "another")
    said = [str(request.headers) for request in servers.stack.requests]
    assert not [one for one in said if servers.stack.jellyfin.api_key in one]


async def test_an_update_of_jellyfin_is_a_reason_to_read_everything(servers: Servers) -> None:
    read = await servers.whole()
    older = replace(read.jellyfin, version="10.10.7")
    assert await read_differences(servers.jellyfin, servers.now(), older) is None


async def test_another_app_at_the_address_is_a_reason_to_ask_who_answers(servers: Servers) -> None:
    read = await servers.whole()
    servers.radarr.http.url = URL(servers.stack.sonarr.url)
    servers.radarr.http.use_headers({"X-Api-Key": servers.stack.sonarr.api_key})
    now = servers.now()
    assert await read_radarr_differences(servers.radarr, "radarr", now, read.radarr) is None


async def test_a_tag_with_another_name_is_a_reason_to_read_everything(servers: Servers) -> None:
    read = await servers.whole()
    servers.stack.radarr.tags[99] = "new"
    now = servers.now()
    assert await read_radarr_differences(servers.radarr, "radarr", now, read.radarr) is None


async def test_after_many_changes_everything_is_read(servers: Servers) -> None:
    read = await servers.whole()
    now = servers.now() + timedelta(days=400)
    long_ago = replace(read.radarr, read_at=now - timedelta(days=800))
    assert await read_radarr_differences(servers.radarr, "radarr", now, long_ago) is not None
