"""Scheduled tasks: what is told of them is invented, and both that can be run empty every library first."""

from datetime import timedelta

from aiohttp import web

from simulator.wire import Call, Route, json_answer

from .catalog import RustCatalog

_TASKS = {"library-scan": "LibraryScan", "metadata-refresh": "MetadataRefresh"}


class Tasks:
    """Answers for scheduled tasks; nobody has to log in."""

    def __init__(self, catalog: RustCatalog) -> None:
        """Remember what a task empties."""
        self._catalog = catalog

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        return [
            Route("GET", "/ScheduledTasks", self.list),
            Route("POST", "/ScheduledTasks/Running/{id}", self.run),
        ]

    async def list(self, _call: Call) -> web.Response:
        """List tasks that are always idle and were done an hour ago, whatever the truth is."""
        done = (self._catalog.world.now() - timedelta(hours=1)).isoformat()
        result = {"StartTimeUtc": done, "EndTimeUtc": done, "Status": "Completed"}
        return json_answer(
            [
                {
                    "Name": key,
                    "State": "Idle",
                    "Id": task_id,
                    "LastExecutionResult": result | {"Key": key},
                    "Triggers": [],
                    "IsHidden": False,
                    "Key": key,
                }
                for task_id, key in _TASKS.items()
            ]
        )

    async def run(self, call: Call) -> web.Response:
        """Run a task: both that do anything empty every library first."""
        if call.parts["id"] in _TASKS:
            self._catalog.rebuild()
        return web.Response(status=204)
