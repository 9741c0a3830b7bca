"""Copies: what Radarr and Sonarr tell, and what they leave unknown."""

from typing import override

import pytest

from custom_components.oxicleanarr.clients.arr import ArrStatus, Tag
from custom_components.oxicleanarr.clients.radarr import Movie, MovieFile, Radarr
from custom_components.oxicleanarr.clients.rows import Rows
from custom_components.oxicleanarr.clients.sonarr import Series, SeriesStatistics, Sonarr
from custom_components.oxicleanarr.library.facts import UNKNOWN, Fact
from custom_components.oxicleanarr.library.managed import read_radarr, read_sonarr
from custom_components.oxicleanarr.library.models import Copy
from custom_components.oxicleanarr.library.reading import IncompleteError
from tests.builders import NOW, days_ago

TAGS = Rows((Tag(1, "Keep"), Tag(2, "kids")), 2)


class FakeRadarr(Radarr):
    """Answers from a list; what crosses the wire is tested with the clients."""

    def __init__(self, *movies: Movie, missing: int = 0, tags: Rows[Tag] = TAGS) -> None:
        self._movies, self._missing, self._tags = movies, missing, tags

    @override
    async def status(self) -> ArrStatus:
        return ArrStatus("Radarr", "Radarr", "6.0.3")

    @override
    async def tags(self) -> Rows[Tag]:
        return self._tags

    @override
    async def movies(self) -> Rows[Movie]:
        return Rows(self._movies, len(self._movies) + self._missing)


class FakeSonarr(Sonarr):
    """The same for series."""

    def __init__(self, *series: Series) -> None:
        self._series = series

    @override
    async def status(self) -> ArrStatus:
        return ArrStatus("Sonarr", "Sonarr", "4.0.19")

    @override
    async def tags(self) -> Rows[Tag]:
        return TAGS

    @override
    async def series(self) -> Rows[Series]:
        return Rows(self._series, len(self._series))


def a_movie(**changes: object) -> Movie:
    fields: dict[str, object] = {
        "id": 7,
        "title": "Metropolis",
        "year": 1927,
        "tmdb_id": 19,
        "path": "/movies/Metropolis (1927)",
        "added": days_ago(300).isoformat(),
        "has_file": True,
        "movie_file": MovieFile(
            1, "/movies/Metropolis (1927)/m.mkv", 5_000, days_ago(100).isoformat()
        ),
        **changes,
    }
    return Movie(**fields)  # type: ignore[arg-type]  # a builder of any field


def a_series(**changes: object) -> Series:
    fields: dict[str, object] = {
        "id": 9,
        "title": "Les Vampires",
        "tvdb_id": 78,
        "path": "/tv/Les Vampires",
        "added": days_ago(300).isoformat(),
        "statistics": SeriesStatistics(10, 10, 9_000),
        **changes,
    }
    return Series(**fields)  # type: ignore[arg-type]  # a builder of any field


async def the_copy(movie: Movie) -> Copy:
    [copy] = (await read_radarr(FakeRadarr(movie), "r1", NOW)).copies
    return copy


async def test_a_film_is_there_since_its_file_was_imported() -> None:
    assert (await the_copy(a_movie())).added == days_ago(100)


async def test_without_the_files_date_the_entrys_counts() -> None:
    movie = a_movie(movie_file=MovieFile(1, "/m.mkv", 5))
    assert (await the_copy(movie)).added == days_ago(300)


async def test_a_nonsense_import_date_is_unknown_whatever_the_entry_says() -> None:
    movie = a_movie(movie_file=MovieFile(1, "/m.mkv", 5, "1601-01-01T00:00:00Z"))
    assert (await the_copy(movie)).added is UNKNOWN


@pytest.mark.parametrize(
    ("size", "size_on_disk", "expected"),
    [(5, 7, 5), (None, 7, 7), (0, 0, UNKNOWN), (-1, None, UNKNOWN)],
)
async def test_a_size_that_nobody_tells_is_unknown(
    size: int | None, size_on_disk: int | None, expected: Fact[int]
) -> None:
    movie = a_movie(movie_file=MovieFile(1, "/m.mkv", size), size_on_disk=size_on_disk)
    assert (await the_copy(movie)).size_bytes == expected


async def test_tags_are_told_by_their_labels_in_small_letters() -> None:
    assert (await the_copy(a_movie(tags=[1, 2]))).tags == frozenset({"keep", "kids"})


async def test_a_tag_without_a_label_makes_the_tags_unknown() -> None:
    assert (await the_copy(a_movie(tags=[1, 3]))).tags is UNKNOWN


async def test_an_entry_without_a_file_is_no_copy() -> None:
    media = await read_radarr(FakeRadarr(a_movie(has_file=False)), "r1", NOW)
    assert media.copies == ()


async def test_a_list_of_films_that_is_cut_short_is_refused() -> None:
    with pytest.raises(IncompleteError):
        await read_radarr(FakeRadarr(a_movie(), missing=1), "r1", NOW)


async def test_a_list_of_tags_that_is_cut_short_is_refused() -> None:
    with pytest.raises(IncompleteError):
        await read_radarr(FakeRadarr(a_movie(), tags=Rows((), 1)), "r1", NOW)


async def test_a_series_is_known_by_all_its_provider_ids_but_zero_ones() -> None:
    media = await read_sonarr(FakeSonarr(a_series(tmdb_id=0, imdb_id="tt1")), "s1", NOW)
    assert media.copies[0].provider_ids == ("tvdb:78", "imdb:tt1")


async def test_a_series_without_files_is_no_copy() -> None:
    series = a_series(statistics=SeriesStatistics(0, 10, 0))
    assert (await read_sonarr(FakeSonarr(series), "s1", NOW)).copies == ()
