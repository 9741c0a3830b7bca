"""The libraries of links that versions up to 1.5 keep in Jellyfin, through the Bridge."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
import re
from typing import Any

from simulator.faults import BRIDGE_PREFIX

from .media import Medium
from .state import State
from .times import ZERO
from .upstream import Failed, Upstream, rows_of, taken

_FORBIDDEN = re.compile(r'[/\\:*?"<>|]')


@dataclass(frozen=True, slots=True)
class Shelf:
    """One of the two libraries."""

    name: str
    kind: str
    directory: str


class Links:
    """Makes what Jellyfin shows equal to what is leaving soon.

    ``pause_s`` is how long it waits between the two scans after a library has gone.
    """

    def __init__(self, state: State, upstream: Upstream) -> None:
        """Remember the state."""
        self._state = state
        self._upstream = upstream
        self.pause_s = 5.0

    async def update(self) -> int:
        """Do it, films first; return how many media are shown. A dry run only counts them."""
        settings = self._state.started.symlink_library
        if self._state.edition.since("1.6.0") or not settings.enabled:
            return 0
        media = self._chosen()
        if self._state.started.app.dry_run or not self._upstream.uses("jellyfin"):
            return len(media)
        base = settings.base_path
        movies = Shelf(settings.movies_library_name, "movies", f"{base}/movies")
        shows = Shelf(settings.tv_library_name, "tvshows", f"{base}/tv")
        await self._update(movies, [medium for medium in media if medium.is_movie])
        await self._update(shows, [medium for medium in media if not medium.is_movie])
        return len(media)

    def _chosen(self) -> list[Medium]:
        """Return what Jellyfin has and is due within the window, the last 24 hours included."""
        state, now = self._state, self._state.now()
        return [
            medium
            for medium in state.media.values()
            if not medium.excluded
            and medium.deletion_date != ZERO
            and medium.deletion_date > now
            and medium.days_until_deletion <= state.window_days
            and medium.jellyfin_id
            and medium.file_path
        ]

    async def _update(self, shelf: Shelf, media: list[Medium]) -> None:
        library = await self._library(shelf)
        library_id = "" if library is None else taken(library, "ItemId", "")
        # `hide_when_empty: false` is turned back into true by the server's own defaults.
        if not media:
            await self._hide(shelf, library)
            return
        with suppress(Failed):
            await self._bridge("POST", "/directories/create", {"directory": shelf.directory})
        await self._make_library(shelf)
        current = await self._link(shelf, media)
        removed = await self._remove_others(shelf, current)
        if media or current or removed:
            await self._scan(library_id)

    async def _library(self, shelf: Shelf) -> dict[str, Any] | None:
        rows = rows_of(await self._upstream.get("jellyfin", "/Library/VirtualFolders"))
        found: dict[str, Any] | None = next(
            (row for row in rows if taken(row, "Name", "") == shelf.name), None
        )
        return found

    async def _make_library(self, shelf: Shelf) -> None:
        library = await self._library(shelf)
        places: list[str] = [] if library is None else taken(library, "Locations", [])
        path = "/Library/VirtualFolders"
        if library is None:
            query = {
                "collectionType": shelf.kind,
                "name": shelf.name,
                "paths": shelf.directory,
                "refreshLibrary": "false",
            }
            await self._upstream.ask("jellyfin", "POST", path, query)
        elif shelf.directory not in places:
            # Jellyfin wants the name in the body, so that this never works.
            body = {"Path": shelf.directory} if self._state.edition.since("1.5.0") else None
            query = {"name": shelf.name}
            await self._upstream.ask("jellyfin", "POST", f"{path}/Paths", query, body)

    async def _link(self, shelf: Shelf, media: list[Medium]) -> set[str]:
        """Make the links that are missing; return the names of those that are there now."""
        wanted = {expected_name(medium): medium.file_path for medium in media}
        try:
            there = await self._listed(shelf)
        except Failed:
            there = {}
        wrong = [name for name, target in there.items() if wanted.get(name, target) != target]
        if wrong:
            await self._remove([f"{shelf.directory}/{name}" for name in wrong])
        items = [
            {"sourcePath": path, "targetDirectory": shelf.directory}
            for name, path in wanted.items()
            if there.get(name) != path
        ]
        if items:
            await self._bridge("POST", "/symlinks/add", {"items": items})
        if not wanted:
            return set()
        try:
            return wanted.keys() & (await self._listed(shelf)).keys()
        except Failed:
            return set(wanted)

    async def _remove_others(self, shelf: Shelf, current: set[str]) -> bool:
        try:
            there = await self._listed(shelf)
        except Failed:
            return False
        paths = [f"{shelf.directory}/{name}" for name in there if name not in current]
        if paths:
            await self._remove(paths)
        return bool(paths)

    async def _hide(self, shelf: Shelf, library: dict[str, Any] | None) -> None:
        """Remove all links and the library, whatever of it fails; a second scan makes it go."""
        try:
            await self._remove_others(shelf, set())
            if library is None:
                return
            await self._upstream.ask(
                "jellyfin", "DELETE", "/Library/VirtualFolders", {"name": shelf.name}
            )
            await self._upstream.ask("jellyfin", "POST", "/Library/Refresh")
            await asyncio.sleep(self.pause_s)
            await self._upstream.ask("jellyfin", "POST", "/Library/Refresh")
        except Failed:
            return

    async def _scan(self, library_id: str) -> None:
        """Let Jellyfin scan the library; all of them where it is new or that fails."""
        if library_id:
            try:
                path = f"/Items/{library_id}/Refresh"
                await self._upstream.ask("jellyfin", "POST", path, {"Recursive": "true"})
            except Failed:
                pass
            else:
                return
        await self._upstream.ask("jellyfin", "POST", "/Library/Refresh")

    async def _listed(self, shelf: Shelf) -> dict[str, str]:
        """Return the links that the Bridge lists, by name: those to directories are not among them."""
        query = {"directory": shelf.directory}
        content = await self._upstream.get("jellyfin", f"{BRIDGE_PREFIX}/symlinks/list", query)
        rows: list[Any] = taken(content, "Symlinks", [])
        return {taken(row, "Name", ""): taken(row, "Target", "") for row in rows}

    async def _remove(self, paths: list[str]) -> None:
        await self._bridge("POST", "/symlinks/remove", {"symlinkPaths": paths})

    async def _bridge(self, method: str, path: str, body: object) -> None:
        """Send the Bridge something; directories are made with the key in a header, ever since."""
        in_header = path.startswith("/directories")
        await self._upstream.ask(
            "jellyfin", method, BRIDGE_PREFIX + path, body=body, key_in_header=in_header
        )


def expected_name(medium: Medium) -> str:
    """Return the name that a medium's link should have: wrong for folders without a dot in them."""
    name = PurePosixPath(medium.file_path).name
    if "." in name:
        return name
    title = "untitled" if medium.title in {"", ".", ".."} else medium.title
    return _FORBIDDEN.sub("-", f"{title} ({medium.year})" if medium.year else title)
