from datetime import UTC, datetime
from typing import Any

import pytest

from .conftest import Client, Starter

APPS = ["radarr", "sonarr"]


def server(client: Client, app: str) -> Any:
    return getattr(client.stack, app)


async def ask(client: Client, app: str, path: str, method: str = "GET", body: object = None) -> Any:
    return await getattr(client, app)(path, method, body)


@pytest.mark.parametrize("app", APPS)
@pytest.mark.parametrize("headers", [{}, {"X-Api-Key": ""}, {"X-Api-Key": "wrong"}])
async def test_without_the_key_the_answer_is_401_and_empty(
    client: Client, app: str, headers: dict[str, str]
) -> None:
    answer = await client.ask(f"{server(client, app).url}/api/v3/tag", headers=headers)
    assert (answer.status, answer.text) == (401, "")


@pytest.mark.parametrize("app", APPS)
async def test_the_key_is_taken_as_bearer_and_in_the_query(client: Client, app: str) -> None:
    key, url = server(client, app).api_key, f"{server(client, app).url}/api/v3/tag"
    bearer = await client.ask(url, headers={"Authorization": f"Bearer {key}"})
    query = await client.ask(f"{url}?apikey={key}")
    assert (bearer.status, query.status) == (200, 200)


async def test_a_stale_key_in_the_query_beats_the_header(client: Client) -> None:
    assert (await client.radarr("/tag?apikey=stale")).status == 401


@pytest.mark.parametrize("app", APPS)
async def test_a_ping_needs_no_key(client: Client, app: str) -> None:
    assert (await client.ask(f"{server(client, app).url}/ping")).json == {"status": "OK"}


@pytest.mark.parametrize("app", APPS)
async def test_it_tells_its_name_and_version(client: Client, app: str) -> None:
    answer = await ask(client, app, "/system/status")
    assert answer.json["appName"] == app.title()
    assert answer.headers["X-Application-Version"] == answer.json["version"]


async def test_json_is_indented(client: Client) -> None:
    assert '\n    "title": ' in (await client.radarr("/movie")).text


@pytest.mark.parametrize(("app", "path"), [("radarr", "/movie"), ("sonarr", "/series")])
async def test_rows_are_as_large_as_real_ones(start: Starter, app: str, path: str) -> None:
    client = await start(movies=60, series=60)
    answer = await ask(client, app, path)
    assert 3_000 < len(answer.text) / len(answer.json) < 7_000


async def test_paths_are_another_view_than_jellyfins(client: Client) -> None:
    (movie,) = (await client.radarr("/movie?tmdbId=19")).json
    assert movie["movieFile"]["path"].startswith("/movies/Metropolis (1927)/")


async def test_paths_are_jellyfins_when_asked_for(start: Starter) -> None:
    client = await start(same_paths=True)
    (movie,) = (await client.radarr("/movie?tmdbId=19")).json
    world = client.stack.world
    assert movie["movieFile"]["path"] == str(world.movie_path(world.movies[0]))


async def test_a_page_request_is_html(client: Client) -> None:
    answer = await client.ask(f"{client.stack.radarr.url}/login")
    assert (answer.status, answer.headers["Content-Type"][:9]) == (200, "text/html")


async def test_without_its_base_a_call_is_redirected_with_its_method(start: Starter) -> None:
    client = await start(base_paths=True)
    answer = await client.ask(f"{client.stack.radarr.origin}/api/v3/tag?a=b")
    assert (answer.status, answer.headers["Location"]) == (307, "/radarr/api/v3/tag?a=b")


async def test_a_tag_is_made_once_and_stored_in_lower_case(client: Client) -> None:
    made = [await client.radarr("/tag", "POST", {"label": "Keep-Me"}) for _ in range(2)]
    assert [answer.status for answer in made] == [201, 201]
    assert made[0].json == made[1].json == {"id": 5, "label": "keep-me"}


async def test_tag_details_name_what_bears_a_tag(client: Client) -> None:
    details = {row["label"]: row for row in (await client.radarr("/tag/detail")).json}
    assert details["4k"]["movieIds"] == [1]


async def test_an_unknown_movie_is_not_found(client: Client) -> None:
    assert (await client.radarr("/movie/999")).status == 404


async def test_a_deleted_movie_is_gone_at_once_and_its_files_afterwards(client: Client) -> None:
    world = client.stack.world
    path = world.movie_path(world.movies[0])
    answer = await client.radarr("/movie/1?deleteFiles=true&addImportExclusion=true", "DELETE")
    gone = (await client.radarr("/movie/1")).status
    await client.stack.radarr.settled()
    assert (answer.status, answer.json, gone, path.parent.exists()) == (200, {}, 404, False)
    assert (await client.radarr("/exclusions")).json[0]["tmdbId"] == 19


async def test_a_misspelt_parameter_keeps_the_files(client: Client) -> None:
    path = client.stack.world.movie_path(client.stack.world.movies[0])
    await client.radarr("/movie/1?deleteFile=true", "DELETE")
    await client.stack.radarr.settled()
    assert path.exists()


async def test_one_stale_id_fails_a_bulk_delete(client: Client) -> None:
    body = {"movieIds": [1, 999], "deleteFiles": True}
    assert (await client.radarr("/movie/editor", "DELETE", body)).status == 500
    assert len((await client.radarr("/movie")).json) == 12


async def test_the_editor_adds_tags_and_stops_monitoring(client: Client) -> None:
    body = {"movieIds": [1, 2], "tags": [3], "applyTags": "add", "monitored": False}
    answer = await client.radarr("/movie/editor", "PUT", body)
    rows = (await client.radarr("/movie")).json[:2]
    assert answer.status == 202
    assert [(row["tags"], row["monitored"]) for row in rows] == [([1, 3], False), ([3], False)]


@pytest.mark.parametrize(
    ("how", "tags"), [({}, [1, 3]), ({"applyTags": "remove"}, [1]), ({"applyTags": "replace"}, [3])]
)
async def test_the_editor_adds_tags_unless_it_is_told_otherwise(
    client: Client, how: dict[str, str], tags: list[int]
) -> None:
    await client.radarr("/movie/editor", "PUT", {"movieIds": [1], "tags": [3]} | how)
    assert (await client.radarr("/movie/1")).json["tags"] == tags


@pytest.mark.parametrize(
    ("app", "path", "key"), [("radarr", "/movie", "movieIds"), ("sonarr", "/series", "seriesIds")]
)
async def test_an_id_that_is_named_twice_fails_a_bulk_delete(
    client: Client, app: str, path: str, key: str
) -> None:
    answer = await ask(client, app, f"{path}/editor", "DELETE", {key: [1, 1]})
    assert (answer.status, (await ask(client, app, f"{path}/1")).status) == (500, 200)


async def test_a_deleted_file_leaves_its_movie_monitored(client: Client) -> None:
    await client.radarr("/moviefile/1", "DELETE")
    row = (await client.radarr("/movie/1")).json
    assert (row["hasFile"], row["monitored"], "movieFile" in row) == (False, True, False)


async def test_a_lost_mount_is_a_conflict(client: Client) -> None:
    media = client.stack.root / "media"
    media.rename(client.stack.root / "unmounted")
    statuses = [
        (await client.radarr("/moviefile/1", "DELETE")).status,
        (await client.sonarr("/episodefile/1", "DELETE")).status,
    ]
    assert statuses == [409, 409]


async def test_history_since_a_date_is_oldest_first(client: Client) -> None:
    path = "/history/since?date=2020-01-01&eventType=downloadFolderImported"
    rows = (await client.radarr(path)).json
    dates = [row["date"] for row in rows]
    assert (len(rows), dates) == (12, sorted(dates))


async def test_history_holds_a_row_for_each_episode_of_a_shared_file(client: Client) -> None:
    path = "/history/since?date=2020-01-01&eventType=downloadFolderImported"
    rows = [row for row in (await client.sonarr(path)).json if row["seriesId"] == 3]
    files = [row["data"]["fileId"] for row in rows]
    assert (len(rows), len(set(files))) == (13, 12)


async def test_the_queue_is_paged(client: Client) -> None:
    client.stack.radarr.queue.append({"id": 1, "movieId": 3, "title": "x"})
    page = (await client.radarr("/queue?page=1&pageSize=1000")).json
    details = (await client.radarr("/queue/details?movieId=3")).json
    assert (page["totalRecords"], len(details)) == (1, 1)


async def test_disk_space_covers_the_root_folder(client: Client) -> None:
    (root,) = (await client.radarr("/rootfolder")).json
    disks = {row["path"]: row for row in (await client.radarr("/diskspace")).json}
    assert root["path"] in disks
    assert root["accessible"] is True


@pytest.mark.parametrize("app", APPS)
async def test_a_disk_that_is_mounted_twice_is_listed_twice(client: Client, app: str) -> None:
    disks = {row["path"]: row["freeSpace"] for row in (await ask(client, app, "/diskspace")).json}
    root = "/movies" if app == "radarr" else "/tv"
    assert disks[root] == disks["/downloads"] != disks["/config"]


async def test_space_is_freed_with_a_deleted_movie(client: Client) -> None:
    async def free() -> int:
        return int((await client.radarr("/diskspace")).json[1]["freeSpace"])

    before, size = await free(), client.stack.world.movies[0].size_bytes
    # By requests, not by time: on a busy machine a moment is over before the next question.
    client.stack.radarr.disk.wait_requests = 2
    await client.radarr("/movie/1?deleteFiles=true", "DELETE")
    assert await free() == before
    await free()
    await client.stack.radarr.settled()
    assert await free() == before + size


async def test_movies_differ_in_certification_and_some_have_none(start: Starter) -> None:
    client = await start(movies=20)
    rows = (await client.radarr("/movie")).json
    assert {"PG", "R", None} <= {row.get("certification") for row in rows}


@pytest.mark.parametrize(("app", "path"), [("radarr", "/movie"), ("sonarr", "/series")])
async def test_of_some_media_nobody_knows_a_rating(start: Starter, app: str, path: str) -> None:
    client = await start(movies=20, series=20)
    ratings = [row["ratings"] for row in (await ask(client, app, path)).json]
    votes = [rating["imdb"]["votes"] if app == "radarr" else rating["votes"] for rating in ratings]
    assert votes.count(0) == 2


@pytest.mark.parametrize("path", ["/episode", "/episodefile"])
async def test_sonarr_refuses_to_list_everything(client: Client, path: str) -> None:
    assert (await client.sonarr(path)).status == 400


@pytest.mark.parametrize(
    ("app", "path", "status"),
    [
        ("radarr", "/moviefile?movieId=999", 200),
        ("radarr", "/moviefile?movieFileIds=1&movieFileIds=2", 200),
        ("radarr", "/moviefile?movieFileIds=1&movieFileIds=999", 500),
        ("sonarr", "/episode?seriesId=999", 200),
        ("sonarr", "/episode?episodeIds=1&episodeIds=999", 500),
        ("sonarr", "/episodefile?seriesId=999", 404),
        ("sonarr", "/episodefile?episodeFileIds=1&episodeFileIds=2", 200),
        ("sonarr", "/episodefile?episodeFileIds=1&episodeFileIds=999", 500),
    ],
)
async def test_lists_differ_in_what_they_do_about_what_is_unknown(
    client: Client, app: str, path: str, status: int
) -> None:
    answer = await ask(client, app, path)
    assert answer.status == status
    if status == 200:
        assert len(answer.json) == (0 if "999" in path else 2)


async def test_episodes_bring_their_files_when_asked_to(client: Client) -> None:
    rows = (await client.sonarr("/episode?seriesId=6&includeEpisodeFile=true")).json
    assert [("episodeFile" in row) for row in rows] == [True] * 10 + [False] * 2


async def test_one_file_holds_two_episodes(client: Client) -> None:
    rows = (await client.sonarr("/episode?seriesId=3&includeEpisodeFile=true")).json
    shared = [row for row in rows if row["hasFile"] and "E11-E12" in row["episodeFile"]["path"]]
    files = {
        row["id"]: row["size"] for row in (await client.sonarr("/episodefile?seriesId=3")).json
    }
    assert [row["episodeNumber"] for row in shared] == [11, 12]
    assert len({row["episodeFileId"] for row in shared}) == 1
    statistics = (await client.sonarr("/series/3")).json["statistics"]
    assert statistics["episodeFileCount"] == len(files) == 12
    assert statistics["sizeOnDisk"] == sum(files.values())


async def test_a_shared_file_is_one_item_of_jellyfin(client: Client) -> None:
    world = client.stack.world
    items = client.stack.catalog.items.values()
    paths = [item.path for item in items if item.path and "E11-E12" in item.path]
    assert paths == [str(world.episode_path(world.series[2].episodes[10]))]


async def test_a_deleted_shared_file_takes_both_episodes(client: Client) -> None:
    first, second = client.stack.world.series[2].episodes[10:12]
    await client.sonarr(f"/episodefile/{first.file_id}", "DELETE")
    assert (first.has_file, second.has_file) == (False, False)


async def test_an_announced_season_has_episodes_to_come_and_no_files(client: Client) -> None:
    series = (await client.sonarr("/series/3")).json
    episodes = (await client.sonarr("/episode?seriesId=3&seasonNumber=2")).json
    announced = series["seasons"][-1]
    assert (series["status"], announced["seasonNumber"]) == ("continuing", 2)
    assert announced["statistics"]["episodeFileCount"] == 0
    assert announced["statistics"]["nextAiring"] > datetime.now(UTC).isoformat()
    assert [("airDate" in row, "airDateUtc" in row, row["hasFile"]) for row in episodes] == [
        (True, True, False),
        (True, True, False),
        (False, False, False),
    ]


async def test_what_is_only_announced_does_not_count_as_missing(client: Client) -> None:
    statistics = (await client.sonarr("/series/3")).json["statistics"]
    assert (statistics["episodeCount"], statistics["totalEpisodeCount"]) == (13, 16)


async def test_an_announced_season_airs_in_time(client: Client) -> None:
    client.stack.advance(31)
    statistics = (await client.sonarr("/series/3")).json["statistics"]
    assert statistics["episodeCount"] == 14


async def test_a_special_has_a_file_and_no_date(client: Client) -> None:
    (row,) = (await client.sonarr("/episode?seriesId=3&seasonNumber=0")).json
    assert (row["hasFile"], "airDate" in row, "airDateUtc" in row) == (True, False, False)


async def test_some_series_have_ended_and_some_go_on(client: Client) -> None:
    rows = (await client.sonarr("/series")).json
    assert [row["id"] for row in rows if not row["ended"]] == [3, 6]


async def test_statistics_count_files_and_bytes(client: Client) -> None:
    row = (await client.sonarr("/series/6")).json
    files = (await client.sonarr("/episodefile?seriesId=6")).json
    statistics = row["statistics"]
    assert (statistics["episodeFileCount"], statistics["totalEpisodeCount"]) == (10, 12)
    assert statistics["sizeOnDisk"] == sum(file["size"] for file in files)


async def test_episodes_stop_being_monitored(client: Client) -> None:
    body = {"episodeIds": [1, 2], "monitored": False}
    status = (await client.sonarr("/episode/monitor", "PUT", body)).status
    rows = (await client.sonarr("/episode?seriesId=1")).json
    assert (status, sum(not row["monitored"] for row in rows)) == (202, 2)


async def test_a_season_stops_being_monitored(client: Client) -> None:
    series = (await client.sonarr("/series/4")).json
    series["seasons"][0]["monitored"] = False
    await client.sonarr("/series/4", "PUT", series)
    seasons = (await client.sonarr("/series/4")).json["seasons"]
    assert [season["monitored"] for season in seasons] == [False, True]


async def test_a_deleted_series_is_gone_with_its_folder(client: Client) -> None:
    path = client.stack.world.series_path(client.stack.world.series[0])
    await client.sonarr("/series/1?deleteFiles=true", "DELETE")
    await client.stack.sonarr.settled()
    assert ((await client.sonarr("/series/1")).status, path.exists()) == (404, False)


async def test_history_forgets_with_the_series(client: Client) -> None:
    await client.sonarr("/series/1", "DELETE")
    rows = (await client.sonarr("/history/since?date=2000-01-01")).json
    assert {row["seriesId"] for row in rows} == {2, 3, 4, 5, 6}


async def test_a_bulk_delete_over_two_series_loses_rows_without_deleting_files(
    client: Client,
) -> None:
    world = client.stack.world
    second = world.series[1].episodes[0]
    body = {"episodeFileIds": [1, second.file_id]}
    await client.sonarr("/episodefile/bulk", "DELETE", body)
    assert (second.has_file, world.episode_path(second).exists()) == (False, True)
