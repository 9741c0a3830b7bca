"""Builders of what cleaning up tells of: removals, frozen plans and reports, with only what a test is about."""

from datetime import timedelta
from typing import Any

from custom_components.oxicleanarr.cleanup.models import (
    Candidate,
    FrozenItem,
    FrozenPlan,
    GuardName,
    Mode,
    Objection,
    Removal,
)
from custom_components.oxicleanarr.cleanup.removed import Part, Removed, Stage
from custom_components.oxicleanarr.cleanup.report import Outcome, RunReport
from custom_components.oxicleanarr.library.models import Kind, Medium
from custom_components.oxicleanarr.policy.models import Decision, Leaving
from tests.builders import NOW, a_medium, days_ago

SIZE_BYTES = 4_300_000_000


def a_part(**changes: Any) -> Part:
    return Part(
        **{
            "source_id": "radarr",
            "server": "Radarr",
            "entry_id": 1,
            "provider_ids": ("tmdb:19",),
            "folder": "/movies/Metropolis (1927)",
            "record": {"title": "Metropolis"},
            "monitored": True,
            "file_ids": (1,),
            "size_bytes": SIZE_BYTES,
            "stage": Stage.DELETED,
            **changes,
        }
    )


def a_removed(removal_id: str = "r1", *parts: Part, **changes: Any) -> Removed:
    return Removed(
        **{
            "id": removal_id,
            "run_id": "run",
            "medium_id": "movie:tmdb:19",
            "aliases": frozenset({"movie:tmdb:19"}),
            "kind": Kind.MOVIE,
            "title": "Metropolis",
            "year": 1927,
            "rule": "Children",
            "announced_at": days_ago(15),
            "leaves_at": days_ago(1),
            "removal": Removal.DELETE,
            "exclude": True,
            "mode": Mode.AUTOMATIC,
            "approved_by": None,
            "begun_at": NOW,
            "parts": parts or (a_part(),),
            "stage": Stage.FINISHED,
            "ended_at": NOW + timedelta(minutes=1),
            **changes,
        }
    )


def a_candidate(medium: Medium | None = None, **changes: Any) -> Candidate:
    """Return a medium whose day has come."""
    leaving = Leaving(
        **{
            "rule": "Children",
            "reasons": (),
            "due_at": days_ago(20),
            "leaves_at": days_ago(1),
            "soon": True,
            **changes,
        }
    )
    return Candidate(decision=Decision(medium or a_medium(), leaving), announced_at=days_ago(15))


def an_outcome(medium: Medium | None = None, *guards: GuardName, **changes: Any) -> Outcome:
    return Outcome(
        **{
            "candidate": a_candidate(medium),
            "objections": tuple(Objection(guard) for guard in guards),
            "size_bytes": SIZE_BYTES,
            **changes,
        }
    )


def a_report(*outcomes: Outcome, **changes: Any) -> RunReport:
    return RunReport(**{"id": "run", "at": NOW, "dry": False, "outcomes": outcomes, **changes})


def a_frozen_item(medium_id: str = "movie:tmdb:19", **changes: Any) -> FrozenItem:
    return FrozenItem(
        **{
            "medium_id": medium_id,
            "kind": Kind.MOVIE,
            "title": "Metropolis",
            "year": 1927,
            "rule": "Children",
            "leaves_at": days_ago(1),
            "size_bytes": SIZE_BYTES,
            "episode_files": 0,
            "fingerprint": "print",
            **changes,
        }
    )


def a_frozen_plan(*items: FrozenItem, **changes: Any) -> FrozenPlan:
    return FrozenPlan(
        **{
            "id": "abc",
            "made_at": NOW,
            "expires_at": NOW + timedelta(days=1),
            "items": items,
            **changes,
        }
    )
