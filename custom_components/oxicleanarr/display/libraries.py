"""The display that makes libraries of symbolic links through the Bridge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
import time
from typing import Final

from ..clients.bridge import Bridge, BridgeState, BridgeStatus, refused_by_bridge
from ..clients.errors import ClientError
from ..clients.jellyfin_folders import EpisodeFile, JellyfinFolders, LibraryFolder
from ..library.models import Kind, Problem
from ..library.paths import below, normalise
from ..library.reading import UntrustedAnswerError, problem_of, require_complete
from .base_path import base_path_obstacle
from .failures import PathStory, diagnosed
from .ground import CannotWriteError, Ground
from .layout import WantedLink, left_by_systems, parent_and_name, roots, wanted_links
from .links import LinkPass
from .models import (
    Book,
    DisplayKind,
    DisplayReport,
    DisplaySettings,
    MadeLink,
    Obstacle,
    Shown,
    Trouble,
)
from .shelf import Shelves, foreign

# Listing more in a pass in which nothing changes would be felt where there are a thousand links.
_LOOKS: Final = 1
_EPISODES_SECONDS: Final = 6 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a pass is to show."""

    shown: tuple[Shown, ...]
    settings: DisplaySettings
    bridge: BridgeStatus
    media_roots: tuple[str, ...] = ()
    """The root folders of Radarr and Sonarr, as Jellyfin sees them."""
    seen: frozenset[str] = frozenset()
    """The places of our links that Jellyfin shows as items, normalised."""
    playing: frozenset[str] = frozenset()
    """The ids of the media that somebody is watching: a link that goes would break off the film."""
    rebuild: bool = False
    another: Obstacle | Problem | None = None
    """Who else shows the same, or why that is not known: then nothing is touched."""

    @property
    def active(self) -> bool:
        """Return whether libraries are wanted; else what we made is cleared away."""
        return DisplayKind.LIBRARIES in self.settings.kinds


class LibraryDisplay:
    """Keeps the links and our libraries as they should be, pass after pass."""

    def __init__(
        self, bridge: Bridge, folders: JellyfinFolders, book: Book, path_story: PathStory
    ) -> None:
        """Prepare; nothing is asked yet."""
        self._bridge = bridge
        self._folders = folders
        self._book = book
        self._path_story = path_story
        self._links_folders = True
        self._episodes: dict[str, tuple[float, tuple[EpisodeFile, ...]]] = {}
        self._looked_at: dict[str, int] = {}
        self._passes = 0

    async def show(self, order: Order) -> DisplayReport:
        """Make what is shown in Jellyfin what it should be; a failure is in the report, never raised."""
        if not order.active and not self._book.made.links and not self._book.made.libraries:
            return DisplayReport()
        if order.active and order.another is not None:
            return self._stopped(order, order.another)
        if (obstacle := _bridge_obstacle(order.bridge)) is not None:
            return self._stopped(order, obstacle)
        if order.bridge.state is not BridgeState.ACTIVE:
            return self._stopped(order, _silent(order.bridge.detail))
        try:
            return await self._show(order)
        except CannotWriteError as err:
            return self._stopped(order, Obstacle(Trouble.NO_PERMISSION, {"path": err.path}))
        except (ClientError, UntrustedAnswerError) as err:
            return self._stopped(order, problem_of(err))

    def _stopped(self, order: Order, why: Obstacle | Problem) -> DisplayReport:
        """Report a pass that changed nothing, or not all: what the book lists should still be there."""
        wanted = len(order.shown) if order.active else 0
        present = sum(link.confirmed for link in self._book.made.links)
        return DisplayReport(
            wanted=max(wanted, present),
            present=present,
            obstacles=(why,) if isinstance(why, Obstacle) else (),
            problem=why if isinstance(why, Problem) else None,
        )

    async def _show(self, order: Order) -> DisplayReport:
        libraries = await self._folders.libraries()
        require_complete("Jellyfin", "libraries", libraries)
        rows = libraries.rows
        if order.active and (obstacle := self._misplaced(order, rows)) is not None:
            return self._stopped(order, obstacle)
        wanted = await self._wanted(order, rows)
        ground = await self._looked(order)
        if order.active and (obstacle := await self._another_manager(ground)) is not None:
            return self._stopped(order, obstacle)
        links = LinkPass(self._bridge, ground, self._book)
        await links.apply(_sendable(wanted), rebuild=order.rebuild)
        if await self._found_no_folder_links(links):
            wanted = await self._wanted(order, rows)
            links.changes.refused.clear()
            await links.apply(_sendable(wanted))
        obstacles = await self._settle(order, rows, links)
        known = {one.medium_id: one for one in order.shown}
        told = await diagnosed(self._folders, wanted, links, known, self._path_story)
        there = {normalise(link.path) for link in ground.links.values() if link.confirmed}
        return DisplayReport(
            wanted=len(wanted),
            present=sum(normalise(link.path) in there for link in wanted),
            created=len(links.changes.created),
            removed=len(links.changes.removed),
            unchanged=links.changes.unchanged,
            failures=told.failures,
            obstacles=(*self._old_bridge(order.bridge, wanted), *obstacles, *told.obstacles),
        )

    def _misplaced(self, order: Order, rows: Sequence[LibraryFolder]) -> Obstacle | None:
        """Return why the base path cannot be used: it touches media, or is somebody else's already."""
        base_path = order.settings.base_path
        ours = [normalise(root) for root in roots(base_path).values()]
        inside: list[tuple[str, str]] = []
        outside: list[tuple[str, str]] = []
        for name, folder in foreign(rows, self._book.made.libraries):
            within = any(below(normalise(folder), root) is not None for root in ours)
            (inside if within else outside).append((name, folder))
        if (obstacle := base_path_obstacle(base_path, outside, order.media_roots)) is not None:
            return obstacle
        for name, folder in inside:
            return Obstacle(Trouble.ANOTHER_MANAGER, {"path": folder, "manager": name})
        return None

    async def _wanted(self, order: Order, rows: Sequence[LibraryFolder]) -> list[WantedLink]:
        if not order.active:
            return _held(order.playing, self._book.made.links, ())
        files = {
            one.medium_id: await self._episode_files(one)
            for one in order.shown
            if one.kind is Kind.SERIES
            and one.item_ids
            and (one.episodes or not self._can_link_folders(order.bridge))
        }
        media_folders = {normalise(place) for row in rows for place in row.locations}
        made = self._book.made.links
        wanted = wanted_links(order.shown, order.settings.base_path, media_folders, files, made)
        return wanted + _held(order.playing, made, wanted)

    async def _episode_files(self, shown: Shown) -> tuple[EpisodeFile, ...]:
        """Return the episode files of a series that are to be shown."""
        found: list[EpisodeFile] = []
        for item_id in shown.item_ids:
            found += await self._listed_episodes(item_id)
        if not shown.episodes:
            return tuple(found)
        leaving = set(shown.episodes)
        return tuple(
            file
            for file in found
            if any((file.season, number) in leaving for number in _numbers(file))
        )

    async def _listed_episodes(self, item_id: str) -> tuple[EpisodeFile, ...]:
        read_at, files = self._episodes.get(item_id, (0.0, ()))
        if read_at and time.monotonic() - read_at < _EPISODES_SECONDS:
            return files
        rows = await self._folders.episodes(item_id)
        require_complete("Jellyfin", "episodes", rows)
        self._episodes[item_id] = (time.monotonic(), rows.rows)
        return rows.rows

    async def _looked(self, order: Order) -> Ground:
        """Begin a pass with a look at what is there: all roots, and a few of the folders in them."""
        made = self._book.made
        mine = roots(order.settings.base_path).values() if order.active else ()
        if set(mine) - set(made.roots):
            made = replace(made, roots=tuple(dict.fromkeys((*made.roots, *mine))))
            await self._book.async_made(made)
        ground = Ground(
            self._bridge, self._folders, self._book, refuses_files=order.bridge.refuses_files
        )
        await ground.look(made.roots)
        if not order.rebuild:
            for folder in self._to_look_into(ground, order.seen):
                await ground.look_into(folder)
        return ground

    def _to_look_into(self, ground: Ground, seen: frozenset[str]) -> list[str]:
        """Choose folders to compare with the book: first what Jellyfin does not show, then by turns."""
        self._passes += 1
        folders: dict[str, bool] = {}
        for link in ground.links.values():
            if link.confirmed and not link.to_folder:
                folder = parent_and_name(link.path)[0]
                shown = normalise(link.path) in seen or link.kind is Kind.SERIES
                folders[folder] = folders.get(folder, True) and shown
        chosen = sorted(
            folders,
            key=lambda folder: (
                folders[folder] or folder in self._looked_at,
                self._looked_at.get(folder, 0),
            ),
        )[:_LOOKS]
        self._looked_at = {
            folder: at for folder, at in self._looked_at.items() if folder in folders
        } | dict.fromkeys(chosen, self._passes)
        return chosen

    async def _another_manager(self, ground: Ground) -> Obstacle | None:
        """Return who else uses our roots: two managers would fight, and a folder in use may be anything."""
        for root, strangers in ground.strangers.items():
            for link in (await self._bridge.list_links(root)).links:
                if normalise(link.path) in strangers:
                    names = {"path": root, "manager": link.name}
                    return Obstacle(Trouble.ANOTHER_MANAGER, names)
            if ground.is_new(root) and (
                seen := [
                    path for path in strangers if not left_by_systems(parent_and_name(path)[1])
                ]
            ):
                return Obstacle(Trouble.PLACE_TAKEN, {"path": root, "count": str(len(seen))})
        return None

    async def _found_no_folder_links(self, links: LinkPass) -> bool:
        """Return whether the Bridge just showed that it cannot link folders, which 3.2.5 was the first to do."""
        refused = [link for link, _ in links.changes.refused if link.to_folder]
        if not refused or not self._links_folders:
            return False
        self._links_folders = not await self._folders.exists(refused[0].source, is_file=False)
        return not self._links_folders

    def _can_link_folders(self, bridge: BridgeStatus) -> bool:
        return bridge.refuses_files and self._links_folders

    def _old_bridge(self, bridge: BridgeStatus, wanted: Iterable[WantedLink]) -> list[Obstacle]:
        """Say that a newer Bridge is needed: for safety before 3.2.3, for films that are folders before 3.2.5."""
        discs = any(link.to_folder and link.kind is Kind.MOVIE for link in wanted)
        if bridge.refuses_files and (self._links_folders or not discs):
            return []
        return [Obstacle(Trouble.BRIDGE_TOO_OLD, {"version": bridge.version or "< 3.2.5"})]

    async def _settle(
        self, order: Order, rows: Sequence[LibraryFolder], links: LinkPass
    ) -> list[Obstacle]:
        shelves = Shelves(self._bridge, self._folders, self._book, rows)
        changes = links.changes
        changed = {link.kind for link in changes.created} | {link.kind for link in changes.removed}
        filled = {link.kind for link in links.ground.links.values() if link.confirmed}
        obstacles = []
        for kind, root in roots(order.settings.base_path).items():
            if not order.active:
                await shelves.hide(kind, changed=kind in changed)
                continue
            obstacle = await shelves.settle(
                kind, root, order.settings, filled=kind in filled, changed=kind in changed
            )
            if obstacle is not None:
                obstacles.append(obstacle)
        return obstacles


def _held(
    playing: frozenset[str], made: Iterable[MadeLink], wanted: Iterable[WantedLink]
) -> list[WantedLink]:
    """Return the links that stay although they are not wanted any more, while somebody is watching."""
    places = {normalise(link.path) for link in wanted}
    return [
        WantedLink(
            path=link.path,
            source=link.source,
            medium_id=link.medium_id,
            kind=link.kind,
            title=parent_and_name(link.source)[1],
            to_folder=link.to_folder,
        )
        for link in made
        if link.medium_id in playing and normalise(link.path) not in places
    ]


def _sendable(wanted: Iterable[WantedLink]) -> list[WantedLink]:
    return [link for link in wanted if not refused_by_bridge(link.source)]


def _numbers(file: EpisodeFile) -> range:
    """Return the numbers of the episodes that a file holds."""
    if file.number is None:
        return range(0)
    return range(file.number, max(file.number, file.last_number or 0) + 1)


def _silent(detail: str) -> Problem:
    said = f"The Bridge does not answer ({detail})" if detail else "The Bridge does not answer"
    advice = "check that it is active among Jellyfin's plugins, and restart Jellyfin"
    return Problem("bridge_not_answering", f"{said}; {advice}", {"detail": detail})


def _bridge_obstacle(bridge: BridgeStatus) -> Obstacle | None:
    match bridge.state:
        case BridgeState.NOT_INSTALLED:
            return Obstacle(Trouble.BRIDGE_MISSING, {"detail": bridge.detail})
        case BridgeState.UNAUTHORIZED:
            return Obstacle(Trouble.BRIDGE_REFUSED)
    return None
