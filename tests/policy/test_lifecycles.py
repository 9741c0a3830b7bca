"""What the OxiCleanarr server's own acceptance tests arrange and expect, decided by our policy.

Each docstring begins with the id of the scenario. Seven films and three series came a few minutes ago; the
films were watched some days ago, as if before they were moved here: their files are older than the plays.
"""

from collections.abc import Mapping, Sequence
from copy import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import (
    Disk,
    Episode,
    Kind,
    Library,
    Medium,
    Requester,
)
from custom_components.oxicleanarr.policy.judge import MANUAL_RULE
from custom_components.oxicleanarr.policy.models import (
    Leaving,
    Plan,
    Protected,
    Protections,
    Schedule,
    Settings,
    Why,
)
from custom_components.oxicleanarr.policy.plan import make_plan
from custom_components.oxicleanarr.policy.rules import (
    Conditions,
    DiskTerms,
    EpisodeStrategy,
    EpisodeTerms,
    RetentionBase,
    Rule,
    RuleType,
    Stay,
    Unwatched,
    UserTerm,
)
from tests.builders import NOW, a_keep, a_library, a_medium, days_ago
from tests.policy.test_episodes import a_season

MINUTES_AGO = days_ago(0.01)
DAYS_SINCE_WATCHED: dict[str, float | None] = {
    "Fight Club": 10,
    "Pulp Fiction": 60,
    "Inception": 5,
    "The Dark Knight": 30,
    "Interstellar": 45,
    "Forrest Gump": 90,
    "Schindler's List": None,
}
ASKED_FOR = {
    "Fight Club": 100,
    "Pulp Fiction": 100,
    "Inception": 200,
    "The Dark Knight": 200,
    "Interstellar": 300,
    "Forrest Gump": 300,
}
SHOWS = ("Breaking Bad", "The Daily Show", "Game of Thrones")
GIB = 1024**3


def days(count: float) -> timedelta:
    return timedelta(days=count)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def films(*, watched: bool = False, requested: bool = False, **changes: Any) -> list[Medium]:
    """Return the seven films; watched ones were imported a hundred days ago."""
    return [
        a_medium(
            f"movie:tmdb:{number}",
            title=title,
            **{
                "added": days_ago(100) if watched else MINUTES_AGO,
                "size_bytes": GIB,
                "requesters": (
                    (Requester(user_id=ASKED_FOR[title], names=frozenset({f"user {number}"})),)
                    if requested and title in ASKED_FOR
                    else ()
                ),
                **(_watched(age) if watched else {}),
                **changes,
            },
        )
        for number, (title, age) in enumerate(DAYS_SINCE_WATCHED.items(), 1)
    ]


def _watched(age: float | None) -> dict[str, Any]:
    return {"last_watched": None if age is None else days_ago(age), "play_count": int(bool(age))}


def a_show(title: str, *episodes: Episode, **changes: Any) -> Medium:
    number = SHOWS.index(title) + 1
    return a_medium(
        f"series:tvdb:{number}",
        title=title,
        **{"added": MINUTES_AGO, "episodes": episodes, "continuing": False, **changes},
    )


def breaking_bad(**changes: Any) -> Medium:
    """Three seasons of five episodes, ended."""
    seasons = (a_season(5, season, 1500 - 365 * season) for season in (1, 2, 3))
    return a_show("Breaking Bad", *(one for season in seasons for one in season), **changes)


def household(
    movies: timedelta | None = None,
    series: timedelta | None = timedelta(days=120),
    rules: Sequence[Rule] = (),
    **changes: Any,
) -> Settings:
    """Return settings with nothing that the OxiCleanarr server does not know."""
    return Settings(
        **{
            "retention": {Kind.MOVIE: movies, Kind.SERIES: series},
            "unwatched": Unwatched.ADDED,
            "protections": Protections(favourites=False, unfinished=False, requested=False),
            "rules": tuple(rules),
            **changes,
        }
    )


def plan_of(media: Sequence[Medium], settings: Settings, **changes: Any) -> Plan:
    library = changes.pop("library", None) or a_library(*media)
    arguments = {"keeps": (), "announced": {}, "now": NOW, **changes}
    return make_plan(library, settings, **arguments)


def by_title(plan: Plan) -> Mapping[str, Protected | Leaving]:
    return {one.medium.title: one.verdict for one in plan.decisions.values()}


def soon(plan: Plan) -> set[str]:
    return {medium.title for medium, _ in plan.leaving_soon}


def overdue(plan: Plan) -> set[str]:
    """Return what the server would delete in this very moment."""
    return {
        title
        for title, verdict in by_title(plan).items()
        if isinstance(verdict, Leaving) and verdict.due_at < NOW
    }


def due(plan: Plan, title: str) -> datetime | None:
    verdict = by_title(plan)[title]
    return verdict.due_at if isinstance(verdict, Leaving) else None


def why(plan: Plan, title: str) -> Why:
    verdict = by_title(plan)[title]
    assert isinstance(verdict, Protected)
    return verdict.reasons[0].why


def files(plan: Plan, title: str) -> frozenset[int]:
    verdict = by_title(plan)[title]
    assert isinstance(verdict, Leaving)
    return verdict.episode_files


def named(media: Sequence[Medium], title: str) -> Medium:
    return next(medium for medium in media if medium.title == title)


def a_rule(rule_type: RuleType, **fields: Any) -> Rule:
    return Rule(**{"id": "r1", "name": "Scenario", "type": rule_type, **fields})


def tag_rule(tag: str, stay: timedelta | None, **fields: Any) -> Rule:
    return a_rule(RuleType.TAG, conditions=Conditions(tag=tag), stay=Stay(stay), **fields)


def disk_rule(free_bytes: int) -> Rule:
    return a_rule(RuleType.DISK, disk=DiskTerms(path=None, free_bytes=free_bytes))


def on_disk(media: Sequence[Medium], free_bytes: int) -> Library:
    return replace(a_library(*media), disks=(Disk("/media", free_bytes, 10**15),))


# Exclusions


def test_everything_fresh_is_leaving_soon_with_a_week_to_stay() -> None:
    """EXC-1."""
    assert soon(plan_of(films(), household(days(7)))) == DAYS_SINCE_WATCHED.keys()


def test_an_excluded_film_is_not_leaving_soon_and_still_listed() -> None:
    """EXC-2."""
    media = films()
    plan = plan_of(media, household(days(7)), keeps=[a_keep(named(media, "Fight Club"))])
    assert soon(plan) == DAYS_SINCE_WATCHED.keys() - {"Fight Club"}
    assert why(plan, "Fight Club") is Why.KEPT


def test_without_the_exclusion_it_is_leaving_soon_again() -> None:
    """EXC-3."""
    media = films()
    kept = plan_of(media, household(days(7)), keeps=[a_keep(named(media, "Fight Club"))])
    after = plan_of(media, household(days(7)), announced=kept.announced, previous=kept)
    assert "Fight Club" in soon(after)


# A date by hand


def by_hand(medium: Medium, in_days: float = 14) -> Schedule:
    return Schedule(
        medium_id=medium.id,
        aliases=medium.aliases,
        title=medium.title,
        leaves_at=NOW + days(in_days),
    )


def test_a_date_by_hand_makes_a_film_leave_soon() -> None:
    """MAN-2, after MAN-1: nothing else is."""
    media = films()
    assert soon(plan_of(media, household(days(3650)))) == set()
    plan = plan_of(media, household(days(3650)), schedules=[by_hand(named(media, "Fight Club"))])
    assert soon(plan) == {"Fight Club"}
    assert due(plan, "Fight Club") == NOW + days(14)


def test_an_excluded_film_has_no_date_by_hand() -> None:
    """MAN-3: an exclusion wins; the action refuses before it comes to this."""
    media = films()
    fight_club = named(media, "Fight Club")
    plan = plan_of(
        media, household(days(3650)), keeps=[a_keep(fight_club)], schedules=[by_hand(fight_club)]
    )
    assert soon(plan) == set()


def test_without_the_date_by_hand_the_rules_date_is_back() -> None:
    """MAN-4."""
    media = films()
    flagged = plan_of(media, household(days(3650)), schedules=[by_hand(media[0])])
    after = plan_of(media, household(days(3650)), announced=flagged.announced, previous=flagged)
    assert soon(after) == set()
    assert due(after, media[0].title) == MINUTES_AGO + days(3650)


# Deletion


def test_a_tag_of_zero_days_makes_one_film_overdue_and_names_the_rule() -> None:
    """DEL-1: that the film is also announced here, and not gone at once, is a row of our table."""
    media = [
        replace(medium, tags=frozenset({"test-deletion"}))
        if medium.title == "Pulp Fiction"
        else medium
        for medium in films()
    ]
    plan = plan_of(media, household(days(999), rules=[tag_rule("test-deletion", days(0))]))
    assert overdue(plan) == {"Pulp Fiction"}
    verdict = by_title(plan)["Pulp Fiction"]
    assert isinstance(verdict, Leaving)
    assert verdict.rule == "Scenario"
    assert soon(plan) == {"Pulp Fiction"}
    assert verdict.leaves_at == NOW + days(14)


# Disk

EXPIRED = household(seconds(1), seconds(1))


def with_disk(free_bytes: int) -> Settings:
    return replace(EXPIRED, rules=(disk_rule(free_bytes),))


def test_with_room_on_the_disk_nothing_is_due() -> None:
    """DSK-1."""
    media = [*films(), breaking_bad()]
    plan = plan_of(media, with_disk(GIB), library=on_disk(media, 50 * GIB))
    assert overdue(plan) == set()
    assert {why(plan, medium.title) for medium in media} == {Why.DISK_HAS_ROOM}


def test_a_disk_that_needs_more_than_there_is_lets_everything_go() -> None:
    """DSK-2."""
    media = [*films(), breaking_bad()]
    plan = plan_of(media, with_disk(999_999 * GIB), library=on_disk(media, 50 * GIB))
    assert overdue(plan) == {medium.title for medium in media}


def test_without_a_disk_rule_the_disk_does_not_matter() -> None:
    """DSK-3."""
    media = films()
    plan = plan_of(media, EXPIRED, library=on_disk(media, 50 * GIB))
    assert overdue(plan) == DAYS_SINCE_WATCHED.keys()


def test_a_disk_that_needs_more_than_is_overdue_keeps_the_dates_to_come() -> None:
    """DSK-2: what is not due yet goes as well when its day comes, so it is announced in time."""
    media = [
        a_medium("movie:tmdb:1", title="Overdue", added=days_ago(100), size_bytes=GIB),
        a_medium("movie:tmdb:2", title="Next week", added=days_ago(83), size_bytes=GIB),
    ]
    settings = household(days(90), rules=[disk_rule(10 * GIB)])
    plan = plan_of(media, settings, library=on_disk(media, 5 * GIB))
    assert due(plan, "Next week") == NOW + days(7)
    assert soon(plan) == {"Overdue", "Next week"}


def test_a_disk_that_needs_no_more_than_is_overdue_spares_the_dates_to_come() -> None:
    """DSK-2: just enough."""
    media = [
        a_medium("movie:tmdb:1", title="Overdue", added=days_ago(100), size_bytes=GIB),
        a_medium("movie:tmdb:2", title="Next week", added=days_ago(83), size_bytes=GIB),
    ]
    settings = household(days(90), rules=[disk_rule(10 * GIB)])
    plan = plan_of(media, settings, library=on_disk(media, 9 * GIB))
    assert why(plan, "Next week") is Why.DISK_ENOUGH


def test_episodes_free_what_their_files_hold_and_not_the_whole_series() -> None:
    """DSK-2: five files of one byte each are not enough, so the film goes, too."""
    series = breaking_bad(size_bytes=100 * GIB, added=days_ago(100))
    film = a_medium("movie:tmdb:1", title="Film", added=days_ago(100), size_bytes=GIB)
    rules = [episode_rule(max_episodes=10), disk_rule(10 * GIB)]
    media = [series, film]
    plan = plan_of(media, household(days(90), rules=rules), library=on_disk(media, 8 * GIB))
    assert due(plan, "Film") == days_ago(10)


def test_a_disk_that_has_room_again_protects_again() -> None:
    """§8.4: the gate opens and closes with each reading."""
    media = films()
    breached = plan_of(media, with_disk(999 * GIB), library=on_disk(media, 50 * GIB))
    recovered = plan_of(
        media,
        with_disk(999 * GIB),
        library=on_disk(media, 999 * GIB),
        previous=breached,
        announced=breached.announced,
    )
    assert soon(breached) == DAYS_SINCE_WATCHED.keys()
    assert soon(recovered) == set()


def test_an_exclusion_wins_over_a_full_disk() -> None:
    """§8.4."""
    media = films()
    plan = plan_of(
        media,
        with_disk(999 * GIB),
        library=on_disk(media, 50 * GIB),
        keeps=[a_keep(medium) for medium in media],
    )
    assert {why(plan, medium.title) for medium in media} == {Why.KEPT}


# Retention bases


def retained(**changes: Any) -> Plan:
    movies = changes.pop("movies", days(30))
    return plan_of(films(watched=True), household(movies, **changes))


def test_by_default_the_time_runs_from_the_last_play() -> None:
    """RET-1: those watched 90, 60 and 45 days ago are overdue; the one never watched was added long ago."""
    assert overdue(retained()) == {
        "Pulp Fiction",
        "Interstellar",
        "Forrest Gump",
        "Schindler's List",
    }


def test_with_the_base_last_watched_and_never_what_nobody_watched_stays() -> None:
    """RET-2."""
    plan = retained(base=RetentionBase.LAST_WATCHED, unwatched=Unwatched.NEVER)
    assert why(plan, "Schindler's List") is Why.NEVER_WATCHED_STAYS
    assert overdue(plan) == {"Pulp Fiction", "Interstellar", "Forrest Gump"}


def test_what_nobody_watched_may_have_a_longer_time() -> None:
    """RET-3."""
    plan = retained(base=RetentionBase.LAST_WATCHED, unwatched_retention=days(180))
    assert due(plan, "Schindler's List") == days_ago(100) + days(180)
    assert overdue(plan) == {"Pulp Fiction", "Interstellar", "Forrest Gump"}


def test_with_the_base_added_fresh_imports_are_not_due() -> None:
    """RET-4."""
    media = [
        replace(medium, last_watched=days_ago(0.005), play_count=1, added=MINUTES_AGO)
        for medium in films()
    ]
    plan = plan_of(media, household(days(30), base=RetentionBase.ADDED))
    assert {due(plan, medium.title) for medium in media} == {MINUTES_AGO + days(30)}


def test_a_rule_for_a_tag_that_nothing_has_changes_nothing() -> None:
    """RET-5."""
    rule = tag_rule("oxitest", days(90), base=RetentionBase.LAST_WATCHED, unwatched=Unwatched.NEVER)
    plan = plan_of(films(), household(days(30), base=RetentionBase.ADDED, rules=[rule]))
    assert overdue(plan) == set()
    assert soon(plan) == set()


def test_watching_a_film_again_starts_its_time_anew() -> None:
    """RET-6."""
    media = [
        replace(medium, last_watched=days_ago(1)) if medium.title == "Pulp Fiction" else medium
        for medium in films(watched=True)
    ]
    plan = plan_of(media, household(days(30)))
    assert due(plan, "Pulp Fiction") == NOW + days(29)
    assert overdue(plan) == overdue(retained()) - {"Pulp Fiction"}


# Episodes


def episode_rule(**terms: Any) -> Rule:
    conditions = Conditions(kinds=frozenset({Kind.SERIES}), tag=terms.pop("tag", None))
    return a_rule(RuleType.EPISODE, conditions=conditions, episodes=EpisodeTerms(**terms))


def test_the_oldest_episodes_beyond_the_limit_go_and_the_series_stays() -> None:
    """EPI-1."""
    rules = [episode_rule(max_episodes=10, tag="episodes")]
    series = breaking_bad(tags=frozenset({"episodes"}))
    plan = plan_of([series], household(rules=rules))
    assert files(plan, "Breaking Bad") == {101, 102, 103, 104, 105}


def test_episodes_aired_before_an_age_go() -> None:
    """EPI-2: with an age of a second, all that were aired."""
    series = a_show(
        "Game of Thrones", *a_season(3, 1, 900), *a_season(3, 2, 500), tags=frozenset({"got"})
    )
    rule = episode_rule(max_age=seconds(1), tag="got")
    plan = plan_of([series], household(rules=[rule]))
    assert files(plan, "Game of Thrones") == {101, 102, 103, 201, 202, 203}


@pytest.mark.parametrize(
    ("season_numbers", "leaving_seasons"),
    [(frozenset(), {1, 2}), (frozenset({1, 2}), {1, 2}), (frozenset({2, 3}), {2})],
)
def test_old_seasons_go_but_for_the_latest(
    season_numbers: frozenset[int], leaving_seasons: set[int]
) -> None:
    """EPI-3: the latest is that of the series, whichever seasons the rule is about."""
    rule = episode_rule(
        max_age=seconds(1),
        strategy=EpisodeStrategy.BY_SEASON_AGE,
        keep_latest_season=True,
        season_numbers=season_numbers,
    )
    gone = files(plan_of([breaking_bad()], household(rules=[rule])), "Breaking Bad")
    assert gone == {season * 100 + n for season in leaving_seasons for n in range(1, 6)}


def test_a_continuing_series_loses_no_episode_where_the_rule_excludes_them() -> None:
    """EPI-4."""
    series = a_show("The Daily Show", *a_season(15), continuing=True)
    rule = episode_rule(max_episodes=5, exclude_continuing=True)
    plan = plan_of([series], household(rules=[rule]))
    assert why(plan, "The Daily Show") is Why.ONLY_EPISODES
    ended = plan_of([replace(series, continuing=False)], household(rules=[rule]))
    assert len(files(ended, "The Daily Show")) == 10


# Users

USERS = (
    UserTerm(user_id=100, stay=Stay(days(7))),
    UserTerm(user_id=200, stay=Stay(days(90))),
    UserTerm(user_id=300, stay=Stay(None)),
)


def requested_plan(*users: UserTerm, watched: bool = False) -> Plan:
    rule = a_rule(RuleType.USER, users=users)
    media = films(requested=True, watched=watched)
    return plan_of(media, household(days(3650), rules=[rule]))


def test_a_short_stay_for_one_users_requests_is_leaving_soon() -> None:
    """USR-1."""
    assert soon(requested_plan(*USERS)) == {"Fight Club", "Pulp Fiction"}


def test_a_long_stay_for_another_users_requests_has_its_own_date() -> None:
    """USR-2."""
    plan = requested_plan(*USERS)
    assert due(plan, "Inception") == due(plan, "The Dark Knight") == MINUTES_AGO + days(90)


def test_a_third_users_requests_never_leave() -> None:
    """USR-3."""
    plan = requested_plan(*USERS)
    assert why(plan, "Interstellar") is why(plan, "Forrest Gump") is Why.RULE_FOR_EVER


def test_requests_that_nobody_watched_stay_where_watching_is_required() -> None:
    """USR-4."""
    term = replace(USERS[0], require_watched=True)
    assert why(requested_plan(term), "Fight Club") is Why.RULE_UNTIL_WATCHED
    assert due(requested_plan(term, watched=True), "Fight Club") == days_ago(10) + days(7)


def test_the_first_entry_that_names_the_requester_counts() -> None:
    """§8.4: an entry with another user's name does not."""
    plan = requested_plan(
        UserTerm(username="nobody", stay=Stay(days(1))),
        UserTerm(username="USER 1", stay=Stay(days(20))),
        USERS[0],
    )
    assert due(plan, "Fight Club") == MINUTES_AGO + days(20)


def test_requests_of_others_and_of_nobody_have_the_standard_retention() -> None:
    """§8.4."""
    plan = requested_plan(USERS[0])
    assert due(plan, "Inception") == due(plan, "Schindler's List") == MINUTES_AGO + days(3650)


def test_a_user_rule_works_without_a_standard_retention() -> None:
    """§8.4."""
    rule = a_rule(RuleType.USER, users=USERS)
    plan = plan_of(films(requested=True), household(None, None, rules=[rule]))
    assert soon(plan) == {"Fight Club", "Pulp Fiction"}
    assert why(plan, "Schindler's List") is Why.NO_RETENTION


# Watched rules


def watched_plan(stay_days: float, *media: Medium, **fields: Any) -> Plan:
    rule = a_rule(RuleType.WATCHED, stay=Stay(days(stay_days)), **fields)
    return plan_of(media or films(watched=True), household(days(3650), rules=[rule]))


def test_a_watched_rules_dates_follow_the_last_play() -> None:
    """WAT-1."""
    plan = watched_plan(30)
    assert {title: due(plan, title) for title in DAYS_SINCE_WATCHED} == {
        title: days_ago(100 if age is None else age) + days(30)
        for title, age in DAYS_SINCE_WATCHED.items()
    }


def test_a_watched_rule_that_requires_a_play_protects_the_others() -> None:
    """WAT-2."""
    plan = watched_plan(30, require_watched=True)
    assert why(plan, "Schindler's List") is Why.RULE_UNTIL_WATCHED
    assert overdue(plan) == {"Pulp Fiction", "Interstellar", "Forrest Gump"}


def test_a_film_watched_ten_days_ago_is_not_due_after_fourteen() -> None:
    """WAT-3."""
    plan = watched_plan(14)
    assert due(plan, "Fight Club") == NOW + days(4)
    assert "Pulp Fiction" in overdue(plan)


def test_a_play_from_before_the_film_came_does_not_count() -> None:
    """WAT-4: on the OxiCleanarr server it does; a row of our table."""
    film = a_medium(
        "movie:tmdb:1", title="Film", added=days_ago(5), last_watched=days_ago(60), play_count=1
    )
    assert due(watched_plan(14, film), "Film") == days_ago(5) + days(14)
    assert why(watched_plan(14, film, require_watched=True), "Film") is Why.RULE_UNTIL_WATCHED


# The engine

WATCHED = a_medium(title="It", added=days_ago(100), last_watched=days_ago(40), play_count=1)
UNWATCHED = a_medium(title="It", added=days_ago(100))


@pytest.mark.parametrize(
    ("base", "unwatched", "since_watched", "since_unwatched"),
    [
        (RetentionBase.LAST_WATCHED_OR_ADDED, Unwatched.ADDED, 40, 100),
        (RetentionBase.LAST_WATCHED_OR_ADDED, Unwatched.NEVER, 40, 100),
        (RetentionBase.ADDED, Unwatched.ADDED, 100, 100),
        (RetentionBase.ADDED, Unwatched.NEVER, 100, 100),
        (RetentionBase.LAST_WATCHED, Unwatched.ADDED, 40, 100),
        (RetentionBase.LAST_WATCHED, Unwatched.NEVER, 40, None),
    ],
)
@pytest.mark.parametrize("of_the_rule", [False, True], ids=["household", "rule"])
def test_every_base_with_and_without_a_play(
    base: RetentionBase,
    unwatched: Unwatched,
    since_watched: float,
    since_unwatched: float | None,
    of_the_rule: bool,
) -> None:
    """§8.4, base time: for the household's retention and for a rule's own."""
    if of_the_rule:
        rule = a_rule(RuleType.WATCHED, stay=Stay(days(90)), base=base, unwatched=unwatched)
        settings = household(days(7), rules=[rule])
    else:
        settings = household(days(90), base=base, unwatched=unwatched)
    expected = None if since_unwatched is None else days_ago(since_unwatched) + days(90)
    assert due(plan_of([WATCHED], settings), "It") == days_ago(since_watched) + days(90)
    assert due(plan_of([UNWATCHED], settings), "It") == expected


def test_a_rule_without_a_base_has_the_households() -> None:
    """§8.4."""
    rule = a_rule(RuleType.WATCHED, stay=Stay(days(30)))
    settings = household(days(90), base=RetentionBase.ADDED, rules=[rule])
    assert due(plan_of([WATCHED], settings), "It") == days_ago(100) + days(30)


def test_a_date_in_the_future_counts_as_now() -> None:
    """§8.4: a clock that is ahead does not lengthen a life beyond its retention."""
    ahead = replace(UNWATCHED, added=NOW + timedelta(hours=10))
    assert due(plan_of([ahead], household(days(90))), "It") == NOW + days(90)


@pytest.mark.parametrize("added", [None, UNKNOWN])
def test_without_a_date_of_import_nothing_is_ever_due(added: Any) -> None:
    """§8.4."""
    rules = [tag_rule("kids", days(0)), a_rule(RuleType.WATCHED, stay=Stay(days(1)))]
    medium = replace(UNWATCHED, added=added, tags=frozenset({"kids"}))
    assert why(plan_of([medium], household(days(1), rules=rules)), "It") is Why.ADDED_UNKNOWN


def test_of_several_tags_the_first_rule_decides() -> None:
    """§8.4."""
    medium = replace(WATCHED, tags=frozenset({"kids", "4k"}))
    rules = [tag_rule("4k", days(10)), tag_rule("kids", days(300))]
    assert due(plan_of([medium], household(days(1), rules=rules)), "It") == days_ago(30)


def test_a_tag_rule_applies_to_series() -> None:
    """§8.4."""
    series = breaking_bad(tags=frozenset({"kids"}), added=days_ago(100))
    plan = plan_of([series], household(rules=[tag_rule("kids", days(30))]))
    assert due(plan, "Breaking Bad") == days_ago(70)


@pytest.mark.parametrize("stay", [timedelta(), days(1)])
def test_an_exclusion_wins_over_a_tag(stay: timedelta) -> None:
    """§8.4."""
    medium = replace(WATCHED, tags=frozenset({"kids"}))
    plan = plan_of(
        [medium], household(days(1), rules=[tag_rule("kids", stay)]), keeps=[a_keep(medium)]
    )
    assert why(plan, "It") is Why.KEPT


def test_a_tag_for_ever_wins_over_every_date_whatever_the_order() -> None:
    """§2.1: all protections come before all dates."""
    medium = replace(WATCHED, tags=frozenset({"keep", "kids"}))
    rules = [
        tag_rule("kids", days(0)),
        a_rule(RuleType.WATCHED, stay=Stay(days(1))),
        tag_rule("keep", None),
    ]
    assert why(plan_of([medium], household(days(1), rules=rules)), "It") is Why.RULE_FOR_EVER


def test_a_watched_rule_for_ever_protects_everything() -> None:
    """§2.2."""
    plan = plan_of(
        films(watched=True), household(days(1), rules=[a_rule(RuleType.WATCHED, stay=Stay(None))])
    )
    assert overdue(plan) == set()


def test_each_kind_may_stay_for_ever_by_itself() -> None:
    """§8.4: a standard retention can be switched off for films only."""
    media = [WATCHED, breaking_bad(added=days_ago(200))]
    plan = plan_of(media, household(None, days(120)))
    assert why(plan, "It") is Why.NO_RETENTION
    assert due(plan, "Breaking Bad") == days_ago(80)


def test_a_date_by_hand_has_a_name_of_its_own() -> None:
    """MAN-2: the reason is the person's wish."""
    plan = plan_of([WATCHED], household(days(3650)), schedules=[by_hand(WATCHED)])
    verdict = by_title(plan)["It"]
    assert isinstance(verdict, Leaving)
    assert (verdict.rule, verdict.reasons[0].why) == (MANUAL_RULE, Why.SCHEDULED)
