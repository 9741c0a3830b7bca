import aiohttp
import pytest

from custom_components.oxicleanarr.clients.arr import ArrStatus, RootFolder, Tag
from custom_components.oxicleanarr.clients.errors import KeyRefused, NotUnderstood, WrongApp
from custom_components.oxicleanarr.clients.radarr import Movie, MovieFile, Radarr
from custom_components.oxicleanarr.clients.rows import Rows
from custom_components.oxicleanarr.clients.sonarr import Series, SeriesStatistics, Sonarr

from .conftest import FakeServer, raw, reply

STATUS = "/api/v3/system/status"
KEY = "0123456789abcdef"


@pytest.fixture
def radarr(server: FakeServer, session: aiohttp.ClientSession) -> Radarr:
    return Radarr(session, server.url, KEY)


@pytest.fixture
def sonarr(server: FakeServer, session: aiohttp.ClientSession) -> Sonarr:
    return Sonarr(session, server.url, KEY)


async def test_status_tells_who_answers(server: FakeServer, radarr: Radarr) -> None:
    answer = {"appName": "Radarr", "instanceName": "HD", "version": "6.0.3", "urlBase": "/r"}
    server.on(STATUS, reply({**answer, "isDocker": True, "branch": None}))
    assert await radarr.status() == ArrStatus("Radarr", "HD", "6.0.3", "/r")
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
    }
    server.on("/api/v3/movie", reply([row, {"id": 2, "tags": None, "hasFile": None}]))
    assert await radarr.movies() == Rows(
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
        "seasons": [{"seasonNumber": 1}],
    }
    server.on("/api/v3/series", reply([row, {"id": 2, "statistics": {"sizeOnDisk": None}}]))
    assert await sonarr.series() == Rows(
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
                ended=True,
                monitored=True,
                tags=[1],
                root_folder_path="/t",
                statistics=SeriesStatistics(3, 4, 7_000_000_000),
            ),
            Series(id=2, statistics=SeriesStatistics()),
        ),
        total=2,
    )


async def test_one_bad_row_is_one_bad_row(server: FakeServer, radarr: Radarr) -> None:
    server.on("/api/v3/movie", reply([{"id": 1}, {"id": 0}, {"id": 2, "year": {}}, {"id": 3}]))
    movies = await radarr.movies()
    assert ([movie.id for movie in movies.rows], movies.skipped) == ([1, 3], 2)


async def test_tags_and_root_folders_are_read(server: FakeServer, radarr: Radarr) -> None:
    server.on("/api/v3/tag", reply([{"id": 1, "label": "keep"}, {"id": 2}]))
    folders = [{"id": 1, "path": "/m", "accessible": False, "unmappedFolders": []}, {"path": ""}]
    server.on("/api/v3/rootfolder", reply(folders))
    assert await radarr.tags() == Rows((Tag(1, "keep"),), total=2, skipped=1)
    assert await radarr.root_folders() == Rows((RootFolder("/m", False),), total=2, skipped=1)


async def test_an_error_object_instead_of_a_list_is_not_understood(
    server: FakeServer, sonarr: Sonarr
) -> None:
    server.on("/api/v3/series", reply({"message": "database is locked"}))
    with pytest.raises(NotUnderstood) as caught:
        await sonarr.series()
    assert "database" not in str(caught.value)


async def test_no_request_but_reading(server: FakeServer, radarr: Radarr, sonarr: Sonarr) -> None:
    server.on("/api/v3/movie", reply([]))
    server.on("/api/v3/series", reply([]))
    server.on("/api/v3/tag", reply([]))
    server.on("/api/v3/rootfolder", reply([]))
    for answer in (radarr.movies(), sonarr.series(), radarr.tags(), sonarr.root_folders()):
        await answer
    assert {asked.method for asked in server.asked} == {"GET"}
