"""Why something could not be linked, and what a person can do about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..clients.bridge import refused_by_bridge
from ..clients.jellyfin_folders import JellyfinFolders
from .layout import WantedLink
from .links import LinkPass
from .models import Cause, Failure, Obstacle, Shown, Trouble

# Asking after every source of a large library that was not linked would take longer than linking it.
_ASKED_AFTER: Final = 3

type PathStory = Callable[[str], tuple[str, str]]
"""Tells which path mapping led to a medium's path, and which one would lead to a file that Jellyfin has."""


@dataclass(frozen=True, slots=True)
class Told:
    """What went wrong: each thing for itself, and what a person has to mend."""

    failures: tuple[Failure, ...]
    obstacles: tuple[Obstacle, ...]


async def diagnosed(
    folders: JellyfinFolders,
    wanted: Sequence[WantedLink],
    links: LinkPass,
    shown: Mapping[str, Shown],
    path_story: PathStory,
) -> Told:
    """Explain every link that is not there; Jellyfin is asked after the first few sources and the folder."""
    failures = list(links.changes.taken.values())
    obstacles: list[Obstacle] = []
    if links.changes.taken:
        names = {"path": next(iter(links.changes.taken)), "count": str(len(links.changes.taken))}
        obstacles.append(Obstacle(Trouble.PLACE_TAKEN, names))
    if named := [link for link in wanted if refused_by_bridge(link.source)]:
        failures += [_failure(link, Cause.NAME_REFUSED) for link in named]
        names = {"title": named[0].title, "count": str(len(named))}
        obstacles.append(Obstacle(Trouble.NAME_REFUSED, names))
    refused = links.changes.refused
    lost = [link for link, _ in refused[:_ASKED_AFTER] if not await folders.exists(link.source)]
    for link, line in refused:
        told = Cause.BRIDGE_SAID if line else Cause.BRIDGE_SILENT
        failures.append(_failure(link, Cause.NOTHING_THERE if link in lost else told, line))
    if lost:
        obstacles += _not_found(lost, len(refused), shown, path_story)
    elif refused and not await folders.writable(links.ground.root_of(refused[0][0].path)):
        path = links.ground.root_of(refused[0][0].path)
        obstacles.append(Obstacle(Trouble.NO_PERMISSION, {"path": path}))
    return Told(tuple(failures), tuple(obstacles))


def _failure(link: WantedLink, cause: Cause, said: str = "") -> Failure:
    return Failure(link.title, link.path, cause, source=link.source, said=said)


def _not_found(
    lost: Sequence[WantedLink], count: int, shown: Mapping[str, Shown], path_story: PathStory
) -> list[Obstacle]:
    """Name the mapping that led nowhere; where Jellyfin itself told the path, a scan of its own mends it."""
    mapped = [link for link in lost if link.medium_id in shown and shown[link.medium_id].mapped]
    if not mapped:
        return []
    mapping, proposal = path_story(mapped[0].medium_id)
    names = {
        "title": mapped[0].title,
        "path": mapped[0].source,
        "count": str(count),
        "mapping": mapping,
        "proposal": proposal,
    }
    return [Obstacle(Trouble.SOURCE_NOT_FOUND, names)]
