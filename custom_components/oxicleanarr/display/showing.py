"""What all displays show: what is leaving soon, and what was shown before and nobody can judge now."""

from collections.abc import Iterable
from copy import replace

from ..library.facts import UNKNOWN
from ..library.models import Library, Medium
from ..policy.episodes import leaving_episodes
from ..policy.models import Leaving, Plan, Protected, Why
from .models import Shown

_KEPT = {Why.KEPT, Why.KEPT_UNTIL, Why.EXCLUDED}


def showing(plan: Plan, library: Library, before: Iterable[Shown]) -> tuple[Shown, ...]:
    """Return what is to be shown, the next departure first.

    A server that does not answer empties nothing: what was shown before stays, unless somebody keeps it.
    """
    known = {one.medium_id: one for one in before}
    shown = {
        medium.id: _shown(medium, leaving, known.get(medium.id))
        for medium, leaving in plan.leaving_soon
    }
    for one in known.values():
        if one.medium_id not in shown and not library.fresh(one.kind) and not _kept(plan, one):
            shown[one.medium_id] = one
    return tuple(sorted(shown.values(), key=lambda one: (one.leaves_at, one.title.casefold())))


def _kept(plan: Plan, one: Shown) -> bool:
    decision = plan.decisions.get(one.medium_id)
    if decision is None or not isinstance(decision.verdict, Protected):
        return False
    return any(reason.why in _KEPT for reason in decision.verdict.reasons)


def _shown(medium: Medium, leaving: Leaving, before: Shown | None) -> Shown:
    shown = Shown(
        medium_id=medium.id,
        kind=medium.kind,
        title=medium.title,
        year=medium.year,
        leaves_at=leaving.leaves_at,
        item_ids=medium.jellyfin_ids,
        paths=medium.source_paths,
        mapped=not medium.jellyfin_paths,
        episodes=leaving_episodes(medium, leaving),
    )
    if before is None:
        return shown
    if medium.episodes is UNKNOWN and before.paths == shown.paths:
        # Which of them it was before a restart must not become all of them because a server is silent.
        episodes = before.episodes if leaving.episode_files else ()
        shown = replace(shown, mapped=before.mapped, episodes=episodes)
    # What is the same object is compared at once, and is there once.
    return before if shown == before else shown
