from pathlib import Path

import pytest

from .conftest import Client, Reply, Starter


def source(client: Client, index: int = 0) -> Path:
    return client.stack.world.movie_path(client.stack.world.movies[index])


def series_folder(client: Client) -> Path:
    return client.stack.world.series_path(client.stack.world.series[0])


def soon(client: Client) -> Path:
    return client.stack.root / "leaving-soon" / "movies"


async def add(client: Client, path: Path | str, target: Path | str) -> Reply:
    body = {"items": [{"sourcePath": str(path), "targetDirectory": str(target)}]}
    return await client.bridge("/symlinks/add", "POST", body)


async def remove(client: Client, path: Path) -> Reply:
    return await client.bridge("/symlinks/remove", "POST", {"symlinkPaths": [str(path)]})


async def listed(client: Client, directory: Path) -> list[str]:
    answer = (await client.bridge(f"/symlinks/list?directory={directory}")).json
    return [row["Name"] for row in answer["Symlinks"]]


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        ("3.2.6", {"Status": "ok"}),
        ("3.2.4", {"Status": "ok"}),
        ("3.2.2", {"Version": "3.2.2.0"}),
    ],
)
async def test_the_status_is_open_and_has_the_versions_own_shape(
    start: Starter, dialect: str, expected: dict[str, str]
) -> None:
    client = await start(bridge=dialect)
    url = f"{client.stack.jellyfin.url}/api/oxicleanarr/status"
    assert (await client.ask(url)).json == expected


async def test_without_the_plugin_there_is_nothing(start: Starter) -> None:
    client = await start(bridge="none")
    plugins = [row["Name"] for row in (await client.jellyfin("/Plugins")).json]
    assert ((await client.bridge("/status")).status, plugins) == (404, ["TMDb"])


async def test_everything_else_needs_an_administrator(client: Client) -> None:
    token = (await client.log_in("Ada", "ada")).json["AccessToken"]
    path = f"/api/oxicleanarr/symlinks/list?directory={soon(client)}"
    statuses = [(await client.jellyfin(path, token=key)).status for key in ("bad", token)]
    assert statuses == [401, 403]


async def test_a_link_is_made_with_the_directories_it_needs(client: Client) -> None:
    answer = (await add(client, source(client), soon(client))).json
    link = soon(client) / source(client).name
    assert answer == {"Success": True, "CreatedSymlinks": [str(link)], "Errors": []}
    assert link.readlink() == source(client)


async def test_keys_are_taken_in_either_case(client: Client) -> None:
    pair = {"SourcePath": str(source(client)), "TargetDirectory": str(soon(client))}
    answer = (await client.bridge("/symlinks/add", "POST", {"Items": [pair]})).json
    assert len(answer["CreatedSymlinks"]) == 1


async def test_success_is_told_even_when_nothing_succeeded(client: Client) -> None:
    answer = (await add(client, client.stack.root / "nothing.mkv", soon(client))).json
    assert (answer["Success"], answer["CreatedSymlinks"], len(answer["Errors"])) == (True, [], 1)


async def test_two_dots_in_a_row_are_refused_wherever_they_stand(client: Client) -> None:
    movie = next(m for m in client.stack.world.movies if "..." in m.title)
    answer = (await add(client, client.stack.world.movie_path(movie), soon(client))).json
    assert answer["CreatedSymlinks"] == []
    assert "traversal" in answer["Errors"][0]


async def test_a_regular_file_of_the_links_name_is_destroyed(client: Client) -> None:
    soon(client).mkdir(parents=True)
    victim = soon(client) / source(client).name
    victim.write_text("precious")
    await add(client, source(client), soon(client))
    assert victim.is_symlink()


async def test_linking_into_the_sources_own_folder_destroys_the_source(client: Client) -> None:
    path = source(client)
    await add(client, path, path.parent)
    assert (path.is_symlink(), path.exists()) == (True, False)


async def test_a_directory_that_is_not_empty_survives(client: Client) -> None:
    blocked = soon(client) / source(client).name
    blocked.mkdir(parents=True)
    (blocked / "file").touch()
    answer = (await add(client, source(client), soon(client))).json
    assert (len(answer["Errors"]), (blocked / "file").exists()) == (1, True)


async def test_of_two_sources_with_one_name_the_second_wins(client: Client) -> None:
    await add(client, source(client), soon(client))
    twin = client.stack.root / "media" / source(client).name
    twin.touch()
    await add(client, twin, soon(client))
    assert (soon(client) / twin.name).readlink() == twin


@pytest.mark.parametrize(
    ("dialect", "version"),
    [("3.2.6", "3.2.6.0"), ("3.2.4", "3.2.2.0"), ("3.2.2", "3.2.2.0"), ("3.2.1", "3.2.1.0")],
)
async def test_jellyfin_tells_a_version_that_cannot_be_relied_on(
    start: Starter, dialect: str, version: str
) -> None:
    client = await start(bridge=dialect)
    plugins = (await client.jellyfin("/Plugins")).json
    assert [row["Version"] for row in plugins if "Bridge" in row["Name"]] == [version]


@pytest.mark.parametrize(("dialect", "made"), [("3.2.6", 1), ("3.2.4", 0), ("3.2.2", 0)])
async def test_links_to_directories_exist_since_3_2_5(
    start: Starter, dialect: str, made: int
) -> None:
    client = await start(bridge=dialect)
    answer = (await add(client, series_folder(client), soon(client))).json
    assert len(answer["CreatedSymlinks"]) == made


async def test_the_list_leaves_out_links_to_directories(client: Client) -> None:
    await add(client, source(client), soon(client))
    await add(client, series_folder(client), soon(client))
    assert await listed(client, soon(client)) == [source(client).name]


async def test_the_list_shows_dangling_links(client: Client) -> None:
    await add(client, source(client), soon(client))
    source(client).unlink()
    assert await listed(client, soon(client)) == [source(client).name]


async def test_the_list_of_a_missing_directory_is_empty(client: Client) -> None:
    assert await listed(client, client.stack.root / "nowhere") == []


@pytest.mark.parametrize(("query", "status"), [("", 400), ("?directory=/a/../b", 500)])
async def test_the_list_refuses_bad_directories(client: Client, query: str, status: int) -> None:
    assert (await client.bridge(f"/symlinks/list{query}")).status == status


async def test_removing_a_link_leaves_its_source(client: Client) -> None:
    await add(client, source(client), soon(client))
    link = soon(client) / source(client).name
    answer = (await remove(client, link)).json
    assert (answer["RemovedSymlinks"], link.is_symlink()) == ([str(link)], False)
    assert source(client).exists()


async def test_removing_what_is_missing_counts_as_removed(client: Client) -> None:
    path = soon(client) / "gone.mkv"
    assert (await remove(client, path)).json["RemovedSymlinks"] == [str(path)]


@pytest.mark.parametrize(
    ("dialect", "survives"), [("3.2.6", True), ("3.2.4", True), ("3.2.2", False)]
)
async def test_only_old_versions_remove_regular_files(
    start: Starter, dialect: str, survives: bool
) -> None:
    client = await start(bridge=dialect)
    path = source(client)
    await remove(client, path)
    assert path.exists() is survives


@pytest.mark.parametrize(
    ("path", "body"), [("add", {"items": []}), ("remove", {"symlinkPaths": []}), ("add", {})]
)
async def test_an_empty_batch_is_a_bad_request(
    client: Client, path: str, body: dict[str, object]
) -> None:
    answer = await client.bridge(f"/symlinks/{path}", "POST", body)
    assert (answer.status, list(answer.json)) == (400, ["error"])


async def test_a_blank_path_fails_the_whole_batch(client: Client) -> None:
    assert (await add(client, "", soon(client))).status == 400


async def test_nothing_outside_the_simulation_can_be_touched(
    client: Client, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.touch()
    link = client.stack.root / "way-out"
    link.symlink_to(tmp_path)
    for path in (victim, link / "victim"):
        assert len((await remove(client, path)).json["Errors"]) == 1
    assert (await add(client, source(client), tmp_path)).json["CreatedSymlinks"] == []


async def test_directories_are_made_once(client: Client) -> None:
    body = {"directory": str(soon(client))}
    answers = [(await client.bridge("/directories/create", "POST", body)).json for _ in range(2)]
    assert [answer["Created"] for answer in answers] == [True, False]


@pytest.mark.parametrize(("force", "status"), [(False, 400), (True, 200)])
async def test_a_full_directory_goes_only_by_force_and_not_through_links(
    client: Client, force: bool, status: int
) -> None:
    await add(client, series_folder(client), soon(client))
    body = {"directory": str(soon(client)), "force": force}
    assert (await client.bridge("/directories/remove", "DELETE", body)).status == status
    assert soon(client).exists() is not force
    assert any(series_folder(client).iterdir())


async def test_the_documented_dialect_counts_and_writes_camel_case(start: Starter) -> None:
    client = await start(bridge="documented")
    answer = (await add(client, source(client), soon(client))).json
    assert answer == {"success": True, "created": 1, "failed": 0}
    links = (await client.bridge(f"/symlinks/list?directory={soon(client)}")).json
    link = soon(client) / source(client).name
    assert links == {
        "symlinks": [{"path": str(link), "target": str(source(client)), "valid": True}]
    }


async def test_a_missing_source_is_told_with_its_path(start: Starter) -> None:
    client = await start(bridge="3.2.4")
    folder = series_folder(client)
    answer = (await add(client, folder, soon(client))).json
    assert answer["Errors"] == [f"{folder}: Source file not found: {folder}"]


@pytest.mark.parametrize(("dialect", "gone"), [("3.2.6", True), ("3.2.4", False)])
async def test_before_3_2_5_links_to_directories_stay_and_are_told_as_removed(
    start: Starter, dialect: str, gone: bool
) -> None:
    client = await start(bridge=dialect)
    link = client.stack.root / "link"
    link.symlink_to(series_folder(client))
    assert (await remove(client, link)).json["RemovedSymlinks"] == [str(link)]
    assert link.is_symlink() is not gone


@pytest.mark.parametrize(("dialect", "told"), [("3.2.6", 0), ("3.2.4", 1)])
async def test_a_directory_in_the_way_of_a_link_is_removed_only_since_3_2_5(
    start: Starter, dialect: str, told: int
) -> None:
    client = await start(bridge=dialect)
    blocked = soon(client) / source(client).name
    blocked.mkdir(parents=True)
    errors = (await add(client, source(client), soon(client))).json["Errors"]
    expected = f"{source(client)}: The file '{blocked}' already exists."
    assert errors == [expected] * told


async def test_nothing_is_made_or_removed_in_a_protected_folder(client: Client) -> None:
    await add(client, source(client), soon(client))
    link = soon(client) / source(client).name
    client.stack.protect(soon(client))
    said = [
        (await add(client, source(client), soon(client))).json["Errors"],
        (await remove(client, link)).json["Errors"],
    ]
    denied = f"Access to the path '{link}' is denied."
    assert said == [[f"{source(client)}: {denied}"], [f"{link}: {denied}"]]
    assert link.is_symlink()


async def test_no_folder_is_made_or_removed_below_a_protected_one(client: Client) -> None:
    soon(client).mkdir(parents=True)
    client.stack.protect(soon(client).parent)
    new = soon(client).parent / "tv"
    made = await client.bridge("/directories/create", "POST", {"directory": str(new)})
    gone = await client.bridge("/directories/remove", "DELETE", {"directory": str(soon(client))})
    linked = await add(client, source(client), new)
    assert (made.status, made.json["error"]) == (500, f"Access to the path '{new}' is denied.")
    assert (gone.status, len(linked.json["Errors"])) == (500, 1)


async def test_half_of_a_batch_fails_although_success_is_told(client: Client) -> None:
    client.stack.break_bridge_links(share=0.5)
    sources = [source(client, index) for index in range(4)]
    items = [{"sourcePath": str(s), "targetDirectory": str(soon(client))} for s in sources]
    answer = (await client.bridge("/symlinks/add", "POST", {"items": items})).json
    links = [str(soon(client) / path.name) for path in sources]
    assert (answer["Success"], answer["CreatedSymlinks"]) == (True, [links[0], links[2]])
    failed = [line.split(":")[0] for line in answer["Errors"]]
    assert failed == [str(sources[1]), str(sources[3])]
    removed = (await client.bridge("/symlinks/remove", "POST", {"symlinkPaths": links})).json
    assert removed["RemovedSymlinks"] == [links[0], links[2]]


async def test_healing_the_bridge_lets_all_links_succeed_again(client: Client) -> None:
    client.stack.break_bridge_links(share=1)
    broken = (await add(client, source(client), soon(client))).json["CreatedSymlinks"]
    client.stack.heal("bridge")
    healed = (await add(client, source(client), soon(client))).json["CreatedSymlinks"]
    assert (len(broken), len(healed)) == (0, 1)
