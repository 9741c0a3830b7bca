"""Home Assistant's own REST and WebSocket interfaces (as of 2026.10)."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
import time
from typing import Any

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ClientWebSocketResponse,
)

from .errors import HarnessError

TIMEOUT = ClientTimeout(total=60)


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may log in."""

    user: str
    password: str
    name: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a login gives; its access token lasts 30 minutes."""

    access_token: str
    refresh_token: str
    expires_in_seconds: int


class Api:
    """A logged-in conversation with one Home Assistant."""

    def __init__(self, session: ClientSession, url: str, tokens: Tokens) -> None:
        """Take over a fresh login; see `create_owner`."""
        self.url = url
        self._session = session
        self._login = tokens
        self._access_token = tokens.access_token

    async def stay(self) -> None:
        """Stay logged in for longer than the login itself lasts."""
        async with self.websocket() as websocket:
            self._access_token = await websocket.command(
                "auth/long_lived_access_token", client_name="The demo", lifespan=30
            )

    async def get(self, path: str) -> Any:
        """Return the JSON answer below ``/api/``."""
        return await self._request("GET", path, None)

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Send JSON to an address below ``/api/`` and return the JSON answer."""
        return await self._request("POST", path, body)

    async def call(self, domain: str, action: str, **data: Any) -> None:
        """Perform an action."""
        await self.post(f"services/{domain}/{action}", data)

    async def ask(self, domain: str, action: str, **data: Any) -> dict[str, Any]:
        """Perform an action and return its response."""
        answer = await self.post(f"services/{domain}/{action}?return_response", data)
        response: dict[str, Any] = answer["service_response"]
        return response

    async def states(self) -> dict[str, dict[str, Any]]:
        """Return every entity's state, by entity id."""
        return {state["entity_id"]: state for state in await self.get("states")}

    @asynccontextmanager
    async def websocket(self) -> AsyncIterator[WebSocket]:
        """Open a WebSocket connection that may send commands."""
        async with self._session.ws_connect(f"{self.url}/api/websocket", max_msg_size=0) as raw:
            await raw.receive_json()
            await raw.send_json({"type": "auth", "access_token": self._access_token})
            if (await raw.receive_json())["type"] != "auth_ok":
                raise HarnessError("Home Assistant refused its own access token.")
            yield WebSocket(raw)

    def browser_tokens(self) -> dict[str, Any]:
        """Return what Home Assistant's frontend keeps in the browser's storage after a login."""
        return {
            "access_token": self._login.access_token,
            "refresh_token": self._login.refresh_token,
            "token_type": "Bearer",
            "expires_in": self._login.expires_in_seconds,
            "expires": int((time.time() + self._login.expires_in_seconds) * 1000),
            "hassUrl": self.url,
            "clientId": f"{self.url}/",
            "ha_auth_provider": "homeassistant",
        }

    async def _request(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        async with self._session.request(
            method,
            f"{self.url}/api/{path}",
            json=body,
            headers={"Authorization": f"Bearer {self._access_token}"},
            timeout=TIMEOUT,
        ) as answer:
            return await _json(answer)


class WebSocket:
    """Commands, one at a time."""

    def __init__(self, raw: ClientWebSocketResponse) -> None:
        """Use an authenticated connection."""
        self._raw = raw
        self._id = 0

    async def command(self, kind: str, **data: Any) -> Any:
        """Send one command and return its result."""
        self._id += 1
        await self._raw.send_json({"id": self._id, "type": kind, **data})
        while True:
            message = await self._raw.receive_json()
            if message.get("id") == self._id and message["type"] == "result":
                break
        if not message["success"]:
            raise HarnessError(f"Home Assistant refused {kind}: {message['error']['message']}")
        return message["result"]


async def create_owner(session: ClientSession, url: str, account: Account) -> Api:
    """Create the first account of a new Home Assistant, as its welcome page does, and log in."""
    client_id = f"{url}/"
    async with session.post(
        f"{url}/api/onboarding/users",
        json={
            "client_id": client_id,
            "name": account.name,
            "username": account.user,
            "password": account.password,
            "language": "en",
        },
        timeout=TIMEOUT,
    ) as answer:
        code = (await _json(answer))["auth_code"]
    async with session.post(
        f"{url}/auth/token",
        data={"grant_type": "authorization_code", "code": code, "client_id": client_id},
        timeout=TIMEOUT,
    ) as answer:
        granted = await _json(answer)
    tokens = Tokens(granted["access_token"], granted["refresh_token"], granted["expires_in"])
    api = Api(session, url, tokens)
    await api.stay()
    return api


async def answers(session: ClientSession, url: str) -> bool | None:
    """Say whether something answers at an address yet; None when not."""
    try:
        async with session.get(url, timeout=ClientTimeout(total=5)) as answer:
            return answer.ok or None
    except ClientError, TimeoutError:
        return None


async def _json(answer: ClientResponse) -> Any:
    if not answer.ok:
        text = (await answer.text())[:300].strip()
        raise HarnessError(
            f"Home Assistant answered {answer.status} to {answer.method} {answer.url.path}: {text}"
        )
    return await answer.json()
