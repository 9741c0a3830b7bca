"""What belongs to a release: that its tag is the version, and what is told of it.

It runs in the workflow of a release before anything is installed, so it needs nothing but Python.
"""

import json
from pathlib import Path
import re
import sys
from typing import Final

CHANGELOG: Final = "CHANGELOG.md"
UNRELEASED: Final = "Unreleased"

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


def main(arguments: list[str]) -> int:
    """Print what is to be told of a release."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(
            "Usage: python -m harness.release TAG    checks the version and prints its section of the changelog"
        )
        return 2
    try:
        print(notes(Path(__file__).parents[1], arguments[0]))
    except NotReadyError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
