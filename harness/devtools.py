"""The part of the Chrome DevTools Protocol that the browser here speaks."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import ClientWebSocketResponse, WSMsgType

from .errors import HarnessError

ANSWER_SECONDS = 60

type Listener = Callable[[str, dict[str, Any]], None]


class DevTools:
    """One connection to a browser: commands and their answers, events to listeners by session."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        """Use an open connection; `run` must be running for commands to be answered."""
        self._socket = socket
        self._number = 0
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._listeners: dict[str, Listener] = {}

    def listen(self, session_id: str, listener: Listener) -> None:
        """Call ``listener`` with the name and parameters of every event of a session."""
        self._listeners[session_id] = listener

    async def send(
        self, method: str, session_id: str | None = None, **parameters: Any
    ) -> dict[str, Any]:
        """Send a command and return its result."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if session_id:
            message["sessionId"] = session_id
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[self._number] = answer
        try:
            await self._socket.send_json(message)
            async with asyncio.timeout(ANSWER_SECONDS):
                return await answer
        except (TimeoutError, ConnectionError) as err:
            raise HarnessError(f"The browser did not answer {method}.") from err
        finally:
            del self._waiting[message["id"]]

    async def run(self) -> None:
        """Take in answers and events until the connection ends."""
        try:
            async for raw in self._socket:
                if raw.type is WSMsgType.TEXT:
                    self._take(raw.json())
        finally:
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(HarnessError("The connection to the browser ended."))

    def _take(self, message: dict[str, Any]) -> None:
        if "id" not in message:
            if listener := self._listeners.get(message.get("sessionId", "")):
                listener(message["method"], message.get("params", {}))
            return
        answer = self._waiting.get(message["id"])
        if answer is None or answer.done():
            return
        if error := message.get("error"):
            answer.set_exception(HarnessError(f"The browser refused: {error['message']}"))
        else:
            answer.set_result(message["result"])
