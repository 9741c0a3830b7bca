"""Deleting in Radarr and Sonarr: what an answer of 200 promises, and what it does not."""

from pathlib import Path
from typing import Any

import pytest

from .conftest import Client, exists, touch

MOVIE = "/movie/1?deleteFiles=true"
SERIES = "/series/1?deleteFiles=true"


def film(client: Client, number: int = 0) -> Path:
    return client.stack.world.movie_path(client.stack.world.movies[number])


async def test_files_go_after_as_many_requests_as_are_asked_for(client: Client) -> None:
    client.stack.radarr.disk.wait_requests = 2
    path = film(client)
    await client.radarr(MOVIE, "DELETE")
    there = []
    for _ in range(3):
        there.append(exists(path))
        await client.radarr("/tag")
    assert there == [True, True, False]


async def test_files_can_be_gone_before_the_answer(client: Client) -> None:
    client.stack.radarr.disk.wait_requests = 0
    path = film(client)
    await client.radarr(MOVIE, "DELETE")
    assert not exists(path.parent)


async def test_extras_go_with_the_folder(client: Client) -> None:
    path = film(client)
    touch(path.with_suffix(".nfo"))
    await client.radarr(MOVIE, "DELETE")
    await client.stack.radarr.settled()
    assert not exists(path.parent)


async def test_extras_stay_when_only_the_file_is_deleted(client: Client) -> None:
    extra = film(client).with_suffix(".nfo")
    touch(extra)
    await client.radarr("/moviefile/1", "DELETE")
    assert (exists(extra), exists(film(client))) == (True, False)


async def test_on_a_read_only_disk_an_entry_goes_and_its_files_stay_in_silence(
    client: Client,
) -> None:
    client.stack.radarr.disk.read_only = True
    path = film(client)
    status = (await client.radarr(MOVIE, "DELETE")).status
    await client.stack.radarr.settled()
    assert (status, (await client.radarr("/movie/1")).status, exists(path)) == (200, 404, True)


@pytest.mark.parametrize(
    ("app", "path", "row"),
    [
        ("radarr", "/moviefile/1", "/moviefile/1"),
        ("sonarr", "/episodefile/1", "/episodefile/1"),
    ],
)
async def test_a_file_on_a_read_only_disk_is_not_forgotten(
    client: Client, app: str, path: str, row: str
) -> None:
    ask = getattr(client, app)
    client.stack.arr(app).disk.read_only = True
    assert (await ask(path, "DELETE")).status == 500
    assert (await ask(row)).status == 200


@pytest.mark.parametrize("folder_stays", [True, False])
async def test_without_its_disk_an_entry_goes_and_the_files_are_there_when_it_is_back(
    client: Client, folder_stays: bool
) -> None:
    path = film(client)
    client.stack.radarr.disk.unmount(folder_stays=folder_stays)
    status = (await client.radarr(MOVIE, "DELETE")).status
    await client.stack.radarr.settled()
    client.stack.heal("radarr")
    assert (status, exists(path), (await client.radarr("/movie/1")).status) == (200, True, 404)


@pytest.mark.parametrize("folder_stays", [True, False])
@pytest.mark.parametrize(
    ("app", "path"), [("radarr", "/moviefile/1"), ("sonarr", "/episodefile/1")]
)
async def test_a_file_without_its_disk_is_a_conflict(
    client: Client, app: str, path: str, folder_stays: bool
) -> None:
    client.stack.arr(app).disk.unmount(folder_stays=folder_stays)
    assert (await getattr(client, app)(path, "DELETE")).status == 409


async def test_a_recycle_bin_gets_the_folder_and_frees_nothing(client: Client) -> None:
    async def free() -> int:
        return int((await client.radarr("/diskspace")).json[1]["freeSpace"])

    client.stack.radarr.disk.recycling = True
    path, before = film(client), await free()
    await client.radarr(MOVIE, "DELETE")
    await client.stack.radarr.settled()
    binned = client.stack.root / "recycle" / "radarr" / path.parent.name / path.name
    assert (exists(path.parent), exists(binned), await free()) == (False, True, before)


async def test_a_recycle_bin_keeps_season_folders_and_numbers_what_is_there_twice(
    client: Client,
) -> None:
    client.stack.sonarr.disk.recycling = True
    world = client.stack.world
    path = world.episode_path(world.series[0].episodes[0])
    await client.sonarr("/episodefile/1", "DELETE")
    client.stack.search()
    again = world.series[0].episodes[0].file_id
    await client.sonarr(f"/episodefile/{again}", "DELETE")
    folder = client.stack.root / "recycle" / "sonarr" / path.parent.relative_to(world.tv_dir)
    names = sorted(entry.name for entry in folder.iterdir())
    assert names == sorted([path.name, f"{path.stem}_2.mkv"])


@pytest.mark.parametrize(("app", "where"), [("radarr", "/recycle/radarr"), ("sonarr", "")])
async def test_settings_tell_of_the_recycle_bin(client: Client, app: str, where: str) -> None:
    client.stack.radarr.disk.recycling = True
    row = (await getattr(client, app)("/config/mediamanagement")).json
    assert (row["recycleBin"], row["recycleBinCleanupDays"]) == (where, 7)


@pytest.mark.parametrize(
    ("app", "path", "there"),
    [
        ("radarr", "/movie/1?deleteFiles=true&addImportExclusion=true", 1),
        ("radarr", "/movie/1?deleteFiles=true&addImportListExclusion=true", 0),
        ("sonarr", "/series/1?deleteFiles=true&addImportListExclusion=true", 1),
        ("sonarr", "/series/1?deleteFiles=true&addImportExclusion=true", 0),
    ],
)
async def test_each_has_its_own_name_for_excluding_and_ignores_the_others(
    client: Client, app: str, path: str, there: int
) -> None:
    exclusions = {"radarr": "/exclusions", "sonarr": "/importlistexclusion"}[app]
    assert (await getattr(client, app)(path, "DELETE")).status == 200
    await client.stack.arr(app).settled()
    assert len((await getattr(client, app)(exclusions)).json) == there


async def test_an_exclusion_comes_a_moment_after_the_answer(client: Client) -> None:
    client.stack.radarr.later.hold()
    await client.radarr("/movie/1?addImportExclusion=true", "DELETE")
    before = (await client.radarr("/exclusions")).json
    client.stack.radarr.later.release()
    after = (await client.radarr("/exclusions")).json
    assert (before, len(after)) == ([], 1)


async def test_an_exclusion_is_lifted_and_an_unknown_one_is_no_error(client: Client) -> None:
    body = {"tmdbId": 5, "movieTitle": "Five", "movieYear": 1955}
    made = (await client.radarr("/exclusions", "POST", body)).json
    twice = await client.radarr("/exclusions", "POST", body)
    statuses = [(await client.radarr(f"/exclusions/{made['id']}", "DELETE")).status for _ in "12"]
    assert (statuses, (await client.radarr("/exclusions")).json) == ([200, 200], [])
    assert (twice.status, twice.json[0]["propertyName"]) == (400, "TmdbId")


@pytest.mark.parametrize(
    ("app", "path", "status"),
    [
        ("radarr", "/movie/999", 404),
        ("radarr", "/movie/0", 400),
        ("radarr", "/movie/-1", 400),
        ("radarr", "/moviefile/999", 404),
        ("sonarr", "/series/999", 500),
        ("sonarr", "/series/0", 400),
        ("sonarr", "/episodefile/999", 404),
        ("sonarr", "/episodefile/bulk", 500),
    ],
)
async def test_an_unknown_id_is_refused_by_each_in_its_own_way(
    client: Client, app: str, path: str, status: int
) -> None:
    body = {"episodeFileIds": [1, 999]} if path.endswith("bulk") else None
    answer = await getattr(client, app)(f"{path}?deleteFiles=true", "DELETE", body)
    assert answer.status == status


async def test_an_id_is_never_used_again(client: Client) -> None:
    record = (await client.radarr("/movie/12")).json
    numbers = []
    for number in (12, 13):
        await client.radarr(f"/movie/{number}", "DELETE")
        numbers.append((await client.radarr("/movie", "POST", record)).json["id"])
    assert numbers == [13, 14]


async def test_files_stay_where_another_entry_has_the_folder_or_one_in_it(client: Client) -> None:
    first, second, third = client.stack.world.movies[:3]
    path, other = film(client), film(client, 2)
    second.folder = f"{first.folder}/{second.folder}"
    client.stack.world.touch()
    body = {"movieIds": [first.id, third.id], "deleteFiles": True}
    await client.radarr("/movie/editor", "DELETE", body)
    await client.stack.radarr.settled()
    assert (exists(path), exists(other)) == (True, True)


@pytest.mark.parametrize(
    ("app", "path", "kind"),
    [
        ("radarr", "/moviefile/1", "movieFileDeleted"),
        ("sonarr", "/episodefile/1", "episodeFileDeleted"),
    ],
)
async def test_the_history_tells_why_a_file_is_gone(
    client: Client, app: str, path: str, kind: str
) -> None:
    ask = getattr(client, app)
    await ask(path, "DELETE")
    (row,) = (await ask(f"/history/since?date=2020-01-01&eventType={kind}")).json
    assert row["data"]["reason"] == "Manual"


@pytest.mark.parametrize(
    ("app", "path", "where"),
    [("radarr", "/moviefile/1", "/movies/"), ("sonarr", "/episodefile/1", "/tv/")],
)
async def test_the_history_names_a_file_as_the_server_sees_it(
    client: Client, app: str, path: str, where: str
) -> None:
    ask = getattr(client, app)
    file = (await ask(path)).json["path"]
    await ask(path, "DELETE")
    row = (await ask("/history?pageSize=1")).json["records"][0]
    assert row["sourceTitle"] == file
    assert file.startswith(where)


@pytest.mark.parametrize(
    ("app", "title", "deleted"),
    [
        ("radarr", "Metropolis", "movieFileDeleted"),
        ("sonarr", "Les Vampires", "episodeFileDeleted"),
    ],
)
async def test_a_better_file_sends_the_old_one_into_the_recycle_bin(
    client: Client, app: str, title: str, deleted: str
) -> None:
    client.stack.arr(app).disk.recycling = True
    client.stack.download(title)
    client.stack.finish_downloads()
    rows = (await getattr(client, app)(f"/history/since?date=2020-01-01&eventType={deleted}")).json
    binned = list((client.stack.root / "recycle" / app).rglob("*.mkv"))
    assert [row["data"]["reason"] for row in rows] == ["Upgrade"]
    assert len(binned) == 1


async def test_a_better_file_for_one_episode_takes_a_shared_one_from_the_other(
    client: Client,
) -> None:
    first, second = client.stack.world.series[2].episodes[10:12]
    client.stack.sonarr.arrivals.receive([first])
    assert (first.has_file, second.has_file) == (True, False)


async def test_on_a_read_only_disk_no_better_file_comes(client: Client) -> None:
    client.stack.radarr.disk.read_only = True
    client.stack.download("Metropolis")
    client.stack.finish_downloads()
    assert (await client.radarr("/movie/1")).json["movieFileId"] == 1


async def test_a_scan_forgets_a_file_that_somebody_removed(client: Client) -> None:
    film(client).unlink()
    await command(client, "radarr", {"name": "RescanMovie", "movieId": 1})
    (row,) = (await client.radarr("/history/movie?movieId=1&eventType=movieFileDeleted")).json
    assert (await client.radarr("/movie/1")).json["hasFile"] is False
    assert row["data"]["reason"] == "MissingFromDisk"


async def test_a_scan_without_the_disk_forgets_nothing(client: Client) -> None:
    client.stack.radarr.disk.unmount()
    await command(client, "radarr", {"name": "RescanMovie", "movieId": 1})
    assert (await client.radarr("/movie/1")).json["hasFile"] is True


async def command(client: Client, app: str, body: dict[str, Any]) -> Any:
    ask = getattr(client, app)
    made = (await ask("/command", "POST", body)).json
    await client.stack.arr(app).settled()
    return (await ask(f"/command/{made['id']}")).json
