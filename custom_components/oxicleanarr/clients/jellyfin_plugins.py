"""Jellyfin's plugins (10.11 and 12): which version is installed, and which its catalogue offers.

Jellyfin reads its catalogue from the internet whenever it is asked for it, and tells nothing of what it could
not read: a plugin that is in none of its repositories, and one whose repository is out of reach, look alike.
"""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import msgspec

from .errors import NotFound
from .http import DISK_SECONDS, Http
from .ids import item_key
from .jellyfin_models import Plugin

type _Numbers = tuple[int, ...]

_ACTIVE: Final = "Active"
_PARTS: Final = 4
_LONGEST_PART: Final = 10


@dataclass(frozen=True, slots=True)
class Installed:
    """A plugin that a server has; `status` is the server's own word ("Active", "Restart", "Disabled", …)."""

    version: str
    status: str

    @property
    def active(self) -> bool:
        """Whether it runs."""
        return self.status == _ACTIVE


@dataclass(frozen=True, slots=True)
class Release:
    """A version of a plugin that a server could install, with what its makers say of it."""

    version: str
    changelog: str = ""


class _Version(msgspec.Struct, frozen=True, rename="camel"):
    version: str = ""
    changelog: str | None = None
    target_abi: str | None = None


class _Package(msgspec.Struct, frozen=True, rename="camel"):
    versions: tuple[_Version, ...] = ()


class JellyfinPlugins:
    """The plugins of one server; `http` is that server's client's. Needs an administrator."""

    def __init__(self, http: Http) -> None:
        """Share the Jellyfin's requests, its token and its slots."""
        self._http = http

    async def installed(self, plugin_id: str) -> Installed | None:
        """Return the version of a plugin that runs, or else the newest one there is; None when there is none.

        Raises:
            ClientError: as for every request.
        """
        plugins = await self._http.get_rows("/Plugins", Plugin)
        found = [
            plugin
            for plugin in plugins.rows
            if item_key(plugin.id) == plugin_id and plugin.status != "Deleted"
        ]
        # Older versions stay listed until the next start.
        found.sort(key=lambda plugin: (plugin.status == _ACTIVE, _numbers(plugin.version) or ()))
        return Installed(_spelled(found[-1].version), found[-1].status) if found else None

    async def newest(self, plugin_id: str, name: str, server_version: str) -> Release | None:
        """Return the newest release of a plugin that this version of the server takes.

        None where the catalogue has none, which may be because Jellyfin has no way into the internet.

        Raises:
            ClientError: as for every request.
        """
        try:
            package = await self._http.get(
                f"/Packages/{quote(name, safe='')}",
                _Package,
                {"assemblyGuid": plugin_id},
                timeout_seconds=DISK_SECONDS,
            )
        except NotFound:
            return None
        server = _numbers(server_version)
        fitting = [
            (number, version)
            for version in package.versions
            if (number := _numbers(version.version)) and server and _takes(server, version)
        ]
        if not fitting:
            return None
        _, version = max(fitting, key=lambda one: one[0])
        return Release(_spelled(version.version), version.changelog or "")


def _takes(server: _Numbers, version: _Version) -> bool:
    """Return whether a release is for this server or an older one; without a word it is for all, as in Jellyfin."""
    return (_numbers(version.target_abi or "") or ()) <= server


def _numbers(version: str) -> _Numbers | None:
    """Return a version as .NET reads it, with all four parts; None for what is none."""
    parts = version.strip().split(".")
    if not 2 <= len(parts) <= _PARTS or not all(map(_is_part, parts)):
        return None
    return (*map(int, parts), *(0,) * (_PARTS - len(parts)))


def _is_part(text: str) -> bool:
    """Return whether a text can be one of the numbers: .NET's have 32 bits, and Python reads no endless ones."""
    return text.isdecimal() and len(text) <= _LONGEST_PART


def _spelled(version: str) -> str:
    """Return a version as its makers call it: .NET adds a fourth part that is 0."""
    version = version.strip()
    return version.removesuffix(".0") if version.count(".") == _PARTS - 1 else version
