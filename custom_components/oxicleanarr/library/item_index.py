"""Jellyfin's items of one kind, to be found by provider id or by path."""

from collections.abc import Iterable, Sequence

from .jellyfin_media import JellyfinItem
from .models import Copy, Kind
from .paths import PathPair


class ItemIndex:
    """All items of one kind."""

    def __init__(self, kind: Kind, items: Iterable[JellyfinItem]) -> None:
        """Take the items of this kind."""
        self.items = [item for item in items if item.kind is kind]
        self._providers, self._paths = _ByName(), _ByName()
        for item in self.items:
            for provider_id in item.provider_ids:
                self._providers.add(provider_id, item)
            if item.path:
                self._paths.add(item.path, item)
                if kind is Kind.MOVIE:
                    # Radarr may know only the folder; Jellyfin names the file in it.
                    self._paths.add(item.path.rpartition("/")[0], item)

    def by_provider(self, provider_ids: Iterable[str]) -> list[JellyfinItem]:
        """Return the items that have one of these provider ids; one that has several comes as often."""
        return [item for known in provider_ids for item in self._providers.find(known)]

    def by_path(self, path: str) -> Sequence[JellyfinItem]:
        """Return the items at a normalised path, or, of films, in the folder there."""
        return self._paths.find(path)


def path_pairs(copies: Iterable[Copy], items: Sequence[JellyfinItem], kind: Kind) -> list[PathPair]:
    """Return the paths of media that both sides know by provider id, to propose mappings from."""
    index = ItemIndex(kind, items)
    pairs = []
    for copy in copies:
        for item in index.by_provider(copy.provider_ids):
            if item.path:
                path = copy.file or copy.folder
                pairs.append(PathPair(path, item.path, copy.root_folder))
    return pairs


class _ByName:
    """Items by a name that nearly always only one of them has."""

    def __init__(self) -> None:
        self._first: dict[str, JellyfinItem] = {}
        self._others: dict[str, list[JellyfinItem]] = {}

    def add(self, name: str, item: JellyfinItem) -> None:
        if self._first.setdefault(name, item) is not item:
            self._others.setdefault(name, []).append(item)

    def find(self, name: str) -> Sequence[JellyfinItem]:
        first = self._first.get(name)
        return (first, *self._others.get(name, ())) if first else ()
