from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from simulator import Options, Stack
from simulator.posters import poster
from simulator.seeding import build
from simulator.titles import folder_name, movies, series as series_titles

from .conftest import any_in, exists, touch


def seeded() -> Random:
    return Random(1)  # noqa: S311 - no secret, but the same each time


def test_the_same_seed_makes_the_same_world(tmp_path: Path) -> None:
    worlds = [
        build(Options(movies=60, series=20, seed=7), tmp_path / str(number))[0]
        for number in range(2)
    ]
    first, second = ([(m.title, m.year, m.size_bytes) for m in w.movies] for w in worlds)
    assert first == second


def test_another_seed_makes_another_world(tmp_path: Path) -> None:
    worlds = [build(Options(movies=60, seed=s), tmp_path / str(s))[0] for s in (1, 2)]
    first, second = ([movie.title for movie in world.movies] for world in worlds)
    assert first != second


def test_files_are_as_large_as_they_say_but_take_no_space(tmp_path: Path) -> None:
    world, _ = build(Options(), tmp_path)
    path = world.movie_path(world.movies[0])
    assert path.stat().st_size == world.movies[0].size_bytes
    assert path.stat().st_blocks == 0


def test_the_household_has_media_in_every_situation(tmp_path: Path) -> None:
    world, catalog = build(Options(), tmp_path)
    now, situations = datetime.now(UTC), dict[str, int]()
    for movie in world.movies:
        item = next(i for i in catalog.items.values() if i.media is movie)
        watches = [rows[item.id] for rows in world.watches.values() if item.id in rows]
        last = max([movie.file_added, *(w.last_played for w in watches if w.last_played)])
        left = 90 - (now - last) / timedelta(days=1)
        situation = "overdue" if left < 0 else "soon" if left <= 14 else "safe"
        situations[situation] = situations.get(situation, 0) + 1
    assert situations == {"soon": 6, "overdue": 3, "safe": 3}


def test_the_household_has_series_in_every_situation(tmp_path: Path) -> None:
    world, catalog = build(Options(), tmp_path)
    now, situations = datetime.now(UTC), dict[str, int]()
    for series in world.series:
        folder = next(i for i in catalog.items.values() if i.media is series)
        ids = {episode.id for episode in catalog.episodes_of(folder.id)}
        plays = [play.at for play in world.plays if play.item_id in ids]
        last = max([e.file_added for e in series.episodes if e.has_file] + plays)
        left = 120 - (now - last) / timedelta(days=1)
        situation = "overdue" if left < 0 else "soon" if left <= 14 else "safe"
        situations[situation] = situations.get(situation, 0) + 1
    assert situations == {"soon": 2, "overdue": 2, "safe": 2}


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (60, 40)])
def test_worlds_of_every_size_can_be_made(tmp_path: Path, size: tuple[int, int]) -> None:
    movies, series = size
    options = Options(movies=movies, series=series, users=1, collections=True)
    world, _ = build(options, tmp_path)
    assert (len(world.movies), len(world.series)) == size


def test_ids_of_episodes_and_files_are_unique(tmp_path: Path) -> None:
    world, _ = build(Options(series=25), tmp_path)
    numbers = [episode.id for series in world.series for episode in series.episodes]
    files = {(e.file_id, e.file_name) for e in world.episodes if e.has_file}
    assert len(set(numbers)) == len(numbers) == len(world.episodes)
    assert len({number for number, _ in files}) == len(files)


def test_hearts_lie_on_a_movie_a_series_a_season_and_an_episode(tmp_path: Path) -> None:
    world, catalog = build(Options(), tmp_path)
    loved = [
        catalog.items[item].kind
        for rows in world.watches.values()
        for item, watch in rows.items()
        if watch.favorite
    ]
    assert sorted(loved) == ["Episode", "Movie", "Season", "Series"]


def test_a_collection_is_loved_where_there_is_one(tmp_path: Path) -> None:
    world, catalog = build(Options(collections=True), tmp_path)
    ((collection, members),) = catalog.members.items()
    assert [catalog.items[member].name for member in members] == [
        "Night of the Living Dead",
        "Charade",
    ]
    assert [w.name for w in world.users if world.watch(w.id, collection).favorite] == ["Ada"]


def test_requests_have_every_status_and_several_requesters(tmp_path: Path) -> None:
    world, _ = build(Options(), tmp_path)
    who = {request.requester.name for request in world.requests}
    assert {request.status for request in world.requests} == {1, 2, 3, 4, 5}
    assert who == {"admin", "Ada", "Grace", "Granny Odd"}
    assert [r.name for r in world.requesters if r.user is None] == ["Granny Odd"]


def test_a_requested_series_has_the_tmdb_number_of_a_movie(tmp_path: Path) -> None:
    world, _ = build(Options(), tmp_path)
    movies = {movie.tmdb_id: movie.title for movie in world.movies}
    mixed = [r for r in world.requests if r.kind == "tv" and r.tmdb_id in movies]
    wanted = {r.entry_id for r in world.requests if r.kind == "movie"}
    assert [movies[request.tmdb_id] for request in mixed] == ["Nosferatu"]
    assert not {m.id for m in world.movies if m.title == "Nosferatu"} & wanted


def test_nobody_waits_for_what_leaves_soon(tmp_path: Path) -> None:
    world, catalog = build(Options(), tmp_path)
    for request in world.requests:
        movie = world.movies_by_id.get(request.entry_id)
        if request.kind != "movie" or movie is None or request.status not in {2, 5}:
            continue
        item = next(i for i in catalog.items.values() if i.media is movie)
        plays = [play.at for play in world.plays if play.item_id == item.id]
        if max([movie.file_added, *plays]) > datetime.now(UTC) - timedelta(days=76):
            continue
        assert request.requester.user is not None
        assert world.watch(request.requester.user.id, item.id).last_played is not None


def test_requests_of_a_large_world_depend_on_the_seed_alone(tmp_path: Path) -> None:
    def asked(seed: int, number: int) -> list[tuple[str, int, int]]:
        world, _ = build(Options(movies=80, seed=seed), tmp_path / str(number))
        return [(r.requester.name, r.tmdb_id, r.status) for r in world.requests]

    first = asked(3, 0)
    assert first == asked(3, 1)
    assert len(first) > 20


def test_no_two_media_share_a_folder() -> None:
    names = [f"{folder_name(title.name)} ({title.year})" for title in movies(5000, seeded())]
    assert len({name.lower() for name in names}) == 5000


def test_titles_hold_what_is_hard_on_programs() -> None:
    together = "".join(title.name for title in movies(40, seeded()))
    assert all(hard in together for hard in ("ü", "'", ":", ",", "?", "..."))


def test_invented_series_have_about_fifty_episodes() -> None:
    counts = [sum(title.episodes) for title in series_titles(1000, seeded())]
    assert 45 < sum(counts) / len(counts) < 55


def test_a_poster_is_the_same_for_the_same_title() -> None:
    assert poster("Metropolis", 1927, 120) == poster("Metropolis", 1927, 120)


@pytest.mark.parametrize("title", ["", "Die Büchse der Pandora", "A" * 80, "日本"])
def test_every_title_gets_a_poster(title: str) -> None:
    assert poster(title, None, 80)[0]


async def test_a_folder_with_something_in_it_is_not_used(
    tmp_path: Path, socket_enabled: None
) -> None:
    mine = tmp_path / "mine"
    touch(mine)
    with pytest.raises(ValueError, match="not an empty folder"):
        await Stack(Options(root=tmp_path)).__aenter__()
    assert exists(mine)


async def test_an_empty_folder_is_left_empty(tmp_path: Path, socket_enabled: None) -> None:
    async with Stack(Options(root=tmp_path)) as stack:
        assert stack.root == tmp_path
    assert not any_in(tmp_path)
