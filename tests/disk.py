"""Fixtures for the tests of what Home Assistant writes to the disk; a module that imports them has them."""

from typing import Any

import pytest


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Give each test's Home Assistant a folder of its own."""
    return hass_tmp_config_dir


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Let Home Assistant write real files, which tests otherwise keep in memory."""
    return {}
