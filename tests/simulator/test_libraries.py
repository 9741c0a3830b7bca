from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from .conftest import Client, Starter

FOLDERS = "/Library/VirtualFolders"
MOVIES = (
    "/Items?recursive=true&includeItemTypes=Movie&collapseBoxSetItems=false&fields=Path,ProviderIds"
)


def folder(client: Client, name: str = "leaving-soon") -> Path:
    path = client.stack.root / name
    path.mkdir(exist_ok=True)
    return path


async def add_library(
    client: Client, name: str, path: Path, kind: str = "movies", *, refresh: bool = True
) -> int:
    query = f"name={quote(name)}&collectionType={kind}&paths={quote(str(path))}"
    query += f"&refreshLibrary={str(refresh).lower()}"
    return (await client.jellyfin(f"{FOLDERS}?{query}", "POST", {"LibraryOptions": {}})).status


async def libraries(client: Client) -> dict[str, dict[str, Any]]:
    return {row["Name"]: row for row in (await client.jellyfin(FOLDERS)).json}


async def movie_rows(client: Client, title: str, more: str = "") -> list[dict[str, Any]]:
    rows = (await client.jellyfin(MOVIES + more)).json["Items"]
    return [row for row in rows if row["Name"] == title]


def link_to_metropolis(client: Client) -> Path:
    world = client.stack.world
    link = folder(client) / "Metropolis.mkv"
    link.symlink_to(world.movie_path(world.movies[0]))
    return link


async def test_movies_and_shows_are_there_from_the_start(client: Client) -> None:
    found = await libraries(client)
    assert {name: row["CollectionType"] for name, row in found.items()} == {
        "Movies": "movies",
        "Shows": "tvshows",
    }


async def test_a_taken_name_gets_a_number(client: Client) -> None:
    await add_library(client, "Soon", folder(client))
    await add_library(client, "Soon", folder(client, "other"))
    assert list(await libraries(client))[2:] == ["Soon", "Soon2"]


async def test_a_missing_path_is_a_bad_request(client: Client) -> None:
    assert await add_library(client, "Soon", client.stack.root / "missing") == 400


async def test_a_path_with_a_comma_is_cut_in_two(client: Client) -> None:
    assert await add_library(client, "Soon", folder(client, "one, two")) == 400


async def test_a_path_with_a_comma_works_in_the_body(client: Client) -> None:
    path = folder(client, "one, two")
    body = {"LibraryOptions": {"PathInfos": [{"Path": str(path)}]}}
    await client.jellyfin(f"{FOLDERS}?name=Soon&collectionType=movies", "POST", body)
    assert (await libraries(client))["Soon"]["Locations"] == [str(path)]


@pytest.mark.parametrize(("version", "status"), [("10.11", 204), ("12", 400)])
async def test_only_12_refuses_blanks_around_names(
    start: Starter, version: str, status: int
) -> None:
    client = await start(jellyfin_version=version)
    assert await add_library(client, "Soon ", folder(client)) == status


async def test_the_name_must_be_in_the_body_to_add_a_path(client: Client) -> None:
    path = str(folder(client))
    statuses = [
        (await client.jellyfin(f"{FOLDERS}/Paths{query}", "POST", body)).status
        for query, body in (
            ("?name=Movies", {"Path": path}),
            ("", {"Name": "Movies", "PathInfo": {"Path": path}}),
        )
    ]
    assert statuses == [400, 204]


async def test_an_unknown_library_cannot_be_removed(client: Client) -> None:
    assert (await client.jellyfin(f"{FOLDERS}?name=Nothing", "DELETE")).status == 404


async def test_removing_a_library_leaves_its_files(client: Client) -> None:
    await client.jellyfin(f"{FOLDERS}?name=Movies", "DELETE")
    assert list(await libraries(client)) == ["Shows"]
    assert len(list(client.stack.world.movies_dir.iterdir())) == 12


async def test_renaming_to_a_taken_name_is_a_conflict(client: Client) -> None:
    path = f"{FOLDERS}/Name?name=Movies&newName=Shows"
    assert (await client.jellyfin(path, "POST", {})).status == 409


async def test_a_linked_copy_is_an_item_of_its_own_after_a_refresh(client: Client) -> None:
    link = link_to_metropolis(client)
    await add_library(client, "Soon", folder(client), refresh=False)
    before = len(await movie_rows(client, "Metropolis"))
    await client.jellyfin("/Library/Refresh", "POST")
    original, copy = await movie_rows(client, "Metropolis")
    assert before == 1
    assert copy["Path"] == str(link)
    assert (copy["Id"] != original["Id"], copy["ProviderIds"]) == (True, original["ProviderIds"])


async def test_a_play_of_the_copy_leaves_the_original_untouched(client: Client) -> None:
    link_to_metropolis(client)
    await add_library(client, "Soon", folder(client))
    user = client.stack.world.users[1]
    _, copy = await movie_rows(client, "Metropolis")
    client.stack.play(item_id=copy["Id"], user=user.name)
    rows = await movie_rows(client, "Metropolis", f"&userId={user.id}")
    assert [row["UserData"]["Played"] for row in rows] == [False, True]


async def test_a_linked_series_brings_its_episodes(client: Client) -> None:
    series = client.stack.world.series[0]
    path = client.stack.world.series_path(series)
    (folder(client) / path.name).symlink_to(path)
    await add_library(client, "Soon TV", folder(client), "tvshows")
    item_id = (await libraries(client))["Soon TV"]["ItemId"]
    query = f"/Items?parentId={item_id}&recursive=true&includeItemTypes=Series,Episode"
    rows = (await client.jellyfin(query)).json["Items"]
    assert [row["Type"] for row in rows].count("Episode") == len(series.episodes)


async def test_a_dangling_link_keeps_its_item(client: Client) -> None:
    link_to_metropolis(client)
    await add_library(client, "Soon", folder(client))
    await client.radarr("/movie/1?deleteFiles=true", "DELETE")
    await client.stack.radarr.settled()
    await client.jellyfin("/Library/Refresh", "POST")
    rows = await movie_rows(client, "Metropolis")
    assert [Path(row["Path"]).parent.name for row in rows] == ["leaving-soon"]


async def set_options(client: Client, name: str, options: dict[str, Any]) -> None:
    library = (await libraries(client))[name]
    body = {"Id": library["ItemId"], "LibraryOptions": options}
    await client.jellyfin(f"{FOLDERS}/LibraryOptions", "POST", body)


async def test_a_disabled_library_is_hidden_from_users_but_not_from_keys(client: Client) -> None:
    movies = (await libraries(client))["Movies"]
    await set_options(client, "Movies", movies["LibraryOptions"] | {"Enabled": False})
    admin = client.stack.world.users[0].id
    views = (await client.jellyfin(f"/UserViews?userId={admin}")).json["Items"]
    seen = (await client.jellyfin(f"{MOVIES}&userId={admin}")).json["TotalRecordCount"]
    by_key = (await client.jellyfin(MOVIES)).json["TotalRecordCount"]
    assert ([view["Name"] for view in views], seen, by_key) == (["Shows"], 0, 12)


async def test_the_options_of_a_new_library_are_kept_whole(client: Client) -> None:
    path = str(folder(client))
    sent = {"MetadataSavers": [], "SaveSubtitlesWithMedia": False, "PathInfos": [{"Path": path}]}
    query = f"{FOLDERS}?name=Soon&collectionType=movies"
    await client.jellyfin(query, "POST", {"LibraryOptions": sent})
    kept = (await libraries(client))["Soon"]["LibraryOptions"]
    assert {name: kept[name] for name in sent} == sent
    assert kept["EnableAutomaticSeriesGrouping"] is True


async def test_options_that_are_left_out_fall_back_to_their_defaults(client: Client) -> None:
    await set_options(client, "Movies", {"SaveLocalMetadata": True, "MetadataSavers": []})
    await set_options(client, "Movies", {"Enabled": False})
    options = (await libraries(client))["Movies"]["LibraryOptions"]
    assert (options["Enabled"], options["SaveLocalMetadata"]) == (False, False)
    assert (options["PathInfos"], "MetadataSavers" in options) == ([], False)


async def test_a_library_inside_another_stays_empty(client: Client) -> None:
    inner = client.stack.world.movies_dir / "Metropolis (1927)"
    await add_library(client, "Inner", inner)
    item_id = (await libraries(client))["Inner"]["ItemId"]
    assert (await client.jellyfin(f"{MOVIES}&parentId={item_id}")).json["Items"] == []


async def test_telling_of_a_changed_path_refreshes_its_library(client: Client) -> None:
    await client.radarr("/movie/1?deleteFiles=true", "DELETE")
    await client.stack.radarr.settled()
    still = len(await movie_rows(client, "Metropolis"))
    path = str(client.stack.world.movies_dir / "Metropolis (1927)")
    updates = {"Updates": [{"Path": path, "UpdateType": "Deleted"}]}
    await client.jellyfin("/Library/Media/Updated", "POST", updates)
    assert (still, len(await movie_rows(client, "Metropolis"))) == (1, 0)


async def refreshing(client: Client) -> dict[str, str]:
    return {name: row["RefreshStatus"] for name, row in (await libraries(client)).items()}


async def test_a_library_tells_of_a_scan_of_its_own_until_that_ends(client: Client) -> None:
    client.stack.start_scan("Movies")
    assert await refreshing(client) == {"Movies": "Active", "Shows": "Idle"}
    client.stack.stop_scan()
    assert await refreshing(client) == {"Movies": "Idle", "Shows": "Idle"}


async def test_watch_data_comes_back_when_a_file_does(client: Client) -> None:
    world = client.stack.world
    path = world.movie_path(world.movies[0])
    path.rename(path.with_suffix(".gone"))
    await client.jellyfin("/Library/Refresh", "POST")
    path.with_suffix(".gone").rename(path)
    await client.jellyfin("/Library/Refresh", "POST")
    (row,) = await movie_rows(client, "Metropolis", f"&userId={world.users[0].id}")
    assert row["UserData"]["Played"] is True


async def ids(client: Client, count: int) -> list[str]:
    return [row["Id"] for row in (await client.jellyfin(MOVIES)).json["Items"]][:count]


async def collection_members(client: Client, collection: str) -> int:
    user = client.stack.world.users[0].id
    path = f"/Items?parentId={collection}&userId={user}"
    return int((await client.jellyfin(path)).json["TotalRecordCount"])


async def test_collections_cannot_be_listed_directly(client: Client) -> None:
    assert (await client.jellyfin("/Collections")).status == 405


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/Collections?name=Soon"),
        ("POST", "/Collections/{}/Items?ids="),
        ("DELETE", "/Collections/{}/Items?ids="),
    ],
)
async def test_only_administrators_change_collections(
    client: Client, method: str, path: str
) -> None:
    made = client.stack.collect("Old", ["Metropolis"])
    user = client.stack.world.users[1]
    token = (await client.log_in(user.name, user.password)).json["AccessToken"]
    answer = await client.jellyfin(path.format(made), method, token=token)
    assert answer.status == 403


async def test_a_collection_is_filled_and_emptied(client: Client) -> None:
    first, second = await ids(client, 2)
    made = (await client.jellyfin(f"/Collections?name=Soon&ids={first}", "POST")).json["Id"]
    await client.jellyfin(f"/Collections/{made}/Items?ids={first},{second}", "POST")
    filled = await collection_members(client, made)
    await client.jellyfin(f"/Collections/{made}/Items?ids={first},{'0' * 32}", "DELETE")
    assert (filled, await collection_members(client, made)) == (2, 1)


async def test_making_a_collection_twice_finds_the_first(client: Client) -> None:
    made = {(await client.jellyfin("/Collections?name=Soon", "POST")).json["Id"] for _ in range(2)}
    assert len(made) == 1


async def test_one_unknown_id_fails_an_add(client: Client) -> None:
    made = (await client.jellyfin("/Collections?name=Soon", "POST")).json["Id"]
    path = f"/Collections/{made}/Items?ids={(await ids(client, 1))[0]},{'0' * 32}"
    assert (await client.jellyfin(path, "POST")).status == 400


async def test_deleting_a_collection_leaves_its_members(client: Client) -> None:
    path = f"/Collections?name=Soon&ids={','.join(await ids(client, 2))}"
    made = (await client.jellyfin(path, "POST")).json["Id"]
    await client.jellyfin(f"/Items/{made}", "DELETE")
    assert (await client.jellyfin(MOVIES)).json["TotalRecordCount"] == 12


async def test_a_collection_survives_a_scan(client: Client) -> None:
    path = f"/Collections?name=Soon&ids={','.join(await ids(client, 2))}"
    made = (await client.jellyfin(path, "POST")).json["Id"]
    await client.jellyfin("/Library/Refresh", "POST")
    assert await collection_members(client, made) == 2
