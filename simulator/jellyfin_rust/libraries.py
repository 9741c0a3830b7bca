"""Libraries, and the scans: two calls empty every library first, and everything goes with it."""

from datetime import timedelta
from typing import Any

from aiohttp import web

from simulator.jellyfin.state import State
from simulator.wire import Call, Route, json_answer

from .catalog import RustCatalog
from .wire import not_found, wire_id

_TASKS = {"library-scan": "LibraryScan", "metadata-refresh": "MetadataRefresh"}
_OPTIONS: dict[str, Any] = {
    "EnablePhotos": True,
    "EnableRealtimeMonitor": True,
    "EnableChapterImageExtraction": False,
    "ExtractChapterImagesDuringLibraryScan": False,
    "SaveLocalMetadata": False,
    "AutomaticRefreshIntervalDays": 0,
    "TypeOptions": [],
}


class Libraries:
    """Answers for libraries and for scheduled tasks."""

    def __init__(self, state: State, catalog: RustCatalog) -> None:
        """Remember the state."""
        self._state = state
        self._catalog = catalog

    def routes(self) -> list[Route]:
        """Return what is answered here; for tasks nobody has to log in."""
        folders = "/Library/VirtualFolders"
        return [
            Route("GET", folders, self.list, "any"),
            Route("POST", folders, self.add, "admin"),
            Route("DELETE", folders, self.remove, "admin"),
            Route("POST", f"{folders}/Refresh", self.wipe, "admin"),
            Route("GET", "/ScheduledTasks", self.tasks),
            Route("POST", "/ScheduledTasks/Running/{id}", self.run_task),
        ]

    async def list(self, _call: Call) -> web.Response:
        """List the libraries."""
        return json_answer(
            [
                {
                    "Name": library.name,
                    "Locations": library.locations,
                    "CollectionType": library.collection_type,
                    "LibraryOptions": _OPTIONS,
                    "ItemId": wire_id(library.id),
                    "PrimaryImageItemId": None,
                    "RefreshStatus": "Idle",
                }
                for library in self._catalog.libraries.values()
            ]
        )

    async def add(self, call: Call) -> web.Response:
        """Make a library of one path, which need not be there; the body is not looked at."""
        query = call.query
        name = query.text("name")
        if name is None or len(query.values.get("paths", [])) > 1:
            return web.Response(status=400, text="Failed to deserialize query string")
        paths = query.values.get("paths", [""])
        kind = query.text("collectionType") or "movies"
        made = self._catalog.add_library(name, kind, paths, {})
        if query.flag("refreshLibrary") is not False:
            self._catalog.refresh([made])
        return web.Response(status=204)

    async def remove(self, call: Call) -> web.Response:
        """Remove all libraries of a name with everything that is known of their items."""
        name = call.query.text("name")
        named = [one for one in self._catalog.libraries.values() if one.name == name]
        for library in named:
            self._catalog.remove_library(library)
        return web.Response(status=204) if named else not_found("Library")

    async def wipe(self, _call: Call) -> web.Response:
        """Empty every library, then scan it."""
        self._catalog.rebuild()
        return web.Response(status=204)

    async def tasks(self, _call: Call) -> web.Response:
        """List tasks that are always idle and were done an hour ago, whatever the truth is."""
        done = (self._state.world.now() - timedelta(hours=1)).isoformat()
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

    async def run_task(self, call: Call) -> web.Response:
        """Run a task: both that do anything empty every library first."""
        if call.parts["id"] in _TASKS:
            self._catalog.rebuild()
        return web.Response(status=204)
