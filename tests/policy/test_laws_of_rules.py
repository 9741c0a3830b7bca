"""The laws under any rules: more protection never shortens a life, and neither does not knowing."""

from copy import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, settings as hypothesis_settings, strategies as st

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Disk, Kind, Library, Medium, Requester
from custom_components.oxicleanarr.policy.models import Leaving, Protections, Settings
from custom_components.oxicleanarr.policy.rules import (
    Conditions,
    DiskTerms,
    EpisodeTerms,
    RetentionBase,
    Rule,
    RuleType,
    Stay,
    Unwatched,
    UserTerm,
    WatchedBy,
)
from tests.builders import NOW, a_keep, a_library, a_medium, a_plan, days_ago

from .strategies import episodes_of_any_kind

TAGS = ("kids", "4k")
GENRES = ("drama", "horror")
PEOPLE = ("ann", "bob")

ages = st.integers(0, 900).map(days_ago)
people = st.frozensets(st.sampled_from(PEOPLE))
requesters = st.lists(
    st.builds(
        Requester,
        user_id=st.integers(1, 3),
        names=st.frozensets(st.sampled_from(PEOPLE), max_size=1),
        jellyfin_user=st.one_of(st.none(), st.sampled_from(PEOPLE)),
    ),
    max_size=2,
).map(tuple)
stays = st.one_of(
    st.just(Stay(None)), st.integers(0, 400).map(lambda days: Stay(timedelta(days=days)))
)
conditions = st.builds(
    Conditions,
    kinds=st.sampled_from([frozenset(Kind), frozenset({Kind.MOVIE}), frozenset({Kind.SERIES})]),
    tag=st.one_of(st.none(), st.sampled_from(TAGS)),
    genres=st.frozensets(st.sampled_from(GENRES), max_size=1),
    rating_below=st.one_of(st.none(), st.just(5.0)),
    size_bytes_from=st.one_of(st.none(), st.just(50)),
    watched_by=st.one_of(st.none(), st.builds(WatchedBy, users=st.tuples(st.sampled_from(PEOPLE)))),
)
rules = st.builds(
    Rule,
    id=st.sampled_from(["a", "b", "c"]),
    name=st.just("A rule"),
    type=st.sampled_from([t for t in RuleType if t is not RuleType.DISK]),
    enabled=st.booleans(),
    conditions=conditions,
    stay=stays,
    base=st.one_of(st.none(), st.sampled_from(RetentionBase)),
    unwatched=st.one_of(st.none(), st.sampled_from(Unwatched)),
    require_watched=st.booleans(),
    users=st.lists(st.builds(UserTerm, stay=stays, user_id=st.integers(1, 3)), max_size=2).map(
        tuple
    ),
    episodes=st.builds(EpisodeTerms, max_episodes=st.integers(1, 4), require_watched=st.booleans()),
)
disk_rules = st.builds(
    Rule,
    id=st.just("d"),
    name=st.just("Disk"),
    type=st.just(RuleType.DISK),
    disk=st.builds(DiskTerms, path=st.none(), free_bytes=st.integers(1, 200)),
)
households = st.builds(
    Settings,
    retention=st.fixed_dictionaries(
        {
            kind: st.one_of(st.none(), st.integers(1, 400).map(lambda days: timedelta(days=days)))
            for kind in Kind
        }
    ),
    base=st.sampled_from(RetentionBase),
    unwatched=st.sampled_from(Unwatched),
    protections=st.builds(
        Protections,
        favourites=st.booleans(),
        unfinished=st.booleans(),
        requested=st.booleans(),
    ),
    rules=st.lists(st.one_of(rules, disk_rules), max_size=4).map(tuple),
)
media = st.builds(
    a_medium,
    st.sampled_from(["movie:tmdb:1", "series:tvdb:1"]),
    added=ages,
    last_watched=st.one_of(st.none(), ages),
    play_count=st.integers(0, 2),
    watched_by=people,
    tags=st.frozensets(st.sampled_from(TAGS)),
    genres=st.frozensets(st.sampled_from(GENRES)),
    rating=st.one_of(st.none(), st.sampled_from([4.0, 8.0])),
    size_bytes=st.integers(1, 100),
    requesters=requesters,
    episodes=episodes_of_any_kind.map(tuple),
    continuing=st.booleans(),
)
UNKNOWABLE = (
    "added",
    "last_watched",
    "play_count",
    "watched_by",
    "unfinished_by",
    "playing",
    "favourite_of",
    "requesters",
    "tags",
    "genres",
    "rating",
    "size_bytes",
    "episodes",
    "continuing",
)


def on_a_full_disk(medium: Medium, free_bytes: int | None = 50) -> Library:
    library = a_library(medium)
    disks = UNKNOWN if free_bytes is None else (Disk("/", free_bytes, 1000),)
    return replace(library, disks=disks)


def harm(medium: Medium, household: Settings, library: Library | None = None, **wishes: Any) -> Any:
    """Return what leaves and when: nothing, some episodes, or everything, in a form to compare."""
    plan = a_plan(library or on_a_full_disk(medium), household, **wishes)
    return plan.decisions[medium.id].verdict


def no_worse(after: Any, before: Any) -> bool:
    """Return whether nothing leaves earlier, and nothing more, than before."""
    if not isinstance(after, Leaving):
        return True
    if not isinstance(before, Leaving):
        return False
    if before.episode_files:
        return bool(after.episode_files) and after.episode_files <= before.episode_files
    return bool(after.episode_files) or after.leaves_at >= before.leaves_at


@given(media, households)
def test_a_keep_always_wins(medium: Medium, household: Settings) -> None:
    assert not isinstance(harm(medium, household, keeps=(a_keep(medium),)), Leaving)


@hypothesis_settings(max_examples=300)
@given(media, households, st.sampled_from(UNKNOWABLE))
def test_not_knowing_a_fact_never_shortens_a_life(
    medium: Medium, household: Settings, fact: str
) -> None:
    changes: dict[str, Any] = {fact: UNKNOWN}
    blurred = replace(medium, **changes)
    assert no_worse(harm(blurred, household), harm(medium, household))


@given(media, households)
def test_not_knowing_the_disk_never_shortens_a_life(medium: Medium, household: Settings) -> None:
    unread = on_a_full_disk(medium, free_bytes=None)
    assert no_worse(harm(medium, household, unread), harm(medium, household))


@given(media, households, conditions, st.integers(0, 4))
def test_a_rule_that_keeps_never_shortens_a_life(
    medium: Medium, household: Settings, applies_to: Conditions, place: int
) -> None:
    keeping = Rule(id="k", name="Keep", type=RuleType.MATCH, conditions=applies_to, stay=Stay(None))
    more = replace(household, rules=(*household.rules[:place], keeping, *household.rules[place:]))
    assert no_worse(harm(medium, more), harm(medium, household))


@given(
    media,
    households,
    st.sampled_from(["playing", "unfinished_by", "favourite_of"]),
    st.sampled_from(PEOPLE),
)
def test_what_becomes_dear_to_somebody_never_lives_shorter(
    medium: Medium, household: Settings, fact: str, person: str
) -> None:
    changes: dict[str, Any] = {fact: frozenset({person})}
    assert no_worse(harm(replace(medium, **changes), household), harm(medium, household))


@given(media, households, st.integers(1, 900))
def test_more_room_on_the_disk_never_shortens_a_life(
    medium: Medium, household: Settings, more_bytes: int
) -> None:
    roomier = on_a_full_disk(medium, 50 + more_bytes)
    assert no_worse(harm(medium, household, roomier), harm(medium, household))


@given(media, households)
def test_the_verdict_depends_on_nothing_but_its_inputs(medium: Medium, household: Settings) -> None:
    assert harm(medium, household) == harm(medium, household)


@given(media, households, st.integers(1, 60))
def test_nothing_leaves_sooner_than_its_announcement(
    medium: Medium, household: Settings, window_days: int
) -> None:
    window = timedelta(days=window_days)
    verdict = harm(medium, replace(household, window=window))
    earliest: datetime = NOW + window
    assert not isinstance(verdict, Leaving) or verdict.leaves_at >= earliest
