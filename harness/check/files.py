"""Reading the files of an integration; one that cannot be read is a finding and not an exception."""

from collections.abc import Mapping
import json
from pathlib import Path
from typing import Any

from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.yaml import load_yaml_dict


class UnreadableError(Exception):
    """A file is not what its name says; the message is the finding."""


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file, {} when there is no such file.

    Raises:
        UnreadableError: There is something else in it.
    """
    if not path.exists():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_once)
    except ValueError as error:
        raise UnreadableError(f"{path.name}: {error}") from error
    if not isinstance(content, dict):
        raise UnreadableError(f"{path.name}: no object")
    return content


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping in a YAML file, without the keys that only hold anchors; {} when there is no file.

    Raises:
        UnreadableError: There is something else in it.
    """
    if not path.exists():
        return {}
    try:
        content = load_yaml_dict(path)
    except HomeAssistantError as error:
        raise UnreadableError(f"{path.name}: {error}") from error
    return {str(key): value for key, value in content.items() if not str(key).startswith(".")}


def part(content: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    """Return the mapping behind some keys, an empty one where there is none."""
    found: Any = content
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError(f"a key is there twice among {', '.join(key for key, _ in pairs)}")
    return content
