"""What a size may cost at most: counts, which are the same on every machine, and generous holds; never seconds."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from .daily_rows import STATISTICS_A_DAY


class Bound(msgspec.Struct, frozen=True):
    """The most that a figure may be; `figure` is its path in the JSON."""

    figure: str
    most: float
    target: str = ""
    """What is wanted in the end, where that is less."""


_MEASURED_ENTITIES = 8
_HOLD_TARGET = "50 ms, law 8"
_SYNCS = ("start_first", "start_again", "full_sync")
_POLLS = ("idle_poll", "incremental_poll")


def _bounds(
    *, sync_requests: int, sync_megabytes: float, lean_requests: int, lean_megabytes: float,
    day_rows: int, hold_ms: int,
) -> tuple[Bound, ...]:  # fmt: skip
    """Return the bounds of a size; what does not depend on it stands here."""
    reading, running = "reading", "running"
    return (
        Bound(f"{reading}.radarr_films_ours.requests", 1),
        Bound(f"{reading}.radarr_and_sonarr.requests", 9),
        Bound(f"{reading}.without_watch_state.requests", lean_requests),
        Bound(f"{reading}.without_watch_state.bytes", lean_megabytes * 1e6),
        *(Bound(f"{running}.{name}.requests", sync_requests) for name in _SYNCS),
        *(Bound(f"{running}.{name}.bytes", sync_megabytes * 1e6) for name in _SYNCS),
        Bound(f"{running}.idle_poll.requests", 12),
        Bound(f"{running}.incremental_poll.requests", 15),
        Bound(f"{running}.incremental_poll.bytes", 500_000),
        Bound(f"{running}.start_again.requests_awaited", 0),
        Bound("day.states_changed", day_rows),
        Bound("day.recorder.state_rows", day_rows),
        Bound("day.recorder.attribute_rows", 60),
        Bound("day.recorder.event_rows", 40),
        Bound("day.statistics_rows_a_day", _MEASURED_ENTITIES * STATISTICS_A_DAY),
        Bound(f"{reading}.radarr_films_ours.longest_hold_ms", hold_ms, _HOLD_TARGET),
        Bound(f"{reading}.without_watch_state.longest_hold_ms", hold_ms, _HOLD_TARGET),
        *(
            Bound(f"{running}.{name}.longest_hold_ms", hold_ms, _HOLD_TARGET)
            for name in (*_SYNCS, *_POLLS)
        ),
    )


# What the seed 1 gives, with about a tenth to spare. Holds have several times their usual length: Python's
# collections of garbage, which nobody can foresee, are in them.
BOUNDS: Mapping[str, tuple[Bound, ...]] = {
    "small": _bounds(
        sync_requests=33,
        sync_megabytes=7.6,
        lean_requests=12,
        lean_megabytes=3.8,
        day_rows=220,
        hold_ms=200,
    ),
    "medium": _bounds(
        sync_requests=105,
        sync_megabytes=84,
        lean_requests=23,
        lean_megabytes=38,
        day_rows=220,
        hold_ms=500,
    ),
    "large": _bounds(
        sync_requests=500,
        sync_megabytes=480,
        lean_requests=65,
        lean_megabytes=155,
        day_rows=30,
        hold_ms=1_500,
    ),
}


def broken(figures: Mapping[str, Any], size: str) -> Iterator[str]:
    """Return a sentence for each bound that a run of that size breaks."""
    for bound in BOUNDS[size]:
        value = figure_at(figures, bound.figure)
        if value is not None and value > bound.most:
            target = f" (wanted are {bound.target})" if bound.target else ""
            yield f"{bound.figure} is {value:,.0f}, more than {bound.most:,.0f}{target}."


def figure_at(figures: Mapping[str, Any], path: str) -> Any:
    """Return a figure, or a group of them, by its path in the JSON; `None` where a part of the run was left out."""
    found: Any = figures
    for name in path.split("."):
        if found is None:
            return None
        found = found[name]
    return found
