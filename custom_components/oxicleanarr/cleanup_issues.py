"""Repair issues about cleaning up: what waits for a person, and what went wrong."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from homeassistant.core import callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util

from .answers import label
from .cleanup.brake import BRAKES
from .cleanup.guards import object_to_run
from .cleanup.models import FrozenItem, Mode
from .issues import Issue, report_issue
from .objections import objection_sentence
from .policy.sentences import joined
from .policy.texts import texts_in
from .problems import problem_sentence

if TYPE_CHECKING:
    from .coordinator import OxiCleanarrCoordinator

APPROVAL: Final = "cleanup_approval"
ARMED: Final = "cleanup_armed"
BRAKE: Final = "cleanup_brake"
FAILED: Final = "cleanup_failed"
NO_BIN: Final = "no_recycle_bin"
NO_BIN_THROUGH_SERVER: Final = "no_recycle_bin_through_server"

# What a person reads through; the actions answer with all of them.
_LISTED: Final = 25


@callback
def report_cleanup(coordinator: OxiCleanarrCoordinator) -> None:
    """Raise what a person has to decide or to know, and take back what is settled."""
    found = {
        APPROVAL: _approval(coordinator),
        ARMED: _armed(coordinator),
        BRAKE: _brake(coordinator),
        FAILED: _failed(coordinator),
    }
    for key, issue in found.items():
        report_issue(coordinator.hass, coordinator.config_entry, key, issue)
    server = coordinator.sources.server
    for source_id in (*coordinator.sources.arrs, *([server.id] if server else [])):
        kind, issue = f"{NO_BIN}_{source_id}", _no_bin(coordinator, source_id)
        report_issue(coordinator.hass, coordinator.config_entry, kind, issue)


@callback
def report_approval(coordinator: OxiCleanarrCoordinator) -> None:
    """Ask only for what would go by now: a person may have kept something of the list."""
    report_issue(coordinator.hass, coordinator.config_entry, APPROVAL, _approval(coordinator))


def _approval(coordinator: OxiCleanarrCoordinator) -> Issue | None:
    cleaner, plan = coordinator.cleaner, coordinator.cleaner.frozen
    # During a holiday a yes would do nothing.
    if cleaner.mode is Mode.OBSERVE or cleaner.holiday or plan is None or not plan.items:
        return None
    if plan.expires_at <= dt_util.utcnow():
        return None
    newest = coordinator.data.plan
    items = [one for one in plan.items if not newest.keeps(one.medium_id)]
    if not items:
        return None
    texts = texts_in(coordinator.hass.config.language)
    names = {
        "count": str(len(items)),
        "size": texts.size(sum(one.size_bytes or 0 for one in items)),
        "media": _list(items, coordinator),
    }
    return _issue(coordinator, APPROVAL, names, decision=APPROVAL, plan_id=plan.id)


def _armed(coordinator: OxiCleanarrCoordinator) -> Issue | None:
    """Return what the first run would remove, until it has run; during a holiday nobody knows when."""
    cleaner, state = coordinator.cleaner, coordinator.ledger.cleanup
    due = cleaner.next_run_at
    if not state.first_run_ahead or cleaner.first_run is None or due is None:
        return None
    names = {
        "when": f"{dt_util.as_local(due):%Y-%m-%d %H:%M}",
        "count": str(len(cleaner.first_run)),
        "media": _list(cleaner.first_run, coordinator),
    }
    return _issue(coordinator, ARMED, names)


def _brake(coordinator: OxiCleanarrCoordinator) -> Issue | None:
    # Before every server has answered once, much of the library seems to be missing; no run begins then either.
    if coordinator.cleaner.mode is Mode.OBSERVE or coordinator.sources.unheard:
        return None
    moment = coordinator.cleaner.house().moment_at_rest(dry=True)
    brakes = [one for one in object_to_run(moment) if one.guard in BRAKES]
    language = coordinator.hass.config.language
    if not brakes:
        return None
    reasons = joined(objection_sentence(one, language) for one in brakes)
    return _issue(coordinator, BRAKE, {"reasons": reasons}, decision=BRAKE)


def _failed(coordinator: OxiCleanarrCoordinator) -> Issue | None:
    """Return what the newest run failed at."""
    report, language = coordinator.cleaner.last_report, coordinator.hass.config.language
    for outcome in report.outcomes if report else ():
        if outcome.problem:
            problem = problem_sentence(outcome.problem, language)
            title = outcome.candidate.medium.title
            return _issue(coordinator, FAILED, {"title": title, "problem": problem})
    return None


def _no_bin(coordinator: OxiCleanarrCoordinator, source_id: str) -> Issue | None:
    state = coordinator.ledger.cleanup
    wanted = coordinator.cleaner.mode is not Mode.OBSERVE and source_id not in state.no_bin_accepted
    if not wanted or source_id not in coordinator.cleaner.without_bin:
        return None
    names = {"server": coordinator.config_entry.subentries[source_id].title}
    text = NO_BIN if source_id in coordinator.sources.arrs else NO_BIN_THROUGH_SERVER
    return _issue(coordinator, text, names, decision=NO_BIN, source_id=source_id)


def _issue(
    coordinator: OxiCleanarrCoordinator, key: str, names: Mapping[str, str], **about: str
) -> Issue:
    return Issue(
        text=key,
        names={"household": coordinator.config_entry.title, **names},
        severity=ir.IssueSeverity.ERROR if key == FAILED else ir.IssueSeverity.WARNING,
        fixable=bool(about),
        about=about,
    )


def _list(items: Iterable[FrozenItem], coordinator: OxiCleanarrCoordinator) -> str:
    """Return media as a list that people read, the largest part of it."""
    texts = texts_in(coordinator.hass.config.language)
    everything = list(items)
    lines = []
    for item in everything[:_LISTED]:
        size = f", {texts.size(item.size_bytes)}" if item.size_bytes is not None else ""
        lines.append(f"- {label(item)}{size}")
    if len(everything) > _LISTED:
        lines.append(f"- … (+{len(everything) - _LISTED})")
    return "\n".join(lines) or "–"
