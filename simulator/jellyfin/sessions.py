"""Sessions: who is watching right now, and messages to them."""

from datetime import timedelta
from typing import Any

from aiohttp import web
import msgspec

from simulator.wire import Call, Route, json_answer
from simulator.world import hex_id

from .auth import Identity
from .rows import ALL, row
from .state import Playing, State, bad_request, wire_date

_NOBODY = "0" * 32


class Sessions:
    """Answers for sessions."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("GET", "/Sessions", self.list, "any"),
            Route("POST", "/Sessions/{id}/Message", self.message, "any"),
        ]

    async def list(self, call: Call) -> web.Response:
        """List sessions: playing ones, logins, and old idle ones unless only active are wanted."""
        identity: Identity = call.identity
        rows = [self._playing(playing) for playing in self._state.playing]
        for token, (user, device) in self._state.gate.tokens.items():
            session = self._session(hex_id(token), user.id, user.name, device.client)
            rows.append(session | {"DeviceName": device.name, "DeviceId": device.id})
        if call.query.number("activeWithinSeconds") is None:
            rows += [self._idle(), self._session(hex_id("key"), _NOBODY, None, "simulator")]
        if not identity.elevated and identity.user is not None:
            rows = [row for row in rows if row["UserId"] == identity.user.id]
        return json_answer(rows)

    async def message(self, call: Call) -> web.Response:
        """Send a message to a session; without a text 400."""
        body = await call.json_object()
        if not body.get("text"):
            return bad_request()
        if call.parts["id"] not in {session_id(playing) for playing in self._state.playing}:
            return web.Response(status=404)
        self._state.messages.append({"session": call.parts["id"], **body})
        return web.Response(status=204)

    def _playing(self, playing: Playing) -> dict[str, Any]:
        user = playing.user
        session = self._session(session_id(playing), user.id, user.name, "Jellyfin Android TV")
        item = self._state.catalog.items.get(playing.item_id)
        if item is not None:
            session["NowPlayingItem"] = msgspec.Raw(row(self._state, item, ALL))
        session["PlayState"] |= {
            "PositionTicks": playing.position_ticks,
            "PlayMethod": "DirectPlay",
        }
        return session | {"SupportedCommands": ["DisplayMessage"], "SupportsRemoteControl": True}

    def _idle(self) -> dict[str, Any]:
        user = self._state.world.users[0]
        session = self._session(hex_id("idle"), user.id, user.name, "Jellyfin Web")
        old = wire_date(self._state.world.now() - timedelta(days=3))
        return session | {"LastActivityDate": old, "IsActive": False}

    def _session(self, number: str, user_id: str, name: str | None, client: str) -> dict[str, Any]:
        now = wire_date(self._state.world.now())
        return {
            "Id": number,
            "UserId": user_id,
            **({"UserName": name} if name else {}),
            "Client": client,
            "DeviceName": "Living room",
            "DeviceId": number[:16],
            "ApplicationVersion": "1.0",
            "LastActivityDate": now,
            "LastPlaybackCheckIn": now,
            "PlayState": {"CanSeek": True, "IsPaused": False, "IsMuted": False},
            "NowPlayingQueue": [],
            "NowPlayingQueueFullItems": [],
            "IsActive": True,
            "SupportsRemoteControl": False,
            "SupportedCommands": [],
            "ServerId": self._state.server_id,
        }


def session_id(playing: Playing) -> str:
    """Return the id of the session in which something plays."""
    return hex_id(f"session {playing.user.id} {playing.item_id}")
