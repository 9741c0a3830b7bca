"""What people watched by twins is remembered, whether the twins are there or not."""

from collections.abc import Mapping, Sequence
from copy import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.jellyfin_media import JellyfinItem, JellyfinMedia
from custom_components.oxicleanarr.library.merge import build_library
from custom_components.oxicleanarr.library.models import Kind, Library, Medium, Problem
from custom_components.oxicleanarr.library.reading import Reading
from custom_components.oxicleanarr.library.remembered import FORGOTTEN_AFTER
from custom_components.oxicleanarr.library.viewing import TwinPlay, Watch
from custom_components.oxicleanarr.policy.models import Leaving
from custom_components.oxicleanarr.policy.rules import RetentionBase
from tests.builders import (
    NOW,
    a_copy,
    a_plan,
    a_twin,
    an_item,
    days_ago,
    jellyfin,
    radarr,
    settings,
)

FILM = "movie:tmdb:19"
ITEM, TWIN = "aa11", "ee55"
ANN, BOB = frozenset({"ann"}), frozenset({"bob"})
NOBODY: frozenset[str] = frozenset()


def a_play(days: float = 5, **changes: object) -> TwinPlay:
    given: dict[str, object] = {
        "aliases": frozenset({FILM}),
        "at": days_ago(days),
        "play_count": 1,
        "watched_by": ANN,
        **changes,
    }
    return TwinPlay(**given)  # type: ignore[arg-type]  # a builder of any field


def merged(
    before: Mapping[str, TwinPlay] | None = None,
    on_twin: Watch | None = None,
    own: Watch | None = None,
    *,
    twin: bool = True,
    at: datetime = NOW,
    items: Sequence[JellyfinItem] = (an_item(),),
) -> Library:
    """Return the library with one film, perhaps with a twin, and how both were watched."""
    watched = {ITEM: own, TWIN: on_twin}
    reading = jellyfin(
        *items,
        twins=(a_twin(),) if twin else (),
        watched={key: watch for key, watch in watched.items() if watch},
    )
    return build_library(replace(reading, read_at=at), [radarr(a_copy())], twin_plays=before or {})


def gone(before: Library, own: Watch | None = None, at: datetime = NOW) -> Library:
    """Return the library after the twin has gone."""
    return merged(before.twin_plays, own=own, twin=False, at=at)


def film(library: Library) -> Medium:
    return library.media[FILM]


def in_the_middle(days: float = 9) -> Watch:
    return Watch(days_ago(days), 1, BOB, BOB)


def test_a_play_counts_when_its_twin_is_long_gone() -> None:
    own = Watch(days_ago(50), 2, ANN)
    medium = film(gone(merged(None, Watch(days_ago(3), 4, BOB), own), own))
    assert (medium.last_watched, medium.play_count) == (days_ago(3), 6)
    assert medium.watched_by == ANN | BOB


def test_who_left_a_twin_in_the_middle_still_waits_when_it_is_gone() -> None:
    medium = film(gone(merged(None, in_the_middle())))
    assert (medium.unfinished_by, medium.last_watched) == (BOB, days_ago(9))


def test_who_watched_the_twin_to_its_end_is_not_in_the_middle_of_it() -> None:
    before = merged(None, in_the_middle())
    finished = merged(before.twin_plays, Watch(days_ago(8), 2, BOB))
    assert film(gone(finished)).unfinished_by == NOBODY


@pytest.mark.parametrize(
    ("own", "waiting"),
    [
        pytest.param(Watch(NOW + timedelta(days=1), 1, BOB), NOBODY, id="the same person"),
        pytest.param(Watch(NOW + timedelta(days=1), 1, ANN), BOB, id="somebody else"),
        pytest.param(Watch(days_ago(1), 1, BOB), BOB, id="before"),
        pytest.param(Watch(UNKNOWN, 1, BOB), BOB, id="nobody knows when"),
        pytest.param(Watch(NOW + timedelta(days=1), 1, BOB, BOB), BOB, id="not to the end"),
    ],
)
def test_who_went_on_with_the_film_itself_is_not_in_the_middle_of_the_twin(
    own: Watch, waiting: frozenset[str]
) -> None:
    later = NOW + timedelta(days=2)
    assert film(gone(merged(None, in_the_middle()), own, later)).unfinished_by == waiting


def test_a_play_without_a_date_counts_as_of_when_it_was_first_seen() -> None:
    undated = Watch(UNKNOWN, 1, ANN)
    first = merged(None, undated)
    later = merged(first.twin_plays, undated, at=NOW + timedelta(days=30))
    assert [film(library).last_watched for library in (first, later, gone(later))] == [NOW] * 3


def test_one_more_play_without_a_date_is_a_new_one() -> None:
    first, later = merged(None, Watch(UNKNOWN, 1, ANN)), NOW + timedelta(days=30)
    medium = film(merged(first.twin_plays, Watch(UNKNOWN, 2, ANN), at=later))
    assert medium.last_watched == later


def test_a_play_without_a_date_hides_no_newer_one() -> None:
    first = merged(None, Watch(UNKNOWN, 2, ANN, last_dated=days_ago(3)), at=days_ago(30))
    assert film(first).last_watched == days_ago(3)


def test_what_jellyfin_forgets_of_a_twin_is_not_forgotten() -> None:
    first = merged(None, Watch(days_ago(3), 4, ANN | BOB, BOB))
    medium = film(merged(first.twin_plays, Watch(days_ago(70), 1, ANN)))
    assert (medium.last_watched, medium.play_count) == (days_ago(3), 4)
    assert (medium.watched_by, medium.unfinished_by) == (ANN | BOB, BOB)


def test_a_play_of_a_twin_tells_nothing_of_a_medium_that_jellyfin_does_not_show() -> None:
    before = merged(None, Watch(days_ago(3), 1, ANN))
    hidden = merged(before.twin_plays, items=())
    medium = film(hidden)
    assert (medium.last_watched, medium.play_count, medium.watched_by) == (UNKNOWN,) * 3
    assert hidden.twin_plays == before.twin_plays


def test_a_play_is_remembered_although_jellyfin_does_not_show_the_medium_just_now() -> None:
    before = merged(None, Watch(days_ago(3), 1, ANN), items=())
    assert film(gone(before)).last_watched == days_ago(3)


def test_a_play_is_found_again_under_another_id() -> None:
    path = f"movie:path:{a_copy().file}"
    before = {"movie:path:/x": a_play(aliases=frozenset({"movie:path:/x", path}))}
    library = merged(before, twin=False)
    assert film(library).last_watched == days_ago(5)
    assert library.twin_plays[FILM].aliases >= {FILM, path}


def test_a_position_that_ended_does_not_come_back_with_an_old_id() -> None:
    begun = a_play(unfinished={"bob": days_ago(9)})
    first = merged({"movie:imdb:tt1": begun}, twin=False)
    finished = merged(first.twin_plays, Watch(days_ago(1), 1, BOB))
    assert film(first).unfinished_by == BOB
    assert film(gone(finished)).unfinished_by == NOBODY


def test_the_plays_of_a_medium_do_not_count_for_another_that_shares_a_name() -> None:
    other = an_item(id="bb22", provider_ids=("tmdb:653",), path="/media/movies/n.mkv")
    shared = a_play(aliases=frozenset({FILM, "movie:tmdb:653"}))
    library = merged({FILM: shared}, twin=False, items=(an_item(), other))
    assert library.media["movie:tmdb:653"].last_watched is None


def test_a_play_from_before_the_file_came_does_not_count_as_one_of_it() -> None:
    library = merged({FILM: a_play(150)}, twin=False)
    rules = settings(90, RetentionBase.LAST_WATCHED)
    before, after = (
        a_plan(one, rules).decisions[FILM].verdict for one in (merged(twin=False), library)
    )
    assert after == before


def _without_the_film(
    before: Mapping[str, TwinPlay], at: datetime, problem: Problem | None = None
) -> Library:
    other = an_item("Nosferatu", id="bb22", provider_ids=("tmdb:653",), path="/media/n.mkv")
    reading = replace(jellyfin(other), read_at=at)
    return build_library(reading, [radarr(problem=problem)], twin_plays=before)


def test_a_medium_that_comes_back_was_watched() -> None:
    before = {FILM: a_play()}
    missing = _without_the_film(before, NOW)
    back = merged(missing.twin_plays, twin=False)
    assert (film(back).last_watched, back.twin_plays[FILM].missing_since) == (days_ago(5), None)


@pytest.mark.parametrize(("waited", "known"), [(timedelta(seconds=-1), True), (timedelta(), False)])
def test_a_medium_that_is_gone_for_a_year_is_forgotten(waited: timedelta, known: bool) -> None:
    first = _without_the_film({FILM: a_play(900)}, NOW)
    later = _without_the_film(first.twin_plays, NOW + FORGOTTEN_AFTER + waited)
    assert (FILM in later.twin_plays) is known


def test_while_a_server_does_not_answer_nothing_is_missing() -> None:
    before, silent = {FILM: a_play(900)}, Problem("timed_out", "too slow")
    library = _without_the_film(before, NOW, silent)
    assert library.twin_plays == before


def test_while_jellyfin_has_never_answered_everything_is_remembered() -> None:
    before = {FILM: a_play()}
    reading = Reading[JellyfinMedia]("jellyfin", "Home", problem=Problem("shrunk", "smaller"))
    library = build_library(reading, [radarr(a_copy())], twin_plays=before)
    assert library.twin_plays[FILM].at == days_ago(5)


# Laws, over any plays.

people = st.frozensets(st.sampled_from(["ann", "bob"]))
moments = st.floats(0, 400, allow_nan=False).map(days_ago)


@st.composite
def watches(draw: st.DrawFn) -> Watch:
    who = draw(people)
    begun = draw(people) & who
    at = draw(st.one_of(st.just(UNKNOWN), moments))
    dated = draw(st.one_of(st.none(), moments)) if at is UNKNOWN else None
    return Watch(at, draw(st.integers(1, 9)), who, begun, dated)


maybe = st.one_of(st.none(), watches())


@given(st.lists(maybe, max_size=4), maybe)
def test_it_is_the_same_whether_a_twin_is_there_or_not(
    story: list[Watch | None], own: Watch | None
) -> None:
    known: Mapping[str, TwinPlay] = {}
    for on_twin in story:
        there = merged(known, on_twin, own)
        away = merged(there.twin_plays, None, own, twin=False)
        back = merged(away.twin_plays, on_twin, own)
        assert replace(film(away), twin_ids=film(there).twin_ids) == film(there)
        assert (film(back), back.twin_plays) == (film(there), there.twin_plays)
        known = there.twin_plays


@given(st.lists(watches(), min_size=2, max_size=5))
def test_what_is_remembered_only_grows(story: list[Watch]) -> None:
    known: Mapping[str, TwinPlay] = {}
    plays = []
    for on_twin in story:
        known = merged(known, on_twin).twin_plays
        plays.append(known[FILM])
    for old, new in pairwise(plays):
        assert old.at <= new.at
        assert old.play_count <= new.play_count
        assert old.watched_by <= new.watched_by
        assert old.aliases <= new.aliases


@given(
    maybe,
    watches(),
    st.sampled_from([base for base in RetentionBase if base is not RetentionBase.LAST_WATCHED]),
    st.integers(1, 300),
)
def test_what_is_remembered_lets_nothing_leave_earlier(
    own: Watch | None, on_twin: Watch, base: RetentionBase, retention_days: int
) -> None:
    known = merged(None, on_twin).twin_plays
    rules = settings(retention_days, base)
    before, after = (
        a_plan(library, rules).decisions[FILM].verdict
        for library in (merged(None, None, own, twin=False), merged(known, None, own, twin=False))
    )
    if isinstance(after, Leaving):
        assert isinstance(before, Leaving)
        assert after.leaves_at >= before.leaves_at


def test_each_kind_is_remembered_by_itself() -> None:
    series = a_play(aliases=frozenset({"series:tvdb:78"}))
    library = merged({"series:tvdb:78": series}, Watch(days_ago(1), 1, ANN))
    assert library.twin_plays.keys() == {FILM, "series:tvdb:78"}
    assert Kind.SERIES not in {medium.kind for medium in library.media.values()}
