"""Twins: Jellyfin's items below our own display folders, and the media that they show once more.

A twin is a full item of Jellyfin with an id, plays and favourites of its own, but its file is a link to a
medium's. It is no medium; what people do with it counts for the original.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from .jellyfin_media import JellyfinItem
from .models import Kind
from .paths import below, parents

type Links = Mapping[str, str]
"""What our links lead to, by where they lie; both normalised and as Jellyfin sees them."""


def twins_by_medium(
    kind: Kind,
    twins: Iterable[JellyfinItem],
    aliases: Mapping[str, frozenset[str]],
    links: Links,
) -> Mapping[str, Sequence[JellyfinItem]]:
    """Return the twins of one kind by the ids of their originals; `aliases` are the names of all media of it.

    Where a link leads decides, else a common provider id. What belongs to nothing is left out.
    """
    found: dict[str, list[JellyfinItem]] = defaultdict(list)
    mine = [twin for twin in twins if twin.kind is kind]
    if mine:
        sources, originals = _Sources(links), _Originals(kind, aliases)
        for twin in mine:
            by_path = originals.at(sources.of(twin.path)) if twin.path else ()
            for name in by_path or originals.named(twin.provider_ids):
                found[name].append(twin)
    return found


class _Sources:
    """Where twins come from."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._below: dict[str, list[str]] = defaultdict(list)
        for path, source in links.items():
            for folder in parents(path):
                self._below[folder].append(source)

    def of(self, path: str) -> Sequence[str]:
        """Return what lies behind a path: through its link or its folder's, else through all links below it."""
        for place in (path, *parents(path)):
            if source := self._links.get(place):
                rest = below(path, place)
                return (f"{source}/{rest}" if rest else source,)
        return self._below.get(path, ())


class _Originals:
    """The media of one kind, to be found by any of their names."""

    def __init__(self, kind: Kind, aliases: Mapping[str, frozenset[str]]) -> None:
        self._kind = kind
        self._known: dict[str, list[str]] = defaultdict(list)
        self._in_folder: dict[str, list[str]] = defaultdict(list)
        for name, known in aliases.items():
            for alias in known:
                self._known[alias].append(name)
                if kind is Kind.MOVIE and alias.startswith(self._place("")):
                    # A link may lead to a film's folder, while Jellyfin shows the file in it.
                    self._in_folder[alias.rpartition("/")[0]].append(name)

    def at(self, sources: Iterable[str]) -> Collection[str]:
        """Return the media that lie where one of these sources lies, or in a folder around it."""
        return dict.fromkeys(name for source in sources for name in self._nearest(source))

    def named(self, provider_ids: Iterable[str]) -> Collection[str]:
        """Return the media that have one of these provider ids."""
        return dict.fromkeys(
            name for known in provider_ids for name in self._known.get(f"{self._kind}:{known}", ())
        )

    def _nearest(self, source: str) -> Sequence[str]:
        at_source = self._place(source)
        if found := self._known.get(at_source) or self._in_folder.get(at_source):
            return found
        around = (self._known.get(self._place(folder)) for folder in parents(source))
        return next((found for found in around if found), ())

    def _place(self, path: str) -> str:
        return f"{self._kind}:path:{path}"
