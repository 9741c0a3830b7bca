"""Merging: every source's view of a film or series becomes one medium.

Copies in several Radarrs are one medium; so are several Jellyfin items with one provider id. A copy and an
item belong together when they share a provider id or the same file; both count, so that a play of either
protects.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from .facts import UNKNOWN, Fact, latest, total
from .identity import item_key
from .jellyfin import NEVER_WATCHED, JellyfinItem, JellyfinMedia, Watch
from .managed import ManagedSource
from .models import Copy, Kind, Library, Medium
from .paths import PathMapping, PathPair, normalise, translate
from .reading import Reading

# The provider that names a medium, best first: the one that Radarr or Sonarr always knows.
_NAMING = {Kind.MOVIE: ("tmdb", "imdb"), Kind.SERIES: ("tvdb", "imdb", "tmdb")}


def build_library(jellyfin: Reading[JellyfinMedia], managed: Sequence[ManagedSource]) -> Library:
    """Merge the newest good answers of all sources into one library."""
    media: dict[str, Medium] = {}
    for kind in Kind:
        sources = [source for source in managed if source.kind is kind]
        for medium in _merge_kind(kind, jellyfin.answer, sources):
            media[medium.id] = medium
    return Library(
        media=media,
        sources={
            jellyfin.id: jellyfin.status,
            **{source.reading.id: source.reading.status for source in managed},
        },
        behind={
            kind: frozenset(
                {jellyfin.id} | {source.reading.id for source in managed if source.kind is kind}
            )
            for kind in Kind
        },
        managed=frozenset(source.kind for source in managed),
        tags={kind: _tags(kind, managed) for kind in Kind},
        users=jellyfin.answer.users if jellyfin.answer else {},
    )


def _tags(kind: Kind, managed: Sequence[ManagedSource]) -> frozenset[str]:
    known = [
        source.reading.answer.tags
        for source in managed
        if source.kind is kind and source.reading.answer
    ]
    return frozenset[str]().union(*known)


def path_pairs(copies: Iterable[Copy], items: Sequence[JellyfinItem], kind: Kind) -> list[PathPair]:
    """Return the paths of media that both sides know by provider id, to propose mappings from."""
    index = _Index(kind, items)
    pairs = []
    for copy in copies:
        for item in index.by_provider(copy.provider_ids):
            if item.path:
                path = copy.file or copy.folder
                pairs.append(PathPair(path, item.path, copy.root_folder))
    return pairs


class _Index:
    """Jellyfin's items of one kind, to be found by provider id or by path."""

    def __init__(self, kind: Kind, items: Iterable[JellyfinItem]) -> None:
        self.items = [item for item in items if item.kind is kind]
        self._providers: dict[str, list[JellyfinItem]] = defaultdict(list)
        self._paths: dict[str, list[JellyfinItem]] = defaultdict(list)
        for item in self.items:
            for provider_id in item.provider_ids:
                self._providers[provider_id].append(item)
            if item.path:
                self._paths[item.path].append(item)
                if kind is Kind.MOVIE:
                    # Radarr may know only the folder; Jellyfin names the file in it.
                    self._paths[item.path.rpartition("/")[0]].append(item)

    def by_provider(self, provider_ids: Iterable[str]) -> list[JellyfinItem]:
        return [item for known in provider_ids for item in self._providers.get(known, ())]

    def by_path(self, path: str) -> list[JellyfinItem]:
        return self._paths.get(path, [])


@dataclass(slots=True)
class _Group:
    """The copies and items that turned out to be one medium."""

    copies: list[Copy] = field(default_factory=list)
    items: dict[str, JellyfinItem] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)


def _merge_kind(
    kind: Kind, jellyfin: JellyfinMedia | None, sources: Sequence[ManagedSource]
) -> Iterable[Medium]:
    index = _Index(kind, jellyfin.items if jellyfin else ())
    groups: dict[str, _Group] = {}
    taken: set[str] = set()
    for source in sources:
        for copy in source.reading.answer.copies if source.reading.answer else ():
            group = groups.setdefault(_name(kind, copy.provider_ids, copy.folder), _Group())
            group.copies.append(copy)
            path = _jellyfin_path(copy, source.mappings)
            group.paths.append(path)
            for item in (*index.by_path(path), *index.by_provider(copy.provider_ids)):
                group.items[item.id] = item
                taken.add(item.id)
    for item in index.items:
        if item.id not in taken:
            name = _name(kind, item.provider_ids, item.path or item.id)
            groups.setdefault(name, _Group()).items[item.id] = item
    watched = jellyfin.watched if jellyfin else {}
    for name, group in groups.items():
        yield _medium(name, kind, group, watched, jellyfin_known=jellyfin is not None)


def _jellyfin_path(copy: Copy, mappings: Sequence[PathMapping]) -> str:
    return translate(copy.file or copy.folder, mappings)


def _name(kind: Kind, provider_ids: Iterable[str], path: str) -> str:
    """Return the medium's id: its best provider id, else its path."""
    known = dict(provider_id.split(":", 1) for provider_id in provider_ids)
    for provider in _NAMING[kind]:
        if provider in known:
            return f"{kind}:{provider}:{known[provider]}"
    return f"{kind}:path:{normalise(path)}"


def _medium(
    name: str,
    kind: Kind,
    group: _Group,
    watched: Mapping[str, Watch],
    *,
    jellyfin_known: bool,
) -> Medium:
    items = list(group.items.values())
    plays = [watched.get(item_key(item.id), NEVER_WATCHED) for item in items]
    first = group.copies[0] if group.copies else items[0]
    seen = bool(items) and jellyfin_known
    known_as = {name}
    for known in (copy.provider_ids for copy in group.copies):
        known_as.update(f"{kind}:{provider_id}" for provider_id in known)
    for known in (item.provider_ids for item in items):
        known_as.update(f"{kind}:{provider_id}" for provider_id in known)
    known_as.update(f"{kind}:path:{item.path}" for item in items if item.path)
    known_as.update(f"{kind}:path:{path}" for path in group.paths)
    return Medium(
        id=name,
        aliases=frozenset(known_as),
        kind=kind,
        title=first.title,
        year=first.year,
        copies=tuple(group.copies),
        jellyfin_ids=tuple(item.id for item in items),
        jellyfin_paths=tuple(item.path for item in items if item.path),
        size_bytes=total(copy.size_bytes for copy in group.copies) if group.copies else UNKNOWN,
        added=_added(group.copies, items),
        last_watched=latest(play.last_watched for play in plays) if seen else UNKNOWN,
        play_count=sum(play.play_count for play in plays) if seen else UNKNOWN,
    )


def _added(copies: Sequence[Copy], items: Sequence[JellyfinItem]) -> Fact[datetime]:
    """Return when the newest copy came; Jellyfin's own date is the file's and serves only without one."""
    dates = [copy.added for copy in copies] or [item.added for item in items]
    # A copy without a date may be the newest.
    return UNKNOWN if None in dates else latest(dates)
