"""Making the links anew: what the action and the button have in common, and what the action answers."""

from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.exceptions import HomeAssistantError

from .const import DOMAIN
from .coordinator import OxiCleanarrCoordinator
from .display.models import DisplayKind, DisplayReport
from .problems import failed, failure_sentence, problem_sentence
from .refusals import invalid
from .settings import display_settings

# As many titles as a person reads in an error message.
_NAMED_FAILURES = 5


def has_links(entry: ConfigEntry) -> bool:
    """Return whether the household wants libraries, which are made of links."""
    return DisplayKind.LIBRARIES in display_settings(entry.options).kinds


async def async_rebuild(coordinator: OxiCleanarrCoordinator) -> DisplayReport:
    """Make all links anew and return what came of it.

    Raises:
        ServiceValidationError: The household wants no libraries.
    """
    if not has_links(coordinator.config_entry):
        raise invalid("no_libraries")
    return await coordinator.async_rebuild_symlinks()


def raise_for_rest(report: DisplayReport, language: str) -> None:
    """Raise HomeAssistantError, with the reasons, when something could not be done."""
    if report.problem:
        raise failed("rebuild_failed", report.problem, language)
    if report.obstacles:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="rebuild_obstructed",
        )
    if report.failures:
        named = [
            f"{one.title} ({failure_sentence(one, language)})"
            for one in report.failures[:_NAMED_FAILURES]
        ]
        if len(report.failures) > _NAMED_FAILURES:
            named.append("…")
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="rebuild_incomplete",
            translation_placeholders={
                "count": str(len(report.failures)),
                "failures": "; ".join(named),
            },
        )


def rebuild_answer(report: DisplayReport, language: str) -> dict[str, Any]:
    """Return everything that is told about a rebuild."""
    return {
        "created": report.created,
        "removed": report.removed,
        "unchanged": report.unchanged,
        "wanted": report.wanted,
        "present": report.present,
        "failed": failures_of(report, language),
        "obstacles": [{"trouble": one.trouble.value, **one.names} for one in report.obstacles],
        "problem": problem_sentence(report.problem, language) if report.problem else None,
    }


def failures_of(
    report: DisplayReport, language: str, limit: int | None = None
) -> list[dict[str, str]]:
    """Return what could not be shown or taken away, and why; at most `limit` of it."""
    return [
        {"title": one.title, "path": one.path, "reason": failure_sentence(one, language)}
        for one in report.failures[:limit]
    ]
