"""Readings: an answer that cannot be trusted leaves the last good one in place."""

from custom_components.oxicleanarr.clients.errors import TimedOut
from custom_components.oxicleanarr.clients.rows import Rows
from custom_components.oxicleanarr.library.managed import ManagedMedia
from custom_components.oxicleanarr.library.reading import Reading, require_complete
from tests.builders import NOW, a_copy, days_ago


def media(count: int) -> ManagedMedia:
    return ManagedMedia(copies=tuple(a_copy(entry_id=number) for number in range(count)))


def read(count: int) -> Reading[ManagedMedia]:
    return Reading("radarr", "Radarr", media(count), days_ago(1))


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
