"""The names in rules: tags, users, libraries, folders and disks that may cease to exist.

A name that is gone was probably given another spelling somewhere; what its rule kept must not go for that.
So the media that a rule applied to are remembered, and held while a name in it cannot be found (law 1).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..library.facts import UNKNOWN
from ..library.models import Kind, Library, Medium
from .match import requester_fits
from .reach import possible_reach
from .rules import Rule, RuleType, UserTerm

type Memory = Mapping[str, frozenset[str]]
"""The ids of media, by the id of a rule."""

type _Tagged = Mapping[str | None, list[Medium]]
"""The media with each tag; at `None` those whose tags are unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the rules name, looked up in one library."""

    missing: Mapping[str, tuple[str, ...]]
    """By the id of a rule, the names that are known not to exist."""
    unsure: frozenset[str]
    """The ids of the rules of which a name cannot be found and nobody knows whether it exists."""
    held: Memory
    """The media that a rule applied to and no longer reaches, while a name in it cannot be found."""
    remembered: Memory
    """The media that each rule with names applies to, to be handed in the next time."""


@dataclass(frozen=True, slots=True)
class _Lookup:
    """One name: whether it exists, for each kind that the rule is about; `None` is unknown."""

    name: str
    exists: Mapping[Kind, bool | None]
    in_each_kind: bool = False
    """Whether it must exist in each kind of which the rule had media, and not only somewhere."""

    def lost(self, kind: Kind, had: bool) -> bool:
        """Return whether the name is known to be gone for a kind."""
        if self.exists[kind] is not False:
            return False
        return (self.in_each_kind and had) or not self.somewhere

    @property
    def somewhere(self) -> bool:
        """Return whether the name exists, or might exist, for any kind."""
        return any(exists is not False for exists in self.exists.values())


def look_up(library: Library, rules: Iterable[Rule], remembered: Memory) -> Names:
    """Look up every name in the rules that are switched on; rules without names are left out."""
    missing: dict[str, tuple[str, ...]] = {}
    held: dict[str, frozenset[str]] = {}
    memory: dict[str, frozenset[str]] = {}
    unsure: set[str] = set()
    tagged = _by_tag(library)
    for rule in rules:
        lookups = list(_lookups(rule, library, tagged)) if rule.enabled else []
        if not lookups:
            continue
        before = _by_kind(remembered.get(rule.id, ()))
        now = possible_reach(rule, _candidates(rule, tagged, library))
        lost: set[str] = set()
        holds: set[str] = set()
        knows: set[str] = set()
        for kind in Kind:
            knows |= now[kind]
            if kind not in rule.conditions.kinds:
                continue
            lost_here = {one.name for one in lookups if one.lost(kind, bool(before[kind]))}
            lost |= lost_here
            unsure_here = any(one.exists[kind] is None for one in lookups)
            if unsure_here:
                unsure.add(rule.id)
            if lost_here or unsure_here:
                present = _still_there(before[kind], kind, library)
                knows |= present
                holds |= present - now[kind]
            elif not _reliable(kind, library):
                # What was lost sight of may come back when the name is gone.
                knows |= before[kind] - library.media.keys()
        memory[rule.id] = frozenset(knows)
        if holds:
            held[rule.id] = frozenset(holds)
        if lost:
            missing[rule.id] = tuple(sorted(lost))
    return Names(missing=missing, unsure=frozenset(unsure), held=held, remembered=memory)


def _by_tag(library: Library) -> _Tagged:
    """Return the media with each tag; those whose tags are unknown are at `None`."""
    tagged: dict[str | None, list[Medium]] = {}
    for medium in library.media.values():
        for tag in (None,) if medium.tags is UNKNOWN else medium.tags or ():
            tagged.setdefault(tag, []).append(medium)
    return tagged


def _candidates(rule: Rule, tagged: _Tagged, library: Library) -> Iterable[Medium]:
    """Return the few media to which a rule with a tag may apply; of any other rule, all."""
    tag = rule.conditions.tag
    if tag is None:
        return library.media.values()
    return (*tagged.get(tag.casefold(), ()), *tagged.get(None, ()))


def _by_kind(medium_ids: Iterable[str]) -> Mapping[Kind, frozenset[str]]:
    ids = frozenset(medium_ids)
    return {kind: frozenset(one for one in ids if one.startswith(f"{kind}:")) for kind in Kind}


def _still_there(medium_ids: frozenset[str], kind: Kind, library: Library) -> frozenset[str]:
    """Leave out the media that are known to be gone."""
    if not _reliable(kind, library):
        return medium_ids
    return frozenset(medium_id for medium_id in medium_ids if medium_id in library.media)


def _reliable(kind: Kind, library: Library) -> bool:
    return library.fresh(kind) and library.whole(kind)


def _lookups(rule: Rule, library: Library, tagged: _Tagged) -> Iterator[_Lookup]:
    conditions = rule.conditions
    kinds = conditions.kinds
    if conditions.tag is not None:
        tag = conditions.tag.casefold()
        exists = {kind: _tag_exists(tag, kind, library, tagged) for kind in kinds}
        yield _Lookup(conditions.tag, exists, in_each_kind=True)
    for name in conditions.libraries:
        yield _Lookup(name, {kind: _library_exists(name, kind, library) for kind in kinds})
    for name in conditions.root_folders:
        yield _Lookup(name, {kind: _folder_exists(name, kind, library) for kind in kinds})
    if rule.disk and rule.disk.path is not None:
        yield _Lookup(rule.disk.path, dict.fromkeys(kinds, _disk_exists(rule.disk.path, library)))
    if rule.type is RuleType.USER:
        for term in rule.users:
            known = _requester_exists(term, kinds, library)
            yield _Lookup(_called(term), dict.fromkeys(kinds, known))
    for user in conditions.watched_by.users if conditions.watched_by else ():
        # Without any user, nobody has told of them yet.
        known = user in library.users if library.users else None
        yield _Lookup(user, dict.fromkeys(kinds, known))


def _tag_exists(tag: str, kind: Kind, library: Library, tagged: _Tagged) -> bool | None:
    if tag in library.tags.get(kind, ()) or _has(kind, tagged.get(tag, ())):
        return True
    return _found(kind, library, (None,) if _has(kind, tagged.get(None, ())) else ())


def _has(kind: Kind, media: Iterable[Medium]) -> bool:
    return any(medium.kind is kind for medium in media)


def _library_exists(name: str, kind: Kind, library: Library) -> bool | None:
    return _found(kind, library, (name in library.libraries,))


def _folder_exists(name: str, kind: Kind, library: Library) -> bool | None:
    return _found(
        kind,
        library,
        (name in medium.root_folders for medium in library.media.values() if medium.kind is kind),
    )


def _disk_exists(path: str, library: Library) -> bool | None:
    # A server that does not answer may be the one that has it.
    if library.disks is UNKNOWN or not library.disks or not all(map(library.fresh, Kind)):
        return None
    return library.free_bytes(path) is not None


def _requester_exists(term: UserTerm, kinds: frozenset[Kind], library: Library) -> bool | None:
    unknown = not all(_reliable(kind, library) for kind in kinds)
    for medium in library.media.values():
        if medium.requesters is UNKNOWN:
            unknown = True
        elif any(requester_fits(term, requester) for requester in medium.requesters or ()):
            return True
    return None if unknown else False


def _found(kind: Kind, library: Library, answers: Iterable[bool | None]) -> bool | None:
    """Return whether one of the answers is yes; no only when nothing is unknown."""
    unknown = not _reliable(kind, library)
    for answer in answers:
        if answer:
            return True
        unknown = unknown or answer is None
    return None if unknown else False


def _called(term: UserTerm) -> str:
    return term.username or term.email or str(term.user_id)
