"""Regret: what a household removed and wanted back within 90 days."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Final, NamedTuple

from ..library.models import Copy, Library
from ..library.requested import Requests
from .removed import Part, Regret, Removed, Stage

REGRET_WINDOW: Final = timedelta(days=90)
"""How long after a removal wanting it back counts as regret."""

type _Sign = tuple[Regret, datetime]
type _Copies = Mapping[str, Sequence[Copy]]


class RuleRegrets(NamedTuple):
    """How much a rule removed, and how much of that was regretted."""

    removed: int
    regretted: int


def regrets(
    removals: Iterable[Removed], library: Library, requests: Sequence[Requests], now: datetime
) -> list[Removed]:
    """Return the removals that turn out to be regretted, with what showed it first and when.

    Regretted is what was restored, imported again or requested again within 90 days; what is known to be is
    left out. Of imports and requests only a removal of a whole entry tells: after any other one the series,
    or the film's entry, is still there. What a server told before the removal ended tells nothing.
    """
    waiting = [each for each in removals if each.regret is None and each.ended_at is not None]
    copies = _copies(library, {name for each in waiting for name in _names(each)})
    found = []
    for removed in waiting:
        signs = [
            sign
            for sign in _signs(removed, copies, library, requests)
            if _in_window(removed, sign[1], now)
        ]
        if signs:
            regret, at = min(signs, key=itemgetter(1))
            found.append(replace(removed, regret=regret, regretted_at=at))
    return found


def per_rule(removals: Iterable[Removed], now: datetime) -> Mapping[str, RuleRegrets]:
    """Return for each rule how much it removed in the last 90 days, and how much of that was regretted."""
    removed: Counter[str] = Counter()
    regretted: Counter[str] = Counter()
    for each in removals:
        if each.ended_at is None or each.stage is Stage.ABANDONED:
            continue
        if now - each.ended_at <= REGRET_WINDOW:
            removed[each.rule] += 1
            regretted[each.rule] += each.regret is not None
    return {rule: RuleRegrets(count, regretted[rule]) for rule, count in removed.items()}


def _in_window(removed: Removed, at: datetime, now: datetime) -> bool:
    ended = removed.ended_at
    return ended is not None and ended < at <= min(now, ended + REGRET_WINDOW)


def _signs(
    removed: Removed, copies: _Copies, library: Library, requests: Sequence[Requests]
) -> Iterator[_Sign]:
    if removed.restored_at is not None:
        yield Regret.RESTORED, removed.restored_at
    stayed = {part.key for part in removed.parts if not _is_gone(part)}
    # An OxiCleanarr server may list for ever what is gone.
    gone = {part.key for part in removed.parts if _is_gone(part) and not part.item_id}
    for name in _names(removed):
        for copy in copies.get(name, ()):
            if copy.key not in stayed and isinstance(copy.added, datetime):
                yield Regret.IMPORTED, copy.added
            # An entry that is back under its old id may tell any date.
            source = library.sources.get(copy.source_id)
            if copy.key in gone and source and source.read_at is not None:
                yield Regret.IMPORTED, source.read_at
        for known in requests:
            if name in known.newest:
                yield Regret.REQUESTED, known.newest[name]


def _copies(library: Library, names: set[str]) -> _Copies:
    """Return the copies that have one of these names."""
    found: dict[str, list[Copy]] = defaultdict(list)
    for medium in library.media.values() if names else ():
        for copy in medium.copies:
            for provider_id in copy.provider_ids:
                if (name := f"{medium.kind}:{provider_id}") in names:
                    found[name].append(copy)
    return found


def _names(removed: Removed) -> set[str]:
    """Return by what the removed entries are known again, on whichever server."""
    gone = (part for part in removed.parts if _is_gone(part))
    return {f"{removed.kind}:{provider_id}" for part in gone for provider_id in part.provider_ids}


def _is_gone(part: Part) -> bool:
    return part.whole and part.stage in {Stage.DELETED, Stage.FILES_STAYED}
