"""What people attach to reports: it tells how things are, and nothing that is theirs."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
import json
from types import MappingProxyType
from typing import Any

from homeassistant.components.diagnostics import DOMAIN as DIAGNOSTICS
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.oxicleanarr.cleanup.removed import Stage
from custom_components.oxicleanarr.clients.bridge import BridgeState, BridgeStatus
from custom_components.oxicleanarr.display.models import (
    Cause,
    DisplayReport,
    Failure,
    Obstacle,
    Trouble,
)
from custom_components.oxicleanarr.library.models import Problem
from custom_components.oxicleanarr.policy.models import Keep
from simulator import Fault, Options, Stack
from simulator.seeding import ADMIN_NAME, ADMIN_PASSWORD

from .cleaning import begin, clean_up
from .disk import hass_config_dir, hass_storage  # noqa: F401
from .following import SERVER_ID, follow, newest, server_of
from .household import (
    ENTRY_ID,
    OPTIONS,
    RADARR_ID,
    Clock,
    act,
    count,
    departures,
    household,
    radarr_subentry,
    seerr_subentry,
    sonarr_subentry,
    start,
    sync,
    with_libraries,
)
from .removals import a_part, a_removed, a_report
from .texts import DOMAIN

SECRET = "Sesamsecret"
RULE_ID = "01RULE00000000000000000000"


async def _downloaded(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, device: str | None = None
) -> str:
    """Return the file as Home Assistant gives it out, with everything around our part."""
    assert await async_setup_component(hass, DIAGNOSTICS, {})
    client = await hass_client()
    path = f"/api/diagnostics/config_entry/{ENTRY_ID}"
    if device:
        found = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, device), ENTRY_ID)
        assert found is not None
        path += f"/device/{found.id}"
    response = await client.get(path)
    assert response.status == 200
    text: str = await response.text()
    return text


async def _told(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, device: str | None = None
) -> Any:
    return json.loads(await _downloaded(hass, hass_client, device))["data"]


def _rule() -> ConfigSubentryDataWithId:
    return ConfigSubentryDataWithId(
        subentry_id=RULE_ID,
        subentry_type="rule",
        title=f"{SECRET} rule",
        unique_id=None,
        data=MappingProxyType(
            {
                "type": "match",
                "retention": "30d",
                "genres": [SECRET],
                "libraries": [SECRET],
                "root_folders": [f"/{SECRET}"],
                "watched_users": [SECRET],
                "watched_who": "any",
            }
        ),
    )


def _with_secrets(subentry: ConfigSubentryDataWithId) -> ConfigSubentryDataWithId:
    data = dict(subentry["data"])
    if mappings := data.get("path_mappings"):
        extra = {"server_path": f"/{SECRET}", "jellyfin_path": f"/media/{SECRET}"}
        data["path_mappings"] = [*mappings, extra]
    title = f"{SECRET} {subentry['title']}"
    return ConfigSubentryDataWithId(**{**subentry, "data": data, "title": title})


async def _start_with_secrets(hass: HomeAssistant, stack: Stack) -> Any:
    """Set up a household with secrets in everything that people can type, and in what servers said."""
    entry = await start(
        hass,
        stack,
        title=f"{SECRET} household",
        data=dict(household(stack).data)
        | {"username": ADMIN_NAME, "password": ADMIN_PASSWORD, "api_key": stack.jellyfin.api_key},
        options=with_libraries(stack)
        | {
            "movies_library_name": f"{SECRET} films",
            "series_library_name": f"{SECRET} series",
            "collection_name": SECRET,
            "brake_entities": [f"binary_sensor.{SECRET.lower()}"],
        },
        subentries_data=(
            *map(
                _with_secrets,
                (radarr_subentry(stack), sonarr_subentry(stack), seerr_subentry(stack)),
            ),
            _rule(),
        ),
    )
    coordinator = entry.runtime_data
    title = next(iter(departures(stack)))
    await act(hass, "keep", title=title, reason=SECRET)
    await coordinator.ledger.async_keep(
        Keep(
            medium_id=f"movie:{SECRET}",
            aliases=frozenset({f"movie:{SECRET}"}),
            title=SECRET,
            kept_at=dt_util.utcnow(),
            reason=SECRET,
            kept_by=SECRET,
        )
    )
    said = Problem("cannot_connect", f"{SECRET} cannot be reached", {"server": SECRET})
    await coordinator.cleaner.journal.async_write(
        a_removed(
            SECRET,
            a_part(server=SECRET, folder=f"/{SECRET}", record={"title": SECRET}),
            title=SECRET,
            rule=SECRET,
            approved_by=SECRET,
            aliases=frozenset({SECRET}),
            jellyfin_paths=(f"/{SECRET}",),
            problem=said,
        )
    )
    coordinator.cleaner.last_report = a_report()
    library = coordinator.data.library
    status = replace(library.sources[RADARR_ID], problem=said, version=SECRET, name=SECRET)
    coordinator.data = replace(
        coordinator.data,
        library=replace(library, sources={**library.sources, RADARR_ID: status}),
        bridge=BridgeStatus(BridgeState.UNREACHABLE, SECRET, SECRET),
        display=DisplayReport(
            wanted=3,
            present=1,
            failures=(Failure(SECRET, f"/{SECRET}", Cause.BRIDGE_SAID, f"/{SECRET}", SECRET),),
            obstacles=(Obstacle(Trouble.NO_PERMISSION, {"path": f"/{SECRET}"}),),
            problem=said,
        ),
    )
    return entry


def _private(stack: Stack) -> Iterator[str]:
    """Return everything of the simulated servers that is nobody else's business."""
    world = stack.world
    yield SECRET
    yield from (stack.jellyfin.api_key, stack.radarr.api_key, stack.sonarr.api_key)
    yield from (stack.seerr.api_key, ADMIN_PASSWORD, stack.jellyfin.server_id, "d" * 32)
    yield from ("127.0.0.1", "localhost", str(world.root), world.radarr_root, world.sonarr_root)
    yield from (movie.title for movie in world.movies)
    yield from (series.title for series in world.series)
    for user in world.users:
        yield from (f'"{user.name}"', user.id)


@pytest.mark.parametrize("device", [None, ENTRY_ID, RADARR_ID])
async def test_a_secret_that_is_everywhere_is_found_nowhere(
    hass: HomeAssistant, stack: Stack, hass_client: ClientSessionGenerator, device: str | None
) -> None:
    await _start_with_secrets(hass, stack)
    text = (await _downloaded(hass, hass_client, device)).casefold()
    assert f'"{DOMAIN}"' in text
    assert not [secret for secret in _private(stack) if secret.casefold() in text]


async def test_it_tells_of_all_those_secrets_how_many_there_are(
    hass: HomeAssistant, stack: Stack, hass_client: ClientSessionGenerator
) -> None:
    await _start_with_secrets(hass, stack)
    told = await _told(hass, hass_client)
    assert told["ledger"]["keeps"] == {"for_ever": 2, "until_a_date": 0, "over": 0}
    assert told["cleanup"]["journal"] == {Stage.FINISHED: 1}
    assert told["cleanup"]["journal_problems"] == {"cannot_connect": 1}
    assert told["display"] == {
        "wanted": 3,
        "present": 1,
        "created": 0,
        "removed": 0,
        "failures": {"bridge_said": 1},
        "obstacles": ["no_permission"],
        "problem": "cannot_connect",
    }
    mappings = {one["type"]: len(one["data"].get("path_mappings", ())) for one in _subs(told)}
    assert mappings == {"radarr": 2, "sonarr": 2, "seerr": 0, "rule": 0}
    assert told["rules"]["known"] == 1


def _subs(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    return list(told["subentries"])


async def test_it_tells_how_the_servers_and_the_plan_are(
    hass: HomeAssistant, stack: Stack, hass_client: ClientSessionGenerator
) -> None:
    await start(hass, stack)
    told = await _told(hass, hass_client)
    world = stack.world
    assert told["entry"]["state"] == "loaded"
    assert told["entry"]["options"] == OPTIONS
    films = sum(movie.has_file for movie in world.movies)
    assert told["library"]["media"] == {"movie": films, "series": len(world.series)}
    assert told["library"]["users"] == len(world.users)
    jellyfin, radarr, _ = told["sources"]
    assert jellyfin["version"] == stack.jellyfin.version
    assert radarr["id"] == RADARR_ID
    assert [source["fresh"] for source in told["sources"]] == [True] * 3
    assert {source["type"] for source in told["sources"]} == {"jellyfin", "radarr", "sonarr"}
    assert all(0 <= source["age_seconds"] < 60 for source in told["sources"])
    plan = told["plan"]
    assert str(plan["leaving_soon"]) == count(hass)
    assert sum(plan["protected"].values()) + sum(plan["leaving"].values()) >= films
    assert told["cleanup"]["mode"] == "observe"
    assert told["cleanup"]["last_run"] is None


async def test_it_tells_which_server_fails_and_how(
    hass: HomeAssistant, stack: Stack, hass_client: ClientSessionGenerator
) -> None:
    await start(hass, stack)
    stack.break_("radarr", Fault.STARTING)
    assert not (await sync(hass))["complete"]
    told = await _told(hass, hass_client)
    (failing,) = [source for source in told["sources"] if not source["fresh"]]
    assert (failing["id"], failing["problem"]) == (RADARR_ID, "starting_up")
    assert failing["media"] is not None
    device = await _told(hass, hass_client, RADARR_ID)
    assert device["source"]["problem"] == "starting_up"
    assert device["server"]["type"] == "radarr"


async def test_it_tells_what_the_last_run_did(
    hass: HomeAssistant, stack: Stack, clock: Clock, hass_client: ClientSessionGenerator
) -> None:
    await begin(hass, stack, clock)
    answer = await clean_up(hass, stack)
    told = await _told(hass, hass_client)
    last = told["cleanup"]["last_run"]
    assert last["went"] == len(answer["deleted"])
    assert not last["dry"]
    assert told["cleanup"]["journal"] == {Stage.FINISHED: last["went"]}


async def test_a_household_that_could_not_start_tells_why_and_how_it_is_set_up(
    hass: HomeAssistant, stack: Stack, hass_client: ClientSessionGenerator
) -> None:
    stack.break_("jellyfin", Fault.STARTING)
    await start(hass, stack)
    told = await _told(hass, hass_client)
    assert told["entry"]["state"] == "setup_retry"
    assert told["entry"]["error"] == "not_answering"
    assert "plan" not in told
    assert [one["type"] for one in told["subentries"]] == ["radarr", "sonarr"]


@pytest.mark.parametrize("stack", [Options(movies=1, series=1, users=1)], indirect=True)
async def test_the_device_of_jellyfin_tells_of_the_bridge(
    hass: HomeAssistant, stack: Stack, hass_client: ClientSessionGenerator
) -> None:
    await start(hass, stack)
    told = await _told(hass, hass_client, ENTRY_ID)
    assert told["bridge"]["state"] == "active"
    assert told["source"]["id"] == "jellyfin"
    assert told["server"]["data"]["api_key"] == "**REDACTED**"


@pytest.mark.parametrize("stack", [Options(movies=1, series=1, users=1)], indirect=True)
async def test_a_device_of_a_household_that_is_switched_off_tells_how_it_is_set_up(
    hass: HomeAssistant, stack: Stack, hass_client: ClientSessionGenerator
) -> None:
    await start(hass, stack)
    assert await hass.config_entries.async_unload(ENTRY_ID)
    told = await _told(hass, hass_client, RADARR_ID)
    assert told.keys() == {"server"}
    assert told["server"]["data"]["api_key"] == "**REDACTED**"


async def _follow_with_secrets(hass: HomeAssistant, stack: Stack) -> None:
    """Follow a server with secrets in its rules, its keeps and its errors."""
    server = server_of(stack)
    server.config.advanced_rules.append(
        {"name": SECRET, "type": "tag", "enabled": True, "tag": SECRET, "retention": "never"}
    )
    await server.restart()
    stack.break_("sonarr", Fault.ERROR)
    await follow(hass, stack)
    stack.heal()
    await act(hass, "keep", title=next(iter(departures(stack))), reason=SECRET)


@newest
@pytest.mark.parametrize("device", [None, ENTRY_ID, SERVER_ID])
async def test_nothing_of_an_oxicleanarr_server_is_found(
    hass: HomeAssistant, stack: Stack, hass_client: ClientSessionGenerator, device: str | None
) -> None:
    await _follow_with_secrets(hass, stack)
    text = (await _downloaded(hass, hass_client, device)).casefold()
    server = server_of(stack)
    private = [server.password, server.api_key, f'"{server.username}"', *_private(stack)]
    assert not [secret for secret in private if secret.casefold() in text]


@newest
async def test_it_tells_how_an_oxicleanarr_server_did(
    hass: HomeAssistant, stack: Stack, hass_client: ClientSessionGenerator
) -> None:
    await _follow_with_secrets(hass, stack)
    told = (await _told(hass, hass_client))["oxicleanarr_server"]
    assert (told["contract"], told["deletes"], told["rules"]) == ("1.6", False, {"tag": 1})
    assert told["last_job"]["failed_in_part"]
    assert told["excluded_by_us"] == 1
    assert (await _told(hass, hass_client, SERVER_ID))["oxicleanarr_server"] == told
