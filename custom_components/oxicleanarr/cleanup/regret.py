"""Regret: what a household wanted back after it was gone."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from .models import Removed

WINDOW: Final = timedelta(days=90)
"""How long after a removal wanting it back counts."""


def per_rule(removals: Iterable[Removed], now: datetime) -> Mapping[str, tuple[int, int]]:
    """Return for each rule how much it removed within the window, and how much of that was wanted back."""
    counts: dict[str, tuple[int, int]] = {}
    for removed in removals:
        if not removed.deleted or removed.ended_at is None or removed.ended_at < now - WINDOW:
            continue
        gone, regretted = counts.get(removed.rule, (0, 0))
        counts[removed.rule] = (gone + 1, regretted + (removed.regret is not None))
    return counts
