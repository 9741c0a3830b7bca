"""What lies in a medium's folders, or around them, and is not its own: it would go with them."""

from collections.abc import Collection, Iterable

from ..clients.ids import item_key
from ..library.jellyfin_media import JellyfinItem
from ..library.models import Copy, Decided, Medium
from ..library.paths import below_any, normalise, parents


def other_folders(copies: Iterable[Copy], own: Iterable[Copy]) -> frozenset[str]:
    """Return the folders of all entries but a medium's own, on whichever server, normalised."""
    mine = {copy.key for copy in own}
    return frozenset(normalise(copy.folder) for copy in copies if copy.key not in mine)


def other_places(media: Iterable[tuple[str, Decided]], own: Decided | None) -> frozenset[str]:
    """Return the folders of all media of an OxiCleanarr server but one, normalised.

    Films and series may have the same numbers, so they are told apart by their names on the server.
    """
    return frozenset(
        normalise(folder) for folder, one in media if own is None or one.item_id != own.item_id
    )


def shown_folders(medium: Medium, items: Iterable[JellyfinItem]) -> frozenset[str]:
    """Return where Jellyfin shows the folders of a medium's entries, normalised.

    A disk may be mounted elsewhere, and the path mappings may be missing or wrong. But a folder has the same name
    everywhere.
    """
    names = {_name(normalise(copy.folder)) for copy in medium.copies}
    return frozenset(
        folder
        for item in _own(medium, items)
        for folder in _with_folder(item)
        if _name(folder) in names
    )


def lodgers(
    medium: Medium, items: Collection[JellyfinItem], folders: Collection[str]
) -> frozenset[str]:
    """Return the titles of what Jellyfin shows inside these folders beside a medium, whether or not it is managed.

    The folders are normalised.
    """
    own = {item.id for item in _own(medium, items)}
    return frozenset(
        item.title
        for item in items
        if item.path and item.id not in own and below_any(item.path, folders)
    )


def _own(medium: Medium, items: Iterable[JellyfinItem]) -> list[JellyfinItem]:
    keys = {item_key(item_id) for item_id in medium.jellyfin_ids}
    return [item for item in items if item_key(item.id) in keys]


def _with_folder(item: JellyfinItem) -> list[str]:
    """Return where an item lies, and the folder around that: the medium's own is one of them."""
    path = item.path or ""
    return [path, *list(parents(path))[:1]]


def _name(folder: str) -> str:
    return folder.rpartition("/")[2].casefold()
