"""Comparing two plans of one moment: what other settings would change."""

from dataclasses import dataclass

from ..library.models import Medium
from .models import Decision, Leaving, Plan


@dataclass(frozen=True, slots=True)
class Change:
    """A medium whose verdict differs."""

    before: Decision
    after: Decision

    @property
    def medium(self) -> Medium:
        """Return the medium."""
        return self.after.medium


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs between two plans, by title."""

    newly_leaving: tuple[Change, ...]
    newly_protected: tuple[Change, ...]
    dates_changed: tuple[Change, ...]
    """Both leave, and the first date or the files that go are others."""


def compare(before: Plan, after: Plan) -> Comparison:
    """Return what differs between two plans of the same library."""
    leaving: list[Change] = []
    protected: list[Change] = []
    dated: list[Change] = []
    for medium_id, decision in after.decisions.items():
        change = Change(before.decisions[medium_id], decision)
        old, new = change.before.verdict, decision.verdict
        if isinstance(new, Leaving):
            if not isinstance(old, Leaving):
                leaving.append(change)
            elif (old.leaves_at, old.episode_files) != (new.leaves_at, new.episode_files):
                dated.append(change)
        elif isinstance(old, Leaving):
            protected.append(change)
    return Comparison(
        newly_leaving=_by_title(leaving),
        newly_protected=_by_title(protected),
        dates_changed=_by_title(dated),
    )


def _by_title(changes: list[Change]) -> tuple[Change, ...]:
    changes.sort(key=lambda change: (change.medium.title.casefold(), change.medium.id))
    return tuple(changes)
