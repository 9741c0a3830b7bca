"""What Radarr and Sonarr see on their disks."""

import pytest

from .conftest import Client, Starter, touch

APPS = pytest.mark.parametrize("app", ["radarr", "sonarr"])


async def files(client: Client, app: str, folder: str) -> list[str]:
    answer = await getattr(client, app)(f"/filesystem/mediafiles?path={folder}")
    return [row["path"] for row in answer.json]


async def folders(client: Client, app: str, folder: str) -> list[str]:
    answer = await getattr(client, app)(f"/filesystem?path={folder}")
    return [row["path"] for row in answer.json["directories"]]


async def test_videos_are_listed_by_the_paths_that_the_server_uses(client: Client) -> None:
    world = client.stack.world
    film = world.movies[0]
    touch(world.movie_path(film).with_suffix(".nfo"))
    row = (await client.radarr(f"/filesystem/mediafiles?path=/movies/{film.folder}")).json
    path = f"/movies/{film.folder}/{film.file_name}"
    assert row == [{"path": path, "relativePath": film.file_name, "name": film.file_name}]


async def test_a_series_is_searched_to_its_last_folder(client: Client) -> None:
    series = client.stack.world.series[0]
    rows = (await client.sonarr(f"/episodefile?seriesId={series.id}")).json
    found = await files(client, "sonarr", f"/tv/{series.folder}")
    assert sorted(found) == sorted(row["path"] for row in rows)


@APPS
@pytest.mark.parametrize("folder", ["/movies/Nobody", "/tv/Nobody", "/etc", "", "/movies/../.."])
async def test_a_folder_that_is_not_there_is_empty(client: Client, app: str, folder: str) -> None:
    assert await files(client, app, folder) == []
    assert await folders(client, app, folder) == []


@APPS
@pytest.mark.parametrize("folder_stays", [True, False])
async def test_without_its_disk_everything_is_empty(
    client: Client, app: str, folder_stays: bool
) -> None:
    root = client.stack.arr(app).root_folder[0]
    assert await folders(client, app, root)
    client.stack.arr(app).disk.unmount(folder_stays=folder_stays)
    assert await folders(client, app, root) == []
    assert await files(client, app, root) == []
    spaces = (await getattr(client, app)("/diskspace")).json
    assert root not in {row["path"] for row in spaces}


async def test_paths_can_be_real_ones(start: Starter) -> None:
    client = await start(same_paths=True)
    world = client.stack.world
    path = str(world.movie_path(world.movies[0]))
    assert await files(client, "radarr", str(world.movie_path(world.movies[0]).parent)) == [path]


async def test_the_history_of_a_series_is_told_by_kind(client: Client) -> None:
    client.stack.world.sonarr_events.clear()
    await client.sonarr("/episodefile/1", "DELETE")
    client.stack.search()
    rows = (await client.sonarr("/history/series?seriesId=1&eventType=downloadFolderImported")).json
    assert {row["eventType"] for row in rows} == {"downloadFolderImported"}
