"""Whether a rule applies to a medium: yes, no, or unknown (`None`).

Unknown is the caller's to decide, and it decides for the medium (law 1). Predicates are made once for each
plan, because twenty thousand media pass through all of them.
"""

from collections.abc import Callable
from functools import reduce

from ..library.facts import UNKNOWN, Fact
from ..library.models import Medium, Requester
from .rules import Conditions, UserTerm, WatchedBy, Who

type Predicate = Callable[[Medium], bool | None]


def predicate(conditions: Conditions) -> Predicate:
    """Return the predicate for all conditions together; kinds are not among them."""
    parts = list(_parts(conditions))
    if not parts:
        return lambda medium: True
    return reduce(both, parts)


def both(first: Predicate, second: Predicate) -> Predicate:
    """Return whether both hold: not as soon as one does not, unknown when one is."""

    def hold(medium: Medium) -> bool | None:
        one = first(medium)
        if one is False:
            return False
        other = second(medium)
        return None if one is None and other else other

    return hold


def requested(medium: Medium) -> bool | None:
    """Return whether anybody asked for the medium."""
    requesters = medium.requesters
    return None if requesters is UNKNOWN else bool(requesters)


def requester_fits(term: UserTerm, requester: Requester) -> bool:
    """Return whether a term means this requester: by id, else by name, else by mail, in any case."""
    if term.user_id is not None and term.user_id == requester.user_id:
        return True
    if term.username and term.username.casefold() in requester.names:
        return True
    return term.email is not None and term.email.casefold() == requester.email


def _parts(conditions: Conditions) -> list[Predicate]:
    parts: list[Predicate] = []
    if conditions.tag is not None:
        parts.append(_has_tag(conditions.tag.casefold()))
    if conditions.genres:
        parts.append(_shares(conditions.genres, lambda medium: medium.genres))
    if conditions.libraries:
        parts.append(_shares(conditions.libraries, lambda medium: medium.libraries))
    if conditions.root_folders:
        parts.append(_shares(conditions.root_folders, lambda medium: medium.root_folders))
    if conditions.rating_from is not None or conditions.rating_below is not None:
        parts.append(
            _within(conditions.rating_from, conditions.rating_below, lambda medium: medium.rating)
        )
    if conditions.size_bytes_from is not None or conditions.size_bytes_below is not None:
        parts.append(
            _within(
                conditions.size_bytes_from,
                conditions.size_bytes_below,
                lambda medium: medium.size_bytes,
            )
        )
    if conditions.watched_by is not None:
        parts.append(_watched(conditions.watched_by))
    return parts


def _has_tag(tag: str) -> Predicate:
    def holds(medium: Medium) -> bool | None:
        tags = medium.tags
        if tags is UNKNOWN:
            return None
        return tags is not None and tag in tags

    return holds


def _shares(wanted: frozenset[str], fact: Callable[[Medium], Fact[frozenset[str]]]) -> Predicate:
    def holds(medium: Medium) -> bool | None:
        found = fact(medium)
        if found is UNKNOWN:
            return None
        return found is not None and not wanted.isdisjoint(found)

    return holds


def _within(
    low: float | None, high: float | None, fact: Callable[[Medium], Fact[float] | Fact[int]]
) -> Predicate:
    def holds(medium: Medium) -> bool | None:
        value = fact(medium)
        # A rating that nobody gave is not a low one.
        if value is UNKNOWN or value is None:
            return None
        return (low is None or value >= low) and (high is None or value < high)

    return holds


def _watched(wanted: WatchedBy) -> Predicate:
    users = frozenset(wanted.users)

    def holds(medium: Medium) -> bool | None:
        watchers = medium.watched_by
        if watchers is UNKNOWN:
            return None
        watchers = watchers or frozenset()
        if not users:
            return bool(watchers)
        if wanted.who is Who.ALL:
            return users <= watchers
        return not users.isdisjoint(watchers)

    return holds
