"""A Sonarr server (v3 API, 4.0)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, override

from aiohttp import web

from .arr import Arr, is_kind
from .arr_commands import Work
from .arr_disk import shares_folder
from .arr_exclusions import Exclusions
from .arr_refusals import (
    checked_id,
    failed,
    failure,
    invalid,
    missing_parameter,
    not_found,
    profile_failures,
    stale_ids,
)
from .faults import Breakages
from .options import Options
from .radarr import changed_tags
from .series_arrivals import SeriesArrivals
from .sonarr_airing import Airing
from .sonarr_monitoring import monitor, monitor_seasons, pass_seasons
from .sonarr_rows import episode_row, file_row, series_row
from .wire import Call, Request, Route, indented_answer
from .world import Episode, Event, Series, World


class Sonarr(Arr):
    """Sonarr over a world's series."""

    name = "sonarr"
    app_name = "Sonarr"
    version = "4.0.19.2979"

    def __init__(
        self, options: Options, world: World, breakages: Breakages, requests: list[Request]
    ) -> None:
        """Prepare; nothing listens before ``start``."""
        self.exclusions = Exclusions(world, self.name, "tvdbId", ("title",))
        self._airing = Airing(world)
        super().__init__(options, world, breakages, requests)
        self.arrivals = SeriesArrivals(
            world, self.disk, self.later, self.exclusions, self.queue, self.remember
        )

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
            ("GET", "/wanted/missing", self.missing),
            ("GET", "/episode", self.episodes),
            ("PUT", "/episode/monitor", self.monitor),
            ("GET", "/episode/{id}", self.episode),
            ("PUT", "/episode/{id}", self.monitor_one),
            ("GET", "/episodefile", self.files),
            ("DELETE", "/episodefile/bulk", self.delete_files),
            ("GET", "/episodefile/{id}", self.file),
            ("DELETE", "/episodefile/{id}", self.delete_file),
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
        return indented_answer(series_row(self.world, self._find(call.parts["id"])))

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
        series = self._find(call.parts["id"])
        body = await call.json_object()
        failures = profile_failures(body, self.profiles)
        if not body.get("path"):
            text = "'Path' must not be empty."
            failures.append(failure("Path", None, text, "NotEmptyValidator"))
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
        several = self._several(body)
        for series in several:
            self._change(series, body)
        self.world.touch()
        return indented_answer([series_row(self.world, series) for series in several], 202)

    async def season_pass(self, call: Call) -> web.Response:
        """Monitor series and seasons, or do not."""
        body = await call.json_object()
        options = body.get("monitoringoptions") or {}
        for row in body.get("series") or []:
            series = self._find(str(row.get("id")))
            self._change(series, row)
            pass_seasons(series, row)
            monitor(series, str(options.get("monitor") or ""), self.world.now().date())
        self.world.touch()
        return indented_answer({}, 202)

    async def delete(self, call: Call) -> web.Response:
        """Delete a series: its row at once, its files afterwards, if it is said to.

        Unlike Radarr it answers an unknown id with 500.
        """
        number = checked_id(call.parts["id"])
        self._delete(
            self._several({"seriesids": [number]}),
            files=call.query.flag("deleteFiles") is True,
            exclude=call.query.flag("addImportListExclusion") is True,
        )
        return indented_answer({})

    async def delete_several(self, call: Call) -> web.Response:
        """Delete several series; one that is unknown fails all."""
        body = await call.json_object()
        self._delete(
            self._several(body),
            files=body.get("deletefiles") is True,
            exclude=body.get("addimportlistexclusion") is True,
        )
        return indented_answer({})

    async def episodes(self, call: Call) -> web.Response:
        """List the episodes of a series, or named ones."""
        query = call.query
        number, season = query.number("seriesId"), query.number("seasonNumber")
        ids = {int(text) for text in query.several("episodeIds") if text.isdigit()}
        file_id = query.number("episodeFileId")
        if number is None and not ids and file_id is None:
            raise missing_parameter("seriesId or episodeIds must be provided")
        if number is not None:
            series = self.world.series_by_id.get(number)
            found = list(series.episodes) if series else []
        else:
            found = [e for e in self.world.episodes if e.id in ids or e.file_id == file_id]
        with_file = query.flag("includeEpisodeFile") is True
        rows = [
            episode_row(self.world, e, with_file=with_file)
            for e in found
            if season in {None, e.season}
        ]
        return indented_answer(rows)

    async def missing(self, call: Call) -> web.Response:
        """List what is monitored, has aired and has no file, paged."""
        return self.paged(call, self._airing.missing_rows(call))

    async def episode(self, call: Call) -> web.Response:
        """Tell of one episode."""
        text = call.parts["id"]
        found = self.world.episodes_by_id.get(int(text)) if text.isdigit() else None
        if found is None:
            raise not_found()
        return indented_answer(episode_row(self.world, found, with_file=True))

    async def monitor(self, call: Call) -> web.Response:
        """Monitor episodes, or do not; an unknown one among several fails when the rest is done."""
        body = await call.json_object()
        ids = body.get("episodeids") or []
        found = [self.world.episodes_by_id[n] for n in ids if n in self.world.episodes_by_id]
        for episode in found:
            episode.monitored = body.get("monitored") is True
        self.world.touch()
        if len(found) != len(ids):
            raise not_found() if len(ids) == 1 else stale_ids(len(ids), len(found))
        return indented_answer([episode_row(self.world, e, with_file=False) for e in found], 202)

    async def monitor_one(self, call: Call) -> web.Response:
        """Monitor an episode, or do not."""
        number = checked_id(call.parts["id"])
        episode = self.world.episodes_by_id.get(number)
        if episode is None:
            raise not_found()
        episode.monitored = (await call.json_object()).get("monitored") is True
        self.world.touch()
        return indented_answer(episode_row(self.world, episode, with_file=False), 202)

    async def files(self, call: Call) -> web.Response:
        """List the files of a series, or named ones."""
        number = call.query.number("seriesId")
        ids = {int(text) for text in call.query.several("episodeFileIds") if text.isdigit()}
        if number is None and not ids:
            raise missing_parameter("seriesId or episodeFileIds must be provided")
        found = {
            e.file_id: e
            for e in self.world.episodes
            if e.has_file and (e.series_id == number or e.file_id in ids)
        }
        return indented_answer([file_row(self.world, episode) for episode in found.values()])

    async def file(self, call: Call) -> web.Response:
        """Tell of one file."""
        return indented_answer(file_row(self.world, self._with_file(call.parts["id"])[0]))

    async def delete_file(self, call: Call) -> web.Response:
        """Delete a file at once; its episodes stay monitored, so it may come again."""
        checked_id(call.parts["id"])
        found = self._with_file(call.parts["id"])
        self.must_be_mounted()
        self._delete_file(found)
        return indented_answer({})

    async def delete_files(self, call: Call) -> web.Response:
        """Delete files; those of another series than the first lose their row, not their file."""
        ids = (await call.json_object()).get("episodefileids") or []
        groups = [self._with_file(str(number)) for number in ids]
        if not groups:
            raise failed("Sequence contains no elements")
        self.must_be_mounted()
        for group in groups:
            self._delete_file(group, on_disk=group[0].series_id == groups[0][0].series_id)
        return indented_answer({})

    async def history_of(self, call: Call) -> web.Response:
        """List the history of one series."""
        wanted = call.query.number("seriesId")
        if wanted is None:
            raise missing_parameter("seriesId must be provided")
        kind = call.query.text("eventType")
        found = [e for e in self.events if e.series_id == wanted and is_kind(e, kind)]
        return indented_answer([self._event(e) for e in found])

    def row(self, series: Series) -> bytes:
        """Return a series as JSON, made once."""
        return self.row_of(series.id, lambda: series_row(self.world, series))

    def _find(self, text: str) -> Series:
        series = self.world.series_by_id.get(int(text)) if text.isdigit() else None
        if series is None:
            raise not_found()
        return series

    def _with_file(self, text: str) -> list[Episode]:
        number = int(text) if text.isdigit() else 0
        found = [e for e in self.world.episodes if number and e.file_id == number]
        if not found:
            raise not_found()
        return found

    def _several(self, body: dict[str, Any]) -> list[Series]:
        ids = body.get("seriesids") or []
        found = [self.world.series_by_id[n] for n in ids if n in self.world.series_by_id]
        if len(found) != len(ids):
            raise stale_ids(len(ids), len(found))
        return found

    def _change(self, series: Series, body: dict[str, Any]) -> None:
        if isinstance(body.get("monitored"), bool):
            series.monitored = body["monitored"]
        if isinstance(body.get("tags"), list):
            series.tags = changed_tags(series.tags, body["tags"], str(body.get("applytags")))

    def _delete(self, several: list[Series], *, files: bool, exclude: bool) -> None:
        for series in several:
            self.world.remove_series(series)
        if exclude:
            self.later.soon(lambda: self._exclude(several))
        if files:
            self.disk.queue(lambda: self._discard(several))

    def _exclude(self, several: list[Series]) -> None:
        for series in several:
            self.exclusions.add(series.tvdb_id, series.title)

    def _discard(self, several: list[Series]) -> None:
        """Delete folders; one that is another series', or holds it, ends it, as only the log tells."""
        for series in several:
            if shares_folder(series.folder, (other.folder for other in self.world.series)):
                return
            self.disk.discard_folder(self.world.series_path(series))

    def _delete_file(self, episodes: list[Episode], *, on_disk: bool = True) -> None:
        if on_disk:
            try:
                path = self.world.episode_path(episodes[0])
                self.disk.discard_file(path, episodes[0].size_bytes)
            except OSError:
                raise failed("Unable to delete episode file") from None
        self.arrivals.forget_file(episodes, "Manual")

    @override
    def media_management(self) -> dict[str, Any]:
        return {
            "autoUnmonitorPreviouslyDownloadedEpisodes": False,
            "createEmptySeriesFolders": False,
        }

    @override
    def search(self) -> list[str]:
        self.arrivals.sync_lists()
        return self._search_missing()

    @override
    def works(self) -> Mapping[str, Work]:
        return {
            "seriessearch": self._search_series,
            "seasonsearch": self._search_series,
            "episodesearch": self._search_episodes,
            "missingepisodesearch": lambda _: self._search_missing(),
            "rsssync": lambda _: self._search_missing(),
            "importlistsync": lambda _: self.arrivals.sync_lists(),
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
            self.arrivals.download([episode])

    def _search_missing(self) -> list[str]:
        wanted = [e for series in self.world.series for e in self.arrivals.missing(series)]
        return self.arrivals.search(wanted)

    def _search_series(self, body: Mapping[str, Any]) -> None:
        """Search a series, or a season of it, for what is monitored."""
        series, season = self.world.series_by_id[body["seriesid"]], body.get("seasonnumber")
        wanted = [e for e in self.arrivals.missing(series) if season in {None, e.season}]
        self.arrivals.search(wanted)

    def _search_episodes(self, body: Mapping[str, Any]) -> None:
        """Search episodes, monitored or not."""
        wanted = [self.world.episodes_by_id[number] for number in body.get("episodeids") or []]
        self.arrivals.search(wanted)

    def _scan(self, body: Mapping[str, Any]) -> None:
        ids = body.get("seriesids") or [body[key] for key in ("seriesid",) if key in body]
        for series in [self.world.series_by_id[number] for number in ids] or self.world.series:
            self.arrivals.scan(series)
