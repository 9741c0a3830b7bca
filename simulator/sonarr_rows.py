"""Series, episodes and files as Sonarr writes them."""

import re
from typing import Any

from .arr_rows import day, images, media_info, quality, slug, wire_date
from .world import Episode, Series, World

_TEXT = (
    "A serial from the days when the next chapter was a week away. Heroes hang from cliffs, "
    "villains laugh in cellars, and in the very last moment something always comes in between. "
)
_CERTIFICATIONS = ("TV-PG", "TV-14", "TV-MA", "", "TV-Y7")
_NUMBERS = re.compile(r"E\d+")


def series_row(world: World, series: Series) -> dict[str, Any]:
    """Return a series as it is listed."""
    made = {
        "title": series.title,
        "alternateTitles": [
            {"title": f"{series.title} ({word})", "seasonNumber": -1}
            for word in ("serial", "restored", "the complete chapters")
        ],
        "sortTitle": series.title.lower(),
        "status": "ended" if series.ended else "continuing",
        "ended": series.ended,
        "overview": _TEXT * 2,
        "network": "Matinee",
        "airTime": "20:00",
        "images": images("series", series.id),
        "originalLanguage": {"id": 1, "name": "English"},
        "seasons": [_season(world, series, number) for number in series.seasons],
        "year": series.year,
        "path": f"{world.sonarr_root}/{series.folder}",
        "qualityProfileId": series.quality_profile_id,
        "seasonFolder": True,
        "monitored": series.monitored,
        "monitorNewItems": series.monitor_new_items,
        "useSceneNumbering": False,
        "runtime": series.episodes[0].runtime_minutes if series.episodes else 0,
        "tvdbId": series.tvdb_id,
        "tvRageId": 0,
        "tvMazeId": 40_000 + series.id,
        "tmdbId": series.tmdb_id,
        "seriesType": "standard",
        "cleanTitle": "".join(c for c in series.title.lower() if c.isalnum()),
        "imdbId": series.imdb_id,
        "titleSlug": slug(series.title, series.year),
        "rootFolderPath": world.sonarr_root,
        "genres": list(series.genres),
        "tags": series.tags,
        "added": wire_date(series.added),
        "ratings": _ratings(series),
        "statistics": {"seasonCount": sum(1 for number in series.seasons if number)}
        | _statistics(world, series.episodes),
        "languageProfileId": 1,
        "id": series.id,
    }
    certification = _CERTIFICATIONS[series.id % len(_CERTIFICATIONS)]
    if certification:
        made["certification"] = certification
    return made | _airing(world, series.episodes, ends=True)


def _season(world: World, series: Series, number: int) -> dict[str, Any]:
    episodes = [episode for episode in series.episodes if episode.season == number]
    return {
        "seasonNumber": number,
        "monitored": number not in series.unmonitored_seasons,
        "statistics": _airing(world, episodes) | _statistics(world, episodes),
    }


def _airing(world: World, episodes: list[Episode], *, ends: bool = False) -> dict[str, str]:
    """Return the dates that there are; ``ends`` adds the first and the last one.

    Of what has been, only monitored episodes count.
    """
    today = world.now().date()
    dates = sorted(e.air_date for e in episodes if e.air_date is not None)
    aired = [moment for moment in dates if moment <= today]
    coming = [moment for moment in dates if moment > today]
    monitored = [e.air_date for e in episodes if e.monitored and e.air_date is not None]
    previous = max((moment for moment in monitored if moment <= today), default=None)
    made = {}
    if previous is not None:
        made["previousAiring"] = day(previous)
    if coming:
        made["nextAiring"] = day(coming[0])
    if dates and ends:
        made |= {"firstAired": day(dates[0]), "lastAired": day((aired or dates)[-1])}
    return made


def _statistics(world: World, episodes: list[Episode]) -> dict[str, Any]:
    today = world.now().date()
    files = {episode.file_id: episode.size_bytes for episode in episodes if episode.has_file}
    wanted = [e for e in episodes if e.has_file or (e.monitored and e.has_aired(today))]
    held = sum(1 for episode in episodes if episode.has_file)
    return {
        "episodeFileCount": len(files),
        "episodeCount": len(wanted),
        "totalEpisodeCount": len(episodes),
        "sizeOnDisk": sum(files.values()),
        "releaseGroups": ["ARCHIVE"] if files else [],
        "percentOfEpisodes": round(100 * held / len(wanted), 1) if wanted else 0,
    }


def episode_row(world: World, episode: Episode, *, with_file: bool) -> dict[str, Any]:
    """Return an episode, with its file if that is wanted and there is one."""
    made: dict[str, Any] = {
        "seriesId": episode.series_id,
        "tvdbId": 9_000_000 + episode.id,
        "episodeFileId": episode.file_id,
        "seasonNumber": episode.season,
        "episodeNumber": episode.number,
        "title": episode.title,
        "runtime": episode.runtime_minutes,
        "overview": _TEXT,
        "hasFile": episode.has_file,
        "monitored": episode.monitored,
        "unverifiedSceneNumbering": False,
        "id": episode.id,
    }
    if episode.air_date is not None:
        made["airDate"] = f"{episode.air_date:%Y-%m-%d}"
        made["airDateUtc"] = day(episode.air_date)
    if with_file and episode.has_file:
        made["episodeFile"] = file_row(world, episode)
    return made


def file_row(world: World, episode: Episode) -> dict[str, Any]:
    """Return the file of an episode, or of several."""
    folder = world.series_by_id[episode.series_id].folder
    return {
        "seriesId": episode.series_id,
        "seasonNumber": episode.season,
        "relativePath": episode.file_name,
        "path": f"{world.sonarr_root}/{folder}/{episode.file_name}",
        "size": episode.size_bytes,
        "dateAdded": wire_date(episode.file_added),
        "releaseGroup": "ARCHIVE",
        "languages": [{"id": 1, "name": "English"}],
        "quality": quality("Bluray-1080p", 7, 1080),
        "customFormats": [],
        "customFormatScore": 0,
        "indexerFlags": 0,
        "releaseType": "multiEpisode" if _shares_file(episode) else "singleEpisode",
        "mediaInfo": media_info(episode.runtime_minutes, episode.size_bytes),
        "qualityCutoffNotMet": False,
        "id": episode.file_id,
    }


def _shares_file(episode: Episode) -> bool:
    return len(_NUMBERS.findall(episode.file_name)) > 1


def _ratings(series: Series) -> dict[str, Any]:
    """Return what people think; of every ninth series nobody knows."""
    if series.id % 9 == 8:
        return {"votes": 0, "value": 0}
    return {"votes": 900 + series.id, "value": 6 + series.id % 30 / 10}
