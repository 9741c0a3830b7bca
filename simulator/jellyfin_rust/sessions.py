"""Sessions: who is watching right now."""

from typing import Any

from aiohttp import web

from simulator.jellyfin.state import Playing, State
from simulator.wire import Call, Route, json_answer

from .rows import bare
from .wire import wire_id

_DEVICE = "living-room"


class Sessions:
    """Answers for sessions."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [Route("GET", "/Sessions", self.list, "any")]

    async def list(self, _call: Call) -> web.Response:
        """List who is watching: nobody has a session before something plays."""
        return json_answer([self._session(playing) for playing in self._state.playing])

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
