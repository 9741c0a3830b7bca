"""Whether the journal says of every entry what really became of it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from custom_components.oxicleanarr.cleanup.models import Removal
from custom_components.oxicleanarr.cleanup.removed import Part, Removed, Stage
from tests.household import SERVER_IDS

from .household import Household
from .laws import Deletion, Laws
from .truth import Place, kind_of
from .wrongs import Law

_SERVERS = {source_id: server for server, source_id in SERVER_IDS.items()}
_GONE = (Stage.DELETED, Stage.FILES_STAYED)


def disagreements(removals: Iterable[Removed], laws: Laws) -> Iterator[tuple[Law, str]]:
    """Yield what the journal leaves open, and where it is wrong."""
    removals = list(removals)
    for removed in removals:
        if removed.stage.open:
            yield Law.OPEN, _told(removed)
    parts = [(removed, part) for removed in removals for part in removed.parts]
    claimed: set[int] = set()
    runs: dict[str, list[Deletion]] = {}
    for removed, part in parts:
        if part.stage in _GONE:
            mine = [one for one in laws.deletions if one.happened and _is_of(one, removed, part)]
            claimed |= {id(one) for one in mine}
            runs.setdefault(removed.run_id, []).extend(mine)
            yield from _deleted(removed, part, mine, laws)
    for one in laws.deletions:
        if one.happened and id(one) not in claimed:
            yield Law.JOURNAL, f"{one.key} is gone from {one.place}, which it does not say"
    for deletions in runs.values():
        yield from _caps(deletions, laws.household)
    latest = {place_of(part): (removed, part) for removed, part in parts}
    for removed, part in latest.values():
        yield from _monitoring(removed, part, laws)


def _caps(deletions: list[Deletion], household: Household) -> Iterator[tuple[Law, str]]:
    """Yield how a run went beyond what one may delete."""
    media = {one.key: one.media_of_kind for one in deletions}
    told = f"a run deleted {sorted(media)}"
    if len(media) > household.max_items:
        yield Law.CAPS, f"{told}: more than {household.max_items}"
    size_bytes = sum(one.size_bytes for one in deletions)
    if size_bytes > household.max_gigabytes * 10**9:
        yield Law.CAPS, f"{told}: {size_bytes} bytes"
    for kind, many in Counter(map(kind_of, media)).items():
        of_kind = max(media[key] for key in media if kind_of(key) == kind)
        if many > max(1, of_kind * household.max_share_percent // 100):
            yield Law.CAPS, f"{told}: {many} of {of_kind}"


def place_of(part: Part) -> Place:
    """Return which entry a part is; an OxiCleanarr server names its media after the server that has them."""
    return part.item_id.partition("-")[0] or _SERVERS[part.source_id], part.entry_id


def _is_of(one: Deletion, removed: Removed, part: Part) -> bool:
    if one.place != place_of(part):
        return False
    if removed.removal is Removal.DELETE and part.whole:
        return one.file_id is None
    return one.file_id in part.file_ids


def _deleted(
    removed: Removed, part: Part, mine: list[Deletion], laws: Laws
) -> Iterator[tuple[Law, str]]:
    told = f"{_told(removed)}, {part.stage} at {place_of(part)}"
    if not mine:
        # Whether an entry was removed by itself or by somebody else, no server can tell.
        if place_of(part) not in laws.removed_by_others:
            yield Law.JOURNAL, f"{told}: nothing was deleted there"
        return
    if part.stage is Stage.FILES_STAYED:
        return
    size_bytes = sum(one.size_bytes for one in mine)
    if part.size_bytes != size_bytes:
        yield Law.JOURNAL, f"{told}: {size_bytes} bytes are gone, not {part.size_bytes}"
    owned = {str(path) for one in laws.truth.entries() for path in one.files.values()}
    for path in (path for one in mine for path in one.files.values()):
        if path not in owned and Path(path).exists():
            yield Law.JOURNAL, f"{told}: {path} is still there"


def _monitoring(removed: Removed, part: Part, laws: Laws) -> Iterator[tuple[Law, str]]:
    owned = laws.truth.at(place_of(part))
    if owned is None or removed.stage.open or removed.restored_at or not part.whole:
        return
    expected = part.monitored
    if part.stage in {*_GONE, Stage.FINISHED}:
        expected = False
    if owned.entry.monitored != expected:
        told = f"{_told(removed)}, {part.stage} at {place_of(part)}"
        yield Law.JOURNAL, f"{told}: it is {'' if owned.entry.monitored else 'not '}monitored"


def _told(removed: Removed) -> str:
    return f"{removed.title} ({removed.removal}, {removed.stage})"
