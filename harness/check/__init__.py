"""Checks the repository by the rules of hassfest and HACS, as far as that can be done without them.

Neither can be installed: hassfest is a part of Home Assistant's repository that it does not ship, HACS' checks
ask GitHub. Their rules are said here in our own words; the workflows in `.github` run the real ones. What the
tests compare with a running Home Assistant is not repeated.
"""

from collections.abc import Iterator
from pathlib import Path

from .automation_files import check_automation_files
from .brand import check_brand
from .icons import check_icons
from .manifest import check_manifest
from .repository import check_repository
from .translations import check_translations


def findings(root: Path) -> Iterator[str]:
    """Yield everything that hassfest or HACS would not accept, each with the place where it is."""
    yield from check_repository(root)
    for component in sorted((root / "custom_components").glob("*/")):
        if (component / "manifest.json").is_file():
            for check in (
                check_manifest,
                check_translations,
                check_automation_files,
                check_icons,
                check_brand,
            ):
                yield from check(component)
