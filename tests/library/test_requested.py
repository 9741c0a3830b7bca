"""Requests: who asked for what."""

from datetime import UTC, datetime
from typing import Any, override

import pytest

from custom_components.oxicleanarr.clients.rows import Rows
from custom_components.oxicleanarr.clients.seerr import (
    MediaRequest,
    Requester as WireRequester,
    Seerr,
    SeerrStatus,
)
from custom_components.oxicleanarr.library.models import Requester
from custom_components.oxicleanarr.library.reading import IncompleteError
from custom_components.oxicleanarr.library.requested import read_seerr
from tests.builders import NOW

ANN = WireRequester(1, "Ann", "ann.b", "ANN", "AA-11", "Ann@Example.org ")


class FakeSeerr(Seerr):
    """Answers from a list; what crosses the wire is tested with the clients."""

    def __init__(self, *requests: MediaRequest, missing: int = 0) -> None:
        self._requests, self._missing = requests, missing

    @override
    async def status(self) -> SeerrStatus:
        return SeerrStatus("3.1.0")

    @override
    async def requests(self) -> Rows[MediaRequest]:
        return Rows(self._requests, len(self._requests) + self._missing)


def a_request(**changes: Any) -> MediaRequest:
    fields: dict[str, Any] = {
        "kind": "movie",
        "status": 2,
        "created_at": None,
        "tmdb_id": 19,
        "tvdb_id": None,
        "imdb_id": None,
        "requester": ANN,
        **changes,
    }
    return MediaRequest(**fields)


async def asked(*requests: MediaRequest) -> dict[str, list[int]]:
    answer = await read_seerr(FakeSeerr(*requests), NOW)
    return {name: [p.user_id for p in people] for name, people in answer.requesters.items()}


async def test_a_requester_is_known_by_all_names_in_small_letters() -> None:
    answer = await read_seerr(FakeSeerr(a_request()), NOW)
    assert answer.requesters["movie:tmdb:19"] == (
        Requester(
            user_id=1,
            names=frozenset({"ann", "ann.b"}),
            email="ann@example.org",
            jellyfin_user="aa11",
        ),
    )


async def test_films_and_series_with_one_number_stay_apart() -> None:
    requests = (a_request(), a_request(kind="tv", tvdb_id=78, requester=WireRequester(2)))
    assert await asked(*requests) == {
        "movie:tmdb:19": [1],
        "series:tmdb:19": [2],
        "series:tvdb:78": [2],
    }


async def test_everybody_who_asked_counts_once() -> None:
    requests = (a_request(), a_request(), a_request(requester=WireRequester(2)))
    assert await asked(*requests) == {"movie:tmdb:19": [1, 2]}


@pytest.mark.parametrize(
    ("status", "counts"), [(1, False), (2, True), (3, False), (4, True), (5, True)]
)
async def test_pending_and_declined_requests_do_not_count(status: int, counts: bool) -> None:
    assert bool(await asked(a_request(status=status))) is counts


@pytest.mark.parametrize(("statuses", "certain"), [((4,), False), ((4, 5), True), ((5, 4), True)])
async def test_a_request_that_may_have_failed_is_not_certain(
    statuses: tuple[int, ...],
    certain: bool,
) -> None:
    requests = [a_request(status=status) for status in statuses]
    answer = await read_seerr(FakeSeerr(*requests), NOW)
    assert [person.certain for person in answer.requesters["movie:tmdb:19"]] == [certain]


async def test_a_request_of_nobody_does_not_count() -> None:
    assert await asked(a_request(requester=None)) == {}


async def test_a_medium_is_known_by_seerrs_own_ids() -> None:
    requests = (a_request(media_id=7, status=5), a_request(media_id=7, status=3), a_request())
    answer = await read_seerr(FakeSeerr(*requests), NOW)
    assert answer.media_ids == {"movie:tmdb:19": frozenset({7})}


async def test_what_somebody_waits_for_is_not_to_be_forgotten() -> None:
    requests = (a_request(media_id=7, status=5), a_request(media_id=7, status=1))
    answer = await read_seerr(FakeSeerr(*requests), NOW)
    assert answer.media_ids == {}


async def test_films_and_series_with_one_number_have_ids_of_their_own() -> None:
    requests = (a_request(media_id=7), a_request(kind="tv", media_id=8))
    answer = await read_seerr(FakeSeerr(*requests), NOW)
    assert answer.media_ids == {
        "movie:tmdb:19": frozenset({7}),
        "series:tmdb:19": frozenset({8}),
    }


@pytest.mark.parametrize("status", [1, 2, 3, 4, 5])
async def test_the_newest_request_counts_whatever_came_of_it(status: int) -> None:
    requests = (
        a_request(created_at="2026-11-02T10:00:00.000Z", status=status, requester=None),
        a_request(created_at="2026-10-01T10:00:00.000Z"),
    )
    answer = await read_seerr(FakeSeerr(*requests), NOW)
    assert answer.newest == {"movie:tmdb:19": datetime(2026, 11, 2, 10, tzinfo=UTC)}


@pytest.mark.parametrize("date", [None, "", "yesterday", "1601-01-01T00:00:00Z", "2099-01-01"])
async def test_a_request_without_a_date_that_can_be_has_none(date: str | None) -> None:
    answer = await read_seerr(FakeSeerr(a_request(created_at=date)), NOW)
    assert answer.newest == {}


async def test_requests_that_are_cut_short_are_refused() -> None:
    with pytest.raises(IncompleteError):
        await read_seerr(FakeSeerr(a_request(), missing=1), NOW)
