"""The card and the dashboard strategy, given to every browser that opens Home Assistant."""

from pathlib import Path

from homeassistant.components.frontend import DOMAIN as FRONTEND, add_extra_js_url
from homeassistant.components.http import StaticPathConfig
from homeassistant.core import HomeAssistant
from homeassistant.loader import async_get_integration

from .const import DOMAIN

_MODULES = Path(__file__).parent / "frontend"
_MAIN = "leaving-soon.js"


async def async_register_card(hass: HomeAssistant) -> None:
    """Serve the modules, and have the frontend load them where there is one.

    Browsers keep them for a month. The version is a folder of the address rather than a query, so that
    what the modules import from each other is new with them.
    """
    integration = await async_get_integration(hass, DOMAIN)
    address = f"/{DOMAIN}/frontend/{integration.version}"
    await hass.http.async_register_static_paths(
        [StaticPathConfig(address, str(_MODULES), cache_headers=True)]
    )
    if FRONTEND in hass.config.components:
        add_extra_js_url(hass, f"{address}/{_MAIN}")
