"""The server itself."""

from typing import Any

from aiohttp import web

from simulator.jellyfin.state import State
from simulator.wire import Call, Route, json_answer

from .wire import SERVER_ID


class System:
    """Answers for the server as a whole; nothing here needs a token."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("GET", "/System/Info/Public", self.public),
            Route("GET", "/System/Info", self.info),
        ]

    async def public(self, _call: Call) -> web.Response:
        """Tell anyone who this is."""
        address = {"LocalAddress": "http://localhost:8096", "StartupWizardCompleted": True}
        return json_answer(self._who() | address)

    async def info(self, _call: Call) -> web.Response:
        """Tell more, to anyone, too."""
        more = {"OperatingSystem": "linux", "HasPendingRestart": False, "HasUpdateAvailable": False}
        return json_answer(self._who() | more)

    def _who(self) -> dict[str, Any]:
        return {"ServerName": "Jellyfin Rust", "Version": self._state.version, "Id": SERVER_ID}
