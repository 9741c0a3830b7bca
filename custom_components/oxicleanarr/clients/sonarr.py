"""Sonarr's API (v3, Sonarr 4), reading only."""

from datetime import datetime

import aiohttp
import msgspec
from yarl import URL

from .arr import Arr, Rating, Wire
from .http import HEAVY_SECONDS, Params
from .rows import NumberId, Rows, TextId


class SeriesStatistics(Wire, frozen=True):
    """Counts over a series; `episode_count` is aired and monitored, or with file; size in bytes."""

    episode_file_count: int = 0
    episode_count: int = 0
    size_on_disk: int | None = None


class SeasonStatistics(Wire, frozen=True):
    """Counts over a season; size in bytes."""

    episode_file_count: int = 0
    size_on_disk: int | None = None


class Season(Wire, frozen=True):
    """A season; 0 are the specials, and an announced one has no files yet."""

    season_number: int
    monitored: bool = False
    statistics: SeasonStatistics | None = None


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
    genres: list[str] = msgspec.field(default_factory=list)
    certification: str | None = None
    ratings: Rating = Rating()
    seasons: list[Season] = msgspec.field(default_factory=list)


class EpisodeFile(Wire, frozen=True):
    """A file of one or several episodes; `size` in bytes, `date_added` the import of this very file."""

    id: NumberId
    size: int | None = None
    date_added: str | None = None
    path: str | None = None
    season_number: int | None = None


class Episode(Wire, frozen=True):
    """An episode; episodes with one `episode_file_id` share that file, and 0 is no file.

    `air_date` has no time of day; both dates are absent for an episode that is not dated yet.
    """

    id: NumberId
    series_id: NumberId
    season_number: int
    episode_number: int
    episode_file_id: int = 0
    title: str | None = None
    air_date_utc: str | None = None
    air_date: str | None = None
    has_file: bool = False
    monitored: bool = False
    episode_file: EpisodeFile | None = None


class Import(Wire, frozen=True):
    """A file that came for an episode; one with several episodes comes once for each of them."""

    series_id: NumberId
    date: TextId
    episode_id: int | None = None


class Sonarr(Arr):
    """One Sonarr."""

    def __init__(self, session: aiohttp.ClientSession, url: URL, api_key: str) -> None:
        """Use the session, which stays its owner's."""
        super().__init__(session, url, api_key, "Sonarr")

    async def series(self) -> Rows[Series]:
        """Read the whole library; it is not paged."""
        return await self._rows("series", Series, timeout_seconds=HEAVY_SECONDS)

    async def episodes(self, series_id: int) -> Rows[Episode]:
        """Read a series' episodes with their files, those without a file included."""
        params: Params = {"seriesId": series_id, "includeEpisodeFile": "true"}
        return await self._rows("episode", Episode, params, HEAVY_SECONDS)

    async def imports_since(self, date: datetime) -> Rows[Import]:
        """Read which files came since then (aware), oldest first; series that are gone are left out."""
        return await self._imports(Import, date)
