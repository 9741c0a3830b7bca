"""People: logging in, listing."""

from typing import Any

from aiohttp import web

from simulator.jellyfin.state import State
from simulator.wire import Call, Route, json_answer
from simulator.world import User

from .wire import SERVER_ID, wire_id


class Users:
    """Answers for people."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("POST", "/Users/AuthenticateByName", self.log_in),
            Route("GET", "/Users", self.users, "any"),
        ]

    async def log_in(self, call: Call) -> web.Response:
        """Exchange name and password for a token; the keys must be spelled exactly."""
        body = await call.json()
        if not isinstance(body, dict) or not {"Username", "Pw"} <= body.keys():
            return web.Response(status=422, text="Failed to deserialize the JSON body")
        user = next((u for u in self._state.world.users if u.name == body["Username"]), None)
        if user is None or user.password != body["Pw"]:
            return web.Response(status=401, text="Invalid username or password")
        device = self._state.gate.device(call)
        token = self._state.gate.log_in(user, device)
        session = {"Id": token, "UserId": wire_id(user.id), "UserName": user.name}
        return json_answer(
            {
                "User": _content(user),
                "SessionInfo": session | {"Client": device.client, "DeviceId": device.id},
                "AccessToken": token,
                "ServerId": SERVER_ID,
            }
        )

    async def users(self, _call: Call) -> web.Response:
        """List everyone."""
        return json_answer([_content(user) for user in self._state.world.users])


def _content(user: User) -> dict[str, Any]:
    return {
        "Id": wire_id(user.id),
        "Name": user.name,
        "ServerId": SERVER_ID,
        "HasPassword": True,
        "HasConfiguredPassword": True,
        "EnableAutoLogin": False,
        "Policy": {
            "IsAdministrator": user.is_admin,
            "IsHidden": False,
            "IsDisabled": False,
            "EnableAllFolders": True,
        },
        "Configuration": {"PlayDefaultAudioTrack": True, "DisplayMissingEpisodes": False},
    }
