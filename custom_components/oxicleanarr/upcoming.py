"""What is leaving soon, the way that upcoming-media-card and its kin read it from a sensor.

The card (upcoming-media-card, August 2024) takes the attribute `data`: a list whose first entry says which
fields are drawn on which line, and whose others are one medium each. `$day` and `$date` become the day of
`airdate` in the browser's language.
"""

from datetime import UTC
from typing import Any, Final

from homeassistant.const import CONF_URL
from homeassistant.util import dt as dt_util
from yarl import URL

from .answers import in_words, label
from .coordinator import OxiCleanarrCoordinator
from .library.facts import UNKNOWN
from .library.models import Medium
from .policy.amounts import concerned_bytes
from .policy.models import Leaving
from .policy.texts import texts_in
from .posters import async_poster_path

# More than any card draws, and little enough to be sent to every browser with each change.
MOST_ITEMS: Final = 20

_LINES: Final = {
    "title_default": "$title",
    "line1_default": "$release",
    "line2_default": "$genres",
    "line3_default": "$rating - $number",
    "line4_default": "empty",
    "icon": "mdi:clock-alert-outline",
}


def upcoming(coordinator: OxiCleanarrCoordinator) -> list[dict[str, Any]]:
    """Return the lines of the card, and the next departures."""
    leaving = coordinator.data.plan.leaving_soon[:MOST_ITEMS]
    return [_LINES, *(_item(coordinator, medium, verdict) for medium, verdict in leaving)]


def _item(coordinator: OxiCleanarrCoordinator, medium: Medium, verdict: Leaving) -> dict[str, Any]:
    entry, snapshot = coordinator.config_entry, coordinator.data
    language = coordinator.hass.config.language
    size_bytes = concerned_bytes(medium, verdict)
    decision = snapshot.plan.decisions[medium.id]
    item_id = medium.jellyfin_ids[0] if medium.jellyfin_ids else None
    return {
        "title": label(medium),
        # Without a time the card takes the day for one of Greenwich, and shows the day before in the west.
        "airdate": verdict.leaves_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "release": "$day, $date",
        "genres": ", ".join(sorted(genre.capitalize() for genre in _known(medium))),
        "rating": f"★ {medium.rating:.1f}" if isinstance(medium.rating, float) else "",
        "number": "" if size_bytes in (UNKNOWN, None) else texts_in(language).size(size_bytes),
        "summary": in_words(decision, dt_util.now(), language),
        "poster": async_poster_path(coordinator.hass, entry.entry_id, medium) or "",
        "fanart": "",
        "deep_link": _page(entry.data[CONF_URL], item_id)
        if item_id and CONF_URL in entry.data
        else "",
    }


def _known(medium: Medium) -> frozenset[str]:
    return frozenset() if medium.genres is UNKNOWN or medium.genres is None else medium.genres


def _page(address: str, item_id: str) -> str:
    """Return the address of an item's page in Jellyfin's own web client."""
    return str((URL(address) / "web" / "").with_fragment(f"/details?id={item_id}"))
