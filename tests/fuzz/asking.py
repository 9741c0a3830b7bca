"""All clients at one address, what opens the servers for them, and what they can ask about."""

from dataclasses import dataclass

import aiohttp
from yarl import URL

from custom_components.oxicleanarr.clients.bridge import Bridge
from custom_components.oxicleanarr.clients.http import Http
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_folders import LibraryFolder
from custom_components.oxicleanarr.clients.jellyfin_models import Dialect
from custom_components.oxicleanarr.clients.jellyfin_plugins import JellyfinPlugins
from custom_components.oxicleanarr.clients.oxicleanarr import OxiCleanarr
from custom_components.oxicleanarr.clients.oxicleanarr_login import Credential
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.seerr import Seerr
from custom_components.oxicleanarr.clients.sonarr import Sonarr


@dataclass(frozen=True, slots=True)
class Known:
    """What there is on the servers, to be asked about."""

    user: str
    film: str
    other_film: str
    series: str
    collection: str
    tag: str
    links: str
    """A folder that Jellyfin sees and the Bridge may write in."""
    source: str
    """The folder of a film, as Jellyfin sees it."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens the servers."""

    jellyfin: str
    radarr: str
    sonarr: str
    seerr: str
    oxicleanarr: str
    username: str
    password: str
    server_username: str
    server_password: str

    @classmethod
    def all_alike(cls, secret: str) -> Keys:
        """One for all, to look for it."""
        return cls(secret, secret, secret, secret, secret, "admin", secret, "admin", secret)


class Clients:
    """All of them, asking one address."""

    def __init__(
        self, session: aiohttp.ClientSession, url: URL, keys: Keys, known: Known, dialect: Dialect
    ) -> None:
        self.known = known
        self.keys = keys
        self.jellyfin = Jellyfin(session, url, device_id="d", token=keys.jellyfin)
        self.jellyfin.dialect = dialect
        http = self.jellyfin.http
        self.collections = self.jellyfin.collections
        self.states = self.jellyfin.states
        self.folders = self.jellyfin.folders
        self.plugins = JellyfinPlugins(http)
        self.bridge = Bridge(http)
        self.radarr = Radarr(session, url, keys.radarr)
        self.sonarr = Sonarr(session, url, keys.sonarr)
        self.seerr = Seerr(session, url, keys.seerr)
        self.keyed = OxiCleanarr(session, url, api_key=keys.oxicleanarr)
        self.user = OxiCleanarr(
            session, url, username=keys.server_username, password=keys.server_password
        )
        self.open = Http(session, url, "OxiCleanarr", {"Accept": "application/json"})
        self.credential = Credential(
            self.open, username=keys.server_username, password=keys.server_password
        )

    @property
    def library(self) -> LibraryFolder:
        """The library of the films."""
        return LibraryFolder("Movies", "f" * 32, [], {"Enabled": True})
