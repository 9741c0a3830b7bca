"""What both generations of the rules share: verdicts, dates, matching, and their words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .media import Medium
from .state import State
from .times import NO_TIME, ZERO, BadDuration, retention, whole_days

type Rule = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """When a medium goes and why; no time is never. With episode files only these go."""

    date: datetime = ZERO
    reason: str = ""
    episode_file_ids: tuple[int, ...] = ()


STAYS = Verdict()


def text_of(rule: Rule, name: str) -> str:
    """Return a text of a rule, empty where it has none."""
    return str(rule.get(name) or "")


def bears_tag(medium: Medium, tag: str) -> bool:
    """Whether a medium has a tag, in any case."""
    return any(label.lower() == tag.lower() for label in medium.tags)


def span_of(text: str) -> timedelta | None:
    """Return a duration, or None when the text is none."""
    try:
        return retention(text)
    except BadDuration:
        return None


def entry_for(rule: Rule, medium: Medium) -> Rule | None:
    """Return the entry of a user rule that fits who asked for a medium."""
    request = medium.request
    if request is None:
        return None
    entries: list[Rule] = rule.get("users") or []
    for entry in entries:
        names = (
            (text_of(entry, "username"), request.username),
            (text_of(entry, "email"), request.email),
        )
        if entry.get("user_id") is not None and entry["user_id"] == request.user_id:
            return entry
        if any(wanted and wanted.lower() == has.lower() for wanted, has in names):
            return entry
    return None


def base_time(state: State, medium: Medium, rule: Rule) -> datetime:
    """Return from when on a rule counts; no time where it does not count at all."""
    rules = state.config.rules
    base = text_of(rule, "retention_base") or rules.retention_base or "last_watched_or_added"
    unwatched = text_of(rule, "unwatched_behavior") or rules.unwatched_behavior or "added"
    if base == "added" or (
        not medium.watched and not (base == "last_watched" and unwatched == "never")
    ):
        found = medium.added_at
    else:
        found = medium.last_watched
    return min(found, state.now())


def scheduled(
    state: State, medium: Medium, rule: Rule, span: timedelta | None, what: str
) -> Verdict:
    """Return a verdict of base time and duration, or that it stays where either is missing."""
    base = base_time(state, medium, rule)
    if span is None or base == ZERO:
        return STAYS
    return Verdict(base + span, reason_text(state, medium, what))


def standard_span(state: State, medium: Medium) -> tuple[str, timedelta | None]:
    """Return the retention of media that no other rule is about; no time and nonsense are none."""
    rules = state.config.rules
    named = rules.movie_retention if medium.is_movie else rules.tv_retention
    text = named
    extra = rules.unwatched_retention
    if extra and rules.retention_base == "last_watched" and not medium.watched:
        text = extra
    span = span_of(text)
    # The reason quotes the plain retention even where the other one is in force.
    return named, None if span == NO_TIME else span


def reason_text(state: State, medium: Medium, what: str) -> str:
    """Say why a medium goes: by what, and since when it counts."""
    now = state.now()
    if medium.watched:
        since = f"watched {whole_days(now - medium.last_watched)} days ago"
    else:
        since = f"never watched, added {whole_days(now - medium.added_at)} days ago"
    return f"This {'movie' if medium.is_movie else 'TV show'} goes by {what}: {since}."
