"""Making the plan: every medium gets a verdict from the facts, the rules, and people's keeps.

A keep wins over everything. Then the medium is judged by protections and rules, then the disk says whether
it has to go at all, and nothing gets a date that is nearer than its announcement. Where an OxiCleanarr server
decides, its word stands in the place of rules and disk; where it also deletes by itself, its dates are
told as they are, since it does not wait for any announcement.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from ..library.facts import UNKNOWN
from ..library.models import Kind, Library, Medium
from ..library.unchanged import as_before
from .amounts import bytes_of
from .announced import as_announced
from .disk import Candidate, just_enough
from .followed import follow
from .judge import MANUAL_RULE, Due, Judges
from .models import Decision, Keep, Leaving, Plan, Protected, Reason, Schedule, Settings, Why
from .pauses import Pause, paused_between
from .rules import Rule, RuleType


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """All that a verdict depends on, apart from the plan before."""

    library: Library
    settings: Settings
    now: datetime
    keeps: Sequence[Keep] = ()
    schedules: Sequence[Schedule] = ()
    announced: Mapping[str, datetime] = field(default_factory=dict)
    """Since when each medium has been visible as leaving soon."""
    held: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By the id of a rule, the media that it applied to before a name in it ceased to exist."""
    pauses: Sequence[Pause] = ()
    """While there is one, the days that are left stay the same, as days of the time zone of `now`."""


def make_plan(given: Circumstances, previous: Plan | None = None) -> Plan:
    """Give every medium its verdict.

    Where a source behind a kind does not answer, its media keep the verdicts of the `previous` plan; without
    one they are protected.
    """
    library, settings, now, announced = given.library, given.settings, given.now, given.announced
    keeps_by_alias = _by_alias(given.keeps)
    rules = () if library.decider else settings.rules
    judge = _judge(library, settings, given.schedules, now)
    holders = _holders(rules, given.held)
    fresh = {kind: library.fresh(kind) for kind in Kind}
    decisions: dict[str, Decision] = {}
    due: dict[str, Due] = {}
    for medium in library.media.values():
        if keep := _keep_for(medium, keeps_by_alias, now):
            decisions[medium.id] = Decision(medium, _kept(keep))
        elif not fresh[medium.kind]:
            decisions[medium.id] = _last_good(medium, library, previous)
        elif holder := holders.get(medium.id):
            reason = Reason(Why.RULE_LOST_A_NAME, {"rule": holder.name})
            decisions[medium.id] = Decision(medium, Protected(reasons=(reason,), rule=holder.name))
        elif isinstance(opinion := judge(medium), Due):
            due[medium.id] = opinion
        else:
            decisions[medium.id] = _protected(medium, opinion, library, previous)
    due, announced = as_announced(due, announced, library.decider, previous, now)
    for rule in rules:
        if rule.enabled and rule.type is RuleType.DISK:
            spared = _spared(rule, library, due, now)
            for medium_id, reason in spared.items():
                del due[medium_id]
                stays = Protected(reasons=(reason,), rule=rule.name)
                decisions[medium_id] = Decision(library.media[medium_id], stays)
    window = library.decider.window if library.decider else settings.window
    for medium_id, opinion in due.items():
        since, paused = announced.get(medium_id, now), timedelta()
        if library.decider and library.decider.deletes:
            # It waits for no announcement of ours, and for no holiday.
            since = opinion.at - window
        elif given.pauses:
            paused = paused_between(given.pauses, since, now)
        leaves = _leaving(opinion, window, since, paused, now)
        decisions[medium_id] = Decision(library.media[medium_id], leaves)
    decided = as_before(decisions, previous.decisions if previous else {})
    return Plan(
        made_at=now,
        decisions=decided,
        announced=_announced(decided, library, announced, now),
        leaving_soon=_in_order(
            (decision.medium, decision.verdict)
            for decision in decided.values()
            if isinstance(decision.verdict, Leaving) and decision.verdict.soon
        ),
    )


def departures(plan: Plan) -> tuple[tuple[Medium, Leaving], ...]:
    """Return everything that leaves by the plan, soon or later, the next departure first."""
    return _in_order(
        (decision.medium, decision.verdict)
        for decision in plan.decisions.values()
        if isinstance(decision.verdict, Leaving)
    )


def _judge(
    library: Library, settings: Settings, schedules: Sequence[Schedule], now: datetime
) -> Callable[[Medium], Protected | Due]:
    """Return who gives a medium its date: the OxiCleanarr server, else people's wishes and the rules."""
    if decider := library.decider:
        return lambda medium: follow(medium, decider, library)
    judges, wishes = Judges(library, settings), {one.medium_id: one for one in schedules}
    lost = [one for one in schedules if one.medium_id not in library.media]

    def judge(medium: Medium) -> Protected | Due:
        opinion = judges.judge(medium, now)
        if isinstance(opinion, Due) or _may_be_scheduled(opinion):
            return _scheduled(medium, wishes) or _postponed(medium, opinion, lost)
        return opinion

    return judge


def _holders(rules: Iterable[Rule], held: Mapping[str, frozenset[str]]) -> Mapping[str, Rule]:
    """Return which rule holds which medium; of several the first one counts."""
    holders: dict[str, Rule] = {}
    for rule in rules:
        if rule.enabled:
            for medium_id in held.get(rule.id, ()):
                holders.setdefault(medium_id, rule)
    return holders


def _announced(
    decisions: Mapping[str, Decision],
    library: Library,
    before: Mapping[str, datetime],
    now: datetime,
) -> dict[str, datetime]:
    """Return since when everything has been announced, once this plan is shown.

    A countdown ends for a medium that is known to stay or known to be gone. One that a source merely lost
    sight of, or whose verdict is stale, keeps its date.
    """
    result = {
        medium_id: since
        for medium_id, since in before.items()
        if medium_id not in decisions and not library.fresh(Kind(medium_id.split(":", 1)[0]))
    }
    for medium_id, decision in decisions.items():
        if decision.stale:
            if medium_id in before:
                result[medium_id] = before[medium_id]
        elif isinstance(decision.verdict, Leaving) and decision.verdict.soon:
            result[medium_id] = before.get(medium_id, now)
    return result


def _in_order(leaving: Iterable[tuple[Medium, Leaving]]) -> tuple[tuple[Medium, Leaving], ...]:
    """Sort by departure."""
    return tuple(
        sorted(
            leaving,
            key=lambda pair: (pair[1].leaves_at, pair[1].due_at, pair[0].title, pair[0].id),
        )
    )


def _by_alias(keeps: Iterable[Keep]) -> Mapping[str, list[Keep]]:
    index: dict[str, list[Keep]] = {}
    for keep in keeps:
        for alias in keep.aliases:
            index.setdefault(alias, []).append(keep)
    return index


def _keep_for(medium: Medium, keeps: Mapping[str, list[Keep]], now: datetime) -> Keep | None:
    """Return the keep in force that protects longest."""
    if not keeps:
        return None
    candidates = {
        keep.medium_id: keep
        for alias in medium.aliases
        for keep in keeps.get(alias, ())
        if keep.covers(medium, now)
    }
    return max(
        candidates.values(),
        key=lambda keep: (keep.until is None, keep.until or keep.kept_at, keep.medium_id),
        default=None,
    )


def _kept(keep: Keep) -> Protected:
    facts = {"reason": keep.reason, "by": keep.kept_by, "until": keep.until}
    return Protected(reasons=(Reason(Why.KEPT_UNTIL if keep.until else Why.KEPT, facts),))


def _scheduled(medium: Medium, schedules: Mapping[str, Schedule]) -> Due | None:
    """Return the date on which a person wants the medium to leave; one for an earlier copy of a film is over."""
    wish = schedules.get(medium.id)
    if wish is None or _is_past(wish, medium):
        return None
    return _on_the_day_of(wish)


def _postponed(
    medium: Medium, opinion: Protected | Due, lost: Iterable[Schedule]
) -> Protected | Due:
    """Return what is due, later where a person wanted so while the medium had another id.

    Names alone let nothing leave earlier: they may be those of another film.
    """
    for wish in lost:
        if (
            isinstance(opinion, Due)
            and wish.leaves_at > opinion.at
            and not medium.aliases.isdisjoint(wish.aliases)
        ):
            opinion = _on_the_day_of(wish)
    return opinion


def _on_the_day_of(wish: Schedule) -> Due:
    return Due(MANUAL_RULE, wish.leaves_at, (Reason(Why.SCHEDULED, {"by": wish.scheduled_by}),))


def _is_past(wish: Schedule, medium: Medium) -> bool:
    """Return whether a film came again after the day on which it was to leave."""
    added = medium.added
    day_after = wish.leaves_at + timedelta(days=1)
    return medium.kind is Kind.MOVIE and isinstance(added, datetime) and added >= day_after


def _may_be_scheduled(protected: Protected) -> bool:
    """Return whether nothing but the absence of a rule protects: then a person's wish decides."""
    return protected.reasons[0].why in (
        Why.NO_RETENTION,
        Why.NEVER_WATCHED_STAYS,
        Why.ONLY_EPISODES,
    )


def _spared(
    rule: Rule, library: Library, due: Mapping[str, Due], now: datetime
) -> dict[str, Reason]:
    """Return which media may stay because the disk has room, or has room without them."""
    mine = {
        medium_id: opinion
        for medium_id, opinion in due.items()
        if library.media[medium_id].kind in rule.conditions.kinds and opinion.rule != MANUAL_RULE
    }
    terms = rule.disk
    free = None if terms is None else library.free_bytes(terms.path)
    if terms is None or free is None:
        return dict.fromkeys(mine, Reason(Why.DISK_UNKNOWN, {"rule": rule.name}))
    if free >= terms.free_bytes:
        return dict.fromkeys(mine, Reason(Why.DISK_HAS_ROOM, {"rule": rule.name}))
    useful = [
        Candidate(medium_id, size, opinion.at)
        for medium_id, opinion in mine.items()
        if (size := _freed_bytes(library.media[medium_id], opinion))
    ]
    overdue = [candidate for candidate in useful if candidate.due_at <= now]
    needed = terms.free_bytes - free
    if sum(candidate.size_bytes for candidate in overdue) < needed:
        # Not enough: what becomes due next goes as well, and keeps its date until then.
        going = frozenset(candidate.medium_id for candidate in useful)
    else:
        going = just_enough(overdue, needed)
    enough = Reason(Why.DISK_ENOUGH, {"rule": rule.name})
    return {medium_id: enough for medium_id in mine if medium_id not in going}


def _freed_bytes(medium: Medium, due: Due) -> int:
    """Return how much room there is once it has gone; 0 where that is unknown."""
    size_bytes = bytes_of(medium, due.episode_files)
    return 0 if size_bytes is UNKNOWN else size_bytes or 0


def _last_good(medium: Medium, library: Library, previous: Plan | None) -> Decision:
    silent = sorted(
        source.name
        for source_id in library.behind[medium.kind]
        if not (source := library.sources[source_id]).fresh
    )
    reason = Reason(Why.SOURCE_NOT_ANSWERING, {"sources": ", ".join(silent)})
    before = previous.decisions.get(medium.id) if previous else None
    if before and isinstance(before.verdict, Leaving):
        return Decision(medium, before.verdict, stale=True)
    return Decision(medium, Protected(reasons=(reason,)), stale=True)


def _protected(
    medium: Medium, verdict: Protected, library: Library, previous: Plan | None
) -> Decision:
    """Return the verdict; where it comes from not knowing, what was leaving is neither freed nor forgotten."""
    why = verdict.reasons[0].why
    open_question = why in _UNKNOWN or (why in _NOT_FOUND and not library.whole(medium.kind))
    if not open_question:
        return Decision(medium, verdict)
    before = previous.decisions.get(medium.id) if previous else None
    if before and isinstance(before.verdict, Leaving):
        return Decision(medium, before.verdict, stale=True)
    return Decision(medium, verdict, stale=True)


_UNKNOWN = (
    Why.ADDED_UNKNOWN,
    Why.WATCHED_UNKNOWN,
    Why.FACT_UNKNOWN,
    Why.SERVER_DOUBTED,
    Why.SERVER_DATE_UNKNOWN,
)
_NOT_FOUND = (Why.NOT_MANAGED, Why.NOT_IN_JELLYFIN, Why.NOT_ON_SERVER)


def _leaving(
    due: Due, window: timedelta, announced_at: datetime, paused: timedelta, now: datetime
) -> Leaving:
    soon = due.at <= now + window
    leaves_at, reasons = due.at, due.reasons
    if soon:
        leaves_at = max(due.at, announced_at + window)
    if leaves_at > due.at and _day(leaves_at, now) > _day(due.at, now):
        reasons = (*reasons, Reason(Why.ANNOUNCED_FIRST, {"days": window.days, "date": due.at}))
    if soon and paused:
        # Also where the rule alone gives the date: otherwise it would come nearer all the same.
        leaves_at += paused
        reasons = (*reasons, Reason(Why.PAUSED, {"days": paused.days}))
    return Leaving(
        rule=due.rule,
        reasons=reasons,
        due_at=due.at,
        leaves_at=leaves_at,
        soon=soon,
        episode_files=due.episode_files,
    )


def _day(at: datetime, now: datetime) -> date:
    """Return the day as people see it."""
    return at.astimezone(now.tzinfo).date()
