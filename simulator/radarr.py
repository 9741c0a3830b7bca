"""A Radarr server (v3 API, 6.0)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, override

from aiohttp import web

from .arr import Arr
from .arr_commands import Work
from .arr_entries import Entries
from .arr_exclusions import Exclusions
from .arr_refusals import (
    checked_id,
    failed,
    invalid,
    missing_parameter,
    not_found,
    record_failures,
    stale_ids,
)
from .faults import Breakages
from .movie_arrivals import MovieArrivals
from .options import Options
from .radarr_rows import movie_file_row, movie_row
from .wire import Call, Request, Route, indented_answer
from .world import Event, Movie, World


class Radarr(Arr):
    """Radarr over a world's movies."""

    name = "radarr"
    app_name = "Radarr"
    version = "6.0.4.10291"

    def __init__(
        self, options: Options, world: World, breakages: Breakages, requests: list[Request]
    ) -> None:
        """Prepare; nothing listens before ``start``."""
        super().__init__(options, world, breakages, requests)
        self.exclusions = Exclusions(world, self.name, "tmdbId", ("movieTitle", "movieYear"))
        self.arrivals: MovieArrivals = MovieArrivals(
            world, self.disk, self.later, self.exclusions, self.queue, self.history.add
        )
        self.entries = Entries(
            world.movies_by_id,
            world.movies_dir,
            self.disk,
            self.later,
            world.remove_movie,
            lambda movie: self.exclusions.add(movie.tmdb_id, movie.title, movie.year),
        )

    @override
    def routes(self) -> list[Route]:
        listed = [
            ("GET", "/movie", self.movies),
            ("POST", "/movie", self.add),
            ("GET", "/movie/lookup", self.lookup),
            ("PUT", "/movie/editor", self.edit),
            ("DELETE", "/movie/editor", self.delete_several),
            ("GET", "/movie/{id}", self.movie),
            ("PUT", "/movie/{id}", self.update),
            ("DELETE", "/movie/{id}", self.delete),
            ("GET", "/moviefile", self.files),
            ("GET", "/moviefile/{id}", self.file),
            ("DELETE", "/moviefile/{id}", self.delete_file),
            ("GET", "/calendar", self.calendar),
            ("GET", "/history/movie", self.history_of),
            ("GET", "/exclusions", self.exclusions.listed),
            ("POST", "/exclusions", self.exclusions.added),
            ("DELETE", "/exclusions/{id}", self.exclusions.removed),
        ]
        return [Route(method, f"/api/v3{path}", handler) for method, path, handler in listed]

    @property
    @override
    def tags(self) -> dict[int, str]:
        return self.world.radarr_tags

    @property
    @override
    def events(self) -> list[Event]:
        return self.world.radarr_events

    @property
    @override
    def root_folder(self) -> tuple[str, Path]:
        return self.world.radarr_root, self.world.movies_dir

    @override
    def tagged(self, tag: int) -> list[int]:
        return [movie.id for movie in self.world.movies if tag in movie.tags]

    @override
    def event_row(self, event: Event) -> dict[str, Any]:
        return {"movieId": event.movie_id, "languages": [{"id": 1, "name": "English"}]}

    async def movies(self, call: Call) -> web.Response:
        """List all movies, or those with a TMDB id."""
        wanted = call.query.number("tmdbId")
        found = [m for m in self.world.movies if wanted in {None, m.tmdb_id}]
        return self.rows_answer(self.row(movie) for movie in found)

    async def movie(self, call: Call) -> web.Response:
        """Tell of one movie."""
        return indented_answer(movie_row(self.world, self.entries.find(call.parts["id"])))

    async def add(self, call: Call) -> web.Response:
        """Add a movie; 400 with a list of what is wrong with it, as when it is there already."""
        made = self.arrivals.add(await call.json_object(), self.profiles)
        return indented_answer(movie_row(self.world, made), 201)

    async def lookup(self, call: Call) -> web.Response:
        """Find movies that could be added, by ``tmdb:19`` or by title; id 0 is one that is not here."""
        term = (call.query.text("term") or "").lower()
        found = []
        for movie in self.world.known_movies.values():
            if term == f"tmdb:{movie.tmdb_id}" or (term and term in movie.title.lower()):
                here = self.world.movies_by_id.get(movie.id) is movie
                row = movie_row(self.world, movie)
                found.append(row if here else row | {"id": 0, "movieFileId": 0, "hasFile": False})
        return indented_answer(found)

    async def update(self, call: Call) -> web.Response:
        """Change a movie to what a whole record says: what that leaves out is reset or refused."""
        movie = self.entries.find(call.parts["id"])
        body = await call.json_object()
        failures = record_failures(body, self.profiles)
        if failures:
            raise invalid(failures)
        movie.monitored = body.get("monitored") is not False
        movie.tags = list(body.get("tags") or [])
        movie.quality_profile_id = body["qualityprofileid"]
        movie.minimum_availability = str(body.get("minimumavailability") or "released")
        self.world.touch()
        return indented_answer(movie_row(self.world, movie), 202)

    async def edit(self, call: Call) -> web.Response:
        """Change several movies."""
        body = await call.json_object()
        movies = self.entries.several(body.get("movieids"))
        for movie in movies:
            self.entries.change(movie, body)
        self.world.touch()
        return indented_answer([movie_row(self.world, movie) for movie in movies], 202)

    async def delete(self, call: Call) -> web.Response:
        """Delete a movie: its row at once, its files afterwards, if it is said to."""
        checked_id(call.parts["id"])
        self.entries.delete(
            [self.entries.find(call.parts["id"])],
            files=call.query.flag("deleteFiles") is True,
            exclude=call.query.flag("addImportExclusion") is True,
        )
        return indented_answer({})

    async def delete_several(self, call: Call) -> web.Response:
        """Delete several movies; one that is unknown fails all."""
        body = await call.json_object()
        self.entries.delete(
            self.entries.several(body.get("movieids")),
            files=body.get("deletefiles") is True,
            exclude=body.get("addimportexclusion") is True,
        )
        return indented_answer({})

    async def files(self, call: Call) -> web.Response:
        """List the files of movies, or named ones; 500 where one of these is unknown."""
        ids = {int(text) for text in call.query.several("movieId") if text.isdigit()}
        named = {int(text) for text in call.query.several("movieFileIds") if text.isdigit()}
        if not ids and not named:
            raise missing_parameter("movieId or movieFileIds must be provided")
        files = [movie for movie in self.world.movies if movie.has_file]
        found = [movie for movie in files if (movie.id in ids if ids else movie.file_id in named)]
        if not ids and len(found) != len(named):
            raise stale_ids(len(named), len(found))
        return indented_answer([movie_file_row(self.world, movie) for movie in found])

    async def file(self, call: Call) -> web.Response:
        """Tell of one file."""
        return indented_answer(movie_file_row(self.world, self._with_file(call.parts["id"])))

    async def delete_file(self, call: Call) -> web.Response:
        """Delete a file at once; the movie stays, and stays monitored."""
        checked_id(call.parts["id"])
        movie = self._with_file(call.parts["id"])
        self.must_be_mounted()
        try:
            self.disk.discard_file(self.world.movie_path(movie), movie.size_bytes)
        except OSError:
            raise failed("Unable to delete movie file") from None
        self.arrivals.forget_file(movie, "Manual")
        return indented_answer({})

    async def calendar(self, _call: Call) -> web.Response:
        """List nothing: all films came out long ago."""
        return indented_answer([])

    async def history_of(self, call: Call) -> web.Response:
        """List the history of one movie; none of one that there is not, as of no movie."""
        wanted = call.query.number("movieId") or 0
        return self.history.of_one(call, lambda event: event.movie_id == wanted)

    def row(self, movie: Movie) -> bytes:
        """Return a movie as JSON, made once."""
        return self.row_of(movie.id, lambda: movie_row(self.world, movie))

    def _with_file(self, text: str) -> Movie:
        for movie in self.world.movies:
            if text.isdigit() and movie.has_file and movie.file_id == int(text):
                return movie
        raise not_found()

    @override
    def media_management(self) -> dict[str, Any]:
        return {"autoUnmonitorPreviouslyDownloadedMovies": False, "createEmptyMovieFolders": False}

    @override
    def works(self) -> Mapping[str, Work]:
        return {
            "moviessearch": self._search_movies,
            "missingmoviessearch": lambda _: self.arrivals.search_missing(),
            "rescanmovie": self._scan,
            "refreshmovie": self._scan,
        }

    def download(self, movie: Movie) -> None:
        """Let a movie be downloading; it comes with ``finish_downloads``."""
        self.queue.append(self.queue_row(movie.title, movie.size_bytes) | {"movieId": movie.id})

    def finish_downloads(self) -> None:
        """Let everything arrive that is being downloaded."""
        ids = [row.get("movieId") for row in self.queue]
        self.queue.clear()
        for movie in [m for m in self.world.movies if m.id in ids]:
            self.arrivals.receive(movie)

    def _search_movies(self, body: Mapping[str, Any]) -> None:
        """Search movies, monitored or not."""
        wanted = [self.world.movies_by_id[number] for number in body.get("movieids") or []]
        self.arrivals.search(wanted)

    def _scan(self, body: Mapping[str, Any]) -> None:
        ids = body.get("movieids") or [body[key] for key in ("movieid",) if key in body]
        for movie in [self.world.movies_by_id[number] for number in ids] or self.world.movies:
            self.arrivals.scan(movie)


class SecondRadarr(Radarr):
    """Another Radarr in the same household, over a folder of its own."""

    name = "radarr-4k"
