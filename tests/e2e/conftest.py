"""What the tests with a real browser share."""

import pytest

from harness.browser import find_chromium


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the installed Chromium; without one the test is skipped."""
    if (path := find_chromium()) is None:
        pytest.skip("No Chromium is installed; scripts/setup --browser gets one")
    return path
