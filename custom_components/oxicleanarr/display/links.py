"""The links below our roots: what should be there, what is, and the difference made.

Nothing is removed but what the book says we made, and nothing is put where something else may be (law 5):

- A root's own listing tells which names are taken. What is there and not in the book is left alone.
- A name that is free is safe to use: the Bridge makes the folder itself.
- A folder of ours may have been replaced behind our back by a link into the media. So before anything below
  it is touched, it is proven to be a real folder: the Bridge is asked to remove it as a link, and refuses.
- A place in such a folder is proven to be free in the same way. Where a real file lies, the Bridge refuses.
- Bridges that do not refuse (before 3.2.3), or whose answer does not fit the folder's listing, are not
  trusted with that: there, every folder is listed and only what the listing shows as our link is touched.

What is about to be made is written into the book first, so that a stop at any line leaves nothing unknown.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Protocol

from ..clients.bridge import Bridge, Link
from ..clients.errors import ClientError, NotFound, NotUnderstood
from ..clients.jellyfin_folders import JellyfinFolders
from ..library.paths import below, normalise
from .layout import WantedLink, folders_above, left_by_systems, parent_and_name, top_of
from .models import Cause, Failure, Made, MadeLink

# How many emptied folders are removed in a pass, besides those that are in the way.
_TIDY_AT_ONCE = 5

# So many folders are listed one by one; more are proven in one request, which Jellyfin's log calls errors.
LISTED_AT_ONCE = 3


class Book(Protocol):
    """Where it is written down what we made."""

    @property
    def made(self) -> Made:
        """All that we made."""

    async def async_made(self, made: Made) -> None:
        """Write down what we made, at once."""


class CannotWriteError(Exception):
    """The Bridge cannot make a folder."""

    def __init__(self, path: str) -> None:
        """Remember which one."""
        super().__init__(path)
        self.path = path


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


@dataclass(frozen=True, slots=True)
class _Ground:
    """Folders that may be trusted: `proven` to be real by the Bridge, or `listed` with nothing but ours."""

    proven: frozenset[str]
    listed: frozenset[str]


class LinkPass:
    """One pass over the links in our roots."""

    def __init__(
        self, bridge: Bridge, folders: JellyfinFolders, book: Book, *, refuses_files: bool
    ) -> None:
        """Prepare; `refuses_files` is whether the Bridge surely refuses to remove what is no link."""
        self._bridge = bridge
        self._folders = folders
        self._book = book
        self._refuses_files = refuses_files
        made = book.made
        # What lies in no root of ours cannot be ours, whatever the book says.
        self._links = {
            normalise(link.path): link
            for link in made.links
            if any(_is_below(link.path, root) for root in made.roots)
        }
        self._own_folders = {
            normalise(folder): folder
            for folder in made.folders
            if any(_is_below(folder, root) for root in made.roots)
        }
        self._there: dict[str, set[str]] = {}
        self._absent: set[str] = set()
        self.changes = LinkChanges()

    async def look(self, roots: Iterable[str]) -> None:
        """List the roots; links whose place is gone are forgotten, somebody removed them by hand.

        Raises:
            ClientError: A server failed.
            CannotWriteError: Jellyfin may not read a root.
        """
        for root in roots:
            self._there[root] = await self._listed(root)
        await self._refuse_blindness()
        self._links = {
            path: link for path, link in self._links.items() if self._is_there(link.path)
        }

    async def _refuse_blindness(self) -> None:
        """Find out whether a root that looks emptied may only not be read, which Jellyfin does not tell."""
        for root, there in self._there.items():
            if there or root in self._absent:
                continue
            for link in self._links.values():
                if _within(normalise(link.path), normalise(root)):
                    if await self._folders.exists(top_of(link.path, root)):
                        raise CannotWriteError(root)
                    break

    async def look_into(self, folder: str) -> None:
        """Compare one folder with the book; what is no longer our link there counts as not made."""
        listed = {normalise(link.path): link.target for link in await self._links_in(folder)}
        for path, link in self._links.items():
            in_folder = normalise(parent_and_name(link.path)[0]) == normalise(folder)
            if in_folder and not link.to_folder and not _same(listed.get(path), link.source):
                self._links[path] = replace(link, confirmed=False)

    @property
    def strangers(self) -> Mapping[str, AbstractSet[str]]:
        """Return what lies in each root and is not in the book."""
        ours = self._own_folders.keys() | self._links.keys()
        return {root: there - ours for root, there in self._there.items() if there - ours}

    def is_new(self, root: str) -> bool:
        """Return whether the book lists nothing in a root."""
        ours = self._own_folders.keys() | self._links.keys()
        return not any(_within(path, normalise(root)) for path in ours)

    @property
    def links(self) -> Collection[MadeLink]:
        """Return the links that are there, as far as is known."""
        return self._links.values()

    async def apply(self, wanted: Sequence[WantedLink], *, rebuild: bool = False) -> None:
        """Remove what should not be there, make what is missing, leave the rest.

        Raises:
            ClientError: A server failed; what was done until then is in the book.
            CannotWriteError: A root cannot be made.
        """
        kept = set() if rebuild else self._kept(wanted)
        self.changes.unchanged = len(kept)
        stale = [link for path, link in self._links.items() if path not in kept]
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
            if (made := self._links.get(path := normalise(link.path))) is not None
            and made.confirmed
            and made.source == link.source
        }

    def _free(self, missing: Iterable[WantedLink]) -> list[WantedLink]:
        """Leave out the links in whose way lies something that is not in the book."""
        found = []
        for link in missing:
            top = normalise(top_of(link.path, self.root_of(link.path)))
            if self._is_there(link.path) and top not in self._own_folders.keys() | self._links:
                self._taken(link.title, link.path)
            else:
                found.append(link)
        return found

    async def _announce(self, stale: Sequence[MadeLink], missing: Iterable[WantedLink]) -> None:
        """Write into the book what is about to be made, and that what goes is no longer certain."""
        for old in stale:
            self._links[normalise(old.path)] = replace(old, confirmed=False)
        planned = {normalise(link.path): _made(link) for link in missing}
        if planned or stale:
            await self._book.async_made(self._page(planned | self._links, certain=False))

    async def _remove(self, stale: Sequence[MadeLink], again: AbstractSet[str]) -> None:
        """Remove links of ours; what turns out to be no link is somebody's file, and left alone.

        A link that the Bridge could not remove stays in the book, to be tried again.
        """
        ground = await self._ground([link.path for link in stale])
        ours = [link for link in stale if await self._is_ours(link, ground)]
        ours = await self._without_swapped_roots(ours)
        outcome = await self._bridge.remove_links([link.path for link in ours])
        gone = {normalise(path) for path in outcome.removed}
        stuck = {normalise(path) for path in outcome.failed.keys() - outcome.real}
        for link in stale:
            path = normalise(link.path)
            if path in stuck:
                continue
            del self._links[path]
            if path in gone:
                self._there[self.root_of(path)].discard(path)
                if link.confirmed or path not in again:
                    self.changes.removed.append(link)
            elif self._is_there(link.path) and not await self._is_gone(link.path, ground):
                if await self._leads_home(link):
                    # It is ours, but something else lies beside it: it goes when that is gone.
                    self._links[path] = link
                else:
                    self._own_folders.pop(path, None)
                self._taken(parent_and_name(link.source)[1], link.path)

    async def _without_swapped_roots(self, links: Sequence[MadeLink]) -> list[MadeLink]:
        """Leave out the links in a root that is not the one that we made, as one link of each root shows.

        Were it a link into media that are links themselves, the Bridge would not refuse to remove those.
        """
        samples: dict[str, MadeLink] = {}
        for link in links:
            if not link.to_folder:
                samples.setdefault(self.root_of(link.path), link)
        swapped = {root for root, link in samples.items() if not await self._leads_home(link)}
        return [
            link
            for link in links
            if self.root_of(link.path) not in swapped or await self._leads_home(link)
        ]

    async def _without_used_roots(self, paths: Sequence[str]) -> list[str]:
        """Leave out the places in a root where the folder of one of them holds more than our links."""
        samples: dict[str, str] = {}
        for path in paths:
            samples.setdefault(self.root_of(path), parent_and_name(path)[0])
        used = {
            root
            for root, folder in samples.items()
            if folder != root and not await self._holds_only_ours(folder)
        }
        return [path for path in paths if self.root_of(path) not in used]

    async def _tidy(self, ways: Iterable[str]) -> None:
        """Remove emptied folders of ours: all that are in the way, and some of the others.

        The Bridge removes empty folders only, and is never asked for more.
        """
        needed = self._folders_to(link.path for link in self._links.values())
        ends = list(ways)
        places = {normalise(end) for end in ends}
        empty = sorted(self._own_folders.keys() - needed, key=len, reverse=True)
        in_the_way = [path for path in empty if not places.isdisjoint((path, *self._above(path)))]
        leading = self._folders_to(ends) | set(in_the_way)
        foreign = self.strangers
        spare = [
            path
            for path in empty
            if path not in leading
            # A root with other things in it may have become a link into the media.
            and all(
                left_by_systems(parent_and_name(other)[1])
                for other in foreign.get(self.root_of(path), ())
            )
        ]
        for path in (*in_the_way, *spare[:_TIDY_AT_ONCE]):
            folder = self._own_folders[path]
            if not self._is_there(folder) or await self._bridge.remove_empty_directory(folder):
                del self._own_folders[path]
                self._there[self.root_of(folder)].discard(path)

    async def _cleared(self, missing: Sequence[WantedLink]) -> list[WantedLink]:
        """Return the links whose places are proven to be free."""
        found = self._free(missing)
        inside = [link for link in found if self._is_there(link.path)]
        ground = await self._ground([link.path for link in inside])
        asked = await self._without_used_roots(
            [
                link.path
                for link in inside
                if self._refuses_files and self._stands_on(link.path, ground.proven)
            ]
        )
        outcome = await self._bridge.remove_links(asked)
        free = {normalise(path) for path in outcome.removed}
        listed = ground.proven | ground.listed
        for link in inside:
            path = normalise(link.path)
            if link.path not in asked and self._stands_on(link.path, listed):
                if await self._is_free(link.path):
                    free.add(path)
            if path not in free:
                self._taken(link.title, link.path)
        return [link for link in found if link not in inside or normalise(link.path) in free]

    async def _add(self, missing: Sequence[WantedLink]) -> None:
        if not missing:
            return
        await self._make_roots({self.root_of(link.path) for link in missing})
        self._links |= {normalise(link.path): _made(link) for link in missing}
        outcome = await self._bridge.add_links(
            [(link.source, parent_and_name(link.path)[0]) for link in missing]
        )
        made = {normalise(path) for path in outcome.created}
        for root in self._there:
            self._there[root] = await self._listed(root)
        for link in missing:
            path = normalise(link.path)
            # A Bridge that only counts does not tell which links of a batch it made.
            if self._is_there(link.path) and (path in made or await self._leads_home(_made(link))):
                self._links[path] = replace(_made(link), confirmed=True)
                self.changes.created.append(link)
            else:
                del self._links[path]
                self.changes.refused.append((link, outcome.failed.get(link.source, "")))

    async def _make_roots(self, roots: Iterable[str]) -> None:
        """Make the roots that are missing, and see them: what cannot be listed cannot be proven free."""
        for root in self._absent.intersection(roots):
            try:
                await self._bridge.create_directory(root)
            except NotUnderstood as err:
                raise CannotWriteError(root) from err
            if await self._listed(root) or root in self._absent:
                raise CannotWriteError(root)

    async def _ground(self, paths: Iterable[str]) -> _Ground:
        """Find out which folders on the way to these places are real ones, and no links into the media."""
        folders = {
            normalise(folder): folder
            for path in paths
            if self._is_there(path)
            for folder in folders_above(path, self.root_of(path))
        }
        proven: frozenset[str] = frozenset()
        if self._refuses_files and len(folders) > LISTED_AT_ONCE:
            outcome = await self._bridge.remove_links(sorted(folders.values()))
            proven = frozenset(normalise(path) for path in outcome.real)
            if outcome.removed:
                for root in self._there:
                    self._there[root] = await self._listed(root)
        # 3.2.3 and 3.2.4 know no links to folders, and call everything that is a folder removed.
        doubtful = [folders[path] for path in folders if path not in proven]
        listed = [folder for folder in doubtful if await self._holds_only_ours(folder)]
        return _Ground(proven, frozenset(map(normalise, listed)))

    async def _holds_only_ours(self, folder: str) -> bool:
        """Return whether a folder is empty or missing, or holds nothing but what the book lists."""
        try:
            entries = await self._folders.contents(folder)
        except NotFound:
            return True
        known = self._own_folders.keys() | self._links.keys()
        return not entries.skipped and all(normalise(entry.path) in known for entry in entries.rows)

    async def _is_ours(self, link: MadeLink, ground: _Ground) -> bool:
        """Return whether it is safe to ask for a link's removal."""
        if self._refuses_files and self._stands_on(link.path, ground.proven):
            return True
        return self._stands_on(link.path, ground.proven | ground.listed) and await self._leads_home(
            link
        )

    async def _leads_home(self, link: MadeLink) -> bool:
        """Return whether the Bridge lists a link as we made it; links to folders it never lists."""
        for listed in await self._links_in(parent_and_name(link.path)[0]):
            if normalise(listed.path) == normalise(link.path):
                return _same(listed.target, link.source)
        return False

    async def _links_in(self, folder: str) -> Sequence[Link]:
        """List the links in a folder; the one that is not understood may be the one that is missed."""
        listed = await self._bridge.list_links(folder)
        if listed.skipped:
            raise NotUnderstood("Jellyfin", f"the links in {folder}")
        return listed.links

    async def _is_gone(self, path: str, ground: _Ground) -> bool:
        """Return whether a link is not there any more, or never was, in a folder that is still ours."""
        trusted = self._stands_on(path, ground.proven | ground.listed)
        return trusted and await self._is_free(path)

    async def _is_free(self, path: str) -> bool:
        """Return whether a folder's listing shows nothing at a place."""
        try:
            entries = await self._folders.contents(parent_and_name(path)[0])
        except NotFound:
            return True
        return normalise(path) not in {normalise(entry.path) for entry in entries.rows}

    def _stands_on(self, path: str, real: AbstractSet[str]) -> bool:
        """Return whether every folder between the root and a place is a real one."""
        return all(folder in real for folder in self._above(path))

    async def _listed(self, root: str) -> set[str]:
        try:
            rows = await self._folders.contents(root)
        except NotFound:
            self._absent.add(root)
            return set()
        self._absent.discard(root)
        if rows.skipped:
            raise NotUnderstood("Jellyfin", f"the contents of {root}")
        return {normalise(entry.path) for entry in rows.rows}

    def _above(self, path: str) -> list[str]:
        """Return the folders between the root and a place, normalised."""
        return [normalise(folder) for folder in folders_above(path, self.root_of(path))]

    def _folders_to(self, paths: Iterable[str]) -> set[str]:
        """Return all folders on the way to these places, normalised."""
        return {folder for path in paths for folder in self._above(path)}

    def root_of(self, path: str) -> str:
        """Return the root in which a place lies: all that have places of ours were looked at."""
        return max((root for root in self._there if _is_below(path, root)), key=len)

    def _is_there(self, path: str) -> bool:
        """Return whether anything lies in the root on the way to a place."""
        root = self.root_of(path)
        return normalise(top_of(path, root)) in self._there[root]

    def _taken(self, title: str, path: str) -> None:
        self.changes.taken[path] = Failure(title, path, Cause.NOT_OURS)

    async def _write(self, *, certain: bool) -> None:
        page = self._page(self._links, certain=certain)
        if page != self._book.made:
            await self._book.async_made(page)

    def _page(self, links: Mapping[str, MadeLink], *, certain: bool) -> Made:
        """Return the book with these links, and the folders that they need or that we made before."""
        folders = dict(self._own_folders)
        for link in links.values():
            for folder in folders_above(link.path, self.root_of(link.path)):
                folders[normalise(folder)] = folder
        if certain:
            folders = {path: name for path, name in folders.items() if self._is_there(name)}
        self._own_folders = folders
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


def _same(target: str | None, source: str) -> bool:
    return target is not None and normalise(target) == normalise(source)


def _is_below(path: str, root: str) -> bool:
    return path.startswith((f"{root}/", f"{root}\\"))


def _within(path: str, folder: str) -> bool:
    return below(path, folder) is not None
