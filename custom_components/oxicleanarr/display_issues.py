"""What is in the way of the display in Jellyfin: as repair issues, which say how a person mends it, and in short."""

from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import async_get_cached_translations

from .const import DOMAIN
from .display.models import DisplayReport, Obstacle, Trouble
from .issues import Issue, report_issue
from .policy.sentences import joined
from .problems import problem_sentence

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
            report_issue(hass, entry, trouble, _issue(found[trouble]))
        elif report.problem is None:
            report_issue(hass, entry, trouble, None)


@callback
def what_hinders(hass: HomeAssistant, report: DisplayReport) -> str | None:
    """Return what ended a pass or was in its way, without a full stop; `None` when nothing did and was.

    An obstacle is called as its repair is, which says the rest.
    """
    language = hass.config.language
    if report.problem:
        return problem_sentence(report.problem, language)
    texts = async_get_cached_translations(hass, language, "issues", DOMAIN)
    issues = map(_issue, report.obstacles)
    titles = (
        texts[f"component.{DOMAIN}.issues.{issue.text}.title"].format(**issue.names)
        for issue in issues
    )
    return joined(titles) or None


def _issue(obstacle: Obstacle) -> Issue:
    not_installed = obstacle.trouble is Trouble.BRIDGE_MISSING and not obstacle.names["detail"]
    return Issue(
        text="bridge_not_installed" if not_installed else obstacle.trouble.value,
        names={name: text or "–" for name, text in obstacle.names.items()},
        fixable=obstacle.trouble in _MENDED_BY_OPTIONS,
        learn_more_url=_BRIDGE if obstacle.trouble in _ABOUT_BRIDGE else None,
    )
