"""Where the links go: below the base path, a folder for each title, named as its own folder is.

    <base>/movies/<folder>/<file>          a film
    <base>/movies/<folder>                 a film that is a folder itself (a disc)
    <base>/tv/<series>                     a whole series, one link to its folder
    <base>/tv/<series>/<season>/<file>     episodes: where only those leave, or folders cannot be linked

A link always has its source's own name, since the Bridge knows no other. What lies in the way of two
titles of one name is told apart by the folder above.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, replace
import hashlib
import re
from typing import Final

from ..clients.jellyfin_folders import EpisodeFile
from ..library.models import Kind
from ..library.paths import below, normalise
from .models import MadeLink, Shown

_FOLDERS: Final = {Kind.MOVIE: "movies", Kind.SERIES: "tv"}

_SEPARATOR: Final = re.compile("/")
_WINDOWS_SEPARATOR: Final = re.compile(r"[/\\]")
_WINDOWS: Final = re.compile(r"[A-Za-z]:[/\\]|\\\\")

# A folder's name may have 255 bytes; some are left for what tells two of one name apart.
_NAME_BYTES: Final = 230

# What Jellyfin 10.11 takes for a video by its name; everything else that it calls a film is a folder.
_VIDEOS: Final = frozenset(
    [
        ".3g2",
        ".3gp",
        ".asf",
        ".avi",
        ".divx",
        ".dvr-ms",
        ".f4v",
        ".flv",
        ".img",
        ".iso",
        ".m2t",
        ".m2ts",
        ".m2v",
        ".m4v",
        ".mk3d",
        ".mkv",
        ".mov",
        ".mp4",
        ".mpeg",
        ".mpg",
        ".mts",
        ".mxf",
        ".nrg",
        ".nsv",
        ".ogg",
        ".ogm",
        ".ogv",
        ".rec",
        ".rm",
        ".rmvb",
        ".strm",
        ".tp",
        ".ts",
        ".vob",
        ".webm",
        ".wmv",
        ".wtv",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLink:
    """A link that should be there."""

    path: str
    source: str
    medium_id: str
    kind: Kind
    title: str
    to_folder: bool = False

    @property
    def identity(self) -> tuple[str, str]:
        """Tell what is linked, wherever the link lies."""
        return self.medium_id, self.source


type EpisodeFiles = Mapping[str, Sequence[EpisodeFile]]
"""The episode files of series, by the id of their medium: of those that need links of their own."""


def roots(base_path: str) -> dict[Kind, str]:
    """Return the folder of each kind's library."""
    return {kind: join(base_path, name) for kind, name in _FOLDERS.items()}


def left_by_systems(name: str) -> bool:
    """Return whether a name is of what systems leave in every folder, such as `.DS_Store` or `@eaDir`."""
    return name.startswith((".", "@", "#"))


def join(folder: str, name: str) -> str:
    """Return the path of something in a folder, in the folder's own manner of writing."""
    separator = "\\" if "\\" in folder and "/" not in folder else "/"
    return f"{folder.rstrip(_separators(folder))}{separator}{name}"


def parent_and_name(path: str) -> tuple[str, str]:
    """Split a path before its last part."""
    separators = _separators(path)
    trimmed = path.rstrip(separators)
    cut = max(trimmed.rfind(separator) for separator in separators)
    return trimmed[: max(cut, 0)], trimmed[cut + 1 :]


def _separators(path: str) -> str:
    """Return what separates the parts of a path: elsewhere than on Windows, a backslash is a letter."""
    return "/\\" if _WINDOWS.match(path) else "/"


def folders_above(path: str, root: str) -> list[str]:
    """Return the folders between a root and something below it, the outermost first."""
    start = _start(path, root)
    return [path[: match.start()] for match in _separator(path).finditer(path, start)]


def top_of(path: str, root: str) -> str:
    """Return what lies directly in the root on the way to a path, perhaps the path itself."""
    match = _separator(path).search(path, _start(path, root))
    return path[: match.start()] if match else path


def _start(path: str, root: str) -> int:
    """Return where the part of a path begins that lies below a root; our paths are made by adding to roots."""
    if not path.startswith(root):
        raise ValueError(f"{path} is not below {root}")
    return len(root) + 1


def _separator(path: str) -> re.Pattern[str]:
    return _WINDOWS_SEPARATOR if _WINDOWS.match(path) else _SEPARATOR


def wanted_links(
    shown: Iterable[Shown],
    base_path: str,
    media_folders: AbstractSet[str],
    episode_files: EpisodeFiles,
    made: Iterable[MadeLink],
) -> list[WantedLink]:
    """Return all links that should be there; those that we have made already stay where they are.

    `media_folders` are the folders of Jellyfin's libraries, normalised.
    """
    below_root = roots(base_path)
    places = {
        (link.medium_id, link.source): link.path
        for link in made
        if below(normalise(link.path), normalise(below_root[link.kind])) is not None
    }
    drafts: list[WantedLink] = []
    for one in shown:
        drafts += _drafts(one, below_root[one.kind], media_folders, episode_files)
    crowded = _crowded(drafts, below_root)
    return [_placed(draft, below_root[draft.kind], places, crowded) for draft in drafts]


def _drafts(
    shown: Shown, root: str, media_folders: AbstractSet[str], episode_files: EpisodeFiles
) -> Iterable[WantedLink]:
    """Return the links of one medium where they would lie if it were alone."""
    # Everywhere else a name of nothing but backslashes would be no name.
    sources = [path for path in shown.paths if parent_and_name(path)[1].strip("\\")]
    if shown.kind is Kind.MOVIE:
        for source in sources:
            yield _film(shown, source, root, media_folders)
    elif shown.medium_id in episode_files:
        for file in episode_files[shown.medium_id]:
            if file.path:
                yield _episode(shown, file.path, file.season, root)
    else:
        for source in sources:
            _, name = parent_and_name(source)
            yield _link(shown, source, join(root, name), to_folder=True)


def _film(shown: Shown, source: str, root: str, media_folders: AbstractSet[str]) -> WantedLink:
    folder, name = parent_and_name(source)
    stem, dot, suffix = name.rpartition(".")
    if not stem or f"{dot}{suffix}".lower() not in _VIDEOS:
        return _link(shown, source, join(root, name), to_folder=True)
    # A film that lies in the library itself has no folder of its own to be named after.
    title = stem if normalise(folder) in media_folders else parent_and_name(folder)[1]
    return _link(shown, source, join(join(root, _folder_name(title or stem)), name))


def _episode(shown: Shown, source: str, number: int | None, root: str) -> WantedLink:
    folder, name = parent_and_name(source)
    series = next((path for path in shown.paths if below(normalise(source), normalise(path))), None)
    title = parent_and_name(series)[1] if series else f"{shown.title} ({shown.year})"
    season = (
        f"Season {number or 0:02d}"
        if series is None or normalise(folder) == normalise(series)
        else parent_and_name(folder)[1]
    )
    place = join(join(root, _folder_name(title)), _folder_name(season))
    return _link(shown, source, join(place, name))


def _link(shown: Shown, source: str, path: str, *, to_folder: bool = False) -> WantedLink:
    return WantedLink(
        path=path,
        source=source,
        medium_id=shown.medium_id,
        kind=shown.kind,
        title=shown.title,
        to_folder=to_folder,
    )


def _crowded(drafts: Sequence[WantedLink], below_root: Mapping[Kind, str]) -> AbstractSet[str]:
    """Return the names in a root that more than one medium, or a link and a folder, would use.

    A link to a folder and a folder of ours at one place would put our links among the media themselves.
    """
    users: dict[str, set[tuple[str, bool]]] = {}
    for draft in drafts:
        top = top_of(draft.path, below_root[draft.kind])
        users.setdefault(top.casefold(), set()).add((draft.medium_id, top == draft.path))
    paths = Counter(draft.path.casefold() for draft in drafts)
    return {top for top, who in users.items() if len(who) > 1} | {
        top_of(draft.path, below_root[draft.kind]).casefold()
        for draft in drafts
        if paths[draft.path.casefold()] > 1
    }


def _placed(
    draft: WantedLink,
    root: str,
    places: Mapping[tuple[str, str], str],
    crowded: AbstractSet[str],
) -> WantedLink:
    if (place := places.get(draft.identity)) is not None:
        return replace(draft, path=place)
    top = top_of(draft.path, root)
    if top.casefold() not in crowded:
        return draft
    _, name = parent_and_name(top)
    own = join(root, f"{_folder_name(name)} [{_mark(draft)}]")
    path = join(own, name) if top == draft.path else f"{own}{draft.path[len(top) :]}"
    return replace(draft, path=path)


def _mark(link: WantedLink) -> str:
    """Return a few letters that tell this title's folder from others of the same name, always the same."""
    folder, _ = parent_and_name(link.source)
    return hashlib.sha256(normalise(f"{link.medium_id} {folder}").encode()).hexdigest()[:6]


def _folder_name(name: str) -> str:
    """Return a name for a folder of ours: one part of a path, short enough, without two dots in a row.

    The Bridge refuses those everywhere in a path.
    """
    name = name.replace("/", "-").replace("\\", "-")
    while ".." in name:
        name = name.replace("..", ".")
    while len(name.encode("utf-8", "surrogatepass")) > _NAME_BYTES:
        name = name[:-1]
    # What begins with a dot is hidden, from Jellyfin too.
    return name.strip().lstrip(".") or "_"
