"""The logbook: a line for everything that happened, with the title, in the language of Home Assistant."""

from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.recorder import get_instance
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.oxicleanarr.cleanup_happenings import deleted, prepared, restored
from custom_components.oxicleanarr.happenings import (
    EVENT_ACTIVITY,
    Happening,
    HappeningKind,
    Scene,
    async_send,
)
from custom_components.oxicleanarr.logbook import line
from custom_components.oxicleanarr.logbook_texts import LINES
from custom_components.oxicleanarr.policy.texts import LANGUAGES
from simulator import Options, Stack
from tests.builders import NOW, a_library
from tests.removals import a_frozen_item, a_frozen_plan, a_removed

from .household import ENTRY_ID, act, entity_id, start

small = pytest.mark.parametrize(
    "stack", [Options(movies=2, series=1, users=1)], indirect=True, ids=["two films"]
)

SCENE = Scene(library=a_library(), now=NOW, entry_id=ENTRY_ID, language="en")


def _activity(kind: HappeningKind, **changes: Any) -> dict[str, Any]:
    return {
        "type": kind.value,
        "title": "Metropolis",
        "year": 1927,
        "leaves_on": "2026-12-04",
        "rule": "Children",
        "removal": "delete",
        "freed_bytes": 4_300_000_000,
        "titles": 3,
        "size_bytes": 9_000_000_000,
        "problem": None,
        **changes,
    }


async def _shown(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator, **about: Any
) -> list[str]:
    """Return the messages of the logbook as a browser gets them."""
    await hass.async_block_till_done()
    await get_instance(hass).async_block_till_done()
    client = await hass_ws_client(hass)
    since = (dt_util.utcnow() - timedelta(hours=1)).isoformat()
    await client.send_json_auto_id({"type": "logbook/get_events", "start_time": since, **about})
    answer = await client.receive_json()
    assert answer["success"]
    return [
        f"{row['name']} {row['message']}"
        for row in answer["result"]
        if row.get("domain") == "oxicleanarr"
    ]


async def _household(hass: HomeAssistant, stack: Stack) -> None:
    assert await async_setup_component(hass, "logbook", {})
    await start(hass, stack)


@small
async def test_a_keep_is_a_line_with_the_title(
    recorder_mock: Any, hass: HomeAssistant, stack: Stack, hass_ws_client: WebSocketGenerator
) -> None:
    await _household(hass, stack)
    await act(hass, "keep", title="Metropolis")
    assert await _shown(hass, hass_ws_client) == ["Film club kept Metropolis (1927)"]


@small
async def test_the_lines_belong_to_the_entity_that_shows_what_happens(
    recorder_mock: Any, hass: HomeAssistant, stack: Stack, hass_ws_client: WebSocketGenerator
) -> None:
    await _household(hass, stack)
    async_send(hass, restored(a_removed(), SCENE))
    event = entity_id(hass, "event", "activity")
    said = ["Film club put Metropolis (1927) back"]
    assert await _shown(hass, hass_ws_client, entity_ids=[event]) == said


@small
async def test_a_line_is_in_the_language_of_home_assistant(
    recorder_mock: Any, hass: HomeAssistant, stack: Stack, hass_ws_client: WebSocketGenerator
) -> None:
    await _household(hass, stack)
    hass.config.language = "de"
    async_send(hass, deleted(a_removed(), SCENE))
    said = "Film club hat Metropolis (1927) gelöscht, 4,3 GB, nach der Regel Children"
    assert await _shown(hass, hass_ws_client) == [said]


@small
async def test_a_list_to_approve_is_a_line(
    recorder_mock: Any, hass: HomeAssistant, stack: Stack, hass_ws_client: WebSocketGenerator
) -> None:
    await _household(hass, stack)
    async_send(hass, prepared(a_frozen_plan(a_frozen_item()), SCENE))
    said = "Film club prepared a cleanup for approval, titles: 1, 4.3 GB"
    assert await _shown(hass, hass_ws_client) == [said]


@small
async def test_a_sync_that_went_well_is_no_line(
    recorder_mock: Any, hass: HomeAssistant, stack: Stack, hass_ws_client: WebSocketGenerator
) -> None:
    await _household(hass, stack)
    assert await _shown(hass, hass_ws_client) == []


async def test_a_household_that_is_gone_has_lines_all_the_same(hass: HomeAssistant) -> None:
    fired = async_capture_events(hass, EVENT_ACTIVITY)
    async_send(hass, deleted(a_removed(), SCENE))
    await hass.async_block_till_done()
    (event,) = fired
    assert (event.data["household"], event.data["title"]) == (None, "Metropolis")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("kind", sorted(set(HappeningKind) - {HappeningKind.SYNC_FINISHED}))
def test_everything_that_happens_has_a_line(language: str, kind: HappeningKind) -> None:
    said = line(_activity(kind), language)
    assert "{" not in said
    nobody = {HappeningKind.SYNC_FAILED, HappeningKind.CLEANUP_PREPARED}
    assert ("Metropolis (1927)" in said) is (kind not in nobody)


@pytest.mark.parametrize("language", sorted(LANGUAGES.keys() - {"en"}))
def test_a_line_is_really_translated(language: str) -> None:
    for kind, said in LINES["en"].kinds.items():
        assert LINES[language].kinds[kind] != said
    assert LINES[language].unmonitored != LINES["en"].unmonitored
    assert LINES[language].run_blocked != LINES["en"].run_blocked


@pytest.mark.parametrize(
    ("kind", "changes", "said"),
    [
        pytest.param(
            HappeningKind.DELETED,
            {"removal": "unmonitor", "freed_bytes": 0},
            "stopped monitoring Metropolis (1927), by the rule Children",
            id="only unmonitored",
        ),
        pytest.param(
            HappeningKind.DELETED,
            {"rule": "standard"},
            "deleted Metropolis (1927), 4.3 GB",
            id="without a rule of their own",
        ),
        pytest.param(
            HappeningKind.DELETED,
            {"rule": "oxicleanarr"},
            "deleted Metropolis (1927), 4.3 GB",
            id="because an OxiCleanarr server let it go",
        ),
        pytest.param(
            HappeningKind.BLOCKED,
            {"problem": "somebody loves it"},
            "did not delete Metropolis (1927): somebody loves it",
            id="held back",
        ),
        pytest.param(
            HappeningKind.BLOCKED,
            {"title": None, "year": None, "problem": "it is a holiday"},
            "did not clean up: it is a holiday",
            id="a whole run",
        ),
        pytest.param(
            HappeningKind.SCHEDULED,
            {"leaves_on": None, "year": None},
            "scheduled Metropolis",
            id="nothing known",
        ),
        pytest.param(
            HappeningKind.ANNOUNCED,
            {},
            "announced Metropolis (1927) as leaving soon, on 4 December 2026",
            id="with the day",
        ),
    ],
)
def test_a_line_names_what_is_known(
    kind: HappeningKind, changes: dict[str, Any], said: str
) -> None:
    assert line(_activity(kind, **changes), "en") == said


async def test_an_event_carries_what_a_line_needs(hass: HomeAssistant) -> None:
    happening = Happening(kind=HappeningKind.SYNC_FAILED, at=NOW, config_entry_id=ENTRY_ID)
    fired = async_capture_events(hass, EVENT_ACTIVITY)
    async_send(hass, happening)
    (event,) = fired
    assert line(event.data, "en") == "could not read every server"
