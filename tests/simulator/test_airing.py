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


@pytest.mark.parametrize("days", [(3, 5), (6, 9)])
async def test_on_other_days_it_is_not(client: Client, days: tuple[int, int]) -> None:
    episode = first_monitored(client)
    episode.air_date = client.stack.world.now().date() + timedelta(days=5)
    assert episode.id not in [row["id"] for row in await calendar(client, *days)]


async def test_what_nobody_monitors_is_not_in_the_calendar(client: Client) -> None:
    episode = first_monitored(client)
    episode.air_date = client.stack.world.now().date() + timedelta(days=5)
    episode.monitored = False
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


async def test_no_film_is_still_to_come(client: Client) -> None:
    assert (await client.radarr("/calendar")).json == []
