"""Merging: every source's view of a film or series becomes one medium.

Copies in several Radarrs are one medium; so are several Jellyfin items with one provider id. A copy and an
item belong together when they share a provider id or the same file; both count, so that a play of either
protects. So does what people did with a twin, now or before, which adds nothing else.

What an OxiCleanarr server lists joins them by the same names. Its own view of a medium's files and plays
counts only where nobody tells of them at first hand.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypedDict

from .decided import ServerMedia
from .facts import UNKNOWN, Fact, latest, total
from .identity import item_key
from .jellyfin_media import JellyfinItem, JellyfinLibrary, JellyfinMedia
from .managed import ManagedSource
from .models import Copy, Decided, Disk, Kind, Library, Medium, Poster, Requester
from .paths import PathMapping, PathPair, below, normalise, translate
from .reading import Reading
from .remembered import counted, remember, until_forgotten
from .requested import Requests
from .twins import Links, twins_by_medium
from .viewing import NEVER_WATCHED, TwinPlay

# The provider that names a medium, best first: the one that Radarr or Sonarr always knows.
_NAMING = {Kind.MOVIE: ("tmdb", "imdb"), Kind.SERIES: ("tvdb", "imdb", "tmdb")}


def build_library(
    jellyfin: Reading[JellyfinMedia] | None,
    managed: Sequence[ManagedSource],
    requests: Sequence[Reading[Requests]] = (),
    links: Mapping[str, str] = {},
    twin_plays: Mapping[str, TwinPlay] = {},
    server: Reading[ServerMedia] | None = None,
) -> Library:
    """Merge the newest good answers of all sources into one library.

    Where there is a `server` that decides, the verdicts rest on it alone. `links` tell whose twin is whose, and `twin_plays` what is remembered of those that were there before.
    """
    asked_for = _requesters(requests)
    shown = jellyfin.answer if jellyfin else None
    decisions = server.answer.media if server and server.answer else ()
    media: dict[str, Medium] = {}
    for kind in Kind:
        sources = [source for source in managed if source.kind is kind]
        decided = [(copy, one) for copy, one in decisions if one.kind is kind]
        for medium in _merge_kind(kind, shown, sources, asked_for, links, decided):
            media[medium.id] = medium
    plays = remember(media, twin_plays, jellyfin) if jellyfin else {}
    media |= {name: counted(media[name], play) for name, play in plays.items()}
    readings = (jellyfin, *(source.reading for source in managed), *requests, server)
    library = Library(
        media=media,
        sources={reading.id: reading.status for reading in readings if reading},
        behind={kind: _behind(kind, jellyfin, managed, requests, server) for kind in Kind},
        managed=frozenset(source.kind for source in managed),
        tags={kind: _tags(kind, managed) for kind in Kind},
        users=shown.users if shown else {},
        libraries=frozenset(shelf.name for shelf in shown.libraries) if shown else frozenset(),
        disks=_disks(managed),
        decider=server.answer.decider(server.id) if server and server.answer else None,
    )
    return replace(library, twin_plays=until_forgotten(plays, twin_plays, library))


def _behind(
    kind: Kind,
    jellyfin: Reading[JellyfinMedia] | None,
    managed: Sequence[ManagedSource],
    requests: Sequence[Reading[Requests]],
    server: Reading[ServerMedia] | None,
) -> frozenset[str]:
    """Return on whose answers the verdicts about a kind rest."""
    if server:
        return frozenset({server.id})
    own = (source.reading for source in managed if source.kind is kind)
    return frozenset(reading.id for reading in (jellyfin, *own, *requests) if reading)


def _requesters(
    requests: Sequence[Reading[Requests]],
) -> Fact[Mapping[str, tuple[Requester, ...]]]:
    """Return who asked for what, by kind and provider id; unknown when a Seerr has never answered."""
    together: dict[str, tuple[Requester, ...]] = {}
    for reading in requests:
        if reading.answer is None:
            return UNKNOWN
        for name, people in reading.answer.requesters.items():
            together[name] = (*together.get(name, ()), *people)
    return together


def _disks(managed: Sequence[ManagedSource]) -> Fact[tuple[Disk, ...]]:
    disks: list[Disk] = []
    for source in managed:
        if source.reading.answer is None:
            return UNKNOWN
        disks += source.reading.answer.disks
    return tuple(disks)


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
        self._ids = {item_key(item.id): item for item in self.items}
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

    def by_id(self, item_id: str | None) -> list[JellyfinItem]:
        found = self._ids.get(item_id) if item_id else None
        return [found] if found else []

    def by_path(self, path: str) -> list[JellyfinItem]:
        return self._paths.get(path, [])


@dataclass(slots=True)
class _Group:
    """The copies and items that turned out to be one medium."""

    copies: list[Copy] = field(default_factory=list)
    items: dict[str, JellyfinItem] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    twins: Sequence[JellyfinItem] = ()
    decided: Decided | None = None


def _merge_kind(
    kind: Kind,
    jellyfin: JellyfinMedia | None,
    sources: Sequence[ManagedSource],
    asked_for: Fact[Mapping[str, tuple[Requester, ...]]],
    links: Links,
    decisions: Iterable[tuple[Copy, Decided]] = (),
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
    for copy, decided in decisions:
        group = groups.setdefault(_name(kind, copy.provider_ids, copy.folder), _Group())
        group.decided = decided
        if not group.copies:
            group.copies.append(copy)
        for item in (*index.by_id(decided.jellyfin_id), *index.by_provider(copy.provider_ids)):
            group.items[item.id] = item
            taken.add(item.id)
    for item in index.items:
        if item.id not in taken:
            name = _name(kind, item.provider_ids, item.path or item.id)
            groups.setdefault(name, _Group()).items[item.id] = item
    aliases = {name: _aliases(name, kind, group) for name, group in groups.items()}
    twins = twins_by_medium(kind, jellyfin.twins if jellyfin else (), aliases, links)
    for name, group in groups.items():
        group.twins = twins.get(name, ())
        yield _medium(name, kind, group, aliases[name], jellyfin, asked_for)


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
    aliases: frozenset[str],
    jellyfin: JellyfinMedia | None,
    asked_for: Fact[Mapping[str, tuple[Requester, ...]]],
) -> Medium:
    items, copies = list(group.items.values()), group.copies
    mapped_paths = tuple(dict.fromkeys(group.paths))
    written = dict.fromkeys(item.written_path for item in items if item.written_path)
    first = copies[0] if copies else items[0]
    alone = group.decided if jellyfin is None else None
    return Medium(
        id=name,
        aliases=aliases,
        kind=kind,
        title=first.title,
        year=first.year,
        copies=tuple(copies),
        jellyfin_ids=(alone.jellyfin_id,)
        if alone and alone.jellyfin_id
        else tuple(item.id for item in items),
        jellyfin_paths=tuple(item.path for item in items if item.path),
        twin_ids=tuple(twin.id for twin in group.twins),
        mapped_paths=mapped_paths,
        source_paths=tuple(written) or mapped_paths,
        runtime_minutes=max(
            (item.runtime_minutes for item in items if item.runtime_minutes), default=None
        ),
        size_bytes=total(copy.size_bytes for copy in copies) if copies else UNKNOWN,
        added=_added(copies, items),
        tags=_tagged(copies),
        genres=_together(copy.genres for copy in copies) if copies else UNKNOWN,
        rating=next((copy.rating for copy in copies if copy.rating is not None), None),
        root_folders=frozenset(normalise(copy.root_folder) for copy in copies if copy.root_folder),
        continuing=_continuing(copies),
        seasons=_together(copy.seasons for copy in copies),
        requesters=_asked(aliases, asked_for),
        poster=_poster(items, alone),
        decided=group.decided,
        **(_told_by(alone) if alone else _viewed(items, group.twins, jellyfin)),
    )


class _Viewed(TypedDict):
    last_watched: Fact[datetime]
    play_count: Fact[int]
    watched_by: Fact[frozenset[str]]
    unfinished_by: Fact[frozenset[str]]
    favourite_of: Fact[frozenset[str]]
    playing: Fact[frozenset[str]]
    libraries: Fact[frozenset[str]]


def _viewed(
    items: Sequence[JellyfinItem], twins: Sequence[JellyfinItem], jellyfin: JellyfinMedia | None
) -> _Viewed:
    """Return what Jellyfin tells of a medium; all unknown when it does not show it, whatever its twins tell.

    The plays are those of its own items; those of twins are remembered, and counted from there.
    """
    if jellyfin is None or not items:
        return _Viewed(
            last_watched=UNKNOWN,
            play_count=UNKNOWN,
            watched_by=UNKNOWN,
            unfinished_by=UNKNOWN,
            favourite_of=UNKNOWN,
            playing=UNKNOWN,
            libraries=UNKNOWN,
        )
    own = [item_key(item.id) for item in items]
    keys = [*own, *(item_key(twin.id) for twin in twins)]
    plays = [jellyfin.watched.get(key, NEVER_WATCHED) for key in own]
    return _Viewed(
        last_watched=latest(play.last_watched for play in plays),
        play_count=sum(play.play_count for play in plays),
        watched_by=_together(play.watched_by for play in plays),
        unfinished_by=_together(play.unfinished_by for play in plays),
        favourite_of=_together(jellyfin.favourite_of.get(key, _NOBODY) for key in keys),
        playing=_together(jellyfin.playing.get(key, _NOBODY) for key in keys),
        libraries=_shelves(items, jellyfin.libraries),
    )


def _told_by(decided: Decided) -> _Viewed:
    """Return what an OxiCleanarr server tells of a medium's plays; it knows nothing of people."""
    return _Viewed(
        last_watched=decided.last_watched,
        play_count=decided.play_count,
        watched_by=UNKNOWN,
        unfinished_by=UNKNOWN,
        favourite_of=UNKNOWN,
        playing=UNKNOWN,
        libraries=UNKNOWN,
    )


def _poster(items: Iterable[JellyfinItem], alone: Decided | None) -> Poster | None:
    """Return a poster: Jellyfin's, or without one the server's, which names media its own way."""
    if alone:
        return Poster(alone.item_id, alone.jellyfin_id) if alone.jellyfin_id else None
    return next((Poster(item.id, item.image_tag) for item in items if item.image_tag), None)


_NOBODY: frozenset[str] = frozenset()


def _together[T](sets: Iterable[frozenset[T]]) -> frozenset[T]:
    # Nearly always there is one at the most; tens of thousands of copies of it would need memory and time.
    filled = [one for one in sets if one]
    return filled[0] if len(filled) == 1 else frozenset[T]().union(*filled)


def _shelves(
    items: Sequence[JellyfinItem], libraries: Sequence[JellyfinLibrary]
) -> Fact[frozenset[str]]:
    """Return the names of the libraries that show the items; unknown for an item without a path."""
    paths = [item.path for item in items]
    if None in paths:
        return UNKNOWN
    return frozenset(
        library.name
        for library in libraries
        for folder in library.folders
        if any(path and below(path, folder) is not None for path in paths)
    )


def _aliases(name: str, kind: Kind, group: _Group) -> frozenset[str]:
    """Return all names by which the medium can be recognised."""
    aliases = {name}
    for known in (copy.provider_ids for copy in group.copies):
        aliases.update(f"{kind}:{provider_id}" for provider_id in known)
    for known in (item.provider_ids for item in group.items.values()):
        aliases.update(f"{kind}:{provider_id}" for provider_id in known)
    aliases.update(f"{kind}:path:{item.path}" for item in group.items.values() if item.path)
    aliases.update(f"{kind}:path:{path}" for path in group.paths)
    return frozenset(aliases)


def _asked(
    aliases: frozenset[str], asked_for: Fact[Mapping[str, tuple[Requester, ...]]]
) -> Fact[tuple[Requester, ...]]:
    """Return everybody who asked for the medium, each once."""
    if asked_for is UNKNOWN:
        return UNKNOWN
    if not asked_for:
        return ()
    people = {person.user_id: person for alias in aliases for person in asked_for.get(alias, ())}
    return tuple(people[user_id] for user_id in sorted(people))


def _tagged(copies: Sequence[Copy]) -> Fact[frozenset[str]]:
    """Return the tags of all copies; those of a medium without copies are nobody's to know."""
    tags = [copy.tags for copy in copies]
    known = [one or frozenset[str]() for one in tags if one is not UNKNOWN]
    return _together(known) if copies and len(known) == len(tags) else UNKNOWN


def _continuing(copies: Sequence[Copy]) -> Fact[bool]:
    states = [copy.continuing for copy in copies if copy.continuing is not None]
    if UNKNOWN in states:
        return UNKNOWN
    return any(states) if states else None


def _added(copies: Sequence[Copy], items: Sequence[JellyfinItem]) -> Fact[datetime]:
    """Return when the newest copy came; Jellyfin's own date is the file's and serves only without one."""
    dates = [copy.added for copy in copies] or [item.added for item in items]
    # A copy without a date may be the newest.
    return UNKNOWN if None in dates else latest(dates)
