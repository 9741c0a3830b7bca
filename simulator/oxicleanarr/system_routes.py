"""What is answered about the server itself: health, services, disk, logs, restarting."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
import time
from typing import Any

from aiohttp import web
import msgspec

from simulator.wire import Call, Route

from .answers import answer, wrong
from .config import SERVICES, services_of
from .disk import disk_row
from .state import State
from .syncing import Syncing
from .times import uptime_text
from .upstream import PINGS, Failed, Upstream


class SystemRoutes:
    """Answers /health and below /api/system."""

    def __init__(
        self,
        state: State,
        upstream: Upstream,
        syncing: Syncing,
        restart: Callable[[], Awaitable[None]],
    ) -> None:
        """Remember what there is to tell of."""
        self._state = state
        self._upstream = upstream
        self._syncing = syncing
        self._restart = restart
        self._random = Random()
        self._restarting: asyncio.Task[None] | None = None

    def routes(self) -> list[Route]:
        """Return what this version answers here to those who are let in."""
        edition, base = self._state.edition, "/api/system"
        made = []
        if edition.since("1.1.0"):
            made += [
                Route("POST", f"{base}/restart", self.restart),
                Route("GET", f"{base}/health", self.system_health),
                Route("GET", f"{base}/info", self.info),
            ]
        if edition.since("1.2.0"):
            made.append(Route("GET", f"{base}/services", self.services))
        if edition.since("1.3.0"):
            made.append(Route("GET", f"{base}/disk", self.disk))
        if edition.since("1.3.2"):
            made.append(Route("GET", "/api/logs", self.logs))
        return made

    async def health(self, _call: Call) -> web.Response:
        """Tell anyone that it is there; the version is always the same wrong one."""
        up = uptime_text(self._state.now() - self._state.started_at)
        return answer({"status": "ok", "uptime": up, "version": "1.0.0-dev"})

    async def system_health(self, _call: Call) -> web.Response:
        """Tell that all is well, as ever; ``sync_running`` says nothing of a sync."""
        return answer(
            {
                "status": "healthy",
                "sync_running": True,
                "media_count": len(self._state.media),
                "timestamp": self._state.now(),
            }
        )

    async def info(self, _call: Call) -> web.Response:
        """Tell of the process."""
        return answer({"hostname": "attic", "pid": 7, "go_version": "", "restarting": False})

    async def services(self, _call: Call) -> web.Response:
        """Ask every server that is used whether it is there; they come in any order."""
        names = services_of(self._state.edition)
        rows = await asyncio.gather(*(self._service(name) for name in names))
        self._random.shuffle(rows)
        return answer({"services": rows})

    async def disk(self, _call: Call) -> web.Response:
        """Tell how full the disk was at the last sync."""
        return answer(disk_row(self._state))

    async def logs(self, _call: Call) -> web.Response:
        """Tell no logs, as without a folder for them."""
        raise wrong("There is no folder for logs", 503)

    async def restart(self, call: Call) -> web.Response:
        """Restart, unless a sync is in the way; up to 1.5 one always is, as long as it is not forced."""
        edition = self._state.edition
        if not await self._is_forced(call):
            in_progress = self._syncing.lock.locked() or not edition.since("1.6.0")
            if in_progress:
                key = "in_progress" if edition.since("1.6.0") else "running"
                text = "Wait for it, or force the restart"
                return answer({"error": "A sync is running", "message": text, key: True}, 409)
        # Not among the works in the background: these end with it.
        self._restarting = asyncio.get_running_loop().create_task(self._later())
        return answer({"message": "It will be back in a moment", "status": "restarting"})

    async def _later(self) -> None:
        await asyncio.sleep(0)
        await self._restart()

    async def _is_forced(self, call: Call) -> bool:
        content = await call.request.read()
        try:
            body = msgspec.json.decode(content) if content.strip() else {}
        except msgspec.DecodeError:
            if self._state.edition.since("1.5.0"):
                text = "The body cannot be read"
                raise wrong(text, 400) from None
            body = {}
        return isinstance(body, dict) and body.get("force") is True

    async def _service(self, name: str) -> dict[str, Any]:
        row: dict[str, Any] = {
            "name": SERVICES[name],
            "enabled": self._upstream.uses(name),
            "online": False,
        }
        if not row["enabled"] or name not in PINGS:
            return row
        started = time.perf_counter()
        try:
            await self._upstream.ping(name)
        except Failed as failed:
            return row | {"error": str(failed)}
        microseconds = (time.perf_counter() - started) * 1e6
        return row | {"online": True, "latency": f"{microseconds:.3f}µs"}
