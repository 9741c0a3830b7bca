"""Scheduled tasks, of which the one that scans all libraries matters."""

from typing import Any

from aiohttp import web

from simulator.wire import Call, Refused, Route, json_answer
from simulator.world import hex_id

from .state import State, wire_date

_TASKS = {"RefreshLibrary": "Scan Media Library", "CleanActivityLog": "Clean Activity Log"}


class Tasks:
    """Answers for scheduled tasks."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("GET", "/ScheduledTasks", self.list, "admin"),
            Route("POST", "/ScheduledTasks/Running/{id}", self.run, "admin"),
        ]

    async def list(self, _call: Call) -> web.Response:
        """List the scheduled tasks."""
        return json_answer([self._task(key, name) for key, name in _TASKS.items()])

    async def run(self, call: Call) -> web.Response:
        """Run a task."""
        if call.parts["id"].lower() == hex_id("RefreshLibrary"):
            self._state.catalog.refresh()
        elif call.parts["id"].lower() not in {hex_id(key) for key in _TASKS}:
            raise Refused(web.Response(status=404))
        return web.Response(status=204)

    def _task(self, key: str, name: str) -> dict[str, Any]:
        done = wire_date(self._state.catalog.refreshed or self._state.world.now())
        result = {"StartTimeUtc": done, "EndTimeUtc": done, "Status": "Completed"}
        running = key == "RefreshLibrary" and self._state.scans_all
        return {
            "Name": name,
            "State": "Running" if running else "Idle",
            **({"CurrentProgressPercentage": 42.5} if running else {}),
            "Id": hex_id(key),
            "LastExecutionResult": result | {"Name": name, "Key": key, "Id": hex_id(key)},
            "Triggers": [],
            "IsHidden": False,
            "Key": key,
        }
