"""Jellyfin's plugin catalogue, which it reads from repositories on the internet whenever it is asked."""

from typing import Any
from uuid import UUID

from aiohttp import web

from simulator.wire import Call, Refused, Route, json_answer

from . import bridge
from .state import State, plain_id


class Packages:
    """Answers below /Packages; installing is left out, since nobody here may ask for it."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("GET", "/Packages", self.packages, "admin"),
            Route("GET", "/Packages/{name}", self.package, "admin"),
        ]

    async def packages(self, _call: Call) -> web.Response:
        """List all plugins that fit; without a way into the internet there are none."""
        return json_answer(self._available())

    async def package(self, call: Call) -> web.Response:
        """Tell of one plugin by name, and by id where one is asked for; 404 when there is none."""
        name, wanted = call.parts["name"], call.query.text("assemblyGuid")
        for row in self._available():
            if row["name"].lower() == name.lower() and (
                not wanted or plain_id(wanted) == plain_id(row["guid"])
            ):
                return json_answer(row)
        raise Refused(web.Response(status=404))

    def _available(self) -> list[dict[str, Any]]:
        if self._state.offline:
            return []
        server = _numbers(self._state.version)
        versions = [
            {
                "version": one.version,
                "VersionNumber": one.version,
                "changelog": one.changelog,
                "targetAbi": one.target_abi,
                "sourceUrl": f"https://plugins.invalid/oxicleanarr_{one.version}.zip",
                "checksum": "0" * 32,
                "timestamp": "2026-08-01T00:00:00Z",
                "repositoryName": "OxiCleanarr",
                "repositoryUrl": "https://plugins.invalid/manifest.json",
            }
            for one in self._state.bridge_releases
            if _numbers(one.target_abi) <= server
        ]
        # What has no version left is not in the catalogue.
        return [_BRIDGE | {"versions": versions}] if versions else []


_BRIDGE = {
    "name": bridge.NAME,
    "description": "Symbolic links for OxiCleanarr",
    "overview": "Symbolic links for OxiCleanarr",
    "owner": "ramonskie",
    "category": "General",
    "guid": str(UUID(bridge.PLUGIN_ID)),
    "imageUrl": None,
}


def _numbers(version: str) -> tuple[int, ...]:
    """Return all four parts, as the server's own version has them."""
    parts = [int(part) for part in version.split(".")]
    return (*parts, *[0] * (4 - len(parts)))
