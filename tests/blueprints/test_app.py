"""The Home Assistant app itself: what really reaches a phone, and what its buttons send back."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from homeassistant.components import person
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from simulator import Options, Stack
from simulator.seeding import ADMIN_NAME
from tests.household import Clock, media, sync

from .room import automate

WEBHOOK_ID = "annas-webhook"
NAME = "Änna's phone (old)"

pytestmark = pytest.mark.parametrize(
    "stack", [Options(movies=1, series=0, users=1)], indirect=True, ids=["one film"]
)


@pytest.fixture
async def pushed(socket_enabled: None) -> AsyncGenerator[tuple[str, list[dict[str, Any]]]]:
    """Run what carries notifications to phones; return its address, and what it was given."""
    given: list[dict[str, Any]] = []

    async def push(request: web.Request) -> web.Response:
        given.append(await request.json())
        return web.json_response({}, status=201)

    app = web.Application()
    app.router.add_post("/push", push)
    server = TestServer(app)
    await server.start_server()
    yield str(server.make_url("/push")), given
    await server.close()


@pytest.fixture
async def phone(
    hass: HomeAssistant,
    household: Stack,
    pushed: tuple[str, list[dict[str, Any]]],
    hass_admin_user: MockUser,
) -> str:
    """Register Anna's phone as the app does; return the id of its device."""
    assert await async_setup_component(hass, "person", {})
    await person.async_create_person(hass, "Anna", user_id=hass_admin_user.id)
    assert await async_setup_component(hass, "mobile_app", {})
    result = await hass.config_entries.flow.async_init(
        "mobile_app",
        context={"source": "registration"},
        data={
            "app_id": "io.homeassistant.companion.android",
            "app_name": "Home Assistant",
            "app_version": "2026.10.1",
            "device_id": "annas-phone",
            "device_name": NAME,
            "manufacturer": "Fairphone",
            "model": "5",
            "os_name": "Android",
            "os_version": "16",
            "supports_encryption": False,
            "app_data": {"push_token": "token", "push_url": pushed[0]},
            "webhook_id": WEBHOOK_ID,
            "secret": "secret",
            "user_id": hass_admin_user.id,
        },
    )
    assert result["type"] == "create_entry"
    await hass.async_block_till_done()
    (device,) = dr.async_entries_for_config_entry(dr.async_get(hass), result["result"].entry_id)
    return device.id


async def test_the_question_reaches_the_phone_and_its_button_keeps(
    hass: HomeAssistant,
    household: Stack,
    clock: Clock,
    phone: str,
    pushed: tuple[str, list[dict[str, Any]]],
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    await automate(hass, "notify_before_departure", notify_devices=[phone])
    await clock.advance(hass, timedelta(days=11))
    (question,) = pushed[1]
    assert question["title"] == "Metropolis leaves in 3 days"
    button = question["data"]["actions"][0]["action"]
    app = await hass_client_no_auth()
    await app.post(
        f"/api/webhook/{WEBHOOK_ID}",
        json={
            "type": "fire_event",
            "data": {
                "event_type": "mobile_app_notification_action",
                "event_data": {"action": button},
            },
        },
    )
    await hass.async_block_till_done()
    (reason,) = (await media(hass))["Metropolis"]["reasons"]
    assert reason["text"].endswith("Anna tapped a notification")


async def test_a_renamed_phone_is_found(
    hass: HomeAssistant,
    household: Stack,
    clock: Clock,
    phone: str,
    pushed: tuple[str, list[dict[str, Any]]],
) -> None:
    dr.async_get(hass).async_update_device(phone, name_by_user="Anna")
    await automate(hass, "notify_before_departure", notify_devices=[phone])
    await clock.advance(hass, timedelta(days=11))
    assert len(pushed[1]) == 1


async def test_a_film_that_is_called_by_a_number_is_asked_about(
    hass: HomeAssistant,
    household: Stack,
    clock: Clock,
    phone: str,
    pushed: tuple[str, list[dict[str, Any]]],
) -> None:
    household.world.movies[0].title = "1917"
    household.world.touch()
    await sync(hass)
    words = {"question_title": "{{ medium.title }}", "question": "{{ medium.title }}"}
    await automate(hass, "notify_before_departure", notify_devices=[phone], **words)
    await clock.advance(hass, timedelta(days=11))
    (question,) = pushed[1]
    assert (question["title"], question["message"]) == ("1917", "1917")


async def test_the_phone_of_a_person_is_found(
    hass: HomeAssistant,
    household: Stack,
    clock: Clock,
    phone: str,
    pushed: tuple[str, list[dict[str, Any]]],
) -> None:
    await automate(
        hass, "ask_the_requester", people=[{"name": ADMIN_NAME, "person": "person.anna"}]
    )
    await clock.advance(hass, timedelta(days=11))
    assert [push["title"] for push in pushed[1]] == ["Metropolis leaves in 3 days"]
