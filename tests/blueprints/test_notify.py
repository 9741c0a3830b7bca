"""Ask before something leaves: the question, its buttons, and what is told afterwards."""

from datetime import timedelta
from typing import Any

from homeassistant.core import Context, HomeAssistant, ServiceCall
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockUser, async_mock_service

from custom_components.oxicleanarr.cleanup_happenings import restored
from custom_components.oxicleanarr.happenings import async_send
from simulator import Options, Stack
from tests.household import ENTRY_ID, Clock, act, delete_film, media, spelled
from tests.removals import a_removed
from tests.texts import DOMAIN

from .room import a_phone, automate, notifications, press, tags_cleared, texts_told

pytestmark = pytest.mark.parametrize(
    "stack", [Options(movies=1, series=0, users=1)], indirect=True, ids=["one film"]
)


async def _automate(hass: HomeAssistant, **inputs: Any) -> None:
    await automate(hass, "notify_before_departure", **{"notify_devices": [a_phone(hass)]} | inputs)


@pytest.fixture
async def question(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> dict[str, Any]:
    """Return what Anna's phone was asked about Metropolis, three days before it leaves."""
    await _automate(hass)
    await clock.advance(hass, timedelta(days=11))
    (call,) = told
    told.clear()
    return dict(call.data)


async def test_the_question_comes_so_many_days_before(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _automate(hass, days_before=5)
    await clock.advance(hass, timedelta(days=8))
    assert told == []
    await clock.advance(hass, timedelta(days=1))
    assert [call.data["title"] for call in told] == ["Metropolis leaves in 5 days"]


async def test_the_question_tells_why_and_how_large_it_is(question: dict[str, Any]) -> None:
    assert "Last watched on" in question["message"]
    assert "GB. Shall it stay?" in question["message"]


async def test_the_question_has_three_buttons(question: dict[str, Any]) -> None:
    titles = [button["title"] for button in question["data"]["actions"]]
    assert titles == ["Keep", "Snooze", "Let it go"]


async def test_the_question_shows_the_poster_on_android_and_apple(
    question: dict[str, Any],
) -> None:
    data = question["data"]
    assert data["image"].startswith(f"/api/oxicleanarr/{ENTRY_ID}/poster/")
    assert data["attachment"] == {"url": data["image"], "content-type": "jpeg"}


async def test_a_tap_on_the_question_opens_a_page_on_android_and_apple(
    question: dict[str, Any],
) -> None:
    assert (question["data"]["clickAction"], question["data"]["url"]) == ("/todo", "/todo")


async def test_the_tag_of_a_question_is_short_enough_for_apple(question: dict[str, Any]) -> None:
    assert len(question["data"]["tag"].encode()) <= 64


async def test_keep_keeps_and_tells_it(
    hass: HomeAssistant, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    await press(hass, question, "Keep")
    assert (await media(hass))["Metropolis"]["verdict"] == "protected"
    assert texts_told(told) == ["Metropolis stays."]


async def test_snooze_keeps_for_a_while_and_tells_it(
    hass: HomeAssistant, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    await press(hass, question, "Snooze")
    (reason,) = (await media(hass))["Metropolis"]["reasons"]
    assert reason["code"] == "kept_until"
    assert spelled(dt_util.now().date() + timedelta(days=30)) in reason["text"]
    assert texts_told(told) == ["Metropolis stays for 30 days."]


async def test_whoever_tapped_is_named(
    hass: HomeAssistant,
    question: dict[str, Any],
    told: list[ServiceCall],
    hass_admin_user: MockUser,
) -> None:
    person = {"id": "anna", "name": "Anna", "user_id": hass_admin_user.id}
    assert await async_setup_component(hass, "person", {"person": [person]})
    await press(hass, question, "Keep", Context(user_id=hass_admin_user.id))
    assert texts_told(told) == ["Metropolis stays: Anna keeps it."]
    (reason,) = (await media(hass))["Metropolis"]["reasons"]
    assert reason["text"].endswith("Anna tapped a notification")


async def test_what_was_answered_is_not_asked_any_more(
    hass: HomeAssistant, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    await press(hass, question, "Let it go")
    assert tags_cleared(told) == {question["data"]["tag"]}


async def test_what_is_kept_elsewhere_is_not_asked_any_more(
    hass: HomeAssistant, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    await act(hass, "keep", title="Metropolis")
    assert tags_cleared(told) == {question["data"]["tag"]}
    assert texts_told(told) == []


async def test_what_is_put_back_is_not_asked_any_more(
    hass: HomeAssistant, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    scene = hass.config_entries.async_loaded_entries(DOMAIN)[0].runtime_data.scene()
    async_send(hass, restored(a_removed(), scene))
    await hass.async_block_till_done()
    assert tags_cleared(told) == {question["data"]["tag"]}


async def test_let_it_go_changes_nothing_and_tells_when_it_leaves(
    hass: HomeAssistant, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    before = (await media(hass))["Metropolis"]
    await press(hass, question, "Let it go")
    assert (await media(hass))["Metropolis"] == before
    assert texts_told(told) == [f"Metropolis leaves on {before['leaves_on']}."]


async def test_let_it_go_takes_nobodys_keep_back(
    hass: HomeAssistant, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    await act(hass, "keep", title="Metropolis", reason="For the film club")
    await press(hass, question, "Let it go")
    assert (await media(hass))["Metropolis"]["verdict"] == "protected"
    (text,) = texts_told(told)
    assert text.startswith("Metropolis stays all the same:")
    assert text.endswith("For the film club.")


@pytest.mark.parametrize("button", ["Keep", "Snooze", "Let it go"])
async def test_a_button_for_what_is_gone_meanwhile_says_so(
    hass: HomeAssistant,
    household: Stack,
    question: dict[str, Any],
    told: list[ServiceCall],
    button: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    delete_film(household, "Metropolis")
    await act(hass, "sync", accept_smaller=True)
    await press(hass, question, button)
    assert texts_told(told) == [
        "Metropolis is not in the library any more, so nothing was changed."
    ]
    assert "ERROR" not in caplog.text


async def test_a_button_says_that_oxicleanarr_is_not_running(
    hass: HomeAssistant, question: dict[str, Any], told: list[ServiceCall]
) -> None:
    await hass.config_entries.async_unload(ENTRY_ID)
    await press(hass, question, "Keep")
    (text,) = texts_told(told)
    assert text.startswith("Nothing was changed for Metropolis")


@pytest.mark.parametrize(
    "action",
    [
        pytest.param("OPEN_GARAGE", id="another automation's button"),
        pytest.param('OXICLEANARR|theirs|{"button": "keep"}', id="another of ours"),
        pytest.param("OXICLEANARR|ours|{", id="cut off"),
        pytest.param(7, id="no text"),
    ],
)
async def test_other_buttons_are_left_alone(
    hass: HomeAssistant, question: dict[str, Any], told: list[ServiceCall], action: object
) -> None:
    hass.bus.async_fire("mobile_app_notification_action", {"action": action})
    hass.bus.async_fire("mobile_app_notification_action", {})
    await hass.async_block_till_done()
    assert told == []


@pytest.mark.parametrize(
    ("inputs", "asked"),
    [
        ({"kind": "series"}, False),
        ({"kind": "movie"}, True),
        ({"larger_than_gb": 1000}, False),
        ({"larger_than_gb": 0.1}, True),
    ],
)
async def test_only_what_is_wanted_is_asked_about(
    hass: HomeAssistant,
    household: Stack,
    clock: Clock,
    told: list[ServiceCall],
    inputs: dict[str, Any],
    asked: bool,
) -> None:
    await _automate(hass, **inputs)
    await clock.advance(hass, timedelta(days=11))
    assert bool(told) is asked


async def test_words_of_ones_own_are_used(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _automate(hass, question_title="{{ medium.title }} geht", button_keep="Behalten")
    await clock.advance(hass, timedelta(days=11))
    (call,) = told
    assert call.data["title"] == "Metropolis geht"
    assert call.data["data"]["actions"][0]["title"] == "Behalten"


async def test_without_anybody_home_assistant_itself_asks_until_it_is_kept(
    hass: HomeAssistant, household: Stack, clock: Clock
) -> None:
    await _automate(hass, notify_devices=[])
    await clock.advance(hass, timedelta(days=11))
    assert [shown["title"] for shown in notifications(hass)] == ["Metropolis leaves in 3 days"]
    await act(hass, "keep", title="Metropolis")
    assert notifications(hass) == []


async def test_a_phone_that_was_removed_is_nobody(
    hass: HomeAssistant, household: Stack, clock: Clock
) -> None:
    await _automate(hass, notify_devices=["gone"])
    await clock.advance(hass, timedelta(days=11))
    assert [shown["title"] for shown in notifications(hass)] == ["Metropolis leaves in 3 days"]


@pytest.mark.parametrize("name", ["notify.family", "family"])
async def test_any_notify_action_can_ask_and_is_not_told_to_clear(
    hass: HomeAssistant, household: Stack, clock: Clock, name: str
) -> None:
    family = async_mock_service(hass, "notify", "family")
    await _automate(hass, notify_devices=[], notify_actions=[name])
    await clock.advance(hass, timedelta(days=11))
    await act(hass, "keep", title="Metropolis")
    assert [call.data["title"] for call in family] == ["Metropolis leaves in 3 days"]


async def test_a_notify_action_that_does_not_exist_is_a_repair(
    hass: HomeAssistant, household: Stack, clock: Clock, told: list[ServiceCall]
) -> None:
    await _automate(hass, notify_actions=["notify.nobody"])
    await clock.advance(hass, timedelta(days=11))
    assert len(told) == 1
    issues = [issue for domain, issue in ir.async_get(hass).issues if domain == "automation"]
    assert [issue for issue in issues if "notify.nobody" in issue]
