"""What the tests of races share: real files, and a hand on everything that takes time."""

from collections.abc import Iterator
from zlib import crc32

from homeassistant.core import HomeAssistant
import pytest

from ..disk import hass_config_dir, hass_storage  # noqa: F401
from .moments import Moments

# The steps of what is under way are tried in turns; with --exhaustive all of them are.
_STRIDE = 13


@pytest.fixture
def moments(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> Moments:
    """Stop what goes on at any of its steps."""
    return Moments(hass, monkeypatch)


@pytest.fixture
def steps(request: pytest.FixtureRequest) -> Iterator[int]:
    """Yield the numbers of the steps at which something happens, others in each test."""
    stride = 1 if request.config.getoption("--exhaustive") else _STRIDE
    first = 1 + crc32(request.node.name.encode()) % stride
    return iter(range(first, 10_000, stride))
