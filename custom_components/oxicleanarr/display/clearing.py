"""Everything that we made in Jellyfin taken away again, because the household itself ends.

Links and collection go as they do when nobody wants them any more. What goes only here is proven once more:

- A folder of ours goes when the folder around it holds nothing but ours, and the Bridge finds it empty. It is
  never forced.
- A library is deleted when Jellyfin still shows it under the name, the id and the folders that we gave it,
  and these folders turned out to be empty when they were removed. Deleting it touches no file, but its
  settings cannot be had back.

Whatever else is found stays as it is, and is told.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ..clients.bridge import Bridge, BridgeState, BridgeStatus
from ..clients.errors import ClientError, NotFound, NotUnderstood
from ..clients.jellyfin_collections import JellyfinCollections
from ..clients.jellyfin_folders import JellyfinFolders, LibraryFolder
from ..library.models import Problem
from ..library.paths import below, normalise
from ..library.reading import UntrustedAnswerError, problem_of, require_whole
from .collection import CollectionDisplay
from .layout import left_by_systems, parent_and_name
from .libraries import LibraryDisplay, Order
from .models import Book, DisplaySettings, Made, MadeLibrary, Trouble
from .shelf import alike, shows

_NOTHING: Final = DisplaySettings()


@dataclass(slots=True)
class Cleared:
    """What is left after clearing away, and why."""

    links: int = 0
    """How many links stay, because somebody is watching or the Bridge did not remove them."""
    changed: list[str] = field(default_factory=list)
    """The names of the libraries that are not as we made them."""
    filled: list[str] = field(default_factory=list)
    """The folders that hold something else, or could not be removed."""
    collection: str | None = None
    """The name of the collection that stays because of what people put into it; it is theirs now."""
    no_bridge: BridgeStatus | None = None
    """The Bridge, where it removes nothing."""
    problem: Problem | None = None
    """What broke it off; it can be tried again."""

    @property
    def everything(self) -> bool:
        """Return whether nothing of ours is left."""
        return not (
            self.links
            or self.changed
            or self.filled
            or self.no_bridge is not None
            or self.problem is not None
        )


class Clearing:
    """Clears away what the book lists; it can be asked again for what was left."""

    def __init__(
        self,
        bridge: Bridge,
        folders: JellyfinFolders,
        collections: JellyfinCollections,
        book: Book,
    ) -> None:
        """Prepare; nothing is asked yet."""
        self._bridge = bridge
        self._folders = folders
        self._collections = collections
        self._book = book
        self._cleared = Cleared()

    async def clear(self, administrator: str, playing: Collection[str]) -> Cleared:
        """Take away what can be; a failure is in the answer, never raised.

        `administrator` is the id of one: Jellyfin shows nobody else all members of a collection. `playing` are
        the paths that somebody is watching.
        """
        self._cleared = Cleared()
        try:
            await self._clear_collection(administrator)
            if replace(self._book.made, collection=None) != Made():
                await self._clear_links(playing)
        except (ClientError, UntrustedAnswerError) as err:
            self._cleared.problem = problem_of(err)
        return self._cleared

    async def _clear_collection(self, administrator: str) -> None:
        made = self._book.made.collection
        if made is None:
            return
        display = CollectionDisplay(self._collections, self._book)
        report = await display.show((), _NOTHING, administrator, "")
        self._cleared.problem = report.problem
        if report.problem is None and await self._collections.get(made.id) is not None:
            self._cleared.collection = made.name

    async def _clear_links(self, playing: Collection[str]) -> None:
        bridge = await self._bridge.status()
        if bridge.state is not BridgeState.ACTIVE:
            self._cleared.no_bridge = bridge
            return
        if await self._unlink(bridge, playing):
            await self._remove_folders()
            await self._delete_libraries()
            await self._remove_roots()

    async def _unlink(self, bridge: BridgeStatus, playing: Collection[str]) -> bool:
        """Let the display show nothing: that removes the links, each proven to be ours, and hides the libraries.

        Returns whether it came to its end.
        """
        watched = [normalise(path) for path in playing]
        held = frozenset(
            link.medium_id
            for link in self._book.made.links
            if any(below(path, normalise(link.path)) is not None for path in watched)
        )
        display = LibraryDisplay(self._bridge, self._folders, self._book, lambda _: ("", ""))
        order = Order(shown=(), settings=_NOTHING, bridge=bridge, playing=held)
        report = await display.show(order)
        blind = [one for one in report.obstacles if one.trouble is Trouble.NO_PERMISSION]
        self._cleared.filled += [one.names["path"] for one in blind]
        self._cleared.problem = self._cleared.problem or report.problem
        self._cleared.links = len(self._book.made.links)
        return report.problem is None and not blind

    async def _remove_folders(self) -> None:
        """Remove the folders between our roots and the links, the deepest first."""
        needed = [normalise(link.path) for link in self._book.made.links]
        kept: set[str] = set()
        for folder in sorted(self._book.made.folders, key=len, reverse=True):
            used = any(below(path, normalise(folder)) is not None for path in needed)
            around = parent_and_name(folder)[0]
            if used or not await self._is_ours(around) or not await self._removed(folder):
                kept.add(folder)
        await self._write(replace(self._book.made, folders=frozenset(kept)))

    async def _is_ours(self, folder: str) -> bool:
        """Return whether a folder holds nothing but what the book lists, and what systems leave everywhere."""
        made = self._book.made
        known = {normalise(path) for path in (*made.folders, *(link.path for link in made.links))}
        try:
            rows = await self._folders.contents(folder)
        except NotFound:
            return True
        return not rows.skipped and all(
            normalise(row.path) in known or left_by_systems(row.name) for row in rows.rows
        )

    async def _removed(self, folder: str) -> bool:
        """Remove a folder if it is empty; return whether it is surely gone."""
        try:
            gone = await self._bridge.remove_empty_directory(folder)
        except NotUnderstood:
            # It may not be removed, as the place where a disk is mounted.
            return False
        return gone and not await self._folders.exists(folder)

    async def _delete_libraries(self) -> None:
        libraries = await self._folders.libraries()
        require_whole("Jellyfin", "libraries", libraries)
        for made in self._book.made.libraries:
            found = [row for row in libraries.rows if shows(row, made.folder)]
            if not found:
                # Somebody deleted it, or gave it other folders: it is theirs now.
                await self._forget(made)
            elif not self._is_as_made(made, found, libraries.rows):
                self._cleared.changed += [row.name for row in found]
            elif await self._emptied(found[0]):
                await self._folders.delete_library(found[0])
                await self._forget(made)

    def _is_as_made(
        self, made: MadeLibrary, found: Sequence[LibraryFolder], rows: Sequence[LibraryFolder]
    ) -> bool:
        """Return whether a library is what the book lists, and the only one that its name can mean."""
        book = self._book.made
        # One that was removed by an earlier attempt is none of the roots any more.
        folders = (library.folder for library in book.libraries)
        roots = {normalise(root) for root in (*book.roots, *folders)}
        return (
            len(found) == 1
            and alike(found[0].name, made.name)
            and made.id in {None, found[0].id}
            and all(normalise(location) in roots for location in found[0].locations)
            and sum(alike(row.name, made.name) for row in rows) == 1
        )

    async def _emptied(self, row: LibraryFolder) -> bool:
        """Remove the folders of a library, which only works while nothing is in them."""
        for location in row.locations:
            if not await self._is_empty(location):
                self._fill(location)
                return False
        for location in row.locations:
            if not await self._remove_root(location):
                return False
        return True

    async def _remove_roots(self) -> None:
        """Remove the roots that belong to no library any more."""
        for root in self._book.made.roots:
            shown = {normalise(library.folder) for library in self._book.made.libraries}
            if normalise(root) not in shown:
                await self._remove_root(root)

    async def _remove_root(self, root: str) -> bool:
        """Remove an empty root; return whether it is gone."""
        if not await self._is_empty(root) or not await self._removed(root):
            self._fill(root)
            return False
        made = self._book.made
        roots = tuple(one for one in made.roots if normalise(one) != normalise(root))
        # Nothing can be below it any more.
        inside = [path for path in made.folders if _within(path, root)]
        await self._write(replace(made, roots=roots, folders=made.folders.difference(inside)))
        return True

    async def _is_empty(self, folder: str) -> bool:
        try:
            rows = await self._folders.contents(folder)
        except NotFound:
            return True
        return not rows.rows and not rows.skipped

    def _fill(self, folder: str) -> None:
        if folder not in self._cleared.filled:
            self._cleared.filled.append(folder)

    async def _forget(self, library: MadeLibrary) -> None:
        made = self._book.made
        others = tuple(one for one in made.libraries if one != library)
        await self._write(replace(made, libraries=others))

    async def _write(self, made: Made) -> None:
        if made != self._book.made:
            await self._book.async_made(made)


def _within(path: str, root: str) -> bool:
    return below(normalise(path), normalise(root)) is not None
