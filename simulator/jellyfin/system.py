"""The server itself: information, settings, the web client."""

from typing import Any

from aiohttp import web

from simulator.wire import Call, Route, html_answer, json_answer

from .state import State, bad_request


class System:
    """Answers for the server as a whole."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("GET", "/System/Info/Public", self.public),
            Route("GET", "/System/Info", self.info, "any"),
            Route("POST", "/System/Configuration", self.configure, "admin"),
            Route("GET", "/web/{rest*}", self.web_client),
            Route("GET", "/", self.to_web),
        ]

    async def public(self, _call: Call) -> web.Response:
        """Tell anyone who this is."""
        return json_answer(self._public())

    async def info(self, _call: Call) -> web.Response:
        """Tell more."""
        more = {
            "HasPendingRestart": False,
            "IsShuttingDown": False,
            "SupportsLibraryMonitor": True,
            "WebSocketPortNumber": 8096,
            "CanSelfRestart": True,
            "PackageName": None,
            "SystemArchitecture": "X64",
        }
        return json_answer({k: v for k, v in (self._public() | more).items() if v is not None})

    async def configure(self, call: Call) -> web.Response:
        """Take settings."""
        body = await call.json_object()
        state = self._state
        state.gate.legacy = bool(body.get("enablelegacyauthorization", state.gate.legacy))
        state.groups_movies = bool(
            body.get("enablegroupingmoviesintocollections", state.groups_movies)
        )
        state.catalog.revision += 1
        return web.Response(status=204)

    async def web_client(self, _call: Call) -> web.Response:
        """Show the web client."""
        return html_answer("Jellyfin")

    async def to_web(self, call: Call) -> web.Response:
        """Lead to the web client."""
        if call.request.method not in {"GET", "HEAD"}:
            return bad_request()
        return web.Response(status=302, headers={"Location": "web/"})

    def _public(self) -> dict[str, Any]:
        return {
            "LocalAddress": "http://127.0.0.1:8096",
            "ServerName": "Attic",
            "Version": self._state.version,
            "ProductName": "Jellyfin Server",
            "OperatingSystem": "",
            "Id": self._state.server_id,
            "StartupWizardCompleted": True,
        }
