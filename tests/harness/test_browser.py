"""The browser that pages are looked at with is the one that the set-up finds or installs."""

import re

from harness.browser import NAMES
from harness.simulator import PROJECT


def test_the_set_up_looks_for_the_same_browsers() -> None:
    setup = (PROJECT / "scripts" / "setup").read_text(encoding="utf-8")
    (named,) = re.findall(r"for name in (chromium .*); do", setup)
    assert tuple(named.split()) == NAMES
