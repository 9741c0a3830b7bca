"""Our libraries in Jellyfin: made for a root, moved with it, hidden while it is empty.

They are deleted only when the household itself ends, in `clearing.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, Literal

from ..clients.bridge import Bridge
from ..clients.errors import NotUnderstood
from ..clients.jellyfin_folders import LINK_LIBRARY_OPTIONS, JellyfinFolders, LibraryFolder
from ..library.models import Kind
from ..library.paths import normalise
from .models import Book, DisplaySettings, MadeLibrary, Obstacle, Trouble

_TYPES: Final[dict[Kind, Literal["movies", "tvshows"]]] = {
    Kind.MOVIE: "movies",
    Kind.SERIES: "tvshows",
}


class Shelves:
    """Keeps our libraries as they should be. `rows` are all libraries as Jellyfin told them just now."""

    def __init__(
        self,
        bridge: Bridge,
        folders: JellyfinFolders,
        book: Book,
        rows: Sequence[LibraryFolder],
    ) -> None:
        """Prepare."""
        self._bridge = bridge
        self._folders = folders
        self._book = book
        self._rows = rows

    async def settle(
        self, kind: Kind, root: str, settings: DisplaySettings, *, filled: bool, changed: bool
    ) -> Obstacle | None:
        """Show the library of a kind when it is filled, hide it when it is not; return what hinders.

        It is enabled last, after its links are right, and scanned only when they changed.
        """
        name = settings.library_names[kind]
        await self._move(kind, root)
        row = self._at(root)
        if row is None:
            if not filled and settings.hide_when_empty:
                return None
            if any(alike(row.name, name) for row in self._rows):
                return Obstacle(Trouble.LIBRARY_NAME_TAKEN, {"name": name})
            row, changed = await self._create(kind, root, name), True
        made = self._made(kind)
        if made is not None and made.name != name and alike(row.name, made.name):
            await self._folders.rename_library(row, name)
            # Jellyfin's id of a library goes by its name.
            await self._write(replace(made, name=name, id=None))
        elif made is not None and made.id is None and row.id and alike(row.name, made.name):
            await self._write(replace(made, id=row.id))
        if changed:
            await self._refresh(row)
        enabled = filled or not settings.hide_when_empty
        if row.enabled is not enabled and self._is_only_ours(row):
            await self._folders.set_enabled(row, enabled=enabled)
        return None

    async def hide(self, kind: Kind, *, changed: bool) -> None:
        """Hide the library of a kind that is not wanted any more."""
        made = self._made(kind)
        row = self._at(made.folder) if made else None
        if row is None or not row.enabled or not self._is_only_ours(row):
            return
        if changed:
            await self._refresh(row)
        await self._folders.set_enabled(row, enabled=False)

    async def _refresh(self, row: LibraryFolder) -> None:
        """Let Jellyfin scan a library; one so new that it has no id yet is scanned by Jellyfin itself."""
        if row.id is not None:
            await self._folders.refresh(row.id)

    async def _create(self, kind: Kind, root: str, name: str) -> LibraryFolder:
        await self._write(MadeLibrary(kind=kind, folder=root, name=name))
        await self._bridge.create_directory(root)
        await self._folders.create_library(name, _TYPES[kind], root, LINK_LIBRARY_OPTIONS)
        self._rows = (await self._folders.libraries()).rows
        row = self._at(root)
        if row is None:
            raise NotUnderstood("Jellyfin", f"no library with the folder {root} after making one")
        return row

    async def _move(self, kind: Kind, root: str) -> None:
        """Let our library follow its root, so that people who were given access to it keep it."""
        made = self._made(kind)
        if made is None or normalise(made.folder) == normalise(root):
            return
        row = self._at(made.folder)
        if row is None or not self._is_made(made, row):
            return
        await self._bridge.create_directory(root)
        await self._folders.add_location(row, root)
        await self._write(replace(made, folder=root))
        await self._folders.remove_location(row, made.folder)
        self._rows = (await self._folders.libraries()).rows

    def _made(self, kind: Kind) -> MadeLibrary | None:
        return next((one for one in self._book.made.libraries if one.kind is kind), None)

    def _at(self, root: str) -> LibraryFolder | None:
        """Return the library with this folder: ours, if people have added the folder to one of theirs, too."""
        found = (row for row in self._rows if shows(row, root))
        return max(found, key=self._is_only_ours, default=None)

    def _is_made(self, made: MadeLibrary, row: LibraryFolder) -> bool:
        """Return whether a library is the one that we made, whatever people have changed on it."""
        known = alike(row.name, made.name) or (row.id is not None and row.id == made.id)
        return known or self._is_only_ours(row)

    def _is_only_ours(self, row: LibraryFolder) -> bool:
        ours = {normalise(library.folder) for library in self._book.made.libraries}
        return all(normalise(location) in ours for location in row.locations)

    async def _write(self, library: MadeLibrary) -> None:
        made = self._book.made
        others = (one for one in made.libraries if one.kind is not library.kind)
        await self._book.async_made(replace(made, libraries=(*others, library)))


def foreign(rows: Iterable[LibraryFolder], ours: Iterable[MadeLibrary]) -> list[tuple[str, str]]:
    """Return the names and folders of all libraries that we did not make."""
    made = {normalise(library.folder) for library in ours}
    return [
        (row.name, location)
        for row in rows
        for location in row.locations
        if normalise(location) not in made
    ]


def shows(row: LibraryFolder, folder: str) -> bool:
    """Return whether a library has this folder."""
    return normalise(folder) in {normalise(location) for location in row.locations}


def alike(name: str, other: str) -> bool:
    """Return whether two names are one to people."""
    return name.strip().casefold() == other.strip().casefold()
