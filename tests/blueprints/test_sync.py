"""Sync by a button or a sentence."""

from typing import Any

from homeassistant.core import Context, HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component
import pytest

from simulator import Fault, Stack
from tests.household import ENTRY_ID, departures

from .room import a_phone, automate, notifications

BUTTON = "input_button.sync"


@pytest.fixture(autouse=True)
async def button_and_assist(hass: HomeAssistant, household: Stack) -> None:
    """Give the household a button and Assist."""
    assert await async_setup_component(hass, "conversation", {})
    assert await async_setup_component(hass, "input_button", {"input_button": {"sync": {}}})


async def _automate(hass: HomeAssistant, **inputs: Any) -> None:
    await automate(hass, "sync_by_button_or_sentence", **inputs)


async def _press(hass: HomeAssistant) -> None:
    await hass.services.async_call("input_button", "press", {"entity_id": BUTTON}, blocking=True)
    await hass.async_block_till_done()


async def _say(hass: HomeAssistant, sentence: str) -> str:
    answer = await hass.services.async_call(
        "conversation",
        "process",
        {"text": sentence, "language": "en"},
        blocking=True,
        return_response=True,
        context=Context(),
    )
    response: Any = answer
    return str(response["response"]["speech"]["plain"]["speech"])


async def test_a_button_tells_what_changed(
    hass: HomeAssistant, household: Stack, told: list[ServiceCall]
) -> None:
    await _automate(hass, buttons=[BUTTON], notify_devices=[a_phone(hass)])
    household.play("Metropolis")
    await _press(hass)
    (message,) = [call.data["message"] for call in told]
    assert message == (
        f"No longer leaving: Metropolis. {len(departures(household))} in all are leaving soon."
    )


async def test_a_sentence_is_answered_where_it_was_said(
    hass: HomeAssistant, household: Stack, told: list[ServiceCall]
) -> None:
    await _automate(hass, notify_devices=[a_phone(hass)])
    answer = await _say(hass, "Sync my media library!")
    leaving = len(departures(household))
    assert answer == f"Nothing has changed. {leaving} in all are leaving soon."
    assert told == []


async def test_the_answer_names_the_server_that_did_not_answer(
    hass: HomeAssistant, household: Stack
) -> None:
    await _automate(hass)
    household.break_("sonarr", Fault.UNAUTHORIZED)
    answer = await _say(hass, "refresh the media library")
    assert "Not every server answered. Sonarr does not accept the key" in answer


async def test_without_anybody_home_assistant_itself_tells(
    hass: HomeAssistant, household: Stack
) -> None:
    await _automate(hass, buttons=[BUTTON])
    await _press(hass)
    (shown,) = notifications(hass)
    assert shown["message"].startswith("Nothing has changed.")


async def test_a_button_with_an_event_counts(
    hass: HomeAssistant, household: Stack, told: list[ServiceCall]
) -> None:
    await _automate(hass, buttons=["event.remote"], notify_devices=[a_phone(hass)])
    hass.states.async_set("event.remote", "2026-11-20T20:00:00.000+00:00")
    await hass.async_block_till_done()
    assert told == [], "it has just appeared"
    hass.states.async_set("event.remote", "2026-11-20T20:00:09.000+00:00")
    await hass.async_block_till_done()
    assert len(told) == 1


async def test_any_other_trigger_counts(
    hass: HomeAssistant, household: Stack, told: list[ServiceCall]
) -> None:
    trigger = {"trigger": "event", "event_type": "doorbell"}
    await _automate(hass, more_triggers=[trigger], notify_devices=[a_phone(hass)])
    hass.bus.async_fire("doorbell")
    await hass.async_block_till_done()
    assert len(told) == 1


async def test_what_is_leaving_from_now_on_is_named(hass: HomeAssistant, household: Stack) -> None:
    await _automate(hass)
    household.advance(50)
    answer = await _say(hass, "update the media library")
    assert answer.startswith("Leaving from now on: ")
    assert "Der müde Tod" in answer


async def test_an_oxicleanarr_that_is_not_running_is_said(
    hass: HomeAssistant, household: Stack
) -> None:
    await _automate(hass)
    await hass.config_entries.async_unload(ENTRY_ID)
    answer = await _say(hass, "update the media library")
    assert answer.startswith("The media library was not read")


async def test_words_of_ones_own_are_said(hass: HomeAssistant, household: Stack) -> None:
    sentences = ["aktualisiere die Mediathek"]
    await _automate(hass, sentences=sentences, answer="{{ count }} gehen bald.")
    answer = await _say(hass, "Aktualisiere die Mediathek")
    assert answer == f"{len(departures(household))} gehen bald."
