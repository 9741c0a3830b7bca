"""People: logging in, listing, keys."""

from typing import Any

from aiohttp import web

from simulator.wire import Call, Refused, Route, json_answer
from simulator.world import User

from .auth import Identity
from .state import State, bad_request, wire_date


class Users:
    """Answers for people and credentials."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("POST", "/Users/AuthenticateByName", self.log_in),
            Route("POST", "/Sessions/Logout", self.log_out, "any"),
            Route("GET", "/Users/Me", self.me, "any"),
            Route("GET", "/Users", self.users, "any"),
            Route("GET", "/Auth/Keys", self.keys, "admin"),
            Route("POST", "/Auth/Keys", self.add_key, "admin"),
            Route("DELETE", "/Auth/Keys/{key}", self.remove_key, "admin"),
        ]

    async def log_in(self, call: Call) -> web.Response:
        """Exchange name and password for a token."""
        body = await call.json_object()
        device = self._state.gate.device(call)
        if not device.complete:
            return bad_request()
        name, password = str(body.get("username") or ""), str(body.get("pw") or "")
        user = next((u for u in self._state.world.users if u.name.lower() == name.lower()), None)
        if user is None or user.password != password or user.is_disabled:
            return web.Response(status=401)
        token = self._state.gate.log_in(user, device)
        user.last_activity = self._state.world.now()
        session = {
            "Id": token,
            "UserId": user.id,
            "UserName": user.name,
            "Client": device.client,
            "DeviceName": device.name,
            "DeviceId": device.id,
            "ServerId": self._state.server_id,
        }
        return json_answer(
            {
                "User": self._content(user),
                "SessionInfo": session,
                "AccessToken": token,
                "ServerId": self._state.server_id,
            }
        )

    async def log_out(self, call: Call) -> web.Response:
        """Revoke the token that calls."""
        identity: Identity = call.identity
        self._state.gate.tokens.pop(identity.token, None)
        return web.Response(status=204)

    async def me(self, call: Call) -> web.Response:
        """Tell who calls; a key is nobody."""
        identity: Identity = call.identity
        return bad_request() if identity.user is None else json_answer(self._content(identity.user))

    async def users(self, call: Call) -> web.Response:
        """List everyone."""
        disabled, hidden = call.query.flag("isDisabled"), call.query.flag("isHidden")
        people = self._state.world.users
        if disabled is not None:
            people = [user for user in people if user.is_disabled == disabled]
        if hidden is False:
            people = []
        return json_answer([self._content(user) for user in people])

    async def keys(self, _call: Call) -> web.Response:
        """List the API keys."""
        rows = [
            {
                "Id": key.number,
                "AccessToken": key.token,
                "AppName": key.app,
                "UserId": "0" * 32,
                "IsActive": True,
                "DateCreated": wire_date(key.created),
                "DateLastActivity": wire_date(key.created),
            }
            for key in self._state.gate.keys
        ]
        return json_answer({"Items": rows, "TotalRecordCount": len(rows), "StartIndex": 0})

    async def add_key(self, call: Call) -> web.Response:
        """Make an API key; which one it is must be looked up."""
        app = call.query.text("app")
        if app is None:
            return bad_request()
        self._state.gate.add_key(app)
        return web.Response(status=204)

    async def remove_key(self, call: Call) -> web.Response:
        """Revoke an API key."""
        gate = self._state.gate
        left = [key for key in gate.keys if key.token != call.parts["key"]]
        if len(left) == len(gate.keys):
            raise Refused(web.Response(status=404))
        gate.keys = left
        return web.Response(status=204)

    def _content(self, user: User) -> dict[str, Any]:
        made: dict[str, Any] = {
            "Name": user.name,
            "ServerId": self._state.server_id,
            "Id": user.id,
            "HasPassword": True,
            "HasConfiguredPassword": True,
            "HasConfiguredEasyPassword": False,
            "EnableAutoLogin": False,
            "Configuration": {"PlayDefaultAudioTrack": True, "DisplayMissingEpisodes": False},
            "Policy": {
                "IsAdministrator": user.is_admin,
                "IsHidden": True,
                "EnableCollectionManagement": user.is_admin,
                "IsDisabled": user.is_disabled,
                "BlockedTags": [],
                "EnableContentDeletion": user.is_admin,
                "EnableAllFolders": user.folders is None,
                "EnabledFolders": user.folders or [],
                "BlockedMediaFolders": [],
            },
        }
        if user.last_activity is not None:
            made["LastLoginDate"] = made["LastActivityDate"] = wire_date(user.last_activity)
        return made
