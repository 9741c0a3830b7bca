"""What a run is about: the media whose day has come, and the list of them that somebody approves."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
import hashlib
from typing import Final

from ..library.facts import UNKNOWN
from ..library.models import Medium
from ..policy.amounts import concerned_bytes
from ..policy.models import Decision, Leaving, Plan, Why
from .models import Candidate, FrozenItem, FrozenPlan, GuardName, Objection, Removal
from .report import Missing, RunReport

LIFETIME = timedelta(hours=24)
"""How long a frozen plan may be approved: until the next one is due."""

_SAVED_BY: Final[Mapping[Why, GuardName]] = {
    Why.KEPT: GuardName.KEPT,
    Why.KEPT_UNTIL: GuardName.KEPT,
    Why.FAVOURITE: GuardName.FAVOURITE,
    Why.PLAYING: GuardName.PLAYING,
    Why.UNFINISHED: GuardName.UNFINISHED_BY,
}
"""What people do that makes a medium stay, and the guard that would have said so."""


def candidates_of(plan: Plan, announced: Mapping[str, datetime]) -> tuple[Candidate, ...]:
    """Return the media whose day has come, the longest overdue first; what is stale is none of them."""
    return tuple(
        Candidate(decision=decision, announced_at=announced.get(medium.id))
        for medium, leaving in plan.leaving_soon
        if leaving.leaves_at <= plan.made_at and not (decision := plan.decisions[medium.id]).stale
    )


def missing_of(items: Iterable[FrozenItem], plan: Plan) -> tuple[Missing, ...]:
    """Say of what was approved and leaves no more why not: most often because somebody keeps it."""
    return tuple(
        Missing(item=item, objection=Objection(_saved_by(plan.decisions.get(item.medium_id))))
        for item in items
    )


def _saved_by(decision: Decision | None) -> GuardName:
    reasons = decision.verdict.reasons if decision else ()
    found = (_SAVED_BY[reason.why] for reason in reasons if reason.why in _SAVED_BY)
    return next(found, GuardName.NOT_LEAVING)


def fingerprint(medium: Medium, leaving: Leaving) -> str:
    """Return what stands for all that a medium consists of: entries, places, sizes, and which files go."""
    copies = sorted(
        (
            copy.source_id,
            copy.entry_id,
            copy.title,
            copy.year,
            copy.provider_ids,
            copy.folder,
            copy.file,
            None if copy.size_bytes is UNKNOWN else copy.size_bytes,
            copy.episode_files,
        )
        for copy in medium.copies
    )
    whole = (medium.id, copies, sorted(leaving.episode_files))
    return hashlib.sha256(repr(whole).encode()).hexdigest()


def frozen_item(candidate: Candidate) -> FrozenItem:
    """Return a candidate as somebody approves it."""
    medium, leaving = candidate.medium, candidate.leaving
    size_bytes = concerned_bytes(medium, leaving)
    return FrozenItem(
        medium_id=medium.id,
        kind=medium.kind,
        title=medium.title,
        year=medium.year,
        rule=leaving.rule,
        leaves_at=leaving.leaves_at,
        size_bytes=None if size_bytes is UNKNOWN else size_bytes,
        episode_files=len(leaving.episode_files),
        fingerprint=fingerprint(medium, leaving),
    )


def freeze(report: RunReport, removal: Removal) -> FrozenPlan:
    """Return what a dry run would remove, as the list that somebody approves."""
    items = tuple(frozen_item(outcome.candidate) for outcome in report.going)
    return FrozenPlan(
        id=_hash(items, report.at),
        made_at=report.at,
        expires_at=report.at + LIFETIME,
        items=items,
        removal=removal,
    )


def _hash(items: Iterable[FrozenItem], at: datetime) -> str:
    """Return another id each time, also for the same list: a button of last week approves nothing today."""
    prints = ",".join(sorted(item.fingerprint for item in items))
    return hashlib.sha256(f"{at.isoformat()} {prints}".encode()).hexdigest()[:16]
