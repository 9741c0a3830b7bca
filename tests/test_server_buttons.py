"""The buttons of an OxiCleanarr server do what they say, and say why they did not."""

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from simulator import Fault, Stack

from .following import SERVER_ID, every_version, follow, newest, server_of, shown_by_server
from .household import delete_film, entity_id
from .texts import sentence


async def _press_alone(hass: HomeAssistant, key: str) -> None:
    """Press without waiting for everything else, which waits for the server."""
    target = {"entity_id": entity_id(hass, "button", key, SERVER_ID)}
    await hass.services.async_call("button", "press", target, blocking=True)


async def _press(hass: HomeAssistant, key: str = "server_full_sync") -> None:
    await _press_alone(hass, key)
    await hass.async_block_till_done()


@every_version
@pytest.mark.parametrize("key", ["server_full_sync", "server_incremental_sync"])
async def test_a_button_lets_the_server_sync_and_reads_it(
    hass: HomeAssistant, stack: Stack, key: str
) -> None:
    await follow(hass, stack)
    server = server_of(stack)
    jobs = len(server.jobs)
    asked = len(stack.requests)
    await _press(hass, key)
    assert len(server.jobs) == jobs + (key == "server_full_sync")
    posts = [
        one.path for one in stack.requests[asked:] if one.method == "POST" and "sync" in one.path
    ]
    assert posts == [f"/api/sync/{'full' if key == 'server_full_sync' else 'incremental'}"]
    reads = [one for one in stack.requests[asked:] if one.path == "/api/media/movies"]
    assert len(reads) == 1


@newest
async def test_a_full_sync_shows_what_is_new(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    before = int(shown_by_server(hass, "server_media").state)
    delete_film(stack, stack.world.movies[0].title)
    server = server_of(stack)
    await server.restart()
    await _press(hass)
    assert int(shown_by_server(hass, "server_media").state) == before - 1


@newest
async def test_a_second_press_says_that_it_is_busy(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    server = server_of(stack)
    server.hold_sync()
    first = hass.async_create_task(_press_alone(hass, "server_full_sync"))
    await server.until_held()
    assert shown_by_server(hass, "server_state").state == "syncing"
    jobs = len(server.jobs)
    with pytest.raises(HomeAssistantError) as caught:
        await _press_alone(hass, "server_incremental_sync")
    assert "wait until that is over" in sentence(caught.value)
    server.release_sync()
    await first
    assert len(server.jobs) == jobs
    assert shown_by_server(hass, "server_state").state == "idle"


@newest
async def test_a_button_says_why_the_server_did_not_sync(hass: HomeAssistant, stack: Stack) -> None:
    await follow(hass, stack)
    stack.break_("oxicleanarr", Fault.ERROR)
    with pytest.raises(HomeAssistantError) as caught:
        await _press(hass)
    assert "did not do it" in sentence(caught.value)
    assert shown_by_server(hass, "server_state").state == "idle"
