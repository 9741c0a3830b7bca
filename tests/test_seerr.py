"""A Seerr beside the others: what was asked for stays until whoever asked has watched it."""

from typing import Any

from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
import pytest

from simulator import Fault, Stack
from simulator.world import MediaRequest

from .household import ENTRY_ID, dear, departures, media, start, sync

SUBENTRY = (ENTRY_ID, "seerr")


def _form(stack: Stack, **changes: Any) -> dict[str, Any]:
    form = {"url": stack.seerr.url, "api_key": stack.seerr.api_key, "verify_ssl": True}
    return form | changes


async def _add(hass: HomeAssistant, form: dict[str, Any]) -> Any:
    flows = hass.config_entries.subentries
    result = await flows.async_init(SUBENTRY, context={"source": SOURCE_USER})
    result = await flows.async_configure(result["flow_id"], form)
    await hass.async_block_till_done()
    return result


def _waiting(stack: Stack) -> set[str]:
    """Return what somebody asked for and has not watched yet, worked out from the world alone."""
    waiting = set()
    for request in stack.world.requests:
        user = request.requester.user
        if request.status not in (2, 4, 5) or user is None:
            continue
        watched = {
            _title(stack, item_id)
            for item_id, watch in stack.world.watches.get(user.id, {}).items()
            if watch.last_played is not None
        }
        waiting |= _named(stack, request) - watched
    return waiting


def _title(stack: Stack, item_id: str) -> str:
    item = stack.catalog.items[item_id]
    media = stack.catalog.items[item.series_id].media if item.series_id else item.media
    assert media is not None
    return media.title


def _named(stack: Stack, request: MediaRequest) -> set[str]:
    if request.kind == "movie":
        return {movie.title for movie in stack.world.movies if movie.tmdb_id == request.tmdb_id}
    return {
        series.title
        for series in stack.world.series
        if request.tvdb_id == series.tvdb_id or request.tmdb_id == series.tmdb_id
    }


async def test_what_was_asked_for_stays_until_whoever_asked_has_watched_it(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    assert (await _add(hass, _form(stack)))["type"] == "create_entry"
    rows = await media(hass, verdict="protected")
    why = {title for title, row in rows.items() if row["reasons"][0]["code"] == "requester_waiting"}
    assert why
    assert why == _waiting(stack) - dear(stack)


async def test_only_requests_keep_what_the_rules_let_go(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await _add(hass, _form(stack))
    leaving = set(await media(hass, verdict="leaving_soon"))
    assert leaving == set(departures(stack)) - _waiting(stack)


async def test_a_wrong_key_is_pointed_out(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    result = await _add(hass, _form(stack, api_key="wrong"))
    assert result["errors"] == {"api_key": "key_refused"}


@pytest.mark.parametrize("server", ["jellyfin", "radarr"])
async def test_another_servers_address_is_pointed_out(
    hass: HomeAssistant, stack: Stack, server: str
) -> None:
    await start(hass, stack)
    result = await _add(hass, _form(stack, url=getattr(stack, server).url))
    assert result["errors"] == {"url": "wrong_app"}


async def test_the_same_seerr_is_not_added_twice(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await _add(hass, _form(stack))
    assert (await _add(hass, _form(stack)))["reason"] == "already_configured"


async def test_a_silent_seerr_schedules_nothing_new_and_frees_nothing(
    hass: HomeAssistant, stack: Stack
) -> None:
    await start(hass, stack)
    await _add(hass, _form(stack))
    before = set(await media(hass, verdict="leaving_soon"))
    stack.break_("seerr", Fault.ERROR)
    stack.advance(60)
    report = await sync(hass)
    assert not report["complete"]
    assert set(await media(hass, verdict="leaving_soon")) == before
