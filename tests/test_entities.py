"""What the entities show, compared with what is true in the simulated world."""

from datetime import timedelta
from typing import Any

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from syrupy.assertion import SnapshotAssertion

from simulator import Fault, Options, Stack

from .household import (
    ENTRY_ID,
    connection,
    count,
    departures,
    entity_id,
    household,
    start,
    state,
    sync,
    with_libraries,
)
from .texts import sentence

SERVERS = ["jellyfin", "radarr", "sonarr"]


@pytest.mark.parametrize(
    ("key", "kinds"),
    [
        ("leaving_soon", {"movie", "series"}),
        ("leaving_soon_movies", {"movie"}),
        ("leaving_soon_series", {"series"}),
    ],
)
async def test_the_counts_are_what_the_rules_say(
    hass: HomeAssistant, stack: Stack, key: str, kinds: set[str]
) -> None:
    await start(hass, stack)
    expected = sum(one.kind in kinds for one in departures(stack).values())
    assert count(hass, key) == str(expected)


async def test_the_size_is_what_the_files_take(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    gigabytes = sum(one.size_bytes for one in departures(stack).values()) / 1000**3
    assert float(count(hass, "leaving_soon_size")) == pytest.approx(gigabytes)


async def test_the_next_departure_is_the_first_day_of_all(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    first = min(one.leaves_on for one in departures(stack).values())
    assert count(hass, "next_departure") == first.isoformat()


async def test_the_next_departure_names_its_medium(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    first, _ = min(departures(stack).items(), key=lambda item: item[1].due_at)
    assert state(hass, "sensor", "next_departure").attributes["title"] == first


@pytest.mark.parametrize("stack", [Options(movies=0, series=0)], indirect=True)
async def test_an_empty_library_is_a_true_zero(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert (count(hass), float(count(hass, "leaving_soon_size"))) == ("0", 0)


@pytest.mark.parametrize("stack", [Options(movies=0, series=0)], indirect=True)
async def test_without_a_departure_there_is_no_date(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert count(hass, "next_departure") == "unknown"


@pytest.mark.parametrize(
    ("key", "unit", "device_class"),
    [
        ("leaving_soon", "titles", None),
        ("leaving_soon_movies", "films", None),
        ("leaving_soon_series", "series", None),
        ("leaving_soon_size", "GB", "data_size"),
        ("next_departure", None, "date"),
        ("last_sync", None, "timestamp"),
        ("bridge", None, "enum"),
    ],
)
async def test_sensors_tell_their_unit_and_device_class(
    hass: HomeAssistant, stack: Stack, key: str, unit: str | None, device_class: str | None
) -> None:
    await start(hass, stack)
    attributes = state(hass, "sensor", key).attributes
    assert attributes.get("unit_of_measurement") == unit
    assert attributes.get("device_class") == device_class


@pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=1)], indirect=True)
@pytest.mark.parametrize(
    "platform",
    ["sensor", "binary_sensor", "button", "calendar", "image", "select", "switch", "todo"],
)
async def test_what_is_registered_does_not_change_by_accident(
    hass: HomeAssistant, stack: Stack, snapshot: SnapshotAssertion, platform: str
) -> None:
    await start(hass, stack, options=with_libraries(stack))
    registered = [
        {
            "entity_id": entry.entity_id,
            "unique_id": entry.unique_id,
            "translation_key": entry.translation_key,
            "name": entry.original_name,
            "category": entry.entity_category,
            "device_class": entry.original_device_class,
            "unit": entry.unit_of_measurement,
            "subentry": entry.config_subentry_id,
        }
        for entry in er.async_entries_for_config_entry(er.async_get(hass), ENTRY_ID)
        if entry.domain == platform
    ]
    assert registered == snapshot


@pytest.mark.parametrize(
    ("stack", "shown", "version"),
    [
        (Options(bridge="3.2.6"), "active", "3.2.6"),
        (Options(bridge="3.2.2"), "active", "3.2.2.0"),
        (Options(bridge="documented"), "active", "3.2.2"),
        (Options(bridge="none"), "not_installed", None),
    ],
    indirect=["stack"],
)
async def test_the_bridge_is_told_with_its_version(
    hass: HomeAssistant, stack: Stack, shown: str, version: str | None
) -> None:
    await start(hass, stack)
    bridge = state(hass, "sensor", "bridge")
    assert (bridge.state, bridge.attributes.get("version")) == (shown, version)


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        (Fault.REFUSE, "unreachable"),
        (Fault.ERROR, "unreachable"),
        (Fault.HTML, "unreachable"),
        (Fault.CUT_JSON, "unreachable"),
        (Fault.STARTING, "unreachable"),
        (Fault.WRONG_APP, "unreachable"),
        (Fault.REDIRECT_ELSEWHERE, "unreachable"),
        (Fault.UNAUTHORIZED, "unauthorized"),
    ],
)
async def test_a_bridge_that_fails_is_told_and_nothing_else_changes(
    hass: HomeAssistant, stack: Stack, fault: Fault, shown: str
) -> None:
    await start(hass, stack)
    before = count(hass)
    stack.break_("bridge", fault)
    await sync(hass)
    assert (state(hass, "sensor", "bridge").state, count(hass)) == (shown, before)


@pytest.mark.parametrize("server", SERVERS)
async def test_a_server_that_answers_is_connected(
    hass: HomeAssistant, stack: Stack, server: str
) -> None:
    await start(hass, stack)
    sensor = connection(hass, server)
    assert (sensor.state, sensor.attributes["problem"]) == ("on", None)


@pytest.mark.parametrize("server", SERVERS)
async def test_only_the_server_that_fails_is_disconnected(
    hass: HomeAssistant, stack: Stack, server: str
) -> None:
    await start(hass, stack)
    stack.break_(server, Fault.REFUSE)
    await sync(hass)
    shown = {name: connection(hass, name).state for name in SERVERS}
    assert shown == {name: "off" if name == server else "on" for name in SERVERS}


async def test_a_server_that_fails_tells_how_old_its_data_is(
    hass: HomeAssistant, stack: Stack
) -> None:
    began = dt_util.utcnow()
    await start(hass, stack)
    answered = dt_util.utcnow()
    stack.break_("radarr", Fault.ERROR)
    await sync(hass)
    assert began <= connection(hass, "radarr").attributes["last_answer"] <= answered


async def test_a_poll_that_brings_nothing_new_changes_no_state_but_the_last_sync(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    await entry.runtime_data.async_refresh()
    changed: list[str] = []
    hass.bus.async_listen(
        EVENT_STATE_CHANGED, callback(lambda event: changed.append(event.data["entity_id"]))
    )
    await entry.runtime_data.async_refresh()
    await hass.async_block_till_done(wait_background_tasks=True)
    # The time of the last sync is told in seconds, and tests are quicker.
    assert set(changed) <= {state(hass, "sensor", "last_sync").entity_id}


async def test_rows_that_were_not_understood_are_counted(hass: HomeAssistant, stack: Stack) -> None:
    stack.break_("sonarr", Fault.BAD_ROW, "/api/v3/series")
    await start(hass, stack)
    assert connection(hass, "sonarr").attributes["skipped_rows"] == 1


async def test_the_last_sync_is_the_last_complete_one(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    before = count(hass, "last_sync")
    stack.break_("sonarr", Fault.ERROR)
    await sync(hass)
    assert count(hass, "last_sync") == before


async def test_the_last_sync_is_just_now(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    at = dt_util.parse_datetime(count(hass, "last_sync"), raise_on_error=True)
    assert dt_util.utcnow() - at < timedelta(minutes=1)


async def _press(hass: HomeAssistant) -> None:
    await hass.services.async_call(
        "button", "press", {"entity_id": entity_id(hass, "button", "sync")}, blocking=True
    )
    await hass.async_block_till_done()


async def test_the_button_syncs(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    before = int(count(hass))
    stack.play("Metropolis")
    await _press(hass)
    assert int(count(hass)) == before - 1


async def test_the_button_says_why_a_sync_is_not_complete(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    stack.break_("radarr", Fault.STARTING)
    with pytest.raises(HomeAssistantError) as caught:
        await _press(hass)
    assert "Radarr is starting up" in sentence(caught.value)


@pytest.mark.parametrize("stack", [Options(jellyfin_version="12")], indirect=True)
async def test_jellyfin_12_gives_the_same_answers(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert count(hass) == str(len(departures(stack)))


@pytest.mark.parametrize("stack", [Options(same_paths=True)], indirect=True)
async def test_media_are_found_where_all_servers_see_the_same_paths(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    assert count(hass) == str(len(departures(stack)))


@pytest.mark.parametrize("stack", [Options(base_paths=True)], indirect=True)
async def test_servers_below_a_base_path_are_read(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert count(hass) == str(len(departures(stack)))


async def test_a_user_with_a_password_sees_the_same(hass: HomeAssistant, stack: Stack) -> None:
    data: dict[str, Any] = dict(household(stack).data)
    del data["api_key"]
    await start(hass, stack, data=data | {"username": "admin", "password": "popcorn"})
    assert count(hass) == str(len(departures(stack)))
