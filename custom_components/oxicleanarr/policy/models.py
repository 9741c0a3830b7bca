"""The words of the policy: settings, keep, verdict, plan.

What exists once for each medium is a msgspec struct, kept from the garbage collector since none can be
part of a cycle: twenty thousand of them are made in milliseconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from ..library.models import Kind, Medium
from .rules import RetentionBase, Rule, Unwatched


@dataclass(frozen=True, slots=True, kw_only=True)
class Protections:
    """What protects without any rule. Each can be switched off."""

    favourites: bool = True
    """Somebody's favourite stays: the medium, a season or episode of it, or its collection."""
    unfinished: bool = True
    """What somebody stopped in the middle stays."""
    requested: bool = True
    """What was requested stays until the one who asked for it has watched it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The household's rules."""

    retention: Mapping[Kind, timedelta | None]
    """How long each kind stays where no rule says otherwise; `None` is for ever."""
    base: RetentionBase = RetentionBase.LAST_WATCHED_OR_ADDED
    unwatched: Unwatched = Unwatched.NEVER
    unwatched_retention: timedelta | None = None
    """How long media stay that nobody watched, when the time runs from the last play; `None` is the kind's."""
    window: timedelta = timedelta(days=14)
    """How long before its date a medium is announced, and how long it is announced at the least."""
    protections: Protections = Protections()
    rules: tuple[Rule, ...] = ()
    """In the order in which they are asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """A person's protection of one medium, for ever (`until` is `None`) or until a date."""

    medium_id: str
    aliases: frozenset[str]
    title: str
    kept_at: datetime
    until: datetime | None = None
    reason: str | None = None
    kept_by: str | None = None

    def covers(self, medium: Medium, now: datetime) -> bool:
        """Return whether this keep protects the medium at that moment."""
        return (self.until is None or now < self.until) and not self.aliases.isdisjoint(
            medium.aliases
        )

    def replaces(self, earlier: Keep) -> bool:
        """Return whether an earlier keep says nothing any more beside this one.

        Names alone do not tell: a film that Jellyfin takes for another one has the names of both.
        """
        if earlier.medium_id == self.medium_id:
            return True
        longer = self.until is None or (earlier.until is not None and earlier.until <= self.until)
        return longer and earlier.aliases <= self.aliases


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A person's wish that a medium leaves on a date, whatever the rules say.

    It is for the medium of that id alone: what only shares a name with it may be another film. Where nothing has that
    id any more, it only postpones.
    """

    medium_id: str
    aliases: frozenset[str]
    title: str
    leaves_at: datetime
    scheduled_by: str | None = None


class Why(StrEnum):
    """The reasons for a verdict."""

    KEPT = "kept"
    KEPT_UNTIL = "kept_until"
    SOURCE_NOT_ANSWERING = "source_not_answering"
    NOT_MANAGED = "not_managed"
    NOT_IN_JELLYFIN = "not_in_jellyfin"
    ADDED_UNKNOWN = "added_unknown"
    WATCHED_UNKNOWN = "watched_unknown"
    FACT_UNKNOWN = "fact_unknown"
    PLAYING = "playing"
    FAVOURITE = "favourite"
    UNFINISHED = "unfinished"
    REQUESTER_WAITING = "requester_waiting"
    RULE_FOR_EVER = "rule_for_ever"
    RULE_UNTIL_WATCHED = "rule_until_watched"
    RULE_LOST_A_NAME = "rule_lost_a_name"
    ONLY_EPISODES = "only_episodes"
    DISK_UNKNOWN = "disk_unknown"
    DISK_HAS_ROOM = "disk_has_room"
    DISK_ENOUGH = "disk_enough"
    NO_RETENTION = "no_retention"
    NEVER_WATCHED_STAYS = "never_watched_stays"
    LAST_WATCHED = "last_watched"
    NEVER_WATCHED = "never_watched"
    ADDED = "added"
    RETENTION = "retention"
    RULE = "rule"
    EPISODES = "episodes"
    SCHEDULED = "scheduled"
    ANNOUNCED_FIRST = "announced_first"
    PAUSED = "paused"
    EXCLUDED = "excluded"
    SERVER_KEEPS = "server_keeps"
    SERVER_DOUBTED = "server_doubted"
    SERVER_DATE_UNKNOWN = "server_date_unknown"
    NOT_ON_SERVER = "not_on_server"
    SERVER = "server"
    BEFORE_THE_START = "before_the_start"


class Reason(msgspec.Struct, frozen=True, gc=False):
    """One reason for a verdict, with the facts that its sentence names."""

    why: Why
    facts: Mapping[str, object] = msgspec.field(default_factory=dict)


class Protected(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The medium stays."""

    reasons: tuple[Reason, ...]
    rule: str | None = None
    """The name of the rule that protects it, where one does."""


class Leaving(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The medium leaves, at the earliest at `leaves_at`; of a series perhaps only some episode files."""

    rule: str
    reasons: tuple[Reason, ...]
    due_at: datetime
    """When the rule lets it go."""
    leaves_at: datetime
    """When it goes at the earliest: not before it was announced for the whole window, without pauses."""
    soon: bool
    """Whether it is leaving soon: due within the window, or overdue and not yet gone."""
    episode_files: frozenset[int] = frozenset()
    """The episode files that leave; empty when the whole medium does."""


type Verdict = Protected | Leaving


class Decision(msgspec.Struct, frozen=True, gc=False):
    """A medium and what becomes of it."""

    medium: Medium
    verdict: Verdict
    stale: bool = False
    """Whether the verdict is an earlier one, because a source does not answer."""

    @property
    def kept(self) -> bool:
        """Whether a person keeps the medium, so that nothing else was asked."""
        return isinstance(self.verdict, Protected) and any(
            reason.why in (Why.KEPT, Why.KEPT_UNTIL) for reason in self.verdict.reasons
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All verdicts of one moment."""

    made_at: datetime
    decisions: Mapping[str, Decision]
    announced: Mapping[str, datetime]
    """Since when each medium that is leaving soon has been announced, this plan included."""
    leaving_soon: tuple[tuple[Medium, Leaving], ...]
    """What is leaving soon, the next departure first."""

    def keeps(self, medium_id: str) -> bool:
        """Return whether a medium is there, and a person keeps it."""
        decision = self.decisions.get(medium_id)
        return decision is not None and decision.kept
