"""Which media a rule applies to, whatever becomes of them by it."""

from collections.abc import Iterable, Mapping

from ..library.facts import UNKNOWN
from ..library.models import Kind, Library, Medium
from .match import Predicate, predicate, requester_fits
from .rules import Rule, RuleType


def reach(rule: Rule, library: Library) -> tuple[Medium, ...]:
    """Return the media to which a rule is known to apply."""
    holds = _applies(rule)
    return tuple(medium for medium in library.media.values() if holds(medium))


def possible_reach(rule: Rule, media: Iterable[Medium]) -> Mapping[Kind, frozenset[str]]:
    """Return the ids of the media to which a rule applies or might apply, by kind."""
    holds = _applies(rule)
    found: dict[Kind, set[str]] = {kind: set() for kind in Kind}
    for medium in media:
        if holds(medium) is not False:
            found[medium.kind].add(medium.id)
    return {kind: frozenset(ids) for kind, ids in found.items()}


def _applies(rule: Rule) -> Predicate:
    """Return whether a rule applies to a medium: yes, no, or unknown (`None`)."""
    kinds = rule.kinds
    conditions = predicate(rule.conditions)
    requested = _requested(rule) if rule.type is RuleType.USER else None

    def holds(medium: Medium) -> bool | None:
        if medium.kind not in kinds:
            return False
        fits = conditions(medium)
        if requested is None or fits is False:
            return fits
        asked = requested(medium)
        return None if asked and fits is None else asked

    return holds


def _requested(rule: Rule) -> Predicate:
    def holds(medium: Medium) -> bool | None:
        requesters = medium.requesters
        if requesters is UNKNOWN:
            return None
        return any(
            requester_fits(term, requester) for requester in requesters or () for term in rule.users
        )

    return holds
