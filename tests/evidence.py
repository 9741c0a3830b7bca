"""Builders of what the guards judge by: a moment and a medium against which nothing speaks."""

from typing import Any

from custom_components.oxicleanarr.cleanup.models import (
    CleanupSettings,
    DayMark,
    EntrySeen,
    Evidence,
    Look,
    Mode,
    Moment,
)
from custom_components.oxicleanarr.library.models import Copy, Kind
from tests.builders import NOW, a_copy, a_medium, days_ago
from tests.removals import SIZE_BYTES, a_candidate, a_frozen_item

WINDOW_DAYS = 14


def a_day(**changes: Any) -> DayMark:
    return DayMark(
        **{
            "at": days_ago(1),
            "leaving_soon": 20,
            "leaving_bytes": 20 * SIZE_BYTES,
            "media": {Kind.MOVIE: 100, Kind.SERIES: 50},
            "entries": {f"movie:tmdb:{number}": f"radarr:{number}" for number in range(10)},
            **changes,
        }
    )


def a_moment(**changes: Any) -> Moment:
    return Moment(
        **{
            "now": NOW,
            "mode": Mode.AUTOMATIC,
            "stopping": False,
            "dry": False,
            "unfinished": 0,
            "silent": (),
            "holiday": False,
            "brakes": (),
            "only_while_idle": True,
            "watching": False,
            "scanning": (),
            "today": a_day(at=NOW),
            "before": a_day(),
            **changes,
        }
    )


def a_look(**changes: Any) -> Look:
    return Look(
        **{
            "favourite": False,
            "playing": False,
            "unfinished": False,
            "last_played": None,
            "play_count": 0,
            **changes,
        }
    )


def an_entry(copy: Copy | None = None, **changes: Any) -> EntrySeen:
    return EntrySeen(
        **{
            "copy": copy or a_copy(),
            "monitored": True,
            "record": {"title": "Metropolis"},
            "file_ids": frozenset({1}),
            "episode_ids": frozenset(),
            "files_seen": True,
            "downloading": False,
            "has_bin": True,
            "size_bytes": SIZE_BYTES,
            **changes,
        }
    )


def an_evidence(**changes: Any) -> Evidence:
    candidate = changes.pop("candidate", None) or a_candidate(a_medium())
    return Evidence(
        **{
            "now": NOW,
            "window_days": WINDOW_DAYS,
            "paused_days": 0.0,
            "candidate": candidate,
            "decision": candidate.decision,
            "approved": a_frozen_item(),
            "fingerprint": "print",
            "announced_at": days_ago(15),
            "kept": False,
            "protect_favourites": True,
            "protect_unfinished": True,
            "look": a_look(),
            "entries": tuple(an_entry(copy) for copy in candidate.medium.copies),
            "settings": CleanupSettings(),
            "media_of_kind": 100,
            **changes,
        }
    )
