"""Readings: an answer that cannot be trusted leaves the last good one in place."""

import pytest

from custom_components.oxicleanarr.clients.errors import TimedOut
from custom_components.oxicleanarr.clients.rows import Rows
from custom_components.oxicleanarr.library.facts import UNKNOWN
from custom_components.oxicleanarr.library.jellyfin_media import JellyfinMedia
from custom_components.oxicleanarr.library.managed import ManagedMedia
from custom_components.oxicleanarr.library.reading import (
    ImplausibleError,
    Reading,
    Size,
    believe_all,
    require_complete,
    require_plausible,
)
from tests.builders import NOW, a_copy, an_item, days_ago


def media(count: int) -> ManagedMedia:
    return ManagedMedia(copies=tuple(a_copy(entry_id=number) for number in range(count)))


def read(count: int) -> Reading[ManagedMedia]:
    return Reading("radarr", "Radarr", media(count), days_ago(1), accepted=Size(media=count))


async def renewed(before: Reading[ManagedMedia], after: ManagedMedia) -> Reading[ManagedMedia]:
    async def fetch() -> ManagedMedia:
        return after

    return await before.renew(fetch, NOW)


async def test_a_good_answer_replaces_the_last_one() -> None:
    reading = await renewed(read(20), media(21))
    assert reading.answer == media(21)
    assert reading.read_at == NOW
    assert reading.problem is None


async def test_a_failure_keeps_the_last_answer_and_says_why() -> None:
    async def fetch() -> ManagedMedia:
        raise TimedOut("Radarr")

    reading = await read(20).renew(fetch, NOW)
    assert reading.answer == media(20)
    assert reading.read_at == days_ago(1)
    assert reading.problem is not None
    assert reading.problem.key == "timed_out"


async def test_a_list_that_is_cut_short_keeps_the_last_answer() -> None:
    async def fetch() -> ManagedMedia:
        require_complete("Radarr", "movies", Rows((1, 2), total=3, skipped=0))
        return media(2)

    reading = await read(3).renew(fetch, NOW)
    assert reading.answer == media(3)
    assert reading.problem is not None
    assert reading.problem.key == "incomplete"


async def test_rows_that_did_not_decode_do_not_make_a_list_incomplete() -> None:
    require_complete("Radarr", "movies", Rows((1, 2), total=3, skipped=1))


async def test_an_empty_answer_after_a_full_one_is_not_believed() -> None:
    reading = await renewed(read(3), media(0))
    assert reading.answer == media(3)
    assert reading.problem is not None
    assert reading.problem.key == "shrunk"


async def test_an_empty_answer_is_believed_when_it_is_known_where_the_last_media_went() -> None:
    reading = await renewed(read(3).without(3), media(0))
    assert reading.answer == media(0)
    assert reading.problem is None


async def test_a_library_that_shrinks_abruptly_is_not_believed() -> None:
    assert (await renewed(read(100), media(69))).problem is not None


async def test_a_library_that_shrinks_as_libraries_do_is_believed() -> None:
    assert (await renewed(read(100), media(70))).problem is None
    assert (await renewed(read(5), media(3))).problem is None


async def test_half_of_a_small_library_is_abrupt_too() -> None:
    assert (await renewed(read(6), media(3))).problem is not None


async def test_a_good_answer_ends_the_problem() -> None:
    failing = await renewed(read(20), media(0))
    assert (await renewed(failing, media(20))).problem is None


async def test_a_library_that_shrank_is_believed_when_somebody_says_so() -> None:
    async def fetch() -> ManagedMedia:
        return media(1)

    reading = await read(20).renew(fetch, NOW, believe=believe_all)
    assert reading.answer == media(1)
    assert reading.accepted == Size(media=1)


async def test_a_library_that_shrank_over_a_restart_is_not_believed() -> None:
    before: Reading[ManagedMedia] = Reading("radarr", "Radarr", accepted=Size(media=20))
    reading = await renewed(before, media(9))
    assert reading.answer is None
    assert reading.problem is not None
    assert reading.problem.key == "shrunk"


async def test_the_plays_of_a_lost_user_are_not_forgotten_silently() -> None:
    async def fetch() -> JellyfinMedia:
        return JellyfinMedia(items=(), users={"ann": "Ann"})

    accepted = Size(media=0, people=frozenset({"ann", "bob"}))
    before: Reading[JellyfinMedia] = Reading("jellyfin", "Home", accepted=accepted)
    reading = await before.renew(fetch, NOW)
    assert reading.problem is not None
    assert reading.problem.key == "shrunk"


def test_one_nonsense_date_among_good_ones_is_one_rows_trouble() -> None:
    require_plausible("Radarr", [days_ago(1), days_ago(2), UNKNOWN, None])


def test_nonsense_for_half_of_the_dates_is_the_servers_trouble() -> None:
    with pytest.raises(ImplausibleError):
        require_plausible("Radarr", [days_ago(1), days_ago(2), UNKNOWN, UNKNOWN, None])


def test_dates_that_are_not_set_are_no_nonsense() -> None:
    require_plausible("Radarr", [None, None])


async def test_a_user_who_watched_much_has_not_watched_nothing_an_hour_later() -> None:
    async def fetch() -> JellyfinMedia:
        return JellyfinMedia(items=(), users={"ann": "Ann"})

    accepted = Size(media=0, people=frozenset({"ann"}), plays={"ann": 3})
    before: Reading[JellyfinMedia] = Reading("jellyfin", "Home", accepted=accepted)
    reading = await before.renew(fetch, NOW)
    assert reading.problem is not None
    assert reading.problem.key == "shrunk"


@pytest.mark.parametrize(("before", "after"), [(2, 0), (30, 1), (0, 0)])
def test_what_a_user_watched_may_become_less(before: int, after: int) -> None:
    size = Size(media=1, plays={"ann": before})
    assert not size.forgotten(Size(media=1, plays={"ann": after}))


def ids(*pairs: str) -> Size:
    """Return a size from places and ids, written `place=id`."""
    return Size(media=len(pairs), ids=dict(pair.split("=") for pair in pairs))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(ids("a=1", "b=2"), ids("a=8", "b=9"), id="all"),
        pytest.param(ids("a=1"), ids("a=9"), id="the only one"),
        pytest.param(
            ids("a=1", "b=2", "c=3", "d=4", "e=5"),
            ids("a=6", "b=7", "c=8", "d=4", "e=5"),
            id="one library of two",
        ),
        pytest.param(ids("a=1", "b=2", "c=3"), ids("x=7", "y=8", "z=9"), id="elsewhere"),
    ],
)
def test_a_library_that_was_made_anew_shows_by_its_ids(before: Size, after: Size) -> None:
    assert before.renamed(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(ids("a=1", "b=2"), ids("a=1", "b=2"), id="same"),
        pytest.param(ids("a=1", "b=2"), ids("a=1", "c=3"), id="another file"),
        pytest.param(ids("a=1"), ids("b=2"), id="the only one replaced"),
        pytest.param(ids("a=1", "b=2", "c=3"), ids("a=9", "b=2", "c=3"), id="one came back"),
        pytest.param(ids(), ids("a=1"), id="first"),
        pytest.param(ids("a=1", "b=2", "c=3"), ids(), id="empty"),
    ],
)
def test_what_changes_in_any_library_is_no_new_one(before: Size, after: Size) -> None:
    assert not before.renamed(after)


def a_size(of: range, generation: int) -> Size:
    return ids(*(f"{number:05d}={generation}{number}" for number in of))


def test_a_small_sample_is_enough_over_a_restart() -> None:
    before = a_size(range(5000), 1).sampled
    assert len(before.ids) < 300
    assert before.renamed(a_size(range(5100), 2))
    assert not before.renamed(a_size(range(5100), 1))


def a_jellyfin(generation: int) -> JellyfinMedia:
    items = (an_item(f"Film {n}", id=f"{generation}-{n}") for n in range(5))
    return JellyfinMedia(items=tuple(items))


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_library_that_was_made_anew_is_not_believed(restarted: bool) -> None:
    async def fetch() -> JellyfinMedia:
        return a_jellyfin(2)

    before = a_jellyfin(1)
    answer = None if restarted else before
    reading = Reading("jellyfin", "Home", answer, accepted=before.size.sampled)
    renewed = await reading.renew(fetch, NOW)
    assert renewed.answer == answer
    assert renewed.problem is not None
    assert renewed.problem.key == "rebuilt"
    accepted = await renewed.renew(fetch, NOW, believe=believe_all)
    assert (accepted.answer, accepted.problem) == (a_jellyfin(2), None)
    assert (await accepted.renew(fetch, NOW)).problem is None


def test_a_user_whose_films_we_removed_has_forgotten_nothing() -> None:
    before = Size(media=9, plays={"anna": 3, "bert": 3})
    after = Size(media=6, plays={"bert": 3})
    for _ in range(3):
        before = before.without(1, frozenset({"anna"}))
    assert before.forgotten(after) == 0
    assert before.media == 6
