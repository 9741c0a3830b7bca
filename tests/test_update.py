"""A newer Bridge in Jellyfin's catalogue is told, once a day, and never installed."""

from datetime import timedelta
from logging import WARNING
from typing import Any

from homeassistant.components.update import UpdateEntityFeature
from homeassistant.core import HomeAssistant, State
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from simulator import Fault, Options, Stack
from simulator.jellyfin.state import PluginVersion

from .household import ENTRY_ID, Clock, entity_id, start, state
from .texts import DOMAIN

small = pytest.mark.parametrize("stack", [Options(movies=1, series=1, users=1)], indirect=True)

NEWER = PluginVersion("3.3.0.0", "10.11.0.0", "## New\n- **Links** to <b>seasons</b>\n- `Speed`")


async def _begin(hass: HomeAssistant, stack: Stack, *releases: PluginVersion) -> None:
    stack.jellyfin.state.bridge_releases.extend(releases)
    await start(hass, stack)
    await hass.async_block_till_done(wait_background_tasks=True)


def _shown(hass: HomeAssistant) -> State:
    return state(hass, "update", "bridge")


def _registered(hass: HomeAssistant) -> bool:
    registry = er.async_get(hass)
    return registry.async_get_entity_id("update", DOMAIN, f"{ENTRY_ID}_bridge") is not None


def _asked(stack: Stack, path: str = "/packages") -> int:
    return sum(one.path.lower().startswith(path) for one in stack.requests)


@small
async def test_a_newer_bridge_is_told(hass: HomeAssistant, stack: Stack) -> None:
    await _begin(hass, stack, NEWER)
    shown = _shown(hass)
    assert shown.state == "on"
    assert shown.attributes["installed_version"] == "3.2.6"
    assert shown.attributes["latest_version"] == "3.3.0"
    assert shown.attributes["title"] == "OxiCleanarr Bridge"
    assert shown.attributes["release_summary"] == "New - Links to seasons - Speed"
    assert shown.attributes["release_url"].startswith("https://github.com/ramonskie/")


@small
async def test_the_newest_one_is_no_news(hass: HomeAssistant, stack: Stack) -> None:
    await _begin(hass, stack)
    assert _shown(hass).state == "off"


@small
async def test_one_for_another_jellyfin_does_not_count(hass: HomeAssistant, stack: Stack) -> None:
    await _begin(hass, stack, PluginVersion("4.0.0.0", "12.0.0.0"))
    assert (_shown(hass).state, _shown(hass).attributes["latest_version"]) == ("off", "3.2.6")


@pytest.mark.parametrize("stack", [Options(movies=1, series=1, bridge="3.2.4")], indirect=True)
async def test_an_old_bridge_is_told_although_it_tells_a_wrong_version(
    hass: HomeAssistant, stack: Stack
) -> None:
    await _begin(hass, stack)
    assert (_shown(hass).state, _shown(hass).attributes["installed_version"]) == ("on", "3.2.2")


@small
async def test_it_cannot_be_installed_from_here(hass: HomeAssistant, stack: Stack) -> None:
    await _begin(hass, stack, NEWER)
    features = UpdateEntityFeature(_shown(hass).attributes["supported_features"])
    assert features == UpdateEntityFeature.RELEASE_NOTES
    target = {"entity_id": entity_id(hass, "update", "bridge")}
    with pytest.raises(HomeAssistantError):
        await hass.services.async_call("update", "install", target, blocking=True)
    plugins = ("/packages", "/plugins")
    requests = [one for one in stack.requests if one.path.lower().startswith(plugins)]
    assert {one.method for one in requests} == {"GET"}


@pytest.mark.parametrize(
    ("language", "place"), [("en", "Dashboard → Plugins"), ("de", "Übersicht → Plugins")]
)
@small
async def test_the_notes_say_where_to_update_it_and_what_is_new(
    hass: HomeAssistant,
    stack: Stack,
    hass_ws_client: WebSocketGenerator,
    language: str,
    place: str,
) -> None:
    hass.config.language = language
    await _begin(hass, stack, NEWER)
    client: Any = await hass_ws_client()
    await client.send_json_auto_id(
        {"type": "update/release_notes", "entity_id": entity_id(hass, "update", "bridge")}
    )
    notes = (await client.receive_json())["result"]
    assert place in notes
    assert notes.endswith(NEWER.changelog)


@small
async def test_a_long_changelog_is_cut_at_a_word(hass: HomeAssistant, stack: Stack) -> None:
    await _begin(hass, stack, PluginVersion("3.3.0.0", "10.11.0.0", "word " * 100))
    summary = _shown(hass).attributes["release_summary"]
    assert summary.endswith(" word…")
    assert len(summary) <= 255


@small
async def test_a_jellyfin_without_internet_leaves_it_unknown(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.jellyfin.state.offline = True
    await _begin(hass, stack)
    shown = _shown(hass)
    assert (shown.state, shown.attributes["installed_version"]) == ("unknown", "3.2.6")
    assert shown.attributes["release_summary"] is None


@small
async def test_the_catalogue_is_asked_once_a_day(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await _begin(hass, stack)
    before = _asked(stack, "/plugins")
    for _ in range(23):
        await clock.advance(hass, timedelta(hours=1))
    assert _asked(stack) == 1
    assert _asked(stack, "/plugins") > before + 20
    stack.jellyfin.state.bridge_releases.append(NEWER)
    await clock.advance(hass, timedelta(hours=2))
    assert _asked(stack) == 2
    assert _shown(hass).state == "on"


@small
async def test_what_was_known_stays_while_jellyfin_is_silent(
    hass: HomeAssistant, stack: Stack, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    await _begin(hass, stack, NEWER)
    stack.break_("jellyfin", Fault.ERROR, "/packages")
    await clock.advance(hass, timedelta(days=1, hours=2))
    assert _asked(stack) >= 2
    assert _shown(hass).state == "on"
    stack.break_("jellyfin", Fault.ERROR, "/plugins")
    await clock.advance(hass, timedelta(hours=2))
    assert _shown(hass).state == "on"
    assert not [one for one in caplog.records if one.levelno >= WARNING and "Bridge" in one.message]


@small
async def test_a_plugin_list_that_fails_fails_nothing_else(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    stack.break_("jellyfin", Fault.ERROR, "/plugins")
    await _begin(hass, stack)
    assert state(hass, "binary_sensor", "connected").state == "on"
    assert not _registered(hass)
    stack.heal()
    await clock.advance(hass, timedelta(hours=2))
    assert _shown(hass).attributes["installed_version"] == "3.2.6"


@small
async def test_a_slow_internet_holds_nothing_up(hass: HomeAssistant, stack: Stack) -> None:
    stack.break_("jellyfin", Fault.HANG, "/packages")
    await start(hass, stack)
    assert state(hass, "sensor", "leaving_soon").state.isdecimal()
    assert _shown(hass).state == "unknown"


@small
async def test_it_comes_and_goes_with_the_bridge(
    hass: HomeAssistant, stack: Stack, clock: Clock
) -> None:
    await _begin(hass, stack)
    for bridge, there in (("none", False), ("3.2.6", True)):
        stack.jellyfin.state.bridge = bridge
        await clock.advance(hass, timedelta(hours=2))
        assert _registered(hass) is there
    assert _shown(hass).attributes["installed_version"] == "3.2.6"


@pytest.mark.parametrize("stack", [Options(movies=1, series=1, bridge="none")], indirect=True)
async def test_without_a_bridge_there_is_none(hass: HomeAssistant, stack: Stack) -> None:
    await _begin(hass, stack)
    assert not _registered(hass)
    assert _asked(stack) == 0


@pytest.mark.parametrize(
    "stack", [Options(movies=1, series=1, jellyfin_version="rust")], indirect=True
)
async def test_a_jellyfin_rust_is_not_asked(hass: HomeAssistant, stack: Stack) -> None:
    await start(
        hass,
        stack,
        data={
            "url": stack.jellyfin.url,
            "username": "admin",
            "password": "popcorn",
            "verify_ssl": True,
            "device_id": "d" * 32,
        },
    )
    await hass.async_block_till_done(wait_background_tasks=True)
    assert state(hass, "binary_sensor", "connected").state == "on"
    assert not _registered(hass)
    assert _asked(stack) == 0
