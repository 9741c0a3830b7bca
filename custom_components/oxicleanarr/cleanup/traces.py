"""What a Radarr or a Sonarr, and its disk, still have of an entry."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..clients.errors import DiskMissing, NotFound, NotUnderstood
from ..clients.radarr import Radarr
from ..clients.sonarr import Sonarr
from ..library.identity import provider_ids
from ..library.paths import normalise
from .entries import disk_bytes, movie_files, series_files
from .models import FileToGo
from .removed import Part


@dataclass(frozen=True, slots=True)
class Traces:
    """An entry as it is now, as far as a removal is concerned."""

    provider_ids: tuple[str, ...]
    folder: str
    files: tuple[FileToGo, ...]


def provider_number(client: Radarr | Sonarr, part: Part) -> int:
    """Return the TMDB id of a film, or the TVDB id of a series; 0 where its record has none."""
    number = part.record.get("tmdbId" if isinstance(client, Radarr) else "tvdbId")
    return number if isinstance(number, int) else 0


async def read_traces(client: Radarr | Sonarr, part: Part) -> Traces | None:
    """Read an entry by its id; `None` when it is gone, which its provider id must confirm.

    Raises:
        ClientError: As for every request, and when the two ways of asking contradict each other.
    """
    try:
        if isinstance(client, Radarr):
            return await _movie(client, part)
        return await _series(client, part)
    except NotFound:
        pass
    if isinstance(client, Radarr):
        movie = await client.movie_by_tmdb_id(provider_number(client, part))
        again = movie.entry.id if movie else None
    else:
        series = await client.series_by_tvdb_id(provider_number(client, part))
        again = series.entry.id if series else None
    if again == part.entry_id:
        raise NotUnderstood(client.http.server, "an entry that is there and is not")
    return None


async def files_on_disk(
    client: Radarr | Sonarr, part: Part, files: Iterable[FileToGo]
) -> tuple[FileToGo, ...]:
    """Return which of a part's files really lie on the server's disk.

    Raises:
        DiskMissing: None does, and neither does anything else: the disk itself seems not to be there.
        ClientError: As for every request.
    """
    there = {normalise(path) for path in await client.media_files(part.folder)}
    found = tuple(file for file in files if normalise(file.path) in there)
    if not found and not await _is_mounted(client, part):
        raise DiskMissing(part.server)
    return found


async def _is_mounted(client: Radarr | Sonarr, part: Part) -> bool:
    """Return whether a disk without the files is the one that had them, and not what lies under it."""
    root = part.record.get("rootFolderPath")
    if not isinstance(root, str) or not root:
        return False
    if await client.holds_folders(root):
        return True
    known = part.record.get("diskBytes")
    return known is not None and await disk_bytes(client, root) == known


async def _movie(client: Radarr, part: Part) -> Traces:
    movie = (await client.movie(part.entry_id)).entry
    ids = provider_ids(tmdb=movie.tmdb_id, imdb=movie.imdb_id)
    return Traces(ids, movie.path or "", movie_files(client, movie))


async def _series(client: Sonarr, part: Part) -> Traces:
    series = (await client.one_series(part.entry_id)).entry
    files = await series_files(client, series)
    ids = provider_ids(tvdb=series.tvdb_id, imdb=series.imdb_id, tmdb=series.tmdb_id)
    return Traces(ids, series.path or "", files)
