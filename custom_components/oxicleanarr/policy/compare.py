"""Comparing two plans of one moment: what other settings would change."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..library.facts import UNKNOWN, Fact
from ..library.models import Library, Medium
from .episodes import bytes_of
from .models import Decision, Leaving, Plan, Verdict


@dataclass(frozen=True, slots=True)
class Amount:
    """How many media, and how many bytes those hold whose size is known."""

    count: int
    size_bytes: int
    unknown_sizes: int


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


def amount(sizes_bytes: Iterable[Fact[int]]) -> Amount:
    """Return how much media of these sizes are together."""
    count = total_bytes = unknown = 0
    for size_bytes in sizes_bytes:
        count += 1
        if size_bytes is UNKNOWN or size_bytes is None:
            unknown += 1
        else:
            total_bytes += size_bytes
    return Amount(count, total_bytes, unknown)


def concerned_bytes(medium: Medium, verdict: Verdict) -> Fact[int]:
    """Return how much a verdict is about: the medium, or those of its episode files that leave."""
    files = verdict.episode_files if isinstance(verdict, Leaving) else frozenset[int]()
    return bytes_of(medium, files)


def as_if_fresh(library: Library) -> Library:
    """Return the library with every answer that there ever was taken as today's.

    To say what a rule would do: while a server does not answer, nothing new is decided, and every rule
    would seem to do nothing.
    """
    sources = {
        source_id: replace(source, problem=None) for source_id, source in library.sources.items()
    }
    return replace(library, sources=sources)


def _by_title(changes: list[Change]) -> tuple[Change, ...]:
    changes.sort(key=lambda change: (change.medium.title.casefold(), change.medium.id))
    return tuple(changes)
