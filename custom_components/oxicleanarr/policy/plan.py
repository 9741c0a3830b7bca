"""Making the plan: every medium gets a verdict from the facts, the rules, and people's keeps.

Protection comes first: a keep, then everything that is unknown, then the rules' own exceptions. Only a
medium that nothing protects gets a date.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from ..library.facts import UNKNOWN
from ..library.models import Kind, Library, Medium
from .models import (
    Decision,
    Keep,
    Leaving,
    Plan,
    Protected,
    Reason,
    RetentionBase,
    Settings,
    Verdict,
    Why,
)

STANDARD_RULE = "standard"


def make_plan(
    library: Library,
    settings: Settings,
    keeps: Sequence[Keep],
    announced: Mapping[str, datetime],
    now: datetime,
    previous: Plan | None = None,
) -> Plan:
    """Give every medium its verdict.

    `announced` tells since when each medium has been visible as leaving soon. Where a source behind a kind
    does not answer, its media keep the verdicts of the `previous` plan; without one they are protected.
    """
    keeps_by_alias = _by_alias(keeps)
    decisions: dict[str, Decision] = {}
    for medium in library.media.values():
        if keep := _keep_for(medium, keeps_by_alias, now):
            decision = Decision(medium, _kept(keep))
        elif library.fresh(medium.kind):
            verdict = _judge(medium, library, settings, announced.get(medium.id), now)
            decision = Decision(medium, verdict)
        else:
            decision = _last_good(medium, library, previous)
        decisions[medium.id] = decision
    return Plan(
        made_at=now,
        decisions=decisions,
        announced=_announced(decisions, library, announced, now),
        leaving_soon=_leaving_soon(decisions.values()),
    )


def _announced(
    decisions: Mapping[str, Decision],
    library: Library,
    before: Mapping[str, datetime],
    now: datetime,
) -> dict[str, datetime]:
    """Return since when everything has been announced, once this plan is shown.

    A countdown ends for a medium that is known to stay or known to be gone. One that a source merely lost
    sight of, or whose verdict is stale, keeps its date.
    """
    result = {
        medium_id: since
        for medium_id, since in before.items()
        if medium_id not in decisions and not library.fresh(Kind(medium_id.split(":", 1)[0]))
    }
    for medium_id, decision in decisions.items():
        if decision.stale:
            if medium_id in before:
                result[medium_id] = before[medium_id]
        elif isinstance(decision.verdict, Leaving) and decision.verdict.soon:
            result[medium_id] = before.get(medium_id, now)
    return result


def _leaving_soon(decisions: Iterable[Decision]) -> tuple[tuple[Medium, Leaving], ...]:
    leaving = [
        (decision.medium, decision.verdict)
        for decision in decisions
        if isinstance(decision.verdict, Leaving) and decision.verdict.soon
    ]
    leaving.sort(key=lambda pair: (pair[1].leaves_at, pair[1].due_at, pair[0].title, pair[0].id))
    return tuple(leaving)


def _by_alias(keeps: Iterable[Keep]) -> Mapping[str, list[Keep]]:
    index: dict[str, list[Keep]] = {}
    for keep in keeps:
        for alias in keep.aliases:
            index.setdefault(alias, []).append(keep)
    return index


def _keep_for(medium: Medium, keeps: Mapping[str, list[Keep]], now: datetime) -> Keep | None:
    """Return the keep in force that protects longest."""
    candidates = {
        keep.medium_id: keep
        for alias in medium.aliases
        for keep in keeps.get(alias, ())
        if keep.covers(medium, now)
    }
    return max(
        candidates.values(),
        key=lambda keep: (keep.until is None, keep.until or keep.kept_at, keep.medium_id),
        default=None,
    )


def _kept(keep: Keep) -> Protected:
    facts = {"reason": keep.reason or "", "by": keep.kept_by or ""}
    if keep.until is None:
        return Protected(reasons=(Reason(Why.KEPT, facts),))
    facts["until"] = keep.until.date().isoformat()
    return Protected(reasons=(Reason(Why.KEPT_UNTIL, facts),))


def _last_good(medium: Medium, library: Library, previous: Plan | None) -> Decision:
    silent = sorted(
        source.name
        for source_id in library.behind[medium.kind]
        if not (source := library.sources[source_id]).fresh
    )
    reason = Reason(Why.SOURCE_NOT_ANSWERING, {"sources": ", ".join(silent)})
    before = previous.decisions.get(medium.id) if previous else None
    if before and isinstance(before.verdict, Leaving):
        return Decision(medium, before.verdict, stale=True)
    return Decision(medium, Protected(reasons=(reason,)), stale=True)


def _judge(
    medium: Medium,
    library: Library,
    settings: Settings,
    announced_at: datetime | None,
    now: datetime,
) -> Verdict:
    if reason := _unknown(medium, library):
        return Protected(reasons=(reason,))
    retention = settings.retention[medium.kind]
    if retention is None:
        return Protected(reasons=(Reason(Why.NO_RETENTION),))
    base = _base(medium, settings.base)
    if isinstance(base, Reason):
        return Protected(reasons=(base,))
    since, reason = base
    return _leaving(min(since, now) + retention, retention, reason, settings, announced_at, now)


def _unknown(medium: Medium, library: Library) -> Reason | None:
    """Return what is not known about the medium; whatever it is, it protects."""
    if medium.kind in library.managed and not medium.copies:
        return Reason(Why.NOT_MANAGED)
    if not medium.jellyfin_ids:
        return Reason(Why.NOT_IN_JELLYFIN)
    if medium.added is UNKNOWN or medium.added is None:
        return Reason(Why.ADDED_UNKNOWN)
    if medium.last_watched is UNKNOWN:
        return Reason(Why.WATCHED_UNKNOWN)
    return None


def _base(medium: Medium, base: RetentionBase) -> tuple[datetime, Reason] | Reason:
    """Return from when the retention runs and why, or the reason why it does not run at all."""
    added, watched = medium.added, medium.last_watched
    if added is UNKNOWN or added is None or watched is UNKNOWN:
        return Reason(Why.ADDED_UNKNOWN)
    added_reason = Reason(Why.ADDED, {"date": added.date().isoformat()})
    if base is RetentionBase.ADDED:
        return added, added_reason
    if watched is None:
        if base is RetentionBase.LAST_WATCHED:
            return Reason(Why.NEVER_WATCHED_STAYS)
        return added, Reason(Why.NEVER_WATCHED, {"date": added.date().isoformat()})
    if base is RetentionBase.LAST_WATCHED_OR_ADDED and added > watched:
        # Jellyfin re-attaches old plays when a title comes back; they must not shorten its new life.
        return added, added_reason
    return watched, Reason(Why.LAST_WATCHED, {"date": watched.date().isoformat()})


def _leaving(
    due_at: datetime,
    retention: timedelta,
    reason: Reason,
    settings: Settings,
    announced_at: datetime | None,
    now: datetime,
) -> Leaving:
    soon = due_at <= now + settings.window
    leaves_at = due_at
    reasons = [reason, Reason(Why.RETENTION, {"retention": _retention_text(retention)})]
    if soon:
        leaves_at = max(due_at, (announced_at or now) + settings.window)
    if leaves_at > due_at:
        facts = {"days": str(settings.window.days), "date": due_at.date().isoformat()}
        reasons.append(Reason(Why.ANNOUNCED_FIRST, facts))
    return Leaving(
        rule=STANDARD_RULE,
        reasons=tuple(reasons),
        due_at=due_at,
        leaves_at=leaves_at,
        soon=soon,
    )


def _retention_text(retention: timedelta) -> str:
    seconds = int(retention.total_seconds())
    for name, unit in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds % unit == 0:
            count = seconds // unit
            return f"{count} {name}" if count == 1 else f"{count} {name}s"
    return f"{seconds} seconds"
