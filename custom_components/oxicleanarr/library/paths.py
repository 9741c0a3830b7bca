"""Paths: the same file seen by Radarr or Sonarr and by Jellyfin, which may mount it elsewhere."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
import unicodedata


@dataclass(frozen=True, slots=True)
class PathMapping:
    """A folder as Radarr or Sonarr sees it, and the same folder as Jellyfin sees it."""

    server_path: str
    jellyfin_path: str


@dataclass(frozen=True, slots=True)
class PathPair:
    """One medium's path on both sides, and the root folder it lies in on Radarr's or Sonarr's side."""

    server_path: str
    jellyfin_path: str
    root_folder: str | None


def normalise(path: str) -> str:
    """Return the path in one spelling: forward slashes, one Unicode form, no trailing slash."""
    path = unicodedata.normalize("NFC", path).replace("\\", "/")
    return path.rstrip("/") or "/"


def below(path: str, folder: str) -> str | None:
    """Return the rest of `path` below `folder`, by whole segments; `None` when it is not below.

    Both must be normalised. The folder itself has the rest "".
    """
    if path == folder:
        return ""
    prefix = folder if folder.endswith("/") else folder + "/"
    return path[len(prefix) :] if path.startswith(prefix) else None


def below_any(path: str, folders: Iterable[str]) -> bool:
    """Say whether `path` is, or lies below, one of the folders; all must be normalised."""
    return any(below(path, folder) is not None for folder in folders)


def translate(path: str, mappings: Collection[PathMapping]) -> str:
    """Return the path as Jellyfin sees it: the longest mapping that fits, or the path unchanged."""
    path = normalise(path)
    if (mapping := mapping_for(path, mappings)) is None:
        return path
    rest = below(path, normalise(mapping.server_path)) or ""
    return _join(normalise(mapping.jellyfin_path), rest)


def mapping_for(path: str, mappings: Collection[PathMapping]) -> PathMapping | None:
    """Return the mapping that a path is translated by: the longest that fits."""
    if not mappings:
        return None
    path = normalise(path)
    fitting = [m for m in mappings if below(path, normalise(m.server_path)) is not None]
    return max(fitting, key=lambda mapping: len(normalise(mapping.server_path)), default=None)


def propose(pairs: Iterable[PathPair]) -> list[PathMapping]:
    """Propose mappings from media whose path is known on both sides.

    Each root folder gets the Jellyfin folder that most of its media point to; root folders that both
    sides see at the same place need none.
    """
    votes: dict[str, Counter[str]] = {}
    for pair in pairs:
        if found := _roots(pair):
            server_root, jellyfin_root = found
            votes.setdefault(server_root, Counter())[jellyfin_root] += 1
    proposals = []
    for server_root, counter in sorted(votes.items()):
        # The most votes win, then the alphabet, so that the same data always gives the same answer.
        jellyfin_root = min(counter, key=lambda root: (-counter[root], root))
        if jellyfin_root != server_root:
            proposals.append(PathMapping(server_root, jellyfin_root))
    return proposals


def idle_mappings(
    mappings: Sequence[PathMapping], server_paths: Iterable[str], jellyfin_paths: Iterable[str]
) -> list[PathMapping]:
    """Return the mappings that do not lead from any of the server's paths into any of Jellyfin's."""
    known = {normalise(path) for path in jellyfin_paths}
    folders = known | {parent for path in known for parent in parents(path)}
    working = set()
    for path in server_paths:
        for mapping in mappings:
            rest = below(normalise(path), normalise(mapping.server_path))
            if rest is not None and _join(normalise(mapping.jellyfin_path), rest) in folders:
                working.add(mapping)
    return [mapping for mapping in mappings if mapping not in working]


def _join(folder: str, rest: str) -> str:
    if not rest:
        return folder
    return folder + rest if folder.endswith("/") else f"{folder}/{rest}"


def parents(path: str) -> Iterable[str]:
    """Yield the folders around a normalised path, the nearest first, without the root of all."""
    while (cut := path.rfind("/")) > 0:
        path = path[:cut]
        yield path


def _roots(pair: PathPair) -> tuple[str, str] | None:
    """Return the folders on both sides below which the two paths are the same."""
    server, jellyfin = normalise(pair.server_path), normalise(pair.jellyfin_path)
    if pair.root_folder:
        root = normalise(pair.root_folder)
        rest = below(server, root)
        if rest and jellyfin.endswith("/" + rest):
            return root, jellyfin[: -len(rest) - 1] or "/"
        return None
    ours, theirs = server.split("/"), jellyfin.split("/")
    shared = 0
    while shared < min(len(ours), len(theirs)) - 1 and ours[-1 - shared] == theirs[-1 - shared]:
        shared += 1
    if not shared:
        return None
    return "/".join(ours[:-shared]) or "/", "/".join(theirs[:-shared]) or "/"
