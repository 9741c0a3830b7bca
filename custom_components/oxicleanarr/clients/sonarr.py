"""Sonarr's API (v3, Sonarr 4), reading only."""

import aiohttp
import msgspec
from yarl import URL

from .arr import Arr, Wire
from .http import HEAVY_SECONDS
from .rows import NumberId, Rows


class SeriesStatistics(Wire, frozen=True):
    """Counts over a series; `episode_count` is aired and monitored, or with file; size in bytes."""

    episode_file_count: int = 0
    episode_count: int = 0
    size_on_disk: int | None = None


class Series(Wire, frozen=True):
    """A series; `year` and `tvdb_id` are 0 where unknown, `added` is the entry's date, not a file's."""

    id: NumberId
    title: str = ""
    year: int = 0
    tvdb_id: int = 0
    tmdb_id: int | None = None
    imdb_id: str | None = None
    path: str | None = None
    added: str | None = None
    status: str | None = None
    ended: bool | None = None
    monitored: bool = False
    tags: list[int] = msgspec.field(default_factory=list)
    root_folder_path: str | None = None
    statistics: SeriesStatistics | None = None


class Sonarr(Arr):
    """One Sonarr."""

    def __init__(self, session: aiohttp.ClientSession, url: URL, api_key: str) -> None:
        """Use the session, which stays its owner's."""
        super().__init__(session, url, api_key, "Sonarr")

    async def series(self) -> Rows[Series]:
        """Read the whole library; it is not paged."""
        return await self._rows("series", Series, timeout_seconds=HEAVY_SECONDS)
