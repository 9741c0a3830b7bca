"""Makes a world from options and a seed: media with a past, people, and real sparse files."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from . import hard_cases, titles
from .asking import ask
from .imports import episode_import, movie_import, sparse_file
from .jellyfin.catalog import Catalog
from .jellyfin.items import Kind, item_id
from .jellyfin_rust.catalog import RustCatalog
from .options import RUST, Options
from .scripted import MOVIE_STORIES, SERIES_STORIES, Story
from .titles import Title, folder_name
from .world import TICKS_PER_SECOND, Episode, Movie, Play, Series, User, World, hex_id

ADMIN_NAME = "admin"
ADMIN_PASSWORD = "popcorn"
_NAMES = ("Ada", "Grace", "Alan", "Hedy", "Linus", "Emmy", "Nikola", "Marie", "Jonas")
_GIB = 1024**3

# TMDB numbers movies and series apart: this is Nosferatu's, too.
_SHARED_TMDB_IDS = {6: 653}


def build(options: Options, root: Path) -> tuple[World, Catalog]:
    """Return a world whose files lie below ``root``, and Jellyfin's scan of it."""
    world = World(root, options.seed, options.same_paths)
    random = Random(options.seed)
    world.users = list(_people(options))
    world.radarr_tags = {1: "4k", 2: "kids", 3: "keep", 4: "documentary"}
    world.sonarr_tags = {1: "kids", 2: "keep", 5: "anime"}
    stories: dict[int, Story] = {}
    for number, title in enumerate(titles.movies(options.movies, random), 1):
        stories[number] = MOVIE_STORIES.get(title.name) or _story(random, options.users)
        world.add_movie(_movie(world, number, title, stories[number]))
    series_stories: dict[int, Story] = {}
    for number, title in enumerate(titles.series(options.series, random), 1):
        series_stories[number] = SERIES_STORIES.get(title.name) or _series_story(
            random, options.users, title
        )
        world.add_series(_series(world, number, title, series_stories[number]))
    _write_files(world)
    catalog = RustCatalog(world) if options.jellyfin_version == RUST else Catalog(world)
    catalog.refresh()
    _Past(world, random).tell(stories, series_stories)
    _restrict_last_user(world, catalog)
    hard_cases.love(world, catalog)
    if options.collections:
        hard_cases.collect(world, catalog)
    ask(world, options)
    return world, catalog


def _people(options: Options) -> list[User]:
    people = [User(hex_id(f"user {ADMIN_NAME}"), ADMIN_NAME, ADMIN_PASSWORD, is_admin=True)]
    for index in range(options.users - 1):
        name = _NAMES[index] if index < len(_NAMES) else f"Guest {index}"
        people.append(User(hex_id(f"user {name}"), name, name.lower()))
    return people


def _restrict_last_user(world: World, catalog: Catalog) -> None:
    """Let the last of several people see the two media libraries only, not what comes later."""
    if len(world.users) > 2:
        world.users[-1].folders = list(catalog.libraries)


def _story(random: Random, users: int) -> Story:
    added = random.uniform(1, 900)
    watched = random.uniform(0.1, added) if random.random() < 0.55 else None
    return Story(
        added,
        round(random.lognormvariate(1.6, 0.8), 2),
        watched,
        random.randrange(users),
        random.choice((100, 100, 100, 100, 35, 72)),
        favorite=watched is not None and random.random() < 0.05,
        tags=tuple(tag for tag in ("4k", "kids", "keep") if random.random() < 0.06),
        more_watchers=random.choice((0, 1, users // 3)),
    )


def _series_story(random: Random, users: int, title: Title) -> Story:
    added = random.uniform(3, 1200)
    total = sum(title.episodes)
    return Story(
        added,
        round(random.lognormvariate(0, 0.6), 2),
        random.uniform(0.1, added) if random.random() < 0.6 else None,
        random.randrange(users),
        random.choice((100, 100, 60)),
        favorite=random.random() < 0.05,
        tags=tuple(tag for tag in ("kids", "keep") if random.random() < 0.06),
        episodes_watched=random.randint(1, total),
        missing=random.choice((0, 0, 0, 2)),
        more_watchers=random.choice((0, 1, users // 3)),
    )


def _tag_ids(tags: dict[int, str], labels: tuple[str, ...]) -> list[int]:
    return [number for number, label in tags.items() if label in labels]


def _movie(world: World, number: int, title: Title, story: Story) -> Movie:
    arrived = world.now() - timedelta(days=story.added_days)
    name = f"{folder_name(title.name)} ({title.year})"
    resolution = "2160p" if "4k" in story.tags else "1080p"
    movie = Movie(
        id=number,
        title=title.name,
        year=title.year,
        tmdb_id=title.number,
        imdb_id=title.imdb_id,
        folder=name,
        file_name=f"{name} Bluray-{resolution}.mkv",
        size_bytes=int(story.size_gb * _GIB),
        added=arrived - timedelta(hours=7),
        file_added=arrived,
        runtime_minutes=title.runtime_minutes,
        genres=title.genres,
        file_id=number,
        tags=_tag_ids(world.radarr_tags, story.tags),
    )
    imported = movie_import(world, movie)
    imported.id = number
    world.radarr_events.append(imported)
    return movie


def _series(world: World, number: int, title: Title, story: Story) -> Series:
    arrived = world.now() - timedelta(days=story.added_days)
    folder = folder_name(title.name)
    if number > len(titles.SERIES):
        folder = f"{folder} ({title.year})"
    episodes: list[Episode] = []
    next_id = len(world.episodes_by_id) + 1
    total = sum(title.episodes)
    for season, count in enumerate(title.episodes, 1):
        for index in range(1, count + 1):
            here = len(episodes) < total - story.missing
            file_name = f"Season {season:02d}/{folder} - S{season:02d}E{index:02d}.mkv"
            episodes.append(
                Episode(
                    id=next_id,
                    series_id=number,
                    season=season,
                    number=index,
                    title=f"Chapter {index}",
                    air_date=date(title.year, 1, 5) + timedelta(days=7 * index),
                    file_name=file_name,
                    size_bytes=int(story.size_gb * _GIB * (1 + index % 5 / 20)),
                    file_added=arrived + timedelta(minutes=index),
                    runtime_minutes=title.runtime_minutes,
                    file_id=next_id if here else 0,
                )
            )
            next_id += 1
    goes_on = hard_cases.goes_on(number)
    if goes_on:
        hard_cases.share_a_file(episodes)
        announced = hard_cases.announced_season(world, episodes[-1], next_id)
        special = hard_cases.undated_special(episodes[0], next_id + len(announced), folder)
        episodes += [*announced, special]
    for episode in episodes:
        if episode.has_file:
            imported = episode_import(world, episode, folder)
            imported.id = episode.id
            world.sonarr_events.append(imported)
    return Series(
        id=number,
        title=title.name,
        year=title.year,
        tvdb_id=title.number,
        tmdb_id=_SHARED_TMDB_IDS.get(number, 0 if number % 4 == 0 else 300_000 + number),
        imdb_id=title.imdb_id,
        folder=folder,
        added=arrived - timedelta(hours=9),
        ended=story.missing == 0 and not goes_on,
        genres=title.genres,
        episodes=episodes,
        tags=_tag_ids(world.sonarr_tags, story.tags),
    )


def _write_files(world: World) -> None:
    """Make the files: as large as they say, but holding nothing, so they take no space."""
    world.movies_dir.mkdir(parents=True, exist_ok=True)
    world.tv_dir.mkdir(parents=True, exist_ok=True)
    for movie in world.movies:
        path = world.movie_path(movie)
        path.parent.mkdir(exist_ok=True)
        sparse_file(path, movie.size_bytes, movie.file_added)
    made: set[Path] = set()
    for episode in world.episodes:
        if not episode.has_file:
            continue
        path = world.episode_path(episode)
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        sparse_file(path, episode.size_bytes, episode.file_added)


class _Past:
    """Tells who watched what."""

    def __init__(self, world: World, random: Random) -> None:
        self._world = world
        self._random = random

    def tell(self, movies: dict[int, Story], series: dict[int, Story]) -> None:
        """Write the watch data, the activity log and everyone's last activity."""
        for movie in self._world.movies:
            self._movie(movie, movies[movie.id])
        for show in self._world.series:
            self._series(show, series[show.id])
        self._world.plays.sort(key=lambda play: play.at, reverse=True)
        for play in self._world.plays:
            user = self._world.user(play.user_id)
            if user is not None and (user.last_activity is None or user.last_activity < play.at):
                user.last_activity = play.at

    def _movie(self, movie: Movie, story: Story) -> None:
        item = item_id(Kind.MOVIE, str(self._world.movie_path(movie)))
        user = self._watcher(story)
        if story.favorite:
            self._world.watch(user.id, item).favorite = True
        if story.watched_days is not None:
            self._watch(user, item, movie, story.watched_days, story.percent)
            for other in self._others(story):
                days = self._random.uniform(story.watched_days, story.added_days)
                self._watch(other, item, movie, days, 100)

    def _series(self, series: Series, story: Story) -> None:
        user = self._watcher(story)
        folder = item_id(Kind.SERIES, str(self._world.series_path(series)))
        if story.favorite:
            self._world.watch(user.id, folder).favorite = True
        if story.watched_days is None:
            return
        watched = [e for e in series.episodes if e.has_file][: story.episodes_watched]
        for back, episode in enumerate(reversed(watched)):
            days = min(story.watched_days + back * 0.8, story.added_days)
            item = item_id(Kind.EPISODE, str(self._world.episode_path(episode)))
            self._watch(user, item, episode, days, story.percent if back == 0 else 100)
            for other in self._others(story):
                self._watch(other, item, episode, (days + story.added_days) / 2, 100)

    def _watcher(self, story: Story) -> User:
        return self._world.users[story.watcher % len(self._world.users)]

    def _others(self, story: Story) -> list[User]:
        """Return who else watched it: the people after the watcher, everyone once."""
        users = self._world.users
        count = min(story.more_watchers, len(users) - 1)
        return [users[(story.watcher + step) % len(users)] for step in range(1, count + 1)]

    def _watch(
        self, user: User, item: str, media: Movie | Episode, days: float, percent: int
    ) -> None:
        at = self._world.now() - timedelta(days=days)
        watch = self._world.watch(user.id, item)
        watch.play_count = self._random.choice((1, 1, 1, 2))
        watch.last_played = at
        watch.played = percent >= 90
        if not watch.played:
            ticks = media.runtime_minutes * 60 * TICKS_PER_SECOND
            watch.position_ticks = ticks * percent // 100
        self._world.plays.append(Play(user.id, item, media.title, at))
