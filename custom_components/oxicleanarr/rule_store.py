"""Rules as config subentries store them, and the policy's rules that they stand for.

The stored form is flat, and so is the form that people fill in: one field, one key. Reading is strict: what
is stored and not understood protects, because it might have been what keeps something.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.config_entries import ConfigSubentry
import msgspec

from .const import GIGABYTE, SUBENTRY_RULE
from .library.models import Kind
from .policy.judge import MANUAL_RULE, STANDARD_RULE
from .policy.retention import RetentionError, parse_time
from .policy.rules import (
    Conditions,
    DiskTerms,
    EpisodeStrategy,
    EpisodeTerms,
    RetentionBase,
    Rule,
    RuleError,
    RuleType,
    Stay,
    Unwatched,
    UserTerm,
    WatchedBy,
    Who,
    check_rule,
)

# Verdicts name the rule that decides; these names are taken.
RESERVED_NAMES = (STANDARD_RULE, MANUAL_RULE)


class StoredUser(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A requester (Seerr id, name or mail) and how long that person's requests stay."""

    user: str
    retention: str
    require_watched: bool = False


class StoredRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule as JSON; its name is kept beside it. Sizes are in gigabytes, times are retention texts."""

    type: RuleType
    enabled: bool = True
    priority: int = 0
    kinds: tuple[Kind, ...] = tuple(Kind)
    tag: str | None = None
    genres: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    root_folders: tuple[str, ...] = ()
    rating_from: float | None = None
    rating_below: float | None = None
    size_from: float | None = None
    size_below: float | None = None
    watched_who: Who | None = None
    watched_users: tuple[str, ...] = ()
    retention: str | None = None
    retention_base: RetentionBase | None = None
    unwatched: Unwatched | None = None
    require_watched: bool = False
    users: tuple[StoredUser, ...] = ()
    max_episodes: int | None = None
    max_age: str | None = None
    season_numbers: tuple[int, ...] = ()
    exclude_continuing: bool = False
    keep_latest_season: bool = False
    strategy: EpisodeStrategy | None = None
    free_gb: float | None = None
    disk_path: str | None = None


@dataclass(frozen=True, slots=True)
class StoredRules:
    """All rules of a household in their order, and those that could not be read."""

    rules: tuple[Rule, ...]
    unreadable: tuple[Rule, ...]
    """The stand-ins, which are among the rules and keep everything of their kinds."""


def read_rules(subentries: Iterable[ConfigSubentry]) -> StoredRules:
    """Return the rules of an entry; one that cannot be read is replaced by one that keeps for ever."""
    found: list[tuple[int, Rule]] = []
    unreadable: list[Rule] = []
    for subentry in subentries:
        if subentry.subentry_type != SUBENTRY_RULE:
            continue
        try:
            priority, rule = read_rule(subentry.subentry_id, subentry.title, subentry.data)
        except RuleError:
            rule = _stand_in(subentry)
            unreadable.append(rule)
            priority = 0
        found.append((priority, rule))
    return StoredRules(in_order(found), tuple(unreadable))


def in_order(rules: Iterable[tuple[int, Rule]]) -> tuple[Rule, ...]:
    """Return rules, given with their priorities, in the order in which they are asked."""
    return tuple(
        rule for _, rule in sorted(rules, key=lambda one: (one[0], one[1].name, one[1].id))
    )


def read_rule(rule_id: str, name: str, data: Mapping[str, Any]) -> tuple[int, Rule]:
    """Return the priority and the rule that stored data stand for.

    Raises:
        RuleError: They cannot be understood, or the rule contradicts itself; with the field to correct.
    """
    if not name.strip():
        raise RuleError("name", "name_missing")
    if name.casefold() in RESERVED_NAMES:
        raise RuleError("name", "name_reserved")
    try:
        stored = msgspec.convert(dict(data), StoredRule)
    except msgspec.ValidationError as err:
        raise RuleError(_field(err), "not_understood") from err
    rule = _rule(rule_id, name, stored)
    check_rule(rule)
    return stored.priority, rule


def priority_of(subentry: ConfigSubentry) -> int:
    """Return the priority of a stored rule; 0 where it has none that can be read."""
    priority = subentry.data.get("priority", 0)
    return priority if isinstance(priority, int) else 0


def _field(err: msgspec.ValidationError) -> str:
    """Return the field at which reading failed; msgspec ends its message with the path to it."""
    path = str(err).rpartition("`$.")[2] if "`$." in str(err) else ""
    return path.partition("[")[0].partition(".")[0].rstrip("`") or "base"


def _stand_in(subentry: ConfigSubentry) -> Rule:
    try:
        kinds = frozenset(msgspec.convert(subentry.data.get("kinds"), tuple[Kind, ...]))
    except msgspec.ValidationError:
        kinds = frozenset()
    return Rule(
        id=subentry.subentry_id,
        name=subentry.title,
        type=RuleType.WATCHED,
        # Switched off is the one thing that does not have to be understood.
        enabled=subentry.data.get("enabled") is not False,
        conditions=Conditions(kinds=kinds or frozenset(Kind)),
        stay=Stay(None),
    )


def _rule(rule_id: str, name: str, stored: StoredRule) -> Rule:
    if stored.type in _WITH_RETENTION and not stored.retention:
        raise RuleError("retention", "retention_missing")
    return Rule(
        id=rule_id,
        name=name,
        type=stored.type,
        enabled=stored.enabled,
        conditions=_conditions(stored),
        stay=_stay("retention", stored.retention) if stored.retention else Stay(None),
        base=stored.retention_base,
        unwatched=stored.unwatched,
        require_watched=stored.require_watched,
        users=tuple(_user_term(user) for user in stored.users),
        episodes=EpisodeTerms(
            max_episodes=stored.max_episodes,
            max_age=_stay("max_age", stored.max_age).time if stored.max_age else None,
            season_numbers=frozenset(stored.season_numbers),
            exclude_continuing=stored.exclude_continuing,
            keep_latest_season=stored.keep_latest_season,
            require_watched=stored.require_watched,
            strategy=stored.strategy,
        ),
        disk=_disk(stored),
    )


_WITH_RETENTION = (RuleType.TAG, RuleType.WATCHED, RuleType.MATCH)


def _conditions(stored: StoredRule) -> Conditions:
    kinds = frozenset(stored.kinds)
    watched_by = None
    if stored.watched_who or stored.watched_users:
        watched_by = WatchedBy(who=stored.watched_who or Who.ANY, users=stored.watched_users)
    return Conditions(
        # Films have no episodes to remove.
        kinds=kinds - {Kind.MOVIE} if stored.type is RuleType.EPISODE and len(kinds) > 1 else kinds,
        tag=stored.tag.strip().casefold() if stored.tag else None,
        genres=frozenset(genre.casefold() for genre in stored.genres),
        libraries=frozenset(stored.libraries),
        root_folders=frozenset(stored.root_folders),
        rating_from=stored.rating_from,
        rating_below=stored.rating_below,
        size_bytes_from=_bytes(stored.size_from),
        size_bytes_below=_bytes(stored.size_below),
        watched_by=watched_by,
    )


def _disk(stored: StoredRule) -> DiskTerms | None:
    if stored.type is not RuleType.DISK:
        return None
    return DiskTerms(path=stored.disk_path or None, free_bytes=_bytes(stored.free_gb) or 0)


def _user_term(stored: StoredUser) -> UserTerm:
    user = stored.user.strip()
    return UserTerm(
        stay=_stay("users", stored.retention),
        # A name may consist of digits, or look like an address.
        user_id=int(user) if user.isdecimal() else None,
        username=user or None,
        email=user if "@" in user else None,
        require_watched=stored.require_watched,
    )


def _stay(field: str, text: str) -> Stay:
    try:
        return Stay(parse_time(text))
    except RetentionError as err:
        raise RuleError(field, "retention_not_understood") from err


def _bytes(gigabytes: float | None) -> int | None:
    return None if gigabytes is None else round(gigabytes * GIGABYTE)
