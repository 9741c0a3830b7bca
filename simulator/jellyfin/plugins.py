"""The plugins that are installed."""

from typing import Any

from aiohttp import web

from simulator.wire import Call, Route, json_answer

from . import bridge, leaving_soon
from .state import State


class Plugins:
    """Answers for plugins."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [Route("GET", "/Plugins", self.list, "admin")]

    async def list(self, _call: Call) -> web.Response:
        """List the plugins that are installed."""
        plugins = [_plugin("TMDb", "b8715ed16c4745289ad3f72deb539cd4", self._state.version)]
        if self._state.bridge != "none":
            version = bridge.told_version(self._state.bridge)
            plugins.append(_plugin(bridge.NAME, bridge.PLUGIN_ID, version))
        if self._state.leaving_soon_plugin:
            plugins.append(_plugin("Leaving Soon", leaving_soon.PLUGIN_ID, leaving_soon.VERSION))
        return json_answer(plugins)


def _plugin(name: str, plugin_id: str, version: str) -> dict[str, Any]:
    return {
        "Name": name,
        "Version": version,
        "Description": name,
        "Id": plugin_id,
        "CanUninstall": True,
        "HasImage": False,
        "Status": "Active",
    }
