"""What exactly was announced of a medium: the whole of it, or single episode files.

That some old episodes leave says nothing of the others, and nothing of the whole series. So the files that are
announced leave together, and those that come under a rule meanwhile are announced after them.
"""

from collections.abc import Mapping
from copy import replace
from datetime import datetime

from ..library.models import Decider
from .judge import Due
from .models import Leaving, Plan, Reason, Why


def as_announced(
    due: Mapping[str, Due],
    announced: Mapping[str, datetime],
    decider: Decider | None,
    previous: Plan | None,
    now: datetime,
) -> tuple[dict[str, Due], dict[str, datetime]]:
    """Return what is due, less the files that were not announced with the others, and since when all is announced.

    Where more is due than was announced, it is announced from `now` on. An OxiCleanarr server that deletes by
    itself asks nothing of what was announced here.
    """
    found, since_of = dict(due), dict(announced)
    if previous is None or (decider and decider.deletes):
        return found, since_of
    for medium_id, one in due.items():
        if medium_id in announced:
            told = _told(medium_id, previous)
            found[medium_id] = narrowed = _narrowed(one, told)
            if _is_news(narrowed, told):
                since_of[medium_id] = now
    return found, since_of


def _told(medium_id: str, previous: Plan) -> Leaving | None:
    """Return as what a medium was announced, as far as anybody knows."""
    decision = previous.decisions.get(medium_id)
    verdict = decision.verdict if decision else None
    return verdict if isinstance(verdict, Leaving) else None


def _narrowed(due: Due, told: Leaving | None) -> Due:
    """Return what is due, of single files only those that were announced; all of them where none was."""
    files = due.episode_files & told.episode_files if told else frozenset[int]()
    if not files or files == due.episode_files:
        return due
    reasons = tuple(_counting(reason, len(files)) for reason in due.reasons)
    return replace(due, reasons=reasons, episode_files=files)


def _is_news(due: Due, told: Leaving | None) -> bool:
    """Return whether more is due than was announced."""
    if told is None:
        # A series that was lost sight of may have been announced with other episodes.
        return bool(due.episode_files)
    if not told.episode_files:
        return False
    return not due.episode_files or not due.episode_files <= told.episode_files


def _counting(reason: Reason, count: int) -> Reason:
    if reason.why is not Why.EPISODES:
        return reason
    return replace(reason, facts={**reason.facts, "count": count})
