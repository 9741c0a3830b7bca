"""A small random household: its options, its media with a past, and what is special about its disks."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from simulator import Options, Stack
from simulator.imports import episode_import, movie_import, sparse_file
from simulator.radarr import Radarr
from simulator.titles import MOVIES, SERIES, Title, folder_name
from simulator.world import Episode, Movie, Series, World

from .truth import ARRS

BRAKE = "binary_sensor.backup"
_GB = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """What was drawn; everything else follows from the seed."""

    movie_days: int = 20
    series_days: int = 30
    window_days: int = 2
    removal: str = "delete"
    exclude: bool = True
    max_items: int = 3
    max_gigabytes: int = 60
    max_share_percent: int = 25
    only_while_idle: bool = True
    displays: tuple[str, ...] = ()
    max_episodes: int | None = None
    second_radarr: bool = False
    seerr: bool = True
    bins: frozenset[str] = field(default_factory=frozenset)
    shared_folders: bool = False
    films: int = 9
    series: int = 3
    jellyfin_version: str = "10.11"
    oxicleanarr: str | None = None

    def stack_options(self, root: Path) -> Options:
        """Return the servers, which begin empty."""
        return Options(
            movies=0,
            series=0,
            users=3,
            second_radarr=self.second_radarr,
            jellyfin_version=self.jellyfin_version,
            oxicleanarr=self.oxicleanarr,
            root=root,
        )

    def options(self, stack: Stack) -> dict[str, Any]:
        """Return the options of the config entry."""
        return {
            "movie_retention": f"{self.movie_days}d",
            "series_retention": f"{self.series_days}d",
            "retention_base": "last_watched_or_added",
            "unwatched": "added",
            "window_days": self.window_days,
            "displays": list(self.displays),
            "base_path": str(stack.root / "media" / "leaving-soon"),
            "removal": self.removal,
            "exclude": self.exclude,
            "max_items": self.max_items,
            "max_gigabytes": self.max_gigabytes,
            "max_share_percent": self.max_share_percent,
            "only_while_idle": self.only_while_idle,
            "brake_entities": [BRAKE],
        }


def draw(random: Random) -> Household:
    """Draw a household."""
    second = random.random() < 0.4
    return Household(
        movie_days=random.choice((10, 20)),
        series_days=random.choice((15, 30)),
        window_days=random.choice((1, 2, 3)),
        removal=random.choice(
            ("delete", "delete", "delete", "delete_files", "delete_files", "unmonitor")
        ),
        exclude=random.random() < 0.7,
        max_items=random.choice((1, 3, 10)),
        max_gigabytes=random.choice((15, 60, 500)),
        max_share_percent=random.choice((5, 25, 25)),
        only_while_idle=random.random() < 0.7,
        displays=random.choice(((), (), ("libraries",), ("collection",))),
        max_episodes=random.choice((None, None, 3)),
        second_radarr=second,
        seerr=random.random() < 0.5,
        bins=frozenset(name for name in ARRS if random.random() < 0.8),
        shared_folders=random.random() < 0.3,
        films=random.randint(5, 12),
        series=random.randint(1, 3),
    )


def furnish(stack: Stack, household: Household, random: Random) -> None:
    """Give the servers of a household its media, and the people a past."""
    titles = random.sample(MOVIES, household.films)
    films = [_film(stack.world, number, title, random) for number, title in enumerate(titles, 1)]
    if household.shared_folders:
        _share_folders(films, random)
    for film in films:
        _shelve(stack.radarr, film)
    if stack.second_radarr is not None:
        for number, title in enumerate(random.sample(titles, 3), 1):
            _shelve(stack.second_radarr, _film(stack.second_radarr.world, number, title, random))
    for number, title in enumerate(random.sample(SERIES, household.series), 1):
        _shelve_series(stack, number, title, random)
    for arr in stack.arrs:
        arr.disk.recycling = arr.name in household.bins
    stack.catalog.refresh()
    _remember(stack, [title.name for title in titles], random)


def _film(
    world: World, number: int, title: Title, random: Random, arrived: datetime | None = None
) -> Movie:
    name = f"{folder_name(title.name)} ({title.year})"
    arrived = arrived or world.now() - timedelta(days=random.uniform(1, 60))
    return Movie(
        id=number,
        title=title.name,
        year=title.year,
        tmdb_id=title.number,
        imdb_id=title.imdb_id,
        folder=name,
        file_name=f"{name}.mkv",
        size_bytes=int(random.uniform(1, 20) * _GB),
        added=arrived - timedelta(hours=1),
        file_added=arrived,
        runtime_minutes=title.runtime_minutes,
        genres=title.genres,
        file_id=number,
        monitored=random.random() < 0.8,
    )


def _share_folders(films: list[Movie], random: Random) -> None:
    """Put a film into another's folder, and one below another's."""
    host, guest, lodger = random.sample(films, 3)
    guest.folder = host.folder
    lodger.folder = f"{host.folder}/{lodger.folder}"


def shelve_new_film(radarr: Radarr, number: int, title: Title, random: Random) -> None:
    """Give a Radarr one more film, which arrives just now."""
    _shelve(radarr, _film(radarr.world, number, title, random, radarr.world.now()))


def _shelve(radarr: Radarr, film: Movie) -> None:
    radarr.world.add_movie(film)
    path = radarr.world.movie_path(film)
    path.parent.mkdir(parents=True, exist_ok=True)
    sparse_file(path, film.size_bytes, film.file_added)
    radarr.history.add(movie_import(radarr.world, film))


def _shelve_series(stack: Stack, number: int, title: Title, random: Random) -> None:
    world = stack.world
    folder = folder_name(title.name)
    arrived = world.now() - timedelta(days=random.uniform(2, 70))
    series = Series(
        id=number,
        title=title.name,
        year=title.year,
        tvdb_id=title.number,
        tmdb_id=0,
        imdb_id=title.imdb_id,
        folder=folder,
        added=arrived - timedelta(hours=1),
        ended=random.random() < 0.5,
        genres=title.genres,
        episodes=list(_episodes(world, number, folder, random)),
        monitored=random.random() < 0.8,
    )
    for episode in series.episodes:
        episode.file_added = arrived
    world.add_series(series)
    for episode in series.episodes:
        path = world.episode_path(episode)
        path.parent.mkdir(parents=True, exist_ok=True)
        sparse_file(path, episode.size_bytes, episode.file_added)
        stack.sonarr.history.add(episode_import(world, episode, folder))


def _episodes(world: World, series_id: int, folder: str, random: Random) -> Iterable[Episode]:
    first_aired = world.now().date() - timedelta(days=random.randint(80, 400))
    number = 100 * series_id
    for season in range(1, random.randint(1, 2) + 1):
        for index in range(1, random.randint(2, 4) + 1):
            number += 1
            yield Episode(
                id=number,
                series_id=series_id,
                season=season,
                number=index,
                title=f"Chapter {index}",
                air_date=first_aired + timedelta(days=7 * (number % 100)),
                file_name=f"Season {season:02d}/{folder} - S{season:02d}E{index:02d}.mkv",
                size_bytes=int(random.uniform(0.3, 2) * _GB),
                file_added=world.now(),
                runtime_minutes=25,
                file_id=number,
                monitored=random.random() < 0.9,
            )


def _remember(stack: Stack, titles: list[str], random: Random) -> None:
    """Let people have watched things, stopped in the middle of a few, and love some."""
    for title in [*titles, *(series.title for series in stack.world.series)]:
        if random.random() < 0.4:
            user = random.choice(stack.world.users)
            percent = random.choice((100, 100, 100, 100, 40))
            days = random.uniform(5, 50)
            stack.play(title, user=user.name, days_ago=days, position_percent=percent)
        if random.random() < 0.06:
            stack.favorite(title, user=random.choice(stack.world.users).name)
