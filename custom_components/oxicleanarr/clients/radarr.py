"""Radarr's API (v3, Radarr 5 and 6), reading only."""

from datetime import datetime

import aiohttp
import msgspec
from yarl import URL

from .arr import Arr, Rating, Wire
from .http import HEAVY_SECONDS
from .rows import NumberId, Rows, TextId


class MovieFile(Wire, frozen=True):
    """A movie's file; `size` in bytes, `date_added` the import of this very file."""

    id: NumberId
    path: str | None = None
    size: int | None = None
    date_added: str | None = None


class MovieRatings(Wire, frozen=True):
    """Ratings by where they come from: Metacritic's and Rotten Tomatoes' up to 100, the others' up to 10."""

    imdb: Rating | None = None
    tmdb: Rating | None = None
    trakt: Rating | None = None
    metacritic: Rating | None = None
    rotten_tomatoes: Rating | None = None


class Movie(Wire, frozen=True):
    """A movie; `year`, `tmdb_id` and `runtime` (minutes) are 0 where unknown.

    `added` is the entry's date, not the file's.
    """

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
    genres: list[str] = msgspec.field(default_factory=list)
    certification: str | None = None
    ratings: MovieRatings = MovieRatings()
    runtime: int = 0


class Import(Wire, frozen=True):
    """A file that came for a movie."""

    movie_id: NumberId
    date: TextId


class Radarr(Arr):
    """One Radarr."""

    def __init__(self, session: aiohttp.ClientSession, url: URL, api_key: str) -> None:
        """Use the session, which stays its owner's."""
        super().__init__(session, url, api_key, "Radarr")

    async def movies(self) -> Rows[Movie]:
        """Read the whole library; it is not paged."""
        # Without this parameter it looks at every poster on disk: minutes instead of a second.
        return await self._rows("movie", Movie, {"excludeLocalCovers": "true"}, HEAVY_SECONDS)

    async def imports_since(self, date: datetime) -> Rows[Import]:
        """Read which files came since then (aware), oldest first; movies that are gone are left out."""
        return await self._imports(Import, date)
