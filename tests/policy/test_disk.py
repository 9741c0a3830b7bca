"""Just enough: the fewest, least missed media until there is room."""

from itertools import combinations

from hypothesis import given, strategies as st

from custom_components.oxicleanarr.policy.disk import Candidate, just_enough
from tests.builders import days_ago

candidates = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 40)), max_size=9).map(
    lambda pairs: [Candidate(f"m{n}", size, days_ago(days)) for n, (size, days) in enumerate(pairs)]
)


def size_of(ids: frozenset[str], media: list[Candidate]) -> int:
    return sum(medium.size_bytes for medium in media if medium.medium_id in ids)


def test_nothing_goes_when_nothing_is_needed() -> None:
    assert just_enough([Candidate("a", 10, days_ago(1))], 0) == frozenset()


def test_one_big_medium_goes_rather_than_two_small_ones() -> None:
    media = [
        Candidate("small-1", 5, days_ago(90)),
        Candidate("small-2", 5, days_ago(80)),
        Candidate("big", 10, days_ago(1)),
    ]
    assert just_enough(media, 10) == {"big"}


def test_of_equally_big_ones_the_least_missed_goes() -> None:
    media = [Candidate("fresh", 10, days_ago(1)), Candidate("forgotten", 10, days_ago(99))]
    assert just_enough(media, 8) == {"forgotten"}


def test_a_smaller_least_missed_one_goes_when_it_suffices() -> None:
    media = [Candidate("big", 50, days_ago(1)), Candidate("forgotten", 10, days_ago(99))]
    assert just_enough(media, 8) == {"forgotten"}


def test_all_go_when_all_together_are_not_enough() -> None:
    media = [Candidate("a", 1, days_ago(1)), Candidate("b", 2, days_ago(1))]
    assert just_enough(media, 100) == {"a", "b"}


def test_what_frees_nothing_does_not_go() -> None:
    assert just_enough([Candidate("a", 0, days_ago(900))], 10) == frozenset()


@given(candidates, st.integers(1, 200))
def test_what_goes_frees_enough_or_is_all_there_is(media: list[Candidate], needed: int) -> None:
    going = just_enough(media, needed)
    everything = frozenset(medium.medium_id for medium in media if medium.size_bytes)
    assert size_of(going, media) >= needed or going == everything


@given(candidates, st.integers(1, 200))
def test_no_smaller_number_would_be_enough(media: list[Candidate], needed: int) -> None:
    going = just_enough(media, needed)
    if size_of(going, media) < needed:
        return
    for fewer in combinations(media, len(going) - 1):
        assert sum(medium.size_bytes for medium in fewer) < needed


@given(candidates, st.integers(1, 200))
def test_no_equally_small_number_would_miss_less(media: list[Candidate], needed: int) -> None:
    going = just_enough(media, needed)
    if size_of(going, media) < needed:
        return
    order = sorted(media, key=lambda medium: (medium.due_at, medium.medium_id))
    rank = {medium.medium_id: place for place, medium in enumerate(order)}
    chosen = sorted(rank[medium_id] for medium_id in going)
    for others in combinations(media, len(going)):
        if sum(medium.size_bytes for medium in others) >= needed:
            assert chosen <= sorted(rank[medium.medium_id] for medium in others)
