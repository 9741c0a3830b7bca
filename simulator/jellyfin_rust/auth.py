"""Who is calling: user tokens only, which end a day after they were last used."""

from datetime import datetime, timedelta
from typing import override

from aiohttp import web

from simulator.jellyfin.auth import Device, Gate, Identity
from simulator.wire import Call, Refused
from simulator.world import User, World

_LIFETIME = timedelta(hours=24)


class RustGate(Gate):
    """Knows all tokens; there are no API keys."""

    def __init__(self, world: World) -> None:
        """Begin with nobody logged in."""
        super().__init__(world, legacy=True)
        self.keys.clear()
        self._used: dict[str, datetime] = {}

    @override
    def log_in(self, user: User, device: Device) -> str:
        """Return a new token beside the older ones."""
        token = self._fresh("token")
        self.tokens[token] = (user, device)
        self._used[token] = self.world.now()
        return token

    @override
    def age(self, days: float) -> None:
        """Let days pass in which no token is used."""
        for token in self._used:
            self._used[token] -= timedelta(days=days)

    @override
    def admit(self, call: Call, access: str) -> Identity:
        identity = self.identify(call)
        if access == "admin" and not identity.elevated:
            raise Refused(web.Response(status=403, text="Admin required"))
        return identity

    @override
    def identify(self, call: Call) -> Identity:
        token = self.token_of(call)
        if not token:
            raise Refused(web.Response(status=401, text="Missing token"))
        user, _ = self.tokens.get(token, (None, None))
        if user is None:
            raise Refused(web.Response(status=401, text="Invalid session"))
        if self.world.now() > self._used[token] + _LIFETIME:
            del self.tokens[token], self._used[token]
            raise Refused(web.Response(status=401, text="Session expired"))
        self._used[token] = self.world.now()
        return Identity(token, user)

    @override
    def token_of(self, call: Call) -> str:
        return self._header(call).get("Token", "")

    @override
    def _header(self, call: Call) -> dict[str, str]:
        """Cut the header at every comma; the exact case counts and nothing is decoded."""
        headers = call.request.headers
        text = headers.get("X-Emby-Authorization", headers.get("Authorization", ""))
        for scheme in ("MediaBrowser ", "Emby "):
            if text.startswith(scheme):
                text = text[len(scheme) :]
                break
        parts = (part.strip().partition("=") for part in text.split(","))
        return {name.strip(): value.strip('"') for name, sign, value in parts if sign}
