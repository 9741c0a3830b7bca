"""The brake: what differs too much from the last good day stops a run."""

from datetime import datetime, timedelta
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.oxicleanarr.cleanup.brake import BRAKES, after_removal, mark, next_mark
from custom_components.oxicleanarr.cleanup.evidence import DayMark
from custom_components.oxicleanarr.cleanup.guards import object_to_run
from custom_components.oxicleanarr.cleanup.models import GuardName, Objection
from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.models import Episode, Kind, Medium
from custom_components.oxicleanarr.policy.models import Leaving, Plan
from tests.builders import NOW, a_copy, a_library, a_medium
from tests.evidence import a_day, a_moment


def objections(today: dict[str, Any], **changes: Any) -> dict[GuardName, dict[str, object]]:
    """Return what the brake says, and why, of a day unlike the one before."""
    found = object_to_run(a_moment(today=a_day(at=NOW, **today), **changes))
    return {one.guard: dict(one.facts) for one in found}


def a_film(number: int, **changes: Any) -> Medium:
    copy = a_copy(entry_id=number)
    return a_medium(f"movie:tmdb:{number}", copies=(copy,), **changes)


def a_plan(*media: Medium, **changes: Any) -> Plan:
    leaving = Leaving(rule="Old", reasons=(), due_at=NOW, leaves_at=NOW, soon=True, **changes)
    return Plan(
        made_at=NOW,
        decisions={},
        announced={},
        leaving_soon=tuple((medium, leaving) for medium in media),
    )


@pytest.mark.parametrize(
    ("count", "size_bytes", "stops"),
    [
        (20, 100, False),
        (40, 200, False),
        (41, 200, True),
        (31, 201, True),
        (30, 999, False),
        (20, 999, False),
    ],
)
def test_a_plan_twice_as_large_stops(count: int, size_bytes: int, *, stops: bool) -> None:
    before = a_day(leaving_soon=20, leaving_bytes=100)
    found = objections({"leaving_soon": count, "leaving_bytes": size_bytes}, before=before)
    assert (GuardName.PLAN_GREW in found) is stops


def test_a_small_plan_may_double() -> None:
    before = a_day(leaving_soon=0, leaving_bytes=0)
    assert objections({"leaving_soon": 10, "leaving_bytes": 10}, before=before) == {}
    assert objections({"leaving_soon": 11, "leaving_bytes": 10}, before=before).keys() == {
        GuardName.PLAN_GREW
    }


def test_the_growth_is_told_in_numbers() -> None:
    before = a_day(leaving_soon=3, leaving_bytes=30)
    found = objections({"leaving_soon": 6000, "leaving_bytes": 60_000}, before=before)
    assert found[GuardName.PLAN_GREW] == {
        "before": 3,
        "now": 6000,
        "before_bytes": 30,
        "now_bytes": 60_000,
    }


@pytest.mark.parametrize(
    ("movies", "series", "stops"),
    [(90, 50, False), (89, 50, True), (100, 45, False), (100, 44, True), (300, 0, True)],
)
def test_a_library_that_lost_more_than_a_tenth_stops(
    movies: int, series: int, *, stops: bool
) -> None:
    found = objections({"media": {Kind.MOVIE: movies, Kind.SERIES: series}})
    assert (GuardName.LIBRARY_SHRANK in found) is stops


@pytest.mark.parametrize(("movies", "stops"), [(2, False), (1, True)])
def test_two_media_of_a_small_library_may_vanish(movies: int, *, stops: bool) -> None:
    before = a_day(media={Kind.MOVIE: 4})
    found = objections({"media": {Kind.MOVIE: movies}}, before=before)
    assert (GuardName.LIBRARY_SHRANK in found) is stops


def test_a_kind_that_is_gone_altogether_stops() -> None:
    assert objections({"media": {Kind.MOVIE: 100}})[GuardName.LIBRARY_SHRANK] == {
        "movies_before": 100,
        "movies": 100,
        "series_before": 50,
        "series": 0,
    }


@pytest.mark.parametrize(
    ("changed", "known", "stops"),
    [(0, 0, False), (2, 10, False), (3, 10, True), (1, 1, True), (2, 2, True), (1, 2, False)],
)
def test_media_under_new_ids_stop(changed: int, known: int, *, stops: bool) -> None:
    ids = {f"movie:tmdb:{number}": f"radarr:{number}" for number in range(known)}
    other = {f"movie:tmdb:{number}": f"radarr:{number + 900}" for number in range(changed)}
    new_media = {"movie:tmdb:77": "radarr:77"}
    found = objections({"entries": ids | other | new_media}, before=a_day(entries=ids))
    assert (GuardName.NEW_IDS in found) is stops
    if stops:
        assert found[GuardName.NEW_IDS] == {"changed": changed, "known": known}


def test_a_second_server_for_the_same_media_changes_no_id() -> None:
    today = {key: f"{ids} radarr4k:{ids[7:]}" for key, ids in a_day().entries.items()}
    assert objections({"entries": today}) == {}


def test_a_server_in_place_of_another_is_a_new_id() -> None:
    today = {key: f"other:{ids[7:]}" for key, ids in a_day().entries.items()}
    assert objections({"entries": today}).keys() == {GuardName.NEW_IDS}


def test_what_is_there_stops_no_more_once_it_is_the_day_to_compare_with() -> None:
    today = {
        "leaving_soon": 99,
        "media": {Kind.MOVIE: 1},
        "entries": dict.fromkeys(a_day().entries, "radarr:9999"),
    }
    assert objections(today).keys() == BRAKES
    assert objections(today, before=a_day(**today)) == {}


def test_the_first_day_has_nothing_to_compare_with() -> None:
    assert objections({"leaving_soon": 9999}, before=None) == {}


def test_a_mark_counts_media_and_what_is_leaving_soon() -> None:
    films = [a_film(number, size_bytes=size) for number, size in ((1, 10), (2, 20), (3, UNKNOWN))]
    series = a_medium("series:tvdb:78")
    day = mark(a_library(*films, series), a_plan(*films), NOW)
    assert (day.at, day.leaving_soon, day.leaving_bytes) == (NOW, 3, 30)
    assert day.media == {Kind.MOVIE: 3, Kind.SERIES: 1}


def test_of_a_series_only_the_leaving_files_are_counted() -> None:
    episodes = tuple(
        Episode(file_id=number, season=1, number=number, aired=NOW, size_bytes=number)
        for number in (5, 7)
    )
    series = a_medium("series:tvdb:78", episodes=episodes)
    plan = a_plan(series, episode_files=frozenset({7}))
    assert mark(a_library(series), plan, NOW).leaving_bytes == 7


def test_a_mark_names_every_copy_and_no_medium_without_one() -> None:
    both = a_medium("movie:tmdb:1", copies=(a_copy(), a_copy(source_id="4k", entry_id=7)))
    none = a_medium("movie:tmdb:2", copies=())
    entries = mark(a_library(both, none), a_plan(), NOW).entries
    assert entries == {"movie:tmdb:1": "4k:7 radarr:1"}


def test_the_sample_is_small_and_of_the_same_media_every_day() -> None:
    films = [a_film(number) for number in range(1, 1001)]
    whole = mark(a_library(*films), a_plan(), NOW).entries
    half = mark(a_library(*reversed(films[:500])), a_plan(), NOW).entries
    assert len(whole) == len(half) == 256
    assert whole.keys() & {film.id for film in films[:500]} <= half.keys()


def after(hours: float) -> datetime:
    return a_day().at + timedelta(hours=hours)


def next_of(hours: float, *guards: GuardName, before: DayMark | None = None) -> DayMark | None:
    now = after(hours)
    said = [Objection(guard) for guard in guards]
    return next_mark(before, a_day(at=now, leaving_soon=1), said, now)


def test_the_first_mark_is_taken_at_once() -> None:
    today = next_of(0)
    assert today is not None
    assert today.leaving_soon == 1


def test_no_first_mark_is_taken_while_a_server_is_silent() -> None:
    assert next_of(0, GuardName.SOURCES) is None


@pytest.mark.parametrize(
    ("hours", "guards", "replaced"),
    [
        (19, (), False),
        (20, (), True),
        (500, (GuardName.PLAN_GREW,), False),
        (500, (GuardName.LIBRARY_SHRANK,), False),
        (500, (GuardName.NEW_IDS,), False),
        (500, (GuardName.SOURCES,), False),
        (20, (GuardName.MODE, GuardName.HOLIDAY), True),
    ],
)
def test_a_good_day_replaces_the_one_before(
    hours: float, guards: tuple[GuardName, ...], *, replaced: bool
) -> None:
    day = next_of(hours, *guards, before=a_day())
    assert day == (a_day(at=after(hours), leaving_soon=1) if replaced else a_day())


def test_a_clock_that_was_set_back_does_not_stop_the_days() -> None:
    ahead = a_day(at=after(9000))
    assert next_of(0, before=ahead) == a_day(at=after(0))


def test_what_we_removed_ourselves_is_no_loss() -> None:
    before = a_day(media={Kind.MOVIE: 4}, entries={"movie:tmdb:1": "radarr:1"})
    for number in (1, 2, 3):
        before = after_removal(before, a_film(number))
    assert before.entries == {}
    assert objections({"media": {Kind.MOVIE: 1}}, before=before) == {}


@given(
    st.dictionaries(st.sampled_from(Kind), st.integers(0, 1000)),
    st.integers(0, 10_000),
    st.integers(0, 10**15),
)
def test_a_day_like_the_one_before_never_stops(
    media: dict[Kind, int], count: int, size_bytes: int
) -> None:
    same = {"media": media, "leaving_soon": count, "leaving_bytes": size_bytes}
    assert objections(same, before=a_day(**same)) == {}
