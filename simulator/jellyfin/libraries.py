"""Libraries (virtual folders) and scans.

Scans are over when the call that asked for one is answered; a real server answers first and
scans afterwards. One that the control server has started is running until it is stopped.
"""

from pathlib import Path
from typing import Any

from aiohttp import web

from simulator.wire import Call, Refused, Route, json_answer

from .catalog import Library, lies_in
from .state import State, bad_request, plain_id

_COLLECTION_TYPES = frozenset(
    {"movies", "tvshows", "music", "musicvideos", "homevideos", "boxsets", "books", "mixed"}
)
_DEFAULT_OPTIONS: dict[str, Any] = {
    "Enabled": True,
    "EnablePhotos": True,
    "EnableRealtimeMonitor": False,
    "EnableLUFSScan": False,
    "EnableChapterImageExtraction": False,
    "ExtractChapterImagesDuringLibraryScan": False,
    "EnableTrickplayImageExtraction": False,
    "ExtractTrickplayImagesDuringLibraryScan": False,
    "PathInfos": [],
    "SaveLocalMetadata": False,
    "EnableInternetProviders": False,
    "EnableAutomaticSeriesGrouping": True,
    "EnableEmbeddedTitles": False,
    "EnableEmbeddedExtrasTitles": False,
    "EnableEmbeddedEpisodeInfos": False,
    "AutomaticRefreshIntervalDays": 0,
    "PreferredMetadataLanguage": None,
    "MetadataCountryCode": None,
    "SeasonZeroDisplayName": "Specials",
    "MetadataSavers": None,
    "DisabledLocalMetadataReaders": [],
    "LocalMetadataReaderOrder": None,
    "DisabledSubtitleFetchers": [],
    "SubtitleFetcherOrder": [],
    "DisabledMediaSegmentProviders": [],
    "MediaSegmentProviderOrder": [],
    "SkipSubtitlesIfEmbeddedSubtitlesPresent": False,
    "SkipSubtitlesIfAudioTrackMatches": True,
    "SubtitleDownloadLanguages": None,
    "RequirePerfectSubtitleMatch": True,
    "SaveSubtitlesWithMedia": True,
    "SaveLyricsWithMedia": False,
    "SaveTrickplayWithMedia": False,
    "DisabledLyricFetchers": [],
    "LyricFetcherOrder": [],
    "PreferNonstandardArtistsTag": False,
    "UseCustomTagDelimiters": False,
    "CustomTagDelimiters": ["/", "|", ";", "\\"],
    "DelimiterWhitelist": [],
    "AutomaticallyAddToCollection": False,
    "AllowEmbeddedSubtitles": "AllowAll",
    "TypeOptions": [],
}


class Libraries:
    """Answers for libraries."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state
        self._catalog = state.catalog

    def routes(self) -> list[Route]:
        """Return what is answered here."""
        folders = "/Library/VirtualFolders"
        return [
            Route("GET", folders, self.list, "admin"),
            Route("POST", folders, self.add, "admin"),
            Route("DELETE", folders, self.remove, "admin"),
            Route("POST", f"{folders}/Paths", self.add_path, "admin"),
            Route("DELETE", f"{folders}/Paths", self.remove_path, "admin"),
            Route("POST", f"{folders}/Name", self.rename, "admin"),
            Route("POST", f"{folders}/LibraryOptions", self.set_options, "admin"),
            Route("POST", "/Library/Refresh", self.refresh, "admin"),
            Route("POST", "/Library/Media/Updated", self.media_updated, "any"),
            Route("POST", "/Items/{id}/Refresh", self.refresh_item, "admin"),
        ]

    async def list(self, _call: Call) -> web.Response:
        """List the libraries."""
        rows = []
        for library in self._catalog.libraries.values():
            options = _DEFAULT_OPTIONS | library.options
            row = {
                "Name": library.name,
                "Locations": library.locations,
                "CollectionType": library.collection_type,
                "LibraryOptions": {k: v for k, v in options.items() if v is not None},
                "ItemId": library.id,
                "PrimaryImageItemId": library.id,
                **self._refreshing(library),
            }
            rows.append({key: value for key, value in row.items() if value is not None})
        return json_answer(rows)

    async def add(self, call: Call) -> web.Response:
        """Make a library; its paths must be there, and ``paths`` is cut at commas."""
        query = call.query
        options = await self._options(call)
        name = query.values.get("name", [""])[0]
        kind = query.text("collectionType")
        if not name.strip() or (self._state.is_12 and name != name.strip()):
            return bad_request()
        if kind is not None and kind.lower() not in _COLLECTION_TYPES:
            return bad_request()
        infos = options.get("PathInfos") or []
        paths = query.several("paths") or [str(info.get("Path")) for info in infos]
        if not _all_folders(paths):
            return bad_request()
        kind = None if kind is None or kind.lower() == "mixed" else kind.lower()
        self._catalog.add_library(name, kind, paths, options)
        return await self._done(call)

    async def remove(self, call: Call) -> web.Response:
        """Remove a library by name; its files stay."""
        self._catalog.remove_library(self._named(call.query.text("name")))
        return await self._done(call)

    async def add_path(self, call: Call) -> web.Response:
        """Add a path; the library's name must be in the body, not in the query."""
        body = await call.json_object()
        name = body.get("name")
        info = body.get("pathinfo")
        path = info.get("Path") if isinstance(info, dict) else body.get("path")
        if not isinstance(name, str) or not isinstance(path, str):
            return bad_request()
        library = self._named(name)
        if not _all_folders([path]):
            return web.Response(status=404)
        if path not in library.locations:
            library.move([*library.locations, path])
        return await self._done(call)

    async def remove_path(self, call: Call) -> web.Response:
        """Remove a path from a library."""
        library = self._named(call.query.text("name"))
        path = call.query.text("path")
        library.move([location for location in library.locations if location != path])
        return await self._done(call)

    async def rename(self, call: Call) -> web.Response:
        """Rename a library; 409 when the name is taken."""
        library = self._named(call.query.text("name"))
        name = call.query.text("newName")
        if name is None:
            return bad_request()
        if self._catalog.library(name) not in {None, library}:
            return web.Response(status=409)
        library.name = name
        item = self._catalog.items[library.id]
        item.name = name
        item.rows.clear()
        return await self._done(call)

    async def set_options(self, call: Call) -> web.Response:
        """Replace all options of a library: what is left out falls back to its default."""
        body = await call.json_object()
        library = self._catalog.libraries.get(plain_id(str(body.get("id") or "")))
        options = body.get("libraryoptions")
        if library is None:
            return web.Response(status=404)
        if not isinstance(options, dict):
            return bad_request()
        library.options = dict(options)
        self._catalog.revision += 1
        return web.Response(status=204)

    async def refresh(self, _call: Call) -> web.Response:
        """Scan everything."""
        self._catalog.refresh()
        return web.Response(status=204)

    async def refresh_item(self, call: Call) -> web.Response:
        """Scan the library that an item is in, or that it is."""
        item = self._state.item(call.parts["id"])
        self._catalog.refresh([self._catalog.libraries[item.library_id]])
        return web.Response(status=204)

    async def media_updated(self, call: Call) -> web.Response:
        """Scan the libraries that own the paths named."""
        updates = (await call.json_object()).get("updates") or []
        paths = [str(update.get("Path") or update.get("path") or "") for update in updates]
        owners = [
            library
            for library in self._catalog.libraries.values()
            if any(lies_in(path, place) for path in paths for place in library.locations)
        ]
        self._catalog.refresh(owners)
        return web.Response(status=204)

    def _refreshing(self, library: Library) -> dict[str, Any]:
        if library.id in self._state.scanned:
            return {"RefreshStatus": "Active", "RefreshProgress": 42.5}
        return {"RefreshStatus": "Idle"}

    async def _options(self, call: Call) -> dict[str, Any]:
        options = (await call.json_object()).get("libraryoptions")
        return dict(options) if isinstance(options, dict) else {}

    async def _done(self, call: Call) -> web.Response:
        """End a change; ``refreshLibrary`` scans **all** libraries."""
        self._catalog.revision += 1
        if call.query.flag("refreshLibrary") is True:
            self._catalog.refresh()
        return web.Response(status=204)

    def _named(self, name: str | None) -> Library:
        library = self._catalog.library(name or "")
        if library is None:
            raise Refused(web.Response(status=404))
        return library


def _all_folders(paths: list[str]) -> bool:
    return all(Path(path).is_dir() for path in paths)
