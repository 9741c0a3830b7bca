"""The feed over the wire: with a token only, and never an empty list because something is not ready."""

from collections.abc import Callable
from typing import Any

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from simulator import Fault, Options, Stack

from .builders import a_shown
from .household import OTHER_ENTRY_ID, household, leaving_dates, start, sync
from .texts import DOMAIN

pytestmark = pytest.mark.parametrize("stack", [Options(movies=1, series=1, users=1)], indirect=True)

URL = "/api/media/leaving-soon"


async def _show(entry: Any, *titles: str) -> None:
    """Let a household show these from its newest plan on."""
    await entry.runtime_data.async_sync()
    await entry.runtime_data.ledger.async_shown(tuple(a_shown(title) for title in titles))


async def _titles(client: Any) -> list[str]:
    answer = await client.get(URL)
    assert answer.status == 200
    assert answer.content_type == "application/json"
    told = await answer.json()
    assert told["version"] == 1
    return [item["title"] for item in told["items"]]


async def _add_another(hass: HomeAssistant, stack: Stack, **changes: Any) -> Any:
    ids = {"entry_id": OTHER_ENTRY_ID, "unique_id": "another"}
    other = household(stack, **(ids | {"subentries_data": ()} | changes))
    other.add_to_hass(hass)
    return other


async def test_the_feed_tells_what_is_shown(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    entry = await start(hass, stack)
    await _show(entry, "Metropolis", "Faust")
    assert await _titles(await hass_client()) == ["Faust", "Metropolis"]


async def test_the_feed_tells_what_is_leaving_soon(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    await start(hass, stack)
    await sync(hass)
    assert set(await _titles(await hass_client())) == set(await leaving_dates(hass)) != set()


async def test_the_feed_tells_the_same_after_a_restart_without_radarr(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    entry = await start(hass, stack)
    await sync(hass)
    before = await _titles(await hass_client())
    stack.break_("radarr", Fault.REFUSE)
    await hass.config_entries.async_reload(entry.entry_id)
    await sync(hass)
    assert "Metropolis" in before
    assert await _titles(await hass_client()) == before


async def test_nobody_is_told_without_a_token(
    hass: HomeAssistant, stack: Stack, hass_client_no_auth: Callable[..., Any]
) -> None:
    entry = await start(hass, stack)
    await _show(entry, "Metropolis")
    answer = await (await hass_client_no_auth()).get(URL)
    assert answer.status == 401
    assert "Metropolis" not in await answer.text()


async def test_nobody_is_told_with_a_wrong_token(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    await start(hass, stack)
    assert (await (await hass_client("wrong")).get(URL)).status == 401


async def test_all_households_are_told_together(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    await _show(await start(hass, stack), "Metropolis")
    other = await _add_another(hass, stack, unique_id=f"{stack.jellyfin.server_id}@elsewhere")
    await hass.config_entries.async_setup(other.entry_id)
    await _show(other, "Faust")
    assert await _titles(await hass_client()) == ["Faust", "Metropolis"]


async def _refused(client: Any) -> None:
    answer = await client.get(URL)
    assert answer.status == 503
    assert "items" not in (told := await answer.json())
    assert "not ready" in told["message"]


async def test_without_a_household_there_is_no_list(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    await _refused(await hass_client())


async def test_a_household_that_is_not_loaded_has_no_empty_list(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    stack.break_("jellyfin", Fault.REFUSE)
    await start(hass, stack)
    await _refused(await hass_client())


async def test_half_of_the_households_are_no_list(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    await _show(await start(hass, stack), "Metropolis")
    await _add_another(hass, stack)
    await _refused(await hass_client())


async def test_a_household_that_is_switched_off_does_not_matter(
    hass: HomeAssistant, stack: Stack, hass_client: Callable[..., Any]
) -> None:
    await _show(await start(hass, stack), "Metropolis")
    await _add_another(hass, stack, disabled_by=ConfigEntryDisabler.USER)
    assert await _titles(await hass_client()) == ["Metropolis"]
