from datetime import UTC, datetime, timedelta
from pathlib import Path
import re
from urllib.parse import quote

import pytest

from .conftest import Client, Starter, exists

MOVIES = "/Items?recursive=true&includeItemTypes=Movie&collapseBoxSetItems=false"
EPISODES = "/Items?recursive=true&includeItemTypes=Episode&collapseBoxSetItems=false"


async def names(client: Client, path: str) -> list[str]:
    return [row["Name"] for row in (await client.jellyfin(path)).json["Items"]]


def user_id(client: Client, index: int = 0) -> str:
    return client.stack.world.users[index].id


async def test_pages_together_hold_everything_once(client: Client) -> None:
    found: list[str] = []
    for start in range(0, 12, 5):
        found += await names(client, f"{MOVIES}&sortBy=SortName&startIndex={start}&limit=5")
    assert sorted(found) == sorted(movie.title for movie in client.stack.world.movies)


async def test_the_total_counts_all_pages(client: Client) -> None:
    assert (await client.jellyfin(f"{MOVIES}&limit=5")).json["TotalRecordCount"] == 12


async def test_without_counting_the_total_is_the_length_of_the_page(client: Client) -> None:
    page = (await client.jellyfin(f"{MOVIES}&limit=5&enableTotalRecordCount=false")).json
    assert page["TotalRecordCount"] == 5


async def test_a_page_behind_the_end_is_empty(client: Client) -> None:
    assert (await client.jellyfin(f"{MOVIES}&startIndex=50&limit=5")).json["Items"] == []


async def test_query_names_and_paths_are_taken_in_any_case(client: Client) -> None:
    page = (await client.jellyfin("/items?INCLUDEITEMTYPES=movie&Recursive=True")).json
    assert page["TotalRecordCount"] == 12


async def test_a_misspelt_type_is_dropped_and_so_yields_every_type(client: Client) -> None:
    rows = (await client.jellyfin("/Items?recursive=true&includeItemTypes=Moovie")).json["Items"]
    assert {"Movie", "Series", "Season", "Episode"} <= {row["Type"] for row in rows}


async def test_fields_come_only_when_asked_for(client: Client) -> None:
    bare = (await client.jellyfin(f"{MOVIES}&limit=1")).json["Items"][0]
    full = (await client.jellyfin(f"{MOVIES}&limit=1&fields=Path,ProviderIds")).json["Items"][0]
    assert set(full) - set(bare) == {"Path", "ProviderIds"}


async def test_images_can_be_left_out(client: Client) -> None:
    row = (await client.jellyfin(f"{MOVIES}&limit=1&enableImages=false")).json["Items"][0]
    assert "ImageTags" not in row


async def test_dates_have_seven_digits_behind_the_second(client: Client) -> None:
    row = (await client.jellyfin(f"{MOVIES}&limit=1&fields=DateCreated")).json["Items"][0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z", row["DateCreated"])


async def test_some_guids_are_null_rather_than_left_out(client: Client) -> None:
    row = (await client.jellyfin(f"{MOVIES}&limit=1")).json["Items"][0]
    assert row["ChannelId"] is None


async def test_a_key_without_user_sees_no_user_data(client: Client) -> None:
    rows = (await client.jellyfin(MOVIES)).json["Items"]
    assert not any("UserData" in row for row in rows)


async def test_user_data_comes_with_a_user(client: Client) -> None:
    rows = (await client.jellyfin(f"{MOVIES}&userId={user_id(client)}")).json["Items"]
    assert all("UserData" in row for row in rows)


async def test_user_data_can_be_left_out(client: Client) -> None:
    path = f"{MOVIES}&userId={user_id(client)}&enableUserData=false"
    assert "UserData" not in (await client.jellyfin(path)).json["Items"][0]


async def test_dashed_ids_are_taken(client: Client) -> None:
    plain = user_id(client)
    dashed = f"{plain[:8]}-{plain[8:12]}-{plain[12:16]}-{plain[16:20]}-{plain[20:]}"
    assert (await client.jellyfin(f"{MOVIES}&userId={dashed}")).status == 200


@pytest.mark.parametrize(("user", "status"), [("abc", 400), ("f" * 32, 404)])
async def test_an_impossible_user_is_refused(client: Client, user: str, status: int) -> None:
    assert (await client.jellyfin(f"{MOVIES}&userId={user}")).status == status


async def test_one_item_needs_a_user_when_a_key_asks(client: Client) -> None:
    row = (await client.jellyfin(f"{MOVIES}&limit=1")).json["Items"][0]
    statuses = [
        (await client.jellyfin(f"/Items/{row['Id']}{query}")).status
        for query in ("", f"?userId={user_id(client)}")
    ]
    assert statuses == [400, 200]


@pytest.mark.parametrize(
    "query", ["filters=IsPlayed", "filters=IsResumable", "isFavorite=true", "sortBy=DatePlayed"]
)
async def test_watch_filters_fail_without_a_user_on_10_11(client: Client, query: str) -> None:
    assert (await client.jellyfin(f"{MOVIES}&{query}")).status == 500


async def test_more_orders_than_sort_keys_fail(client: Client) -> None:
    path = f"{MOVIES}&sortBy=SortName&sortOrder=Ascending,Descending"
    assert (await client.jellyfin(path)).status == 500


async def test_played_resumable_and_favourite_are_told_apart(client: Client) -> None:
    base = f"{MOVIES}&userId={user_id(client)}"
    found = [
        await names(client, f"{base}&{query}&sortBy=SortName")
        for query in ("filters=IsPlayed", "filters=IsResumable", "isFavorite=true")
    ]
    caligari = "The Cabinet of Dr. Caligari"
    assert found == [[caligari, "Metropolis"], ["Charade"], [caligari]]


async def test_ids_pick_and_unknown_ones_are_dropped(client: Client) -> None:
    row = (await client.jellyfin(f"{MOVIES}&limit=1")).json["Items"][0]
    assert await names(client, f"/Items?ids={row['Id']},{'0' * 32},nonsense") == [row["Name"]]


async def test_a_library_restricts_to_its_own(client: Client) -> None:
    folders = (await client.jellyfin("/Library/VirtualFolders")).json
    shows = next(row["ItemId"] for row in folders if row["Name"] == "Shows")
    found = (await client.jellyfin(f"/Items?parentId={shows}&recursive=true")).json["Items"]
    assert {row["Type"] for row in found} == {"Series", "Season", "Episode"}


async def test_without_recursion_only_libraries_are_listed(client: Client) -> None:
    assert await names(client, "/Items") == ["Movies", "Shows"]


async def test_a_series_and_a_season_hold_their_episodes_and_no_others(client: Client) -> None:
    series = client.stack.catalog.find("Zorro's Fighting Legion")
    assert series is not None
    season = client.stack.catalog.season(series, 1)
    assert season is not None
    counts = {
        kind: len(await names(client, f"{path}&isMissing=false"))
        for kind, path in (
            ("series", f"{EPISODES}&parentId={series.id}"),
            ("season", f"{EPISODES}&parentId={season.id}"),
            ("seasons", f"/Items?recursive=true&includeItemTypes=Season&parentId={series.id}"),
        )
    }
    assert counts == {"series": 12, "season": 11, "seasons": 2}


async def test_a_file_with_two_episodes_tells_the_last_one(client: Client) -> None:
    series = client.stack.catalog.find("Zorro's Fighting Legion")
    assert series is not None
    rows = (await client.jellyfin(f"{EPISODES}&parentId={series.id}&isMissing=false")).json["Items"]
    ends = {row["IndexNumber"]: row["IndexNumberEnd"] for row in rows if "IndexNumberEnd" in row}
    assert ends == {11: 12}


async def test_what_premiered_last_comes_first_when_asked_for(client: Client) -> None:
    series = client.stack.catalog.find("Zorro's Fighting Legion")
    assert series is not None
    path = f"{EPISODES}&parentId={series.id}&sortBy=PremiereDate&sortOrder=Descending"
    rows = (await client.jellyfin(path)).json["Items"]
    days = [row.get("PremiereDate", "") for row in rows]
    assert len({day[:4] for day in days}) < len(set(days))
    assert days == sorted(days, reverse=True)


async def test_an_unknown_parent_is_a_bad_request(client: Client) -> None:
    assert (await client.jellyfin(f"{EPISODES}&parentId={'0' * 32}")).status == 400


async def test_episodes_without_files_are_virtual_and_can_be_left_out(client: Client) -> None:
    everything = (await client.jellyfin(EPISODES)).json["Items"]
    virtual = [row for row in everything if row["LocationType"] == "Virtual"]
    there = (await client.jellyfin(f"{EPISODES}&isMissing=false")).json["TotalRecordCount"]
    assert (len(virtual), there) == (2, len(everything) - 2)


async def test_what_was_saved_since_a_date_is_found(client: Client) -> None:
    since = datetime.now(UTC) - timedelta(days=50)
    path = f"{MOVIES}&minDateLastSaved={quote(since.isoformat())}"
    assert await names(client, path) == ["Der müde Tod"]


async def test_a_series_has_no_date_of_its_own_but_its_episodes_have(client: Client) -> None:
    base = f"/Items?recursive=true&userId={user_id(client)}&searchTerm=Vampires"
    series = (await client.jellyfin(f"{base}&includeItemTypes=Series")).json["Items"][0]
    episodes = (
        await client.jellyfin(f"/Shows/{series['Id']}/Episodes?userId={user_id(client)}")
    ).json
    assert "LastPlayedDate" not in series["UserData"]
    assert series["UserData"]["Played"] is True
    assert all("LastPlayedDate" in row["UserData"] for row in episodes["Items"])


@pytest.mark.parametrize(("version", "expected"), [("10.11", 1), ("12", 0)])
async def test_a_series_half_played_counts_as_played_only_before_12(
    start: Starter, version: str, expected: int
) -> None:
    client = await start(jellyfin_version=version)
    path = f"/Items?recursive=true&includeItemTypes=Series&filters=IsPlayed&userId={user_id(client, 1)}"
    assert (await client.jellyfin(path)).json["TotalRecordCount"] == expected


@pytest.mark.parametrize("version", ["10.11", "12"])
async def test_a_series_is_played_when_all_of_it_that_is_there_was(
    start: Starter, version: str
) -> None:
    client = await start(jellyfin_version=version)
    series = client.stack.catalog.find("Radar Men from the Moon")
    assert series is not None
    assert any(episode.is_virtual for episode in client.stack.catalog.episodes_of(series.id))
    path = f"/UserPlayedItems/{series.id}?userId={user_id(client)}"
    data = (await client.jellyfin(path, "POST")).json
    assert (data["Played"], data["UnplayedItemCount"]) == (True, 0)
    query = f"includeItemTypes=Series&isPlayed=true&userId={user_id(client)}"
    assert series.name in await names(client, f"/Items?recursive=true&{query}")


async def make_collection(client: Client) -> None:
    rows = (await client.jellyfin(f"{MOVIES}&limit=3")).json["Items"]
    ids = ",".join(row["Id"] for row in rows)
    await client.jellyfin(f"/Collections?name=Soon&ids={ids}", "POST")


@pytest.mark.parametrize(("version", "expected"), [("10.11", 12), ("12", 10)])
async def test_12_groups_members_of_collections_unasked(
    start: Starter, version: str, expected: int
) -> None:
    client = await start(jellyfin_version=version)
    await make_collection(client)
    page = (await client.jellyfin("/Items?recursive=true&includeItemTypes=Movie")).json
    assert page["TotalRecordCount"] == expected


async def test_12_does_not_group_when_told_not_to(start: Starter) -> None:
    client = await start(jellyfin_version="12")
    await make_collection(client)
    assert (await client.jellyfin(MOVIES)).json["TotalRecordCount"] == 12


async def test_12_also_groups_where_it_recurses_by_itself(start: Starter) -> None:
    client = await start(jellyfin_version="12")
    await make_collection(client)
    movies = client.stack.catalog.library("Movies")
    assert movies is not None
    page = (await client.jellyfin(f"/Items?includeItemTypes=Movie&parentId={movies.id}")).json
    assert page["TotalRecordCount"] == 10


@pytest.mark.parametrize("version", ["10.11", "12"])
@pytest.mark.parametrize(
    ("query", "expected"),
    [("", 10), ("&collapseBoxSetItems=false", 12), ("&filters=IsUnplayed", 12)],
    ids=["unasked", "forbidden", "filtered"],
)
async def test_users_see_films_grouped_where_that_is_set(
    start: Starter, version: str, query: str, expected: int
) -> None:
    client = await start(jellyfin_version=version)
    await make_collection(client)
    client.stack.world.watches.clear()
    body = {"EnableGroupingMoviesIntoCollections": True}
    await client.jellyfin("/System/Configuration", "POST", body)
    path = f"/Items?recursive=true&includeItemTypes=Movie&userId={user_id(client)}{query}"
    assert (await client.jellyfin(path)).json["TotalRecordCount"] == expected


@pytest.mark.parametrize(("version", "expected"), [("10.11", 12), ("12", 10)])
async def test_12_takes_a_wish_to_group_for_all_kinds_where_none_is_set(
    start: Starter, version: str, expected: int
) -> None:
    client = await start(jellyfin_version=version)
    await make_collection(client)
    path = f"/Items?recursive=true&includeItemTypes=Movie&userId={user_id(client)}"
    page = (await client.jellyfin(f"{path}&collapseBoxSetItems=true")).json
    assert page["TotalRecordCount"] == expected


async def test_the_last_user_sees_only_the_media_libraries(client: Client) -> None:
    folder = client.stack.root / "new"
    folder.mkdir()
    await client.jellyfin(
        f"/Library/VirtualFolders?name=New&collectionType=movies&paths={quote(str(folder))}",
        "POST",
        {},
    )
    views = [
        len((await client.jellyfin(f"/UserViews?userId={user_id(client, i)}")).json["Items"])
        for i in (0, 2)
    ]
    assert views == [3, 2]


async def test_deleting_an_item_deletes_its_files(client: Client) -> None:
    row = (await client.jellyfin(f"{MOVIES}&limit=1&fields=Path")).json["Items"][0]
    there_before = exists(Path(row["Path"]))
    await client.jellyfin(f"/Items/{row['Id']}", "DELETE")
    assert (there_before, exists(Path(row["Path"]))) == (True, False)


@pytest.mark.parametrize(("item", "status"), [("", 401), ("0" * 32, 404)], ids=["one", "none"])
async def test_who_may_not_delete_an_item_is_told_401(
    client: Client, item: str, status: int
) -> None:
    row = (await client.jellyfin(f"{MOVIES}&limit=1&fields=Path")).json["Items"][0]
    user = client.stack.world.users[1]
    token = (await client.log_in(user.name, user.password)).json["AccessToken"]
    answer = await client.jellyfin(f"/Items/{item or row['Id']}", "DELETE", token=token)
    assert (answer.status, exists(Path(row["Path"]))) == (status, True)


async def test_posters_need_no_key(client: Client) -> None:
    row = (await client.jellyfin(f"{MOVIES}&limit=1")).json["Items"][0]
    url = f"{client.stack.jellyfin.url}/Items/{row['Id']}/Images/Primary?maxWidth=100"
    async with client.session.get(url) as answer:
        assert (answer.status, answer.content_type) == (200, "image/jpeg")


def a_whole_item(**changes: object) -> dict[str, object]:
    return {"Name": "M", "Tags": [], "Genres": ["Drama"], "ProviderIds": {"Tmdb": "19"}, **changes}


async def test_what_an_editor_leaves_out_is_wiped(client: Client) -> None:
    path, item_id = await an_item(client)
    await client.jellyfin(f"/Items/{item_id}", "POST", a_whole_item(Overview="New"))
    edited = (await client.jellyfin(path)).json
    assert (edited["Name"], edited["Overview"], edited["Genres"]) == ("M", "New", ["Drama"])
    assert not {"PremiereDate", "OfficialRating", "CommunityRating"} & edited.keys()


@pytest.mark.parametrize("missing", ["Tags", "ProviderIds"])
async def test_an_edit_without_tags_or_ids_fails(client: Client, missing: str) -> None:
    path, item_id = await an_item(client)
    before = (await client.jellyfin(path)).json
    answer = await client.jellyfin(f"/Items/{item_id}", "POST", a_whole_item(**{missing: None}))
    assert answer.status == 500
    assert (await client.jellyfin(path)).json == before


async def test_the_lock_of_a_collection_is_handed_on_to_its_members(client: Client) -> None:
    made = client.stack.collect("Old", ["Metropolis"])
    await client.jellyfin(f"/Items/{made}", "POST", a_whole_item(LockData=True))
    item = client.stack.catalog.find("Metropolis")
    assert item is not None
    assert item.is_locked


async def an_item(client: Client) -> tuple[str, str]:
    """Return where a film is told of, and its id."""
    item = client.stack.catalog.find("Metropolis")
    assert item is not None
    return f"/Users/{client.stack.world.users[0].id}/Items/{item.id}", item.id
