"""Radarr's and Sonarr's entries, read again right before they are touched."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ..clients.arr import Arr, QueueItem, Whole
from ..clients.errors import ClientError, NotFound, NotUnderstood, ServerRemoved
from ..clients.radarr import Movie, Radarr, movie_record
from ..clients.rows import Rows
from ..clients.sonarr import Episode, Import, Series, Sonarr, series_record
from ..library.facts import UNKNOWN, Fact, latest, read_air_date, read_date, total
from ..library.managed import HISTORY, disk_of, movie_copy, series_copy, tag_labels
from ..library.models import Copy
from ..library.paths import normalise
from .evidence import EntrySeen
from .models import FileToGo, Removal

# What changes which files an entry has, or where they lie (Radarr 5 and 6, Sonarr 4).
_MOVING: Final = frozenset(
    {
        "RefreshMovie",
        "RescanMovie",
        "RescanFolders",
        "MoveMovie",
        "BulkMoveMovie",
        "RenameMovie",
        "RenameFiles",
        "RefreshSeries",
        "RescanSeries",
        "MoveSeries",
        "BulkMoveSeries",
        "RenameSeries",
        "DownloadedMoviesScan",
        "DownloadedEpisodesScan",
        "ManualImport",
    }
)


class EntryGoneError(Exception):
    """A Radarr or Sonarr no longer has an entry; `server` is the name that people gave it."""

    def __init__(self, server: str) -> None:
        """Remember which server it was."""
        super().__init__(server)
        self.server = server


@dataclass(frozen=True, slots=True)
class Arrs:
    """The household's Radarrs and Sonarrs, with the names that people gave them, by their ids."""

    clients: Mapping[str, Radarr | Sonarr]
    names: Mapping[str, str]

    def client(self, source_id: str) -> Radarr | Sonarr:
        """Return a server.

        Raises:
            ServerRemoved: It is no longer set up.
        """
        if source_id not in self.clients:
            raise ServerRemoved(self.name(source_id))
        return self.clients[source_id]

    def name(self, source_id: str) -> str:
        """Return what people call a server."""
        return self.names.get(source_id, source_id)

    async def seen(
        self, copy: Copy, leaving_files: frozenset[int], removal: Removal, now: datetime
    ) -> EntrySeen:
        """Read an entry again, with all that its removal depends on.

        `leaving_files` are the episode files that leave; empty when the whole entry does.

        Raises:
            EntryGoneError: The server no longer has it.
            ClientError: The server failed, or its answers do not fit together.
        """
        client = self.client(copy.source_id)
        try:
            if isinstance(client, Radarr):
                movie = await client.movie(copy.entry_id)
            else:
                series = await client.one_series(copy.entry_id)
        except NotFound:
            raise EntryGoneError(self.name(copy.source_id)) from None
        if isinstance(client, Radarr):
            return await _seen_movie(client, movie, copy, removal, now)
        return await _seen_series(client, series, copy, leaving_files, removal, now)

    async def busy(self) -> list[str]:
        """Return the names of the servers that are scanning, moving or importing files now.

        Raises:
            ClientError: A server failed, or tells of work that nobody understands.
        """
        names = []
        for source_id, client in self.clients.items():
            commands = whole_list(client, await client.commands())
            if any(command.running and command.name in _MOVING for command in commands):
                names.append(self.name(source_id))
        return names

    async def bins(self) -> Mapping[str, bool]:
        """Return which servers have a recycle bin, by their ids; those that do not tell are left out."""
        found = {}
        for source_id, client in self.clients.items():
            with suppress(ClientError):
                found[source_id] = (await client.recycle_bin()).exists
        return found


async def _seen_movie(
    client: Radarr, whole: Whole[Movie], copy: Copy, removal: Removal, now: datetime
) -> EntrySeen:
    labels = tag_labels((await client.tags()).rows)
    downloading = _downloading(await client.queue({copy.entry_id}))
    files = movie_files(client, whole.entry)
    return EntrySeen(
        copy=movie_copy(whole.entry, copy.source_id, labels, now),
        monitored=whole.entry.monitored,
        record={**movie_record(whole.raw), **await _disk(client, whole.entry.root_folder_path)},
        file_ids=_ids(files),
        episode_ids=frozenset(),
        files_seen=await _files_seen(client, whole.entry.path or "", files, removal),
        downloading=downloading,
        has_bin=await _has_bin(client, removal),
        size_bytes=_size(files, removal),
        files=files,
    )


async def _seen_series(
    client: Sonarr,
    whole: Whole[Series],
    copy: Copy,
    leaving_files: frozenset[int],
    removal: Removal,
    now: datetime,
) -> EntrySeen:
    labels = tag_labels((await client.tags()).rows)
    downloading = _downloading(await client.queue({copy.entry_id}))
    imports = whole_list(client, await client.imports_of(copy.entry_id))
    episodes = whole_list(client, await client.episodes(copy.entry_id))
    every_file = await series_files(client, whole.entry, episodes)
    files = tuple(file for file in every_file if not leaving_files or file.id in leaving_files)
    leaving = {number for file in files for number in file.episode_ids}
    imported = latest((copy.added, *_imports(imports, now)))
    record = series_record(whole.raw) | await _disk(client, whole.entry.root_folder_path)
    record |= (
        _episodes_of(episodes, leaving, now)
        if leaving_files
        else _exceptions(whole.entry, episodes)
    )
    return EntrySeen(
        copy=series_copy(whole.entry, copy.source_id, labels, imported, now),
        monitored=(
            any(row.monitored for row in episodes if row.id in leaving)
            if leaving_files
            else whole.entry.monitored
        ),
        record=record,
        file_ids=_ids(files),
        episode_ids=frozenset(leaving),
        files_seen=await _files_seen(client, whole.entry.path or "", files, removal),
        downloading=downloading,
        has_bin=await _has_bin(client, removal),
        size_bytes=_size(files, removal),
        files=files,
    )


def movie_files(client: Radarr, movie: Movie) -> tuple[FileToGo, ...]:
    """Return a movie's one file, or none.

    Raises:
        NotUnderstood: Radarr tells of a file without saying which.
    """
    file = movie.movie_file
    if file is None or not file.path:
        if movie.has_file:
            raise NotUnderstood(client.http.server, "a movie whose file is missing")
        return ()
    return (FileToGo(id=file.id, path=file.path, size_bytes=file.size),)


async def series_files(
    client: Sonarr, series: Series, episodes: Iterable[Episode] | None = None
) -> tuple[FileToGo, ...]:
    """Read the files of a series, each with its episodes.

    Raises:
        NotUnderstood: Series, episodes and files tell of different files.
        ClientError: As for every request.
    """
    if episodes is None:
        episodes = whole_list(client, await client.episodes(series.id))
    holding: dict[int, list[int]] = {}
    for episode in episodes:
        if episode.has_file and episode.episode_file_id:
            holding.setdefault(episode.episode_file_id, []).append(episode.id)
    found = {file.id: file for file in whole_list(client, await client.episode_files(series.id))}
    told = series.statistics.episode_file_count if series.statistics else 0
    if found.keys() != holding.keys() or len(found) != told:
        raise NotUnderstood(
            client.http.server, "a series whose files are not those of its episodes"
        )
    if any(file.series_id != series.id or not file.path for file in found.values()):
        raise NotUnderstood(client.http.server, "files of another series")
    return tuple(
        FileToGo(
            id=file.id,
            path=file.path or "",
            size_bytes=file.size,
            episode_ids=tuple(holding[file.id]),
        )
        for file in found.values()
    )


def whole_list[T](client: Arr, rows: Rows[T]) -> tuple[T, ...]:
    """Return the rows of a list.

    Raises:
        NotUnderstood: Some are missing, or of another shape.
    """
    if rows.skipped or not rows.complete:
        raise NotUnderstood(client.http.server, "a list with rows of another shape")
    return rows.rows


def _episodes_of(
    episodes: Iterable[Episode], leaving: set[int], now: datetime
) -> dict[str, object]:
    """Return what the monitoring of the touched seasons was, and which of them lose their last file."""
    rows = list(episodes)
    touched = {row.season_number for row in rows if row.id in leaving}
    return {
        "episodes": [_monitoring(row) for row in rows if row.season_number in touched],
        "emptiedSeasons": [
            season
            for season in sorted(touched)
            if all(
                row.id in leaving if row.has_file else _aired(row, now)
                for row in rows
                if row.season_number == season
            )
        ],
    }


def _exceptions(series: Series, episodes: Iterable[Episode]) -> dict[str, object]:
    """Return the episodes that are not monitored like their season: those that are added again would be.

    And those that are there.
    """
    seasons = {season.season_number: season.monitored for season in series.seasons}
    rows = list(episodes)
    return {
        "episodes": [
            _monitoring(row) for row in rows if row.monitored != seasons.get(row.season_number)
        ],
        "held": [[row.season_number, row.episode_number] for row in rows if row.has_file],
    }


def _imports(rows: Iterable[Import], now: datetime) -> Iterator[datetime]:
    """Yield when files came, as far back as the sync has looked: the plan knows of no older ones."""
    for row in rows:
        date = read_date(row.date, now)
        if isinstance(date, datetime) and date > now - HISTORY:
            yield date


def _monitoring(episode: Episode) -> dict[str, object]:
    return {
        "id": episode.id,
        "seasonNumber": episode.season_number,
        "episodeNumber": episode.episode_number,
        "monitored": episode.monitored,
    }


def _aired(episode: Episode, now: datetime) -> bool:
    aired = read_air_date(episode.air_date_utc or episode.air_date)
    return aired is not None and aired is not UNKNOWN and aired <= now


async def _disk(client: Arr, root: str | None) -> dict[str, object]:
    """Return how large the disk is: what it is recognised by when nothing is left on it."""
    return {"diskBytes": await disk_bytes(client, root)}


async def disk_bytes(client: Arr, root: object) -> int | None:
    """Return the size of the disk that holds a root folder; `None` when the server does not see it.

    Raises:
        ClientError: As for every request.
    """
    if not isinstance(root, str) or not root:
        return None
    disk = disk_of(root, await client.disk_space())
    return disk.total_space if disk else None


def _ids(files: Iterable[FileToGo]) -> frozenset[int]:
    return frozenset(file.id for file in files)


def _downloading(rows: Rows[QueueItem]) -> Fact[bool]:
    if rows.rows:
        return True
    return UNKNOWN if rows.skipped else False


async def _files_seen(
    client: Arr, folder: str, files: Iterable[FileToGo], removal: Removal
) -> Fact[bool]:
    if removal is Removal.UNMONITOR:
        return None
    there = {normalise(path) for path in await client.media_files(folder)}
    return all(normalise(file.path) in there for file in files)


async def _has_bin(client: Arr, removal: Removal) -> Fact[bool]:
    return None if removal is Removal.UNMONITOR else (await client.recycle_bin()).exists


def _size(files: tuple[FileToGo, ...], removal: Removal) -> Fact[int]:
    """Return how much goes; a file whose size nobody tells, or as nonsense, makes it unknown."""
    if removal is Removal.UNMONITOR:
        return 0
    sizes = [file.size_bytes or 0 for file in files]
    return total((0, *(size if size > 0 else UNKNOWN for size in sizes)))
