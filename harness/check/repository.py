"""What HACS wants of a repository, and that no fact is told in two ways."""

from collections.abc import Iterator
from pathlib import Path
import re
import tomllib
from typing import Final

from ..release import CHANGELOG, sections
from .files import UnreadableError, read_json

_KEYS: Final = {
    *("name", "homeassistant", "hacs", "content_in_root", "country", "filename"),
    *("hide_default_branch", "persistent_directory", "render_readme", "zip_release"),
}
_NEEDED: Final = re.compile(r"Home Assistant (\d{4}\.\d+)(?:\.\d+)? or newer")


def check_repository(root: Path) -> Iterator[str]:
    """Yield what is wrong with the repository around the integration."""
    try:
        hacs = read_json(root / "hacs.json")
    except UnreadableError as error:
        yield str(error)
        return
    if not hacs.get("name"):
        yield "hacs.json: the name is missing"
    for key in sorted(hacs.keys() - _KEYS):
        yield f"hacs.json: {key} is not known"
    if hacs.get("zip_release") and not str(hacs.get("filename", "")).endswith(".zip"):
        yield "hacs.json: a zip_release needs a filename"
    yield from _readme(root, str(hacs.get("homeassistant", "")))
    yield from _integrations(root)
    yield from _versions(root)
    if not (root / "LICENSE").is_file():
        yield "LICENSE is missing"


def _readme(root: Path, needed: str) -> Iterator[str]:
    path = root / "README.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    if not text.strip():
        yield "README.md is missing"
        return
    told = _NEEDED.search(text)
    if told is None:
        yield "README.md does not say which Home Assistant is needed"
    elif not needed.startswith(told[1]):
        yield f"README.md says Home Assistant {told[1]}, hacs.json {needed or 'nothing'}"


def _integrations(root: Path) -> Iterator[str]:
    found = [
        path.name
        for path in sorted((root / "custom_components").glob("*/"))
        if path.name != "__pycache__"
    ]
    if len(found) != 1:
        yield f"custom_components holds {', '.join(found) or 'nothing'}, not one integration"
    for name in found:
        if not (root / "custom_components" / name / "manifest.json").is_file():
            yield f"custom_components/{name} has no manifest"


def _versions(root: Path) -> Iterator[str]:
    """The manifest alone tells the version, and the changelog tells of versions."""
    pyproject = root / "pyproject.toml"
    if pyproject.is_file():
        project = tomllib.loads(pyproject.read_text(encoding="utf-8")).get("project", {})
        if "version" in project:
            yield "pyproject.toml: the version is told by the manifest alone"
    path = root / CHANGELOG
    if not path.is_file():
        yield f"{CHANGELOG} is missing"
    elif not sections(path.read_text(encoding="utf-8")):
        yield f"{CHANGELOG} has no section"
