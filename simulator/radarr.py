"""A Radarr server (v3 API, 6.0)."""

from pathlib import Path
from typing import Any, override

from aiohttp import web

from .arr import (
    Arr,
    images,
    media_info,
    missing_parameter,
    not_found,
    quality,
    remove_tree,
    slug,
    wire_date,
)
from .wire import Call, Refused, Route, indented_answer
from .world import Event, Movie

_TEXT = (
    "A work from the years in which pictures learned to move. It has been restored from several "
    "prints, and shows people, places and ideas of its time with great care for every detail. "
)
_CERTIFICATIONS = ("PG", "G", "PG-13", "R", "", "NR")


class Radarr(Arr):
    """Radarr over a world's movies."""

    name = "radarr"
    app_name = "Radarr"
    version = "6.0.4.10291"

    @override
    def routes(self) -> list[Route]:
        listed = [
            ("GET", "/movie", self.movies),
            ("PUT", "/movie/editor", self.edit),
            ("DELETE", "/movie/editor", self.delete_several),
            ("GET", "/movie/{id}", self.movie),
            ("PUT", "/movie/{id}", self.update),
            ("DELETE", "/movie/{id}", self.delete),
            ("GET", "/moviefile", self.files),
            ("GET", "/moviefile/{id}", self.file),
            ("DELETE", "/moviefile/{id}", self.delete_file),
            ("GET", "/history/movie", self.history_of),
            ("GET", "/exclusions", self.all_exclusions),
            ("POST", "/exclusions", self.add_exclusion),
            ("DELETE", "/exclusions/{id}", self.remove_exclusion),
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
        return indented_answer(self._content(self._find(call.parts["id"])))

    async def update(self, call: Call) -> web.Response:
        """Change a movie."""
        movie = self._find(call.parts["id"])
        self._change(movie, await call.json_object())
        self.world.touch()
        return indented_answer(self._content(movie), 202)

    async def edit(self, call: Call) -> web.Response:
        """Change several movies."""
        body = await call.json_object()
        movies = self._several(body)
        for movie in movies:
            self._change(movie, body)
        self.world.touch()
        return indented_answer([self._content(movie) for movie in movies], 202)

    async def delete(self, call: Call) -> web.Response:
        """Delete a movie: its row at once, its files afterwards, if it is said to."""
        movie = self._find(call.parts["id"])
        self._delete(
            movie,
            files=call.query.flag("deleteFiles") is True,
            exclude=call.query.flag("addImportExclusion") is True,
        )
        return indented_answer({})

    async def delete_several(self, call: Call) -> web.Response:
        """Delete several movies; one that is unknown fails all."""
        body = await call.json_object()
        for movie in self._several(body):
            self._delete(
                movie,
                files=body.get("deletefiles") is True,
                exclude=body.get("addimportexclusion") is True,
            )
        return indented_answer({})

    async def files(self, call: Call) -> web.Response:
        """List the files of movies."""
        ids = {int(text) for text in call.query.several("movieId") if text.isdigit()}
        if not ids:
            raise missing_parameter("movieId or movieFileIds must be provided")
        found = [m for m in self.world.movies if m.id in ids and m.has_file]
        return indented_answer([self._file(movie) for movie in found])

    async def file(self, call: Call) -> web.Response:
        """Tell of one file."""
        return indented_answer(self._file(self._with_file(call.parts["id"])))

    async def delete_file(self, call: Call) -> web.Response:
        """Delete a file at once; the movie stays, and stays monitored."""
        movie = self._with_file(call.parts["id"])
        self.must_be_mounted()
        self.world.movie_path(movie).unlink(missing_ok=True)
        self.world.at_path.pop(str(self.world.movie_path(movie)), None)
        gone = Event(0, "movieFileDeleted", self.world.now(), movie.folder, movie_id=movie.id)
        gone.data = {"reason": "Manual"}
        self.remember(gone)
        movie.file_id = 0
        self.world.touch()
        return indented_answer({})

    async def history_of(self, call: Call) -> web.Response:
        """List the history of one movie."""
        wanted = call.query.number("movieId")
        if wanted is None:
            raise missing_parameter("movieId must be provided")
        return indented_answer([self._event(e) for e in self.events if e.movie_id == wanted])

    async def all_exclusions(self, _call: Call) -> web.Response:
        """List what lists may not bring back."""
        return indented_answer(self.exclusions)

    async def add_exclusion(self, call: Call) -> web.Response:
        """Exclude a movie."""
        body = await call.json_object()
        made = self._exclude(
            int(body.get("tmdbid") or 0),
            str(body.get("movietitle") or ""),
            int(body.get("movieyear") or 0),
        )
        return indented_answer(made, 201)

    async def remove_exclusion(self, call: Call) -> web.Response:
        """Allow a movie again."""
        left = [row for row in self.exclusions if str(row["id"]) != call.parts["id"]]
        if len(left) == len(self.exclusions):
            raise not_found()
        self.exclusions = left
        return indented_answer({})

    def row(self, movie: Movie) -> bytes:
        """Return a movie as JSON, made once."""
        return self.row_of(movie.id, lambda: self._content(movie))

    def _find(self, text: str) -> Movie:
        movie = self.world.movies_by_id.get(int(text)) if text.isdigit() else None
        if movie is None:
            raise not_found()
        return movie

    def _with_file(self, text: str) -> Movie:
        for movie in self.world.movies:
            if text.isdigit() and movie.has_file and movie.file_id == int(text):
                return movie
        raise not_found()

    def _several(self, body: dict[str, Any]) -> list[Movie]:
        ids = body.get("movieids") or []
        movies = [self.world.movies_by_id.get(number) for number in ids]
        if None in movies:
            text = {"message": "Expected query to return more rows", "description": "stale id"}
            raise Refused(indented_answer(text, 500))
        return [movie for movie in movies if movie is not None]

    def _change(self, movie: Movie, body: dict[str, Any]) -> None:
        if isinstance(body.get("monitored"), bool):
            movie.monitored = body["monitored"]
        if isinstance(body.get("tags"), list):
            movie.tags = changed_tags(movie.tags, body["tags"], str(body.get("applytags")))

    def _delete(self, movie: Movie, *, files: bool, exclude: bool) -> None:
        self.world.remove_movie(movie)
        if exclude:
            self._exclude(movie.tmdb_id, movie.title, movie.year)
        if files:
            folder = self.world.movies_dir / movie.folder
            self.later(lambda: remove_tree(folder))

    def _exclude(self, tmdb_id: int, title: str, year: int) -> dict[str, Any]:
        number = max((row["id"] for row in self.exclusions), default=0) + 1
        made = {"id": number, "tmdbId": tmdb_id, "movieTitle": title, "movieYear": year}
        self.exclusions.append(made)
        return made

    def _content(self, movie: Movie) -> dict[str, Any]:
        folder = f"{self.world.radarr_root}/{movie.folder}"
        size = movie.size_bytes if movie.has_file else 0
        made = {
            "title": movie.title,
            "originalTitle": movie.title,
            "originalLanguage": {"id": 1, "name": "English"},
            "alternateTitles": [
                {
                    "sourceType": "tmdb",
                    "movieMetadataId": movie.id,
                    "title": f"{movie.title} ({word})",
                    "id": movie.id * 10 + index,
                }
                for index, word in enumerate(("restored", "silent", "director's cut"))
            ],
            "secondaryYearSourceId": 0,
            "sortTitle": movie.title.lower(),
            "sizeOnDisk": size,
            "status": "released",
            "overview": _TEXT * 2,
            "inCinemas": f"{movie.year}-03-14T00:00:00Z",
            "physicalRelease": "2004-05-11T00:00:00Z",
            "digitalRelease": "2010-02-02T00:00:00Z",
            "releaseDate": "2004-05-11T00:00:00Z",
            "images": images("movie", movie.id),
            "website": "",
            "year": movie.year,
            "youTubeTrailerId": "",
            "studio": "Public Domain Pictures",
            "path": folder,
            "qualityProfileId": 6,
            "hasFile": movie.has_file,
            "movieFileId": movie.file_id,
            "monitored": movie.monitored,
            "minimumAvailability": "released",
            "isAvailable": True,
            "folderName": folder,
            "runtime": movie.runtime_minutes,
            "cleanTitle": "".join(c for c in movie.title.lower() if c.isalnum()),
            "imdbId": movie.imdb_id,
            "tmdbId": movie.tmdb_id,
            "titleSlug": str(movie.tmdb_id),
            "rootFolderPath": self.world.radarr_root,
            "genres": list(movie.genres),
            "keywords": ["silent film", "restoration", "public domain", slug(movie.title, 0)],
            "tags": movie.tags,
            "added": wire_date(movie.added),
            "ratings": _ratings(movie),
            "popularity": 3.25,
            "statistics": {
                "movieFileCount": int(movie.has_file),
                "sizeOnDisk": size,
                "releaseGroups": ["ARCHIVE"] if movie.has_file else [],
            },
            "id": movie.id,
        }
        certification = _CERTIFICATIONS[movie.id % len(_CERTIFICATIONS)]
        if certification:
            made["certification"] = certification
        if movie.has_file:
            made["movieFile"] = self._file(movie)
        return made

    def _file(self, movie: Movie) -> dict[str, Any]:
        four_k = "2160p" in movie.file_name
        grade = quality("Bluray-2160p", 19, 2160) if four_k else quality("Bluray-1080p", 7, 1080)
        return {
            "movieId": movie.id,
            "relativePath": movie.file_name,
            "path": f"{self.world.radarr_root}/{movie.folder}/{movie.file_name}",
            "size": movie.size_bytes,
            "dateAdded": wire_date(movie.file_added),
            "sceneName": movie.file_name.removesuffix(".mkv").replace(" ", "."),
            "releaseGroup": "ARCHIVE",
            "edition": "",
            "languages": [{"id": 1, "name": "English"}, {"id": 4, "name": "German"}],
            "quality": grade,
            "indexerFlags": 0,
            "mediaInfo": media_info(movie.runtime_minutes, movie.size_bytes),
            "originalFilePath": movie.file_name,
            "qualityCutoffNotMet": False,
            "id": movie.file_id,
        }


def _ratings(movie: Movie) -> dict[str, Any]:
    """Return what people and critics think; of every ninth movie nobody knows."""
    known = movie.id % 9 != 8
    value = 5 + movie.id % 40 / 10

    def rating(votes: int, shown: float, kind: str) -> dict[str, Any]:
        return {"votes": votes if known else 0, "value": shown if known else 0, "type": kind}

    return {
        "imdb": rating(20_000 + movie.id, value, "user"),
        "tmdb": rating(4_000 + movie.id, value, "user"),
        "metacritic": rating(0, value * 10, "critic"),
        "trakt": rating(900 + movie.id, value, "user"),
    }


def changed_tags(old: list[int], given: list[int], how: str) -> list[int]:
    """Return tags after an editor call: ``add``, ``remove``, or else replaced."""
    if how == "add":
        return sorted({*old, *given})
    if how == "remove":
        return [tag for tag in old if tag not in given]
    return list(given)
