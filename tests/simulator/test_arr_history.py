"""What Radarr and Sonarr tell of what happened to files."""

import pytest

from .conftest import Client

IMPORTED, DELETED = "downloadFolderImported", "movieFileDeleted"


async def test_of_one_film_the_newest_comes_first(client: Client) -> None:
    await client.radarr("/moviefile/1", "DELETE")
    rows = (await client.radarr("/history/movie?movieId=1")).json
    assert [row["eventType"] for row in rows] == [DELETED, IMPORTED]


@pytest.mark.parametrize(("kind", "wanted"), [(DELETED, DELETED), ("6", DELETED), ("3", IMPORTED)])
async def test_of_one_film_only_the_kind_is_told_that_is_asked_for(
    client: Client, kind: str, wanted: str
) -> None:
    await client.radarr("/moviefile/1", "DELETE")
    rows = (await client.radarr(f"/history/movie?movieId=1&eventType={kind}")).json
    assert [row["eventType"] for row in rows] == [wanted]


async def test_of_a_series_one_season_can_be_asked_for(client: Client) -> None:
    world = client.stack.world
    wanted = {e.id for e in world.series_by_id[4].episodes if e.season == 2}
    rows = (await client.sonarr("/history/series?seriesId=4&seasonNumber=2")).json
    assert {row["episodeId"] for row in rows} == wanted
    assert len((await client.sonarr("/history/series?seriesId=4")).json) > len(rows)


@pytest.mark.parametrize("query", ["", "?seriesId=999"])
async def test_of_a_series_that_there_is_not_there_is_no_history(
    client: Client, query: str
) -> None:
    assert (await client.sonarr(f"/history/series{query}")).status == 404


@pytest.mark.parametrize("query", ["", "?movieId=999"])
async def test_of_a_film_that_there_is_not_the_history_is_empty(client: Client, query: str) -> None:
    answer = await client.radarr(f"/history/movie{query}")
    assert (answer.status, answer.json) == (200, [])


async def test_without_a_date_all_of_the_history_is_told(client: Client) -> None:
    rows = (await client.radarr("/history/since")).json
    assert {row["movieId"] for row in rows} == {movie.id for movie in client.stack.world.movies}
