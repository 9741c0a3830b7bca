"""What all tests share."""

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


@pytest.fixture(autouse=True)
def find_the_integration(request: pytest.FixtureRequest) -> None:
    """Let Home Assistant find the integration, and show no text that is not there."""
    if "recorder_mock" in request.fixturenames:
        # It prepares what the test's Home Assistant is made with.
        request.getfixturevalue("recorder_mock")
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")
        request.getfixturevalue("every_text_exists")


@pytest.fixture
def enable_event_loop_debug() -> None:
    """Leave asyncio's debug mode off: it keeps a traceback of every future, a third of all the time."""


@pytest.fixture
def snapshot(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """Compare with Home Assistant's own kind of snapshots."""
    return snapshot.use_extension(HomeAssistantSnapshotExtension)
