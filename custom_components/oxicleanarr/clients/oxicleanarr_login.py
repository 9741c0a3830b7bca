"""How an OxiCleanarr server is told who asks: by a key (1.6 and later), or by a token that ends."""

import asyncio
from base64 import urlsafe_b64decode
from collections.abc import Awaitable, Callable
import time
from typing import Final

import msgspec

from .errors import ANOTHER_APP, ClientError, KeyRefused, NotFound, WrongApp
from .http import DISK_SECONDS, Http
from .oxicleanarr_wire import WireToken
from .rows import DECODE_ERRORS, MOST

ANONYMOUS: Final = {"Accept": "application/json"}

_EARLY_SECONDS: Final = 300

type _Clock = Callable[[], float]


class _Claims(msgspec.Struct, frozen=True):
    """When a token was made and when it ends, by the server's clock."""

    exp: float
    iat: float | None = None


class Credential:
    """Gives an `Http` its headers, and a new token before the old one ends.

    The server sets a cookie with the token as well, and up to 1.5 lets it take precedence over the header;
    the `Http` must be one that uses no cookies.
    """

    def __init__(
        self,
        http: Http,
        *,
        api_key: str | None = None,
        username: str | None = None,
        password: str | None = None,
        clock: _Clock = time.monotonic,
    ) -> None:
        """Use the key, or else user and password; with neither it asks as nobody."""
        self._http = http
        self._account = None
        self._clock = clock
        self._token: str | None = None
        self._ends_at: float | None = None
        self._logging_in = asyncio.Lock()
        self._logins = 0
        self._failure: ClientError | None = None
        if api_key is not None:
            http.use_headers(_bearer(api_key.strip()))
        elif username is not None and password is not None:
            self._account = {"username": username, "password": password}

    @property
    def logs_in(self) -> bool:
        """Whether there is a login, whose token can end or be forgotten."""
        return self._account is not None

    async def read[T](self, ask: Callable[[], Awaitable[T]]) -> T:
        """Do something that may be done twice: a token that is refused is replaced once.

        Raises:
            KeyRefused: the key, or the user name and the password, are wrong.
            ClientError: as for every request.
        """
        await self.ready()
        token = self._token
        try:
            return await ask()
        except KeyRefused:
            if not self.logs_in:
                raise
        await self._renew(token)
        return await ask()

    async def ready(self) -> None:
        """Log in where there is no token, or one that is about to end.

        Raises:
            KeyRefused: user name or password are wrong.
            ClientError: as for every request.
        """
        if self.logs_in and (self._token is None or self._ending()):
            await self._renew(self._token)

    def _ending(self) -> bool:
        return self._ends_at is not None and self._clock() >= self._ends_at

    async def _renew(self, token: str | None) -> None:
        """Get another token than this one; whoever waits for a login shares how it ends."""
        logins = self._logins
        async with self._logging_in:
            if self._token is not token:
                return
            if self._logins != logins and self._failure is not None:
                raise self._failure
            try:
                await self._log_in()
            except ClientError as error:
                self._failure = error
                raise
            finally:
                self._logins += 1

    async def _log_in(self) -> None:
        self._failure = None
        asked_at = self._clock()
        try:
            answer = await self._http.post(
                "/api/auth/login",
                self._account,
                WireToken,
                headers=ANONYMOUS,
                timeout_seconds=DISK_SECONDS,
            )
        except NotFound:
            raise WrongApp(self._http.server, ANOTHER_APP) from None
        token = answer.token.strip()
        self._token, self._ends_at = token, _end(token, asked_at)
        self._http.use_headers(_bearer(token))


def _bearer(secret: str) -> dict[str, str]:
    # What is empty, or holds what no header can, is refused before it is sent.
    return {**ANONYMOUS, "Authorization": f"Bearer {secret}" if secret else ""}


def _end(token: str, asked_at: float) -> float | None:
    """Return until when, on our clock, to use a token; None for as long as it is accepted.

    Only how long it lives is taken from the server, whose clock may be another.
    """
    try:
        payload = token.split(".")[1]
        claims = msgspec.json.decode(
            urlsafe_b64decode(payload + "=" * (-len(payload) % 4)), type=_Claims
        )
    except (IndexError, *DECODE_ERRORS):
        return None
    made_at = claims.iat if claims.iat is not None else time.time()
    lives = claims.exp - made_at
    # Both may be "NaN", which is neither more nor less than anything.
    if not 0 < lives < MOST:
        return None
    return asked_at + lives - min(_EARLY_SECONDS, lives / 4)
