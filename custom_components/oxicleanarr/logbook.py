"""Lines of the logbook: what happened to media, in the language that Home Assistant is set to."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from homeassistant.components.logbook import (
    LOGBOOK_ENTRY_CONTEXT_ID,
    LOGBOOK_ENTRY_ENTITY_ID,
    LOGBOOK_ENTRY_MESSAGE,
    LOGBOOK_ENTRY_NAME,
    LazyEventPartialState,
)
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant, callback

from .cleanup.models import Removal
from .const import DOMAIN
from .happenings import EVENT_ACTIVITY, HappeningKind
from .logbook_texts import LINES, Lines
from .policy.followed import SERVER_RULE
from .policy.judge import MANUAL_RULE, STANDARD_RULE
from .policy.texts import Texts, spoken, texts_in

# What stands in the place of a rule that people gave a name.
_NO_RULES: Final = (None, STANDARD_RULE, MANUAL_RULE, SERVER_RULE)


@callback
def async_describe_events(
    hass: HomeAssistant,
    async_describe_event: Callable[
        [str, str, Callable[[LazyEventPartialState], dict[str, Any]]], None
    ],
) -> None:
    """Tell the logbook how our events read."""

    @callback
    def describe(event: LazyEventPartialState) -> dict[str, Any]:
        data = event.data
        return {
            LOGBOOK_ENTRY_NAME: data.get("household") or "OxiCleanarr",
            LOGBOOK_ENTRY_MESSAGE: line(data, hass.config.language),
            LOGBOOK_ENTRY_ENTITY_ID: data.get(ATTR_ENTITY_ID),
            LOGBOOK_ENTRY_CONTEXT_ID: event.context_id,
        }

    async_describe_event(DOMAIN, EVENT_ACTIVITY, describe)


def line(activity: Mapping[str, Any], language: str) -> str:
    """Return what follows the household's name: what happened, to what, and why."""
    lines, texts = LINES[spoken(language)], texts_in(language)
    title, year = activity["title"], activity["year"]
    said = _words(activity, lines).format(title=f"{title} ({year})" if year else title)
    said = ", ".join([said, *_details(activity, lines, texts)])
    if problem := activity["problem"]:
        return lines.because.format(line=said, problem=problem)
    return said


def _words(activity: Mapping[str, Any], lines: Lines) -> str:
    kind = HappeningKind(activity["type"])
    if kind is HappeningKind.DELETED and activity["removal"] == Removal.UNMONITOR:
        return lines.unmonitored
    if kind is HappeningKind.BLOCKED and activity["title"] is None:
        return lines.run_blocked
    return lines.kinds[kind]


def _details(activity: Mapping[str, Any], lines: Lines, texts: Texts) -> list[str]:
    """Return what is known beyond the title and worth a place in the line."""
    details = []
    match HappeningKind(activity["type"]):
        case HappeningKind.ANNOUNCED | HappeningKind.ABOUT_TO_LEAVE | HappeningKind.SCHEDULED:
            if leaves_on := activity["leaves_on"]:
                details.append(lines.on.format(day=texts.date(date.fromisoformat(leaves_on))))
        case HappeningKind.DELETED:
            if freed_bytes := activity["freed_bytes"]:
                details.append(texts.size(freed_bytes))
            if (rule := activity["rule"]) not in _NO_RULES:
                details.append(lines.by_rule.format(rule=rule))
        case HappeningKind.CLEANUP_PREPARED:
            details += [
                lines.titles.format(count=activity["titles"]),
                texts.size(activity["size_bytes"]),
            ]
        case _:
            pass
    return details
