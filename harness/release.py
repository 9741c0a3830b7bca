"""What belongs to a release: that its tag is the version, what is told of it, and its zip.

It runs in the workflow of a release before anything is installed, so it needs nothing but Python.
"""

import json
from pathlib import Path
import re
import sys
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CHANGELOG: Final = "CHANGELOG.md"
UNRELEASED: Final = "Unreleased"

_USAGE: Final = """\
Usage: python -m harness.release TAG FOLDER

Checks that the tag is v and the manifest's version, and that the changelog tells of it. Then
writes that section, and the zip that HACS installs, into the folder."""

_HEADING: Final = re.compile(
    r"^## \[?(?P<name>[^\]\s]+)\]?(?P<date> - \d{4}-\d\d-\d\d)?\s*$", re.MULTILINE
)


class NotReadyError(Exception):
    """The repository is not ready for this release; the message says what to do."""


def sections(changelog: str) -> dict[str, str]:
    """Return what a changelog tells of each version, the newest first."""
    headings = list(_HEADING.finditer(changelog))
    ends = [heading.start() for heading in headings[1:]] + [len(changelog)] * bool(headings)
    return {
        heading["name"]: changelog[heading.end() : end].strip()
        for heading, end in zip(headings, ends, strict=True)
    }


def notes(root: Path, tag: str) -> str:
    """Return what is to be told of the release that a tag names.

    Raises:
        NotReadyError: The manifest has another version, or the changelog says nothing of it.
    """
    (path,) = (root / "custom_components").glob("*/manifest.json")
    version = str(json.loads(path.read_text(encoding="utf-8"))["version"])
    if tag != f"v{version}":
        raise NotReadyError(
            f"The tag is {tag}, but the manifest's version is {version}: v{version} is meant?"
        )
    told = sections((root / CHANGELOG).read_text(encoding="utf-8")).get(version)
    if not told:
        raise NotReadyError(
            f"{CHANGELOG} says nothing of {version}: give its section {UNRELEASED} that name."
        )
    return told


def build(root: Path, target: Path) -> None:
    """Write the zip that HACS unpacks into the integration's folder: its files, without a folder around them."""
    (manifest,) = (root / "custom_components").glob("*/manifest.json")
    folder = manifest.parent
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                # Without dates, the same files make the same zip.
                archive.writestr(ZipInfo(path.relative_to(folder).as_posix()), path.read_bytes())


def main(arguments: list[str]) -> int:
    """Write into a folder what is to be published of a release."""
    if len(arguments) != 2 or arguments[0].startswith("-"):
        print(_USAGE)
        return 2
    root, folder = Path(__file__).parents[1], Path(arguments[1])
    try:
        told = notes(root, arguments[0])
    except NotReadyError as error:
        print(error, file=sys.stderr)
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "notes.md").write_text(f"{told}\n", encoding="utf-8")
    build(root, folder / json.loads((root / "hacs.json").read_text(encoding="utf-8"))["filename"])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
