"""The folders of a jellyfin-rust's series, which it does not tell: found by where their episodes lie."""

from collections.abc import Iterable, Mapping

from ..clients.ids import item_key
from ..clients.jellyfin_models import EpisodePath
from .paths import below, normalise


def series_folders(
    episodes: Iterable[EpisodePath], library_folders: Iterable[str]
) -> Mapping[str, str]:
    """Return the folder of each series, by the series' key.

    jellyfin-rust takes every folder directly below a library's for a series, and joins several of them when
    their names mean the same. A series in more than one folder, or with an episode that lies in none, is not
    in the answer: to match it with one of them would be a guess.
    """
    folders = {normalise(folder) for folder in library_folders}
    found: dict[str, set[str | None]] = {}
    for episode in episodes:
        if episode.series_id:
            folder = _top_folder(episode.path, folders)
            found.setdefault(item_key(episode.series_id), set()).add(folder)
    return {
        key: folder for key, (folder, *others) in found.items() if folder is not None and not others
    }


def _top_folder(path: str | None, library_folders: Iterable[str]) -> str | None:
    """Return the folder directly below the innermost library that a file lies in."""
    if path is None:
        return None
    path = normalise(path)
    rests = [rest for folder in library_folders if (rest := below(path, folder)) is not None]
    rest = min(rests, key=len, default="")
    name, inside, _ = rest.partition("/")
    return path[: len(path) - len(rest)] + name if inside else None
