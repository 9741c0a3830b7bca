"""What calendars and dashboards ask of Radarr and Sonarr."""

from datetime import timedelta
from typing import Any

import pytest

from .conftest import Client


def first_monitored(client: Client) -> Any:
    return next(episode for episode in client.stack.world.episodes if episode.monitored)


async def calendar(client: Client, start_in: int, end_in: int) -> list[Any]:
    day = client.stack.world.now().date()
    start, end = (f"{day + timedelta(days=days):%Y-%m-%d}" for days in (start_in, end_in))
    answer = await client.sonarr(f"/calendar?start={start}&end={end}&includeSeries=True")
    return list(answer.json)


async def test_an_episode_is_in_the_calendar_on_its_day(client: Client) -> None:
    episode = first_monitored(client)
    episode.air_date = client.stack.world.now().date() + timedelta(days=5)
    rows = await calendar(client, 5, 6)
    assert episode.id in [row["id"] for row in rows]
    assert all(row["series"]["id"] == row["seriesId"] for row in rows)


@pytest.mark.parametrize("days", [(3, 4), (6, 9)])
async def test_on_other_days_it_is_not(client: Client, days: tuple[int, int]) -> None:
    episode = first_monitored(client)
    episode.air_date = client.stack.world.now().date() + timedelta(days=5)
    assert episode.id not in [row["id"] for row in await calendar(client, *days)]


async def test_what_nobody_monitors_is_not_in_the_calendar(client: Client) -> None:
    episode = first_monitored(client)
    episode.air_date = client.stack.world.now().date() + timedelta(days=5)
    episode.monitored = False
    assert episode.id not in [row["id"] for row in await calendar(client, 5, 6)]


async def test_what_airs_when_the_days_end_is_in_the_calendar_still(client: Client) -> None:
    episode = first_monitored(client)
    episode.air_date = client.stack.world.now().date() + timedelta(days=5)
    assert episode.id in [row["id"] for row in await calendar(client, 3, 5)]


async def test_of_a_series_that_nobody_monitors_nothing_is_in_the_calendar(client: Client) -> None:
    episode = first_monitored(client)
    episode.air_date = client.stack.world.now().date() + timedelta(days=5)
    client.stack.world.series_by_id[episode.series_id].monitored = False
    assert episode.id not in [row["id"] for row in await calendar(client, 5, 6)]


async def test_what_has_aired_and_has_no_file_is_missing(client: Client) -> None:
    wanted = {
        episode.id
        for episode in client.stack.world.episodes
        if episode.monitored
        and not episode.has_file
        and episode.has_aired(client.stack.world.now().date())
    }
    answer = (await client.sonarr("/wanted/missing?pageSize=1000")).json
    assert wanted
    assert {row["id"] for row in answer["records"]} == wanted
    assert answer["totalRecords"] == len(wanted)


async def missing(client: Client, query: str = "") -> list[int]:
    answer = (await client.sonarr(f"/wanted/missing?pageSize=1000{query}")).json
    return [row["id"] for row in answer["records"]]


async def test_missing_is_what_a_search_would_find(client: Client) -> None:
    world = client.stack.world
    before = await missing(client)
    lost = world.episodes_by_id[before[0]]
    world.series_by_id[lost.series_id].monitored = False
    after = await missing(client)
    client.stack.search()
    found = [number for number in before if world.episodes_by_id[number].has_file]
    assert lost.id not in after
    assert found == after


async def test_what_is_not_monitored_and_missing_can_be_asked_for(client: Client) -> None:
    lost = client.stack.world.episodes_by_id[(await missing(client))[0]]
    client.stack.world.series_by_id[lost.series_id].monitored = False
    assert lost.id in await missing(client, "&monitored=false")


@pytest.mark.parametrize(("query", "newest_first"), [("", False), ("descending", True)])
async def test_what_is_missing_comes_the_oldest_first_unless_turned_round(
    client: Client, query: str, newest_first: bool
) -> None:
    await client.sonarr("/episodefile/1", "DELETE")
    found = await missing(client, f"&sortDirection={query}" if query else "")
    dates = [client.stack.world.episodes_by_id[number].air_date for number in found]
    assert len(set(dates)) > 1
    assert dates == sorted(dates, key=str, reverse=newest_first)


async def test_no_film_is_still_to_come(client: Client) -> None:
    assert (await client.radarr("/calendar")).json == []
