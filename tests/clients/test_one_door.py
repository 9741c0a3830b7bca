"""Who can reach a delete of media: read from the source, so that no new caller slips in."""

import ast
from collections.abc import Iterator
from pathlib import Path

import custom_components.oxicleanarr

ROOT = Path(custom_components.oxicleanarr.__file__).parent
DELETING = {"delete_movie", "delete_movie_file", "delete_series", "delete_episode_file"}


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


def _files_naming(*names: str) -> set[str]:
    found = set()
    for path in ROOT.rglob("*.py"):
        if not set(names).isdisjoint(_named(ast.parse(path.read_text(encoding="utf-8")))):
            found.add(path.relative_to(ROOT).as_posix())
    return found


def test_only_the_two_clients_use_the_door() -> None:
    door = "clients/http.py"
    assert _files_naming("delete_medium") == {door, "clients/radarr.py", "clients/sonarr.py"}


def test_media_are_deleted_in_the_cleanup_alone() -> None:
    callers = _files_naming(*DELETING) - {"clients/radarr.py", "clients/sonarr.py"}
    assert {caller for caller in callers if not caller.startswith("cleanup/")} == set()


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
    assert not [text for text in texts if "editor" in text or "bulk" in text or "/file" in text]
