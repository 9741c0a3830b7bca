"""Copies: what Radarr and Sonarr tell, and what they leave unknown."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import override

import pytest

from custom_components.oxicleanarr.clients.arr import ArrStatus, DiskSpace, Rating, Tag
from custom_components.oxicleanarr.clients.radarr import Movie, MovieFile, MovieRatings, Radarr
from custom_components.oxicleanarr.clients.rows import Rows, Take
from custom_components.oxicleanarr.clients.sonarr import (
    Import,
    Season,
    Series,
    SeriesStatistics,
    Sonarr,
)
from custom_components.oxicleanarr.library.facts import UNKNOWN, Fact
from custom_components.oxicleanarr.library.managed import read_radarr, read_sonarr
from custom_components.oxicleanarr.library.models import Copy, Disk
from custom_components.oxicleanarr.library.reading import IncompleteError
from tests.builders import NOW, days_ago

DISKS = Rows(
    (
        DiskSpace("/", free_space=1, total_space=10),
        DiskSpace("/movies", free_space=40, total_space=90),
        DiskSpace("/config", free_space=0, total_space=2),
    ),
    3,
)
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
    async def disk_space(self) -> Rows[DiskSpace]:
        return DISKS

    @override
    async def movies[T](self, take: Take[Movie, T]) -> Rows[T]:
        rows = taken(self._movies, take)
        return Rows(rows, len(rows) + self._missing)


class FakeSonarr(Sonarr):
    """The same for series."""

    def __init__(self, *series: Series, imports: tuple[Import, ...] = ()) -> None:
        self._series, self._came = series, imports
        self.asked_since: datetime | None = None

    @override
    async def disk_space(self) -> Rows[DiskSpace]:
        return DISKS

    @override
    async def imports_since[T](self, date: datetime, take: Take[Import, T]) -> Rows[T]:
        self.asked_since = date
        rows = taken(self._came, take)
        return Rows(rows, len(rows))

    @override
    async def status(self) -> ArrStatus:
        return ArrStatus("Sonarr", "Sonarr", "4.0.19")

    @override
    async def tags(self) -> Rows[Tag]:
        return TAGS

    @override
    async def series[T](self, take: Take[Series, T]) -> Rows[T]:
        rows = taken(self._series, take)
        return Rows(rows, len(rows))


def taken[Row, T](rows: Iterable[Row], take: Take[Row, T]) -> tuple[T, ...]:
    return tuple(one for row in rows if (one := take(row)) is not None)


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
        "statistics": SeriesStatistics(10, 9_000),
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
    series = a_series(statistics=SeriesStatistics(0, 0))
    assert (await read_sonarr(FakeSonarr(series), "s1", NOW)).copies == ()


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        (MovieRatings(imdb=Rating(6.5), tmdb=Rating(7.5)), 6.5),
        (MovieRatings(imdb=Rating(0), tmdb=Rating(7.5)), 7.5),
        (MovieRatings(), None),
    ],
)
async def test_a_film_has_imdbs_rating_or_else_tmdbs(
    ratings: MovieRatings, expected: float | None
) -> None:
    assert (await the_copy(a_movie(ratings=ratings))).rating == expected


async def test_genres_are_told_in_small_letters() -> None:
    movie = a_movie(genres=["Drama", "Science Fiction"])
    assert (await the_copy(movie)).genres == frozenset({"drama", "science fiction"})


async def test_only_disks_that_hold_a_root_folder_count() -> None:
    media = await read_radarr(FakeRadarr(a_movie(root_folder_path="/movies/")), "r1", NOW)
    assert media.disks == (Disk("/movies", 40, 90),)


async def test_a_root_folder_without_a_mount_of_its_own_lies_on_the_disk_above() -> None:
    media = await read_radarr(FakeRadarr(a_movie(root_folder_path="/films")), "r1", NOW)
    assert media.disks == (Disk("/", 1, 10),)


@pytest.mark.parametrize(
    ("status", "expected"), [("continuing", True), ("ended", False), (None, UNKNOWN)]
)
async def test_whether_more_episodes_are_to_come_is_known_by_the_status(
    status: str | None, expected: Fact[bool]
) -> None:
    media = await read_sonarr(FakeSonarr(a_series(status=status)), "s1", NOW)
    assert media.copies[0].continuing is expected


async def test_all_seasons_are_known_also_those_without_files() -> None:
    series = a_series(seasons=[Season(1), Season(2)])
    media = await read_sonarr(FakeSonarr(series), "s1", NOW)
    assert media.copies[0].seasons == frozenset({1, 2})


def an_import(days: float, series_id: int = 9) -> Import:
    return Import(series_id, days_ago(days).isoformat())


async def test_a_recent_import_resets_the_clock_of_a_series() -> None:
    sonarr = FakeSonarr(a_series(), imports=(an_import(40), an_import(3), an_import(1, 77)))
    media = await read_sonarr(sonarr, "s1", NOW)
    assert media.copies[0].added == days_ago(3)


async def test_imports_are_remembered_and_only_new_ones_are_asked_for() -> None:
    before = await read_sonarr(FakeSonarr(a_series(), imports=(an_import(3),)), "s1", NOW)
    sonarr = FakeSonarr(a_series())
    after = await read_sonarr(sonarr, "s1", NOW + timedelta(hours=5), before)
    assert after.copies[0].added == days_ago(3)
    assert sonarr.asked_since == NOW - timedelta(hours=1)


async def test_an_impossible_date_in_the_history_does_not_count() -> None:
    sonarr = FakeSonarr(a_series(), imports=(Import(9, "1601-01-01T00:00:00Z"),))
    assert (await read_sonarr(sonarr, "s1", NOW)).copies[0].added == days_ago(300)


async def test_a_movie_that_is_listed_twice_is_one_copy() -> None:
    media = await read_radarr(FakeRadarr(a_movie(), a_movie()), "r", NOW)
    assert len(media.copies) == 1
