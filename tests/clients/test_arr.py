from datetime import UTC, datetime, timedelta, timezone

import aiohttp
import pytest

from custom_components.oxicleanarr.clients.arr import ArrStatus, DiskSpace, Rating, RootFolder, Tag
from custom_components.oxicleanarr.clients.errors import KeyRefused, NotUnderstood, WrongApp
from custom_components.oxicleanarr.clients.radarr import Movie, MovieFile, MovieRatings, Radarr
from custom_components.oxicleanarr.clients.rows import Rows, itself
from custom_components.oxicleanarr.clients.sonarr import (
    Episode,
    EpisodeFile,
    Import as EpisodeImport,
    Season,
    Series,
    SeriesStatistics,
    Sonarr,
)

from .conftest import KEY, FakeServer, raw, reply

STATUS = "/api/v3/system/status"


async def test_status_tells_who_answers(server: FakeServer, radarr: Radarr) -> None:
    answer = {"appName": "Radarr", "instanceName": "HD", "version": "6.0.3"}
    server.on(STATUS, reply({**answer, "isDocker": True, "branch": None}))
    assert await radarr.status() == ArrStatus("Radarr", "HD", "6.0.3")
    assert server.asked[0].headers["X-Api-Key"] == KEY


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"appName": "Sonarr"}, "Sonarr"),
        ({"appName": "Whisparr"}, "Whisparr"),
        ({"appName": "<b>Evil</b>"}, "another app"),
        ({"appName": 7}, "another app"),
        ({"appName": ["Radarr"]}, "another app"),
        ({}, "another app"),
    ],
)
async def test_another_app_is_named(
    server: FakeServer, radarr: Radarr, answer: object, found: str
) -> None:
    server.on(STATUS, reply(answer))
    with pytest.raises(WrongApp) as caught:
        await radarr.status()
    assert caught.value.found == found


async def test_radarr_is_no_sonarr(server: FakeServer, sonarr: Sonarr) -> None:
    server.on(STATUS, reply({"appName": "Radarr"}))
    with pytest.raises(WrongApp) as caught:
        await sonarr.status()
    assert "Radarr" in str(caught.value)


async def test_an_app_without_this_api_is_another_app(radarr: Radarr) -> None:
    with pytest.raises(WrongApp):
        await radarr.status()


async def test_a_wrong_key_is_refused(server: FakeServer, radarr: Radarr) -> None:
    server.on(STATUS, raw(b"", 401))
    with pytest.raises(KeyRefused):
        await radarr.status()


async def test_blanks_around_a_key_are_not_sent(
    server: FakeServer, session: aiohttp.ClientSession
) -> None:
    server.on("/api/v3/tag", reply([]))
    await Radarr(session, server.url, f" {KEY}\n").tags()
    assert server.asked[0].headers["X-Api-Key"] == KEY


async def test_movies_are_read_without_looking_at_covers(
    server: FakeServer, radarr: Radarr
) -> None:
    file = {
        "id": 9,
        "path": "/m/1/1.mkv",
        "size": 5_000_000_000,
        "dateAdded": "2024-01-02T00:00:00Z",
    }
    row = {
        "id": 1,
        "title": "One",
        "year": 1999,
        "tmdbId": 11,
        "imdbId": "tt1",
        "path": "/m/1",
        "added": "2024-01-01T00:00:00Z",
        "hasFile": True,
        "sizeOnDisk": 5_000_000_000,
        "monitored": True,
        "tags": [1, 2],
        "rootFolderPath": "/m",
        "movieFile": {**file, "quality": {"quality": {"name": "x"}}},
        "genres": ["Drama", "War"],
        "certification": "PG-13",
        "ratings": {
            "imdb": {"votes": 900, "value": 7.9, "type": "user"},
            "rottenTomatoes": {"votes": 0, "value": 81, "type": "user"},
        },
        "runtime": 113,
    }
    server.on("/api/v3/movie", reply([row, {"id": 2, "tags": None, "hasFile": None}]))
    assert await radarr.movies(itself) == Rows(
        (
            Movie(
                id=1,
                title="One",
                year=1999,
                tmdb_id=11,
                imdb_id="tt1",
                path="/m/1",
                added="2024-01-01T00:00:00Z",
                has_file=True,
                size_on_disk=5_000_000_000,
                monitored=True,
                tags=[1, 2],
                root_folder_path="/m",
                movie_file=MovieFile(9, "/m/1/1.mkv", 5_000_000_000, "2024-01-02T00:00:00Z"),
                genres=["Drama", "War"],
                ratings=MovieRatings(imdb=Rating(7.9)),
            ),
            Movie(id=2),
        ),
        total=2,
    )
    assert server.asked[0].query == {"excludeLocalCovers": "true"}


async def test_series_are_read(server: FakeServer, sonarr: Sonarr) -> None:
    row = {
        "id": 1,
        "title": "One",
        "year": 1999,
        "tvdbId": 11,
        "tmdbId": 12,
        "imdbId": "tt1",
        "path": "/t/1",
        "added": "2024-01-01T00:00:00Z",
        "status": "ended",
        "ended": True,
        "monitored": True,
        "tags": [1],
        "rootFolderPath": "/t",
        "statistics": {"episodeFileCount": 3, "episodeCount": 4, "sizeOnDisk": 7_000_000_000},
        "genres": ["Crime"],
        "certification": "TV-14",
        "ratings": {"votes": 12, "value": 8.5},
        "seasons": [
            {
                "seasonNumber": 1,
                "monitored": True,
                "statistics": {"episodeFileCount": 3, "sizeOnDisk": 7_000_000_000},
            },
            {"seasonNumber": 2},
        ],
    }
    server.on("/api/v3/series", reply([row, {"id": 2, "statistics": {"sizeOnDisk": None}}]))
    assert await sonarr.series(itself) == Rows(
        (
            Series(
                id=1,
                title="One",
                year=1999,
                tvdb_id=11,
                tmdb_id=12,
                imdb_id="tt1",
                path="/t/1",
                added="2024-01-01T00:00:00Z",
                status="ended",
                monitored=True,
                tags=[1],
                root_folder_path="/t",
                statistics=SeriesStatistics(3, 7_000_000_000),
                genres=["Crime"],
                ratings=Rating(8.5),
                seasons=[Season(1, True), Season(2)],
            ),
            Series(id=2, statistics=SeriesStatistics()),
        ),
        total=2,
    )


async def test_one_bad_row_is_one_bad_row(server: FakeServer, radarr: Radarr) -> None:
    server.on("/api/v3/movie", reply([{"id": 1}, {"id": 0}, {"id": 2, "year": {}}, {"id": 3}]))
    movies = await radarr.movies(itself)
    assert ([movie.id for movie in movies.rows], movies.skipped) == ([1, 3], 2)


async def test_tags_and_root_folders_are_read(server: FakeServer, radarr: Radarr) -> None:
    server.on("/api/v3/tag", reply([{"id": 1, "label": "keep"}, {"id": 2}]))
    folders = [{"id": 1, "path": "/m", "accessible": False, "unmappedFolders": []}, {"path": ""}]
    server.on("/api/v3/rootfolder", reply(folders))
    assert await radarr.tags() == Rows((Tag(1, "keep"),), total=2, skipped=1)
    assert await radarr.root_folders() == Rows((RootFolder("/m"),), total=2, skipped=1)


async def test_ratings_may_be_null(server: FakeServer, radarr: Radarr) -> None:
    rows = [{"id": 1, "ratings": None, "genres": None}, {"id": 2, "ratings": {"imdb": None}}]
    server.on("/api/v3/movie", reply(rows))
    movies = await radarr.movies(itself)
    assert [movie.ratings for movie in movies.rows] == [MovieRatings(), MovieRatings()]


async def test_disks_are_read_and_nonsense_sizes_skipped(
    server: FakeServer, sonarr: Sonarr
) -> None:
    rows = [
        {"path": "/tv", "label": "", "freeSpace": 5_000_000_000, "totalSpace": 16_000_000_000_000},
        {"path": "/x", "freeSpace": -1, "totalSpace": 1},
        {"path": "/y", "freeSpace": 1},
        {"path": None, "freeSpace": 1, "totalSpace": 1},
    ]
    server.on("/api/v3/diskspace", reply(rows))
    disk = DiskSpace("/tv", 5_000_000_000, 16_000_000_000_000)
    assert await sonarr.disk_space() == Rows((disk,), total=4, skipped=3)


async def test_episodes_are_read_with_their_files(server: FakeServer, sonarr: Sonarr) -> None:
    file = {
        "id": 9,
        "seriesId": 7,
        "seasonNumber": 1,
        "path": "/tv/S/1x01-02.mkv",
        "size": 5_000_000_000,
        "dateAdded": "2024-01-02T00:00:00Z",
    }
    row = {
        "id": 1,
        "seriesId": 7,
        "episodeFileId": 9,
        "seasonNumber": 1,
        "episodeNumber": 1,
        "title": "Pilot",
        "airDate": "2020-01-01",
        "airDateUtc": "2020-01-02T01:00:00Z",
        "hasFile": True,
        "monitored": True,
        "episodeFile": {**file, "mediaInfo": {"audioChannels": 5.1}},
    }
    announced = {"id": 3, "seriesId": 7, "seasonNumber": 2, "episodeNumber": 1, "title": None}
    second = {**row, "id": 2, "episodeNumber": 2}
    server.on("/api/v3/episode", reply([row, second, announced, {"id": 4, "seriesId": 7}]))
    episodes = await sonarr.episodes(7)
    assert episodes.rows[0] == Episode(
        id=1,
        series_id=7,
        season_number=1,
        episode_number=1,
        episode_file_id=9,
        title="Pilot",
        air_date_utc="2020-01-02T01:00:00Z",
        air_date="2020-01-01",
        has_file=True,
        monitored=True,
        episode_file=EpisodeFile(
            9, 5_000_000_000, "2024-01-02T00:00:00Z", "/tv/S/1x01-02.mkv", 1, 7
        ),
    )
    assert episodes.rows[1].episode_file == episodes.rows[0].episode_file
    assert episodes.rows[2] == Episode(3, 7, 2, 1)
    assert (episodes.total, episodes.skipped) == (4, 1)
    assert server.asked[0].query == {"seriesId": "7", "includeEpisodeFile": "true"}


SINCE = datetime(2026, 3, 1, 1, 30, 15, 999_999, tzinfo=timezone(timedelta(hours=2)))
SINCE_QUERY = {"date": "2026-02-28T23:30:15Z", "eventType": "downloadFolderImported"}


async def test_imports_of_episodes_are_read_since_a_moment(
    server: FakeServer, sonarr: Sonarr
) -> None:
    date = "2026-03-02T00:00:00Z"
    rows = [{"seriesId": 3, "episodeId": 4, "date": date}, {"seriesId": 0, "date": date}]
    server.on("/api/v3/history/since", reply(rows))
    imports = await sonarr.imports_since(SINCE, itself)
    assert imports == Rows((EpisodeImport(3, date),), total=2, skipped=1)
    assert server.asked[0].query == SINCE_QUERY


async def test_an_error_object_instead_of_a_list_is_not_understood(
    server: FakeServer, sonarr: Sonarr
) -> None:
    server.on("/api/v3/series", reply({"message": "database is locked"}))
    with pytest.raises(NotUnderstood) as caught:
        await sonarr.series(itself)
    assert "database" not in str(caught.value)


async def test_no_request_but_reading(server: FakeServer, radarr: Radarr, sonarr: Sonarr) -> None:
    paths = ("movie", "series", "tag", "rootfolder", "diskspace", "episode", "history/since")
    for path in paths:
        server.on(f"/api/v3/{path}", reply([]))
    for answer in (
        radarr.movies(itself),
        sonarr.series(itself),
        radarr.tags(),
        sonarr.root_folders(),
        radarr.disk_space(),
        sonarr.episodes(1),
        sonarr.imports_since(datetime.now(UTC), itself),
    ):
        await answer
    assert [asked.method for asked in server.asked] == ["GET"] * 7
