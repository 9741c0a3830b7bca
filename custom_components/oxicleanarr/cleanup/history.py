"""What the journal tells afterwards: what can come back, and everything row by row."""

from collections.abc import Iterable
from datetime import datetime

from ..library.search import find_media
from .removed import Removed


def freed_bytes_of(removals: Iterable[Removed]) -> int:
    """Return how much these removals freed, whether or not something was put back later."""
    return sum(removed.freed_bytes for removed in removals)


def restorable(removed: Removed) -> bool:
    """Return whether it can be put back: something was done to it, how it ended is known, nobody did yet."""
    ended = removed.done and not removed.stage.open and removed.restored_at is None
    return ended and not through_server(removed)


def through_server(removed: Removed) -> bool:
    """Return whether it went through an OxiCleanarr server, which puts nothing back."""
    return any(part.item_id for part in removed.parts)


def find_gone(removals: Iterable[Removed], text: str) -> list[Removed]:
    """Return what went through an OxiCleanarr server and is named by a text, as `find_restorable` does."""
    return _find([one for one in removals if through_server(one) and one.done], text)


def find_restorable(removals: Iterable[Removed], text: str) -> list[Removed]:
    """Return what can be put back and is named by a text, the newest removal of each medium.

    The text is the removal's id, an id of the medium, or its title as people write it.
    """
    return _find([removed for removed in removals if restorable(removed)], text)


def _find(candidates: list[Removed], text: str) -> list[Removed]:
    by_medium = [
        removed for removed in candidates if text == removed.medium_id or text in removed.aliases
    ]
    found = by_medium or find_media(candidates, text)
    return list({removed.medium_id: removed for removed in sorted(found, key=_begun)}.values())


def history_row(removed: Removed) -> dict[str, object]:
    """Return what is told about one removal; `None` stands for unknown or for what did not happen."""
    return {
        "id": removed.id,
        "medium_id": removed.medium_id,
        "title": removed.title,
        "year": removed.year,
        "kind": removed.kind.value,
        "rule": removed.rule,
        "removal": removed.removal.value,
        "mode": removed.mode.value,
        "approved_by": removed.approved_by,
        "announced_at": _moment(removed.announced_at),
        "leaves_at": _moment(removed.leaves_at),
        "begun_at": _moment(removed.begun_at),
        "ended_at": _moment(removed.ended_at),
        "stage": removed.stage.value,
        "freed_bytes": removed.freed_bytes,
        "servers": [part.server for part in removed.parts],
        "restorable": restorable(removed),
        "restored_at": _moment(removed.restored_at),
        "regret": removed.regret.value if removed.regret else None,
        "regretted_at": _moment(removed.regretted_at),
    }


def _begun(removed: Removed) -> datetime:
    return removed.begun_at


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
