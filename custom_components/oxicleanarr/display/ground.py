"""What lies in our roots, and what of it may be touched (law 5).

Nothing is removed but what the book says we made, and nothing is put where something else may be:

- A root's own listing tells which names are taken. What is there and not in the book is left alone.
- A name that is free is safe to use: the Bridge makes the folder itself.
- A folder of ours may have been replaced behind our back by a link into the media. So before anything below
  it is touched, it is proven to be a real folder: the Bridge is asked to remove it as a link, and refuses.
- A place in such a folder is proven to be free in the same way. Where a real file lies, the Bridge refuses.
- A root may have become a link to somebody's own links, which the Bridge would not refuse to remove. So it is
  asked nothing before a link of ours leads home there, or a few folders hold nothing but ours.
- Bridges that do not refuse (before 3.2.3), or whose answer does not fit the folder's listing, are not
  trusted with that: there, every folder is listed and only what the listing shows as our link is touched.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, replace

from ..clients.bridge import Bridge, Link
from ..clients.errors import NotFound, NotUnderstood
from ..clients.jellyfin_folders import JellyfinFolders
from ..library.paths import below, normalise
from .layout import folders_above, left_by_systems, parent_and_name, top_of
from .models import Book, MadeLink

# So many folders are listed one by one; more are proven in one request, which Jellyfin's log calls errors.
LISTED_AT_ONCE = 3

# So many are looked at where the others will be like them; the first ones may be empty.
_SAMPLES = 3


class CannotWriteError(Exception):
    """The Bridge cannot make a folder."""

    def __init__(self, path: str) -> None:
        """Remember which one."""
        super().__init__(path)
        self.path = path


@dataclass(frozen=True, slots=True)
class Proof:
    """Folders that may be trusted: `proven` to be real by the Bridge, or `listed` with nothing but ours."""

    proven: frozenset[str]
    listed: frozenset[str]


class Ground:
    """Our roots during one pass: what is there, and what the book says of it."""

    def __init__(
        self, bridge: Bridge, folders: JellyfinFolders, book: Book, *, refuses_files: bool
    ) -> None:
        """Prepare; `refuses_files` is whether the Bridge surely refuses to remove what is no link."""
        self._bridge = bridge
        self._folders = folders
        self._book = book
        self.refuses_files = refuses_files
        made = book.made
        # What lies in no root of ours cannot be ours, whatever the book says.
        self.links = {
            normalise(link.path): link
            for link in made.links
            if any(_is_below(link.path, root) for root in made.roots)
        }
        self.own_folders = {
            normalise(folder): folder
            for folder in made.folders
            if any(_is_below(folder, root) for root in made.roots)
        }
        self.there: dict[str, set[str]] = {}
        self.absent: set[str] = set()

    async def look(self, roots: Iterable[str]) -> None:
        """List the roots; links whose place is gone are forgotten, somebody removed them by hand.

        Raises:
            ClientError: A server failed.
            CannotWriteError: Jellyfin may not read a root.
        """
        for root in roots:
            self.there[root] = await self.listed(root)
        await self._refuse_blindness()
        self.links = {path: link for path, link in self.links.items() if self.is_there(link.path)}

    async def _refuse_blindness(self) -> None:
        """Find out whether a root that looks emptied may only not be read, which Jellyfin does not tell."""
        for root, there in self.there.items():
            if there or root in self.absent:
                continue
            for link in self.links.values():
                if _within(normalise(link.path), normalise(root)):
                    if await self._folders.exists(top_of(link.path, root)):
                        raise CannotWriteError(root)
                    break

    async def look_into(self, folder: str) -> None:
        """Compare one folder with the book; what is no longer our link there counts as not made."""
        listed = {normalise(link.path): link.target for link in await self._links_in(folder)}
        for path, link in self.links.items():
            in_folder = normalise(parent_and_name(link.path)[0]) == normalise(folder)
            if in_folder and not link.to_folder and not _is_same(listed.get(path), link.source):
                self.links[path] = replace(link, confirmed=False)

    @property
    def strangers(self) -> Mapping[str, AbstractSet[str]]:
        """Return what lies in each root and is not in the book."""
        ours = self.own_folders.keys() | self.links.keys()
        return {root: there - ours for root, there in self.there.items() if there - ours}

    def shared(self) -> frozenset[str]:
        """Return the roots that hold what is not ours: each may have become a link into the media."""
        roots = [normalise(root) for root in self.there]
        return frozenset(
            root
            for root, strangers in self.strangers.items()
            if any(
                not left_by_systems(parent_and_name(other)[1])
                and not any(_within(one, other) for one in roots)
                for other in strangers
            )
        )

    def is_doubtful(self, path: str, shared: AbstractSet[str]) -> bool:
        """Return whether nothing can show that a link to a folder is ours, since the Bridge lists none."""
        root = self.root_of(path)
        return root in shared and parent_and_name(path)[0] == root

    def is_new(self, root: str) -> bool:
        """Return whether the book lists nothing in a root."""
        ours = self.own_folders.keys() | self.links.keys()
        return not any(_within(path, normalise(root)) for path in ours)

    def root_of(self, path: str) -> str:
        """Return the root in which a place lies: all that have places of ours were looked at."""
        return max((root for root in self.there if _is_below(path, root)), key=len)

    def is_there(self, path: str) -> bool:
        """Return whether anything lies in the root on the way to a place."""
        root = self.root_of(path)
        return normalise(top_of(path, root)) in self.there[root]

    def above(self, path: str) -> list[str]:
        """Return the folders between the root and a place, normalised."""
        return [normalise(folder) for folder in folders_above(path, self.root_of(path))]

    def folders_to(self, paths: Iterable[str]) -> set[str]:
        """Return all folders on the way to these places, normalised."""
        return {folder for path in paths for folder in self.above(path)}

    async def prove(self, paths: Iterable[str], known: Iterable[str]) -> Proof:
        """Find out which folders on the way to these places are real ones, and no links into the media.

        What the Bridge is asked about and is a link is gone then. So it is asked only on the way to what is
        `known` to lie in a root of ours; the other folders are listed.
        """
        folders = {
            normalise(folder): folder
            for path in paths
            if self.is_there(path)
            for folder in folders_above(path, self.root_of(path))
        }
        proven: frozenset[str] = frozenset()
        asked = folders.keys() & self.folders_to(known)
        if self.refuses_files and len(asked) > LISTED_AT_ONCE:
            outcome = await self._bridge.remove_links(sorted(folders[path] for path in asked))
            proven = frozenset(normalise(path) for path in outcome.real)
            if outcome.removed:
                for root in self.there:
                    self.there[root] = await self.listed(root)
        # 3.2.3 and 3.2.4 know no links to folders, and call everything that is a folder removed.
        doubtful = [folders[path] for path in folders if path not in proven]
        listed = [folder for folder in doubtful if await self._holds_only_ours(folder)]
        return Proof(proven, frozenset(map(normalise, listed)))

    async def is_ours(self, link: MadeLink, proof: Proof) -> bool:
        """Return whether it is safe to ask for a link's removal."""
        if self.refuses_files and self.stands_on(link.path, proof.proven):
            return True
        return self.stands_on(link.path, proof.proven | proof.listed) and await self.leads_home(
            link
        )

    async def leads_home(self, link: MadeLink) -> bool:
        """Return whether the Bridge lists a link as we made it; links to folders it never lists."""
        for listed in await self._links_in(parent_and_name(link.path)[0]):
            if normalise(listed.path) == normalise(link.path):
                return _is_same(listed.target, link.source)
        return False

    async def is_gone(self, path: str, proof: Proof) -> bool:
        """Return whether a link is not there any more, or never was, in a folder that is still ours."""
        trusted = self.stands_on(path, proof.proven | proof.listed)
        return trusted and await self.is_free(path)

    async def is_free(self, path: str) -> bool:
        """Return whether a folder's listing surely shows nothing at a place."""
        try:
            entries = await self._folders.contents(parent_and_name(path)[0])
        except NotFound:
            return True
        seen = {normalise(entry.path) for entry in entries.rows}
        return not entries.skipped and normalise(path) not in seen

    def stands_on(self, path: str, real: AbstractSet[str]) -> bool:
        """Return whether every folder between the root and a place is a real one."""
        return all(folder in real for folder in self.above(path))

    async def _holds_only_ours(self, folder: str) -> bool:
        """Return whether a folder is empty or missing, or holds nothing but what the book lists."""
        try:
            entries = await self._folders.contents(folder)
        except NotFound:
            return True
        known = self.own_folders.keys() | self.links.keys()
        return not entries.skipped and all(normalise(entry.path) in known for entry in entries.rows)

    async def without_swapped_roots(self, links: Sequence[MadeLink]) -> list[MadeLink]:
        """Leave out the links in a root that is not the one that we made, as one link of each root shows.

        Were it a link into media that are links themselves, the Bridge would not refuse to remove those.
        Links to folders show nothing: they are left out where there is anything besides them.
        """
        shared = self.shared()
        links = [
            link for link in links if not (link.to_folder and self.is_doubtful(link.path, shared))
        ]
        samples: dict[str, MadeLink] = {}
        for link in links:
            if not link.to_folder:
                samples.setdefault(self.root_of(link.path), link)
        swapped = {root for root, link in samples.items() if not await self.leads_home(link)}
        return [
            link
            for link in links
            if self.root_of(link.path) not in swapped or await self.leads_home(link)
        ]

    async def without_used_roots(self, paths: Sequence[str]) -> list[str]:
        """Leave out the places that may be somebody's, because folders on the way hold more than our links.

        A few places of a root stand for all of them, unless something else lies in that root.
        """
        shared = self.shared()
        looked: Counter[str] = Counter()
        used: set[str] = set()
        for path in paths:
            root = self.root_of(path)
            if self.is_doubtful(path, shared):
                used.add(path)
            elif looked[root] < _SAMPLES or root in shared:
                looked[root] += 1
                for folder in folders_above(path, root):
                    if not await self._holds_only_ours(folder):
                        used.add(path if root in shared else root)
                        break
        return [path for path in paths if used.isdisjoint((path, self.root_of(path)))]

    async def _links_in(self, folder: str) -> Sequence[Link]:
        """List the links in a folder; the one that is not understood may be the one that is missed."""
        listed = await self._bridge.list_links(folder)
        if listed.skipped:
            raise NotUnderstood("Jellyfin", f"the links in {folder}")
        return listed.links

    async def listed(self, root: str) -> set[str]:
        """Read what lies in a root, normalised; nothing where it is not there.

        Raises:
            ClientError: A server failed, or a row was not understood.
        """
        try:
            rows = await self._folders.contents(root)
        except NotFound:
            self.absent.add(root)
            return set()
        self.absent.discard(root)
        if rows.skipped:
            raise NotUnderstood("Jellyfin", f"the contents of {root}")
        return {normalise(entry.path) for entry in rows.rows}


def _is_same(target: str | None, source: str) -> bool:
    return target is not None and normalise(target) == normalise(source)


def _is_below(path: str, root: str) -> bool:
    return path.startswith((f"{root}/", f"{root}\\"))


def _within(path: str, folder: str) -> bool:
    return below(path, folder) is not None
