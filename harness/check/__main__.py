"""Prints what hassfest or HACS would not accept; the exit code tells whether there is anything."""

from pathlib import Path
import sys

from . import findings


def main() -> int:
    """Check the repository that this file is in."""
    found = list(findings(Path(__file__).parents[2]))
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
