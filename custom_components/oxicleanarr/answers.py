"""What an action answers about media: which ones, and what is told of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
import math
from typing import Any

from .cleanup.models import FrozenItem
from .library.facts import UNKNOWN, Fact
from .library.models import Kind, Library
from .library.search import Titled, spelling
from .policy.amounts import concerned_bytes
from .policy.explain import explain
from .policy.models import Decision, Leaving, Plan, Verdict
from .policy.plan import Circumstances
from .policy.sentences import joined, outlook_sentence, sentence
from .policy.texts import texts_in
from .policy.told import facts_about


class VerdictFilter(StrEnum):
    """The verdicts to ask for."""

    PROTECTED = "protected"
    LEAVING = "leaving"
    LEAVING_SOON = "leaving_soon"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFilter:
    """Which media are wanted; what is `None` does not matter."""

    text: str | None = None
    kind: Kind | None = None
    verdict: VerdictFilter | None = None
    days: int | None = None
    """Leaving within so many days, today being 0."""


def select(plan: Plan, wanted: MediaFilter, now: datetime) -> list[Decision]:
    """Return the decisions that fit: what leaves first comes first, what stays follows by title."""
    text = spelling(wanted.text) if wanted.text else ""
    found = [
        decision
        for decision in plan.decisions.values()
        if (wanted.kind is None or decision.medium.kind is wanted.kind)
        and (wanted.verdict is None or _fits(decision, wanted.verdict))
        and (wanted.days is None or _leaves_within(decision, wanted.days, now))
        and (
            not text or text in spelling(decision.medium.title) or wanted.text == decision.medium.id
        )
    ]
    found.sort(key=_order)
    return found


def describe(decision: Decision, library: Library, now: datetime, language: str) -> dict[str, Any]:
    """Return everything that is told about one medium; `None` stands for unknown.

    Days are those of the time zone of `now`; the reasons are sentences in the language.
    """
    medium, verdict = decision.medium, decision.verdict
    answer: dict[str, Any] = {
        "id": medium.id,
        "title": medium.title,
        "year": medium.year,
        "kind": medium.kind.value,
        "verdict": _verdict(decision).value,
        "due_on": None,
        "leaves_on": None,
        "days_left": None,
        "rule": None,
        "reasons": [
            {"code": reason.why.value, "text": sentence(reason, now.tzinfo, language)}
            for reason in verdict.reasons
        ],
        "stale": decision.stale,
        "size_bytes": None if medium.size_bytes is UNKNOWN else medium.size_bytes,
        "runtime_minutes": medium.runtime_minutes,
        "added": _date(medium.added),
        "last_watched": _date(medium.last_watched),
        "play_count": None if medium.play_count is UNKNOWN else medium.play_count,
        "jellyfin_ids": list(medium.jellyfin_ids),
        "paths": [
            *({"server": "Jellyfin", "path": path} for path in medium.jellyfin_paths),
            *(
                {
                    "server": library.sources[copy.source_id].name,
                    "path": copy.file or copy.folder,
                }
                for copy in medium.copies
            ),
        ],
    }
    if isinstance(verdict, Leaving):
        answer["due_on"] = _local_day(verdict.due_at, now)
        answer["leaves_on"] = leaves_on(verdict, now)
        answer["days_left"] = days_left(verdict, now)
        answer["rule"] = verdict.rule
        answer["episode_files"] = len(verdict.episode_files)
        leaving_bytes = concerned_bytes(medium, verdict)
        answer["leaving_bytes"] = None if leaving_bytes is UNKNOWN else leaving_bytes
    return answer


def label(medium: Titled | FrozenItem) -> str:
    """Return what people call a medium, with its year."""
    return f"{medium.title} ({medium.year})" if medium.year else medium.title


def in_words(decision: Decision, now: datetime, language: str) -> str:
    """Return the reasons for a verdict, and how much it is about, for people to read."""
    sentences = [sentence(reason, now.tzinfo, language) for reason in decision.verdict.reasons]
    size_bytes = concerned_bytes(decision.medium, decision.verdict)
    if size_bytes is not UNKNOWN and size_bytes is not None:
        sentences.append(texts_in(language).size(size_bytes))
    return joined(sentences)


def explanations_of(
    decisions: Iterable[Decision], given: Circumstances, language: str
) -> list[dict[str, Any]]:
    """Return for each decision its facts, all that protects, and what would alter it."""
    return [_explanation(decision, given, language) for decision in decisions]


def _explanation(decision: Decision, given: Circumstances, language: str) -> dict[str, Any]:
    told = explain(decision, given)
    zone = given.now.tzinfo
    return {
        "facts": [
            {
                "name": fact.name,
                "state": fact.knowledge.value,
                "value": fact.value,
                "source": ", ".join(fact.sources) or None,
                "read_at": fact.read_at.isoformat() if fact.read_at else None,
                "age_minutes": fact.age_minutes(given.now),
            }
            for fact in facts_about(decision.medium, given.library)
        ],
        "protected_by": [
            {"code": reason.why.value, "text": sentence(reason, zone, language)}
            for reason in told.protected_by
        ],
        "would_change": [outlook_sentence(one, zone, language) for one in told.would_change],
    }


def days_left(verdict: Leaving, now: datetime) -> int:
    """Return the whole days until the day of departure in local time; 0 is today, below is overdue."""
    return (verdict.leaves_at.astimezone(now.tzinfo).date() - now.date()).days


def leaves_on(verdict: Verdict, now: datetime) -> str | None:
    """Return the local day on which a verdict lets a medium go; `None` when it stays."""
    return _local_day(verdict.leaves_at, now) if isinstance(verdict, Leaving) else None


def _local_day(at: datetime, now: datetime) -> str:
    return at.astimezone(now.tzinfo).date().isoformat()


def _verdict(decision: Decision) -> VerdictFilter:
    if not isinstance(decision.verdict, Leaving):
        return VerdictFilter.PROTECTED
    return VerdictFilter.LEAVING_SOON if decision.verdict.soon else VerdictFilter.LEAVING


def _fits(decision: Decision, wanted: VerdictFilter) -> bool:
    verdict = _verdict(decision)
    # What is leaving soon is leaving, too.
    return verdict is wanted or (
        wanted is VerdictFilter.LEAVING and verdict is VerdictFilter.LEAVING_SOON
    )


def _leaves_within(decision: Decision, days: int, now: datetime) -> bool:
    return isinstance(decision.verdict, Leaving) and days_left(decision.verdict, now) <= days


def _order(decision: Decision) -> tuple[float, float, str, str]:
    verdict, medium = decision.verdict, decision.medium
    name = (medium.title.casefold(), medium.id)
    if isinstance(verdict, Leaving):
        return (verdict.leaves_at.timestamp(), verdict.due_at.timestamp(), *name)
    return (math.inf, math.inf, *name)


def _date(fact: Fact[datetime]) -> str | None:
    return None if fact is UNKNOWN or fact is None else fact.isoformat()
