"""Who can reach a delete of media: read from the source, so that no new caller slips in."""

import ast
from collections.abc import Iterator
from pathlib import Path

import custom_components.oxicleanarr

ROOT = Path(custom_components.oxicleanarr.__file__).parent
DELETING = {"delete_movie", "delete_movie_file", "delete_series", "delete_episode_file"}
OTHERS = {
    "bridge.py: remove_empty_directory",
    "http.py: delete_only",
    "jellyfin.py: unfavorite",
    "jellyfin_collections.py: delete",
    "jellyfin_collections.py: remove",
    "jellyfin_folders.py: remove_location",
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


def _files_saying(text: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value == text
    }


def _files_calling(name: str) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == name
    }


def _files_naming(*names: str) -> set[str]:
    found = set()
    for path in ROOT.rglob("*.py"):
        if not set(names).isdisjoint(_named(ast.parse(path.read_text(encoding="utf-8")))):
            found.add(path.relative_to(ROOT).as_posix())
    return found


def test_only_the_two_clients_use_the_door() -> None:
    door = "clients/http.py"
    assert _files_naming("delete_medium") == {door, "clients/radarr.py", "clients/sonarr.py"}


def test_media_are_deleted_at_the_door_alone() -> None:
    callers = _files_naming(*DELETING) - {"clients/radarr.py", "clients/sonarr.py"}
    assert callers == {"cleanup/door.py"}


def test_the_door_is_used_where_the_journal_is_written() -> None:
    assert _files_calling("remove") & _files_naming("Door") == {"cleanup/removal.py"}


def test_what_else_is_deleted_on_a_server_is_no_medium() -> None:
    callers = {
        f"{path.name}: {function.name}"
        for path in ROOT.rglob("*.py")
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.AsyncFunctionDef) and "delete_only" in set(_named(function))
    }
    assert callers == OTHERS
    assert _files_saying("DELETE") == {"clients/http.py"}


def test_no_call_that_deletes_stands_in_a_loop_that_tries_again() -> None:
    tree = ast.parse((ROOT / "cleanup/door.py").read_text(encoding="utf-8"))
    loops = [node for node in ast.walk(tree) if isinstance(node, (ast.While, ast.AsyncFor))]
    assert loops == []
    calls = [name for name in _named(tree) if name in DELETING]
    assert sorted(calls) == sorted(DELETING)


def test_every_method_behind_the_door_is_known() -> None:
    users = set()
    for name in ("radarr", "sonarr"):
        tree = ast.parse((ROOT / f"clients/{name}.py").read_text(encoding="utf-8"))
        users |= {
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.AsyncFunctionDef) and "delete_medium" in set(_named(node))
        }
    assert users == DELETING


def test_no_client_knows_a_way_to_delete_several_at_once() -> None:
    texts = [
        text
        for name in ("arr", "radarr", "sonarr", "seerr")
        for text in _named(ast.parse((ROOT / f"clients/{name}.py").read_text(encoding="utf-8")))
    ]
    assert not [
        text for text in texts if "editor" in text or "bulk" in text or text.endswith("/file")
    ]
