"""A Home Assistant core in this process, over real storage: for whatever looks into it, measures it, or kills it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

from homeassistant import loader
from homeassistant.core import HomeAssistant
from homeassistant.helpers import frame
from pytest_homeassistant_custom_component.common import async_test_home_assistant

import custom_components.oxicleanarr as integration


@asynccontextmanager
async def core(folder: Path) -> AsyncIterator[HomeAssistant]:
    """Run a core over the storage in a folder that is there; it finds our integration and has no entry."""
    async with async_test_home_assistant(
        asyncio.get_running_loop(), config_dir=str(folder)
    ) as hass:
        hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
        frame.async_setup(hass)
        yield hass


def load_modules() -> None:
    """Import what Home Assistant imports as late as it can, so that a process that is forked has it."""
    for name in ("http", *integration.PLATFORMS):
        import_module(f"homeassistant.components.{name}")
    for name in ("config_flow", *integration.PLATFORMS):
        import_module(f"custom_components.oxicleanarr.{name}")
