"""Rules: what each type protects and when it lets go, and that protection comes before every date."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Disk, Kind, Library, Medium, Requester
from custom_components.oxicleanarr.policy.models import (
    Leaving,
    Protected,
    Protections,
    Schedule,
    Settings,
    Verdict,
    Why,
)
from custom_components.oxicleanarr.policy.plan import make_plan
from custom_components.oxicleanarr.policy.rules import (
    Conditions,
    DiskTerms,
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
from tests.builders import NOW, a_keep, a_library, a_medium, days_ago, settings
from tests.policy.test_episodes import a_season

FOR_EVER = Stay(None)
AT_ONCE = Stay(timedelta())


def days(count: float) -> Stay:
    return Stay(timedelta(days=count))


def a_rule(rule_type: RuleType = RuleType.MATCH, **fields: object) -> Rule:
    return Rule(**{"id": "r1", "name": "My rule", "type": rule_type, **fields})  # type: ignore[arg-type]


def a_tag_rule(tag: str = "kids", **fields: object) -> Rule:
    return a_rule(RuleType.TAG, conditions=Conditions(tag=tag), **fields)


def with_rules(*rules: Rule, retention_days: float | None = 90, **changes: object) -> Settings:
    base = settings(retention_days)
    fields = {"retention": base.retention, "window": base.window, "rules": rules, **changes}
    return Settings(**fields)  # type: ignore[arg-type]


def judged(
    medium: Medium, rules: Settings, library: Library | None = None, **changes: object
) -> Verdict:
    plan = make_plan(
        library or a_library(medium),
        rules,
        **{"keeps": (), "announced": {}, "now": NOW, **changes},  # type: ignore[arg-type]
    )
    return plan.decisions[medium.id].verdict


def why(verdict: Verdict) -> Why:
    assert isinstance(verdict, Protected)
    return verdict.reasons[0].why


def due(verdict: Verdict) -> object:
    assert isinstance(verdict, Leaving)
    return verdict.due_at


TAGGED = a_medium(tags=frozenset({"kids"}), added=days_ago(60))
OVERDUE = a_medium(added=days_ago(900))


# Tag rules


def test_a_tag_rule_gives_its_own_retention() -> None:
    assert due(judged(TAGGED, with_rules(a_tag_rule(stay=days(30))))) == days_ago(30)


def test_a_tag_rule_does_not_care_for_capitals() -> None:
    assert due(judged(TAGGED, with_rules(a_tag_rule("KIDS", stay=days(30))))) == days_ago(30)


def test_a_tag_rule_leaves_others_to_the_standard() -> None:
    rules = with_rules(a_tag_rule("other", stay=days(1)))
    assert due(judged(TAGGED, rules)) == NOW + timedelta(days=30)


def test_a_tag_rule_for_ever_protects() -> None:
    medium = a_medium(tags=frozenset({"kids"}), added=days_ago(900))
    assert why(judged(medium, with_rules(a_tag_rule(stay=FOR_EVER)))) is Why.RULE_FOR_EVER


def test_a_tag_rule_of_zero_days_lets_go_at_once() -> None:
    assert due(judged(TAGGED, with_rules(a_tag_rule(stay=AT_ONCE)))) == days_ago(60)


def test_a_tag_rule_may_wait_until_somebody_watched() -> None:
    rule = a_tag_rule(stay=days(1), require_watched=True)
    assert why(judged(TAGGED, with_rules(rule))) is Why.RULE_UNTIL_WATCHED


def test_unknown_tags_protect_where_a_rule_asks_for_tags() -> None:
    medium = a_medium(tags=UNKNOWN, added=days_ago(900))
    assert why(judged(medium, with_rules(a_tag_rule(stay=days(1))))) is Why.FACT_UNKNOWN


def test_unknown_tags_do_not_matter_where_no_rule_asks() -> None:
    assert isinstance(judged(a_medium(tags=UNKNOWN, added=days_ago(900)), with_rules()), Leaving)


def test_a_rule_that_is_switched_off_does_nothing() -> None:
    medium = a_medium(tags=frozenset({"kids"}), added=days_ago(900))
    assert isinstance(judged(medium, with_rules(a_tag_rule(stay=FOR_EVER, enabled=False))), Leaving)


# The order of rules


def test_the_first_rule_with_a_date_decides() -> None:
    rules = with_rules(a_tag_rule(stay=days(200)), a_tag_rule(stay=days(10)))
    assert due(judged(TAGGED, rules)) == NOW + timedelta(days=140)


def test_a_protecting_rule_wins_from_any_place() -> None:
    rules = with_rules(a_tag_rule(stay=days(1)), a_tag_rule(stay=FOR_EVER))
    assert why(judged(TAGGED, rules)) is Why.RULE_FOR_EVER


def test_a_rule_lets_go_what_has_no_standard_retention() -> None:
    rules = with_rules(a_tag_rule(stay=days(30)), retention_days=None)
    assert due(judged(TAGGED, rules)) == days_ago(30)


def test_unwatched_media_that_stay_stay_whatever_a_rule_says() -> None:
    rules = with_rules(a_tag_rule(stay=days(1)), base=RetentionBase.LAST_WATCHED)
    assert why(judged(TAGGED, rules)) in (Why.NEVER_WATCHED_STAYS, Why.RULE_UNTIL_WATCHED)


def test_a_rules_own_word_on_unwatched_media_protects_them() -> None:
    rule = a_tag_rule(stay=days(1), base=RetentionBase.LAST_WATCHED, unwatched=Unwatched.NEVER)
    assert why(judged(TAGGED, with_rules(rule))) is Why.RULE_UNTIL_WATCHED


def test_unwatched_media_may_have_a_retention_of_their_own() -> None:
    rules = with_rules(
        base=RetentionBase.LAST_WATCHED,
        unwatched=Unwatched.ADDED,
        unwatched_retention=timedelta(days=180),
    )
    assert due(judged(TAGGED, rules)) == NOW + timedelta(days=120)


AGAIN = a_medium(
    added=days_ago(10), last_watched=days_ago(900), play_count=3, tags=frozenset({"kids"})
)


def test_plays_of_a_former_life_do_not_make_a_film_watched() -> None:
    rule = a_tag_rule(stay=days(1), require_watched=True)
    assert why(judged(AGAIN, with_rules(rule))) is Why.RULE_UNTIL_WATCHED


def test_plays_of_a_former_life_do_not_start_a_films_time() -> None:
    rules = with_rules(base=RetentionBase.LAST_WATCHED)
    assert why(judged(AGAIN, rules)) is Why.NEVER_WATCHED_STAYS


def test_new_episodes_start_the_time_of_a_series_anew() -> None:
    series = a_medium("series:tvdb:1", added=days_ago(10), last_watched=days_ago(400), play_count=9)
    rules = with_rules(base=RetentionBase.LAST_WATCHED)
    assert due(judged(series, rules)) == NOW + timedelta(days=80)


# Requesters


def requested_by(*requesters: Requester, **changes: object) -> Medium:
    fields: dict[str, Any] = {"requesters": requesters, "added": days_ago(60), **changes}
    return a_medium(**fields)


TRIAL = Requester(user_id=100, names=frozenset({"trial user"}), email="trial@example.org")
VIP = Requester(user_id=300, names=frozenset({"vip user"}))


def a_user_rule(*terms: UserTerm) -> Rule:
    return a_rule(RuleType.USER, users=terms)


@pytest.mark.parametrize(
    "term",
    [
        UserTerm(stay=days(7), user_id=100),
        UserTerm(stay=days(7), username="TRIAL User"),
        UserTerm(stay=days(7), email="Trial@Example.org"),
    ],
)
def test_a_requester_is_known_by_id_name_or_mail(term: UserTerm) -> None:
    assert due(judged(requested_by(TRIAL), with_rules(a_user_rule(term)))) == days_ago(53)


def test_a_requester_for_ever_protects() -> None:
    rule = a_user_rule(UserTerm(stay=FOR_EVER, user_id=300))
    assert why(judged(requested_by(VIP), with_rules(rule))) is Why.RULE_FOR_EVER


def test_of_two_requesters_the_longer_wish_counts() -> None:
    rule = a_user_rule(UserTerm(stay=days(7), user_id=100), UserTerm(stay=days(300), user_id=300))
    medium = requested_by(TRIAL, VIP)
    assert due(judged(medium, with_rules(rule))) == NOW + timedelta(days=240)


def test_a_request_that_may_have_failed_lets_nothing_go() -> None:
    doubtful = Requester(user_id=100, names=frozenset(), certain=False)
    rule = a_user_rule(UserTerm(stay=days(7), user_id=100))
    assert why(judged(requested_by(doubtful), with_rules(rule))) is Why.FACT_UNKNOWN


def test_what_nobody_requested_is_left_to_the_standard() -> None:
    rule = a_user_rule(UserTerm(stay=days(7), user_id=100))
    assert due(judged(TAGGED, with_rules(rule))) == NOW + timedelta(days=30)


def test_unknown_requesters_protect_where_a_rule_asks_for_them() -> None:
    rule = a_user_rule(UserTerm(stay=days(7), user_id=100))
    medium = a_medium(requesters=UNKNOWN, added=days_ago(900))
    protections = Protections(requested=False)
    assert why(judged(medium, with_rules(rule, protections=protections))) is Why.FACT_UNKNOWN


# Watched rules and conditions


def test_a_watched_rule_applies_to_everything() -> None:
    assert due(judged(OVERDUE, with_rules(a_rule(RuleType.WATCHED, stay=days(5))))) == days_ago(895)


def test_a_watched_rule_may_keep_everything_unwatched() -> None:
    rule = a_rule(RuleType.WATCHED, stay=days(5), require_watched=True)
    assert why(judged(OVERDUE, with_rules(rule))) is Why.RULE_UNTIL_WATCHED


GB = 1_000_000_000


@pytest.mark.parametrize(
    ("conditions", "applies"),
    [
        (Conditions(rating_below=5.0), True),
        (Conditions(rating_below=4.0), False),
        (Conditions(rating_from=4.5), True),
        (Conditions(genres=frozenset({"horror", "drama"})), True),
        (Conditions(genres=frozenset({"comedy"})), False),
        (Conditions(size_bytes_from=50 * GB), True),
        (Conditions(size_bytes_below=50 * GB), False),
        (Conditions(libraries=frozenset({"Films"})), True),
        (Conditions(libraries=frozenset({"Kids"})), False),
        (Conditions(root_folders=frozenset({"/movies-4k"})), True),
        (Conditions(root_folders=frozenset({"/movies"})), False),
        (Conditions(kinds=frozenset({Kind.SERIES}), rating_below=9.0), False),
        (Conditions(watched_by=WatchedBy()), True),
        (Conditions(watched_by=WatchedBy(users=("ann", "bob"))), True),
        (Conditions(watched_by=WatchedBy(users=("ann", "bob"), who=Who.ALL)), False),
        (Conditions(rating_below=5.0, genres=frozenset({"comedy"})), False),
    ],
)
def test_a_rule_applies_where_all_its_conditions_hold(
    conditions: Conditions, applies: bool
) -> None:
    medium = a_medium(
        added=days_ago(10),
        rating=4.5,
        genres=frozenset({"drama"}),
        size_bytes=50 * GB,
        libraries=frozenset({"Films"}),
        root_folders=frozenset({"/movies-4k"}),
        watched_by=frozenset({"ann"}),
    )
    verdict = judged(medium, with_rules(a_rule(conditions=conditions, stay=FOR_EVER)))
    assert isinstance(verdict, Protected) is applies


@pytest.mark.parametrize(
    ("fact", "conditions"),
    [
        ("rating", Conditions(rating_below=5.0)),
        ("genres", Conditions(genres=frozenset({"drama"}))),
        ("size_bytes", Conditions(size_bytes_from=1)),
        ("libraries", Conditions(libraries=frozenset({"Films"}))),
        ("watched_by", Conditions(watched_by=WatchedBy())),
    ],
)
def test_an_unknown_fact_that_a_rule_asks_for_protects(fact: str, conditions: Conditions) -> None:
    changes: dict[str, Any] = {fact: UNKNOWN}
    medium = a_medium(added=days_ago(900), **changes)
    rules = with_rules(a_rule(conditions=conditions, stay=days(1)))
    assert why(judged(medium, rules)) is Why.FACT_UNKNOWN


def test_an_unknown_fact_does_not_matter_where_another_condition_fails() -> None:
    medium = a_medium(added=days_ago(900), rating=UNKNOWN, genres=frozenset({"drama"}))
    conditions = Conditions(rating_below=5.0, genres=frozenset({"comedy"}))
    rules = with_rules(a_rule(conditions=conditions, stay=FOR_EVER))
    assert isinstance(judged(medium, rules), Leaving)


# Protections without a rule


@pytest.mark.parametrize(
    ("changes", "reason", "switched_off"),
    [
        ({"favourite_of": frozenset({"ann"})}, Why.FAVOURITE, Protections(favourites=False)),
        ({"favourite_of": UNKNOWN}, Why.FAVOURITE, Protections(favourites=False)),
        ({"unfinished_by": frozenset({"ann"})}, Why.UNFINISHED, Protections(unfinished=False)),
        (
            {"requesters": (Requester(user_id=1, names=frozenset(), jellyfin_user="ann"),)},
            Why.REQUESTER_WAITING,
            Protections(requested=False),
        ),
        ({"requesters": UNKNOWN}, Why.REQUESTER_WAITING, Protections(requested=False)),
    ],
)
def test_what_is_dear_to_somebody_stays_unless_the_household_wants_otherwise(
    changes: dict[str, Any], reason: Why, switched_off: Protections
) -> None:
    medium = a_medium(added=days_ago(900), **changes)
    assert why(judged(medium, with_rules())) is reason
    assert isinstance(judged(medium, with_rules(protections=switched_off)), Leaving)


@pytest.mark.parametrize("playing", [frozenset({"ann"}), UNKNOWN])
def test_what_is_playing_stays_whatever_is_switched_off(playing: object) -> None:
    medium = a_medium(added=days_ago(900), playing=playing)
    nothing = Protections(favourites=False, unfinished=False, requested=False)
    assert why(judged(medium, with_rules(protections=nothing))) is Why.PLAYING


def test_a_requester_who_watched_it_waits_no_more() -> None:
    ann = Requester(user_id=1, names=frozenset(), jellyfin_user="ann")
    medium = requested_by(ann, watched_by=frozenset({"ann"}), added=days_ago(900))
    assert isinstance(judged(medium, with_rules()), Leaving)


# Episodes

SERIES = a_medium("series:tvdb:1", added=days_ago(60), episodes=tuple(a_season(15)))


def an_episode_rule(**terms: object) -> Rule:
    episodes = EpisodeTerms(**terms)  # type: ignore[arg-type]
    conditions = Conditions(kinds=frozenset({Kind.SERIES}))
    return a_rule(RuleType.EPISODE, conditions=conditions, episodes=episodes)


def test_an_episode_rule_lets_files_go_and_keeps_the_series() -> None:
    verdict = judged(SERIES, with_rules(an_episode_rule(max_episodes=10)))
    assert isinstance(verdict, Leaving)
    assert len(verdict.episode_files) == 5


def test_a_series_with_nothing_to_remove_is_not_left_to_the_standard() -> None:
    medium = a_medium("series:tvdb:1", added=days_ago(900), episodes=tuple(a_season(5)))
    assert why(judged(medium, with_rules(an_episode_rule(max_episodes=10)))) is Why.ONLY_EPISODES


def test_episodes_go_rather_than_the_whole_series() -> None:
    medium = a_medium("series:tvdb:1", tags=frozenset({"kids"}), episodes=tuple(a_season(15)))
    rules = with_rules(a_tag_rule(stay=AT_ONCE), an_episode_rule(max_episodes=10))
    verdict = judged(medium, rules)
    assert isinstance(verdict, Leaving)
    assert verdict.episode_files


def test_a_favourite_series_keeps_all_its_episodes() -> None:
    medium = a_medium(
        "series:tvdb:1", favourite_of=frozenset({"ann"}), episodes=tuple(a_season(15))
    )
    assert why(judged(medium, with_rules(an_episode_rule(max_episodes=1)))) is Why.FAVOURITE


def test_an_episode_rule_has_no_say_on_films() -> None:
    rule = a_rule(RuleType.EPISODE, episodes=EpisodeTerms(max_episodes=1))
    assert isinstance(judged(OVERDUE, with_rules(rule)), Leaving)


def test_unknown_episodes_do_not_let_the_whole_series_go() -> None:
    medium = a_medium("series:tvdb:1", added=days_ago(900), episodes=UNKNOWN)
    assert why(judged(medium, with_rules(an_episode_rule(max_episodes=1)))) is Why.FACT_UNKNOWN


def test_a_continuing_series_may_be_left_alone() -> None:
    medium = a_medium(
        "series:tvdb:1", added=days_ago(1), episodes=tuple(a_season(15)), continuing=True
    )
    rules = with_rules(
        an_episode_rule(max_episodes=1, exclude_continuing=True), retention_days=None
    )
    assert why(judged(medium, rules)) is Why.NO_RETENTION


# Disk


def a_disk_rule(free_bytes: int = 100) -> Rule:
    return a_rule(RuleType.DISK, disk=DiskTerms(path=None, free_bytes=free_bytes))


def on_disk(*media: Medium, free_bytes: int | None) -> Library:
    library = a_library(*media)
    disks = UNKNOWN if free_bytes is None else (Disk("/", free_bytes, 1000),)
    return Library(
        media=library.media,
        sources=library.sources,
        behind=library.behind,
        managed=library.managed,
        disks=disks,
    )


def test_with_room_on_the_disk_everything_stays() -> None:
    library = on_disk(OVERDUE, free_bytes=100)
    assert why(judged(OVERDUE, with_rules(a_disk_rule()), library)) is Why.DISK_HAS_ROOM


def test_with_a_full_disk_what_is_overdue_goes() -> None:
    library = on_disk(OVERDUE, free_bytes=99)
    assert isinstance(judged(OVERDUE, with_rules(a_disk_rule()), library), Leaving)


def test_an_unread_disk_protects() -> None:
    library = on_disk(OVERDUE, free_bytes=None)
    assert why(judged(OVERDUE, with_rules(a_disk_rule()), library)) is Why.DISK_UNKNOWN


def test_only_as_much_goes_as_the_disk_needs() -> None:
    fresh = a_medium("movie:tmdb:2", added=days_ago(100), size_bytes=40)
    forgotten = a_medium("movie:tmdb:3", added=days_ago(900), size_bytes=40)
    library = on_disk(fresh, forgotten, free_bytes=70)
    rules = with_rules(a_disk_rule())
    assert why(judged(fresh, rules, library)) is Why.DISK_ENOUGH
    assert isinstance(judged(forgotten, rules, library), Leaving)


# A person's own date


def a_schedule(medium: Medium, in_days: float = 3) -> Schedule:
    return Schedule(
        medium_id=medium.id,
        aliases=medium.aliases,
        title=medium.title,
        leaves_at=NOW + timedelta(days=in_days),
    )


def test_a_persons_date_decides_where_no_rule_does() -> None:
    medium = a_medium(last_watched=days_ago(1))
    rules = with_rules(retention_days=None)
    assert due(judged(medium, rules, schedules=(a_schedule(medium),))) == NOW + timedelta(days=3)


def test_a_persons_date_replaces_the_rules_date() -> None:
    verdict = judged(OVERDUE, with_rules(), schedules=(a_schedule(OVERDUE, 30),))
    assert due(verdict) == NOW + timedelta(days=30)


def test_a_persons_date_does_not_wait_for_the_disk() -> None:
    library = on_disk(OVERDUE, free_bytes=500)
    schedules = (a_schedule(OVERDUE),)
    assert isinstance(
        judged(OVERDUE, with_rules(a_disk_rule()), library, schedules=schedules), Leaving
    )


def test_a_keep_wins_over_a_persons_date() -> None:
    verdict = judged(
        OVERDUE, with_rules(), keeps=(a_keep(OVERDUE),), schedules=(a_schedule(OVERDUE),)
    )
    assert why(verdict) is Why.KEPT


def test_a_favourite_wins_over_a_persons_date() -> None:
    medium = a_medium(favourite_of=frozenset({"ann"}))
    assert why(judged(medium, with_rules(), schedules=(a_schedule(medium),))) is Why.FAVOURITE


# Rules that say nothing


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (a_rule(RuleType.TAG), "tag"),
        (a_rule(RuleType.USER), "users"),
        (a_user_rule(UserTerm(stay=days(1))), "users"),
        (a_rule(RuleType.MATCH), "base"),
        (a_rule(RuleType.EPISODE), "max_episodes"),
        (an_episode_rule(max_episodes=0), "max_episodes"),
        (an_episode_rule(max_age=timedelta()), "max_age"),
        (a_rule(RuleType.DISK), "free_gb"),
        (a_disk_rule(0), "free_gb"),
        (a_rule(conditions=Conditions(kinds=frozenset())), "kinds"),
        (a_rule(conditions=Conditions(rating_from=8, rating_below=5)), "rating_below"),
        (a_rule(conditions=Conditions(size_bytes_from=8, size_bytes_below=8)), "size_below"),
        (
            a_rule(
                RuleType.EPISODE,
                conditions=Conditions(kinds=frozenset({Kind.MOVIE})),
                episodes=EpisodeTerms(max_episodes=3),
            ),
            "kinds",
        ),
    ],
)
def test_a_rule_that_cannot_mean_anything_is_refused(rule: Rule, field: str) -> None:
    with pytest.raises(RuleError) as refused:
        check_rule(rule)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "rule",
    [
        a_tag_rule(stay=FOR_EVER),
        a_user_rule(UserTerm(stay=days(1), user_id=1)),
        a_rule(RuleType.WATCHED, stay=days(1)),
        a_rule(conditions=Conditions(rating_below=5.0), stay=days(1)),
        an_episode_rule(max_episodes=3),
        a_disk_rule(),
    ],
)
def test_a_rule_that_means_something_is_accepted(rule: Rule) -> None:
    check_rule(rule)
