"""The set-up when a server is broken: a sentence of its own at the right field, and the way on."""

from typing import Any
from urllib.parse import quote

from aiohttp import web
from aiohttp.test_utils import TestServer
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
import pytest

from simulator import Fault, Options, Stack

from .flows import error_text, fill, finish, reach, right_form

pytestmark = [
    pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=1)], indirect=True),
    pytest.mark.usefixtures("impatient"),
]

EVERYWHERE = {
    Fault.REFUSE: {"base": "cannot_connect"},
    Fault.HANG: {"base": "timed_out"},
    Fault.ERROR: {"base": "not_understood"},
    Fault.HTML: {"url": "wrong_app"},
    Fault.CUT_JSON: {"base": "not_understood"},
    Fault.STARTING: {"base": "starting_up"},
    Fault.REDIRECT_ELSEWHERE: {"url": "redirected"},
}
ERRORS = {
    # Who refuses even to say its name is something before Jellyfin, such as a proxy with a login.
    "jellyfin": EVERYWHERE | {Fault.UNAUTHORIZED: {"url": "wrong_app"}},
    "radarr": EVERYWHERE
    | {Fault.UNAUTHORIZED: {"api_key": "key_refused"}, Fault.WRONG_APP: {"url": "wrong_app"}},
    "sonarr": EVERYWHERE
    | {Fault.UNAUTHORIZED: {"api_key": "key_refused"}, Fault.WRONG_APP: {"url": "wrong_app"}},
}
STEPS = {"jellyfin": "jellyfin", "radarr": "radarr", "sonarr": "sonarr"}
CASES = [
    pytest.param(server, fault, errors, id=f"{server}-{fault}")
    for server, table in ERRORS.items()
    for fault, errors in table.items()
]


@pytest.mark.parametrize(("server", "fault", "errors"), CASES)
async def test_a_broken_server_is_explained_and_the_flow_goes_on(
    hass: HomeAssistant, stack: Stack, server: str, fault: Fault, errors: dict[str, str]
) -> None:
    result = await reach(hass, stack, STEPS[server])
    stack.break_(server, fault)
    result = await fill(hass, result, right_form(stack, result))
    assert (result["step_id"], result["errors"]) == (STEPS[server], errors)
    stack.heal()
    assert (await finish(hass, stack, result)).state is ConfigEntryState.LOADED


async def test_impossible_dates_are_pointed_out(hass: HomeAssistant, stack: Stack) -> None:
    result = await reach(hass, stack, STEPS["radarr"])
    stack.break_("radarr", Fault.NONSENSE_DATE)
    result = await fill(hass, result, right_form(stack, result))
    assert result["errors"] == {"base": "untrusted"}


@pytest.mark.parametrize("server", ["jellyfin", "radarr", "sonarr"])
@pytest.mark.parametrize("fault", [Fault.SHORT_PAGE, Fault.EMPTY_LIST, Fault.BAD_ROW])
async def test_spoilt_rows_do_not_stop_the_set_up(
    hass: HomeAssistant, stack: Stack, server: str, fault: Fault
) -> None:
    result = await reach(hass, stack, STEPS[server])
    stack.break_(server, fault)
    result = await fill(hass, result, right_form(stack, result))
    assert result["step_id"] != STEPS[server]
    stack.heal()
    assert (await finish(hass, stack, result)).state is ConfigEntryState.LOADED


@pytest.mark.parametrize(
    ("server", "path", "fault", "errors"),
    [
        ("jellyfin", "/Users", Fault.UNAUTHORIZED, {"api_key": "key_refused"}),
        ("jellyfin", "/Users", Fault.HTML, {"url": "wrong_app"}),
        ("radarr", "/api/v3/movie", Fault.ERROR, {"base": "not_understood"}),
        ("radarr", "/api/v3/movie", Fault.WRONG_APP, {"base": "not_found"}),
        ("sonarr", "/api/v3/series", Fault.CUT_JSON, {"base": "not_understood"}),
        ("sonarr", "/api/v3/tag", Fault.STARTING, {"base": "starting_up"}),
    ],
)
async def test_a_server_that_breaks_half_way_is_explained(
    hass: HomeAssistant,
    stack: Stack,
    server: str,
    path: str,
    fault: Fault,
    errors: dict[str, str],
) -> None:
    result = await reach(hass, stack, STEPS[server])
    stack.break_(server, fault, path)
    result = await fill(hass, result, right_form(stack, result))
    assert result["errors"] == errors


@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.ERROR, Fault.CUT_JSON, Fault.HANG])
async def test_without_jellyfins_library_the_paths_can_be_typed(
    hass: HomeAssistant, stack: Stack, fault: Fault
) -> None:
    result = await reach(hass, stack, "sonarr")
    stack.break_("jellyfin", fault, "/Items")
    result = await fill(hass, result, right_form(stack, result))
    stack.heal()
    assert result["step_id"] == "paths"
    typed = {"radarr_path_mappings": [{"server_path": "/movies", "jellyfin_path": "/media"}]}
    entry = await finish(hass, stack, await fill(hass, result, typed))
    assert [one.data["path_mappings"] for one in entry.subentries.values()] == [
        typed["radarr_path_mappings"],
        [],
    ]


@pytest.mark.parametrize("server", ["jellyfin", "radarr", "sonarr"])
async def test_a_sentence_names_the_server_and_its_address(
    hass: HomeAssistant, stack: Stack, server: str
) -> None:
    result = await reach(hass, stack, STEPS[server])
    stack.break_(server, Fault.REFUSE)
    result = await fill(hass, result, right_form(stack, result))
    text = error_text(result)
    running: Any = getattr(stack, server)
    assert server.capitalize() in text
    assert running.url in text


async def test_credentials_do_not_follow_a_redirect(hass: HomeAssistant, stack: Stack) -> None:
    result = await reach(hass, stack, "jellyfin")
    stack.break_("jellyfin", Fault.REDIRECT_ELSEWHERE)
    await fill(hass, result, right_form(stack, result))
    assert not [request for request in stack.requests if request.server == "elsewhere"]


async def test_a_login_in_front_of_a_server_is_not_the_address_to_enter(
    hass: HomeAssistant, stack: Stack
) -> None:
    async def gate(request: web.Request) -> web.Response:
        wanted = quote(str(request.url), safe="")
        location = f"https://auth.example.org/login?rd={wanted}"
        return web.Response(status=302, headers={"Location": location})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", gate)
    async with TestServer(app) as proxy:
        result = await reach(hass, stack, "jellyfin")
        form = {**right_form(stack, result), "url": str(proxy.make_url(""))}
        result = await fill(hass, result, form)
    assert result["errors"] == {"url": "login_page"}
    assert "to a page on https://auth.example.org first" in error_text(result)


async def test_an_emby_is_not_taken_for_a_jellyfin(hass: HomeAssistant, stack: Stack) -> None:
    result = await reach(hass, stack, "jellyfin")
    stack.break_("jellyfin", Fault.WRONG_APP)
    result = await fill(hass, result, right_form(stack, result))
    assert result["errors"] == {"url": "wrong_app"}
