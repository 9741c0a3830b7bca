"""The difference between the links that should be below our roots and those that are, made.

Nothing is touched whose ground is not proven first, in `ground.py`. What is about to be made is written into
the book before, so that a stop at any line leaves nothing unknown.
"""

from collections.abc import Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, field, replace

from ..clients.bridge import Bridge
from ..clients.errors import ClientError, NotUnderstood
from ..library.paths import normalise
from .ground import CannotWriteError, Ground
from .layout import WantedLink, folders_above, parent_and_name, top_of
from .models import Book, Cause, Failure, Made, MadeLink

# How many emptied folders are removed in a pass, besides those that are in the way.
_TIDY_AT_ONCE = 5


@dataclass(slots=True)
class LinkChanges:
    """What a pass did."""

    created: list[WantedLink] = field(default_factory=list)
    removed: list[MadeLink] = field(default_factory=list)
    unchanged: int = 0
    refused: list[tuple[WantedLink, str]] = field(default_factory=list)
    """The links that the Bridge did not make, each with what it said."""
    taken: dict[str, Failure] = field(default_factory=dict)
    """The places where something lies that is not ours, by their paths."""


class LinkPass:
    """One pass over the links in our roots."""

    def __init__(self, bridge: Bridge, ground: Ground, book: Book) -> None:
        """Prepare; the ground has been looked at."""
        self._bridge = bridge
        self.ground = ground
        self._book = book
        self.changes = LinkChanges()

    async def apply(self, wanted: Sequence[WantedLink], *, rebuild: bool = False) -> None:
        """Remove what should not be there, make what is missing, leave the rest.

        Raises:
            ClientError: A server failed; what was done until then is in the book.
            CannotWriteError: A root cannot be made.
        """
        kept = set() if rebuild else self._kept(wanted)
        self.changes.unchanged = len(kept)
        stale = [link for path, link in self.ground.links.items() if path not in kept]
        missing = self._free([link for link in wanted if normalise(link.path) not in kept])
        await self._announce(stale, missing)
        try:
            await self._remove(stale, {normalise(link.path) for link in missing})
            await self._tidy([link.path for link in missing])
            await self._add(await self._cleared(missing))
        except ClientError:
            # A server may have done what it could not tell any more.
            await self._write(certain=False)
            raise
        await self._write(certain=True)

    def _kept(self, wanted: Iterable[WantedLink]) -> AbstractSet[str]:
        return {
            path
            for link in wanted
            if (made := self.ground.links.get(path := normalise(link.path))) is not None
            and made.confirmed
            and made.source == link.source
        }

    def _free(self, missing: Iterable[WantedLink]) -> list[WantedLink]:
        """Leave out the links in whose way lies something that is not in the book."""
        # What differs only in capitals is one place for some disks.
        taken = {
            root: {path.casefold() for path in paths}
            for root, paths in self.ground.strangers.items()
        }
        found = []
        for link in missing:
            root = self.ground.root_of(link.path)
            if normalise(top_of(link.path, root)).casefold() in taken.get(root, ()):
                self._taken(link.title, link.path)
            else:
                found.append(link)
        return found

    async def _announce(self, stale: Sequence[MadeLink], missing: Iterable[WantedLink]) -> None:
        """Write into the book what is about to be made, and that what goes is no longer certain."""
        for old in stale:
            self.ground.links[normalise(old.path)] = replace(old, confirmed=False)
        planned = {normalise(link.path): _made(link) for link in missing}
        if planned or stale:
            await self._book.async_made(self._page(planned | self.ground.links, certain=False))

    async def _remove(self, stale: Sequence[MadeLink], again: AbstractSet[str]) -> None:
        """Remove links of ours; what turns out to be no link is somebody's file, and left alone.

        A link that the Bridge could not remove stays in the book, to be tried again.
        """
        known = await self.ground.without_swapped_roots(stale)
        roots = {self.ground.root_of(link.path) for link in known}
        proof = await self.ground.prove(
            [link.path for link in stale],
            [link.path for link in stale if self.ground.root_of(link.path) in roots],
        )
        ours = [link for link in known if await self.ground.is_ours(link, proof)]
        outcome = await self._bridge.remove_links([link.path for link in ours])
        gone = {normalise(path) for path in outcome.removed}
        stuck = {normalise(path) for path in outcome.failed.keys() - outcome.real}
        shared = self.ground.shared()
        for link in stale:
            path = normalise(link.path)
            if path in stuck:
                continue
            del self.ground.links[path]
            if path in gone:
                self.ground.there[self.ground.root_of(path)].discard(path)
                if link.confirmed or path not in again:
                    self.changes.removed.append(link)
            elif self.ground.is_there(link.path) and not await self.ground.is_gone(
                link.path, proof
            ):
                unproven = link.to_folder and self.ground.is_doubtful(link.path, shared)
                if unproven or await self.ground.leads_home(link):
                    # It is ours, but something else lies beside it: it goes when that is gone.
                    self.ground.links[path] = link
                else:
                    self.ground.own_folders.pop(path, None)
                self._taken(parent_and_name(link.source)[1], link.path)

    async def _tidy(self, ways: Iterable[str]) -> None:
        """Remove emptied folders of ours: all that are in the way, and some of the others.

        The Bridge removes empty folders only, and is never asked for more.
        """
        needed = self.ground.folders_to(link.path for link in self.ground.links.values())
        ends = list(ways)
        places = {normalise(end) for end in ends}
        empty = sorted(self.ground.own_folders.keys() - needed, key=len, reverse=True)
        in_the_way = [
            path for path in empty if not places.isdisjoint((path, *self.ground.above(path)))
        ]
        leading = self.ground.folders_to(ends) | set(in_the_way)
        shared = self.ground.shared()
        spare = [
            path
            for path in empty
            if path not in leading and self.ground.root_of(path) not in shared
        ]
        for path in (*in_the_way, *spare[:_TIDY_AT_ONCE]):
            folder = self.ground.own_folders[path]
            if not self.ground.is_there(folder) or await self._bridge.remove_empty_directory(
                folder
            ):
                del self.ground.own_folders[path]
                self.ground.there[self.ground.root_of(folder)].discard(path)

    async def _cleared(self, missing: Sequence[WantedLink]) -> list[WantedLink]:
        """Return the links whose places are proven to be free."""
        found = self._free(missing)
        inside = [link for link in found if self.ground.is_there(link.path)]
        known = await self.ground.without_used_roots([link.path for link in inside])
        proof = await self.ground.prove([link.path for link in inside], known)
        asked = [
            path
            for path in known
            if self.ground.refuses_files and self.ground.stands_on(path, proof.proven)
        ]
        outcome = await self._bridge.remove_links(asked)
        free = {normalise(path) for path in outcome.removed}
        listed = proof.proven | proof.listed
        for link in inside:
            path = normalise(link.path)
            if link.path not in asked and self.ground.stands_on(link.path, listed):
                if await self.ground.is_free(link.path):
                    free.add(path)
            if path not in free:
                self._taken(link.title, link.path)
        return [link for link in found if link not in inside or normalise(link.path) in free]

    async def _add(self, missing: Sequence[WantedLink]) -> None:
        if not missing:
            return
        await self._make_roots({self.ground.root_of(link.path) for link in missing})
        self.ground.links |= {normalise(link.path): _made(link) for link in missing}
        outcome = await self._bridge.add_links(
            [(link.source, parent_and_name(link.path)[0]) for link in missing]
        )
        made = {normalise(path) for path in outcome.created}
        for root in self.ground.there:
            self.ground.there[root] = await self.ground.listed(root)
        for link in missing:
            path = normalise(link.path)
            # A Bridge that only counts does not tell which links of a batch it made.
            if self.ground.is_there(link.path) and (
                path in made or await self.ground.leads_home(_made(link))
            ):
                self.ground.links[path] = replace(_made(link), confirmed=True)
                self.changes.created.append(link)
            else:
                del self.ground.links[path]
                self.changes.refused.append((link, outcome.failed.get(link.source, "")))

    async def _make_roots(self, roots: Iterable[str]) -> None:
        """Make the roots that are missing, and see them: what cannot be listed cannot be proven free."""
        for root in self.ground.absent.intersection(roots):
            try:
                await self._bridge.create_directory(root)
            except NotUnderstood as err:
                raise CannotWriteError(root) from err
            if await self.ground.listed(root) or root in self.ground.absent:
                raise CannotWriteError(root)

    def _taken(self, title: str, path: str) -> None:
        self.changes.taken[path] = Failure(title, path, Cause.NOT_OURS)

    async def _write(self, *, certain: bool) -> None:
        page = self._page(self.ground.links, certain=certain)
        if page != self._book.made:
            await self._book.async_made(page)

    def _page(self, links: Mapping[str, MadeLink], *, certain: bool) -> Made:
        """Return the book with these links, and the folders that they need or that we made before."""
        folders = dict(self.ground.own_folders)
        for link in links.values():
            for folder in folders_above(link.path, self.ground.root_of(link.path)):
                folders[normalise(folder)] = folder
        if certain:
            folders = {path: name for path, name in folders.items() if self.ground.is_there(name)}
        self.ground.own_folders = folders
        return replace(
            self._book.made,
            links=tuple(links[path] for path in sorted(links)),
            folders=frozenset(folders.values()),
        )


def _made(link: WantedLink) -> MadeLink:
    return MadeLink(
        path=link.path,
        source=link.source,
        medium_id=link.medium_id,
        kind=link.kind,
        to_folder=link.to_folder,
    )
