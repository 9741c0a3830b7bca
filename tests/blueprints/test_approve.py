"""Approve a cleanup: the question with its list, and what a tap really deletes."""

from datetime import timedelta
from typing import Any

from homeassistant.core import Context, HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from simulator import Options, Stack
from tests.disk import hass_storage  # noqa: F401
from tests.household import ENTRY_ID, WINDOW_DAYS, Clock, act, entity_id, media, sync

from .room import a_phone, automate, notifications, press, tags_cleared, texts_told

pytestmark = pytest.mark.parametrize(
    "stack", [Options(movies=2, series=0, users=1)], indirect=True, ids=["two films"]
)


@pytest.fixture
async def overdue(hass: HomeAssistant, household: Stack, clock: Clock) -> Stack:
    """Return the servers of a household that asks, in which only Metropolis may leave, as of now."""
    household.radarr.disk.recycling = True
    await act(hass, "keep", title=household.world.movies[1].title)
    await hass.services.async_call(
        "select",
        "select_option",
        {"entity_id": entity_id(hass, "select", "mode"), "option": "ask"},
        blocking=True,
    )
    await clock.advance(hass, timedelta(days=WINDOW_DAYS))
    return household


async def _ask(hass: HomeAssistant, clock: Clock, **inputs: Any) -> None:
    """Let the time of the question come; it is noon now."""
    await automate(hass, "approve_cleanup", **{"notify_devices": [a_phone(hass)]} | inputs)
    await clock.advance(hass, timedelta(hours=7))


@pytest.fixture
async def question(
    hass: HomeAssistant, overdue: Stack, clock: Clock, told: list[ServiceCall]
) -> dict[str, Any]:
    """Return what Anna's phone was asked."""
    await _ask(hass, clock)
    (call,) = told
    told.clear()
    return dict(call.data)


def _file_is_there(stack: Stack) -> bool:
    return any(stack.world.movies_dir.rglob("Metropolis*.mkv"))


async def test_the_question_lists_what_would_go_with_its_size(
    overdue: Stack, question: dict[str, Any]
) -> None:
    size = overdue.world.movies[0].size_bytes / 10**9
    assert question["title"] == "Delete 1 title?"
    assert question["message"].splitlines() == [
        f"{size:.1f} GB in all:",
        f"• Metropolis (1927), {size:.1f} GB",
    ]
    titles = [button["title"] for button in question["data"]["actions"]]
    assert titles == ["Clean up", "Not now"]


async def test_nothing_is_deleted_by_asking(overdue: Stack, question: dict[str, Any]) -> None:
    assert _file_is_there(overdue)


async def test_clean_up_deletes_the_list_and_tells_it(
    hass: HomeAssistant, overdue: Stack, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    size = overdue.world.movies[0].size_bytes / 10**9
    await press(hass, question, "Clean up")
    assert not _file_is_there(overdue)
    assert texts_told(told) == [f"1 title cleaned up, {size:.1f} GB freed."]


async def test_the_question_is_taken_back(
    hass: HomeAssistant, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    await press(hass, question, "Not now")
    assert tags_cleared(told) == {question["data"]["tag"]}


async def test_not_now_deletes_nothing(
    hass: HomeAssistant, overdue: Stack, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    await press(hass, question, "Not now")
    assert _file_is_there(overdue)
    assert texts_told(told) == ["Nothing is deleted."]


async def test_what_is_kept_in_between_stays_and_is_told(
    hass: HomeAssistant, overdue: Stack, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    await act(hass, "keep", title="Metropolis")
    await press(hass, question, "Clean up")
    assert _file_is_there(overdue)
    (answer,) = texts_told(told)
    first, reason = answer.splitlines()
    assert first.startswith("0 titles cleaned up")
    assert reason.startswith("Metropolis stays: ")


async def test_a_list_counts_once(
    hass: HomeAssistant, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    await press(hass, question, "Clean up")
    told.clear()
    await press(hass, question, "Clean up")
    (answer,) = texts_told(told)
    assert answer.startswith("Nothing was deleted.")


async def test_a_list_that_is_too_old_deletes_nothing(
    hass: HomeAssistant,
    overdue: Stack,
    question: dict[str, Any],
    told: list[ServiceCall],
    clock: Clock,
) -> None:
    clock.ahead += timedelta(days=2)
    await press(hass, question, "Clean up")
    assert _file_is_there(overdue)
    (answer,) = texts_told(told)
    assert answer.startswith("Nothing was deleted.")


async def test_whoever_tapped_stands_in_the_history(
    hass: HomeAssistant, question: dict[str, Any], hass_admin_user: MockUser
) -> None:
    person = {"id": "anna", "name": "Anna", "user_id": hass_admin_user.id}
    assert await async_setup_component(hass, "person", {"person": [person]})
    await press(hass, question, "Clean up", Context(user_id=hass_admin_user.id))
    history = await act(hass, "get_history")
    assert [row["approved_by"] for row in history["history"]] == ["Anna"]


async def test_nothing_to_delete_is_no_question(
    hass: HomeAssistant, overdue: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await act(hass, "keep", title="Metropolis")
    await _ask(hass, clock)
    assert told == []


async def test_who_only_observes_is_told_that_nothing_can_be_approved(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _ask(hass, clock)
    (answer,) = texts_told(told)
    assert answer.startswith("OxiCleanarr could not prepare a cleanup.")


async def test_an_oxicleanarr_that_is_not_running_is_told(
    hass: HomeAssistant, overdue: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await hass.config_entries.async_unload(ENTRY_ID)
    await _ask(hass, clock)
    (answer,) = texts_told(told)
    assert answer.startswith("OxiCleanarr could not prepare a cleanup.")


async def test_without_anybody_home_assistant_itself_tells_how_to_approve(
    hass: HomeAssistant, overdue: Stack, clock: Clock
) -> None:
    await _ask(hass, clock, notify_devices=[])
    (shown,) = notifications(hass)
    assert shown["title"] == "Delete 1 title?"
    assert "`oxicleanarr.approve_cleanup` with `plan_id: " in shown["message"]


async def test_buttons_of_other_automations_are_not_ours(
    hass: HomeAssistant, overdue: Stack, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    button = question["data"]["actions"][0]["action"].replace("|ours|", "|theirs|")
    hass.bus.async_fire("mobile_app_notification_action", {"action": button})
    await hass.async_block_till_done()
    assert told == []
    await sync(hass)
    assert "Metropolis" in await media(hass)
