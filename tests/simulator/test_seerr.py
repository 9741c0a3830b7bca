from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from .conftest import Client, Starter


async def media(client: Client, tmdb_id: int) -> dict[str, Any]:
    rows = (await client.seerr("/request?take=200")).json["results"]
    found: dict[str, Any] = next(r["media"] for r in rows if r["media"]["tmdbId"] == tmdb_id)
    return found


async def delete(client: Client, number: int) -> int:
    answer = await client.seerr(f"/media/{number}", method="DELETE")
    return answer.status


async def test_anyone_may_ask_for_the_version(client: Client) -> None:
    answer = await client.ask(f"{client.stack.seerr.url}/api/v1/status")
    assert (answer.status, answer.json["version"]) == (200, "3.1.0")


@pytest.mark.parametrize("path", ["/auth/me", "/request", "/user"])
@pytest.mark.parametrize("key", ["", "wrong"])
async def test_a_bad_key_is_answered_with_403(client: Client, path: str, key: str) -> None:
    answer = await client.seerr(path, key)
    assert (answer.status, answer.json["status"]) == (403, 403)


async def test_the_key_stands_for_the_owner(client: Client) -> None:
    me = (await client.seerr("/auth/me")).json
    assert (me["id"], me["displayName"]) == (1, "admin")


@pytest.mark.parametrize("path", ["/request?pageSize=5", "/user?Take=5", "/status?x=1"])
async def test_an_unknown_parameter_is_refused(client: Client, path: str) -> None:
    answer = await client.seerr(path)
    assert (answer.status, "Unknown query parameter" in answer.json["message"]) == (400, True)


@pytest.mark.parametrize("query", ["take=many", "skip=-1", "filter=nonsense"])
async def test_a_value_that_cannot_be_is_refused(client: Client, query: str) -> None:
    assert (await client.seerr(f"/request?{query}")).status == 400


@pytest.mark.parametrize("path", ["/", "/api/v1/nothing", "/api/v3/system/status", "/login"])
async def test_unknown_paths_are_pages(client: Client, path: str) -> None:
    answer = await client.ask(f"{client.stack.seerr.url}{path}")
    assert (answer.status, answer.headers["Content-Type"][:9]) == (200, "text/html")


async def test_ten_requests_come_unless_more_are_asked_for(client: Client) -> None:
    page = (await client.seerr("/request")).json
    total = len(client.stack.world.requests)
    assert len(page["results"]) == 10
    assert page["pageInfo"] == {"pages": 2, "pageSize": 10, "results": total, "page": 1}


async def test_pages_together_hold_everything_once_newest_first(client: Client) -> None:
    rows = []
    for skip in range(0, 30, 4):
        rows += (await client.seerr(f"/request?take=4&skip={skip}&sort=added")).json["results"]
    dates = [datetime.fromisoformat(row["createdAt"]) for row in rows]
    assert dates == sorted(dates, reverse=True)
    assert {row["id"] for row in rows} == {r.id for r in client.stack.world.requests}
    assert len(rows) == len(client.stack.world.requests)


async def test_a_request_names_its_medium_at_radarr_and_jellyfin(client: Client) -> None:
    rows = (await client.seerr("/request?take=200")).json["results"]
    row = next(row for row in rows if row["media"]["tmdbId"] == 961)
    item = client.stack.catalog.find("The General")
    assert item is not None
    assert (row["type"], row["status"], row["media"]["status"]) == ("movie", 2, 5)
    assert (row["media"]["serviceId"], row["media"]["externalServiceId"]) == (0, 3)
    assert row["media"]["jellyfinMediaId"] == item.id
    assert row["requestedBy"]["jellyfinUserId"] == client.stack.world.users[1].id


async def test_a_request_for_4k_uses_the_other_names(client: Client) -> None:
    rows = (await client.seerr("/request?take=200")).json["results"]
    (row,) = [row for row in rows if row["is4k"]]
    media = row["media"]
    assert (media["externalServiceId"], media["externalServiceId4k"]) == (None, 1)


async def test_requests_for_series_name_seasons(client: Client) -> None:
    rows = (await client.seerr("/request?take=200&mediaType=tv")).json["results"]
    holmes = [row for row in rows if row["media"]["tvdbId"] == 77780]
    seasons = [[season["seasonNumber"] for season in row["seasons"]] for row in holmes]
    assert sorted(seasons) == [[1], [2]]


async def test_somebody_has_no_account_on_jellyfin(client: Client) -> None:
    users = (await client.seerr("/user?take=200")).json["results"]
    (stranger,) = [row for row in users if row["jellyfinUserId"] is None]
    rows = (await client.seerr(f"/request?requestedBy={stranger['id']}")).json["results"]
    assert (stranger["displayName"], stranger["userType"]) == ("Granny Odd", 2)
    assert len(rows) == stranger["requestCount"] > 1


async def test_a_deleted_movie_is_deleted_for_seerr_once_it_looks(client: Client) -> None:
    await client.radarr("/movie/3?deleteFiles=true", "DELETE")
    before = await media(client, 961)
    client.stack.seerr.sync()
    after = await media(client, 961)
    rows = (await client.seerr("/request?filter=deleted")).json["results"]
    assert [row["media"]["tmdbId"] for row in rows] == [961]
    assert (before["status"], before["externalServiceId"]) == (5, 3)
    assert (after["status"], after["externalServiceId"], after["jellyfinMediaId"]) == (
        7,
        None,
        None,
    )


async def test_a_movie_that_came_back_is_found_under_its_new_id(client: Client) -> None:
    record = (await client.radarr("/movie/3")).json
    await client.radarr("/movie/3", "DELETE")
    client.stack.seerr.sync()
    made = (await client.radarr("/movie", "POST", record)).json
    client.stack.seerr.sync()
    assert (await media(client, 961))["externalServiceId"] == made["id"]


async def test_a_reset_forgets_a_medium_with_its_requests(client: Client) -> None:
    number = (await media(client, 961))["id"]
    statuses = [await delete(client, number), await delete(client, number)]
    rows = (await client.seerr("/request?take=200")).json["results"]
    assert statuses == [204, 404]
    assert 961 not in {row["media"]["tmdbId"] for row in rows}


async def test_a_reset_forgets_the_requests_for_4k_as_well(client: Client) -> None:
    plain = client.stack.world.requests[0]
    client.stack.world.requests.append(replace(plain, id=99, is_4k=True))
    number = (await media(client, plain.tmdb_id))["id"]
    await delete(client, number)
    rows = (await client.seerr("/request?take=200")).json["results"]
    assert number not in {row["media"]["id"] for row in rows}
    assert plain.tmdb_id not in {r.tmdb_id for r in client.stack.world.requests if r.is_4k}


async def test_no_medium_has_the_number_0_and_kinds_are_told_apart(client: Client) -> None:
    rows = (await client.seerr("/request?take=200")).json["results"]
    named = {(row["type"], row["media"]["tmdbId"]): row["media"]["id"] for row in rows}
    assert min(named.values()) == 1
    assert len(set(named.values())) == len(named)


async def test_its_csrf_protection_refuses_changes_and_lets_everybody_read(client: Client) -> None:
    number = (await media(client, 961))["id"]
    client.stack.seerr.csrf_protection = True
    assert await delete(client, number) == 403
    assert (await media(client, 961))["id"] == number


async def test_days_make_requests_older(client: Client) -> None:
    async def newest() -> datetime:
        row = (await client.seerr("/request?take=1")).json["results"][0]
        return datetime.fromisoformat(row["createdAt"])

    before = await newest()
    client.stack.advance(2)
    assert (before - await newest()).days == 2


async def test_it_lies_below_no_path(start: Starter) -> None:
    client = await start(base_paths=True)
    assert client.stack.seerr.url == client.stack.seerr.origin
