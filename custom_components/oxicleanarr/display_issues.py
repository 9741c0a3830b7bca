"""Repair issues about the display in Jellyfin: what is in its way, and how a person mends it."""

from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .const import DOMAIN
from .display.models import DisplayReport, Obstacle, Trouble

_BRIDGE: Final = "https://github.com/ramonskie/jellyfin-plugin-oxicleanarr"

_ABOUT_BRIDGE: Final = frozenset(
    {Trouble.BRIDGE_MISSING, Trouble.BRIDGE_TOO_OLD, Trouble.BRIDGE_REFUSED}
)
# What the form about the display can mend; the rest is for Jellyfin, its container or a folder.
_MENDED_BY_OPTIONS: Final = frozenset(
    {
        Trouble.BASE_PATH_UNUSABLE,
        Trouble.BASE_PATH_IN_LIBRARY,
        Trouble.ANOTHER_MANAGER,
        Trouble.SHOWN_BY_SERVER,
        Trouble.SHOWN_BY_PLUGIN,
        Trouble.LIBRARY_NAME_TAKEN,
        Trouble.COLLECTION_NAME_TAKEN,
    }
)


@callback
def report_display(hass: HomeAssistant, entry: ConfigEntry, report: DisplayReport) -> None:
    """Raise one issue for each trouble of a pass, and take back those that are over.

    A pass that ended in the middle did not see all troubles: it takes none back.
    """
    found = {obstacle.trouble: obstacle for obstacle in reversed(report.obstacles)}
    for trouble in Trouble:
        if trouble in found:
            _report(hass, entry, found[trouble])
        elif report.problem is None:
            ir.async_delete_issue(hass, DOMAIN, _issue_id(entry, trouble))


def _report(hass: HomeAssistant, entry: ConfigEntry, obstacle: Obstacle) -> None:
    ir.async_create_issue(
        hass,
        DOMAIN,
        _issue_id(entry, obstacle.trouble),
        data={"entry_id": entry.entry_id},
        is_fixable=obstacle.trouble in _MENDED_BY_OPTIONS,
        learn_more_url=_BRIDGE if obstacle.trouble in _ABOUT_BRIDGE else None,
        severity=ir.IssueSeverity.WARNING,
        translation_key=obstacle.trouble.value,
        translation_placeholders={name: text or "–" for name, text in obstacle.names.items()},
    )


def _issue_id(entry: ConfigEntry, trouble: Trouble) -> str:
    return f"{trouble}_{entry.entry_id}"
