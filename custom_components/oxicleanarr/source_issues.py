"""The repair issue about a Jellyfin that has made its library anew."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from .clients.jellyfin_models import Dialect
from .issues import Issue, report_issue
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
        report_issue(hass, entry, LIBRARY_REBUILT, None)
    elif problem.key == REBUILT:
        issue = Issue(text=_TEXTS[dialect], names={"name": entry.title})
        report_issue(hass, entry, LIBRARY_REBUILT, issue)
