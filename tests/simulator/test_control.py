from datetime import datetime

import pytest

from .conftest import Client


async def test_requests_are_written_down_and_forgotten(client: Client) -> None:
    await client.radarr("/tag?x=1")
    (row,) = (await client.control("/requests")).json
    await client.control("/requests", "DELETE")
    assert (row["server"], row["path"], row["query"]) == ("radarr", "/api/v3/tag", "x=1")
    assert (await client.control("/requests")).json == []


async def test_requests_are_told_without_headers(client: Client) -> None:
    await client.radarr("/tag")
    assert client.stack.radarr.api_key not in (await client.control("/requests")).text


async def test_bridge_calls_are_written_down_as_such(client: Client) -> None:
    await client.bridge("/status")
    assert [request.server for request in client.stack.requests] == ["bridge"]


async def test_days_make_everything_older(client: Client) -> None:
    async def added() -> datetime:
        return datetime.fromisoformat((await client.radarr("/movie/1")).json["added"])

    before = await added()
    await client.control("/clock", "POST", {"days": 3})
    assert (before - await added()).days == 3


async def test_days_make_jellyfins_dates_older_too(client: Client) -> None:
    user = client.stack.world.users[0].id
    path = f"/Items?recursive=true&includeItemTypes=Movie&searchTerm=Metropolis&fields=DateCreated&userId={user}"

    async def dates() -> list[datetime]:
        (row,) = (await client.jellyfin(path)).json["Items"]
        texts = (row["DateCreated"], row["UserData"]["LastPlayedDate"])
        return [datetime.fromisoformat(text) for text in texts]

    before = await dates()
    await client.control("/clock", "POST", {"days": 2.5})
    after = await dates()
    assert [(a - b).total_seconds() for a, b in zip(before, after, strict=True)] == [216_000] * 2


async def test_a_play_moves_the_date_of_one_user(client: Client) -> None:
    body = {"user": "Ada", "title": "nosferatu", "days_ago": 2}
    item = (await client.control("/play", "POST", body)).json["item_id"]
    rows = client.stack.world.watches
    assert [user.name for user in client.stack.world.users if item in rows.get(user.id, {})] == [
        "Ada"
    ]


async def test_playing_a_series_plays_its_next_episode(client: Client) -> None:
    played = {client.stack.play("Fantômas") for _ in range(2)}
    kinds = {client.stack.catalog.items[item].index for item in played}
    assert kinds == {1, 2}


async def test_a_favourite_is_set_and_cleared(client: Client) -> None:
    user = client.stack.world.users[0].id
    path = f"/Items?recursive=true&isFavorite=true&userId={user}"
    totals = []
    for favorite in (True, False):
        body = {"user": "admin", "title": "Nosferatu", "favorite": favorite}
        await client.control("/favorite", "POST", body)
        totals.append((await client.jellyfin(path)).json["TotalRecordCount"])
    assert totals == [2, 1]


async def test_a_season_becomes_a_favourite(client: Client) -> None:
    user = client.stack.world.users[0].id
    body = {"title": "Fantômas", "season": 1}
    await client.control("/favorite", "POST", body)
    path = f"/Items?recursive=true&isFavorite=true&includeItemTypes=Season&userId={user}"
    (row,) = (await client.jellyfin(path)).json["Items"]
    assert (row["Type"], row["SeriesName"], row["IndexNumber"]) == ("Season", "Fantômas", 1)


async def test_things_are_collected_and_the_collection_loved(client: Client) -> None:
    user = client.stack.world.users[0].id
    body = {"name": "Silent", "titles": ["Metropolis", "Fantômas"]}
    made = (await client.control("/collection", "POST", body)).json["id"]
    await client.control("/collection", "POST", {"name": "Silent", "titles": ["The Kid"]})
    await client.control("/favorite", "POST", {"title": "Silent"})
    members = (await client.jellyfin(f"/Items?parentId={made}&userId={user}")).json["Items"]
    path = f"/Items?recursive=true&isFavorite=true&includeItemTypes=BoxSet&userId={user}"
    (loved,) = (await client.jellyfin(path)).json["Items"]
    assert {row["Name"] for row in members} == {"Metropolis", "Fantômas", "The Kid"}
    assert loved["Id"] == made


async def test_servers_are_broken_and_healed(client: Client) -> None:
    await client.control("/break", "POST", {"server": "radarr", "fault": "error"})
    broken = (await client.radarr("/tag")).status
    await client.control("/heal", "POST", {})
    assert (broken, (await client.radarr("/tag")).status) == (500, 200)


async def test_links_are_broken_folders_protected_and_both_healed(client: Client) -> None:
    disk = client.stack.jellyfin.state.disk
    await client.control("/break-links", "POST", {"share": 0.25})
    await client.control("/protect", "POST", {"folder": str(client.stack.root)})
    broken = (disk.failing, disk.may_write(client.stack.root))
    await client.control("/heal", "POST", {})
    assert broken == (0.25, False)
    assert (disk.failing, disk.may_write(client.stack.root)) == (0, True)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/break-links", {"share": 2}),
        ("/protect", {}),
        ("/break", {"server": "radarr", "fault": "error", "after": -1}),
        ("/break", {"server": "radarr", "fault": "flood"}),
        ("/break", {"server": "plex", "fault": "error"}),
        ("/break", {"fault": "error"}),
        ("/play", {"title": "No Such Film"}),
        ("/play", {"title": "Charade", "user": "Nobody"}),
        ("/clock", {"days": "many"}),
        ("/scan", {"library": "No Such Library"}),
        ("/favorite", {"title": "Fantômas", "season": 9}),
        ("/collection", {"name": "Silent", "titles": ["No Such Film"]}),
    ],
)
async def test_nonsense_is_refused_with_a_reason(
    client: Client, path: str, body: dict[str, object]
) -> None:
    answer = await client.control(path, "POST", body)
    assert (answer.status, list(answer.json)) == (400, ["error"])


async def test_the_state_names_what_there_is(client: Client) -> None:
    state = (await client.control("/state")).json
    assert (len(state["movies"]), len(state["series"]), len(state["users"])) == (12, 6, 3)


async def test_the_state_counts_what_each_user_has_played(client: Client) -> None:
    async def played() -> dict[str, int]:
        users = (await client.control("/state")).json["users"]
        return {user["name"]: user["played"] for user in users}

    unseen = next(
        movie
        for movie in client.stack.world.movies
        if not any(
            watch.played
            for rows in client.stack.world.watches.values()
            for item_id, watch in rows.items()
            if client.stack.catalog.items[item_id].media is movie
        )
    )
    before = await played()
    await client.control("/play", "POST", {"title": unseen.title, "user": "Ada"})
    assert await played() == before | {"Ada": before["Ada"] + 1}
