"""Deleting, unmonitoring and putting back, against servers that behave like real ones."""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from yarl import URL

from custom_components.oxicleanarr.clients.errors import (
    ClientError,
    DiskMissing,
    EntryRefused,
    NotAllowed,
    NotFound,
    NotUnderstood,
)
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.seerr import Seerr
from custom_components.oxicleanarr.clients.sonarr import Sonarr
from simulator import Fault, Options, Stack
from simulator.world import Movie, Series


@pytest.fixture
async def stack(socket_enabled: None) -> AsyncIterator[Stack]:
    async with Stack(Options()) as stack:
        yield stack


@pytest.fixture
def radarr(stack: Stack, session: aiohttp.ClientSession) -> Radarr:
    return Radarr(session, URL(stack.radarr.url), stack.radarr.api_key)


@pytest.fixture
def sonarr(stack: Stack, session: aiohttp.ClientSession) -> Sonarr:
    return Sonarr(session, URL(stack.sonarr.url), stack.sonarr.api_key)


@pytest.fixture
def seerr(stack: Stack, session: aiohttp.ClientSession) -> Seerr:
    return Seerr(session, URL(stack.seerr.url), stack.seerr.api_key)


def film(stack: Stack) -> Movie:
    return stack.world.movies_by_id[1]


def serial(stack: Stack, number: int = 4) -> Series:
    return stack.world.series_by_id[number]


def there(path: Path) -> bool:
    return path.exists()


def writes(stack: Stack) -> list[tuple[str, str]]:
    return [(r.method, r.path) for r in stack.requests if r.method != "GET"]


# --- deleting


@pytest.mark.parametrize("files", [True, False])
@pytest.mark.parametrize("exclude", [True, False])
async def test_a_movie_is_deleted_as_chosen(
    stack: Stack, radarr: Radarr, files: bool, exclude: bool
) -> None:
    path = stack.world.movie_path(film(stack))
    await radarr.delete_movie(1, delete_files=files, exclude=exclude)
    accepted = there(path)
    await stack.radarr.settled()
    excluded = [row.tmdb_id for row in (await radarr.exclusions()).rows]
    assert (accepted, there(path), excluded) == (True, not files, [19] if exclude else [])
    with pytest.raises(NotFound):
        await radarr.movie(1)


@pytest.mark.parametrize("files", [True, False])
@pytest.mark.parametrize("exclude", [True, False])
async def test_a_series_is_deleted_as_chosen(
    stack: Stack, sonarr: Sonarr, files: bool, exclude: bool
) -> None:
    path, number = stack.world.series_path(serial(stack)), serial(stack).tvdb_id
    await sonarr.delete_series(4, delete_files=files, exclude=exclude)
    await stack.sonarr.settled()
    excluded = [row.tvdb_id for row in (await sonarr.exclusions()).rows]
    assert (there(path), excluded) == (not files, [number] if exclude else [])
    with pytest.raises(NotFound):
        await sonarr.one_series(4)


async def test_a_movie_file_is_deleted_and_its_entry_stays(stack: Stack, radarr: Radarr) -> None:
    path = stack.world.movie_path(film(stack))
    await radarr.delete_movie_file(film(stack).file_id)
    entry = (await radarr.movie(1)).entry
    assert (there(path), entry.has_file, entry.movie_file) == (False, False, None)


async def test_an_episode_file_is_deleted_and_its_episodes_stay(
    stack: Stack, sonarr: Sonarr
) -> None:
    file = (await sonarr.episode_files(4)).rows[0]
    assert await sonarr.episode_file(file.id) == file
    await sonarr.delete_episode_file(file.id)
    assert file.id not in {row.id for row in (await sonarr.episode_files(4)).rows}
    with pytest.raises(NotFound):
        await sonarr.episode_file(file.id)


async def test_deleting_what_is_unknown_is_told(radarr: Radarr, sonarr: Sonarr) -> None:
    for answer in (
        radarr.delete_movie(999, delete_files=True, exclude=True),
        radarr.delete_movie_file(999),
        sonarr.delete_episode_file(999),
    ):
        with pytest.raises(NotFound):
            await answer
    with pytest.raises(NotUnderstood) as caught:
        await sonarr.delete_series(999, delete_files=True, exclude=True)
    assert caught.value.status == 500


@pytest.mark.parametrize("folder_stays", [True, False])
async def test_a_missing_disk_is_told(
    stack: Stack, radarr: Radarr, sonarr: Sonarr, folder_stays: bool
) -> None:
    for server in ("radarr", "sonarr"):
        stack.arr(server).disk.unmount(folder_stays=folder_stays)
    for answer in (radarr.delete_movie_file(1), sonarr.delete_episode_file(1)):
        with pytest.raises(DiskMissing):
            await answer
    stack.heal()
    assert (film(stack).has_file, serial(stack, 1).episodes[0].has_file) == (True, True)


async def test_a_file_that_cannot_be_deleted_is_told(stack: Stack, radarr: Radarr) -> None:
    stack.radarr.disk.read_only = True
    with pytest.raises(NotUnderstood) as caught:
        await radarr.delete_movie_file(1)
    assert (caught.value.status, (await radarr.movie(1)).entry.has_file) == (500, True)


async def test_what_was_deleted_although_the_answer_was_lost_is_seen_when_read_again(
    stack: Stack, radarr: Radarr
) -> None:
    stack.break_("radarr", Fault.LOST_ANSWER, "/api/v3/movie/1", times=1)
    with pytest.raises(ClientError):
        await radarr.delete_movie(1, delete_files=True, exclude=False)
    with pytest.raises(NotFound):
        await radarr.movie(1)


async def test_nothing_but_the_one_item_is_asked_for(
    stack: Stack, radarr: Radarr, sonarr: Sonarr
) -> None:
    await radarr.delete_movie(2, delete_files=True, exclude=True)
    await radarr.delete_movie_file(3)
    await sonarr.delete_series(2, delete_files=True, exclude=True)
    await sonarr.delete_episode_file(1)
    assert writes(stack) == [
        ("DELETE", "/api/v3/movie/2"),
        ("DELETE", "/api/v3/moviefile/3"),
        ("DELETE", "/api/v3/series/2"),
        ("DELETE", "/api/v3/episodefile/1"),
    ]


# --- monitoring


async def test_an_unmonitored_movie_keeps_everything_else(stack: Stack, radarr: Radarr) -> None:
    before = (await radarr.movie(1)).raw
    await radarr.unmonitor_movie(1)
    after = (await radarr.movie(1)).raw
    assert after == before | {"monitored": False}
    await radarr.delete_movie_file(1)
    assert film(stack).title not in stack.search()
    await radarr.monitor_movie(1)
    assert film(stack).title in stack.search()


async def test_what_is_so_already_is_not_sent(stack: Stack, radarr: Radarr, sonarr: Sonarr) -> None:
    await radarr.monitor_movie(1)
    await sonarr.monitor_series(1)
    await sonarr.monitor_season(4, 1)
    await sonarr.unmonitor_episodes([])
    assert writes(stack) == []


async def test_an_unmonitored_series_keeps_everything_else(stack: Stack, sonarr: Sonarr) -> None:
    before = (await sonarr.one_series(4)).raw
    await sonarr.unmonitor_series(4)
    assert (await sonarr.one_series(4)).raw == before | {"monitored": False}
    await sonarr.monitor_series(4)
    assert (await sonarr.one_series(4)).raw == before


async def test_an_unmonitored_season_takes_its_episodes_and_no_others(
    stack: Stack, sonarr: Sonarr
) -> None:
    await sonarr.unmonitor_season(4, 1)
    seasons = [season.monitored for season in (await sonarr.one_series(4)).entry.seasons]
    episodes = {e.season_number: e.monitored for e in (await sonarr.episodes(4)).rows}
    assert (seasons, episodes) == ([False, True], {1: False, 2: True})
    await sonarr.monitor_season(4, 1)
    assert {e.monitored for e in (await sonarr.episodes(4)).rows} == {True}


async def test_a_season_that_there_is_not_is_told(stack: Stack, sonarr: Sonarr) -> None:
    with pytest.raises(NotUnderstood):
        await sonarr.unmonitor_season(4, 9)
    assert writes(stack) == []


async def test_unmonitored_episodes_do_not_come_again(stack: Stack, sonarr: Sonarr) -> None:
    first, second = serial(stack).episodes[:2]
    await sonarr.unmonitor_episodes([first.id, first.id])
    for episode in (first, second):
        await sonarr.delete_episode_file(episode.file_id)
    stack.search()
    assert (first.has_file, second.has_file) == (False, True)
    await sonarr.monitor_episodes([first.id])
    stack.search()
    assert first.has_file


@pytest.mark.parametrize(("ids", "error"), [([999], NotFound), ([1, 999], NotUnderstood)])
async def test_an_unknown_episode_is_told(
    sonarr: Sonarr, ids: list[int], error: type[ClientError]
) -> None:
    with pytest.raises(error):
        await sonarr.unmonitor_episodes(ids)


# --- putting back


async def test_a_movie_is_put_back_as_it_was(stack: Stack, radarr: Radarr) -> None:
    film(stack).quality_profile_id, film(stack).tags = 4, [1, 3]
    before = await radarr.movie(1)
    await radarr.delete_movie(1, delete_files=True, exclude=True)
    await stack.radarr.settled()
    made = await radarr.add_movie(before.raw, search=True)
    await stack.radarr.settled()
    [exclusion] = (await radarr.exclusions()).rows
    await radarr.remove_exclusion(exclusion.id)
    after = await radarr.movie(made.entry.id)
    same = ("title", "year", "tmdbId", "path", "tags", "monitored", "qualityProfileId")
    assert {key: after.raw[key] for key in same} == {key: before.raw[key] for key in same}
    assert (after.entry.has_file, after.entry.id > before.entry.id) == (True, True)
    assert (await radarr.exclusions()).rows == ()


async def test_a_movie_that_is_put_back_need_not_be_searched(stack: Stack, radarr: Radarr) -> None:
    before = await radarr.movie(1)
    await radarr.delete_movie(1, delete_files=True, exclude=False)
    await stack.radarr.settled()
    made = await radarr.add_movie(before.raw, search=False)
    await stack.radarr.settled()
    before_search = (await radarr.movie(made.entry.id)).entry.has_file
    await radarr.search_movie(made.entry.id)
    await stack.radarr.settled()
    assert (before_search, (await radarr.movie(made.entry.id)).entry.has_file) == (False, True)


async def test_a_series_is_put_back_as_it_was(stack: Stack, sonarr: Sonarr) -> None:
    await sonarr.unmonitor_season(4, 1)
    before = await sonarr.one_series(4)
    await sonarr.delete_series(4, delete_files=True, exclude=False)
    await stack.sonarr.settled()
    made = await sonarr.add_series(before.raw, search=True)
    await stack.sonarr.settled()
    after = await sonarr.one_series(made.entry.id)
    same = ("title", "year", "tvdbId", "path", "tags", "monitored", "qualityProfileId")
    assert {key: after.raw[key] for key in same} == {key: before.raw[key] for key in same}
    files = await sonarr.episode_files(made.entry.id)
    assert Counter(file.season_number for file in files.rows) == {2: 19}
    assert [season.monitored for season in after.entry.seasons] == [False, True]


async def test_series_and_episodes_are_searched(stack: Stack, sonarr: Sonarr) -> None:
    first, second = serial(stack).episodes[:2]
    for episode in (first, second):
        await sonarr.delete_episode_file(episode.file_id)
    await sonarr.search_episodes([first.id])
    await stack.sonarr.settled()
    one = (first.has_file, second.has_file)
    number = await sonarr.search_series(4)
    running = [command.running for command in (await sonarr.commands()).rows]
    await stack.sonarr.settled()
    commands = {command.id: command for command in (await sonarr.commands()).rows}
    assert (one, second.has_file, running) == ((True, False), True, [False, True])
    assert (commands[number].name, commands[number].running) == ("SeriesSearch", False)


async def test_what_is_there_already_is_refused_and_found(
    stack: Stack, radarr: Radarr, sonarr: Sonarr
) -> None:
    movie, series = await radarr.movie(1), await sonarr.one_series(4)
    with pytest.raises(EntryRefused):
        await radarr.add_movie(movie.raw, search=False)
    with pytest.raises(EntryRefused):
        await sonarr.add_series(series.raw, search=False)
    assert await radarr.movie_by_tmdb_id(19) == movie
    assert await sonarr.series_by_tvdb_id(series.entry.tvdb_id) == series
    assert await radarr.movie_by_tmdb_id(20) is None
    assert await sonarr.series_by_tvdb_id(20) is None


async def test_what_lost_its_quality_profile_is_refused(stack: Stack, radarr: Radarr) -> None:
    movie = await radarr.movie(1)
    await radarr.delete_movie(1, delete_files=False, exclude=False)
    del stack.radarr.profiles[6]
    with pytest.raises(EntryRefused):
        await radarr.add_movie(movie.raw, search=False)


# --- what protects


async def test_the_queue_is_read_for_what_is_asked(
    stack: Stack, radarr: Radarr, sonarr: Sonarr
) -> None:
    stack.download("Metropolis")
    stack.download("Nosferatu")
    stack.download(serial(stack).title)
    movies, series = await radarr.queue([1, 5]), await sonarr.queue([4])
    assert [row.movie_id for row in movies.rows] == [1]
    assert [(row.series_id, row.season_number) for row in series.rows] == [(4, 1)]
    assert (await sonarr.queue([1])).rows == ()


async def test_the_recycle_bin_is_told(stack: Stack, radarr: Radarr, sonarr: Sonarr) -> None:
    stack.radarr.disk.recycling = True
    with_bin, without = await radarr.recycle_bin(), await sonarr.recycle_bin()
    assert (with_bin.exists, with_bin.path) == (True, "/recycle/radarr")
    assert (without.exists, without.path) == (False, "")


# --- Seerr


async def test_a_reset_medium_is_not_requested_any_more(stack: Stack, seerr: Seerr) -> None:
    before = (await seerr.requests()).rows
    number = before[0].media_id
    assert number is not None
    await seerr.reset(number)
    left = (await seerr.requests()).rows
    assert left == tuple(row for row in before if row.media_id != number)
    with pytest.raises(NotFound):
        await seerr.reset(number)


async def test_a_seerr_that_refuses_changes_is_told(stack: Stack, seerr: Seerr) -> None:
    stack.seerr.csrf_protection = True
    with pytest.raises(NotAllowed, match="CSRF"):
        await seerr.reset(1)
