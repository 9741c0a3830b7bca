"""Clients for the servers that a config entry names, on Home Assistant's own HTTP sessions."""

from collections.abc import Iterable, Mapping
from typing import Any

from homeassistant.const import (
    CONF_API_KEY,
    CONF_PASSWORD,
    CONF_URL,
    CONF_USERNAME,
    CONF_VERIFY_SSL,
    __version__,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from yarl import URL

from .clients.jellyfin import Jellyfin
from .clients.oxicleanarr import OxiCleanarr
from .clients.radarr import Radarr
from .clients.seerr import Seerr
from .clients.sonarr import Sonarr
from .const import CONF_DEVICE_ID, CONF_JELLYFIN_PATH, CONF_SERVER_PATH
from .library.paths import PathMapping


def server_id_of(unique_id: str | None) -> str | None:
    """Return the id of the Jellyfin in a household's unique id; jellyfin-rusts share one, so their address follows."""
    return unique_id.partition("@")[0] if unique_id else None


def jellyfin_client(
    hass: HomeAssistant, data: Mapping[str, Any], unique_id: str | None = None
) -> Jellyfin:
    """Return a client for the Jellyfin of an entry's data; with user and password it has yet to log in.

    With the household's unique id, no other Jellyfin is shown a token.
    """
    return Jellyfin(
        async_get_clientsession(hass, data[CONF_VERIFY_SSL]),
        URL(data[CONF_URL]),
        device_id=data[CONF_DEVICE_ID],
        token=data.get(CONF_API_KEY),
        server_id=server_id_of(unique_id),
        version=__version__,
    )


def radarr_client(hass: HomeAssistant, data: Mapping[str, Any]) -> Radarr:
    """Return a client for the Radarr of a subentry's data."""
    session = async_get_clientsession(hass, data[CONF_VERIFY_SSL])
    return Radarr(session, URL(data[CONF_URL]), data[CONF_API_KEY])


def sonarr_client(hass: HomeAssistant, data: Mapping[str, Any]) -> Sonarr:
    """Return a client for the Sonarr of a subentry's data."""
    session = async_get_clientsession(hass, data[CONF_VERIFY_SSL])
    return Sonarr(session, URL(data[CONF_URL]), data[CONF_API_KEY])


def seerr_client(hass: HomeAssistant, data: Mapping[str, Any]) -> Seerr:
    """Return a client for the Seerr of a subentry's data."""
    session = async_get_clientsession(hass, data[CONF_VERIFY_SSL])
    return Seerr(session, URL(data[CONF_URL]), data[CONF_API_KEY])


def oxicleanarr_client(hass: HomeAssistant, data: Mapping[str, Any]) -> OxiCleanarr:
    """Return a client for the OxiCleanarr server of a subentry's data."""
    return OxiCleanarr(
        async_get_clientsession(hass, data[CONF_VERIFY_SSL]),
        URL(data[CONF_URL]),
        api_key=data.get(CONF_API_KEY),
        username=data.get(CONF_USERNAME),
        password=data.get(CONF_PASSWORD),
    )


def path_mappings(stored: Iterable[Mapping[str, str]]) -> tuple[PathMapping, ...]:
    """Read the path mappings of a subentry or a form."""
    return tuple(PathMapping(row[CONF_SERVER_PATH], row[CONF_JELLYFIN_PATH]) for row in stored)


def stored_mappings(mappings: Iterable[PathMapping]) -> list[dict[str, str]]:
    """Return path mappings as a form and a subentry hold them."""
    return [
        {CONF_SERVER_PATH: mapping.server_path, CONF_JELLYFIN_PATH: mapping.jellyfin_path}
        for mapping in mappings
    ]
