"""Reading what has changed on a Radarr or Sonarr since it was last read, in a few small requests."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from copy import replace
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ..clients.arr import Arr, Change, TagUse
from ..clients.errors import NotFound
from ..clients.radarr import Radarr
from ..clients.rows import Rows
from ..clients.sonarr import Sonarr
from .facts import UNKNOWN
from .managed import ManagedMedia, disks_of, owned_movie, owned_series, tag_labels, with_imports
from .models import Copy
from .reading import OVERLAP, require_plausible

# More requests than this take longer than the whole list.
_MOST: Final = 20

_IMPORTED: Final = "downloadFolderImported"
_WITHOUT_EFFECT: Final = frozenset({"grabbed", "downloadFailed", "downloadIgnored"})


async def read_radarr_differences(
    client: Radarr, source_id: str, now: datetime, previous: ManagedMedia, *, disks: bool = False
) -> ManagedMedia | None:
    """Return what a Radarr tells now, `None` where only reading it as a whole can tell.

    Seen are files that came, went or were renamed, and tags: 2 requests, and one for each movie that changed;
    with `disks` also how full those are. Not seen are deleted entries, and what people edited beside tags.

    Raises:
        ClientError: The server failed or refused.
        UntrustedAnswerError: A list was cut short, or its dates are nonsense.
    """

    async def copy(movie_id: int, news: ManagedMedia) -> Copy | None:
        movie = (await client.movie(movie_id)).entry
        return owned_movie(movie, source_id, news.labels, now)

    names = _Names(lambda row: row.movie_id, lambda tag: tag.movie_ids)
    return await _read(client, now, previous, copy, names, disks=disks)


async def read_sonarr_differences(
    client: Sonarr, source_id: str, now: datetime, previous: ManagedMedia, *, disks: bool = False
) -> ManagedMedia | None:
    """Return what a Sonarr tells now, as of a Radarr."""

    async def copy(series_id: int, news: ManagedMedia) -> Copy | None:
        series = (await client.one_series(series_id)).entry
        return owned_series(series, source_id, news.labels, news.imports.get(series_id), now)

    names = _Names(lambda row: row.series_id, lambda tag: tag.series_ids)
    return await _read(client, now, previous, copy, names, disks=disks)


@dataclass(frozen=True, slots=True)
class _Names:
    """Where the two apps name their entries; another app does not."""

    entry_of: Callable[[Change], int | None]
    bearers_of: Callable[[TagUse], list[int] | None]


async def _read(
    client: Arr,
    now: datetime,
    previous: ManagedMedia,
    copy: Callable[[int, ManagedMedia], Awaitable[Copy | None]],
    names: _Names,
    *,
    disks: bool,
) -> ManagedMedia | None:
    if previous.read_at is None:
        return None
    changes = await client.changes_since(previous.read_at - OVERLAP)
    tags = await client.tag_uses()
    bearers = _bearers(tags, names, previous.labels)
    entries = [names.entry_of(row) for row in changes.rows]
    if bearers is None or changes.skipped or None in entries:
        # Another app at that address would have none of our tags, and no entries of this kind in its history.
        return None
    new = [
        (entry, row)
        for entry, row in zip(entries, changes.rows, strict=True)
        if entry is not None and row.id not in previous.changes
    ]
    changed = {entry for entry, row in new if row.event_type not in _WITHOUT_EFFECT}
    if len(changed) > _MOST:
        return None
    came = ((entry, row.date) for entry, row in new if row.event_type == _IMPORTED)
    imports = with_imports(previous.imports, came, now)
    news = replace(previous, imports=previous.imports if imports == previous.imports else imports)
    copies = {one.entry_id: one for one in previous.copies}
    for entry in sorted(changed):
        copies.pop(entry, None)
        with suppress(NotFound):
            if found := await copy(entry, news):
                copies[entry] = found
    together = tuple(_tagged(one, bearers) for one in copies.values())
    require_plausible(client.http.server, (one.added for one in together))
    return replace(
        news,
        copies=previous.copies if together == previous.copies else together,
        disks=disks_of(await client.disk_space(), together) if disks else previous.disks,
        read_at=now,
        changes=frozenset(row.id for row in changes.rows),
    )


def _bearers(
    tags: Rows[TagUse], names: _Names, labels: Mapping[int, str]
) -> Mapping[int, frozenset[str]] | None:
    """Return the labels that each entry bears; `None` where the tags themselves are not the ones we know."""
    if tags.skipped or tag_labels(tags.rows) != labels:
        return None
    found: dict[int, set[str]] = {}
    for tag in tags.rows:
        entries = names.bearers_of(tag)
        if entries is None:
            return None
        for entry in entries:
            found.setdefault(entry, set()).add(labels[tag.id])
    return {entry: frozenset(borne) for entry, borne in found.items()}


def _tagged(copy: Copy, bearers: Mapping[int, frozenset[str]]) -> Copy:
    """Return a copy with the tags that it bears now; a tag that nobody knows the name of is not forgotten."""
    tags = bearers.get(copy.entry_id, frozenset())
    return copy if copy.tags is UNKNOWN or copy.tags == tags else replace(copy, tags=tags)
