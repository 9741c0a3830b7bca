"""How movies come to a Radarr, and their files with them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, override

from .arr_refusals import failure, invalid, place_failures, profile_failures
from .arrivals import Arrivals
from .imports import movie_import, sparse_file
from .world import Event, Movie


class MovieArrivals(Arrivals[Movie]):
    """Entries that people and import lists add, and files that are found or downloaded."""

    def add(self, body: Mapping[str, Any], profiles: Collection[int]) -> Movie:
        """Add an entry; its folder is scanned a moment later, then it is searched if it is monitored.

        The body's keys are in lower case. 400 with a list of what is wrong with it.
        """
        known = self._known(body, profiles)
        options = body.get("addoptions") or {}
        given = PurePosixPath(str(body.get("path") or "").rstrip("/"))
        made = self._entry(known, str(given.name) or f"{known.title} ({known.year})")
        made.monitored = body.get("monitored") is not False
        made.tags = list(body.get("tags") or [])
        made.quality_profile_id = body["qualityprofileid"]
        made.minimum_availability = str(body.get("minimumavailability") or "released")
        self._world.add_movie(made)
        self._later.soon(lambda: self._settle(made, search=options.get("searchForMovie") is True))
        return made

    def scan(self, movie: Movie) -> None:
        """Compare an entry with its folder: a new file is imported, a lost one forgotten.

        Nothing happens while the root folder is missing or empty.
        """
        folder = self._world.movie_path(movie).parent
        if not folder.is_dir() and self._disk.missing:
            return
        path = self._world.movie_path(movie)
        if movie.has_file and not path.is_file():
            self.forget_file(movie, "MissingFromDisk")
        videos = sorted(folder.glob("*.mkv"))
        if not movie.has_file and videos:
            movie.file_name = (path if path in videos else videos[0]).name
            self._arrive(movie)

    @override
    def missing(self) -> list[Movie]:
        coming = {row.get("movieId") for row in self._queue}
        return [
            m for m in self._world.movies if m.monitored and not m.has_file and m.id not in coming
        ]

    @override
    def search(self, wanted: Iterable[Movie]) -> list[str]:
        found = [movie for movie in wanted if not movie.has_file and self._disk.mounted]
        for movie in found:
            self.receive(movie)
        return [movie.title for movie in found]

    def receive(self, movie: Movie) -> None:
        """Let a new file arrive; an old one goes first, and where it cannot, the new one is not taken."""
        path = self._world.movie_path(movie)
        if movie.has_file:
            try:
                self._disk.discard_file(path, movie.size_bytes)
            except OSError:
                return
            self.forget_file(movie, "Upgrade")
        path.parent.mkdir(parents=True, exist_ok=True)
        sparse_file(path, movie.size_bytes, self._world.now())
        self._arrive(movie)
        self._remember(movie_import(self._world, movie))

    @override
    def sync_lists(self) -> None:
        here = {movie.tmdb_id for movie in self._world.movies}
        for number in sorted(self.listed - here):
            known = self._world.known_movies.get(number)
            if known is not None and number not in self._exclusions:
                made = self._entry(known, known.folder)
                self._world.add_movie(made)
                self.scan(made)

    def forget_file(self, movie: Movie, reason: str) -> None:
        """Forget a movie's file; the history tells why."""
        path = f"{self._world.radarr_root}/{movie.folder}/{movie.file_name}"
        gone = Event(0, "movieFileDeleted", self._world.now(), path, movie_id=movie.id)
        gone.data = {"reason": reason, "size": str(movie.size_bytes)}
        self._remember(gone)
        movie.file_id = 0
        self._world.touch()

    def _known(self, body: Mapping[str, Any], profiles: Collection[int]) -> Movie:
        number = body.get("tmdbid")
        failures = profile_failures(body, profiles)
        root = self._world.radarr_root
        taken = {f"{root}/{movie.folder}" for movie in self._world.movies}
        failures += place_failures(body, root, taken)
        if not isinstance(number, int) or number <= 0:
            text = "'Tmdb Id' must not be empty."
            failures.append(failure("TmdbId", number, text, "NotEmptyValidator"))
        elif any(movie.tmdb_id == number for movie in self._world.movies):
            text = "This movie has already been added"
            failures.append(failure("TmdbId", number, text, "MovieExistsValidator"))
        if failures or not isinstance(number, int):
            raise invalid(failures)
        if number not in self._world.known_movies:
            raise invalid([failure("TmdbId", number, "A movie with this ID was not found.", "")])
        return self._world.known_movies[number]

    def _entry(self, known: Movie, folder: str) -> Movie:
        """Return a new entry of a known movie, monitored and without a file."""
        return replace(
            known,
            id=self._world.new_id("movie"),
            folder=folder,
            file_id=0,
            added=self._world.now(),
            monitored=True,
            tags=[],
        )

    def _settle(self, movie: Movie, *, search: bool) -> None:
        if movie.id not in self._world.movies_by_id:
            return
        self.scan(movie)
        # Unlike one that somebody starts, this search passes over what is not monitored.
        if search and movie.monitored:
            self.search([movie])

    def _arrive(self, movie: Movie) -> None:
        movie.file_id = self._world.new_id("movie file")
        movie.file_added = self._world.now()
        path = self._world.movie_path(movie)
        self._world.at_path[str(path)] = movie
        self._world.left_behind.pop(str(path.parent), None)
        self._world.touch()
