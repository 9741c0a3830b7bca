"""What all tests share."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import suppress

from homeassistant.components.http import HomeAssistantHTTP
from homeassistant.core import HomeAssistant
from hypothesis import settings
import pytest
from pytest_homeassistant_custom_component.syrupy import HomeAssistantSnapshotExtension
from syrupy.assertion import SnapshotAssertion

# Imported before a test's Home Assistant looks for custom integrations: the first package of this name
# wins, and the test plugin has one of its own.
import custom_components  # noqa: F401

from .cleaning import hand  # noqa: F401
from .flows import impatient  # noqa: F401
from .household import clock, every_entity_enabled, stack  # noqa: F401
from .texts import every_text_exists  # noqa: F401

# Some tests end while a server still lets it wait.
_LAST_SECONDS = 2

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let those who have minutes ask for everything."""
    parser.addoption("--exhaustive", action="store_true", help="also try every fault at every step")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the exhaustive tests to those who ask for them."""
    if config.getoption("--exhaustive"):
        return
    left = [item for item in items if item.get_closest_marker("exhaustive")]
    config.hook.pytest_deselected(items=left)
    items[:] = [item for item in items if not item.get_closest_marker("exhaustive")]


@pytest.fixture(autouse=True)
def find_the_integration(request: pytest.FixtureRequest) -> None:
    """Let Home Assistant find the integration, and show no text that is not there."""
    if "recorder_mock" in request.fixturenames:
        # It prepares what the test's Home Assistant is made with.
        request.getfixturevalue("recorder_mock")
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")
        request.getfixturevalue("every_text_exists")


@pytest.fixture(autouse=True, scope="session")
def disable_http_server() -> Generator[None]:
    """Let no web server of Home Assistant listen: the plugin's own fixture, which looks its names up anew for every test."""

    async def nothing(_: HomeAssistantHTTP) -> None:
        """Listen to nobody."""

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(HomeAssistantHTTP, "async_bind", nothing)
        monkeypatch.setattr(HomeAssistantHTTP, "start", nothing)
        yield


@pytest.fixture
async def hass(hass: HomeAssistant) -> AsyncGenerator[HomeAssistant]:
    """Stop Home Assistant only when nothing begins anew: threads that work for it would be left behind."""
    yield hass
    with suppress(TimeoutError):
        async with asyncio.timeout(_LAST_SECONDS):
            await hass.async_block_till_done()


@pytest.fixture
def enable_event_loop_debug() -> None:
    """Leave asyncio's debug mode off: it keeps a traceback of every future, a third of all the time."""


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compare with Home Assistant's own kind of snapshots."""
    return snapshot.use_extension(HomeAssistantSnapshotExtension)
