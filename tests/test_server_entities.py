"""What the entities of an OxiCleanarr server show."""

import asyncio
from datetime import timedelta

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from syrupy.assertion import SnapshotAssertion

from custom_components.oxicleanarr.clients.oxicleanarr_models import Service
from custom_components.oxicleanarr.server_binary_sensors import reason_of
from simulator import Fault, Options, Stack

from .following import (
    SERVER_ID,
    every_version,
    everything,
    follow,
    newest,
    server_of,
    shown_by_server,
    watch_disk,
)
from .household import ENTRY_ID, act, start, sync
from .texts import DOMAIN

SMALL = pytest.mark.parametrize(
    "stack", [Options(movies=2, series=1, users=1, oxicleanarr="1.6.2")], indirect=True
)


def _keys(hass: HomeAssistant, platform: str) -> set[str]:
    """Return the keys of the entities of the server's device."""
    return {
        entry.unique_id.removeprefix(f"{SERVER_ID}_")
        for entry in er.async_entries_for_config_entry(er.async_get(hass), ENTRY_ID)
        if entry.domain == platform and entry.config_subentry_id == SERVER_ID
    }


@SMALL
@pytest.mark.parametrize("platform", ["sensor", "binary_sensor", "button"])
async def test_what_a_server_registers_does_not_change_by_accident(
    hass: HomeAssistant, stack: Stack, snapshot: SnapshotAssertion, platform: str
) -> None:
    await everything(hass, stack)
    registered = [
        {
            "entity_id": entry.entity_id,
            "unique_id": entry.unique_id,
            "translation_key": entry.translation_key,
            "name": entry.original_name,
            "category": entry.entity_category,
            "device_class": entry.original_device_class,
            "unit": entry.unit_of_measurement,
            "disabled": entry.disabled_by,
        }
        for entry in er.async_entries_for_config_entry(er.async_get(hass), ENTRY_ID)
        if entry.domain == platform and entry.config_subentry_id == SERVER_ID
    ]
    assert sorted(registered, key=lambda row: str(row["unique_id"])) == snapshot


@every_version
@pytest.mark.parametrize("alone", [False, True], ids=["with jellyfin", "alone"])
async def test_every_entity_of_the_server_is_on_its_own_device(
    hass: HomeAssistant, stack: Stack, alone: bool
) -> None:
    await follow(hass, stack, alone=alone)
    device = dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, SERVER_ID), config_entry_id=ENTRY_ID
    )
    assert device is not None
    entries = er.async_entries_for_device(
        er.async_get(hass), device.id, include_disabled_entities=True
    )
    owned = {f"{SERVER_ID}_{key}" for key in ("server_state", "server_media", "server_full_sync")}
    assert owned <= {entry.unique_id for entry in entries}
    assert {entry.config_subentry_id for entry in entries} == {SERVER_ID}


@every_version
async def test_the_counts_are_what_the_server_has(
    hass: HomeAssistant, stack: Stack, every_entity_enabled: None
) -> None:
    server = server_of(stack)
    await server.sync()
    kept = next(iter(server.media.values()))
    await follow(hass, stack)
    assert shown_by_server(hass, "server_media").state == str(len(server.media)) != "0"
    assert shown_by_server(hass, "server_excluded").state == "0"
    await act(hass, "keep", title=kept.title)
    assert list(server.exclusions) == [kept.id]
    assert shown_by_server(hass, "server_excluded").state == "1"


@every_version
async def test_what_the_server_does_not_find_in_jellyfin_is_named(
    hass: HomeAssistant, stack: Stack
) -> None:
    lost = stack.world.movies[0]
    stack.world.movie_path(lost).unlink()
    stack.catalog.refresh()
    await follow(hass, stack)
    shown = shown_by_server(hass, "server_unmatched")
    assert lost.title in shown.attributes["titles"]
    assert shown.state == str(len(shown.attributes["titles"]))


@every_version
async def test_the_last_full_sync_is_told(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    at = dt_util.parse_datetime(
        shown_by_server(hass, "server_last_full_sync").state, raise_on_error=True
    )
    assert abs(at - server_of(stack).jobs[0].completed_at) < timedelta(seconds=1)


@every_version
async def test_a_full_sync_that_went_well_is_completed(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    job = shown_by_server(hass, "server_last_job")
    server = server_of(stack)
    titles = {medium.title for medium in server.state.overdue()}
    assert titles
    assert (job.state, job.attributes["failed_in_part"]) == ("completed", False)
    assert set(job.attributes["would_delete"]) == titles
    assert job.attributes["overdue"] == len(titles)
    assert job.attributes["deleted"] == []


@every_version
async def test_a_full_sync_that_failed_at_a_source_has_failed_in_part(
    hass: HomeAssistant, stack: Stack
) -> None:
    await server_of(stack).sync()
    stack.break_("sonarr", Fault.ERROR)
    await follow(hass, stack)
    job = shown_by_server(hass, "server_last_job")
    assert (job.state, job.attributes["failed_in_part"]) == ("partly_failed", True)
    told = server_of(stack).version != "1.0.0"
    assert job.attributes["offline"] == (["Sonarr"] if told else [])


@every_version
async def test_nothing_tells_the_servers_own_words_for_a_failure(
    hass: HomeAssistant, stack: Stack, every_entity_enabled: None
) -> None:
    """They may name hosts and ports."""
    server = server_of(stack)
    await server.sync()
    server.config.connect("radarr", "http://attic.lan:7878", "a-key-of-radarr")
    await server.restart()
    stack.break_("sonarr", Fault.ERROR)
    await server.sync()
    stack.heal()
    server.config.connect("radarr", stack.radarr.url, stack.radarr.api_key)
    assert server.jobs[0].error
    await follow(hass, stack)
    told = str([(one.state, dict(one.attributes)) for one in hass.states.async_all()])
    for word in (*server.jobs[0].error.split("\n"), "attic.lan", "7878", "a-key-of-radarr"):
        assert word not in told


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("radarr returned status 401", "key_refused"),
        ("Forbidden", "key_refused"),
        ("context deadline exceeded", "timed_out"),
        ("i/o timeout", "timed_out"),
        ("dial tcp: connection refused", "unreachable"),
        ("lookup attic.lan: no such host", "unreachable"),
        ("HTTP status 4010", "other"),
        (None, "other"),
    ],
)
def test_a_failure_is_told_in_a_word_of_ours(said: str | None, word: str) -> None:
    assert reason_of(Service(name="Radarr", enabled=True, error=said)) == word
    assert reason_of(Service(name="Radarr", enabled=True, online=True, error=said)) is None


@every_version
async def test_every_server_behind_it_that_is_used_has_a_connection(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    services = {key for key in _keys(hass, "binary_sensor") if key.startswith("service_")}
    if server_of(stack).version == "1.0.0":
        assert not services
        return
    assert services == {"service_jellyfin", "service_radarr", "service_sonarr"}
    assert {shown_by_server(hass, key, "binary_sensor").state for key in services} == {"on"}
    name = shown_by_server(hass, "service_radarr", "binary_sensor").attributes["friendly_name"]
    assert name == "OxiCleanarr Connection to Radarr"


@newest
async def test_only_the_service_that_fails_is_disconnected(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    stack.break_("sonarr", Fault.UNAUTHORIZED)
    await sync(hass)
    sonarr = shown_by_server(hass, "service_sonarr", "binary_sensor")
    assert (sonarr.state, sonarr.attributes["problem"]) == ("off", "key_refused")
    radarr = shown_by_server(hass, "service_radarr", "binary_sensor")
    assert (radarr.state, radarr.attributes["problem"]) == ("on", None)


@newest
async def test_a_service_appears_and_goes_with_its_switch(
    hass: HomeAssistant, stack: Stack
) -> None:
    server = server_of(stack)
    await follow(hass, stack)
    for enabled in (True, False, True):
        server.config.integrations["jellyseerr"].enabled = enabled
        await server.restart()
        await server.sync()
        await sync(hass)
        assert ("service_jellyseerr" in _keys(hass, "binary_sensor")) is enabled
    assert shown_by_server(hass, "service_jellyseerr", "binary_sensor").state == "on"


@newest
async def test_a_service_that_was_switched_off_meanwhile_is_gone_after_a_restart(
    hass: HomeAssistant, stack: Stack
) -> None:
    server = server_of(stack)
    server.config.integrations["jellyseerr"].enabled = True
    await server.restart()
    entry = await follow(hass, stack)
    assert "service_jellyseerr" in _keys(hass, "binary_sensor")
    assert await hass.config_entries.async_unload(entry.entry_id)
    server.config.integrations["jellyseerr"].enabled = False
    await server.restart()
    await server.sync()
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert "service_jellyseerr" not in _keys(hass, "binary_sensor")


@newest
async def test_services_that_are_not_told_this_time_stay_as_they_were(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    stack.break_("sonarr", Fault.ERROR)
    await sync(hass)
    stack.heal()
    stack.break_("oxicleanarr", Fault.ERROR, "/api/system/services")
    await sync(hass)
    assert shown_by_server(hass, "service_radarr", "binary_sensor").state == "on"
    assert shown_by_server(hass, "service_sonarr", "binary_sensor").state == "off"


@every_version
async def test_the_disk_is_shown_only_where_the_server_looks_at_it(
    hass: HomeAssistant, stack: Stack
) -> None:
    await follow(hass, stack)
    assert "server_free_space" not in _keys(hass, "sensor")
    assert "server_disk_breached" not in _keys(hass, "binary_sensor")


@newest
@pytest.mark.parametrize(("gib", "shown"), [(1, "off"), (10**9, "on")])
async def test_the_disk_is_shown_with_its_threshold(
    hass: HomeAssistant, stack: Stack, every_entity_enabled: None, gib: int, shown: str
) -> None:
    await watch_disk(stack, gib)
    await follow(hass, stack)
    free = shown_by_server(hass, "server_free_space")
    assert free.state == str(server_of(stack).state.space.free_gb)
    assert free.attributes["unit_of_measurement"] == "GiB"
    assert shown_by_server(hass, "server_disk_threshold").state == str(gib)
    breached = shown_by_server(hass, "server_disk_breached", "binary_sensor")
    assert (breached.state, breached.attributes["device_class"]) == (shown, "problem")


@newest
async def test_the_disk_goes_with_its_switch(hass: HomeAssistant, stack: Stack) -> None:
    await watch_disk(stack)
    await follow(hass, stack)
    assert "server_free_space" in _keys(hass, "sensor")
    server = server_of(stack)
    server.config.app.disk_threshold.enabled = False
    await server.restart()
    await server.sync()
    await sync(hass)
    assert not {key for key in _keys(hass, "sensor") if "space" in key or "threshold" in key}
    assert "server_disk_breached" not in _keys(hass, "binary_sensor")


@every_version
@pytest.mark.parametrize(
    ("dry_run", "deletion", "shown"),
    [(True, False, ("on", "off")), (True, True, ("on", "off")), (False, True, ("off", "on"))],
)
async def test_its_two_switches_are_told(
    hass: HomeAssistant, stack: Stack, dry_run: bool, deletion: bool, shown: tuple[str, str]
) -> None:
    server = server_of(stack)
    server.config.app.dry_run, server.config.app.enable_deletion = dry_run, deletion
    await server.restart()
    await follow(hass, stack)
    deletes = shown_by_server(hass, "server_deletion", "binary_sensor")
    assert (shown_by_server(hass, "server_dry_run", "binary_sensor").state, deletes.state) == shown
    assert deletes.attributes["restart_needed"] is False


@newest
async def test_a_switch_that_counts_only_after_a_restart_still_deletes(
    hass: HomeAssistant, stack: Stack
) -> None:
    server = server_of(stack)
    server.config.app.dry_run, server.config.app.enable_deletion = False, True
    await server.restart()
    await follow(hass, stack)
    server.config.app.dry_run = True
    await sync(hass)
    deletes = shown_by_server(hass, "server_deletion", "binary_sensor")
    assert (deletes.state, deletes.attributes["restart_needed"]) == ("on", True)


@newest
async def test_it_is_syncing_while_it_syncs(
    hass: HomeAssistant, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    await follow(hass, stack)
    assert shown_by_server(hass, "server_state").state == "idle"
    monkeypatch.setattr("custom_components.oxicleanarr.library.decided.WAITS_SECONDS", (0.01,))
    server = server_of(stack)
    before = shown_by_server(hass, "server_media").state
    server.hold_sync()
    running = asyncio.create_task(server.sync())
    await server.until_held()
    await sync(hass)
    assert shown_by_server(hass, "server_state").state == "syncing"
    assert shown_by_server(hass, "server_media").state == before
    server.release_sync()
    await running
    await sync(hass)
    assert shown_by_server(hass, "server_state").state == "idle"


@every_version
async def test_entities_stay_with_the_last_good_answer(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    keys = ("server_state", "server_media", "server_last_job", "server_last_full_sync")
    before = [shown_by_server(hass, key) for key in keys]
    stack.break_("oxicleanarr", Fault.ERROR)
    await sync(hass)
    assert [shown_by_server(hass, key).state for key in keys] == [one.state for one in before]
    assert "unavailable" not in {one.state for one in before}


async def test_a_household_without_a_server_has_none_of_it(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    entries = er.async_entries_for_config_entry(er.async_get(hass), ENTRY_ID)
    assert not [one for one in entries if str(one.translation_key).startswith("server_")]
