"""The rules up to 1.2: one pass, tag before user before watched before standard.

``never`` counts as no time there, so that what it should protect goes at once.
"""

from .media import Medium
from .state import State
from .times import ZERO
from .verdicts import (
    STAYS,
    Rule,
    Verdict,
    bears_tag,
    entry_for,
    reason_text,
    span_of,
    standard_span,
    text_of,
)


class EarlyRules:
    """Judges media one by one; it reads the rules anew each time."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    async def judge(self, medium: Medium) -> Verdict:
        """Return the first verdict that there is."""
        if medium.excluded:
            return STAYS
        rules = [r for r in self._state.config.advanced_rules if r.get("enabled")]
        if medium.request is not None and not rules:
            return STAYS
        for kind in ("tag", "user", "watched"):
            for rule in [r for r in rules if r.get("type") == kind]:
                verdict = self._verdict(kind, rule, medium)
                if verdict is not None:
                    return verdict
        text, span = standard_span(self._state, medium)
        if span is None:
            return STAYS
        return self._at(medium, text, f"the standard retention of {text}")

    def _verdict(self, kind: str, rule: Rule, medium: Medium) -> Verdict | None:
        """Return what a rule says, or None where it is about other media."""
        terms: Rule | None = rule
        if kind == "tag" and not bears_tag(medium, text_of(rule, "tag")):
            return None
        if kind == "user":
            terms = entry_for(rule, medium)
        if terms is None:
            return None
        if terms.get("require_watched") and medium.watch_count == 0:
            return STAYS
        text = text_of(terms, "retention")
        return self._at(medium, text, f"the {kind} rule {rule.get('name')!r} ({text})")

    def _at(self, medium: Medium, text: str, what: str) -> Verdict:
        span = span_of(text)
        if span is None:
            return STAYS
        # Without any date the year 1 is where it counts from, so that it is overdue at once.
        base = medium.last_watched if medium.watched else medium.added_at
        reason = what if base == ZERO else reason_text(self._state, medium, what)
        return Verdict(base + span, reason)
