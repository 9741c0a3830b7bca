"""How things really are at the servers and on the disks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.chaos.truth import Owned, Place, Print, entries_of, print_of
from simulator import Stack
from simulator.world import Movie, Series

from .cases import Case


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
    for one in entries_of(stack):
        entry = one.entry
        if isinstance(entry, Movie):
            owned[one.place] = {str(path): frozenset() for path in one.files.values()}
            monitoring[one.place] = Monitoring(entry.monitored)
            continue
        holding: dict[str, set[int]] = {}
        for episode in entry.episodes:
            if episode.has_file:
                path = str(one.arr.world.episode_path(episode))
                holding.setdefault(path, set()).add(episode.id)
        owned[one.place] = {path: frozenset(ids) for path, ids in holding.items()}
        monitoring[one.place] = Monitoring(
            entry.monitored,
            frozenset(entry.unmonitored_seasons),
            {episode.id: episode.monitored for episode in entry.episodes},
        )
    return Truth(files_of(stack), owned, monitoring)


def files_of(stack: Stack) -> dict[str, Print]:
    """Return all media files on the disks."""
    return {
        str(path): print_of(path)
        for path in _paths(stack)
        if path.is_file() and not path.is_symlink()
    }


def links_of(stack: Stack) -> dict[str, str]:
    """Return the links below the media's folder, and where they lead."""
    return {str(path): str(path.readlink()) for path in _paths(stack) if path.is_symlink()}


def leaving(stack: Stack, case: Case) -> dict[Place, frozenset[str]]:
    """Return which files of which entries go in a run, told from the servers alone."""
    found: dict[Place, frozenset[str]] = {}
    for one in _copies(stack, case):
        world, entry = one.arr.world, one.entry
        if isinstance(entry, Movie):
            found[one.place] = frozenset({str(world.movie_path(entry))})
            continue
        newest = sorted(entry.episodes, key=lambda one: (one.season, one.number))
        going = newest[: -case.max_episodes] if case.max_episodes else newest
        found[one.place] = frozenset(str(world.episode_path(episode)) for episode in going)
    return found


def described(stack: Stack, case: Case) -> dict[str, list[object]]:
    """Return how every server has the medium that leaves, by the servers' names: all but ids and dates."""
    found: dict[str, list[object]] = {arr.name: [] for arr in stack.arrs}
    for one in _copies(stack, case):
        found[one.arr.name].append(_description(one.entry))
    return found


def _copies(stack: Stack, case: Case) -> Iterable[Owned]:
    """Return the entries of the medium that leaves."""
    return (one for one in entries_of(stack) if one.entry.title == case.title)


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
