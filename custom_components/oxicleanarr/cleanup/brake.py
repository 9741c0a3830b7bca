"""The brake: what is abnormal is not cleaned up, but shown to a person.

Each day on which nothing was odd leaves a mark. A plan, a library and ids that differ too much from it stop a run.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import nsmallest
from typing import Final
from zlib import crc32

from ..library.facts import UNKNOWN
from ..library.models import Kind, Library, Medium
from ..policy.amounts import concerned_bytes
from ..policy.models import Plan
from .evidence import DayMark, Moment
from .models import GuardName, Objection

BRAKES: Final = frozenset({GuardName.PLAN_GREW, GuardName.LIBRARY_SHRANK, GuardName.NEW_IDS})
"""The guards that a person can release."""

_SAMPLE: Final = 256
_DAY: Final = timedelta(hours=20)
"""After how long another day begins; a run may come a little earlier than on the day before."""
_MORE_MEDIA: Final = 10
"""How many more media leave soon before a plan can be called large: small plans double every week."""
_LESS_PERCENT: Final = 10
_FEWER_MEDIA: Final = 2
_OTHER_IDS: Final = 2


def mark(library: Library, plan: Plan, now: datetime) -> DayMark:
    """Return how large plan and library are now; the sample holds the same media every day."""
    managed = (medium for medium in library.media.values() if medium.copies)
    sample = nsmallest(_SAMPLE, managed, key=_place)
    sizes = (concerned_bytes(medium, leaving) for medium, leaving in plan.leaving_soon)
    return DayMark(
        at=now,
        leaving_soon=len(plan.leaving_soon),
        leaving_bytes=sum(size for size in sizes if size is not UNKNOWN and size is not None),
        media=dict(Counter(medium.kind for medium in library.media.values())),
        entries={medium.id: _entries(medium) for medium in sample},
    )


def next_mark(
    before: DayMark | None, today: DayMark, objections: Iterable[Objection], now: datetime
) -> DayMark | None:
    """Return what the next runs are to be compared with.

    The first mark is taken at once, another one a day later. While a brake is on, or a server is silent, the
    old one stays: what is odd never becomes the measure by itself.
    """
    if any(one.guard in BRAKES or one.guard is GuardName.SOURCES for one in objections):
        return before
    if before is None:
        return today
    if before.at > now:
        # The clock was set back; otherwise this day would not end before it gets there again.
        return replace(before, at=now)
    return today if now - before.at >= _DAY else before


def after_removal(before: DayMark, medium: Medium) -> DayMark:
    """Return the mark without a medium that we removed ourselves: that is no abrupt loss."""
    media = {**before.media, medium.kind: max(0, before.media.get(medium.kind, 0) - 1)}
    entries = {key: ids for key, ids in before.entries.items() if key != medium.id}
    return replace(before, media=media, entries=entries)


def plan_grew(moment: Moment) -> Objection | None:
    """Stop a plan that is far larger than yesterday's.

    A retention mistyped by a digit, or one wrong date on a server, has put whole libraries on the list of the
    next night.
    """
    before, today = moment.before, moment.today
    if before is None:
        return None
    doubled = (
        today.leaving_soon > 2 * before.leaving_soon
        or today.leaving_bytes > 2 * before.leaving_bytes
    )
    if not doubled or today.leaving_soon <= before.leaving_soon + _MORE_MEDIA:
        return None
    facts = {
        "before": before.leaving_soon,
        "now": today.leaving_soon,
        "before_bytes": before.leaving_bytes,
        "now_bytes": today.leaving_bytes,
    }
    return Objection(GuardName.PLAN_GREW, facts)


def library_shrank(moment: Moment) -> Objection | None:
    """Stop when many media are suddenly missing.

    A disk that was not mounted, or a database restored from an old backup, looks like a household that owns
    little; what is still there was then judged without its other half.
    """
    before = moment.before
    if before is None:
        return None
    if not any(
        _shrank(before.media.get(kind, 0), moment.today.media.get(kind, 0)) for kind in Kind
    ):
        return None
    return Objection(
        GuardName.LIBRARY_SHRANK,
        {
            "movies_before": before.media.get(Kind.MOVIE, 0),
            "movies": moment.today.media.get(Kind.MOVIE, 0),
            "series_before": before.media.get(Kind.SERIES, 0),
            "series": moment.today.media.get(Kind.SERIES, 0),
        },
    )


def new_ids(moment: Moment) -> Objection | None:
    """Stop when Radarr or Sonarr know the same media by other ids.

    After a server was set up anew, an id that was looked up before means another film: tools have deleted by
    such ids what they never looked at.
    """
    before = moment.before
    if before is None:
        return None
    changed = _changed(before.entries, moment.today.entries)
    if sum(changed) <= _OTHER_IDS and not (changed and all(changed)):
        return None
    return Objection(GuardName.NEW_IDS, {"changed": sum(changed), "known": len(changed)})


def _shrank(before: int, now: int) -> bool:
    missing = before - now
    return missing > _FEWER_MEDIA and missing * 100 > before * _LESS_PERCENT


def _place(medium: Medium) -> tuple[int, str]:
    """Return a medium's place in an order that no medium comes to by its name."""
    return crc32(medium.id.encode()), medium.id


def _entries(medium: Medium) -> str:
    return " ".join(sorted(f"{copy.source_id}:{copy.entry_id}" for copy in medium.copies))


def _changed(before: Mapping[str, str], today: Mapping[str, str]) -> list[bool]:
    """Return for each medium of both samples whether an id that it had is no longer its own."""
    known = before.keys() & today.keys()
    return [not set(before[key].split()) <= set(today[key].split()) for key in known]
