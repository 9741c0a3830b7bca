"""What a Sonarr monitors: how the season pass and the options of adding choose it."""

from typing import Any

import pytest

from .conftest import Client

GOES_ON, OF_TWO_SEASONS = 3, 4


async def seasons(client: Client, number: int) -> dict[int, bool]:
    rows = (await client.sonarr(f"/series/{number}")).json["seasons"]
    return {row["seasonNumber"]: row["monitored"] for row in rows}


async def monitored(client: Client, number: int) -> set[tuple[int, int]]:
    rows = (await client.sonarr(f"/episode?seriesId={number}")).json
    return {(row["seasonNumber"], row["episodeNumber"]) for row in rows if row["monitored"]}


async def choose(client: Client, number: int, options: object, **row: Any) -> int:
    body = {"series": [{"id": number, **row}], "monitoringOptions": options}
    return (await client.sonarr("/seasonpass", "POST", body)).status


async def test_of_the_pilot_alone_its_season_is_not_monitored(client: Client) -> None:
    await choose(client, OF_TWO_SEASONS, {"monitor": "pilot"})
    assert await monitored(client, OF_TWO_SEASONS) == {(1, 1)}
    assert await seasons(client, OF_TWO_SEASONS) == {1: False, 2: False}


@pytest.mark.parametrize(("goes_on", "last"), [(True, True), (False, False)])
async def test_the_last_season_of_a_series_that_goes_on_may_have_a_future(
    client: Client, goes_on: bool, last: bool
) -> None:
    client.stack.world.series_by_id[OF_TWO_SEASONS].ended = not goes_on
    await choose(client, OF_TWO_SEASONS, {"monitor": "future"})
    assert await monitored(client, OF_TWO_SEASONS) == set()
    assert await seasons(client, OF_TWO_SEASONS) == {1: False, 2: last}


@pytest.mark.parametrize(("how", "special"), [("monitorSpecials", True), ("all", False)])
async def test_specials_are_chosen_by_themselves(client: Client, how: str, special: bool) -> None:
    (number,) = (e.id for e in client.stack.world.series_by_id[GOES_ON].episodes if not e.season)
    body = {"episodeIds": [number], "monitored": not special}
    await client.sonarr("/episode/monitor", "PUT", body)
    await choose(client, GOES_ON, {"monitor": how})
    found = await monitored(client, GOES_ON)
    assert ((0, 1) in found, (1, 1) in found) == (special, True)


async def test_options_that_do_not_say_how_let_episodes_follow_their_seasons(
    client: Client,
) -> None:
    row = {"seasons": [{"seasonNumber": 1, "monitored": False}]}
    await choose(client, OF_TWO_SEASONS, {}, **row)
    assert {season for season, _ in await monitored(client, OF_TWO_SEASONS)} == {2}


async def test_without_files_nothing_is_monitored_when_these_are_ignored(client: Client) -> None:
    lost = client.stack.world.series_by_id[OF_TWO_SEASONS].episodes[0]
    await client.sonarr(f"/episodefile/{lost.file_id}", "DELETE")
    await choose(client, OF_TWO_SEASONS, {"ignoreEpisodesWithoutFiles": True})
    assert (1, 1) not in await monitored(client, OF_TWO_SEASONS)
    assert (1, 2) in await monitored(client, OF_TWO_SEASONS)


async def test_the_season_pass_knows_no_tags_and_no_unknown_series(client: Client) -> None:
    before = client.stack.world.series_by_id[OF_TWO_SEASONS].tags
    done = await choose(client, OF_TWO_SEASONS, None, tags=[9])
    unknown = await choose(client, 999, None)
    assert (done, unknown) == (202, 500)
    assert client.stack.world.series_by_id[OF_TWO_SEASONS].tags == before


async def test_seasons_that_the_record_leaves_out_are_not_monitored_when_new_ones_are_not(
    client: Client,
) -> None:
    record = (await client.sonarr(f"/series/{OF_TWO_SEASONS}")).json
    await client.sonarr(f"/series/{OF_TWO_SEASONS}", "DELETE")
    body = record | {"seasons": record["seasons"][:1], "monitorNewItems": "none"}
    made = (await client.sonarr("/series", "POST", body)).json["id"]
    await client.stack.sonarr.settled()
    assert await seasons(client, made) == {1: True, 2: False}
    assert {season for season, _ in await monitored(client, made)} == {1}
