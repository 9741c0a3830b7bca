"""The mode of cleaning up: only an administrator decides who lets media go."""

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized, UnknownUser
import pytest
from pytest_homeassistant_custom_component.common import MockUser

from simulator import Options, Stack

from .household import entity_id, start, state

pytestmark = pytest.mark.parametrize("stack", [Options(movies=2, series=1, users=1)], indirect=True)


async def _choose(hass: HomeAssistant, mode: str, user_id: str | None = None) -> None:
    await hass.services.async_call(
        "select",
        "select_option",
        {"entity_id": entity_id(hass, "select", "mode"), "option": mode},
        blocking=True,
        context=Context(user_id=user_id),
    )


def _mode(hass: HomeAssistant) -> str:
    return state(hass, "select", "mode").state


async def test_a_new_household_only_observes(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    assert _mode(hass) == "observe"


async def test_the_modes_are_those_to_choose_from(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    offered = state(hass, "select", "mode").attributes["options"]
    assert offered == ["observe", "ask", "automatic"]


@pytest.mark.parametrize("mode", ["ask", "automatic"])
async def test_an_administrator_changes_the_mode(
    hass: HomeAssistant, stack: Stack, hass_admin_user: MockUser, mode: str
) -> None:
    await start(hass, stack)
    await _choose(hass, mode, hass_admin_user.id)
    assert _mode(hass) == mode


async def test_an_automation_changes_the_mode(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    await _choose(hass, "ask")
    assert _mode(hass) == "ask"


@pytest.mark.parametrize("mode", ["observe", "ask", "automatic"])
async def test_nobody_else_changes_the_mode(
    hass: HomeAssistant, stack: Stack, hass_read_only_user: MockUser, mode: str
) -> None:
    await start(hass, stack)
    await _choose(hass, "ask")
    # May use every entity, and is no administrator.
    hass_read_only_user.mock_policy({"entities": True})
    with pytest.raises(Unauthorized):
        await _choose(hass, mode, hass_read_only_user.id)
    assert _mode(hass) == "ask"


async def test_somebody_unknown_does_not_change_the_mode(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    entity = hass.data["entity_components"]["select"].get_entity(entity_id(hass, "select", "mode"))
    entity.async_set_context(Context(user_id="gone"))
    with pytest.raises(UnknownUser):
        await entity.async_select_option("automatic")
    assert entry.runtime_data.cleaner.mode == "observe"


async def test_a_mode_that_does_not_exist_is_refused(hass: HomeAssistant, stack: Stack) -> None:
    await start(hass, stack)
    with pytest.raises(ServiceValidationError):
        await _choose(hass, "everything")
    assert _mode(hass) == "observe"


async def test_the_mode_outlives_a_restart(hass: HomeAssistant, stack: Stack) -> None:
    entry = await start(hass, stack)
    await _choose(hass, "automatic")
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert _mode(hass) == "automatic"
