"""Sonarr's API (v3, Sonarr 4). Whatever changes something concerns one series."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

import aiohttp
import msgspec
from yarl import URL

from .arr import Arr, Exclusion, QueueItem, Rating, Switched, Whole, Wire
from .errors import NotUnderstood
from .http import HEAVY_SECONDS, Params
from .rows import Number, NumberId, Rows, Take, TextId, drawn_from

# What Sonarr takes of a record that is added; all else it asks TheTVDB for.
_KEPT: Final = (
    "title",
    "year",
    "tvdbId",
    "titleSlug",
    "path",
    "rootFolderPath",
    "qualityProfileId",
    "seriesType",
    "seasonFolder",
    "monitored",
    "monitorNewItems",
    "tags",
)


def series_record(raw: Mapping[str, object]) -> dict[str, object]:
    """Return of a series' whole record what it takes to add the series again."""
    kept = {name: raw[name] for name in _KEPT if name in raw}
    seasons = [
        {name: season.get(name) for name in ("seasonNumber", "monitored")}
        for season in _seasons(raw)
    ]
    return {**kept, "seasons": seasons}


class SeriesStatistics(Wire, frozen=True):
    """Counts over a series; size in bytes."""

    episode_file_count: Number = 0
    size_on_disk: Number | None = None


class Season(Wire, frozen=True):
    """A season; 0 are the specials, and an announced one has no files yet."""

    season_number: Number
    monitored: bool = False


class Series(Wire, frozen=True):
    """A series; `year` and `tvdb_id` are 0 where unknown, `added` is the entry's date, not a file's."""

    id: NumberId
    title: str = ""
    year: Number = 0
    tvdb_id: Number = 0
    tmdb_id: Number | None = None
    imdb_id: str | None = None
    path: str | None = None
    added: str | None = None
    status: str | None = None
    monitored: bool = False
    tags: list[Number] = msgspec.field(default_factory=list)
    root_folder_path: str | None = None
    statistics: SeriesStatistics | None = None
    genres: list[str] = msgspec.field(default_factory=list)
    ratings: Rating = Rating()
    seasons: list[Season] = msgspec.field(default_factory=list)


class EpisodeFile(Wire, frozen=True):
    """A file of one or several episodes; `size` in bytes, `date_added` the import of this very file."""

    id: NumberId
    size: Number | None = None
    date_added: str | None = None
    path: str | None = None
    season_number: Number | None = None
    series_id: Number | None = None


class Episode(Wire, frozen=True):
    """An episode; episodes with one `episode_file_id` share that file, and 0 is no file.

    `air_date` has no time of day; both dates are absent for an episode that is not dated yet.
    """

    id: NumberId
    series_id: NumberId
    season_number: Number
    episode_number: Number
    episode_file_id: Number = 0
    title: str | None = None
    air_date_utc: str | None = None
    air_date: str | None = None
    has_file: bool = False
    monitored: bool = False
    episode_file: EpisodeFile | None = None


class _SwitchedSeason(Wire, frozen=True):
    season_number: Number
    monitored: bool


class _SwitchedSeries(Switched, frozen=True):
    seasons: list[_SwitchedSeason]


class Import(Wire, frozen=True):
    """A file that came for an episode; one with several episodes comes once for each of them."""

    series_id: NumberId
    date: TextId


class Sonarr(Arr):
    """One Sonarr."""

    def __init__(self, session: aiohttp.ClientSession, url: URL, api_key: str) -> None:
        """Use the session, which stays its owner's."""
        super().__init__(session, url, api_key, "Sonarr")

    async def series[T](self, take: Take[Series, T]) -> Rows[T]:
        """Read the whole library, which is not paged, and return what `take` makes of its series."""
        return await self._taken("series", Series, take)

    async def episodes(self, series_id: int) -> Rows[Episode]:
        """Read a series' episodes with their files, those without a file included."""
        params: Params = {"seriesId": series_id, "includeEpisodeFile": "true"}
        return await self._rows("episode", Episode, params, HEAVY_SECONDS)

    async def imports_since[T](self, date: datetime, take: Take[Import, T]) -> Rows[T]:
        """Read which files came since then (aware), oldest first, and return what `take` makes of them.

        Series that are gone are left out.
        """
        params: Params = {"date": date, "eventType": "downloadFolderImported"}
        return await self._taken("history/since", Import, take, params)

    async def imports_of(self, series_id: int) -> Rows[Import]:
        """Read which files ever came for one series."""
        params: Params = {
            "seriesId": self._number(series_id),
            "eventType": "downloadFolderImported",
        }
        return await self._rows("history/series", Import, params, HEAVY_SECONDS)

    async def one_series(self, series_id: int) -> Whole[Series]:
        """Read one series.

        Raises:
            NotFound: there is no series with this id, and never will be again.
            ClientError: as for every request.
        """
        number = self._number(series_id)
        found = self._whole(await self.http.get(f"/api/v3/series/{number}", msgspec.Raw), Series)
        if found.entry.id != number:
            raise NotUnderstood(self.http.server, "another series")
        return found

    async def series_by_tvdb_id(self, tvdb_id: int) -> Whole[Series] | None:
        """Read the series that has this TVDB id; None where there is none."""
        number = self._number(tvdb_id)
        rows = await self.http.get("/api/v3/series", list[msgspec.Raw], {"tvdbId": number})
        found = [self._whole(row, Series) for row in rows]
        return next((series for series in found if series.entry.tvdb_id == number), None)

    async def episode_files(self, series_id: int) -> Rows[EpisodeFile]:
        """Read the files of one series."""
        params: Params = {"seriesId": self._number(series_id)}
        return await self._rows("episodefile", EpisodeFile, params, HEAVY_SECONDS)

    async def episode_file(self, file_id: int) -> EpisodeFile:
        """Read one file.

        Raises:
            NotFound: there is no file with this id.
            ClientError: as for every request.
        """
        number = self._number(file_id)
        found = await self._one(f"episodefile/{number}", EpisodeFile)
        if found.id != number:
            raise NotUnderstood(self.http.server, "another file")
        return found

    async def monitor_series(self, series_id: int) -> None:
        """Let Sonarr look for a series' monitored episodes by itself again."""
        await self._switch(series_id, monitored=True)

    async def unmonitor_series(self, series_id: int) -> None:
        """Keep Sonarr from looking for any of a series' episodes by itself."""
        await self._switch(series_id, monitored=False)

    async def monitor_season(self, series_id: int, season_number: int) -> None:
        """Monitor a season and with it all of its episodes."""
        await self._switch_season(series_id, season_number, monitored=True)

    async def unmonitor_season(self, series_id: int, season_number: int) -> None:
        """Stop monitoring a season and with it all of its episodes, those to come included."""
        await self._switch_season(series_id, season_number, monitored=False)

    async def monitor_episodes(self, episode_ids: Iterable[int]) -> None:
        """Monitor episodes; where their season or series is not, it stays so."""
        await self._switch_episodes(episode_ids, monitored=True)

    async def unmonitor_episodes(self, episode_ids: Iterable[int]) -> None:
        """Stop monitoring episodes, so that their files do not come again.

        Raises:
            NotFound: the only episode that was named is unknown.
            ClientError: as for every request; of several, those that are known are changed even so.
        """
        await self._switch_episodes(episode_ids, monitored=False)

    async def delete_series(self, series_id: int, *, delete_files: bool, exclude: bool) -> None:
        """Delete a series; with `exclude` import lists may not bring it back.

        Returns when Sonarr has accepted it: the entry is gone then, its whole folder is only
        about to go, and the exclusion about to come. Where that fails, or the disk is not there,
        nobody is told and the folder stays (Sonarr 4.0).

        Raises:
            NotUnderstood: with HTTP 500 also where there is no series with this id.
            ClientError: as for every request; it may have happened all the same.
        """
        params = {
            "deleteFiles": "true" if delete_files else "false",
            "addImportListExclusion": "true" if exclude else "false",
        }
        await self.http.delete_medium(f"/api/v3/series/{self._number(series_id)}", params)

    async def delete_episode_file(self, file_id: int) -> None:
        """Delete a file of one or several episodes, which go on being monitored if they are.

        Raises:
            NotFound: there is no file with this id.
            DiskMissing: its root folder is missing or empty.
            ClientError: as for every request; HTTP 500 is a file that could not be deleted.
        """
        await self.http.delete_medium(f"/api/v3/episodefile/{self._number(file_id)}")

    async def add_series(self, raw: Mapping[str, object], *, search: bool) -> Whole[Series]:
        """Add a series as it once was, from its record; it gets other ids.

        Seasons are monitored as they were, and all episodes like their season. The episodes come a
        little later; then Sonarr scans the folder, and looks for files if `search` says so.

        Raises:
            EntryRefused: it is there already, or its quality profile or root folder is not.
            ClientError: as for every request; it may be there now all the same.
        """
        number = self._number(raw.get("tvdbId"))
        options = {"searchForMissingEpisodes": search, "searchForCutoffUnmetEpisodes": False}
        body = {**series_record(raw), "addOptions": options}
        made = self._whole(await self._add("series", body), Series)
        if made.entry.tvdb_id != number:
            raise NotUnderstood(self.http.server, "another series")
        return made

    async def search_series(self, series_id: int) -> int:
        """Start to look for the monitored files of a series that is monitored itself; return the command's id."""
        return await self._command("SeriesSearch", {"seriesId": self._number(series_id)})

    async def search_episodes(self, episode_ids: Iterable[int]) -> int:
        """Start to look for episodes' files, monitored or not; return the command's id."""
        return await self._command("EpisodeSearch", {"episodeIds": self._numbers(episode_ids)})

    async def queue(self, series_ids: Collection[int]) -> Rows[QueueItem]:
        """Read what is being downloaded for these series; `skipped` rows may be for them, too."""
        rows = await self._queue()
        return drawn_from((row for row in rows.rows if row.series_id in series_ids), rows)

    async def exclusions(self) -> Rows[Exclusion]:
        """Read what import lists may not bring back."""
        return await self._rows("importlistexclusion", Exclusion)

    async def remove_exclusion(self, exclusion_id: int) -> None:
        """Let import lists bring a series back; one that is gone already is fine."""
        await self.http.delete_only(f"/api/v3/importlistexclusion/{self._number(exclusion_id)}")

    async def _switch(self, series_id: int, *, monitored: bool) -> None:
        series = await self.one_series(series_id)
        if series.raw.get("monitored") is not monitored:
            raw = {**series.raw, "monitored": monitored}
            await self._replace("series", series.entry.id, raw, Switched)

    async def _switch_season(self, series_id: int, season_number: int, *, monitored: bool) -> None:
        """Send the whole record with one season changed, which changes its episodes, too."""
        series = await self.one_series(series_id)
        seasons = _seasons(series.raw)
        there = [season for season in seasons if season.get("seasonNumber") == season_number]
        if len(there) != 1:
            raise NotUnderstood(self.http.server, "a series without this season")
        if there[0].get("monitored") is monitored:
            return
        there[0]["monitored"] = monitored
        raw = {**series.raw, "seasons": seasons}
        replaced = await self._replace("series", series.entry.id, raw, _SwitchedSeries)
        if (season_number, monitored) not in {
            (season.season_number, season.monitored) for season in replaced.seasons
        }:
            raise NotUnderstood(self.http.server, "a season that did not change")

    async def _switch_episodes(self, episode_ids: Iterable[int], *, monitored: bool) -> None:
        ids = self._numbers(episode_ids)
        if not ids:
            return
        body = {"episodeIds": ids, "monitored": monitored}
        answer = await self.http.put("/api/v3/episode/monitor", body, list[Switched])
        if not set(ids) <= {row.id for row in answer if row.monitored is monitored}:
            raise NotUnderstood(self.http.server, "episodes that did not change")


def _seasons(raw: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the seasons of a record, each as a copy that may be changed."""
    seasons = raw.get("seasons")
    return [
        dict(season)
        for season in (seasons if isinstance(seasons, list) else [])
        if isinstance(season, dict)
    ]
