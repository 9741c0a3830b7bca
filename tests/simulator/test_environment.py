from pathlib import Path

import pytest

from .conftest import Client, Reply

CONTENTS = "/Environment/DirectoryContents"


def folder(client: Client) -> Path:
    """Make a folder that holds something of every kind."""
    path = client.stack.root / "kinds"
    path.mkdir()
    (path / "file").touch()
    (path / "folder").mkdir()
    (path / "to-file").symlink_to(path / "file")
    (path / "to-folder").symlink_to(path / "folder")
    (path / "dangling").symlink_to(path / "nothing")
    return path


async def contents(client: Client, path: Path | str, query: str = "") -> Reply:
    every = "includeFiles=true&includeDirectories=true"
    return await client.jellyfin(f"{CONTENTS}?path={path}&{query or every}")


async def validated(client: Client, path: Path | str, **more: object) -> int:
    body = {"Path": str(path), **more}
    return (await client.jellyfin("/Environment/ValidatePath", "POST", body)).status


async def test_links_look_like_what_they_lead_to_and_dangling_ones_like_files(
    client: Client,
) -> None:
    rows = (await contents(client, folder(client))).json
    assert {row["Name"]: row["Type"] for row in rows} == {
        "dangling": "File",
        "file": "File",
        "folder": "Directory",
        "to-file": "File",
        "to-folder": "Directory",
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("includeFiles=true", {"dangling", "file", "to-file"}),
        ("includeDirectories=true", {"folder", "to-folder"}),
        ("x=1", set()),
    ],
)
async def test_only_what_is_asked_for_is_listed(
    client: Client, query: str, names: set[str]
) -> None:
    rows = (await contents(client, folder(client), query)).json
    assert {row["Name"] for row in rows} == names


@pytest.mark.parametrize(
    ("name", "status"), [("nothing", 404), ("kinds/dangling", 404), ("kinds/file", 500), ("", 200)]
)
async def test_only_folders_can_be_listed(client: Client, name: str, status: int) -> None:
    folder(client)
    path = client.stack.root / name if name else client.stack.root
    assert (await contents(client, path)).status == status


async def test_nothing_outside_the_simulation_can_be_seen(client: Client, tmp_path: Path) -> None:
    assert (await contents(client, tmp_path)).status == 404
    assert await validated(client, tmp_path) == 404


async def test_a_path_must_be_given(client: Client) -> None:
    assert (await client.jellyfin(CONTENTS)).status == 400


@pytest.mark.parametrize(
    ("name", "either", "file", "directory"),
    [
        ("file", 204, 204, 404),
        ("to-file", 204, 204, 404),
        ("folder", 204, 404, 204),
        ("to-folder", 204, 404, 204),
        ("dangling", 204, 204, 404),
        ("nothing", 404, 404, 404),
    ],
)
async def test_paths_are_validated(
    client: Client, name: str, either: int, file: int, directory: int
) -> None:
    path = folder(client) / name
    assert (
        await validated(client, path),
        await validated(client, path, IsFile=True),
        await validated(client, path, IsFile=False),
    ) == (either, file, directory)


async def test_a_folder_can_be_written_in_unless_it_is_protected(client: Client) -> None:
    path = folder(client)
    before = await validated(client, path, ValidateWritable=True)
    client.stack.protect(path)
    after = await validated(client, path, ValidateWritable=True)
    below = await validated(client, path / "folder", ValidateWritable=True)
    beside = await validated(client, client.stack.root, ValidateWritable=True)
    assert (before, after, below, beside) == (204, 500, 500, 204)


async def test_healing_gives_the_right_to_write_back(client: Client) -> None:
    path = folder(client)
    client.stack.protect(path)
    client.stack.heal("bridge")
    assert await validated(client, path, ValidateWritable=True) == 204


async def test_what_is_no_folder_of_the_simulation_cannot_be_written_in(
    client: Client, tmp_path: Path
) -> None:
    path = folder(client)
    assert await validated(client, tmp_path, ValidateWritable=True) == 500
    assert await validated(client, path / "file", ValidateWritable=True) == 500
    assert await validated(client, path / "nothing", ValidateWritable=True) == 404


async def test_whether_it_can_be_written_is_tried_only_without_a_kind(client: Client) -> None:
    path = folder(client)
    client.stack.protect(path)
    assert await validated(client, path, ValidateWritable=True, IsFile=False) == 204
