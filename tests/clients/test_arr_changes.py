"""What changes something in Radarr and Sonarr: what is sent, and answers that are odd."""

from collections.abc import Awaitable, Callable
import json
from typing import Any

import aiohttp
import pytest

from custom_components.oxicleanarr.clients.arr import Command, Exclusion, QueueItem
from custom_components.oxicleanarr.clients.errors import (
    ClientError,
    EntryRefused,
    NotUnderstood,
    StartingUp,
    WrongApp,
)
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.rows import Rows
from custom_components.oxicleanarr.clients.seerr import Seerr
from custom_components.oxicleanarr.clients.sonarr import Sonarr

from .conftest import FakeServer, raw, reply

KEY = "0123456789abcdef"
MOVIE = {
    "id": 7,
    "title": "One",
    "year": 1999,
    "tmdbId": 11,
    "titleSlug": "11",
    "path": "/m/One (1999)",
    "rootFolderPath": "/m",
    "qualityProfileId": 6,
    "minimumAvailability": "released",
    "monitored": True,
    "tags": [1],
    "movieFile": {"id": 9, "size": 5},
    "images": [{"coverType": "poster", "url": "/x"}],
}
SERIES = {
    "id": 7,
    "title": "One",
    "year": 1999,
    "tvdbId": 11,
    "titleSlug": "one",
    "path": "/t/One",
    "rootFolderPath": "/t",
    "qualityProfileId": 4,
    "seriesType": "daily",
    "seasonFolder": True,
    "monitored": True,
    "monitorNewItems": "none",
    "tags": [],
    "seasons": [
        {"seasonNumber": 0, "monitored": False, "statistics": {"sizeOnDisk": 0}},
        {"seasonNumber": 1, "monitored": True},
    ],
}


class Clients:
    def __init__(self, server: FakeServer, session: aiohttp.ClientSession) -> None:
        self.radarr = Radarr(session, server.url, KEY)
        self.sonarr = Sonarr(session, server.url, KEY)
        self.seerr = Seerr(session, server.url, KEY)


@pytest.fixture
def clients(server: FakeServer, session: aiohttp.ClientSession) -> Clients:
    return Clients(server, session)


@pytest.fixture
def radarr(clients: Clients) -> Radarr:
    return clients.radarr


@pytest.fixture
def sonarr(clients: Clients) -> Sonarr:
    return clients.sonarr


BY_ID: dict[str, Callable[[Clients, Any], Awaitable[object]]] = {
    "movie": lambda c, n: c.radarr.movie(n),
    "movie_by_tmdb_id": lambda c, n: c.radarr.movie_by_tmdb_id(n),
    "monitor_movie": lambda c, n: c.radarr.monitor_movie(n),
    "unmonitor_movie": lambda c, n: c.radarr.unmonitor_movie(n),
    "delete_movie": lambda c, n: c.radarr.delete_movie(n, delete_files=True, exclude=True),
    "delete_movie_file": lambda c, n: c.radarr.delete_movie_file(n),
    "add_movie": lambda c, n: c.radarr.add_movie({**MOVIE, "tmdbId": n}, search=True),
    "search_movie": lambda c, n: c.radarr.search_movie(n),
    "lift_movie": lambda c, n: c.radarr.remove_exclusion(n),
    "one_series": lambda c, n: c.sonarr.one_series(n),
    "series_by_tvdb_id": lambda c, n: c.sonarr.series_by_tvdb_id(n),
    "monitor_series": lambda c, n: c.sonarr.monitor_series(n),
    "unmonitor_series": lambda c, n: c.sonarr.unmonitor_series(n),
    "monitor_season": lambda c, n: c.sonarr.monitor_season(n, 1),
    "unmonitor_season": lambda c, n: c.sonarr.unmonitor_season(n, 1),
    "monitor_episodes": lambda c, n: c.sonarr.monitor_episodes([2, n]),
    "unmonitor_episodes": lambda c, n: c.sonarr.unmonitor_episodes([n]),
    "episode_files": lambda c, n: c.sonarr.episode_files(n),
    "episode_file": lambda c, n: c.sonarr.episode_file(n),
    "delete_series": lambda c, n: c.sonarr.delete_series(n, delete_files=True, exclude=True),
    "delete_episode_file": lambda c, n: c.sonarr.delete_episode_file(n),
    "add_series": lambda c, n: c.sonarr.add_series({**SERIES, "tvdbId": n}, search=True),
    "search_series": lambda c, n: c.sonarr.search_series(n),
    "search_episodes": lambda c, n: c.sonarr.search_episodes([n]),
    "lift_series": lambda c, n: c.sonarr.remove_exclusion(n),
    "reset": lambda c, n: c.seerr.reset(n),
}


@pytest.mark.parametrize("number", [0, -1, False, True, None, "1", "1/../2", 1.0, float("nan")])
@pytest.mark.parametrize("name", BY_ID)
async def test_an_id_that_no_row_has_is_never_asked_for(
    server: FakeServer, clients: Clients, name: str, number: object
) -> None:
    with pytest.raises(NotUnderstood):
        await BY_ID[name](clients, number)
    assert server.asked == []


@pytest.mark.parametrize(
    ("call", "path", "query"),
    [
        (
            lambda c: c.radarr.delete_movie(7, delete_files=True, exclude=True),
            "/api/v3/movie/7",
            {"deleteFiles": "true", "addImportExclusion": "true"},
        ),
        (
            lambda c: c.radarr.delete_movie(7, delete_files=False, exclude=False),
            "/api/v3/movie/7",
            {"deleteFiles": "false", "addImportExclusion": "false"},
        ),
        (
            lambda c: c.sonarr.delete_series(7, delete_files=True, exclude=False),
            "/api/v3/series/7",
            {"deleteFiles": "true", "addImportListExclusion": "false"},
        ),
        (
            lambda c: c.sonarr.delete_series(7, delete_files=False, exclude=True),
            "/api/v3/series/7",
            {"deleteFiles": "false", "addImportListExclusion": "true"},
        ),
        (lambda c: c.radarr.delete_movie_file(7), "/api/v3/moviefile/7", {}),
        (lambda c: c.sonarr.delete_episode_file(7), "/api/v3/episodefile/7", {}),
    ],
)
async def test_each_delete_says_what_it_means_in_its_own_words(
    server: FakeServer,
    clients: Clients,
    call: Callable[[Clients], Awaitable[None]],
    path: str,
    query: dict[str, str],
) -> None:
    server.on(path, reply({}))
    await call(clients)
    [asked] = server.asked
    assert (asked.method, asked.path, asked.query) == ("DELETE", path, query)


async def test_a_movie_is_read_with_all_that_radarr_tells(
    server: FakeServer, radarr: Radarr
) -> None:
    server.on("/api/v3/movie/7", reply(MOVIE))
    movie = await radarr.movie(7)
    assert (movie.entry.title, movie.entry.tmdb_id, movie.raw) == ("One", 11, MOVIE)


@pytest.mark.parametrize("answer", [{**MOVIE, "id": 8}, {}, [], [MOVIE], {"id": 0}, None, "x", 7])
async def test_another_movie_is_not_taken_for_it(
    server: FakeServer, radarr: Radarr, answer: object
) -> None:
    server.on("/api/v3/movie/7", reply(answer))
    for call in (radarr.movie(7), radarr.unmonitor_movie(7)):
        with pytest.raises(NotUnderstood):
            await call
    assert {asked.method for asked in server.asked} == {"GET"}


@pytest.mark.parametrize("answer", [{**SERIES, "id": 8}, {}, [SERIES]])
async def test_another_series_is_not_taken_for_it(
    server: FakeServer, sonarr: Sonarr, answer: object
) -> None:
    server.on("/api/v3/series/7", reply(answer))
    for call in (sonarr.one_series(7), sonarr.unmonitor_season(7, 1)):
        with pytest.raises(NotUnderstood):
            await call
    assert {asked.method for asked in server.asked} == {"GET"}


async def test_of_several_movies_the_one_with_the_number_is_taken(
    server: FakeServer, radarr: Radarr
) -> None:
    server.on("/api/v3/movie", reply([{**MOVIE, "id": 1, "tmdbId": 12}, MOVIE]))
    found = await radarr.movie_by_tmdb_id(11)
    assert found is not None
    assert found.entry.id == 7
    assert await radarr.movie_by_tmdb_id(13) is None


async def test_the_whole_record_goes_back_with_one_thing_changed(
    server: FakeServer, radarr: Radarr
) -> None:
    changed = {**MOVIE, "monitored": False}
    server.on("/api/v3/movie/7", reply(MOVIE), reply(changed, 202))
    await radarr.unmonitor_movie(7)
    assert server.asked[1].method == "PUT"
    assert json.loads(server.asked[1].body) == changed


@pytest.mark.parametrize(
    "answer", [MOVIE, {**MOVIE, "id": 8, "monitored": False}, {"id": 7}, {}, []]
)
async def test_a_movie_that_stays_monitored_is_told(
    server: FakeServer, radarr: Radarr, answer: object
) -> None:
    server.on("/api/v3/movie/7", reply(MOVIE), reply(answer, 202))
    with pytest.raises(NotUnderstood):
        await radarr.unmonitor_movie(7)


async def test_a_movie_of_which_it_is_not_told_is_unmonitored_all_the_same(
    server: FakeServer, radarr: Radarr
) -> None:
    silent = {key: value for key, value in MOVIE.items() if key != "monitored"}
    server.on("/api/v3/movie/7", reply(silent), reply({**MOVIE, "monitored": False}, 202))
    await radarr.unmonitor_movie(7)
    assert json.loads(server.asked[1].body)["monitored"] is False


async def test_a_season_goes_back_in_its_whole_series(server: FakeServer, sonarr: Sonarr) -> None:
    seasons: Any = SERIES["seasons"]
    changed = {**SERIES, "seasons": [seasons[0], {**seasons[1], "monitored": False}]}
    server.on("/api/v3/series/7", reply(SERIES), reply(changed, 202))
    await sonarr.unmonitor_season(7, 1)
    assert json.loads(server.asked[1].body) == changed


@pytest.mark.parametrize(
    "answer", [SERIES, {**SERIES, "seasons": []}, {"id": 7, "monitored": True}]
)
async def test_a_season_that_stays_monitored_is_told(
    server: FakeServer, sonarr: Sonarr, answer: object
) -> None:
    server.on("/api/v3/series/7", reply(SERIES), reply(answer, 202))
    with pytest.raises(NotUnderstood):
        await sonarr.unmonitor_season(7, 1)


@pytest.mark.parametrize("seasons", [None, [], ["x"], [None], {}, [{"seasonNumber": "1"}]])
async def test_a_series_without_the_season_is_left_alone(
    server: FakeServer, sonarr: Sonarr, seasons: object
) -> None:
    server.on("/api/v3/series/7", reply({**SERIES, "seasons": seasons}))
    with pytest.raises(NotUnderstood):
        await sonarr.unmonitor_season(7, 1)
    assert [asked.method for asked in server.asked] == ["GET"]


EPISODES = [{"id": 1, "monitored": False}, {"id": 2, "monitored": False, "title": "x"}]


async def test_episodes_are_named_in_one_call(server: FakeServer, sonarr: Sonarr) -> None:
    server.on("/api/v3/episode/monitor", reply(EPISODES, 202))
    await sonarr.unmonitor_episodes([2, 1, 2])
    [asked] = server.asked
    assert asked.method == "PUT"
    assert json.loads(asked.body) == {"episodeIds": [2, 1], "monitored": False}


@pytest.mark.parametrize(
    "answer",
    [EPISODES[:1], [], {}, [{"id": 1}, {"id": 2}], [*EPISODES[:1], {"id": 2, "monitored": True}]],
)
async def test_an_episode_that_stays_monitored_is_told(
    server: FakeServer, sonarr: Sonarr, answer: object
) -> None:
    server.on("/api/v3/episode/monitor", reply(answer, 202))
    with pytest.raises(NotUnderstood):
        await sonarr.unmonitor_episodes([1, 2])


async def test_of_a_movie_goes_back_what_radarr_takes(server: FakeServer, radarr: Radarr) -> None:
    server.on("/api/v3/movie", reply({**MOVIE, "id": 70}, 201))
    made = await radarr.add_movie(MOVIE, search=False)
    kept = {k: v for k, v in MOVIE.items() if k not in {"id", "movieFile", "images"}}
    assert made.entry.id == 70
    assert json.loads(server.asked[0].body) == {**kept, "addOptions": {"searchForMovie": False}}


async def test_of_a_series_goes_back_what_sonarr_takes(server: FakeServer, sonarr: Sonarr) -> None:
    server.on("/api/v3/series", reply({**SERIES, "id": 70}, 201))
    await sonarr.add_series(SERIES, search=True)
    body = json.loads(server.asked[0].body)
    assert body.pop("addOptions") == {
        "searchForMissingEpisodes": True,
        "searchForCutoffUnmetEpisodes": False,
    }
    assert body.pop("seasons") == [
        {"seasonNumber": 0, "monitored": False},
        {"seasonNumber": 1, "monitored": True},
    ]
    assert body == {k: v for k, v in SERIES.items() if k not in {"id", "seasons"}}


@pytest.mark.parametrize("answer", [{**MOVIE, "tmdbId": 12}, {}, [], {"id": 0}])
async def test_an_added_movie_that_is_another_is_told(
    server: FakeServer, radarr: Radarr, answer: object
) -> None:
    server.on("/api/v3/movie", reply(answer, 201))
    with pytest.raises(NotUnderstood):
        await radarr.add_movie(MOVIE, search=True)


async def test_reasons_of_a_refusal_are_not_repeated(server: FakeServer, sonarr: Sonarr) -> None:
    server.on("/api/v3/series", reply([{"errorMessage": f"Bad {KEY}"}], 400))
    with pytest.raises(EntryRefused) as caught:
        await sonarr.add_series(SERIES, search=True)
    assert (caught.value.key, "Bad" in str(caught.value)) == ("entry_refused", False)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (raw(b"<html>", content_type="text/html"), WrongApp),
        (raw(b"", 503), StartingUp),
        (reply({"message": "database is locked"}, 500), NotUnderstood),
        (reply({"message": "0 is not a valid ID"}, 400), NotUnderstood),
    ],
)
async def test_a_delete_that_was_not_accepted_is_an_error(
    server: FakeServer, clients: Clients, answer: Any, error: type[ClientError]
) -> None:
    for path in ("movie/7", "moviefile/7", "series/7", "episodefile/7"):
        server.on(f"/api/v3/{path}", answer)
    for call in (
        clients.radarr.delete_movie(7, delete_files=True, exclude=True),
        clients.radarr.delete_movie_file(7),
        clients.sonarr.delete_series(7, delete_files=True, exclude=True),
        clients.sonarr.delete_episode_file(7),
    ):
        with pytest.raises(error):
            await call


@pytest.mark.parametrize(
    ("answer", "exists"),
    [
        ({"recycleBin": "/bin", "recycleBinCleanupDays": 7}, True),
        ({"recycleBin": "", "recycleBinCleanupDays": 7}, False),
        ({"recycleBin": " "}, False),
        ({"recycleBin": None}, False),
        ({"recycleBinCleanupDays": 7}, False),
    ],
)
async def test_a_recycle_bin_is_there_when_it_has_a_path(
    server: FakeServer, radarr: Radarr, answer: object, exists: bool
) -> None:
    server.on("/api/v3/config/mediamanagement", reply(answer))
    assert (await radarr.recycle_bin()).exists is exists


async def test_a_bad_row_of_the_queue_is_told(server: FakeServer, radarr: Radarr) -> None:
    rows = [
        {"id": 1, "movieId": 7, "title": "x", "size": 5.5},
        {"id": 2, "movieId": 8},
        {"id": 3},
        {"id": 4, "movieId": None},
        {"id": 5, "movieId": {}},
    ]
    server.on("/api/v3/queue/details", reply(rows))
    queue = await radarr.queue({7})
    assert queue == Rows((QueueItem(1, movie_id=7, title="x"),), total=2, skipped=1)


async def test_exclusions_are_read_and_lifted(
    server: FakeServer, radarr: Radarr, sonarr: Sonarr
) -> None:
    server.on("/api/v3/exclusions", reply([{"id": 1, "tmdbId": 11, "movieTitle": "One"}, {}]))
    server.on("/api/v3/importlistexclusion", reply([{"id": 2, "tvdbId": 12, "title": "Two"}]))
    server.on("/api/v3/exclusions/1", reply({}))
    server.on("/api/v3/importlistexclusion/2", reply({}))
    assert await radarr.exclusions() == Rows((Exclusion(1, tmdb_id=11),), total=2, skipped=1)
    assert await sonarr.exclusions() == Rows((Exclusion(2, tvdb_id=12),), total=1)
    await radarr.remove_exclusion(1)
    await sonarr.remove_exclusion(2)
    assert [asked.method for asked in server.asked] == ["GET", "GET", "DELETE", "DELETE"]


@pytest.mark.parametrize(
    ("call", "body"),
    [
        (lambda c: c.radarr.search_movie(7), {"name": "MoviesSearch", "movieIds": [7]}),
        (lambda c: c.sonarr.search_series(7), {"name": "SeriesSearch", "seriesId": 7}),
        (
            lambda c: c.sonarr.search_episodes([7, 8]),
            {"name": "EpisodeSearch", "episodeIds": [7, 8]},
        ),
    ],
)
async def test_a_search_is_a_command(
    server: FakeServer,
    clients: Clients,
    call: Callable[[Clients], Awaitable[int]],
    body: dict[str, object],
) -> None:
    server.on("/api/v3/command", reply({"id": 5, "status": "queued"}, 201))
    assert await call(clients) == 5
    assert json.loads(server.asked[0].body) == body


@pytest.mark.parametrize(
    ("status", "running"),
    [("queued", True), ("started", True), ("completed", False), ("failed", False), ("", False)],
)
def test_a_command_runs_until_it_ends(status: str, running: bool) -> None:
    assert Command(1, "RefreshMovie", status).running is running


FILMS = "/movies/One (1999)"


async def test_files_are_looked_for_in_one_folder(server: FakeServer, clients: Clients) -> None:
    row = {"path": f"{FILMS}/One.mkv", "relativePath": "One.mkv", "name": "One.mkv"}
    server.on("/api/v3/filesystem/mediafiles", reply([row]))
    for client in (clients.radarr, clients.sonarr):
        assert await client.media_files(FILMS) == {f"{FILMS}/One.mkv"}
    assert {asked.query["path"] for asked in server.asked} == {FILMS}


@pytest.mark.parametrize("answer", [[{"name": "x"}], [{"path": ""}], ["x"], [None], {}, None])
async def test_a_file_without_a_path_is_not_no_file(
    server: FakeServer, radarr: Radarr, answer: object
) -> None:
    server.on("/api/v3/filesystem/mediafiles", reply(answer))
    with pytest.raises(NotUnderstood):
        await radarr.media_files(FILMS)


@pytest.mark.parametrize("folder", ["", " "])
async def test_a_folder_that_is_none_is_not_looked_into(
    server: FakeServer, radarr: Radarr, folder: str
) -> None:
    for call in (radarr.media_files, radarr.holds_folders):
        with pytest.raises(NotUnderstood):
            await call(folder)
    assert server.asked == []


@pytest.mark.parametrize(
    ("answer", "holds"),
    [
        ({"parent": "/", "directories": [{"path": "/movies/One/"}], "files": []}, True),
        ({"parent": "/", "directories": [], "files": []}, False),
        ({"parent": "/"}, False),
    ],
)
async def test_a_folder_holds_folders_or_does_not(
    server: FakeServer, radarr: Radarr, answer: object, holds: bool
) -> None:
    server.on("/api/v3/filesystem", reply(answer))
    assert await radarr.holds_folders("/movies") is holds


async def test_imports_of_one_series_are_asked_for_by_their_kind(
    server: FakeServer, sonarr: Sonarr
) -> None:
    server.on("/api/v3/history/series", reply([{"seriesId": 7, "date": "2026-01-01T00:00:00Z"}]))
    rows = await sonarr.imports_of(7)
    assert [row.series_id for row in rows.rows] == [7]
    assert server.asked[0].query == {"seriesId": "7", "eventType": "downloadFolderImported"}
