"""What people attach to a report about an error: enough to understand it, nothing that is theirs.

Titles, names, addresses, paths and sentences are left out; of all that there are only counts, and the names
that we gave to kinds of errors.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
import re
from typing import Any, Final

from homeassistant.config_entries import ConfigEntryState, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceEntry
from homeassistant.util import dt as dt_util

from .cleaner import Cleaner
from .clients.bridge import BridgeStatus
from .const import DOMAIN
from .coordinator import OxiCleanarrConfigEntry, OxiCleanarrCoordinator
from .display.models import DisplayReport
from .ledger import Ledger
from .library.facts import UNKNOWN
from .library.models import JELLYFIN, Library, SourceStatus
from .policy.models import Leaving, Plan
from .redaction import redacted, shown_version

_WORD: Final = re.compile(r"[A-Za-z_]{1,20}")


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: OxiCleanarrConfigEntry
) -> dict[str, Any]:
    """Return how a household is set up and how it is, also while it could not be started."""
    found: dict[str, Any] = {
        "entry": {
            "version": f"{entry.version}.{entry.minor_version}",
            "state": entry.state.value,
            "error": entry.error_reason_translation_key,
            "data": redacted(entry.data),
            "options": redacted(entry.options),
        },
        "subentries": [_subentry(subentry) for subentry in entry.subentries.values()],
    }
    if entry.state is ConfigEntryState.LOADED:
        found |= _household(entry.runtime_data)
    return found


async def async_get_device_diagnostics(
    hass: HomeAssistant, entry: OxiCleanarrConfigEntry, device: DeviceEntry
) -> dict[str, Any]:
    """Return what one server is set up with, and how far it can be trusted now."""
    names = {name for domain, name in device.identifiers if domain == DOMAIN}
    subentry = next((one for key, one in entry.subentries.items() if key in names), None)
    found: dict[str, Any] = (
        {"server": _subentry(subentry)} if subentry else {"server": {"data": redacted(entry.data)}}
    )
    if entry.state is ConfigEntryState.LOADED:
        data = entry.runtime_data.data
        source_id = subentry.subentry_id if subentry else JELLYFIN
        if status := data.library.sources.get(source_id):
            found["source"] = _source(status, entry.runtime_data, dt_util.utcnow())
        server = entry.runtime_data.sources.server
        if subentry and server and subentry.subentry_id == server.id:
            found["oxicleanarr_server"] = _oxicleanarr_server(entry.runtime_data)
        if subentry is None:
            found["bridge"] = _bridge(data.bridge)
    return found


def _household(coordinator: OxiCleanarrCoordinator) -> dict[str, Any]:
    data, now = coordinator.data, dt_util.utcnow()
    return {
        "complete_at": data.complete_at,
        "sources": [_source(status, coordinator, now) for status in data.library.sources.values()],
        "bridge": _bridge(data.bridge),
        "oxicleanarr_server": _oxicleanarr_server(coordinator),
        "library": _library(data.library),
        "rules": {
            "known": len(coordinator.stored_rules.rules),
            "unreadable": len(coordinator.stored_rules.unreadable),
            "with_missing_names": len(data.names.missing),
            "with_unsure_names": len(data.names.unsure),
            "held_media": sum(map(len, data.names.held.values())),
        },
        "plan": _plan(data.plan),
        "ledger": _ledger(coordinator.ledger, now),
        "cleanup": _cleanup(coordinator.ledger, coordinator.cleaner),
        "display": _display(data.display) if data.display else None,
    }


def _subentry(subentry: ConfigSubentry) -> dict[str, Any]:
    return {
        "id": subentry.subentry_id,
        "type": subentry.subentry_type,
        "data": redacted(subentry.data),
    }


def _source(
    status: SourceStatus, coordinator: OxiCleanarrCoordinator, now: datetime
) -> dict[str, Any]:
    size = coordinator.sources.accepted.get(status.id)
    subentry = coordinator.config_entry.subentries.get(status.id)
    return {
        "id": status.id,
        "type": subentry.subentry_type if subentry else _dialect(coordinator),
        "fresh": status.fresh,
        "problem": status.problem.said_as if status.problem else None,
        "version": shown_version(status.version),
        "age_seconds": round((now - status.read_at).total_seconds()) if status.read_at else None,
        "skipped_rows": status.skipped_rows,
        "media": size.media if size else None,
        "users": len(size.people) if size else None,
    }


def _dialect(coordinator: OxiCleanarrCoordinator) -> str | None:
    jellyfin = coordinator.sources.jellyfin
    return jellyfin.dialect.value if jellyfin else None


def _bridge(bridge: BridgeStatus | None) -> dict[str, Any] | None:
    if bridge is None:
        return None
    return {
        "state": bridge.state.value,
        "version": shown_version(bridge.version),
        "refuses_files": bridge.refuses_files,
    }


def _oxicleanarr_server(coordinator: OxiCleanarrCoordinator) -> dict[str, Any] | None:
    """Tell how the server that decides is set up and did last; its own words for an error may name hosts."""
    server, exclusions = coordinator.sources.server, coordinator.exclusions
    answer = server.answer if server else None
    if answer is None or exclusions is None:
        return None
    config, job = answer.config, answer.job
    return {
        "contract": answer.contract.value,
        "dry_run": config.dry_run,
        "enable_deletion": config.enable_deletion,
        "deletes": answer.deletes,
        "leaving_soon_days": config.leaving_soon_days,
        "manages_links": config.manages_links,
        "disk_threshold": config.disk_threshold,
        "statistics": config.stats,
        "rules": _counted(_word(rule.type) for rule in config.rules if rule.enabled),
        "in_progress": answer.status.in_progress,
        "media_count": answer.status.media_count,
        "excluded_count": answer.status.excluded_count,
        "unmatched": len(answer.unmatched),
        "last_job": job
        and {
            "status": _word(job.status),
            "duration_ms": job.duration_ms,
            "failed_in_part": job.failed_in_part,
        },
        "services": {
            _word(one.name): {"enabled": one.enabled, "online": one.online}
            for one in answer.services or ()
        },
        "excluded_by_us": len(coordinator.ledger.excluded),
        "untold": len(exclusions.untold),
    }


def _word(text: str) -> str:
    """Return a word that the server chose from a few; anything else is not shown."""
    return text if _WORD.fullmatch(text) else "other"


def _library(library: Library) -> dict[str, Any]:
    disks = () if library.disks is UNKNOWN or library.disks is None else library.disks
    media = library.media.values()
    return {
        "media": _counted(medium.kind.value for medium in media),
        "in_jellyfin": sum(bool(medium.jellyfin_ids) for medium in media),
        "managed": sum(bool(medium.copies) for medium in media),
        "in_both": sum(bool(medium.jellyfin_ids and medium.copies) for medium in media),
        "with_poster": sum(medium.poster is not None for medium in media),
        "twins": sum(len(medium.twin_ids) for medium in media),
        "users": len(library.users),
        "libraries": len(library.libraries),
        "disks": [
            {"free_bytes": disk.free_bytes, "total_bytes": disk.total_bytes} for disk in disks
        ],
    }


def _plan(plan: Plan) -> dict[str, Any]:
    """Count the verdicts by their reasons; a medium that has several counts with each."""
    protected: Counter[str] = Counter()
    leaving: Counter[str] = Counter()
    for decision in plan.decisions.values():
        reasons = leaving if isinstance(decision.verdict, Leaving) else protected
        reasons.update(reason.why.value for reason in decision.verdict.reasons)
    return {
        "made_at": plan.made_at,
        "protected": _counted(protected.elements()),
        "leaving": _counted(leaving.elements()),
        "leaving_soon": len(plan.leaving_soon),
        "announced": len(plan.announced),
        "stale": sum(decision.stale for decision in plan.decisions.values()),
    }


def _ledger(ledger: Ledger, now: datetime) -> dict[str, Any]:
    made = ledger.made
    return {
        "keeps": {
            "for_ever": sum(keep.until is None for keep in ledger.keeps),
            "until_a_date": sum(bool(keep.until and now < keep.until) for keep in ledger.keeps),
            "over": sum(bool(keep.until and now >= keep.until) for keep in ledger.keeps),
        },
        "schedules": len(ledger.schedules),
        "announced": len(ledger.announced),
        "shown": len(ledger.shown),
        "twin_plays": len(ledger.twin_plays),
        "links": len(made.links),
        "links_confirmed": sum(link.confirmed for link in made.links),
        "folders": len(made.folders),
        "libraries": len(made.libraries),
        "collection_members": len(made.collection.members) if made.collection else None,
    }


def _cleanup(ledger: Ledger, cleaner: Cleaner) -> dict[str, Any]:
    state, journal = ledger.cleanup, cleaner.journal
    report = cleaner.last_report
    return {
        "mode": cleaner.mode.value,
        "holiday": cleaner.holiday,
        "armed_at": state.armed_at,
        "last_run_at": state.last_run_at,
        "next_run_at": cleaner.next_run_at,
        "pauses": len(state.pauses),
        "waiting_for_approval": len(state.frozen.items) if state.frozen else None,
        "servers_without_bin": len(cleaner.without_bin),
        "journal": _counted(removed.stage.value for removed in journal.removals),
        "journal_problems": _counted(
            removed.problem.key for removed in journal.removals if removed.problem
        ),
        "forgotten": journal.forgotten.media,
        "last_run": {
            "at": report.at,
            "dry": report.dry,
            "objections": _counted(one.guard.value for one in report.objections),
            "went": len(report.going),
            "held_back": _counted(
                one.guard.value for outcome in report.outcomes for one in outcome.objections
            ),
            "problems": _counted(
                outcome.problem.key for outcome in report.outcomes if outcome.problem
            ),
        }
        if report
        else None,
    }


def _display(report: DisplayReport) -> dict[str, Any]:
    return {
        "wanted": report.wanted,
        "present": report.present,
        "created": report.created,
        "removed": report.removed,
        "failures": _counted(failure.cause.value for failure in report.failures),
        "obstacles": sorted(obstacle.trouble.value for obstacle in report.obstacles),
        "problem": report.problem.said_as if report.problem else None,
    }


def _counted(words: Iterable[str]) -> Mapping[str, int]:
    return dict(sorted(Counter(words).items()))
