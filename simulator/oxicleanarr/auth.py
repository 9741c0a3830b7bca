"""Who may call: tokens for people, and since 1.6 a key for programs."""

import base64
from datetime import timedelta
import hashlib
import hmac
from typing import Any

from aiohttp import web
import msgspec

from simulator.wire import Call, Refused

from .answers import answer, body_of, sentence, wrong
from .state import State

COOKIE = "oxicleanarr_token"


class Auth:
    """Issues tokens and checks them; there is no way to revoke or prolong one.

    ``lifetime`` is how long new tokens last.
    """

    def __init__(self, state: State, secret: str) -> None:
        """Remember the state."""
        self._state = state
        self._secret = secret.encode()
        self.lifetime = timedelta(hours=24)
        self._aged = timedelta()
        self._issued_at_age: dict[str, timedelta] = {}

    def age(self, days: float) -> None:
        """Let every token that was issued be older."""
        self._aged += timedelta(days=days)

    def expire_tokens(self) -> None:
        """Let every token that was issued be no longer good."""
        self.age(max(self.lifetime / timedelta(days=1), 36_500))

    async def log_in(self, call: Call) -> web.Response:
        """Return a token for the right name and password."""
        kind = call.request.headers.get("Content-Type", "")
        if self._state.edition.since("1.5.0") and kind and not kind.startswith("application/json"):
            raise wrong("The body must be application/json", 415)
        body = await body_of(call)
        if not isinstance(body, dict):
            raise wrong("The body cannot be read", 400)
        admin = self._state.started.admin
        if (body.get("username"), body.get("password")) != (admin.username, admin.password):
            raise wrong("Wrong name or password", 401)
        token = self.issue(admin.username)
        if not self._state.edition.since("1.5.0"):
            return answer({"token": token})
        made = answer({"token": token, "username": admin.username})
        age = int(self.lifetime.total_seconds())
        made.set_cookie(COOKIE, token, max_age=age, httponly=True, samesite="Lax", path="/")
        return made

    async def log_out(self, _call: Call) -> web.Response:
        """Take the cookie back; its token stays good."""
        made = answer({"message": "Logged out"})
        made.set_cookie(COOKIE, "", max_age=0, httponly=True, samesite="Lax", path="/")
        return made

    async def me(self, call: Call) -> web.Response:
        """Tell who is logged in; a program's key is nobody."""
        admin = self._state.config.admin
        if admin.disable_auth:
            return answer({"token": "", "username": admin.username})
        for token in self._given(call):
            claims = self._claims(token)
            if claims is not None:
                return answer({"token": "", "username": claims["username"]})
        raise wrong("Nobody is logged in", 401)

    def admit(self, call: Call) -> None:
        """Refuse a call without a good token or key; JSON then comes as plain text."""
        admin = self._state.config.admin
        if admin.disable_auth:
            return
        given = self._given(call)
        if any(self._is_good(token) for token in given):
            return
        if given:
            text = "This token is not valid, or no longer"
        elif call.request.headers.get("Authorization"):
            text = "The authorization header must begin with Bearer"
        elif self._state.edition.since("1.5.0"):
            text = "There is neither an authorization header nor a cookie"
        else:
            text = "There is no authorization header"
        raise Refused(sentence(msgspec.json.encode({"error": text}).decode(), 401))

    def issue(self, username: str) -> str:
        """Return a new token for somebody."""
        now = int(self._state.now().timestamp())
        end = now + int(self.lifetime.total_seconds())
        parts: list[dict[str, Any]] = [
            {"alg": "HS256", "typ": "JWT"},
            {"username": username, "exp": end, "nbf": now, "iat": now},
        ]
        signed = ".".join(_encoded(msgspec.json.encode(part)) for part in parts)
        token = f"{signed}.{_encoded(self._signature(signed))}"
        self._issued_at_age[token] = self._aged
        return token

    def _given(self, call: Call) -> list[str]:
        """Return what was given to prove who calls, in the order in which it counts.

        Before 1.6 only the first counts, so a stale cookie hides a good header.
        """
        edition, headers = self._state.edition, call.request.headers
        given = []
        if edition.since("1.5.0"):
            given.append(call.request.cookies.get(COOKIE, ""))
        header = headers.get("Authorization", "")
        if header.startswith("Bearer "):
            given.append(header.removeprefix("Bearer "))
        found = [token for token in given if token]
        return found if edition.since("1.6.0") else found[:1]

    def _is_good(self, token: str) -> bool:
        key = self._state.config.admin.api_key
        if self._state.edition.since("1.6.0") and key and _same(token, key):
            return True
        return self._claims(token) is not None

    def _claims(self, token: str) -> dict[str, Any] | None:
        """Return what a good token says, or None."""
        signed, _, signature = token.rpartition(".")
        if not _same(signature, _encoded(self._signature(signed))):
            return None
        try:
            claims: dict[str, Any] = msgspec.json.decode(_decoded(signed.partition(".")[2]))
        except ValueError:
            return None
        older = self._aged - self._issued_at_age.get(token, timedelta())
        now = self._state.now().timestamp() + older.total_seconds()
        return claims if now < claims["exp"] else None

    def _signature(self, signed: str) -> bytes:
        return hmac.new(self._secret, signed.encode(errors="replace"), hashlib.sha256).digest()


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(errors="replace"), other.encode())


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
