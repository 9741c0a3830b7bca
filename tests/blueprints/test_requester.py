"""Ask whoever wanted it: who is asked, and what their answer does."""

from datetime import timedelta
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from simulator import Options, Stack
from simulator.seeding import ADMIN_NAME
from tests.household import ENTRY_ID, Clock, act, delete_film, entries, media

from .room import PHONE, a_phone, automate, notifications, press, tags_cleared, texts_told

pytestmark = pytest.mark.parametrize(
    "stack", [Options(movies=1, series=0, users=1)], indirect=True, ids=["one film"]
)

ANNA = {"name": ADMIN_NAME, "notify_action": f"notify.{PHONE}"}
"""Anna is called as the administrator in Jellyfin and Seerr, who asked for Metropolis and watched it."""


async def _add_seerr(hass: HomeAssistant, stack: Stack) -> None:
    data = {"url": stack.seerr.url, "api_key": stack.seerr.api_key, "verify_ssl": True}
    (entry,) = entries(hass)
    hass.config_entries.async_add_subentry(
        entry,
        ConfigSubentry(
            data=MappingProxyType(data),
            subentry_type="seerr",
            title="Seerr",
            unique_id=stack.seerr.url,
        ),
    )
    await hass.async_block_till_done()


async def _ask(
    hass: HomeAssistant, clock: Clock, people: list[dict[str, Any]], **inputs: Any
) -> None:
    """Let the day of the question come."""
    await automate(hass, "ask_the_requester", people=people, **inputs)
    await clock.advance(hass, timedelta(days=11))


@pytest.fixture
async def question(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> dict[str, Any]:
    """Return what Anna was asked about Metropolis, for which she had asked."""
    await _add_seerr(hass, household)
    await _ask(hass, clock, [ANNA])
    (call,) = told
    told.clear()
    return dict(call.data)


async def test_whoever_asked_for_it_is_asked(question: dict[str, Any]) -> None:
    assert question["title"] == "Metropolis leaves in 3 days"
    assert question["message"].startswith("You asked for it.")
    assert [one["title"] for one in question["data"]["actions"]] == ["Keep", "Let it go"]


async def test_the_question_shows_the_poster(question: dict[str, Any]) -> None:
    assert question["data"]["image"].startswith(f"/api/oxicleanarr/{ENTRY_ID}/poster/")


async def test_keep_keeps_and_tells_it(
    hass: HomeAssistant, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    await press(hass, question, "Keep")
    assert (await media(hass))["Metropolis"]["verdict"] == "protected"
    assert texts_told(told) == ["Metropolis stays."]


async def test_let_it_go_changes_nothing_and_tells_when_it_leaves(
    hass: HomeAssistant, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    before = (await media(hass))["Metropolis"]
    await press(hass, question, "Let it go")
    assert (await media(hass))["Metropolis"] == before
    assert texts_told(told) == [f"Metropolis leaves on {before['leaves_on']}."]
    assert tags_cleared(told) == {question["data"]["tag"]}


async def test_what_is_kept_elsewhere_is_not_asked_any_more(
    hass: HomeAssistant, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    await act(hass, "keep", title="Metropolis")
    assert tags_cleared(told) == {question["data"]["tag"]}
    assert texts_told(told) == []


async def test_a_button_for_what_is_gone_meanwhile_says_so(
    hass: HomeAssistant, household: Stack, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    delete_film(household, "Metropolis")
    await act(hass, "sync", accept_smaller=True)
    await press(hass, question, "Keep")
    assert texts_told(told) == [
        "Metropolis is not in the library any more, so nothing was changed."
    ]


@pytest.mark.parametrize("name", [ADMIN_NAME.upper(), f" {ADMIN_NAME} "])
async def test_a_name_is_known_however_it_is_written(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall], name: str
) -> None:
    await _add_seerr(hass, household)
    await _ask(hass, clock, [ANNA | {"name": name}])
    assert len(told) == 1


async def test_when_nobody_asked_for_it_those_who_watched_it_are_asked(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _ask(hass, clock, [ANNA])
    (call,) = told
    assert call.data["message"].startswith("You watched it.")


async def test_those_who_watched_it_are_left_alone_if_you_like(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _ask(hass, clock, [ANNA], ask_watchers=False)
    assert told == []
    assert notifications(hass) == []


async def test_the_phones_of_a_person_are_asked(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    device = dr.async_get(hass).async_get(a_phone(hass))
    assert device is not None
    tracker = er.async_get(hass).async_get_or_create(
        "device_tracker", "mobile_app", "annas", device_id=device.id
    )
    # A person's other trackers, such as a router's, get no notifications.
    router = er.async_get(hass).async_get_or_create("device_tracker", "router", "annas")
    trackers = [tracker.entity_id, router.entity_id, "device_tracker.unknown"]
    person = {"id": "anna", "name": "Anna", "device_trackers": trackers}
    assert await async_setup_component(hass, "person", {"person": [person]})
    await _ask(hass, clock, [{"name": ADMIN_NAME, "person": "person.anna"}])
    assert len(told) == 1


async def test_nobody_in_the_list_leaves_the_question_to_the_others(
    hass: HomeAssistant, household: Stack, clock: Clock
) -> None:
    await _add_seerr(hass, household)
    family = async_mock_service(hass, "notify", "family")
    await _ask(hass, clock, [ANNA | {"name": "somebody else"}], everybody_else=["family"])
    (call,) = family
    assert call.data["message"].startswith("Last watched on")


async def test_whoever_is_missing_in_the_list_is_named(
    hass: HomeAssistant, household: Stack, clock: Clock
) -> None:
    await _add_seerr(hass, household)
    await _ask(hass, clock, [])
    (shown,) = notifications(hass)
    assert shown["title"] == "Metropolis leaves in 3 days"
    assert (
        shown["message"] == f"{ADMIN_NAME} asked for it, but is not in the list of this automation."
    )


async def test_a_person_without_a_phone_is_nobody(
    hass: HomeAssistant, household: Stack, clock: Clock
) -> None:
    await _add_seerr(hass, household)
    await _ask(hass, clock, [{"name": ADMIN_NAME, "person": "person.nobody"}])
    assert len(notifications(hass)) == 1
