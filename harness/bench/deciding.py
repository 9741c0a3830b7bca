"""The cost of deciding: many media through many rules, in processor time, and how it grows with both."""

from datetime import UTC, datetime, timedelta
import time

import msgspec

from custom_components.oxicleanarr.library.models import Copy, Kind, Library, Medium, SourceStatus
from custom_components.oxicleanarr.policy.models import Settings
from custom_components.oxicleanarr.policy.plan import Circumstances, make_plan
from custom_components.oxicleanarr.policy.rules import Conditions, Rule, RuleType, Stay, UserTerm

NOW = datetime.now(UTC)
MEDIA, RULES = 20_000, 50
REPEATS = 5


class Decided(msgspec.Struct, frozen=True):
    """How long one plan took, at its best."""

    media: int
    rules: int
    milliseconds: float


def decide() -> list[Decided]:
    """Measure the full size, half the media, and half the rules."""
    return [
        _measure(media, rules)
        for media, rules in ((MEDIA, RULES), (MEDIA // 2, RULES), (MEDIA, RULES // 2))
    ]


def _measure(media: int, rules: int) -> Decided:
    library = _library(media)
    retention = dict.fromkeys(Kind, timedelta(days=90))
    settings = Settings(retention=retention, rules=tuple(_rule(number) for number in range(rules)))
    given = Circumstances(library=library, settings=settings, now=NOW)
    times = []
    for _ in range(REPEATS):
        began = time.process_time()
        make_plan(given)
        times.append(time.process_time() - began)
    return Decided(media, rules, min(times) * 1000)


def _library(count: int) -> Library:
    media = [_medium(number) for number in range(1, count + 1)]
    return Library(
        media={medium.id: medium for medium in media},
        sources={"jellyfin": SourceStatus(id="jellyfin", name="Jellyfin", read_at=NOW)},
        behind={kind: frozenset({"jellyfin"}) for kind in Kind},
        managed=frozenset(Kind),
    )


def _medium(number: int) -> Medium:
    added = NOW - timedelta(days=number % 400)
    copy = Copy(
        source_id="radarr",
        entry_id=number,
        title="A film",
        year=1927,
        provider_ids=(f"tmdb:{number}",),
        folder="/movies/A film",
        file=None,
        root_folder="/movies",
        size_bytes=number,
        added=added,
        tags=frozenset(),
    )
    return Medium(
        id=f"movie:tmdb:{number}",
        aliases=frozenset({f"movie:tmdb:{number}"}),
        kind=Kind.MOVIE,
        title="A film",
        year=1927,
        copies=(copy,),
        jellyfin_ids=(str(number),),
        size_bytes=number * 1_000_000,
        added=added,
        last_watched=NOW - timedelta(days=number % 300) if number % 3 else None,
        play_count=number % 3,
        tags=frozenset({f"tag{number % 60}"}),
        genres=frozenset({"drama"}),
        rating=number % 100 / 10,
    )


def _rule(number: int) -> Rule:
    """Return one of four types of rules in turn, most of which do not apply, as in a household."""
    stay = Stay(timedelta(days=30))
    match number % 4:
        case 0:
            conditions = Conditions(tag=f"tag{number}")
            return _named(number, RuleType.TAG, conditions, stay)
        case 1:
            conditions = Conditions(rating_below=number % 10 / 10)
            return _named(number, RuleType.MATCH, conditions, stay)
        case 2:
            term = UserTerm(stay=stay, user_id=number)
            return Rule(id=str(number), name=str(number), type=RuleType.USER, users=(term,))
    conditions = Conditions(genres=frozenset({"comedy"}), size_bytes_from=5)
    return _named(number, RuleType.MATCH, conditions, Stay(None))


def _named(number: int, rule_type: RuleType, conditions: Conditions, stay: Stay) -> Rule:
    return Rule(
        id=str(number), name=f"Rule {number}", type=rule_type, conditions=conditions, stay=stay
    )
