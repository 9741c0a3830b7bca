"""What changes something in Radarr and Sonarr: what is sent, and answers that are odd."""

from collections.abc import Awaitable, Callable
import json
from typing import Any

import pytest

from custom_components.oxicleanarr.clients.errors import (
    ClientError,
    EntryRefused,
    NotUnderstood,
    StartingUp,
    WrongApp,
)
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.sonarr import Sonarr

from .conftest import KEY, Clients, FakeServer, raw, reply

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
