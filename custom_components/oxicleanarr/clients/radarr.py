"""Radarr's API (v3, Radarr 5 and 6), reading only."""

import aiohttp
import msgspec
from yarl import URL

from .arr import Arr, Wire
from .http import HEAVY_SECONDS
from .rows import NumberId, Rows


class MovieFile(Wire, frozen=True):
    """A movie's file; `size` in bytes, `date_added` the import of this very file."""

    id: NumberId
    path: str | None = None
    size: int | None = None
    date_added: str | None = None


class Movie(Wire, frozen=True):
    """A movie; `year` and `tmdb_id` are 0 where unknown, `added` is the entry's date, not the file's."""

    id: NumberId
    title: str = ""
    year: int = 0
    tmdb_id: int = 0
    imdb_id: str | None = None
    path: str | None = None
    added: str | None = None
    has_file: bool = False
    size_on_disk: int | None = None
    monitored: bool = False
    tags: list[int] = msgspec.field(default_factory=list)
    root_folder_path: str | None = None
    movie_file: MovieFile | None = None


class Radarr(Arr):
    """One Radarr."""

    def __init__(self, session: aiohttp.ClientSession, url: URL, api_key: str) -> None:
        """Use the session, which stays its owner's."""
        super().__init__(session, url, api_key, "Radarr")

    async def movies(self) -> Rows[Movie]:
        """Read the whole library; it is not paged."""
        # Without this parameter it looks at every poster on disk: minutes instead of a second.
        return await self._rows("movie", Movie, {"excludeLocalCovers": "true"}, HEAVY_SECONDS)
