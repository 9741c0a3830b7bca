"""What a keep holds back: the kept media that would be leaving soon without it."""

from copy import replace

from ..library.models import Medium
from .models import Decision, Leaving, Plan, Protected, Why
from .plan import Circumstances, make_plan


def kept_from_leaving(plan: Plan, given: Circumstances) -> tuple[tuple[Medium, Leaving], ...]:
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
    alone = replace(given.library.as_if_fresh(), media=kept)
    without = replace(given, library=alone, keeps=(), announced={}, pauses=())
    return make_plan(without).leaving_soon


def _let_go(medium: Medium) -> Medium:
    decided = medium.decided
    return replace(medium, decided=replace(decided, excluded=False)) if decided else medium


def _is_excluded(decision: Decision) -> bool:
    """Return whether somebody keeps a medium on the OxiCleanarr server."""
    return isinstance(decision.verdict, Protected) and any(
        reason.why is Why.EXCLUDED for reason in decision.verdict.reasons
    )
