"""Automations for the tests: what set them off, and whether their conditions let them through."""

from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component

SEEN = "seen"


async def automate(
    hass: HomeAssistant, trigger: str, variable: str = "media", **options: Any
) -> list[Any]:
    """Set an automation up and return the list to which it adds a variable of each trigger."""
    seen: list[Any] = []

    async def see(call: ServiceCall) -> None:
        seen.append(call.data["about"])

    hass.services.async_register("test", SEEN, see)
    automation = {
        "alias": "See",
        "mode": "queued",
        "max": 100,
        "triggers": [{"trigger": trigger, "options": options}],
        "actions": [{"action": f"test.{SEEN}", "data": {"about": f"{{{{ trigger.{variable} }}}}"}}],
    }
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    await hass.async_block_till_done()
    assert hass.states.is_state("automation.see", "on")
    return seen


async def holds(hass: HomeAssistant, condition: str, **options: Any) -> bool:
    """Return whether a condition lets an automation through."""
    passed: list[ServiceCall] = []

    async def see(call: ServiceCall) -> None:
        passed.append(call)

    hass.services.async_register("test", SEEN, see)
    automation = {
        "alias": "Ask",
        "triggers": [{"trigger": "event", "event_type": "ask"}],
        "conditions": [{"condition": condition, "options": options}],
        "actions": [{"action": f"test.{SEEN}"}],
    }
    if hass.states.get("automation.ask") is None:
        assert await async_setup_component(hass, "automation", {"automation": [automation]})
        await hass.async_block_till_done()
    assert hass.states.is_state("automation.ask", "on")
    hass.bus.async_fire("ask")
    await hass.async_block_till_done()
    return bool(passed)
