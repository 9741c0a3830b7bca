"""Radarr's API (v3, Radarr 5 and 6). Whatever changes something concerns one movie."""

from collections.abc import Collection, Mapping
from typing import Final

import aiohttp
import msgspec
from yarl import URL

from .arr import Arr, Exclusion, QueueItem, Rating, Switched, Whole, Wire
from .errors import NotUnderstood
from .rows import Number, NumberId, Rows, Take, drawn_from

# What Radarr takes of a record that is added; all else it asks TMDB for.
_KEPT: Final = (
    "title",
    "year",
    "tmdbId",
    "titleSlug",
    "path",
    "rootFolderPath",
    "qualityProfileId",
    "minimumAvailability",
    "monitored",
    "tags",
)


def movie_record(raw: Mapping[str, object]) -> dict[str, object]:
    """Return of a movie's whole record what it takes to add the movie again."""
    return {name: raw[name] for name in _KEPT if name in raw}


class MovieFile(Wire, frozen=True):
    """A movie's file; `size` in bytes, `date_added` the import of this very file."""

    id: NumberId
    path: str | None = None
    size: Number | None = None
    date_added: str | None = None


class MovieRatings(Wire, frozen=True):
    """Ratings out of ten by where they come from; those of others are not read: some are out of a hundred."""

    imdb: Rating | None = None
    tmdb: Rating | None = None


class Movie(Wire, frozen=True):
    """A movie; `year` and `tmdb_id` are 0 where unknown.

    `added` is the entry's date, not the file's.
    """

    id: NumberId
    title: str = ""
    year: Number = 0
    tmdb_id: Number = 0
    imdb_id: str | None = None
    path: str | None = None
    added: str | None = None
    has_file: bool = False
    size_on_disk: Number | None = None
    monitored: bool = False
    tags: list[Number] = msgspec.field(default_factory=list)
    root_folder_path: str | None = None
    movie_file: MovieFile | None = None
    genres: list[str] = msgspec.field(default_factory=list)
    ratings: MovieRatings = MovieRatings()


class Radarr(Arr):
    """One Radarr."""

    def __init__(self, session: aiohttp.ClientSession, url: URL, api_key: str) -> None:
        """Use the session, which stays its owner's."""
        super().__init__(session, url, api_key, "Radarr")

    async def movies[T](self, take: Take[Movie, T]) -> Rows[T]:
        """Read the whole library, which is not paged, and return what `take` makes of its movies."""
        # Without this parameter it looks at every poster on disk: minutes instead of a second.
        return await self._taken("movie", Movie, take, {"excludeLocalCovers": "true"})

    async def movie(self, movie_id: int) -> Whole[Movie]:
        """Read one movie.

        Raises:
            NotFound: there is no movie with this id, and never will be again.
            ClientError: as for every request.
        """
        number = self._number(movie_id)
        found = self._whole(await self.http.get(f"/api/v3/movie/{number}", msgspec.Raw), Movie)
        if found.entry.id != number:
            raise NotUnderstood(self.http.server, "another movie")
        return found

    async def movie_by_tmdb_id(self, tmdb_id: int) -> Whole[Movie] | None:
        """Read the movie that has this TMDB id; None where there is none."""
        number = self._number(tmdb_id)
        rows = await self.http.get("/api/v3/movie", list[msgspec.Raw], {"tmdbId": number})
        found = [self._whole(row, Movie) for row in rows]
        return next((movie for movie in found if movie.entry.tmdb_id == number), None)

    async def monitor_movie(self, movie_id: int) -> None:
        """Let Radarr look for a movie's file by itself again."""
        await self._switch(movie_id, monitored=True)

    async def unmonitor_movie(self, movie_id: int) -> None:
        """Keep Radarr from looking for a movie's file by itself."""
        await self._switch(movie_id, monitored=False)

    async def delete_movie(self, movie_id: int, *, delete_files: bool, exclude: bool) -> None:
        """Delete a movie; with `exclude` import lists may not bring it back.

        Returns when Radarr has accepted it: the entry is gone then, its whole folder is only
        about to go, and the exclusion about to come. Where that fails, or the disk is not there,
        nobody is told and the folder stays (Radarr 6.0).

        Raises:
            NotFound: there is no movie with this id.
            ClientError: as for every request; it may have happened all the same.
        """
        params = {
            "deleteFiles": "true" if delete_files else "false",
            "addImportExclusion": "true" if exclude else "false",
        }
        await self.http.delete_medium(f"/api/v3/movie/{self._number(movie_id)}", params)

    async def delete_movie_file(self, file_id: int) -> None:
        """Delete a movie's file and leave the movie, which goes on being monitored if it is.

        Raises:
            NotFound: there is no file with this id.
            DiskMissing: its root folder is missing or empty.
            ClientError: as for every request; HTTP 500 is a file that could not be deleted.
        """
        await self.http.delete_medium(f"/api/v3/moviefile/{self._number(file_id)}")

    async def add_movie(self, raw: Mapping[str, object], *, search: bool) -> Whole[Movie]:
        """Add a movie as it once was, from its record; it gets another id.

        Radarr scans its folder a little later, then looks for a file if `search` says so and the
        movie is monitored.

        Raises:
            EntryRefused: it is there already, or its quality profile or root folder is not.
            ClientError: as for every request; it may be there now all the same.
        """
        number = self._number(raw.get("tmdbId"))
        body = {**movie_record(raw), "addOptions": {"searchForMovie": search}}
        made = self._whole(await self._add("movie", body), Movie)
        if made.entry.tmdb_id != number:
            raise NotUnderstood(self.http.server, "another movie")
        return made

    async def search_movie(self, movie_id: int) -> int:
        """Start to look for a movie's file, monitored or not; return the command's id."""
        return await self._command("MoviesSearch", {"movieIds": [self._number(movie_id)]})

    async def queue(self, movie_ids: Collection[int]) -> Rows[QueueItem]:
        """Read what is being downloaded for these movies; `skipped` rows may be for them, too."""
        rows = await self._queue()
        return drawn_from((row for row in rows.rows if row.movie_id in movie_ids), rows)

    async def exclusions(self) -> Rows[Exclusion]:
        """Read what import lists may not bring back."""
        return await self._rows("exclusions", Exclusion)

    async def remove_exclusion(self, exclusion_id: int) -> None:
        """Let import lists bring a movie back; one that is gone already is fine."""
        await self.http.delete_only(f"/api/v3/exclusions/{self._number(exclusion_id)}")

    async def _switch(self, movie_id: int, *, monitored: bool) -> None:
        movie = await self.movie(movie_id)
        if movie.raw.get("monitored") is not monitored:
            raw = {**movie.raw, "monitored": monitored}
            await self._replace("movie", movie.entry.id, raw, Switched)
