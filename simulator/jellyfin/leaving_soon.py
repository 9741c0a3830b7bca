"""The Leaving Soon plugin (1.0.12), which makes libraries by itself: here it only tells that it is there."""

from typing import Final

from aiohttp import web

from simulator.wire import Call, Route, json_answer

from .state import State

PLUGIN_ID: Final = "b31d2e5a8f4e4c6ab7a32d4e5f6a7b8c"
VERSION: Final = "1.0.12.0"


class LeavingSoon:
    """Answers below /api/leaving-soon."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here: nothing when the plugin is not installed."""
        if not self._state.leaving_soon_plugin:
            return []
        return [Route("GET", "/api/leaving-soon/status", self.status, "admin")]

    async def status(self, _call: Call) -> web.Response:
        """Tell how it is set up: as it is by default, with one server to ask."""
        return json_answer(
            {
                "Status": "ok",
                "Version": VERSION,
                "ProviderCount": 1,
                "BasePath": self._state.leaving_soon_base,
                "MoviesLibraryName": "Movies - Leaving Soon",
                "TvLibraryName": "Shows - Leaving Soon",
                "HideWhenEmpty": True,
                "SyncIntervalMinutes": 15,
            }
        )
