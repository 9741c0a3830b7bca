"""Builders of what the guards judge by: a moment and a medium against which nothing speaks."""

from dataclasses import fields
from typing import Any

from custom_components.oxicleanarr.cleanup.evidence import (
    DayMark,
    EntrySeen,
    Evidence,
    Look,
    Moment,
    ServerWord,
)
from custom_components.oxicleanarr.cleanup.models import CleanupSettings, FileToGo, Mode
from custom_components.oxicleanarr.cleanup.server_models import Served, ServerEvidence
from custom_components.oxicleanarr.library.models import Copy, Decided, Kind
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
            "shared_with": frozenset[str](),
            "protect_favourites": True,
            "protect_unfinished": True,
            "look": a_look(),
            "entries": tuple(an_entry(copy) for copy in candidate.medium.copies),
            "settings": CleanupSettings(),
            "media_of_kind": 100,
            **changes,
        }
    )


SERVER = "server"


def a_decided(**changes: Any) -> Decided:
    return Decided(
        **{
            "source_id": SERVER,
            "item_id": "radarr-1",
            "kind": Kind.MOVIE,
            "due_at": days_ago(2),
            "jellyfin_id": "aa11",
            **changes,
        }
    )


def a_served(**changes: Any) -> Served:
    copy = a_copy(
        source_id=SERVER,
        entry_id=1,
        folder="/movies/Metropolis (1927)",
        file="/movies/Metropolis (1927)/Metropolis.mkv",
        root_folder=None,
    )
    file = "/media/movies/Metropolis (1927)/Metropolis.mkv"
    return Served(
        **{
            "copy": copy,
            "decided": a_decided(),
            "record": {"facts": {}},
            "folder": "/media/movies/Metropolis (1927)",
            "files": (FileToGo(id=1, path=file, size_bytes=None),),
            "files_seen": True,
            **changes,
        }
    )


def a_server_evidence(**changes: Any) -> ServerEvidence:
    """Return the evidence of a film that only an OxiCleanarr server knows, against which nothing speaks."""
    medium = a_medium(copies=(a_served().copy,), decided=a_decided())
    candidate = changes.pop("candidate", None) or a_candidate(medium)
    known = an_evidence(candidate=candidate, entries=())
    base = {one.name: getattr(known, one.name) for one in fields(known)}
    return ServerEvidence(
        **base
        | {
            "word": ServerWord(decided=a_decided(), named=True),
            "served": a_served(),
            "online": True,
            "shelves": frozenset({"/media/movies"}),
            "no_bin_accepted": frozenset({SERVER}),
        }
        | changes
    )
