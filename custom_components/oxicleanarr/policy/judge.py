"""Judging one medium: what protects it, else which rule gives it a date.

Every protection is asked before any date, so that no order of rules can let a protected medium go. What a
rule needs and nobody knows protects, too: it might have been the rule that keeps.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache

import msgspec

from ..library.facts import UNKNOWN
from ..library.models import Kind, Library, Medium, Requester
from .episodes import leaving_files
from .match import Predicate, both, predicate, requested, requester_fits
from .models import Protected, Reason, Settings, Why
from .rules import RetentionBase, Rule, RuleType, Stay, Unwatched, UserTerm

STANDARD_RULE = "standard"
MANUAL_RULE = "manual"


class Due(msgspec.Struct, frozen=True, gc=False):
    """When a rule lets a medium go, and why; only some files of it, where there are any named."""

    rule: str
    at: datetime
    reasons: tuple[Reason, ...]
    episode_files: frozenset[int] = frozenset()


type Opinion = Protected | Due | None
type _Judge = Callable[[Medium, datetime], Opinion]


class Judges:
    """The household's rules, made ready for many media of each kind."""

    def __init__(self, library: Library, settings: Settings) -> None:
        """Prepare every rule that is switched on."""
        self._managed = library.managed
        self._settings = settings
        self._rules: Mapping[Kind, list[tuple[Rule, Predicate, _Judge]]] = {
            kind: [
                (rule, _applies(rule), _JUDGES[rule.type](rule, settings))
                for rule in settings.rules
                if rule.enabled and rule.type in _JUDGES and kind in rule.kinds
            ]
            for kind in Kind
        }

    def judge(self, medium: Medium, now: datetime) -> Protected | Due:
        """Return what protects the medium, or when it is due."""
        if reason := self._unknown(medium) or self._dear(medium):
            return Protected(reasons=(reason,))
        first: Due | None = None
        only_episodes = False
        for rule, applies, judge in self._rules[medium.kind]:
            fits = applies(medium)
            if fits is False:
                continue
            if fits is None:
                return _protected(rule, Why.FACT_UNKNOWN)
            opinion = judge(medium, now)
            if isinstance(opinion, Protected):
                return opinion
            only_episodes = only_episodes or rule.type is RuleType.EPISODE
            # Where some episodes go, the series does not.
            if opinion and (first is None or (opinion.episode_files and not first.episode_files)):
                first = opinion
        standard = _standard(medium, self._settings, now)
        if isinstance(standard, Protected):
            # Without a retention of their kind, media leave by other rules; what nobody watched does not.
            by_itself = standard.reasons[0].why is not Why.NO_RETENTION
            return standard if by_itself or first is None else first
        if first is None and only_episodes:
            return Protected(reasons=(Reason(Why.ONLY_EPISODES),))
        return first or standard

    def _unknown(self, medium: Medium) -> Reason | None:
        """Return what is not known about the medium; whatever it is, it protects."""
        if medium.kind in self._managed and not medium.copies:
            return Reason(Why.NOT_MANAGED)
        if not medium.jellyfin_ids:
            return Reason(Why.NOT_IN_JELLYFIN)
        if medium.added is UNKNOWN or medium.added is None:
            return Reason(Why.ADDED_UNKNOWN)
        if medium.last_watched is UNKNOWN or medium.play_count is UNKNOWN:
            return Reason(Why.WATCHED_UNKNOWN)
        return None

    def _dear(self, medium: Medium) -> Reason | None:
        """Return what makes the medium dear to somebody just now."""
        if medium.playing:
            return Reason(Why.PLAYING)
        protections = self._settings.protections
        if protections.favourites and medium.favourite_of:
            return Reason(Why.FAVOURITE)
        if protections.unfinished and medium.unfinished_by:
            return Reason(Why.UNFINISHED)
        if protections.requested and medium.requesters and _requester_waits(medium):
            return Reason(Why.REQUESTER_WAITING)
        return None


def _applies(rule: Rule) -> Predicate:
    """Return whether a rule has a say on a medium."""
    if rule.type is RuleType.USER:
        return both(requested, predicate(rule.conditions))
    return predicate(rule.conditions)


def needs_episodes(rules: Iterable[Rule]) -> Callable[[Medium], bool]:
    """Return which series must be known by their episodes: those to which an episode rule may apply."""
    asking = [
        (rule.kinds, predicate(rule.conditions))
        for rule in rules
        if rule.enabled and rule.type is RuleType.EPISODE
    ]

    def needed(medium: Medium) -> bool:
        return any(
            medium.kind in kinds and applies(medium) is not False for kinds, applies in asking
        )

    return needed


def _requester_waits(medium: Medium) -> bool:
    """Return whether somebody asked for it and has not watched it yet, or whether nobody can tell."""
    requesters, watchers = medium.requesters, medium.watched_by
    if requesters is UNKNOWN or watchers is UNKNOWN:
        return True
    return any(
        requester.jellyfin_user is not None and requester.jellyfin_user not in (watchers or ())
        for requester in requesters or ()
    )


def base_time(
    medium: Medium, base: RetentionBase, unwatched: Unwatched
) -> tuple[datetime, Reason] | None:
    """Return from when a retention runs and why; `None` when it does not run at all."""
    added, watched = medium.added, medium.last_watched
    if added is UNKNOWN or added is None or watched is UNKNOWN:
        return None
    if base is RetentionBase.ADDED:
        return added, Reason(Why.ADDED, {"date": added})
    if watched is None or _before_its_file(medium, watched):
        if base is RetentionBase.LAST_WATCHED and unwatched is Unwatched.NEVER:
            return None
        return added, Reason(Why.NEVER_WATCHED, {"date": added})
    if added > watched:
        # New episodes of a series start its time anew.
        return added, Reason(Why.ADDED, {"date": added})
    return watched, Reason(Why.LAST_WATCHED, {"date": watched})


def _before_its_file(medium: Medium, watched: datetime) -> bool:
    """Return whether a film was last watched before its present file came.

    Jellyfin gives a title that comes back the plays of its former life; they must not shorten the new one.
    """
    added = medium.added
    return medium.kind is Kind.MOVIE and isinstance(added, datetime) and watched < added


def _unwatched(medium: Medium) -> bool:
    """Return whether nobody has watched what is there now."""
    watched = medium.last_watched
    return not medium.play_count or (
        isinstance(watched, datetime) and _before_its_file(medium, watched)
    )


def _protected(rule: Rule, why: Why) -> Protected:
    return Protected(reasons=(Reason(why, {"rule": rule.name}),), rule=rule.name)


def _standard(medium: Medium, settings: Settings, now: datetime) -> Protected | Due:
    base = base_time(medium, settings.base, settings.unwatched)
    if base is None:
        return Protected(reasons=(Reason(Why.NEVER_WATCHED_STAYS),))
    retention = settings.retention[medium.kind]
    if (
        settings.base is RetentionBase.LAST_WATCHED
        and _unwatched(medium)
        and settings.unwatched_retention is not None
    ):
        retention = settings.unwatched_retention
    if not retention:
        return Protected(reasons=(Reason(Why.NO_RETENTION),))
    since, reason = base
    return Due(STANDARD_RULE, min(since, now) + retention, (reason, _retained(retention)))


@lru_cache(maxsize=64)
def _retained(retention: timedelta) -> Reason:
    """Return the reason that thousands of media share."""
    return Reason(Why.RETENTION, {"retention": retention})


def _dated(rule: Rule, stay: Stay, settings: Settings, medium: Medium, now: datetime) -> Opinion:
    """Return when a rule lets a medium go; a rule of its own for unwatched media that stay protects them."""
    if stay.time is None:
        return _protected(rule, Why.RULE_FOR_EVER)
    base = base_time(
        medium,
        rule.base or settings.base,
        settings.unwatched if rule.unwatched is None else rule.unwatched,
    )
    if base is None:
        return _protected(rule, Why.RULE_UNTIL_WATCHED)
    since, reason = base
    named = Reason(Why.RULE, {"rule": rule.name})
    retained = _retained(stay.time)
    return Due(rule.name, min(since, now) + stay.time, (named, reason, retained))


def _whole(rule: Rule, settings: Settings) -> _Judge:
    """Judge by a rule with one retention for all that it applies to."""
    # Zero is "at once" for a tag that a person set, and says nothing elsewhere, as on the OxiCleanarr server.
    silent = rule.stay.time == timedelta() and rule.type is not RuleType.TAG

    def judge(medium: Medium, now: datetime) -> Opinion:
        if rule.require_watched and _unwatched(medium):
            return _protected(rule, Why.RULE_UNTIL_WATCHED)
        return None if silent else _dated(rule, rule.stay, settings, medium, now)

    return judge


def _by_requester(rule: Rule, settings: Settings) -> _Judge:
    """Judge by who asked for the medium; of several people the one whose wish is the longest counts."""

    def judge(medium: Medium, now: datetime) -> Opinion:
        latest: Due | None = None
        for requester, term in _terms(rule, medium):
            if not requester.certain:
                return _protected(rule, Why.FACT_UNKNOWN)
            if term.require_watched and _unwatched(medium):
                return _protected(rule, Why.RULE_UNTIL_WATCHED)
            if term.stay.time == timedelta():
                continue
            opinion = _dated(rule, term.stay, settings, medium, now)
            if isinstance(opinion, Protected):
                return opinion
            if opinion and (latest is None or opinion.at > latest.at):
                latest = opinion
        return latest

    return judge


def _terms(rule: Rule, medium: Medium) -> Iterator[tuple[Requester, UserTerm]]:
    """Yield each requester with the first term that fits."""
    requesters = medium.requesters
    for requester in () if requesters is UNKNOWN else requesters or ():
        for term in rule.users:
            if requester_fits(term, requester):
                yield requester, term
                break


def _by_episodes(rule: Rule, settings: Settings) -> _Judge:
    """Judge the episodes of a series; the series itself is left to the other rules."""

    def judge(medium: Medium, now: datetime) -> Opinion:
        if rule.episodes.exclude_continuing:
            if medium.continuing is UNKNOWN:
                return _protected(rule, Why.FACT_UNKNOWN)
            if medium.continuing:
                return None
        episodes = medium.episodes
        files = (
            None
            if episodes is UNKNOWN or episodes is None
            else leaving_files(episodes, rule.episodes, now)
        )
        if files is None:
            return _protected(rule, Why.FACT_UNKNOWN)
        if not files:
            return None
        reason = Reason(Why.EPISODES, {"rule": rule.name, "count": len(files)})
        return Due(rule.name, now, (reason,), files)

    return judge


_JUDGES: Mapping[RuleType, Callable[[Rule, Settings], _Judge]] = {
    RuleType.TAG: _whole,
    RuleType.WATCHED: _whole,
    RuleType.MATCH: _whole,
    RuleType.USER: _by_requester,
    RuleType.EPISODE: _by_episodes,
}
