"""The rules of 1.5 and 1.6: first what protects, then what schedules.

They are so since 1.3, but before 1.5 ``never`` protected only in a rule by tag, which is not simulated.
Rules are those that the process started with. Whatever protects beats whatever schedules, except
that only an exclusion stops the episode rules.
"""

from .disk import is_breached, watches_disk
from .episodes import Episodes
from .media import Medium
from .state import State
from .times import NO_TIME
from .upstream import Upstream
from .verdicts import (
    STAYS,
    Rule,
    Verdict,
    bears_tag,
    entry_for,
    scheduled,
    span_of,
    standard_span,
    text_of,
)


class CurrentRules:
    """Judges media one by one."""

    def __init__(self, state: State, upstream: Upstream) -> None:
        """Remember the state."""
        self._state = state
        self._episodes = Episodes(state, upstream)

    async def judge(self, medium: Medium) -> Verdict:
        """Return when a medium goes, or which of its episodes do now."""
        if medium.excluded:
            return STAYS
        rules = [rule for rule in self._state.started.advanced_rules if rule.get("enabled")]
        if not medium.is_movie:
            for rule in [r for r in rules if r.get("type") == "episode"]:
                files = await self._episodes.chosen(rule, medium)
                if files:
                    reason = f"The episode rule {rule.get('name')!r} lets {len(files)} files go."
                    return Verdict(self._state.now(), reason, tuple(files))
        if self._protects(rules, medium):
            return STAYS
        for rule in rules:
            verdict = self._schedules(rule, medium)
            if verdict is not STAYS:
                return verdict
        text, span = standard_span(self._state, medium)
        return scheduled(self._state, medium, {}, span, f"the standard retention of {text}")

    def _protects(self, rules: list[Rule], medium: Medium) -> bool:
        if watches_disk(self._state) and not is_breached(self._state):
            return True
        for rule in rules:
            terms = _terms(rule, medium)
            if terms is None:
                continue
            if text_of(terms, "retention") == "never":
                return True
            if terms.get("require_watched") and medium.watch_count == 0:
                return True
        unwatched = self._state.config.rules
        return (
            unwatched.retention_base == "last_watched"
            and unwatched.unwatched_behavior == "never"
            and not medium.watched
        )

    def _schedules(self, rule: Rule, medium: Medium) -> Verdict:
        terms = _terms(rule, medium)
        if terms is None:
            return STAYS
        text = text_of(terms, "retention")
        span = span_of(text)
        # No time lets a tagged medium go at once; of the others it is no rule.
        if span == NO_TIME and rule.get("type") != "tag":
            return STAYS
        what = f"the {rule.get('type')} rule {rule.get('name')!r} ({text})"
        return scheduled(self._state, medium, rule, span, what)


def _terms(rule: Rule, medium: Medium) -> Rule | None:
    """Return what a rule sets for a medium, or None where it is about others."""
    kind = rule.get("type")
    if kind == "tag":
        return rule if bears_tag(medium, text_of(rule, "tag")) else None
    if kind == "user":
        return entry_for(rule, medium)
    return rule if kind == "watched" else None
