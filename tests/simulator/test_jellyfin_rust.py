"""The simulated jellyfin-rust has the habits of the real one."""

from pathlib import Path

import pytest

from simulator.jellyfin_rust.wire import wire_id

from .conftest import RUST_MOVIES as MOVIES, Rust, Starter, exists


async def test_it_passes_for_a_jellyfin(rust: Rust) -> None:
    info = (await rust.ask("/System/Info/Public", token="")).json
    assert (info["Id"], info["Version"]) == ("jellyfin-rust-server", "10.11.5")
    assert "ProductName" not in info


@pytest.mark.parametrize(
    "path",
    [
        "/Plugins",
        "/api/oxicleanarr/status",
        "/System/ActivityLog/Entries",
        "/Library/Refresh",
        "/Auth/Keys",
        "/Items/",
        "/items",
    ],
)
async def test_what_it_does_not_have_is_a_404_without_a_body(rust: Rust, path: str) -> None:
    answer = await rust.ask(path)
    assert (answer.status, answer.text) == (404, "")


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ('MediaBrowser Token="{}"', 200),
        ("Token={}", 200),
        ('Emby Client="a", Token="{}"', 200),
        ('mediabrowser Token="{}"', 401),
        ('MediaBrowser token="{}"', 401),
        ('MediaBrowser Device="a,b", Token="{}"', 200),
        ('MediaBrowser Device="a, Token=wrong, Token="{}"', 200),
        ('MediaBrowser Token="{}", Device="a,Token=wrong"', 401),
        ("Bearer {}", 401),
    ],
)
async def test_its_header_is_cut_at_every_comma(rust: Rust, header: str, status: int) -> None:
    answer = await rust.with_header("/Users", {"Authorization": header.format(rust.token)})
    assert answer.status == status


async def test_tokens_come_in_no_other_way(rust: Rust) -> None:
    answers = [
        await rust.with_header("/Users", {"X-Emby-Token": rust.token}),
        await rust.with_header(f"/Users?ApiKey={rust.token}", {}),
    ]
    assert {(answer.status, answer.text) for answer in answers} == {(401, "Missing token")}


async def test_a_token_lasts_a_day_after_its_last_use(rust: Rust) -> None:
    for _ in range(3):
        rust.stack.advance(0.9)
        assert (await rust.ask("/Users")).status == 200
    rust.stack.advance(1.1)
    answer = await rust.ask("/Users")
    assert (answer.status, answer.text) == (401, "Session expired")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"Username": "admin", "Pw": "popcorn"}, 200),
        ({"Username": "admin", "Pw": "wrong"}, 401),
        ({"username": "admin", "pw": "popcorn"}, 422),
        ({"Username": "admin"}, 422),
    ],
)
async def test_a_login_is_spelled_exactly(rust: Rust, body: dict[str, str], status: int) -> None:
    url = f"{rust.stack.jellyfin.url}/Users/AuthenticateByName"
    assert (await rust.client.ask(url, "POST", None, body)).status == status


async def test_names_of_arguments_count_to_the_letter(rust: Rust) -> None:
    known = await rust.items(f"{MOVIES}&limit=1000")
    unknown = await rust.items("Recursive=true&IncludeItemTypes=Movie&Limit=3")
    assert {row["Type"] for row in known} == {"Movie"}
    assert {row["Type"] for row in unknown} == {"Movie", "Series"}


async def test_booleans_are_taken_in_any_case_in_listings_only(rust: Rust) -> None:
    listed = await rust.items("recursive=True&includeItemTypes=Movie")
    path = f"/Library/VirtualFolders?name=Soon&paths={rust.stack.root}&refreshLibrary="
    statuses = [(await rust.ask(f"{path}{flag}", "POST")).status for flag in ("False", "false")]
    assert (len(listed), statuses) == (12, [400, 204])


async def test_pages_are_short_unless_asked_and_never_long(start: Starter) -> None:
    client = await start(jellyfin_version="rust", movies=1010, series=0, users=1)
    rust = Rust(client, (await client.log_in("admin", "popcorn")).json["AccessToken"])
    lengths = [len(await rust.items(f"{MOVIES}{more}")) for more in ("", "&limit=5000")]
    assert lengths == [100, 1000]


@pytest.mark.parametrize(
    "ignored", ["ids=x", "filters=IsPlayed", "filters=IsResumable", "isPlayed=true", "years=1"]
)
async def test_what_it_does_not_understand_it_ignores(rust: Rust, ignored: str) -> None:
    assert len(await rust.items(f"{MOVIES}&{ignored}")) == 12


async def test_a_plus_sign_is_one(rust: Rust) -> None:
    found = [len(await rust.items(f"{MOVIES}&searchTerm=the{s}General")) for s in ("+", "%20")]
    assert found == [0, 1]


async def test_items_have_its_shape(rust: Rust) -> None:
    movie = next(row for row in await rust.items(MOVIES) if row["Name"] == "Metropolis")
    [series, *_] = await rust.items("recursive=true&includeItemTypes=Series")
    episode = (await rust.items("recursive=true&includeItemTypes=Episode"))[0]
    assert len(movie["Id"]) == 36
    assert movie["RuntimeTicks"] > 0
    assert not {"DateCreated", "RunTimeTicks", "LocationType", "Container"} & movie.keys()
    assert exists(Path(movie["Path"]))
    assert "Path" not in series
    assert "Tvdb" not in series.get("ProviderIds", {})
    assert episode["SeasonId"] == f"{episode['SeriesId']}_season_{episode['ParentIndexNumber']}"
    assert episode["ParentId"] == episode["SeriesId"]


async def test_what_premiered_last_comes_first_when_asked_for(rust: Rust) -> None:
    query = "recursive=true&includeItemTypes=Episode&sortBy=PremiereDate&sortOrder=Descending"
    days = [row.get("PremiereDate", "") for row in await rust.items(query)]
    assert len({day[:4] for day in days}) < len(set(days))
    assert days == sorted(days, reverse=True)


async def test_there_are_no_seasons_and_no_missing_episodes(rust: Rust) -> None:
    rows = await rust.items("recursive=true&limit=1000")
    assert {row["Type"] for row in rows} == {"Movie", "Series", "Episode"}
    assert all("Path" in row for row in rows if row["Type"] == "Episode")


async def test_an_unfinished_play_has_a_date_but_no_count(rust: Rust) -> None:
    rust.stack.play("Metropolis", user="admin", position_percent=50)
    rows = {row["Name"]: row["UserData"] for row in await rust.items(MOVIES)}
    data = rows["Metropolis"]
    assert (data["PlayCount"], data["Played"], data["PlaybackPositionTicks"] > 0) == (
        0,
        False,
        True,
    )
    assert data["LastPlayedDate"].endswith("789+00:00")


async def test_anyone_may_read_anyones_data_but_not_by_the_path(rust: Rust) -> None:
    ada = rust.stack.world.users[1]
    rust.stack.favorite("Metropolis", user="Ada")
    mine = await rust.client.log_in("Grace", "grace")
    token = mine.json["AccessToken"]
    by_query = await rust.ask(
        f"/Items?{MOVIES}&isFavorite=true&userId={wire_id(ada.id)}", token=token
    )
    by_path = await rust.ask(
        f"/Users/{wire_id(ada.id)}/Items?{MOVIES}&isFavorite=true", token=token
    )
    assert "Metropolis" in {row["Name"] for row in by_query.json["Items"]}
    assert "Metropolis" not in {row["Name"] for row in by_path.json["Items"]}


async def test_a_playing_episode_names_its_series_as_its_parent_only(rust: Rust) -> None:
    assert (await rust.ask("/Sessions")).json == []
    rust.stack.start_playing("Chapter 1", user="Ada")
    [session] = (await rust.ask("/Sessions")).json
    assert "SeriesId" not in session["NowPlayingItem"]
    assert rust.catalog.items[session["NowPlayingItem"]["ParentId"].replace("-", "")].name
    assert "T" not in session["LastActivityDate"]


WIPES = [
    ("/Library/VirtualFolders/Refresh", "POST"),
    ("/ScheduledTasks/Running/library-scan", "POST"),
    ("/ScheduledTasks/Running/metadata-refresh", "POST"),
]


@pytest.mark.parametrize(("path", "method"), WIPES)
async def test_a_full_scan_takes_everything_with_it(rust: Rust, path: str, method: str) -> None:
    rust.stack.play("Metropolis", user="admin")
    rust.stack.favorite("Metropolis", user="admin")
    collection = rust.stack.collect("Old", ["Metropolis"])
    before = await rust.ids()
    assert (await rust.ask(path, method)).status == 204
    after = await rust.ids()
    assert after.keys() == before.keys()
    assert set(after.values()).isdisjoint(before.values())
    rows = {row["Name"]: row["UserData"] for row in await rust.items(MOVIES)}
    assert (rows["Metropolis"]["PlayCount"], rows["Metropolis"]["IsFavorite"]) == (0, False)
    assert rust.catalog.members[collection] == []


async def test_a_quick_scan_leaves_everything_else_as_it_is(rust: Rust) -> None:
    before = await rust.ids()
    gone = rust.stack.world.movies[0]
    rust.stack.world.movie_path(gone).unlink()
    [movies, _] = (await rust.ask("/Library/VirtualFolders")).json
    assert (await rust.ask(f"/Items/{movies['ItemId']}/Refresh", "POST")).status == 204
    assert await rust.ids() == {name: key for name, key in before.items() if name != gone.title}


async def test_deleting_an_item_leaves_its_file(rust: Rust) -> None:
    before = await rust.ids()
    assert (await rust.ask(f"/Items/{before['Metropolis']}", "DELETE")).status == 204
    assert "Metropolis" not in await rust.ids()
    rust.catalog.refresh()
    assert "Metropolis" in await rust.ids()


async def test_ids_are_taken_only_as_they_were_sent(rust: Rust) -> None:
    key = (await rust.ids())["Metropolis"]
    spellings = (key, key.replace("-", ""), key.upper())
    assert [(await rust.ask(f"/Items/{one}")).status for one in spellings] == [200, 404, 404]


async def test_two_libraries_may_have_one_name(rust: Rust) -> None:
    path = f"/Library/VirtualFolders?name=Soon&paths={rust.stack.root}/a,b"
    for _ in range(2):
        await rust.ask(path, "POST")
    named = [
        row for row in (await rust.ask("/Library/VirtualFolders")).json if row["Name"] == "Soon"
    ]
    assert [row["Locations"] for row in named] == [[f"{rust.stack.root}/a,b"]] * 2
    await rust.ask("/Library/VirtualFolders?name=Soon", "DELETE")
    assert len((await rust.ask("/Library/VirtualFolders")).json) == 2


async def test_collections_are_no_items(rust: Rust) -> None:
    movie = (await rust.ids())["Metropolis"]
    made = (await rust.ask(f"/Collections?Name=Soon&Ids={movie},unknown", "POST")).json["Id"]
    assert await rust.items("recursive=true&includeItemTypes=BoxSet") == []
    assert await rust.items(f"parentId={made}") == []
    [row] = (await rust.ask("/Collections")).json["Items"]
    assert (row["Id"], row["Name"], row["ChildCount"]) == (made, "Soon", 1)
    members = (await rust.ask(f"/Collections/{made}/Items")).json["Items"]
    assert [member["Id"] for member in members] == [movie]


async def test_collections_want_capital_letters(rust: Rust) -> None:
    assert (await rust.ask("/Collections?name=Soon", "POST")).status == 400


async def test_collections_are_deleted_as_such(rust: Rust) -> None:
    made = (await rust.ask("/Collections?Name=Soon", "POST")).json["Id"]
    statuses = [
        (await rust.ask(path, "DELETE")).status
        for path in (f"/Items/{made}", f"/Collections/{made}", f"/Collections/{made}")
    ]
    assert statuses == [404, 204, 204]
    assert (await rust.ask(f"/Collections/{made}")).status == 404


async def test_a_rescan_can_be_asked_for(rust: Rust) -> None:
    before = await rust.ids()
    await rust.client.control("/rescan", "POST")
    assert set((await rust.ids()).values()).isdisjoint(before.values())


async def test_a_running_scan_is_not_told(rust: Rust) -> None:
    rust.stack.start_scan()
    rust.stack.start_scan("Movies")
    tasks, folders = await rust.ask("/ScheduledTasks"), await rust.ask("/Library/VirtualFolders")
    assert {row["State"] for row in tasks.json} == {"Idle"}
    assert {row["RefreshStatus"] for row in folders.json} == {"Idle"}


async def test_a_user_id_without_its_dashes_is_nobodys(rust: Rust) -> None:
    rust.stack.play("Metropolis", user="Ada")
    ada = rust.stack.world.users[1].id
    counts = [
        row["UserData"]["PlayCount"]
        for user_id in (wire_id(ada), ada)
        for row in await rust.items(f"{MOVIES}&searchTerm=metropolis&userId={user_id}")
    ]
    assert counts == [1, 0]
