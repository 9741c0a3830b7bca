"""The repair issue about a Jellyfin that has made its library anew."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .clients.jellyfin import Dialect
from .const import DOMAIN
from .library.models import Problem
from .library.reading import REBUILT

LIBRARY_REBUILT = "library_rebuilt"

_TEXTS = {
    Dialect.JELLYFIN: LIBRARY_REBUILT,
    # It does so every day, unless its owner switches that off.
    Dialect.RUST: f"{LIBRARY_REBUILT}_jellyfin_rust",
}


@callback
def report_jellyfin(
    hass: HomeAssistant, entry: ConfigEntry, problem: Problem | None, dialect: Dialect
) -> None:
    """Raise the issue, or take it back once Jellyfin is believed again; other troubles do not alter it."""
    if problem is None:
        ir.async_delete_issue(hass, DOMAIN, _issue_id(entry))
    elif problem.key == REBUILT:
        ir.async_create_issue(
            hass,
            DOMAIN,
            _issue_id(entry),
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=_TEXTS[dialect],
            translation_placeholders={"name": entry.title},
        )


def _issue_id(entry: ConfigEntry) -> str:
    return f"{LIBRARY_REBUILT}_{entry.entry_id}"
