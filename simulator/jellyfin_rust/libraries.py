"""Libraries; the call that scans them all empties them first, and everything goes with it."""

from typing import Any

from aiohttp import web

from simulator.wire import Call, Route, json_answer

from .catalog import RustCatalog
from .wire import exact, not_found, unreadable, wire_id

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
    """Answers for libraries."""

    def __init__(self, catalog: RustCatalog) -> None:
        """Remember the libraries."""
        self._catalog = catalog

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        folders = "/Library/VirtualFolders"
        return [
            Route("GET", folders, self.list, "any"),
            Route("POST", folders, self.add, "admin"),
            Route("DELETE", folders, self.remove, "admin"),
            Route("POST", f"{folders}/Refresh", self.wipe, "admin"),
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
        query = exact(call)
        name = query.must("name")
        paths = query.values.get("paths", [""])
        if len(paths) > 1:
            return unreadable("paths")
        refresh = query.exact_flag("refreshLibrary")
        kind = query.text("collectionType") or "movies"
        made = self._catalog.add_library(name, kind, paths, {})
        if refresh is not False:
            self._catalog.refresh([made])
        return web.Response(status=204)

    async def remove(self, call: Call) -> web.Response:
        """Remove all libraries of a name with everything that is known of their items."""
        name = exact(call).must("name")
        named = [one for one in self._catalog.libraries.values() if one.name == name]
        for library in named:
            self._catalog.remove_library(library)
        return web.Response(status=204) if named else not_found("Library")

    async def wipe(self, _call: Call) -> web.Response:
        """Empty every library, then scan it."""
        self._catalog.rebuild()
        return web.Response(status=204)
