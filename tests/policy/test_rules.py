"""Rules: what each type protects and when it lets go; and rules that cannot mean anything."""

from datetime import timedelta

import pytest

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Kind
from custom_components.oxicleanarr.policy.models import Leaving, Why
from custom_components.oxicleanarr.policy.rules import (
    Conditions,
    EpisodeTerms,
    RetentionBase,
    Rule,
    RuleError,
    RuleType,
    Unwatched,
    UserTerm,
    check_rule,
)
from tests.builders import NOW, a_medium, a_season, days_ago

from .judging import (
    AT_ONCE,
    FOR_EVER,
    OVERDUE,
    TAGGED,
    a_disk_rule,
    a_rule,
    a_tag_rule,
    a_user_rule,
    an_episode_rule,
    days,
    due,
    judged,
    on_disk,
    why,
    with_rules,
)

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


# Episodes

SERIES = a_medium("series:tvdb:1", added=days_ago(60), episodes=tuple(a_season(15)))


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
