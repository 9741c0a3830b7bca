"""Jellyfin at another address, with another key, or as the first one of a household."""

from collections.abc import AsyncGenerator, Callable
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest

from simulator import Fault, Options, Stack

from .flows import begin, error_text, fill, jellyfin_form, login_form, server_form
from .following import follow, newest
from .household import RADARR_ID, act, connection, leaving_dates, start, state


@pytest.fixture
async def moved(stack: Stack) -> AsyncGenerator[str]:
    """Let Jellyfin be reached at another address as well, behind a proxy."""

    async def pass_on(request: web.Request) -> web.Response:
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method,
                f"{stack.jellyfin.url}{request.path_qs}",
                headers={name: value for name, value in request.headers.items() if name != "Host"},
                data=await request.read(),
            ) as answer,
        ):
            return web.Response(
                body=await answer.read(), status=answer.status, content_type=answer.content_type
            )

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", pass_on)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


async def opened(hass: HomeAssistant, entry: ConfigEntry) -> Any:
    """Open the form that changes Jellyfin."""
    flows = hass.config_entries.flow
    context: Any = {"source": "reconfigure", "entry_id": entry.entry_id}
    return await flows.async_init("oxicleanarr", context=context)


async def test_another_address_of_the_same_jellyfin(
    hass: HomeAssistant, stack: Stack, moved: str
) -> None:
    entry = await start(hass, stack)
    await act(hass, "keep", title="Metropolis")
    dates = await leaving_dates(hass)
    form = await opened(hass, entry)
    result = await fill(hass, form, {"url": moved, "verify_ssl": True})
    await hass.async_block_till_done()
    assert result["reason"] == "reconfigure_successful"
    assert entry.data == {**entry.data, "url": moved, "api_key": stack.jellyfin.api_key}
    assert entry.state is ConfigEntryState.LOADED
    assert await leaving_dates(hass) == dates


async def test_a_set_up_that_was_left_in_the_middle_is_not_in_the_way(
    hass: HomeAssistant, stack: Stack
) -> None:
    await fill(hass, await begin(hass), jellyfin_form(stack))
    entry = await start(hass, stack)
    result = await fill(hass, await opened(hass, entry), jellyfin_form(stack))
    await hass.async_block_till_done()
    assert result["reason"] == "reconfigure_successful"


async def test_a_login_takes_the_place_of_a_key(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    await fill(hass, await opened(hass, entry), login_form(stack))
    await hass.async_block_till_done()
    assert ("api_key" in entry.data, entry.data["username"]) == (False, "admin")
    assert connection(hass, "jellyfin").state == "on"


async def test_the_present_key_is_never_shown(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    form = await opened(hass, entry)
    shown = {
        str(m.schema): (m.description or {}).get("suggested_value")
        for m in form["data_schema"].schema
    }
    assert shown["url"] == stack.jellyfin.url
    assert stack.jellyfin.api_key not in str(form)


async def test_another_jellyfin_is_refused(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    before = dict(entry.data)
    async with Stack(Options(seed=2)) as other:
        result = await fill(hass, await opened(hass, entry), jellyfin_form(other))
    assert result["reason"] == "another_server"
    assert dict(entry.data) == before


@pytest.mark.parametrize("way", [jellyfin_form, login_form])
async def test_another_jellyfin_is_not_shown_the_present_credentials(
    hass: HomeAssistant, stack: Stack, way: Callable[[Stack], dict[str, Any]]
) -> None:
    data = way(stack) | {"device_id": "d" * 32}
    entry = await start(hass, stack, data=data)
    async with Stack(Options(seed=2)) as other:
        form = {"url": other.jellyfin.url, "verify_ssl": True}
        result = await fill(hass, await opened(hass, entry), form)
        asked = {request.path for request in other.requests}
    assert result["reason"] == "another_server"
    assert asked == {"/System/Info/Public"}


async def test_what_cannot_be_reached_changes_nothing(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    before = dict(entry.data)
    form = await opened(hass, entry)
    wrong = await fill(hass, form, {"url": stack.radarr.url, "verify_ssl": True})
    assert "not to Jellyfin" in error_text(wrong)
    assert dict(entry.data) == before


async def test_the_same_form_goes_on_with_the_right_address(
    hass: HomeAssistant, stack: Stack, moved: str
) -> None:
    entry = await start(hass, stack)
    form = await opened(hass, entry)
    wrong = await fill(hass, form, {"url": stack.radarr.url, "verify_ssl": True})
    right = await fill(hass, wrong, {"url": moved, "verify_ssl": True})
    await hass.async_block_till_done()
    assert right["reason"] == "reconfigure_successful"
    assert (entry.data["url"], entry.state) == (moved, ConfigEntryState.LOADED)


@pytest.mark.parametrize("stack", [Options(jellyfin_version="rust")], indirect=True)
async def test_a_jellyfin_rust_takes_its_address_along(
    hass: HomeAssistant, stack: Stack, moved: str
) -> None:
    at = stack.jellyfin.url.removeprefix("http://")
    data = login_form(stack) | {"device_id": "d" * 32}
    entry = await start(hass, stack, unique_id=f"{stack.jellyfin.server_id}@{at}", data=data)
    await fill(hass, await opened(hass, entry), {"url": moved, "verify_ssl": True})
    await hass.async_block_till_done()
    assert (entry.unique_id or "").endswith(f"@{moved.removeprefix('http://')}")
    assert entry.state is ConfigEntryState.LOADED


@newest
async def test_a_server_alone_gets_its_jellyfin(hass: HomeAssistant, stack: Stack) -> None:
    entry = await follow(hass, stack, alone=True)
    dates = await leaving_dates(hass)
    form = await opened(hass, entry)
    assert form["step_id"] == "add_jellyfin"
    result = await fill(hass, form, jellyfin_form(stack))
    await hass.async_block_till_done()
    assert result["reason"] == "reconfigure_successful"
    assert entry.unique_id == stack.jellyfin.server_id
    assert connection(hass, "jellyfin").state == "on"
    assert state(hass, "sensor", "bridge").state == "active"
    assert await leaving_dates(hass) == dates


@newest
@pytest.mark.parametrize(
    ("title", "then"), [("OxiCleanarr", "Attic"), ("Cinema", "Cinema")], ids=["ours", "theirs"]
)
async def test_a_server_alone_is_called_as_its_jellyfin_unless_somebody_named_it(
    hass: HomeAssistant, stack: Stack, title: str, then: str
) -> None:
    entry = await follow(hass, stack, alone=True)
    hass.config_entries.async_update_entry(entry, title=title)
    await hass.async_block_till_done()
    await fill(hass, await opened(hass, entry), jellyfin_form(stack))
    await hass.async_block_till_done()
    assert entry.title == then


@newest
async def test_the_jellyfin_of_another_household_is_not_added(
    hass: HomeAssistant, stack: Stack
) -> None:
    alone = await follow(hass, stack, alone=True)
    await start(hass, stack, entry_id="01ANOTHER00000000000000000")
    result = await fill(hass, await opened(hass, alone), jellyfin_form(stack))
    assert result["reason"] == "already_configured"
    assert not alone.data


async def test_a_radarr_with_nothing_of_the_old_one_is_refused(
    hass: HomeAssistant, stack: Stack
) -> None:
    entry = await start(hass, stack)
    before = dict(entry.subentries[RADARR_ID].data)
    async with Stack(Options(movies=0)) as empty, Stack(Options(seed=3)) as other:
        for movie in other.world.movies:
            movie.tmdb_id += 1_000_000
            movie.imdb_id = f"tt9{movie.tmdb_id}"
        other.world.media_revision += 1
        form = await entry.start_subentry_reconfigure_flow(hass, RADARR_ID)
        flows = hass.config_entries.subentries
        wrong = await flows.async_configure(form["flow_id"], server_form(other.radarr))
        assert wrong["errors"] == {"url": "another_server"}
        # One that has nothing at all yet may be the same one, made anew.
        right = await flows.async_configure(form["flow_id"], server_form(empty.radarr))
        assert right["step_id"] == "paths"
    assert dict(entry.subentries[RADARR_ID].data) == before


@newest
async def test_a_jellyfin_that_refuses_is_not_added(hass: HomeAssistant, stack: Stack) -> None:
    entry = await follow(hass, stack, alone=True)
    form = await opened(hass, entry)
    wrong = await fill(hass, form, jellyfin_form(stack, api_key="wrong"))
    assert wrong["errors"] == {"api_key": "key_refused"}
    assert not entry.data


async def test_a_household_that_is_not_loaded_begins_with_the_new_address(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.break_("jellyfin", Fault.REFUSE)
    entry = await start(hass, stack)
    stack.heal()
    assert entry.state is ConfigEntryState.SETUP_RETRY
    await fill(hass, await opened(hass, entry), jellyfin_form(stack))
    await hass.async_block_till_done()
    assert str(entry.state) == str(ConfigEntryState.LOADED)


async def test_a_radarr_is_changed_while_the_household_is_not_loaded(
    hass: HomeAssistant, stack: Stack
) -> None:
    stack.break_("jellyfin", Fault.REFUSE)
    entry = await start(hass, stack)
    form = await entry.start_subentry_reconfigure_flow(hass, RADARR_ID)
    flows = hass.config_entries.subentries
    step = await flows.async_configure(form["flow_id"], server_form(stack.radarr))
    assert step["step_id"] == "paths"
