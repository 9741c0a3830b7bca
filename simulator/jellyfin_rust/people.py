"""People: logging in and listing; and who is watching right now."""

from typing import Any

from aiohttp import web

from simulator.jellyfin.auth import Identity
from simulator.jellyfin.state import Playing, State
from simulator.wire import Call, Route, json_answer
from simulator.world import User

from .rows import bare
from .wire import SERVER_ID, not_found, stored_id, wire_id

_DEVICE = "living-room"


class People:
    """Answers for users and sessions."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("POST", "/Users/AuthenticateByName", self.log_in),
            Route("GET", "/Users/Public", self.users),
            Route("GET", "/Users/Me", self.me, "any"),
            Route("GET", "/Users", self.users, "any"),
            Route("GET", "/Users/{user}", self.one, "any"),
            Route("GET", "/Sessions", self.sessions, "any"),
            Route("POST", "/Sessions/{id}/Message", self.message, "any"),
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

    async def me(self, call: Call) -> web.Response:
        """Tell who calls."""
        identity: Identity = call.identity
        return json_answer(_content(identity.user)) if identity.user else not_found("User")

    async def one(self, call: Call) -> web.Response:
        """Tell of one person, whoever asks."""
        user = self._state.world.user(stored_id(call.parts["user"]))
        return json_answer(_content(user)) if user else not_found("User")

    async def sessions(self, _call: Call) -> web.Response:
        """List who is watching: nobody has a session before something plays."""
        return json_answer([self._session(playing) for playing in self._state.playing])

    async def message(self, _call: Call) -> web.Response:
        """Take a message that nobody will see."""
        return web.Response(status=204)

    def _session(self, playing: Playing) -> dict[str, Any]:
        user_id = wire_id(playing.user.id)
        made: dict[str, Any] = {
            "Id": f"{user_id}_{_DEVICE}",
            "UserId": user_id,
            "UserName": playing.user.name,
            "Client": "Fladder",
            "DeviceName": "Living room",
            "DeviceId": _DEVICE,
            "LastActivityDate": f"{self._state.world.now():%Y-%m-%d %H:%M:%S}",
            "IsActive": True,
            "SupportsRemoteControl": True,
            "PlayableMediaTypes": ["Video", "Audio"],
            "SupportedCommands": ["PlayState", "Seek"],
        }
        item = self._state.catalog.items.get(playing.item_id)
        if item is not None:
            made["NowPlayingItem"] = bare(self._state, item)
            made["PlayState"] = {"PositionTicks": playing.position_ticks, "IsPaused": False}
        return made


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
