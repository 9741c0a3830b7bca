"""Merging: every source's view of a film or series becomes one medium.

Copies in several Radarrs are one medium; so are several Jellyfin items with one provider id. A copy and an
item belong together when they share a provider id or the same file; both count, so that a play of either
protects. So does what people did with a twin, now or before, which adds nothing else.

What an OxiCleanarr server lists joins them by the same names. Its own view of a medium's files and plays
counts only where nobody tells of them at first hand.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Final

import msgspec

from ..clients.ids import item_key
from .decided import ServerMedia
from .facts import UNKNOWN, Fact, latest, together, total
from .item_index import ItemIndex
from .jellyfin_media import JellyfinItem, JellyfinMedia
from .managed import ManagedSource
from .models import Copy, Decided, Disk, Kind, Library, Medium
from .paths import normalise, translate
from .reading import Reading
from .remembered import counted, remember, until_forgotten
from .requested import AskedFor, Requests, asked_for_in, requesters_of
from .twins import Links, twins_by_medium
from .unchanged import as_before
from .viewed import View, poster_of, told_by
from .viewing import TwinPlay

# The provider that names a medium, best first: the one that Radarr or Sonarr always knows.
_NAMING: Final = {Kind.MOVIE: ("tmdb:", "imdb:"), Kind.SERIES: ("tvdb:", "imdb:", "tmdb:")}
_PREFIXES: Final = {kind: f"{kind}:" for kind in Kind}


def build_library(
    jellyfin: Reading[JellyfinMedia] | None,
    managed: Sequence[ManagedSource],
    requests: Sequence[Reading[Requests]] = (),
    links: Mapping[str, str] = {},
    twin_plays: Mapping[str, TwinPlay] = {},
    server: Reading[ServerMedia] | None = None,
    before: Mapping[str, Medium] = {},
) -> Library:
    """Merge the newest good answers of all sources into one library.

    Where there is a `server` that decides, the verdicts rest on it alone. `links` tell whose twin is whose, and `twin_plays` what is remembered of those that were there before.
    A medium of which all is as it was `before` stays the same object.
    """
    asked_for = asked_for_in(requests)
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
        media=as_before(media, before),
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


class _Group(msgspec.Struct, gc=False):
    """The copies and items that turned out to be one medium; nothing in it leads back to it."""

    copies: tuple[Copy, ...] = ()
    items: tuple[JellyfinItem, ...] = ()
    paths: tuple[str, ...] = ()
    decided: Decided | None = None

    def take(self, found: Iterable[JellyfinItem], taken: set[str]) -> None:
        """Add items, each once."""
        items = {item.id: item for item in (*self.items, *found)}
        self.items = tuple(items.values())
        taken.update(items)


def _merge_kind(
    kind: Kind,
    jellyfin: JellyfinMedia | None,
    sources: Sequence[ManagedSource],
    asked_for: AskedFor,
    links: Links,
    decisions: Sequence[tuple[Copy, Decided]] = (),
) -> Iterable[Medium]:
    index = ItemIndex(kind, jellyfin.items if jellyfin else ())
    groups: dict[str, _Group] = {}
    taken: set[str] = set()
    for source in sources:
        for copy in source.reading.answer.copies if source.reading.answer else ():
            group = _group_of(groups, kind, copy.provider_ids, copy.folder)
            path = translate(copy.file or copy.folder, source.mappings)
            group.copies += (copy,)
            group.paths += (path,)
            group.take((*index.by_path(path), *index.by_provider(copy.provider_ids)), taken)
    by_id = {item_key(item.id): item for item in index.items} if decisions else {}
    for copy, decided in decisions:
        group = _group_of(groups, kind, copy.provider_ids, copy.folder)
        group.decided = decided
        group.copies = group.copies or (copy,)
        shown = by_id.get(decided.jellyfin_id or "")
        group.take((*((shown,) if shown else ()), *index.by_provider(copy.provider_ids)), taken)
    for item in index.items:
        if item.id not in taken:
            group = _group_of(groups, kind, item.provider_ids, item.path or item.id)
            group.take((item,), set())
    aliases = {name: _aliases(name, kind, group) for name, group in groups.items()}
    twins = twins_by_medium(kind, jellyfin.twins if jellyfin else (), aliases, links)
    view = View(jellyfin)
    for name, group in groups.items():
        yield _medium(name, kind, group, aliases[name], twins.get(name, ()), view, asked_for)


def _group_of(
    groups: dict[str, _Group], kind: Kind, provider_ids: Sequence[str], path: str
) -> _Group:
    """Return the group of what has these names, which may be a new one."""
    name = _name(kind, provider_ids, path)
    group = groups.get(name)
    if group is None:
        group = groups[name] = _Group()
    return group


def _name(kind: Kind, provider_ids: Sequence[str], path: str) -> str:
    """Return the medium's id: its best provider id, else its path."""
    for provider in _NAMING[kind]:
        for provider_id in provider_ids:
            if provider_id.startswith(provider):
                return _PREFIXES[kind] + provider_id
    return f"{_PREFIXES[kind]}path:{normalise(path)}"


def _medium(
    name: str,
    kind: Kind,
    group: _Group,
    aliases: frozenset[str],
    twins: Sequence[JellyfinItem],
    view: View,
    asked_for: AskedFor,
) -> Medium:
    items, copies = group.items, group.copies
    written = dict.fromkeys([item.written_path for item in items if item.written_path])
    first = copies[0] if copies else items[0]
    alone = None if view.jellyfin else group.decided
    viewed = told_by(alone) if alone else view.of(items, twins)
    return Medium(
        id=name,
        aliases=aliases,
        kind=kind,
        title=first.title,
        year=first.year,
        copies=copies,
        jellyfin_ids=(alone.jellyfin_id,)
        if alone and alone.jellyfin_id
        else tuple([item.id for item in items]),
        jellyfin_paths=tuple([item.path for item in items if item.path]),
        twin_ids=tuple([twin.id for twin in twins]),
        source_paths=tuple(written or dict.fromkeys(group.paths)),
        runtime_minutes=max(
            [item.runtime_minutes for item in items if item.runtime_minutes], default=None
        ),
        size_bytes=total([copy.size_bytes for copy in copies]) if copies else UNKNOWN,
        added=_added(copies, items),
        tags=_tags_of(copies),
        genres=together([copy.genres for copy in copies]) if copies else UNKNOWN,
        rating=next((copy.rating for copy in copies if copy.rating is not None), None),
        root_folders=together([_folder(copy.root_folder) for copy in copies if copy.root_folder]),
        continuing=_continuing(copies),
        seasons=together([copy.seasons for copy in copies]),
        requesters=requesters_of(aliases, asked_for),
        poster=poster_of(items, alone),
        decided=group.decided,
        last_watched=viewed.last_watched,
        play_count=viewed.play_count,
        watched_by=viewed.watched_by,
        unfinished_by=viewed.unfinished_by,
        favourite_of=viewed.favourite_of,
        playing=viewed.playing,
        libraries=viewed.libraries,
    )


@lru_cache(maxsize=1024)
def _folder(root_folder: str) -> frozenset[str]:
    """Return a root folder alone; the same few are those of thousands of media."""
    return frozenset({normalise(root_folder)})


def _aliases(name: str, kind: Kind, group: _Group) -> frozenset[str]:
    """Return all names by which the medium can be recognised."""
    prefix = _PREFIXES[kind]
    ids = {known for copy in group.copies for known in copy.provider_ids}
    ids.update([known for item in group.items for known in item.provider_ids])
    paths = {*group.paths, *[item.path for item in group.items if item.path]}
    return frozenset(
        [name, *[prefix + known for known in ids], *[f"{prefix}path:{path}" for path in paths]]
    )


def _tags_of(copies: Sequence[Copy]) -> Fact[frozenset[str]]:
    """Return the tags of all copies; those of a medium without copies are nobody's to know."""
    tags = [copy.tags for copy in copies]
    known = [one or frozenset() for one in tags if one is not UNKNOWN]
    return together(known) if copies and len(known) == len(tags) else UNKNOWN


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
