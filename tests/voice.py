"""Asking Home Assistant by intent, as its conversation agents do."""

from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import intent
from homeassistant.setup import async_setup_component


async def listen(hass: HomeAssistant) -> None:
    """Let Home Assistant know the intents of all integrations."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "intent", {})


async def ask(
    hass: HomeAssistant,
    name: str,
    language: str = "en",
    context: Context | None = None,
    **slots: Any,
) -> intent.IntentResponse:
    """Return the answer to an intent, named without the domain."""
    response = await intent.async_handle(
        hass,
        "test",
        f"OxiCleanarr{name}",
        {slot: {"value": value} for slot, value in slots.items()},
        language=language,
        context=context,
    )
    await hass.async_block_till_done()
    return response


def spoken(response: intent.IntentResponse) -> str:
    """Return what is said."""
    speech: str = response.speech["plain"]["speech"]
    return speech
