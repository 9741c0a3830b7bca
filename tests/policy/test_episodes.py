"""Episode rules: files go, the series stays, and a file with an episode to keep is kept."""

from datetime import timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Episode
from custom_components.oxicleanarr.policy.episodes import leaving_files
from custom_components.oxicleanarr.policy.rules import EpisodeStrategy, EpisodeTerms
from tests.builders import NOW, a_season, an_episode, days_ago

from .strategies import episodes_of_any_kind


def test_the_newest_episodes_are_kept() -> None:
    assert leaving_files(a_season(15), EpisodeTerms(max_episodes=10), NOW) == frozenset(
        {
            101,
            102,
            103,
            104,
            105,
        }
    )


def test_nothing_goes_below_the_limit() -> None:
    assert leaving_files(a_season(10), EpisodeTerms(max_episodes=10), NOW) == frozenset()


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_of_nothing_removes_nothing(limit: int) -> None:
    assert leaving_files(a_season(5), EpisodeTerms(max_episodes=limit), NOW) == frozenset()


@pytest.mark.parametrize("age", [timedelta(), timedelta(days=-1)])
def test_an_age_of_nothing_removes_nothing(age: timedelta) -> None:
    assert leaving_files(a_season(5), EpisodeTerms(max_age=age), NOW) == frozenset()


def test_old_episodes_go_by_their_air_date() -> None:
    episodes = [an_episode(1, 40), an_episode(2, 20), an_episode(3)]
    assert leaving_files(episodes, EpisodeTerms(max_age=timedelta(days=30)), NOW) == frozenset({1})


def test_an_episode_without_an_air_date_stays() -> None:
    episodes = [an_episode(1), an_episode(2, 9), an_episode(3, 8)]
    assert leaving_files(episodes, EpisodeTerms(max_episodes=1), NOW) == frozenset({2})


def test_only_the_named_seasons_are_considered() -> None:
    episodes = a_season(3, season=1) + a_season(3, season=2)
    terms = EpisodeTerms(max_episodes=1, season_numbers=frozenset({2}))
    assert leaving_files(episodes, terms, NOW) == frozenset({201, 202})


def test_a_season_goes_whole_when_its_first_episode_is_old() -> None:
    episodes = a_season(5, 1, 400) + a_season(5, 2, 300) + a_season(5, 3, 200)
    terms = EpisodeTerms(
        max_age=timedelta(days=1), strategy=EpisodeStrategy.BY_SEASON_AGE, keep_latest_season=True
    )
    files = leaving_files(episodes, terms, NOW)
    assert files == frozenset(season + n for season in (100, 200) for n in range(1, 6))


def test_a_file_that_holds_an_episode_to_keep_is_kept() -> None:
    episodes = [an_episode(1, 40, file_id=7), an_episode(2, 20, file_id=7), an_episode(3, 41)]
    assert leaving_files(episodes, EpisodeTerms(max_age=timedelta(days=30)), NOW) == frozenset({3})


def test_a_file_of_two_leaving_episodes_is_named_once() -> None:
    episodes = [an_episode(1, 40, file_id=7), an_episode(2, 39, file_id=7)]
    assert leaving_files(episodes, EpisodeTerms(max_age=timedelta(days=30)), NOW) == frozenset({7})


def test_unwatched_episodes_stay_where_watching_is_required() -> None:
    episodes = [an_episode(1, 40, last_watched=days_ago(3)), an_episode(2, 40)]
    terms = EpisodeTerms(max_age=timedelta(days=30), require_watched=True)
    assert leaving_files(episodes, terms, NOW) == frozenset({1})


@pytest.mark.parametrize("fact", ["aired", "last_watched"])
def test_an_unknown_date_leaves_the_decision_open(fact: str) -> None:
    episodes = [an_episode(1, 40), an_episode(2, 40, **{fact: UNKNOWN})]
    terms = EpisodeTerms(max_age=timedelta(days=30), require_watched=True)
    assert leaving_files(episodes, terms, NOW) is None


terms_of_any_kind = st.builds(
    EpisodeTerms,
    max_episodes=st.one_of(st.none(), st.integers(-1, 8)),
    max_age=st.one_of(st.none(), st.integers(-5, 700).map(lambda days: timedelta(days=days))),
    season_numbers=st.frozensets(st.integers(0, 3), max_size=2),
    keep_latest_season=st.booleans(),
    require_watched=st.booleans(),
    strategy=st.one_of(st.none(), st.sampled_from(EpisodeStrategy)),
)


@given(episodes_of_any_kind, terms_of_any_kind)
def test_requiring_a_watch_never_removes_more(episodes: list[Episode], terms: EpisodeTerms) -> None:
    fields = ("max_episodes", "max_age", "season_numbers", "keep_latest_season", "strategy")
    same = {name: getattr(terms, name) for name in fields}
    strict = leaving_files(episodes, EpisodeTerms(**same, require_watched=True), NOW)
    lax = leaving_files(episodes, EpisodeTerms(**same), NOW)
    assert strict is not None
    assert lax is not None
    assert strict <= lax


@given(episodes_of_any_kind, terms_of_any_kind)
def test_the_newest_episodes_up_to_the_limit_always_stay(
    episodes: list[Episode], terms: EpisodeTerms
) -> None:
    if terms.strategy not in (None, EpisodeStrategy.OLDEST_FIRST) or not terms.max_episodes:
        return
    files = leaving_files(episodes, terms, NOW)
    assert files is not None
    dated = [e for e in episodes if e.aired is not None]
    left = [e for e in dated if e.file_id not in files]
    assert len(left) >= min(max(terms.max_episodes, 0), len(dated))
