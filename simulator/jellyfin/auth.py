"""Who is calling: API keys, user tokens, and in which forms each version takes them."""

from dataclasses import dataclass
from datetime import datetime
import re
from urllib.parse import unquote

from aiohttp import web

from simulator.wire import Call, Refused
from simulator.world import User, World, hex_id

_PART = re.compile(r'(?P<name>\w+)\s*=\s*(?:"(?P<quoted>[^"]*)"|(?P<bare>[^,\s]*))')


@dataclass(frozen=True, slots=True)
class Device:
    """What a caller says of itself in its header."""

    client: str = ""
    name: str = ""
    id: str = ""
    version: str = ""

    @property
    def complete(self) -> bool:
        """Whether all four are there, as a login demands."""
        return all((self.client, self.name, self.id, self.version))


@dataclass(frozen=True, slots=True)
class Identity:
    """A caller whose token is good; an API key has no user."""

    token: str
    user: User | None

    @property
    def elevated(self) -> bool:
        """Whether it may administrate: a key always may."""
        return self.user is None or self.user.is_admin


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key with the name of the program it was made for."""

    number: int
    token: str
    app: str
    created: datetime


class Gate:
    """Knows all keys and tokens. ``legacy`` is Jellyfin's EnableLegacyAuthorization."""

    def __init__(self, world: World, *, legacy: bool) -> None:
        """Begin with one API key."""
        self.world = world
        self.legacy = legacy
        self.keys: list[ApiKey] = []
        self.tokens: dict[str, tuple[User, Device]] = {}
        self._issued = 0
        self.add_key("simulator")

    def add_key(self, app: str) -> ApiKey:
        """Make an API key."""
        key = ApiKey(self._issued + 1, self._fresh("key"), app, self.world.now())
        self.keys.append(key)
        return key

    def log_in(self, user: User, device: Device) -> str:
        """Return a new token; an older one of the same user and device is revoked."""
        for token, (owner, known) in list(self.tokens.items()):
            if owner is user and known.id == device.id:
                del self.tokens[token]
        token = self._fresh("token")
        self.tokens[token] = (user, device)
        return token

    def admit(self, call: Call, access: str) -> Identity:
        """Return who calls; 401 or 403 when that one may not do what needs this access."""
        identity = self.identify(call)
        if access == "admin" and not identity.elevated:
            raise Refused(web.Response(status=403))
        return identity

    def age(self, days: float) -> None:
        """Let days pass: Jellyfin's tokens last for ever."""

    def identify(self, call: Call) -> Identity:
        """Return who calls; 401 when no good token came in a form that counts."""
        token = self.token_of(call)
        if any(key.token == token for key in self.keys):
            return Identity(token, None)
        user, _ = self.tokens.get(token, (None, None))
        if user is None or user.is_disabled:
            raise Refused(web.Response(status=401))
        return Identity(token, user)

    def token_of(self, call: Call) -> str:
        """Return the token in a request, or an empty text."""
        token = self._header(call).get("Token", "")
        if token:
            return token
        headers = call.request.headers
        if self.legacy:
            for name in ("X-Emby-Token", "X-MediaBrowser-Token"):
                if headers.get(name):
                    return headers[name]
        found = call.query.text("ApiKey")
        if not found and self.legacy:
            found = call.query.text("api_key")
        return found or ""

    def device(self, call: Call) -> Device:
        """Return what the caller says of itself."""
        parts = self._header(call)
        names = ("Client", "Device", "DeviceId", "Version")
        return Device(*(parts.get(name, "") for name in names))

    def _header(self, call: Call) -> dict[str, str]:
        headers = call.request.headers
        text = headers.get("X-Emby-Authorization", "") if self.legacy else ""
        scheme, _, rest = (text or headers.get("Authorization", "")).partition(" ")
        known = {"mediabrowser", "emby"} if self.legacy else {"mediabrowser"}
        if scheme.lower() not in known:
            return {}
        return {
            match["name"]: unquote(match["quoted"] or match["bare"] or "")
            for match in _PART.finditer(rest)
        }

    def _fresh(self, kind: str) -> str:
        self._issued += 1
        return hex_id(f"{kind} {self.world.seed} {self._issued}")
