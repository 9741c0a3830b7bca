"""How things really are at the servers and on the disks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from simulator import Stack
from simulator.radarr import Radarr
from simulator.world import Movie, Series

from .cases import Case

type Place = tuple[str, int]
"""An entry: a server's name, and the id there."""
type Print = tuple[int, int, int]
"""What a file is known by: inode, size in bytes, and the time of its last change."""


@dataclass(frozen=True, slots=True)
class Monitoring:
    """What a server looks for by itself of one entry; films have neither seasons nor episodes."""

    entry: bool
    silent_seasons: frozenset[int] = frozenset()
    episodes: Mapping[int, bool] | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """The media of a stack at one moment."""

    files: Mapping[str, Print]
    owned: Mapping[Place, Mapping[str, frozenset[int]]]
    """The files that the entries say they have, each with the episodes in it."""
    monitoring: Mapping[Place, Monitoring]


def truth_of(stack: Stack) -> Truth:
    """Look at all entries and all files."""
    owned: dict[Place, dict[str, frozenset[int]]] = {}
    monitoring: dict[Place, Monitoring] = {}
    for arr in stack.arrs:
        world = arr.world
        if isinstance(arr, Radarr):
            for movie in world.movies:
                place = (arr.name, movie.id)
                path = str(world.movie_path(movie))
                owned[place] = {path: frozenset()} if movie.has_file else {}
                monitoring[place] = Monitoring(movie.monitored)
            continue
        for series in world.series:
            place = (arr.name, series.id)
            holding: dict[str, set[int]] = {}
            for episode in series.episodes:
                if episode.has_file:
                    holding.setdefault(str(world.episode_path(episode)), set()).add(episode.id)
            owned[place] = {path: frozenset(ids) for path, ids in holding.items()}
            monitoring[place] = Monitoring(
                series.monitored,
                frozenset(series.unmonitored_seasons),
                {episode.id: episode.monitored for episode in series.episodes},
            )
    return Truth(files_of(stack), owned, monitoring)


def files_of(stack: Stack) -> dict[str, Print]:
    """Return all media files on the disks."""
    return {
        str(path): _print(path)
        for path in _paths(stack)
        if path.is_file() and not path.is_symlink()
    }


def links_of(stack: Stack) -> dict[str, str]:
    """Return the links below the media's folder, and where they lead."""
    return {str(path): str(path.readlink()) for path in _paths(stack) if path.is_symlink()}


def leaving(stack: Stack, case: Case) -> dict[Place, frozenset[str]]:
    """Return which files of which entries go in a run, told from the servers alone."""
    found: dict[Place, frozenset[str]] = {}
    for arr in stack.arrs:
        world = arr.world
        if isinstance(arr, Radarr):
            for movie in world.movies:
                if movie.title == case.title:
                    found[arr.name, movie.id] = frozenset({str(world.movie_path(movie))})
            continue
        for series in world.series:
            if series.title == case.title:
                newest = sorted(series.episodes, key=lambda one: (one.season, one.number))
                going = newest[: -case.max_episodes] if case.max_episodes else newest
                paths = (str(world.episode_path(episode)) for episode in going)
                found[arr.name, series.id] = frozenset(paths)
    return found


def described(stack: Stack, case: Case) -> dict[str, list[object]]:
    """Return how every server has the medium that leaves, by the servers' names: all but ids and dates."""
    found: dict[str, list[object]] = {}
    for arr in stack.arrs:
        media = arr.world.movies if isinstance(arr, Radarr) else arr.world.series
        found[arr.name] = [_description(one) for one in media if one.title == case.title]
    return found


def _description(medium: Movie | Series) -> object:
    common = (
        medium.folder,
        medium.monitored,
        sorted(medium.tags),
        medium.quality_profile_id,
    )
    if isinstance(medium, Movie):
        return *common, medium.minimum_availability
    episodes = [(one.season, one.number, one.monitored) for one in medium.episodes]
    silent = medium.unmonitored_seasons.intersection(medium.seasons)
    return *common, sorted(silent), sorted(episodes)


def _paths(stack: Stack) -> Iterable[Path]:
    for folder, folders, names in (stack.root / "media").walk():
        yield from (folder / name for name in (*folders, *names))


def _print(path: Path) -> Print:
    stat = path.stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns
