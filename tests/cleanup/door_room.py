"""A room to remove things in: real clients, simulated servers, real files."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, override

import aiohttp
from yarl import URL

from custom_components.oxicleanarr.cleanup.door import Door
from custom_components.oxicleanarr.cleanup.entries import Arrs
from custom_components.oxicleanarr.cleanup.models import CleanupSettings, Mode, Removal
from custom_components.oxicleanarr.cleanup.removal import begin
from custom_components.oxicleanarr.cleanup.removed import Part, Removed, Stage
from custom_components.oxicleanarr.cleanup.undo import Undo
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.sonarr import Sonarr
from custom_components.oxicleanarr.library.managed import read_radarr, read_sonarr
from custom_components.oxicleanarr.library.models import Copy, Kind
from simulator import Stack
from simulator.world import Movie, Series
from tests.builders import a_medium

from .removal_room import POLLS, RemovalRoom, candidate


class Counting:
    """Counts what was asked to be deleted."""

    def __init__(self) -> None:
        self.deletions: list[str] = []


class CountingRadarr(Radarr):
    counting: Counting

    @override
    async def delete_movie(self, movie_id: int, *, delete_files: bool, exclude: bool) -> None:
        self.counting.deletions.append(f"movie {movie_id}")
        await super().delete_movie(movie_id, delete_files=delete_files, exclude=exclude)

    @override
    async def delete_movie_file(self, file_id: int) -> None:
        self.counting.deletions.append(f"movie file {file_id}")
        await super().delete_movie_file(file_id)


class CountingSonarr(Sonarr):
    counting: Counting

    @override
    async def delete_series(self, series_id: int, *, delete_files: bool, exclude: bool) -> None:
        self.counting.deletions.append(f"series {series_id}")
        await super().delete_series(series_id, delete_files=delete_files, exclude=exclude)

    @override
    async def delete_episode_file(self, file_id: int) -> None:
        self.counting.deletions.append(f"episode file {file_id}")
        await super().delete_episode_file(file_id)


@dataclass
class State:
    """Everything that a removal could change, as it really is."""

    files: set[Path]
    movies: dict[int, tuple[bool, int]]
    series: dict[int, tuple[bool, frozenset[int]]]
    episodes: dict[int, tuple[bool, int]]
    series_of: dict[int, int]


class Room(RemovalRoom):
    """A household's Radarr and Sonarr with all that cleaning up needs."""

    def __init__(self, stack: Stack, session: aiohttp.ClientSession) -> None:
        super().__init__(stack)
        self.counting = Counting()
        self.radarr = CountingRadarr(session, URL(stack.radarr.url), stack.radarr.api_key)
        self.sonarr = CountingSonarr(session, URL(stack.sonarr.url), stack.sonarr.api_key)
        self.radarr.counting = self.sonarr.counting = self.counting
        self.arrs = Arrs(
            {"radarr": self.radarr, "sonarr": self.sonarr},
            {"radarr": "My Radarr", "sonarr": "My Sonarr"},
        )
        self.undo = Undo(self.arrs, polls_seconds=POLLS)

    @property
    @override
    def door(self) -> Door:
        return Door(self.arrs, self.clock, polls_seconds=POLLS)

    def film(self, number: int = 1) -> Movie:
        return self.stack.world.movies_by_id[number]

    def serial(self, number: int = 4) -> Series:
        return self.stack.world.series_by_id[number]

    async def copy(self, kind: Kind, entry_id: int) -> Copy:
        """Return a copy as a sync reads it."""
        if kind is Kind.MOVIE:
            media = await read_radarr(self.radarr, "radarr", self.clock())
        else:
            media = await read_sonarr(self.sonarr, "sonarr", self.clock())
        return next(copy for copy in media.copies if copy.entry_id == entry_id)

    async def begun(
        self,
        kind: Kind,
        entry_id: int,
        removal: Removal = Removal.DELETE,
        files: Iterable[int] = (),
        **choices: Any,
    ) -> Removed:
        """Return a removal that is about to begin."""
        copy = await self.copy(kind, entry_id)
        leaving = frozenset(files)
        seen = await self.arrs.seen(copy, leaving, removal, self.clock())
        medium = a_medium(f"{kind}:1", title=copy.title, copies=(copy,))
        return begin(
            removal_id="removal",
            run_id="run",
            candidate=candidate(medium, leaving),
            entries=[(self.arrs.name(copy.source_id), seen)],
            settings=CleanupSettings(removal=removal, **choices),
            mode=Mode.AUTOMATIC,
            approved_by=None,
            now=self.clock(),
        )

    def state(self) -> State:
        world = self.stack.world
        return State(
            files={path for path in (self.stack.root / "media").rglob("*") if path.is_file()},
            movies={movie.id: (movie.monitored, movie.file_id) for movie in world.movies},
            series={
                series.id: (series.monitored, frozenset(series.unmonitored_seasons))
                for series in world.series
            },
            episodes={row.id: (row.monitored, row.file_id) for row in world.episodes},
            series_of={row.id: row.series_id for row in world.episodes},
        )

    def small_serial(self) -> Series:
        """Make of the first series one with a season that is over and one that goes on.

        Of the first season two episodes share a file, and a third has its own; nobody looks for the
        third. Of the second one episode is there, and one is to come.
        """
        world = self.stack.world
        series = world.series_by_id[1]
        for path in (world.episode_path(episode) for episode in series.episodes):
            path.unlink(missing_ok=True)
        for episode in series.episodes[5:]:
            del world.episodes_by_id[episode.id]
        series.episodes = series.episodes[:5]
        today = self.clock().date()
        for number, episode in enumerate(series.episodes):
            episode.season = 1 if number < 3 else 2
            episode.number = number + 1
            episode.file_name = f"Season {episode.season}/{number + 1}.mkv"
            episode.air_date = today - timedelta(days=400 - number)
        shared, partner, third, _, coming = series.episodes
        partner.file_id, partner.file_name = shared.file_id, shared.file_name
        third.monitored = False
        coming.file_id, coming.file_name = 0, ""
        coming.air_date = today + timedelta(days=7)
        for episode in series.episodes[:4]:
            path = world.episode_path(episode)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        world.touch()
        return series

    def real(self, path: str) -> Path:
        """Return where a path of Radarr's or Sonarr's really is."""
        world = self.stack.world
        for shown, real in (
            (world.radarr_root, world.movies_dir),
            (world.sonarr_root, world.tv_dir),
        ):
            if path.startswith(f"{shown}/"):
                return real / path.removeprefix(f"{shown}/")
        raise LookupError(path)


def wrong(before: State, after: State, room: Room, removed: Removed) -> list[str]:
    """Return where the journal and the world disagree, and what has changed that is nobody's business."""
    [part] = removed.parts
    begun = {file.id: room.real(file.path) for file in part.files}
    found = []
    lost = before.files - after.files
    gone = {room.real(file.path) for file in part.files} if part.stage is Stage.DELETED else set()
    if removed.stage.open or (part.stage.open and part.stage is not Stage.DELETED):
        found.append(f"still {removed.stage}, {part.stage}")
    if lost != gone:
        found.append(f"lost {sorted(map(str, lost))} but the journal says {sorted(map(str, gone))}")
    found += _others(before, after, part)
    mine = _mine(before, part), _mine(after, part)
    whole = part.whole and removed.removal is Removal.DELETE
    match part.stage:
        case Stage.ABANDONED:
            if mine[0] != mine[1]:
                found.append(f"abandoned, and {mine[0]} became {mine[1]}")
        case Stage.FINISHED:
            if (
                removed.removal is not Removal.UNMONITOR
                or mine[1] is None
                or any_monitored(mine[1], part)
            ):
                found.append("finished, and still monitored")
        case Stage.DELETED if whole:
            if mine[1] is not None:
                found.append("deleted, and still there")
        case Stage.DELETED:
            if mine[1] is None or any_monitored(mine[1], part):
                found.append("files deleted, and looked for again")
        case Stage.FILES_STAYED:
            if (whole and mine[1] is not None) or not all(path.exists() for path in begun.values()):
                found.append("files stayed, or did they?")
    repeated = [name for name, times in Counter(room.counting.deletions).items() if times > 1]
    return found + [f"{name} deleted again" for name in repeated]


@dataclass
class Mine:
    """The entry that a removal is about."""

    monitored: bool
    unmonitored_seasons: frozenset[int]
    episodes: dict[int, tuple[bool, int]]
    file_id: int


def any_monitored(mine: Mine, part: Part) -> bool:
    if part.whole:
        return mine.monitored
    return any(mine.episodes[number][0] for number in part.episode_ids)


def _mine(state: State, part: Part) -> Mine | None:
    if part.source_id == "radarr":
        if part.entry_id not in state.movies:
            return None
        monitored, file_id = state.movies[part.entry_id]
        return Mine(monitored, frozenset(), {}, file_id)
    if part.entry_id not in state.series:
        return None
    monitored, seasons = state.series[part.entry_id]
    rows = {n: row for n, row in state.episodes.items() if state.series_of[n] == part.entry_id}
    return Mine(monitored, seasons, rows, 0)


def _others(before: State, after: State, part: Part) -> list[str]:
    mine = part.source_id, part.entry_id
    return [
        *(
            f"movie {n}"
            for n, row in before.movies.items()
            if ("radarr", n) != mine and after.movies.get(n) != row
        ),
        *(
            f"series {n}"
            for n, row in before.series.items()
            if ("sonarr", n) != mine and after.series.get(n) != row
        ),
        *(
            f"episode {n}"
            for n, row in before.episodes.items()
            if ("sonarr", before.series_of[n]) != mine and after.episodes.get(n) != row
        ),
    ]
