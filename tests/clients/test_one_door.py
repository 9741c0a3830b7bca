"""Who can reach a delete of media: read from the source, so that no new caller slips in."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import custom_components.oxicleanarr

ROOT = Path(custom_components.oxicleanarr.__file__).parent
DELETING = {"delete_movie", "delete_movie_file", "delete_series", "delete_episode_file"}
SERVER = "clients/oxicleanarr.py"
COLLECTIONS = "clients/jellyfin_collections.py"
OTHERS = {
    "bridge.py: remove_empty_directory",
    "http.py: delete_only",
    "jellyfin.py: unfavorite",
    "jellyfin_collections.py: delete",
    "jellyfin_collections.py: remove",
    "jellyfin_folders.py: delete_library",
    "jellyfin_folders.py: remove_location",
    "oxicleanarr.py: _lift",
    "radarr.py: remove_exclusion",
    "seerr.py: reset",
    "sonarr.py: remove_exclusion",
}
"""What deletes something on a server that is no medium: each proves, or can only name, something else."""


def _named(tree: ast.AST) -> Iterator[str]:
    """Yield every name, attribute and text: what `getattr` could be given included."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute():
                yield node.attr
            case ast.Name():
                yield node.id
            case ast.Constant(value=str(text)):
                yield text
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name
            case ast.alias():
                yield node.name


@cache
def _trees() -> Mapping[str, ast.Module]:
    """Return what each file says, read once: all of these tests look at every one."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in ROOT.rglob("*.py")
    }


@cache
def _names() -> Mapping[str, frozenset[str]]:
    return {file: frozenset(_named(tree)) for file, tree in _trees().items()}


def _files_saying(text: str) -> set[str]:
    return {
        file
        for file, tree in _trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value == text
    }


def _files_calling(name: str) -> set[str]:
    return {
        file
        for file, tree in _trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == name
    }


def _files_calling_name(name: str) -> set[str]:
    return {
        file
        for file, tree in _trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == name
    }


def _functions_naming(name: str, file: str) -> set[str]:
    return {
        node.name
        for node in ast.walk(_trees()[file])
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and name in set(_named(node)) - {node.name}
    }


def _files_naming(*names: str) -> set[str]:
    return {file for file, named in _names().items() if not named.isdisjoint(names)}


def test_only_three_clients_use_the_door() -> None:
    door = "clients/http.py"
    users = {"clients/radarr.py", "clients/sonarr.py", SERVER}
    assert _files_naming("delete_medium") == {door, *users}


def test_media_are_deleted_at_the_door_alone() -> None:
    callers = _files_naming(*DELETING) - {"clients/radarr.py", "clients/sonarr.py"}
    assert callers == {"cleanup/door.py"}


def test_a_server_is_told_to_delete_by_cleaning_up_alone() -> None:
    """Its method is called what others are called as well, so each of those is looked at."""
    naming = {file for file in _files_naming("delete") if not file.startswith("cleanup/")}
    assert naming == {SERVER, COLLECTIONS, "display/collection.py"}
    assert {file for file in _files_naming("delete") if file.startswith("cleanup/")} - {
        # The choice "delete".
        "cleanup/models.py"
    } == {"cleanup/server_door.py"}
    assert _functions_naming("delete", "cleanup/server_door.py") == {"_send"}
    tree = _trees()["display/collection.py"]
    called = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "delete"
    ]
    assert called == ["self._collections.delete"]
    assert "OxiCleanarr" not in set(_named(tree))
    assert "JellyfinCollections" in set(_named(tree))


def test_a_server_deletes_one_medium_and_says_so_in_one_place() -> None:
    assert _functions_naming("delete_medium", SERVER) == {"_delete"}
    assert _functions_naming("_delete", SERVER) == {"delete", "would_delete_one"}
    assert _functions_naming("_lift", SERVER) == {"unexclude", "unflag"}
    asked = {
        function.name: [
            keyword.value.value
            for call in ast.walk(function)
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "self._delete"
            for keyword in call.keywords
            if keyword.arg == "dry_run" and isinstance(keyword.value, ast.Constant)
        ]
        for function in ast.walk(_trees()[SERVER])
        if isinstance(function, ast.AsyncFunctionDef)
    }
    assert {name: words for name, words in asked.items() if words} == {
        "delete": ["false"],
        "would_delete_one": ["true"],
    }


def test_a_server_is_never_told_to_delete_all_that_is_due() -> None:
    assert _files_naming("/api/deletions/execute") == {SERVER}
    assert _functions_naming("/api/deletions/execute", SERVER) == {"would_delete"}
    [call] = [
        node
        for node in ast.walk(_trees()[SERVER])
        if isinstance(node, ast.Call)
        and any(ast.unparse(part) == "'/api/deletions/execute'" for part in node.args)
    ]
    assert {part.arg: ast.unparse(part.value) for part in call.keywords}["params"] == (
        "{'dry_run': 'true'}"
    )


def test_a_servers_settings_are_never_written() -> None:
    assert "put" not in set(_named(_trees()[SERVER]))


def test_the_door_is_used_where_the_journal_is_written() -> None:
    doors = _files_naming("Door", "ServerDoor", "AnyDoor", "Doors")
    assert _files_calling("remove") & doors == {"cleanup/removal.py", "cleanup/doors.py"}
    tree = _trees()["cleanup/doors.py"]
    assert not {"Radarr", "Sonarr", "OxiCleanarr"} & set(_named(tree))
    # Who makes a door of the server: the household, which gives it out for a run that may delete only.
    assert _files_calling_name("ServerDoor") == {"server_house.py"}
    assert _files_calling("doors") == {"house.py"}
    assert _functions_naming("doors", "house.py") == {"_door", "carry_on"}


def test_what_else_is_deleted_on_a_server_is_no_medium() -> None:
    callers = {
        f"{file.rpartition('/')[2]}: {function.name}"
        for file, tree in _trees().items()
        for function in ast.walk(tree)
        if isinstance(function, ast.AsyncFunctionDef) and "delete_only" in set(_named(function))
    }
    assert callers == OTHERS
    assert _files_saying("DELETE") == {"clients/http.py"}


def test_no_call_that_deletes_stands_in_a_loop_that_tries_again() -> None:
    for door in ("cleanup/server_door.py", "cleanup/door.py"):
        tree = _trees()[door]
        loops = [node for node in ast.walk(tree) if isinstance(node, (ast.While, ast.AsyncFor))]
        assert loops == []
    calls = [name for name in _named(tree) if name in DELETING]
    assert sorted(calls) == sorted(DELETING)


def test_every_method_behind_the_door_is_known() -> None:
    users = set()
    for name in ("radarr", "sonarr"):
        tree = _trees()[f"clients/{name}.py"]
        users |= {
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.AsyncFunctionDef) and "delete_medium" in set(_named(node))
        }
    assert users == DELETING


def test_no_client_knows_a_way_to_delete_several_at_once() -> None:
    texts = [
        text
        for name in ("arr", "radarr", "sonarr", "seerr", "oxicleanarr")
        for text in _named(_trees()[f"clients/{name}.py"])
    ]
    assert not [
        text for text in texts if "editor" in text or "bulk" in text or text.endswith("/file")
    ]
