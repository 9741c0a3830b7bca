"""The feed at Home Assistant's own address, for the Leaving Soon plugin of Jellyfin."""

from http import HTTPStatus

from aiohttp import web
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView

from .const import DOMAIN
from .coordinator import OxiCleanarrConfigEntry
from .display.feed import feed

URL = "/api/media/leaving-soon"


class LeavingSoonView(HomeAssistantView):
    """Answers what is leaving soon, to whoever has a token of Home Assistant."""

    url = URL
    name = "api:media:leaving-soon"

    @callback
    def get(self, request: web.Request) -> web.Response:
        """Answer with the last good list of all households; 503 while one of them is not loaded.

        Half a list, or none, would empty people's libraries.
        """
        entries = _entries(request.app[KEY_HASS])
        if not entries or any(entry.state is not ConfigEntryState.LOADED for entry in entries):
            return self.json_message(
                "OxiCleanarr is not ready; its state is in Home Assistant under Settings, Devices & services.",
                HTTPStatus.SERVICE_UNAVAILABLE,
            )
        shown = [medium for entry in entries for medium in entry.runtime_data.ledger.shown]
        return self.json(feed(shown))


def _entries(hass: HomeAssistant) -> list[OxiCleanarrConfigEntry]:
    return hass.config_entries.async_entries(DOMAIN, include_ignore=False, include_disabled=False)
