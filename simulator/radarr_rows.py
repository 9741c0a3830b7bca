"""Movies and their files as Radarr writes them."""

from typing import Any

from .arr_rows import images, media_info, quality, slug, wire_date
from .world import Movie, World

_TEXT = (
    "A work from the years in which pictures learned to move. It has been restored from several "
    "prints, and shows people, places and ideas of its time with great care for every detail. "
)
_CERTIFICATIONS = ("PG", "G", "PG-13", "R", "", "NR")


def movie_row(world: World, movie: Movie) -> dict[str, Any]:
    """Return a movie as it is listed, with its file if there is one."""
    folder = f"{world.radarr_root}/{movie.folder}"
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
        "qualityProfileId": movie.quality_profile_id,
        "hasFile": movie.has_file,
        "movieFileId": movie.file_id,
        "monitored": movie.monitored,
        "minimumAvailability": movie.minimum_availability,
        "isAvailable": True,
        "folderName": folder,
        "runtime": movie.runtime_minutes,
        "cleanTitle": "".join(c for c in movie.title.lower() if c.isalnum()),
        "imdbId": movie.imdb_id,
        "tmdbId": movie.tmdb_id,
        "titleSlug": str(movie.tmdb_id),
        "rootFolderPath": world.radarr_root,
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
        made["movieFile"] = movie_file_row(world, movie)
    return made


def movie_file_row(world: World, movie: Movie) -> dict[str, Any]:
    """Return the file of a movie."""
    four_k = "2160p" in movie.file_name
    grade = quality("Bluray-2160p", 19, 2160) if four_k else quality("Bluray-1080p", 7, 1080)
    return {
        "movieId": movie.id,
        "relativePath": movie.file_name,
        "path": f"{world.radarr_root}/{movie.folder}/{movie.file_name}",
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
