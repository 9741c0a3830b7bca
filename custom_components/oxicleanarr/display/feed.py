"""The feed: what is leaving soon, as the OxiCleanarr server tells it since 1.6.0.

The Leaving Soon plugin of Jellyfin (1.0.12) reads it: it takes items with a `mediaServerId`, which it looks up in
Jellyfin, `type` "show" for series and anything else for films, and falls back on `sourcePath` where Jellyfin
tells no path.
"""

from collections.abc import Iterable
from datetime import UTC
from typing import Any

from ..library.models import Kind
from .models import Shown

_VERSION = 1
_TYPES = {Kind.MOVIE: "movie", Kind.SERIES: "show"}


def feed(shown: Iterable[Shown]) -> dict[str, Any]:
    """Return the answer about these media: one item for each of Jellyfin's ids, what leaves first comes first."""
    media = sorted(shown, key=lambda medium: (medium.leaves_at, medium.title.casefold()))
    return {"version": _VERSION, "items": [item for medium in media for item in _items(medium)]}


def _items(medium: Shown) -> Iterable[dict[str, str]]:
    # Only with as many paths as items is it known whose path is which.
    paired = len(medium.paths) == len(medium.item_ids)
    for number, item_id in enumerate(medium.item_ids):
        item = {
            "mediaServerId": item_id,
            "type": _TYPES[medium.kind],
            "title": medium.title,
            "deletionDate": medium.leaves_at.astimezone(UTC).isoformat(timespec="seconds"),
        }
        yield item | ({"sourcePath": medium.paths[number]} if paired else {})
