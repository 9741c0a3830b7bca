"""The laws of the house over a whole life of a household: observing never changes anything, secrets stay."""

from collections.abc import Iterator
import json
import logging
import os
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest

from simulator import Fault, Options, Stack

from .flows import begin, fill, finish, login_form
from .household import act, start, sync

SERVERS = ("jellyfin", "radarr", "sonarr", "bridge")
FAULTS = [fault for fault in Fault if fault is not Fault.HANG]

LIVES = pytest.mark.parametrize(
    ("stack", "way"),
    [
        (Options(movies=3, series=1, users=2), "key"),
        (Options(movies=3, series=1, users=2), "password"),
        (Options(movies=3, series=1, users=2, jellyfin_version="rust"), "password"),
    ],
    indirect=["stack"],
    ids=["key", "password", "rust"],
)
NO_DISPLAY: dict[str, Any] = {"displays": []}


async def _live(
    hass: HomeAssistant, stack: Stack, first_form: dict[str, Any], **forms: Any
) -> None:
    """Lead a whole life: set-up, syncs with and without faults, keeps, a reload, and the end."""
    entry = await finish(hass, stack, await fill(hass, await begin(hass), first_form), **forms)
    await sync(hass)
    await act(hass, "keep", title="Metropolis", reason="For the film club")
    await act(hass, "unkeep", title="Metropolis")
    for server in SERVERS:
        for fault in (Fault.REFUSE, Fault.UNAUTHORIZED, Fault.REDIRECT_ELSEWHERE, Fault.CUT_JSON):
            stack.break_(server, fault)
            await sync(hass)
            stack.heal()
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    stack.advance(100)
    await sync(hass)
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()


def _forms(stack: Stack) -> dict[str, dict[str, Any]]:
    key = {"url": stack.jellyfin.url, "api_key": stack.jellyfin.api_key, "verify_ssl": True}
    return {"key": key, "password": login_form(stack)}


@LIVES
async def test_observing_only_reads(hass: HomeAssistant, stack: Stack, way: str) -> None:
    await _live(hass, stack, _forms(stack)[way], display=NO_DISPLAY)
    asked = {(request.method, request.path) for request in stack.requests}
    changing = {path for method, path in asked if method != "GET"}
    assert changing <= {"/Users/AuthenticateByName", "/Sessions/Logout"}


@LIVES
async def test_displaying_deletes_nothing_but_what_it_made(
    hass: HomeAssistant, stack: Stack, way: str
) -> None:
    theirs = set(stack.catalog.items)
    await _live(hass, stack, _forms(stack)[way])
    deleted = [request for request in stack.requests if request.method == "DELETE"]
    assert {request.server for request in deleted} <= {"jellyfin", "bridge"}
    for request in deleted:
        place = request.path.removeprefix("/").split("/")
        if request.path == "/api/oxicleanarr/directories/remove":
            # A request that a fault cut off has no body, and did nothing.
            assert not request.body or json.loads(request.body)["force"] is False
        else:
            assert place[0] in {"Collections", "Items", "UserFavoriteItems"}
            assert place[1].replace("-", "") not in theirs


@LIVES
async def test_displaying_only_reads_from_radarr_and_sonarr(
    hass: HomeAssistant, stack: Stack, way: str
) -> None:
    await _live(hass, stack, _forms(stack)[way])
    methods = {r.method for r in stack.requests if r.server in {"radarr", "sonarr"}}
    assert methods == {"GET"}


@LIVES
async def test_displaying_touches_no_media(hass: HomeAssistant, stack: Stack, way: str) -> None:
    world = stack.world
    before = {*_files(world.movies_dir), *_files(world.tv_dir)}
    await _live(hass, stack, _forms(stack)[way])
    assert {*_files(world.movies_dir), *_files(world.tv_dir)} == before


def _files(place: Path) -> Iterator[tuple[str, int, int, int, int]]:
    """Tell every file and folder apart from any that was written to, replaced or moved."""
    for folder, folders, files in os.walk(place):
        for name in (*folders, *files):
            path = os.path.join(folder, name)  # noqa: PTH118 - os.walk speaks text
            told = os.lstat(path)
            yield path, told.st_ino, told.st_size, told.st_mtime_ns, told.st_ctime_ns


@LIVES
async def test_observing_touches_no_file(hass: HomeAssistant, stack: Stack, way: str) -> None:
    before = set(_files(stack.root))
    await _live(hass, stack, _forms(stack)[way], display=NO_DISPLAY)
    assert set(_files(stack.root)) == before


def _secrets(stack: Stack) -> set[str]:
    gate = stack.jellyfin.state.gate
    keys = {stack.jellyfin.api_key, stack.radarr.api_key, stack.sonarr.api_key}
    # A jellyfin-rust has no keys.
    return (keys | {"popcorn"} | set(gate.tokens)) - {""}


@LIVES
async def test_no_secret_is_in_an_address(hass: HomeAssistant, stack: Stack, way: str) -> None:
    await _live(hass, stack, _forms(stack)[way])
    asked = [f"{request.path}?{request.query}" for request in stack.requests]
    assert not [secret for secret in _secrets(stack) if any(secret in one for one in asked)]


@LIVES
async def test_no_secret_goes_to_another_server(
    hass: HomeAssistant, stack: Stack, way: str
) -> None:
    await _live(hass, stack, _forms(stack)[way])
    assert not [request for request in stack.requests if request.server == "elsewhere"]


@LIVES
async def test_no_secret_is_logged(
    hass: HomeAssistant, stack: Stack, caplog: pytest.LogCaptureFixture, way: str
) -> None:
    await _live(hass, stack, _forms(stack)[way])
    formatter = logging.Formatter()
    lines = [
        formatter.format(record)
        for record in caplog.records
        # The test plugin writes down what would have gone into Home Assistant's private files.
        if not record.name.startswith("pytest_homeassistant_custom_component")
    ]
    assert any("oxicleanarr" in line for line in lines)
    assert not [line for line in lines for secret in _secrets(stack) if secret in line]


@LIVES
async def test_no_secret_is_shown(hass: HomeAssistant, stack: Stack, way: str) -> None:
    entry = await finish(hass, stack, await fill(hass, await begin(hass), _forms(stack)[way]))
    shown = [repr(state) for state in hass.states.async_all()]
    shown += map(repr, dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id))
    shown += map(repr, er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id))
    shown += [repr(entry.runtime_data), repr(vars(entry.runtime_data)), repr(entry)]
    shown += [repr(await act(hass, "get_media")), repr(await sync(hass))]
    assert not [text for text in shown for secret in _secrets(stack) if secret in text]


@pytest.mark.parametrize("stack", [Options(movies=3, series=1, users=2)], indirect=True)
async def test_no_secret_is_in_what_a_fault_says(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    said = []
    for server in SERVERS:
        for fault in FAULTS:
            stack.break_(server, fault)
            said.append(repr(await sync(hass)))
            said += [repr(one) for one in hass.states.async_all()]
            stack.heal()
    assert not [text for text in said for secret in _secrets(stack) if secret in text]
