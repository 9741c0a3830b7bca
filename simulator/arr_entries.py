"""What Radarr and Sonarr do in the same way with their entries: films here, series there."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from .arr_disk import Disk
from .arr_refusals import not_found, stale_ids
from .later import Later
from .world import Movie, Series


class Entries[Entry: Movie | Series]:
    """The entries of one server by their ids, whose folders lie in one root folder.

    ``forget`` lets the world forget one, ``exclude`` keeps import lists from bringing it back.
    """

    def __init__(
        self,
        by_id: Mapping[int, Entry],
        root: Path,
        disk: Disk,
        later: Later,
        forget: Callable[[Entry], None],
        exclude: Callable[[Entry], object],
    ) -> None:
        """Use the world's own entries."""
        self._by_id = by_id
        self._root = root
        self._disk = disk
        self._later = later
        self._forget = forget
        self._exclude = exclude

    def find(self, text: str) -> Entry:
        """Return the entry with an id; 404 where there is none."""
        entry = self._by_id.get(int(text)) if text.isdigit() else None
        if entry is None:
            raise not_found()
        return entry

    def several(self, ids: Iterable[int] | None) -> list[Entry]:
        """Return the entries with these ids; 500 where one is unknown, or named twice."""
        wanted = list(ids or [])
        found = [self._by_id[number] for number in dict.fromkeys(wanted) if number in self._by_id]
        if len(found) != len(wanted):
            raise stale_ids(len(wanted), len(found))
        return found

    def change(self, entry: Entry, body: Mapping[str, Any]) -> None:
        """Change an entry's monitoring and tags as the editor's body says; its keys are in lower case."""
        if isinstance(body.get("monitored"), bool):
            entry.monitored = body["monitored"]
        if isinstance(body.get("tags"), list):
            entry.tags = _changed_tags(
                entry.tags, body["tags"], str(body.get("applytags") or "add")
            )

    def delete(self, entries: list[Entry], *, files: bool, exclude: bool) -> None:
        """Forget entries at once; exclusions, and whole folders, follow a moment later."""
        for entry in entries:
            self._forget(entry)
        if exclude:
            self._later.soon(lambda: self._exclude_all(entries))
        if files:
            self._disk.queue(lambda: self._discard_folders(entries))

    def _exclude_all(self, entries: list[Entry]) -> None:
        for entry in entries:
            self._exclude(entry)

    def _discard_folders(self, entries: list[Entry]) -> None:
        """Delete folders; one that is another entry's, or holds it, ends it, which only the log tells."""
        for entry in entries:
            if shares_folder(entry.folder, (other.folder for other in self._by_id.values())):
                return
            self._disk.discard_folder(self._root / entry.folder)


def shares_folder(folder: str, others: Iterable[str]) -> bool:
    """Whether an entry's folder is another entry's, too, or holds that one's."""
    return any(other == folder or other.startswith(f"{folder}/") for other in others)


def _changed_tags(old: list[int], given: list[int], how: str) -> list[int]:
    """Return tags after an editor call: ``add``, ``remove`` or ``replace``."""
    if how == "add":
        return sorted({*old, *given})
    if how == "remove":
        return [tag for tag in old if tag not in given]
    return list(given)
