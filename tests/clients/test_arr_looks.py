"""What is asked of a Radarr and a Sonarr while media go: bins, queues, exclusions, commands and folders."""

from collections.abc import Awaitable, Callable
import json

import pytest

from custom_components.oxicleanarr.clients.arr import Command, Exclusion, QueueItem
from custom_components.oxicleanarr.clients.errors import NotUnderstood
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.rows import Rows
from custom_components.oxicleanarr.clients.sonarr import Sonarr

from .conftest import Clients, FakeServer, reply


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
