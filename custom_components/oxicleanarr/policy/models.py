"""The words of the policy: settings, keep, verdict, plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from ..library.models import Kind, Medium


class RetentionBase(StrEnum):
    """From when a retention runs."""

    LAST_WATCHED_OR_ADDED = "last_watched_or_added"
    """The newer of the last play and the import."""
    LAST_WATCHED = "last_watched"
    """The last play; what nobody ever watched stays."""
    ADDED = "added"
    """The import, however often the medium was watched since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The household's rules."""

    retention: Mapping[Kind, timedelta | None]
    """How long each kind stays; `None` is for ever."""
    base: RetentionBase = RetentionBase.LAST_WATCHED_OR_ADDED
    window: timedelta = timedelta(days=14)
    """How long before its date a medium is announced, and how long it is announced at the least."""


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


class Why(StrEnum):
    """The reasons for a verdict."""

    KEPT = "kept"
    KEPT_UNTIL = "kept_until"
    SOURCE_NOT_ANSWERING = "source_not_answering"
    NOT_MANAGED = "not_managed"
    NOT_IN_JELLYFIN = "not_in_jellyfin"
    ADDED_UNKNOWN = "added_unknown"
    WATCHED_UNKNOWN = "watched_unknown"
    NO_RETENTION = "no_retention"
    NEVER_WATCHED_STAYS = "never_watched_stays"
    LAST_WATCHED = "last_watched"
    NEVER_WATCHED = "never_watched"
    ADDED = "added"
    RETENTION = "retention"
    ANNOUNCED_FIRST = "announced_first"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for a verdict, with the facts that its sentence names."""

    why: Why
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Protected:
    """The medium stays."""

    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """The medium leaves, at the earliest at `leaves_at`."""

    rule: str
    reasons: tuple[Reason, ...]
    due_at: datetime
    """When the rule lets it go."""
    leaves_at: datetime
    """When it goes at the earliest: not before it was announced for the whole window."""
    soon: bool
    """Whether it is leaving soon: due within the window, or overdue and not yet gone."""


type Verdict = Protected | Leaving


@dataclass(frozen=True, slots=True)
class Decision:
    """A medium and what becomes of it."""

    medium: Medium
    verdict: Verdict
    stale: bool = False
    """Whether the verdict is an earlier one, because a source does not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All verdicts of one moment."""

    made_at: datetime
    decisions: Mapping[str, Decision]
    announced: Mapping[str, datetime]
    """Since when each medium that is leaving soon has been announced, this plan included."""
    leaving_soon: tuple[tuple[Medium, Leaving], ...]
    """What is leaving soon, the next departure first."""
