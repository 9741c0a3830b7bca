"""All that must be true before anything goes. What nobody knows speaks against it.

Each guard is one function that says what speaks against a run, or against one medium, and names the accident
that it prevents. All of them are asked, in this order, every time.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final

from ..library.facts import UNKNOWN
from ..policy.models import Leaving
from . import server_guards
from .brake import library_shrank, new_ids, plan_grew
from .entry_guards import (
    cap_bytes,
    cap_items,
    cap_share,
    changed,
    disk,
    downloading,
    folder,
    no_entry,
    nothing_to_do,
    recycle_bin,
)
from .evidence import Evidence, Look, Moment
from .models import GuardName, Mode, Objection
from .server_guards import server_cannot, server_says
from .server_models import ServerEvidence


def stopping(moment: Moment) -> Objection | None:
    """Begin nothing at the end: what is cut off in the middle leaves questions, and two runs side by side worse ones."""
    return Objection(GuardName.STOPPING) if moment.stopping else None


def mode(moment: Moment) -> Objection | None:
    """Delete nothing before a person said so: tools that came with deletion switched on lost the first library they saw."""
    if moment.mode not in (Mode.ASK, Mode.AUTOMATIC) and not moment.dry:
        return Objection(GuardName.MODE)
    return None


def unfinished(moment: Moment) -> Objection | None:
    """Begin nothing while the end of something earlier is unknown: repeating it hits what took its place."""
    if moment.unfinished:
        return Objection(GuardName.UNFINISHED, {"removals": moment.unfinished})
    return None


def sources(moment: Moment) -> Objection | None:
    """Wait for every server, in this very cycle.

    While Jellyfin, the requests or the tags did not answer, everything looked unwatched, unrequested and
    untagged, and went.
    """
    if moment.silent:
        return Objection(GuardName.SOURCES, {"servers": ", ".join(moment.silent)})
    return None


def holiday(moment: Moment) -> Objection | None:
    """Wait for people who are away: they see no announcement and can keep nothing."""
    return Objection(GuardName.HOLIDAY) if moment.holiday else None


def brake_entity(moment: Moment) -> Objection | None:
    """Wait for what the household named: a run in the middle of a backup or parity check saved half a library."""
    if moment.brakes:
        return Objection(GuardName.BRAKE_ENTITY, {"entities": ", ".join(moment.brakes)})
    return None


def watching(moment: Moment) -> Objection | None:
    """Wait until nobody is watching, where that is wanted: deleting has made streams of other films stutter and stop."""
    if not moment.only_while_idle:
        return None
    if moment.watching is UNKNOWN:
        return Objection(GuardName.WATCHING, variant="watching_unknown")
    return Objection(GuardName.WATCHING) if moment.watching else None


def scan(moment: Moment) -> Objection | None:
    """Wait for a library scan: in the middle of one, items are missing, have no plays yet, or other ids."""
    if moment.scanning is UNKNOWN:
        return Objection(GuardName.SCAN, variant="scan_unknown")
    if moment.scanning:
        return Objection(GuardName.SCAN, {"servers": ", ".join(moment.scanning)})
    return None


def server_busy(moment: Moment) -> Objection | None:
    """Wait for the server that decides: in its sync media have neither dates nor keeps, and it may be deleting itself."""
    if moment.syncing is UNKNOWN:
        return Objection(GuardName.SERVER_BUSY, variant="server_busy_unknown")
    return Objection(GuardName.SERVER_BUSY) if moment.syncing else None


def not_approved(evidence: Evidence) -> Objection | None:
    """Carry out exactly what was approved.

    A list that was made anew between question and answer has put things on it that nobody had seen.
    """
    approved = evidence.approved
    if approved is None:
        return Objection(GuardName.NOT_APPROVED)
    same = approved.medium_id == evidence.candidate.medium.id
    if not same or not evidence.fingerprint or approved.fingerprint != evidence.fingerprint:
        return Objection(GuardName.NOT_APPROVED, variant="not_approved_changed")
    return None


def not_leaving(evidence: Evidence) -> Objection | None:
    """Ask the newest plan again: a rule, a tag or a full disk that changed after the list was made saved nothing."""
    decision, before = evidence.decision, evidence.candidate.decision
    if decision is None or decision.stale or decision.medium.id != before.medium.id:
        return Objection(GuardName.NOT_LEAVING)
    verdict, planned = decision.verdict, before.verdict
    if not isinstance(verdict, Leaving) or not isinstance(planned, Leaving):
        return Objection(GuardName.NOT_LEAVING)
    if not verdict.soon or verdict.leaves_at > evidence.now:
        return Objection(GuardName.NOT_LEAVING)
    if verdict.episode_files != planned.episode_files:
        return Objection(GuardName.NOT_LEAVING)
    return None


def not_announced(evidence: Evidence) -> Objection | None:
    """Let nothing go that was not shown for the whole window.

    A new rule, a first start or a disk that filled up let go at once what nobody had been told of.
    """
    since = evidence.announced_at
    needed = timedelta(days=evidence.window_days + max(0.0, evidence.paused_days))
    if (
        since is None
        or since != evidence.candidate.announced_at
        or since > evidence.now
        or since + needed > evidence.now
    ):
        return Objection(GuardName.NOT_ANNOUNCED, {"days": evidence.window_days})
    return None


def kept(evidence: Evidence) -> Objection | None:
    """Obey a keep until the very end: those that came after the list was made were read only for the next one."""
    by_plan = evidence.decision is not None and evidence.decision.kept
    return Objection(GuardName.KEPT) if evidence.kept or by_plan else None


def shared(evidence: Evidence) -> Objection | None:
    """Ask the other households that have the same Radarr or Sonarr: their keeps and plays were asked of nobody."""
    return held_elsewhere(evidence.shared_with)


def held_elsewhere(households: frozenset[str]) -> Objection | None:
    """Return what speaks against a medium that is not to go in these other households."""
    if not households:
        return None
    return Objection(GuardName.SHARED, {"households": ", ".join(sorted(households))})


def favourite(evidence: Evidence) -> Objection | None:
    """Spare favourites: the hearts of single episodes, or those of other users, were asked of nobody."""
    if not evidence.protect_favourites:
        return None
    return _by_look(evidence, GuardName.FAVOURITE, lambda look: look.favourite)


def playing(evidence: Evidence) -> Objection | None:
    """Spare what is on a screen right now: it has vanished in the middle of the film."""
    return _by_look(evidence, GuardName.PLAYING, lambda look: look.playing)


def unfinished_by(evidence: Evidence) -> Objection | None:
    """Spare what somebody stopped in the middle: it was gone on the evening on which they went on."""
    if not evidence.protect_unfinished:
        return None
    return _by_look(evidence, GuardName.UNFINISHED_BY, lambda look: look.unfinished)


def new_play(evidence: Evidence) -> Objection | None:
    """Decide anew after a play: what was watched last night went in the morning, for not having been watched."""
    medium = evidence.candidate.medium
    last, plays = medium.last_watched, medium.play_count
    if last is UNKNOWN or plays is UNKNOWN:
        return _not_looked(GuardName.NEW_PLAY)

    def played(look: Look) -> bool:
        newer = look.last_played is not None and (last is None or look.last_played > last)
        return newer or look.play_count > (plays or 0)

    return _by_look(evidence, GuardName.NEW_PLAY, played)


RUN_GUARDS: Final[tuple[Callable[[Moment], Objection | None], ...]] = (
    stopping,
    mode,
    unfinished,
    sources,
    holiday,
    brake_entity,
    watching,
    scan,
    plan_grew,
    library_shrank,
    new_ids,
    server_busy,
)
"""What is asked once before a run."""

_PEOPLE_GUARDS: Final[tuple[Callable[[Evidence], Objection | None], ...]] = (
    not_approved,
    not_leaving,
    not_announced,
    kept,
    shared,
    favourite,
    playing,
    unfinished_by,
    new_play,
    server_says,
)

_CAPS: Final[tuple[Callable[[Evidence], Objection | None], ...]] = (
    cap_items,
    cap_bytes,
    cap_share,
)

MEDIUM_GUARDS: Final[tuple[Callable[[Evidence], Objection | None], ...]] = (
    *_PEOPLE_GUARDS,
    no_entry,
    changed,
    folder,
    downloading,
    disk,
    recycle_bin,
    nothing_to_do,
    *_CAPS,
)
"""What is asked for each medium at the last second that goes through Radarr and Sonarr."""

SERVER_GUARDS: Final[tuple[Callable[[ServerEvidence], Objection | None], ...]] = (
    *_PEOPLE_GUARDS,
    server_cannot,
    server_guards.no_entry,
    server_guards.changed,
    server_guards.folder,
    server_guards.disk,
    server_guards.recycle_bin,
    *_CAPS,
)
"""What is asked for each medium at the last second that goes through an OxiCleanarr server."""


def object_to_run(moment: Moment) -> tuple[Objection, ...]:
    """Return everything that speaks against a run."""
    return _once(guard(moment) for guard in RUN_GUARDS)


def object_to_medium(evidence: Evidence) -> tuple[Objection, ...]:
    """Return everything that speaks against letting one medium go; the same sentence only once."""
    if isinstance(evidence, ServerEvidence):
        return _once(guard(evidence) for guard in SERVER_GUARDS)
    return _once(guard(evidence) for guard in MEDIUM_GUARDS)


def _once(objections: Iterable[Objection | None]) -> tuple[Objection, ...]:
    said: dict[str, Objection] = {}
    for objection in objections:
        if objection:
            said.setdefault(objection.said_as, objection)
    return tuple(said.values())


def _by_look(
    evidence: Evidence, guard: GuardName, speaks_against: Callable[[Look], bool]
) -> Objection | None:
    look = evidence.look
    if look is UNKNOWN or look is None:
        return _not_looked(guard)
    return Objection(guard) if speaks_against(look) else None


def _not_looked(guard: GuardName) -> Objection:
    return Objection(guard, variant="look_unknown")
