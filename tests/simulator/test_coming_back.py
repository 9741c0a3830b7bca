"""What comes to Radarr and Sonarr by itself, and what people put back."""

from dataclasses import replace
from typing import Any

import pytest

from .conftest import Client, Starter, exists


async def movie_record(client: Client, number: int = 1) -> dict[str, Any]:
    record: dict[str, Any] = (await client.radarr(f"/movie/{number}")).json
    return record


async def series_record(client: Client, number: int = 1) -> dict[str, Any]:
    record: dict[str, Any] = (await client.sonarr(f"/series/{number}")).json
    return record


async def gone(client: Client, path: str = "/movie/1?deleteFiles=true") -> None:
    app = "radarr" if path.startswith("/movie") else "sonarr"
    await getattr(client, app)(path, "DELETE")
    await client.stack.arr(app).settled()


async def run(client: Client, app: str, body: dict[str, Any]) -> Any:
    ask = getattr(client, app)
    made = (await ask("/command", "POST", body)).json
    await client.stack.arr(app).settled()
    return (await ask(f"/command/{made['id']}")).json


async def test_a_monitored_movie_without_a_file_is_downloaded_again(client: Client) -> None:
    await client.radarr("/moviefile/1", "DELETE")
    assert client.stack.search() == ["Metropolis", "Radar Men from the Moon"]
    row = await movie_record(client)
    assert (row["hasFile"], row["movieFileId"]) == (True, 13)


async def test_an_unmonitored_movie_is_left_alone(client: Client) -> None:
    record = await movie_record(client)
    await client.radarr("/movie/1", "PUT", record | {"monitored": False})
    await client.radarr("/moviefile/1", "DELETE")
    assert "Metropolis" not in client.stack.search()


async def test_a_monitored_episode_without_a_file_is_downloaded_again(client: Client) -> None:
    client.stack.search()
    await client.sonarr("/episodefile/1", "DELETE")
    await client.sonarr("/episodefile/2", "DELETE")
    await client.sonarr("/episode/monitor", "PUT", {"episodeIds": [2], "monitored": False})
    client.stack.search()
    rows = (await client.sonarr("/episode?seriesId=1")).json[:2]
    assert [row["hasFile"] for row in rows] == [True, False]


async def test_episodes_of_an_unmonitored_series_are_left_alone(client: Client) -> None:
    client.stack.search()
    record = await series_record(client)
    await client.sonarr("/series/1", "PUT", record | {"monitored": False})
    await client.sonarr("/episodefile/1", "DELETE")
    assert client.stack.search() == []


async def test_what_two_episodes_share_comes_back_as_one_file(client: Client) -> None:
    first, second = client.stack.world.series[2].episodes[10:12]
    await client.sonarr(f"/episodefile/{first.file_id}", "DELETE")
    client.stack.search()
    assert first.file_id == second.file_id > 0


async def test_what_is_downloading_is_not_searched_and_arrives(client: Client) -> None:
    await client.radarr("/moviefile/1", "DELETE")
    client.stack.download("Metropolis")
    (row,) = (await client.radarr("/queue/details?movieId=1")).json
    assert "Metropolis" not in client.stack.search()
    client.stack.finish_downloads()
    assert row["trackedDownloadState"] == "downloading"
    assert (await movie_record(client))["hasFile"] is True


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/movie/1?deleteFiles=true&addImportExclusion=", "Metropolis"),
        ("/series/1?deleteFiles=true&addImportListExclusion=", "Les Vampires"),
    ],
)
@pytest.mark.parametrize("excluded", [True, False])
async def test_import_lists_bring_back_what_is_not_excluded(
    client: Client, path: str, title: str, excluded: bool
) -> None:
    client.stack.search()
    client.stack.put_on_list(title)
    await gone(client, f"{path}{str(excluded).lower()}")
    assert (title in client.stack.search()) is not excluded


async def test_a_second_radarr_searches_by_itself_too(start: Starter) -> None:
    client = await start(second_radarr=True)
    second = client.stack.second_radarr
    assert second is not None
    movie = replace(client.stack.world.movies[0], file_id=0)
    second.world.add_movie(movie)
    assert movie.title in client.stack.search()
    assert movie.has_file


async def test_a_movie_is_added_back_as_it_was(client: Client) -> None:
    client.stack.world.movies[0].quality_profile_id = 4
    record = await movie_record(client)
    await gone(client)
    answer = await client.radarr("/movie", "POST", record | {"monitored": False})
    same = ("title", "tmdbId", "path", "tags", "qualityProfileId")
    assert (answer.status, answer.json["id"]) == (201, 13)
    assert {key: answer.json[key] for key in same} == {key: record[key] for key in same}
    assert (answer.json["monitored"], answer.json["hasFile"]) == (False, False)


async def test_an_added_movie_is_searched_when_that_is_asked_for(client: Client) -> None:
    record = await movie_record(client)
    await gone(client)
    options = {"addOptions": {"searchForMovie": True}}
    made = (await client.radarr("/movie", "POST", record | options)).json
    await client.stack.radarr.settled()
    assert (await movie_record(client, made["id"]))["hasFile"] is True
    assert exists(client.stack.world.movie_path(client.stack.world.movies_by_id[made["id"]]))


async def test_an_added_movie_that_is_not_monitored_is_not_searched(client: Client) -> None:
    record = await movie_record(client)
    await gone(client)
    options = {"monitored": False, "addOptions": {"searchForMovie": True}}
    made = (await client.radarr("/movie", "POST", record | options)).json
    await client.stack.radarr.settled()
    assert (await movie_record(client, made["id"]))["hasFile"] is False


async def test_files_that_were_kept_are_found_again(client: Client) -> None:
    record = await movie_record(client)
    await gone(client, "/movie/1")
    made = (await client.radarr("/movie", "POST", record)).json
    await client.stack.radarr.settled()
    row = await movie_record(client, made["id"])
    assert row["movieFile"]["path"] == record["movieFile"]["path"]
    assert row["movieFile"]["dateAdded"] > record["movieFile"]["dateAdded"]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({}, "TmdbId"),
        ({"tmdbId": 0}, "TmdbId"),
        ({"tmdbId": 123456}, "TmdbId"),
        ({"qualityProfileId": 0}, "QualityProfileId"),
        ({"qualityProfileId": 99}, "QualityProfileId"),
        ({"path": "/movies"}, "Path"),
        ({"path": "/movies/Nosferatu (1922)"}, "Path"),
        ({"path": "", "rootFolderPath": ""}, "RootFolderPath"),
        ({"path": "", "rootFolderPath": "/films"}, "RootFolderPath"),
    ],
)
async def test_what_cannot_be_added_is_refused_with_a_list_of_reasons(
    client: Client, change: dict[str, Any], name: str
) -> None:
    record = await movie_record(client)
    if change:
        await gone(client)
    answer = await client.radarr("/movie", "POST", record | change)
    assert (answer.status, answer.json[-1]["propertyName"]) == (400, name)


async def test_a_series_is_added_back_without_episodes_at_first(client: Client) -> None:
    record = await series_record(client)
    record["seasons"][0]["monitored"] = False
    await gone(client, "/series/1?deleteFiles=true")
    client.stack.sonarr.later.hold()
    made = (await client.sonarr("/series", "POST", record)).json
    first = (await client.sonarr(f"/episode?seriesId={made['id']}")).json
    await client.stack.sonarr.settled()
    rows = (await client.sonarr(f"/episode?seriesId={made['id']}")).json
    seasons = (await series_record(client, made["id"]))["seasons"]
    assert (first, made["path"]) == ([], record["path"])
    assert {row["monitored"] for row in rows} == {False}
    assert [season["monitored"] for season in seasons] == [False]


async def test_an_added_series_is_searched_when_that_is_asked_for(client: Client) -> None:
    record = await series_record(client)
    await gone(client, "/series/1?deleteFiles=true")
    options = {"addOptions": {"searchForMissingEpisodes": True, "monitor": "all"}}
    made = (await client.sonarr("/series", "POST", record | options)).json
    await client.stack.sonarr.settled()
    statistics = (await series_record(client, made["id"]))["statistics"]
    assert statistics["episodeFileCount"] == record["statistics"]["totalEpisodeCount"]


@pytest.mark.parametrize(
    ("change", "name"), [({}, "TvdbId"), ({"title": ""}, "Title"), ({"tvdbId": 5}, "TvdbId")]
)
async def test_a_series_that_cannot_be_added_is_refused(
    client: Client, change: dict[str, Any], name: str
) -> None:
    record = await series_record(client)
    if change:
        await gone(client, "/series/1")
    answer = await client.sonarr("/series", "POST", record | change)
    assert (answer.status, answer.json[-1]["propertyName"]) == (400, name)


@pytest.mark.parametrize(("app", "path"), [("radarr", "/movie/1"), ("sonarr", "/series/1")])
async def test_half_a_record_changes_nothing(client: Client, app: str, path: str) -> None:
    answer = await getattr(client, app)(path, "PUT", {"monitored": False})
    row = (await getattr(client, app)(path)).json
    assert (answer.status, row["monitored"]) == (400, True)


async def test_a_season_takes_its_episodes_with_it(client: Client) -> None:
    record = await series_record(client, 4)
    record["seasons"][0]["monitored"] = False
    await client.sonarr("/series/4", "PUT", record)
    rows = (await client.sonarr("/episode?seriesId=4")).json
    assert {row["seasonNumber"]: row["monitored"] for row in rows} == {1: False, 2: True}


async def test_the_season_pass_leaves_episodes_as_they_are(client: Client) -> None:
    body = {"series": [{"id": 4, "seasons": [{"seasonNumber": 1, "monitored": False}]}]}
    await client.sonarr("/seasonpass", "POST", body)
    seasons = (await series_record(client, 4))["seasons"]
    rows = (await client.sonarr("/episode?seriesId=4&seasonNumber=1")).json
    assert [season["monitored"] for season in seasons] == [False, True]
    assert {row["monitored"] for row in rows} == {True}


async def test_the_season_pass_can_switch_everything_off(client: Client) -> None:
    body = {"series": [{"id": 4}], "monitoringOptions": {"monitor": "none"}}
    await client.sonarr("/seasonpass", "POST", body)
    row = await series_record(client, 4)
    rows = (await client.sonarr("/episode?seriesId=4")).json
    assert (row["monitored"], {r["monitored"] for r in rows}) == (False, {False})


@pytest.mark.parametrize(("ids", "status"), [([999], 404), ([1, 999], 500), ([1], 202)])
async def test_an_unknown_episode_fails_but_the_others_are_switched(
    client: Client, ids: list[int], status: int
) -> None:
    body = {"episodeIds": ids, "monitored": False}
    assert (await client.sonarr("/episode/monitor", "PUT", body)).status == status
    assert (await client.sonarr("/episode/1")).json["monitored"] is (1 not in ids)


async def test_a_search_finds_even_what_is_not_monitored(client: Client) -> None:
    record = await movie_record(client)
    await client.radarr("/movie/1", "PUT", record | {"monitored": False})
    await client.radarr("/moviefile/1", "DELETE")
    done = await run(client, "radarr", {"name": "MoviesSearch", "movieIds": [1]})
    assert (done["status"], done["result"]) == ("completed", "successful")
    assert (await movie_record(client))["hasFile"] is True


async def test_a_search_in_a_series_heeds_what_is_monitored(client: Client) -> None:
    for number in (1, 2):
        await client.sonarr(f"/episodefile/{number}", "DELETE")
    await client.sonarr("/episode/monitor", "PUT", {"episodeIds": [2], "monitored": False})
    await run(client, "sonarr", {"name": "SeriesSearch", "seriesId": 1})
    rows = (await client.sonarr("/episode?seriesId=1")).json[:2]
    await run(client, "sonarr", {"name": "EpisodeSearch", "episodeIds": [2]})
    after = (await client.sonarr("/episode/2")).json["hasFile"]
    assert ([row["hasFile"] for row in rows], after) == ([True, False], True)


async def lose_the_first_of_each_season(client: Client) -> list[int]:
    """Delete the first file of both seasons of a series; return the episodes."""
    episodes = client.stack.world.series_by_id[4].episodes
    lost = [next(e for e in episodes if e.season == season) for season in (1, 2)]
    for episode in lost:
        await client.sonarr(f"/episodefile/{episode.file_id}", "DELETE")
    return [episode.id for episode in lost]


async def found_again(client: Client, body: dict[str, Any], lost: list[int]) -> list[bool]:
    await run(client, "sonarr", body)
    return [client.stack.world.episodes_by_id[number].has_file for number in lost]


SERIES_SEARCH = {"name": "SeriesSearch", "seriesId": 4}
SEASON_SEARCH = {"name": "SeasonSearch", "seriesId": 4, "seasonNumber": 1}
MISSING_SEARCH = {"name": "MissingEpisodeSearch", "seriesId": 4}


async def test_a_search_in_a_series_skips_a_season_that_is_not_monitored(client: Client) -> None:
    lost = await lose_the_first_of_each_season(client)
    client.stack.world.series_by_id[4].unmonitored_seasons = {1}
    assert await found_again(client, SERIES_SEARCH, lost) == [False, True]


@pytest.mark.parametrize("body", [SERIES_SEARCH, SEASON_SEARCH])
async def test_a_search_finds_nothing_of_a_series_that_is_not_monitored(
    client: Client, body: dict[str, Any]
) -> None:
    lost = await lose_the_first_of_each_season(client)
    client.stack.world.series_by_id[4].monitored = False
    assert not any(await found_again(client, body, lost))


async def test_without_any_season_a_search_finds_all_monitored_episodes_whatever_the_series_is(
    client: Client,
) -> None:
    lost = await lose_the_first_of_each_season(client)
    series = client.stack.world.series_by_id[4]
    series.monitored, series.unmonitored_seasons = False, {1, 2}
    assert await found_again(client, SERIES_SEARCH, lost) == [True, True]


async def test_what_is_missing_of_one_series_is_found_singly_though_it_is_not_monitored(
    client: Client,
) -> None:
    lost = await lose_the_first_of_each_season(client)
    series = client.stack.world.series_by_id[4]
    second = next(e for e in series.episodes if e.season == 2 and e.has_file)
    await client.sonarr(f"/episodefile/{second.file_id}", "DELETE")
    series.monitored = False
    assert await found_again(client, MISSING_SEARCH, lost) == [True, False]


async def test_a_search_of_one_series_leaves_the_others_alone(client: Client) -> None:
    lost = await lose_the_first_of_each_season(client)
    assert not any(await found_again(client, MISSING_SEARCH | {"seriesId": 1}, lost))


async def test_a_command_is_accepted_before_it_is_done(client: Client) -> None:
    answer = await client.radarr("/command", "POST", {"name": "MoviesSearch", "movieIds": [99]})
    await client.stack.radarr.settled()
    (row,) = (await client.radarr("/command")).json
    assert (answer.status, answer.json["status"]) == (201, "queued")
    assert (row["id"], row["status"]) == (answer.json["id"], "failed")


@pytest.mark.parametrize(("name", "status"), [("", 400), ("DeleteEverything", 500)])
async def test_a_command_that_there_is_not_is_refused(
    client: Client, name: str, status: int
) -> None:
    assert (await client.radarr("/command", "POST", {"name": name})).status == status


@pytest.mark.parametrize(
    ("app", "path"),
    [("radarr", "/movie/lookup?term=tmdb:19"), ("sonarr", "/series/lookup?term=fantomas")],
)
async def test_a_lookup_tells_whether_it_is_here(client: Client, app: str, path: str) -> None:
    title = client.stack.world.series[0].title
    path = path.replace("fantomas", title)
    here = (await getattr(client, app)(path)).json
    await gone(client, "/movie/1" if app == "radarr" else "/series/1")
    after = (await getattr(client, app)(path)).json
    assert ([row["id"] for row in here], [row["id"] for row in after]) == ([1], [0])


@pytest.mark.parametrize(("app", "number"), [("radarr", 6), ("sonarr", 4)])
async def test_every_entry_has_a_quality_profile_that_exists(
    client: Client, app: str, number: int
) -> None:
    profiles = {row["id"] for row in (await getattr(client, app)("/qualityprofile")).json}
    assert number in profiles


async def test_over_the_control_server_disks_and_downloads_are_steered(client: Client) -> None:
    disk = {"server": "radarr", "mounted": False, "read_only": True, "recycling": True}
    await client.control("/disk", "POST", disk | {"wait_requests": 3, "cleanup_days": 2})
    radarr = client.stack.radarr.disk
    changed = (radarr.mounted, radarr.read_only, radarr.recycling, radarr.wait_requests)
    await client.control("/heal", "POST", {"server": "radarr"})
    await client.radarr("/moviefile/1", "DELETE")
    await client.control("/list", "POST", {"title": "Nosferatu"})
    await client.control("/download", "POST", {"title": "Metropolis"})
    await client.control("/download", "POST", {})
    found = (await client.control("/search", "POST", {})).json["downloaded"]
    assert changed == (False, True, True, 3)
    assert (radarr.mounted, radarr.read_only, radarr.wait_requests) == (True, False, None)
    assert (client.stack.world.movies[0].has_file, "Metropolis" in found) == (True, False)


@pytest.mark.parametrize("path", ["/disk", "/list", "/download"])
async def test_over_the_control_server_nonsense_is_refused(client: Client, path: str) -> None:
    body = {"server": "jellyfin", "title": "No Such Film"}
    assert (await client.control(path, "POST", body)).status == 400


async def test_jellyfin_goes_on_knowing_a_film_that_radarr_forgot(client: Client) -> None:
    await gone(client, "/movie/1")
    client.stack.rescan()
    item = client.stack.catalog.find("Metropolis")
    assert item is not None
    assert item.provider_ids["Tmdb"] == "19"
