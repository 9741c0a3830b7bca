"""The folder for the links: whether it can be used, and which one to propose."""

from collections.abc import Iterable, Sequence
import posixpath
import re
from typing import Final
import unicodedata

from ..library.models import Copy
from ..library.paths import PathMapping, below, normalise, translate
from .models import Obstacle, Trouble

_FOLDER_NAME: Final = "leaving-soon"

# In Jellyfin's official container this folder is there, is written to, and holds no media.
_FALLBACK: Final = f"/config/{_FOLDER_NAME}"

# A drive with its root, or a share of another computer; not the other spellings that Windows has for them.
_WINDOWS_ROOT: Final = re.compile(r"[A-Za-z]:[\\/]|\\\\(?![?.][\\/])[^\\/]+[\\/][^\\/]+(?:[\\/]|$)")

# Control characters, lone surrogates, and the two other characters that end a line.
_UNWRITABLE: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})


def base_path_obstacle(
    base_path: str, libraries: Iterable[tuple[str, str]], roots: Iterable[str]
) -> Obstacle | None:
    """Return what forbids this folder for our links; `None` when it may be used.

    `libraries` are names and folders of Jellyfin's libraries without our own, `roots` the folders in which
    Radarr and Sonarr keep media; all are paths as Jellyfin sees them. Capitals do not tell folders apart here,
    because some file systems do not either.
    """
    if not _usable(base_path):
        return Obstacle(Trouble.BASE_PATH_UNUSABLE, {"path": base_path})
    ours = _spelling(base_path)
    for library, folder in (*libraries, *(("Radarr/Sonarr", root) for root in roots)):
        theirs = _spelling(folder)
        if below(ours, theirs) is not None or below(theirs, ours) is not None:
            return Obstacle(
                Trouble.BASE_PATH_IN_LIBRARY,
                {"path": base_path, "library": library, "folder": folder},
            )
    return None


def propose_base_path(folders: Iterable[str], others: Iterable[str] = ()) -> str:
    """Return a folder for our links beside the folders of media, or one of Jellyfin's own; "" if neither will do.

    Beside the media, because what shows these to Jellyfin shows the links, too. It has to do with none of the
    `others` either.
    """
    media = list(folders)
    taken = (*media, *others)
    for candidate in _candidates([folder for folder in media if _usable(folder)]):
        if base_path_obstacle(candidate, (), taken) is None:
            return candidate
    return ""


def root_folders(copies: Iterable[Copy], mappings: Sequence[PathMapping]) -> frozenset[str]:
    """Return the folders in which one Radarr or Sonarr keeps media, as Jellyfin sees them."""
    roots = {copy.root_folder or copy.folder for copy in copies}
    return frozenset(translate(root, mappings) for root in roots)


def _usable(path: str) -> bool:
    """Return whether a path is absolute, no root, and of one spelling: what is compared must be what is used."""
    if path != path.strip() or any(unicodedata.category(char) in _UNWRITABLE for char in path):
        return False
    if windows := _WINDOWS_ROOT.match(path):
        rest = re.split(r"[\\/]", path[windows.end() :])
        if any(name != name.rstrip(". ") for name in rest):
            # Windows leaves these out: it would be the folder without them.
            return False
    elif path.startswith("/") and "\\" not in path:
        rest = path[1:].split("/")
    else:
        return False
    if rest[-1] == "":
        rest.pop()
    # The Bridge refuses two dots in a row anywhere (3.2.3 to 3.2.6).
    return bool(rest) and not {"", "."}.intersection(rest) and ".." not in path


def _spelling(path: str) -> str:
    """Return a path as it is compared; a library's may have been typed in with detours."""
    plain = posixpath.normpath("/" + normalise(path).lstrip("/"))
    return normalise(plain.casefold())


def _candidates(media: Sequence[str]) -> Iterable[str]:
    if media:
        parents = [_parent(folder) for folder in media]
        shared = parents[0]
        while shared and any(below(normalise(one), normalise(shared)) is None for one in parents):
            shared = _parent(shared)
        for folder in filter(None, (shared, parents[0])):
            yield f"{folder}{'\\' if '\\' in media[0] else '/'}{_FOLDER_NAME}"
    yield _FALLBACK


def _parent(folder: str) -> str:
    """Return the folder around another one, without a separator at its end; "" when that is the root."""
    return re.sub(r"[\\/]*[^\\/]*[\\/]*$", "", folder)
