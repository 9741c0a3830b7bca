"""Fixtures for the tests of what Home Assistant writes to the disk; a module that imports them has them."""

from dataclasses import dataclass, field
import threading
from typing import Any

from homeassistant.helpers.storage import Store
import pytest


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Give each test's Home Assistant a folder of its own."""
    return hass_tmp_config_dir


@pytest.fixture
def hass_storage() -> dict[str, Any]:
    """Let Home Assistant write real files, which tests otherwise keep in memory."""
    return {}


@dataclass
class SlowDisk:
    """A disk on which every write waits for ``may_end``."""

    writing: threading.Event = field(default_factory=threading.Event)
    may_end: threading.Event = field(default_factory=threading.Event)


def slow_disk(monkeypatch: pytest.MonkeyPatch) -> SlowDisk:
    """Let every write of Home Assistant's storage take as long as the test wants."""
    disk, write = SlowDisk(), Store._write_prepared_data

    def wait_and_write(*args: Any) -> None:
        disk.writing.set()
        assert disk.may_end.wait(10)
        write(*args)

    monkeypatch.setattr(Store, "_write_prepared_data", wait_and_write)
    return disk
