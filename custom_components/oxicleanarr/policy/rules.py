"""The household's rules: what a person can say about which media, and how long those stay."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from ..library.models import Kind


class RetentionBase(StrEnum):
    """From when a retention runs."""

    LAST_WATCHED_OR_ADDED = "last_watched_or_added"
    """The newer of the last play and the import."""
    LAST_WATCHED = "last_watched"
    """The last play; what nobody ever watched is decided by `Unwatched`."""
    ADDED = "added"
    """The import, however often the medium was watched since."""


class Unwatched(StrEnum):
    """What becomes of media that nobody watched when the time runs from the last play."""

    ADDED = "added"
    """The time runs from the import."""
    NEVER = "never"
    """They stay."""


class RuleType(StrEnum):
    """What a rule goes by. The first five are the OxiCleanarr server's."""

    TAG = "tag"
    USER = "user"
    WATCHED = "watched"
    EPISODE = "episode"
    DISK = "disk"
    MATCH = "match"
    """Rating, genre, size, library or folder."""


class Who(StrEnum):
    """How many of several users must have watched."""

    ANY = "any"
    ALL = "all"


class EpisodeStrategy(StrEnum):
    """Which episodes of a series go first."""

    OLDEST_FIRST = "oldest_first"
    BY_AGE = "by_age"
    BY_SEASON_AGE = "by_season_age"


@dataclass(frozen=True, slots=True)
class Stay:
    """How long media stay: `None` for ever, zero not at all."""

    time: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserTerm:
    """A requester, named by Seerr id, by name or by mail, and how long that person's requests stay."""

    stay: Stay
    user_id: int | None = None
    username: str | None = None
    email: str | None = None
    require_watched: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedBy:
    """Which users (by Jellyfin id; none stands for everybody) must have watched, any or all of them."""

    who: Who = Who.ANY
    users: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What must hold for a rule to apply; what is `None` or empty does not matter, the rest must all hold."""

    kinds: frozenset[Kind] = frozenset(Kind)
    tag: str | None = None
    genres: frozenset[str] = frozenset()
    """Any of these, in small letters."""
    libraries: frozenset[str] = frozenset()
    """Any of these Jellyfin libraries, by name."""
    root_folders: frozenset[str] = frozenset()
    """Any of these, as Radarr or Sonarr sees them."""
    rating_below: float | None = None
    rating_from: float | None = None
    size_bytes_from: int | None = None
    size_bytes_below: int | None = None
    watched_by: WatchedBy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeTerms:
    """Which episode files of a series go; the series stays."""

    max_episodes: int | None = None
    max_age: timedelta | None = None
    season_numbers: frozenset[int] = frozenset()
    exclude_continuing: bool = False
    keep_latest_season: bool = False
    require_watched: bool = False
    strategy: EpisodeStrategy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskTerms:
    """How much must be free on a disk before anything may stay longer than its retention."""

    path: str | None
    """A path on the disk, as Radarr or Sonarr sees it; `None` is the disk with the least free space."""
    free_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. Rules are asked in the order of their priority; protection comes before every date."""

    id: str
    name: str
    type: RuleType
    enabled: bool = True
    conditions: Conditions = Conditions()
    stay: Stay = Stay(None)
    base: RetentionBase | None = None
    unwatched: Unwatched | None = None
    require_watched: bool = False
    users: tuple[UserTerm, ...] = ()
    episodes: EpisodeTerms = EpisodeTerms()
    disk: DiskTerms | None = None

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds that the rule has a say on; films have no episodes."""
        if self.type is RuleType.EPISODE:
            return self.conditions.kinds & {Kind.SERIES}
        return self.conditions.kinds


class RuleError(ValueError):
    """A rule that says nothing or contradicts itself; `field` and `key` name what to correct."""

    def __init__(self, field: str, key: str) -> None:
        """Name the field and the translation key of the sentence."""
        super().__init__(key)
        self.field = field
        self.key = key


def check_rule(rule: Rule) -> None:
    """Refuse a rule that can never apply, or that says nothing.

    Raises:
        RuleError: With the field to correct.
    """
    conditions = rule.conditions
    if not conditions.kinds:
        raise RuleError("kinds", "no_kind")
    _check_range(conditions.rating_from, conditions.rating_below, "rating_below")
    _check_range(conditions.size_bytes_from, conditions.size_bytes_below, "size_below")
    _CHECKS[rule.type](rule)


def _check_stay(stay: Stay, require_watched: bool, field: str) -> None:
    # Zero is "at once" for a tag that a person set; elsewhere it says nothing, or half of what it seems to.
    if stay.time == timedelta() and not require_watched:
        raise RuleError(field, "at_once_needs_tag")


def _check_range(low: float | None, high: float | None, field: str) -> None:
    if low is not None and high is not None and low >= high:
        raise RuleError(field, "empty_range")


def _check_tag(rule: Rule) -> None:
    if not rule.conditions.tag:
        raise RuleError("tag", "tag_missing")


def _check_users(rule: Rule) -> None:
    if not rule.users:
        raise RuleError("users", "users_missing")
    for term in rule.users:
        if term.user_id is None and not term.username and not term.email:
            raise RuleError("users", "user_without_name")
        _check_stay(term.stay, term.require_watched, "users")


def _check_episodes(rule: Rule) -> None:
    terms = rule.episodes
    if rule.conditions.kinds == {Kind.MOVIE}:
        raise RuleError("kinds", "films_have_no_episodes")
    if terms.max_episodes is None and terms.max_age is None:
        raise RuleError("max_episodes", "episodes_without_limit")
    # On the OxiCleanarr server these two delete everything; here they are refused.
    if terms.max_episodes is not None and terms.max_episodes <= 0:
        raise RuleError("max_episodes", "not_positive")
    if terms.max_age is not None and terms.max_age <= timedelta():
        raise RuleError("max_age", "not_positive")
    if terms.strategy is EpisodeStrategy.OLDEST_FIRST and terms.max_episodes is None:
        raise RuleError("max_episodes", "strategy_needs_max_episodes")
    if terms.strategy in _BY_AGE and terms.max_age is None:
        raise RuleError("max_age", "strategy_needs_max_age")


_BY_AGE = (EpisodeStrategy.BY_AGE, EpisodeStrategy.BY_SEASON_AGE)


def _check_disk(rule: Rule) -> None:
    if rule.disk is None or rule.disk.free_bytes <= 0:
        raise RuleError("free_gb", "not_positive")


def _check_match(rule: Rule) -> None:
    if rule.conditions == Conditions(kinds=rule.conditions.kinds):
        raise RuleError("base", "no_condition")
    _check_stay(rule.stay, rule.require_watched, "retention")


def _check_watched(rule: Rule) -> None:
    # It applies to everything, which is what it is for.
    _check_stay(rule.stay, rule.require_watched, "retention")


_CHECKS = {
    RuleType.TAG: _check_tag,
    RuleType.USER: _check_users,
    RuleType.WATCHED: _check_watched,
    RuleType.EPISODE: _check_episodes,
    RuleType.DISK: _check_disk,
    RuleType.MATCH: _check_match,
}
