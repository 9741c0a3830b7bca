"""A Sonarr server (v3 API, 4.0)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, override

from aiohttp import web

from .arr import Arr
from .arr_commands import Work
from .arr_entries import Entries
from .arr_exclusions import Exclusions
from .arr_refusals import checked_id, invalid, record_failures
from .faults import Breakages
from .options import Options
from .series_arrivals import SeriesArrivals
from .sonarr_airing import Airing
from .sonarr_episodes import Episodes
from .sonarr_monitoring import monitor, monitor_seasons, pass_seasons
from .sonarr_rows import series_row
from .wire import Call, Request, Route, indented_answer
from .world import Event, Series, World


class Sonarr(Arr):
    """Sonarr over a world's series."""

    name = "sonarr"
    app_name = "Sonarr"
    version = "4.0.19.2979"

    def __init__(
        self, options: Options, world: World, breakages: Breakages, requests: list[Request]
    ) -> None:
        """Prepare; nothing listens before ``start``."""
        super().__init__(options, world, breakages, requests)
        self.exclusions = Exclusions(world, self.name, "tvdbId", ("title",))
        self.arrivals: SeriesArrivals = SeriesArrivals(
            world, self.disk, self.later, self.exclusions, self.queue, self.history.add
        )
        self.entries = Entries(
            world.series_by_id,
            world.tv_dir,
            self.disk,
            self.later,
            world.remove_series,
            lambda series: self.exclusions.add(series.tvdb_id, series.title),
        )
        self._airing = Airing(world)
        self._episodes = Episodes(world, self.disk, self.arrivals, self.must_be_mounted)

    @override
    def routes(self) -> list[Route]:
        listed = [
            ("GET", "/series", self.all_series),
            ("POST", "/series", self.add),
            ("GET", "/series/lookup", self.lookup),
            ("PUT", "/series/editor", self.edit),
            ("DELETE", "/series/editor", self.delete_several),
            ("GET", "/series/{id}", self.one),
            ("PUT", "/series/{id}", self.update),
            ("DELETE", "/series/{id}", self.delete),
            ("POST", "/seasonpass", self.season_pass),
            ("GET", "/calendar", self._airing.calendar),
            ("GET", "/wanted/missing", self._airing.missing),
            ("GET", "/episode", self._episodes.listed),
            ("PUT", "/episode/monitor", self._episodes.monitor),
            ("GET", "/episode/{id}", self._episodes.one),
            ("PUT", "/episode/{id}", self._episodes.monitor_one),
            ("GET", "/episodefile", self._episodes.files),
            ("DELETE", "/episodefile/bulk", self._episodes.delete_files),
            ("GET", "/episodefile/{id}", self._episodes.file),
            ("DELETE", "/episodefile/{id}", self._episodes.delete_file),
            ("GET", "/history/series", self.history_of),
            ("GET", "/importlistexclusion", self.exclusions.listed),
            ("POST", "/importlistexclusion", self.exclusions.added),
            ("DELETE", "/importlistexclusion/{id}", self.exclusions.removed),
        ]
        return [Route(method, f"/api/v3{path}", handler) for method, path, handler in listed]

    @property
    @override
    def tags(self) -> dict[int, str]:
        return self.world.sonarr_tags

    @property
    @override
    def events(self) -> list[Event]:
        return self.world.sonarr_events

    @property
    @override
    def root_folder(self) -> tuple[str, Path]:
        return self.world.sonarr_root, self.world.tv_dir

    @override
    def tagged(self, tag: int) -> list[int]:
        return [series.id for series in self.world.series if tag in series.tags]

    @override
    def event_row(self, event: Event) -> dict[str, Any]:
        return {"episodeId": event.episode_id, "seriesId": event.series_id}

    async def all_series(self, call: Call) -> web.Response:
        """List all series, or those with a TVDB id."""
        wanted = call.query.number("tvdbId")
        found = [s for s in self.world.series if wanted in {None, s.tvdb_id}]
        return self.rows_answer(self.row(series) for series in found)

    async def one(self, call: Call) -> web.Response:
        """Tell of one series."""
        return indented_answer(series_row(self.world, self.entries.find(call.parts["id"])))

    async def add(self, call: Call) -> web.Response:
        """Add a series; 400 with a list of what is wrong with it, as when it is there already."""
        made = self.arrivals.add(await call.json_object(), self.profiles)
        return indented_answer(series_row(self.world, made), 201)

    async def lookup(self, call: Call) -> web.Response:
        """Find series that could be added, by ``tvdb:1`` or by title; id 0 is one that is not here."""
        term = (call.query.text("term") or "").lower()
        found = []
        for series in self.world.known_series.values():
            if term == f"tvdb:{series.tvdb_id}" or (term and term in series.title.lower()):
                here = self.world.series_by_id.get(series.id) is series
                found.append(series_row(self.world, series) | ({} if here else {"id": 0}))
        return indented_answer(found)

    async def update(self, call: Call) -> web.Response:
        """Change a series to what a whole record says: what that leaves out is reset or refused.

        A season that changes takes its episodes with it.
        """
        series = self.entries.find(call.parts["id"])
        body = await call.json_object()
        failures = record_failures(body, self.profiles)
        if failures:
            raise invalid(failures)
        series.monitored = body.get("monitored") is True
        series.tags = list(body.get("tags") or [])
        series.quality_profile_id = body["qualityprofileid"]
        series.monitor_new_items = str(body.get("monitornewitems") or "all")
        monitor_seasons(series, body.get("seasons"))
        self.world.touch()
        return indented_answer(series_row(self.world, series), 202)

    async def edit(self, call: Call) -> web.Response:
        """Change several series."""
        body = await call.json_object()
        several = self.entries.several(body.get("seriesids"))
        for series in several:
            self.entries.change(series, body)
        self.world.touch()
        return indented_answer([series_row(self.world, series) for series in several], 202)

    async def season_pass(self, call: Call) -> web.Response:
        """Monitor series and seasons, or do not; without options episodes stay as they are."""
        body = await call.json_object()
        rows, options = body.get("series") or [], body.get("monitoringoptions")
        for series, row in zip(self.entries.several(row["id"] for row in rows), rows, strict=True):
            if isinstance(row.get("monitored"), bool):
                series.monitored = row["monitored"]
            pass_seasons(series, row)
            if options is not None:
                series.monitored = series.monitored and options.get("monitor") != "none"
                monitor(series, options, self.world.now().date())
        self.world.touch()
        return indented_answer({}, 202)

    async def delete(self, call: Call) -> web.Response:
        """Delete a series: its row at once, its files afterwards, if it is said to.

        Unlike Radarr it answers an unknown id with 500.
        """
        number = checked_id(call.parts["id"])
        self.entries.delete(
            self.entries.several([number]),
            files=call.query.flag("deleteFiles") is True,
            exclude=call.query.flag("addImportListExclusion") is True,
        )
        return indented_answer({})

    async def delete_several(self, call: Call) -> web.Response:
        """Delete several series; one that is unknown fails all."""
        body = await call.json_object()
        self.entries.delete(
            self.entries.several(body.get("seriesids")),
            files=body.get("deletefiles") is True,
            exclude=body.get("addimportlistexclusion") is True,
        )
        return indented_answer({})

    async def history_of(self, call: Call) -> web.Response:
        """List the history of one series, or of a season of it; 404 where there is no such series."""
        series = self.entries.find(str(call.query.number("seriesId")))
        season = call.query.number("seasonNumber")
        ids = {e.id for e in series.episodes if season in {None, e.season}}
        return self.history.of_one(call, lambda event: event.episode_id in ids)

    def row(self, series: Series) -> bytes:
        """Return a series as JSON, made once."""
        return self.row_of(series.id, lambda: series_row(self.world, series))

    @override
    def media_management(self) -> dict[str, Any]:
        return {
            "autoUnmonitorPreviouslyDownloadedEpisodes": False,
            "createEmptySeriesFolders": False,
        }

    @override
    def works(self) -> Mapping[str, Work]:
        return {
            "seriessearch": self._search_series,
            "seasonsearch": self._search_season,
            "episodesearch": self._search_episodes,
            "missingepisodesearch": self._search_missing,
            "rescanseries": self._scan,
            "refreshseries": self._scan,
        }

    def download(self, series: Series) -> None:
        """Let the first episode of a series without a file be downloading, else its first one."""
        episode = next((e for e in series.episodes if not e.has_file), series.episodes[0])
        row = self.queue_row(series.title, episode.size_bytes)
        ids = {"seriesId": series.id, "episodeId": episode.id, "seasonNumber": episode.season}
        self.queue.append(row | ids)

    def finish_downloads(self) -> None:
        """Let everything arrive that is being downloaded."""
        ids = [row.get("episodeId") for row in self.queue]
        self.queue.clear()
        for episode in [e for e in self.world.episodes if e.id in ids]:
            self.arrivals.receive([episode])

    def _search_series(self, body: Mapping[str, Any]) -> None:
        """Search the monitored seasons of a series."""
        self.arrivals.search_series(self.world.series_by_id[body["seriesid"]])

    def _search_season(self, body: Mapping[str, Any]) -> None:
        """Search a season of a series that is monitored, whether the season is or not."""
        series = self.world.series_by_id[body["seriesid"]]
        missing = self.arrivals.missing_in(series)
        self.arrivals.search(e for e in missing if e.season == body.get("seasonnumber"))

    def _search_missing(self, body: Mapping[str, Any]) -> None:
        """Search what is missing of one series, or of all."""
        number = body.get("seriesid")
        if number is None:
            self.arrivals.search_missing()
        else:
            self.arrivals.search_missing_in(self.world.series_by_id[number])

    def _search_episodes(self, body: Mapping[str, Any]) -> None:
        """Search episodes, monitored or not."""
        wanted = [self.world.episodes_by_id[number] for number in body.get("episodeids") or []]
        self.arrivals.search(wanted)

    def _scan(self, body: Mapping[str, Any]) -> None:
        ids = body.get("seriesids") or [body[key] for key in ("seriesid",) if key in body]
        for series in [self.world.series_by_id[number] for number in ids] or self.world.series:
            self.arrivals.scan(series)
