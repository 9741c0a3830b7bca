"""Explaining one verdict: the facts behind it, everything that protects, and what would alter it.

What would alter it is tried out: the same policy judges the medium again with one thing changed.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import replace
from dataclasses import dataclass
from datetime import datetime

from ..library.facts import UNKNOWN
from ..library.models import Medium
from .judge import MANUAL_RULE
from .models import Decision, Leaving, Protected, Reason, Settings, Verdict, Why
from .outlook import Outcome, Outlook, Turn
from .plan import Circumstances, make_plan
from .rules import RuleType

# No household has as many protections on one medium; it only ends a search that could not end itself.
_MOST_PROTECTIONS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a medium stays or leaves."""

    protected_by: tuple[Reason, ...]
    """Everything that protects it, and not only what is asked first; what is unknown hides the rest."""
    would_change: tuple[Outlook, ...]
    """Each thing that alone would alter the verdict."""


def explain(decision: Decision, given: Circumstances) -> Explanation:
    """Explain a decision of the plan that was made under these circumstances."""
    case = _Case(decision.medium, _narrowed(decision.medium, given))
    verdict = decision.verdict
    silent = not given.library.fresh(decision.medium.kind)
    if decision.stale and not silent:
        # The earlier verdict stands because something is unknown now; that is what there is to explain.
        verdict = case.verdict()
    protections, last = _protections(case, verdict)
    if silent and decision.stale:
        # Nothing that anybody does is decided on before the servers answer.
        changes = [_end_of(Why.SOURCE_NOT_ANSWERING, _silent(case), None)]
    else:
        changes = _changes(case, verdict, protections, last)
    return Explanation(
        protected_by=tuple(protected.reasons[0] for protected in protections),
        would_change=tuple(changes),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    medium: Medium
    given: Circumstances

    def verdict(self) -> Verdict:
        library = replace(self.given.library, media={self.medium.id: self.medium})
        plan = make_plan(replace(self.given, library=library))
        return plan.decisions[self.medium.id].verdict

    def with_medium(self, **changes: object) -> _Case:
        return replace(self, medium=replace(self.medium, **changes))  # type: ignore[arg-type]

    def with_settings(self, settings: Settings) -> _Case:
        return replace(self, given=replace(self.given, settings=settings))

    def without_rules(self, name: str | None = None, rule_type: RuleType | None = None) -> _Case:
        settings = self.given.settings
        rules = tuple(
            rule for rule in settings.rules if rule.name != name and rule.type is not rule_type
        )
        return self.with_settings(replace(settings, rules=rules))

    def watched_now(self) -> _Case:
        plays = self.medium.play_count
        known = 0 if plays is UNKNOWN else plays or 0
        return self.with_medium(last_watched=self.given.now, play_count=known + 1)


def _narrowed(medium: Medium, given: Circumstances) -> Circumstances:
    """Leave out the wishes about other media, which cost time and change nothing."""
    since = given.announced.get(medium.id)
    return replace(
        given,
        keeps=[keep for keep in given.keeps if not keep.aliases.isdisjoint(medium.aliases)],
        schedules=[wish for wish in given.schedules if not wish.aliases.isdisjoint(medium.aliases)],
        announced={} if since is None else {medium.id: since},
    )


def _protections(case: _Case, verdict: Verdict) -> tuple[list[Protected], Verdict | None]:
    """Take away one protection after the other; return them all, and what becomes of the medium then."""
    found: list[Protected] = []
    while isinstance(verdict, Protected):
        found.append(verdict)
        take_away = _TAKE_AWAY.get(verdict.reasons[0].why)
        if take_away is None or len(found) == _MOST_PROTECTIONS:
            return found, None
        case = take_away(case, verdict)
        verdict = case.verdict()
    return found, verdict


def _without_protection(**off: bool) -> Callable[[_Case, Protected], _Case]:
    def take_away(case: _Case, verdict: Protected) -> _Case:
        settings = case.given.settings
        protections = replace(settings.protections, **off)
        return case.with_settings(replace(settings, protections=protections))

    return take_away


def _without_keeps(case: _Case, verdict: Protected) -> _Case:
    return replace(case, given=replace(case.given, keeps=()))


def _without_silence(case: _Case, verdict: Protected) -> _Case:
    return replace(case, given=replace(case.given, library=case.given.library.as_if_fresh()))


def _without_holding(case: _Case, verdict: Protected) -> _Case:
    return replace(case, given=replace(case.given, held={}))


def _without_exclusion(case: _Case, verdict: Protected) -> _Case:
    decided = case.medium.decided
    return case.with_medium(decided=decided and replace(decided, excluded=False))


def _without_its_rule(case: _Case, verdict: Protected) -> _Case:
    return case.without_rules(name=verdict.rule)


_TAKE_AWAY: Mapping[Why, Callable[[_Case, Protected], _Case]] = {
    Why.KEPT: _without_keeps,
    Why.KEPT_UNTIL: _without_keeps,
    Why.EXCLUDED: _without_exclusion,
    Why.SOURCE_NOT_ANSWERING: _without_silence,
    Why.RULE_LOST_A_NAME: _without_holding,
    Why.PLAYING: lambda case, verdict: case.with_medium(playing=frozenset()),
    Why.FAVOURITE: _without_protection(favourites=False),
    Why.UNFINISHED: _without_protection(unfinished=False),
    Why.REQUESTER_WAITING: _without_protection(requested=False),
    Why.FACT_UNKNOWN: _without_its_rule,
    Why.RULE_FOR_EVER: _without_its_rule,
    Why.RULE_UNTIL_WATCHED: _without_its_rule,
    Why.DISK_UNKNOWN: _without_its_rule,
    Why.DISK_HAS_ROOM: _without_its_rule,
    Why.DISK_ENOUGH: _without_its_rule,
    Why.ONLY_EPISODES: lambda case, verdict: case.without_rules(rule_type=RuleType.EPISODE),
}
"""How to imagine a protection away. What is not in here is a fact that nobody knows, or no rule at all."""


def _changes(
    case: _Case, verdict: Verdict, protections: Sequence[Protected], last: Verdict | None
) -> list[Outlook]:
    if len(protections) > 1:
        return [Outlook(cause=Turn.NO_PROTECTION_LEFT, facts={"protections": len(protections)})]
    outlooks = []
    server = case.given.library.decider is not None
    for protected in protections:
        reason = protected.reasons[0]
        outlooks.append(_end_of(reason.why, reason.facts, _date(last)))
    if isinstance(verdict, Leaving):
        outlooks.append(Outlook(cause=Turn.SOMEBODY_KEEPS, outcome=Outcome.STAYS))
        if case.given.settings.protections.favourites and not server:
            outlooks.append(Outlook(cause=Turn.SOMEBODY_LOVES, outcome=Outcome.STAYS))
        if server and verdict.rule == MANUAL_RULE:
            outlooks.append(Outlook(cause=Turn.NO_WISH, outcome=Outcome.DECIDED_ANEW))
        elif verdict.rule == MANUAL_RULE:
            without = replace(case, given=replace(case.given, schedules=()))
            outlooks.append(_then(Turn.NO_WISH, without.verdict()))
        elif any(rule.name == verdict.rule for rule in case.given.settings.rules):
            without = case.without_rules(name=verdict.rule)
            outlooks.append(_then(Turn.NO_RULE, without.verdict(), rule=verdict.rule))
    watched = case.watched_now().verdict()
    if _date(watched) != _date(verdict):
        outlooks.append(_then(Turn.SOMEBODY_WATCHES, watched))
    return outlooks


def _end_of(why: Why, facts: Mapping[str, object], leaves_at: datetime | None) -> Outlook:
    """Return what the end of a protection brings; without a date that is left to the rules."""
    outcome = Outcome.LEAVES if leaves_at else Outcome.DECIDED_ANEW
    return Outlook(cause=why, facts=facts, outcome=outcome, leaves_at=leaves_at)


def _silent(case: _Case) -> Mapping[str, object]:
    library = case.given.library
    behind = library.behind.get(case.medium.kind, frozenset())
    names = sorted(
        library.sources[source].name for source in behind if not library.sources[source].fresh
    )
    return {"sources": ", ".join(names)}


def _date(verdict: Verdict | None) -> datetime | None:
    return verdict.leaves_at if isinstance(verdict, Leaving) else None


def _then(turn: Turn, verdict: Verdict, **facts: str) -> Outlook:
    leaves_at = _date(verdict)
    outcome = Outcome.LEAVES if leaves_at else Outcome.STAYS
    return Outlook(cause=turn, facts=facts, outcome=outcome, leaves_at=leaves_at)
