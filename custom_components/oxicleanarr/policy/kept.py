"""What a keep holds back: the kept media that would be leaving soon without it."""

from collections.abc import Mapping, Sequence
from copy import replace
from datetime import datetime

from ..library.models import Library, Medium
from .models import Decision, Leaving, Plan, Protected, Schedule, Settings, Why
from .plan import make_plan


def kept_from_leaving(
    plan: Plan,
    library: Library,
    settings: Settings,
    now: datetime,
    schedules: Sequence[Schedule] = (),
    held: Mapping[str, frozenset[str]] | None = None,
) -> tuple[tuple[Medium, Leaving], ...]:
    """Return the kept media that would be leaving soon, and how, if nobody kept them; the next first.

    Only they are judged again, so a rule for a disk is asked as if they alone could make room. A server that
    does not answer changes nothing: what was ticked does not vanish because of it.
    """
    kept = {
        medium_id: _let_go(decision.medium)
        for medium_id, decision in plan.decisions.items()
        if decision.kept or _is_excluded(decision)
    }
    if not kept:
        return ()
    alone = replace(library.as_if_fresh(), media=kept)
    without = make_plan(alone, settings, (), {}, now, schedules=schedules, held=held)
    return without.leaving_soon


def _let_go(medium: Medium) -> Medium:
    decided = medium.decided
    return replace(medium, decided=replace(decided, excluded=False)) if decided else medium


def _is_excluded(decision: Decision) -> bool:
    """Return whether somebody keeps a medium on the OxiCleanarr server."""
    return isinstance(decision.verdict, Protected) and any(
        reason.why is Why.EXCLUDED for reason in decision.verdict.reasons
    )
