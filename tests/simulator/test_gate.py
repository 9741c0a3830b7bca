"""Seeing every request before it is answered, and stopping it; a clock that is moved; a second Radarr."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from simulator import Fault
from simulator.wire import Arrival

from .conftest import Client, Starter, exists


async def test_every_request_is_seen_before_anything_is_done(client: Client) -> None:
    path = client.stack.world.movie_path(client.stack.world.movies[0])
    seen: list[tuple[str, str, str, bool]] = []

    async def look(arrival: Arrival) -> bool:
        there = 1 in client.stack.world.movies_by_id
        seen.append((arrival.server, arrival.method, arrival.path, there))
        return True

    client.stack.watch(look)
    await client.radarr("/movie/1?deleteFiles=true", "DELETE")
    assert seen == [("radarr", "DELETE", "/api/v3/movie/1", True)]
    await client.stack.radarr.settled()
    assert not exists(path)


async def test_what_is_stopped_is_not_done(client: Client) -> None:
    async def stop(_: Arrival) -> bool:
        return False

    client.stack.watch(stop)
    with pytest.raises(aiohttp.ClientError):
        await client.radarr("/movie/1?deleteFiles=true", "DELETE")
    assert 1 in client.stack.world.movies_by_id


async def test_a_body_is_seen_and_still_read(client: Client) -> None:
    bodies: list[str] = []

    async def look(arrival: Arrival) -> bool:
        bodies.append(arrival.body)
        return True

    client.stack.watch(look)
    assert (await client.radarr("/tag", "POST", {"label": "new"})).json["label"] == "new"
    assert bodies == ['{"label": "new"}']


async def test_what_happens_after_the_clock_was_moved_is_dated_so(client: Client) -> None:
    client.stack.world.ahead = timedelta(days=30)
    client.stack.radarr.arrivals.receive(client.stack.world.movies[0])
    added = (await client.radarr("/movie/1")).json["movieFile"]["dateAdded"]
    assert datetime.fromisoformat(added) > datetime.now(UTC) + timedelta(days=29)


async def test_a_second_radarr_has_entries_of_its_own(start: Starter) -> None:
    client = await start(second_radarr=True)
    second = client.stack.second_radarr
    assert second is not None
    headers = {"X-Api-Key": second.api_key}
    answer = await client.ask(f"{second.url}/api/v3/movie", headers=headers)
    assert answer.json == []
    assert len((await client.radarr("/movie")).json) == 12


async def test_a_second_radarr_breaks_by_itself(start: Starter) -> None:
    client = await start(second_radarr=True)
    second = client.stack.second_radarr
    assert second is not None
    client.stack.break_(second.name, Fault.ERROR)
    headers = {"X-Api-Key": second.api_key}
    assert (await client.ask(f"{second.url}/api/v3/movie", headers=headers)).status == 500
    assert (await client.radarr("/movie")).status == 200


async def test_jellyfin_shows_the_films_of_both(start: Starter) -> None:
    client = await start(second_radarr=True)
    second = client.stack.second_radarr
    assert second is not None
    locations = (await client.jellyfin("/Library/VirtualFolders")).json[0]["Locations"]
    assert [Path(place).name for place in locations] == ["movies", "movies-4k"]
