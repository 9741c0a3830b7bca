"""A Sonarr server (v3 API, 4.0)."""

from pathlib import Path
from typing import Any, override

from aiohttp import web

from .arr import Arr, missing_parameter, not_found, remove_tree
from .radarr import changed_tags
from .sonarr_rows import episode_row, file_row, series_row
from .wire import Call, Refused, Route, indented_answer
from .world import Episode, Event, Series


class Sonarr(Arr):
    """Sonarr over a world's series."""

    name = "sonarr"
    app_name = "Sonarr"
    version = "4.0.19.2979"

    @override
    def routes(self) -> list[Route]:
        listed = [
            ("GET", "/series", self.all_series),
            ("PUT", "/series/editor", self.edit),
            ("DELETE", "/series/editor", self.delete_several),
            ("GET", "/series/{id}", self.one),
            ("PUT", "/series/{id}", self.update),
            ("DELETE", "/series/{id}", self.delete),
            ("POST", "/seasonpass", self.season_pass),
            ("GET", "/episode", self.episodes),
            ("PUT", "/episode/monitor", self.monitor),
            ("GET", "/episode/{id}", self.episode),
            ("GET", "/episodefile", self.files),
            ("DELETE", "/episodefile/bulk", self.delete_files),
            ("GET", "/episodefile/{id}", self.file),
            ("DELETE", "/episodefile/{id}", self.delete_file),
            ("GET", "/history/series", self.history_of),
            ("GET", "/importlistexclusion", self.all_exclusions),
            ("DELETE", "/importlistexclusion/{id}", self.remove_exclusion),
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

    async def update(self, call: Call) -> web.Response:
        """Change a series; seasons are monitored or not by what is in its ``seasons``."""
        series = self._find(call.parts["id"])
        body = await call.json_object()
        self._change(series, body)
        self._change_seasons(series, body.get("seasons"))
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
        for row in (await call.json_object()).get("series") or []:
            series = self._find(str(row.get("id")))
            self._change(series, row)
            self._change_seasons(series, row.get("seasons"))
        self.world.touch()
        return indented_answer({}, 202)

    async def delete(self, call: Call) -> web.Response:
        """Delete a series: its row at once, its files afterwards, if it is said to."""
        self._delete(
            self._find(call.parts["id"]),
            files=call.query.flag("deleteFiles") is True,
            exclude=call.query.flag("addImportListExclusion") is True,
        )
        return indented_answer({})

    async def delete_several(self, call: Call) -> web.Response:
        """Delete several series; one that is unknown fails all."""
        body = await call.json_object()
        for series in self._several(body):
            self._delete(
                series,
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

    async def episode(self, call: Call) -> web.Response:
        """Tell of one episode."""
        text = call.parts["id"]
        found = self.world.episodes_by_id.get(int(text)) if text.isdigit() else None
        if found is None:
            raise not_found()
        return indented_answer(episode_row(self.world, found, with_file=True))

    async def monitor(self, call: Call) -> web.Response:
        """Monitor episodes, or do not."""
        body = await call.json_object()
        found = [self.world.episodes_by_id.get(number) for number in body.get("episodeids") or []]
        for episode in found:
            if episode is not None:
                episode.monitored = body.get("monitored") is True
        self.world.touch()
        rows = [episode_row(self.world, e, with_file=False) for e in found if e is not None]
        return indented_answer(rows, 202)

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
        found = self._with_file(call.parts["id"])
        self.must_be_mounted()
        self._delete_file(found)
        return indented_answer({})

    async def delete_files(self, call: Call) -> web.Response:
        """Delete files; those of another series than the first lose their row, not their file."""
        ids = (await call.json_object()).get("episodefileids") or []
        groups = [self._with_file(str(number)) for number in ids]
        if not groups:
            raise Refused(indented_answer({"message": "Sequence contains no elements"}, 500))
        self.must_be_mounted()
        for group in groups:
            self._delete_file(group, on_disk=group[0].series_id == groups[0][0].series_id)
        return indented_answer({})

    async def history_of(self, call: Call) -> web.Response:
        """List the history of one series."""
        wanted = call.query.number("seriesId")
        if wanted is None:
            raise missing_parameter("seriesId must be provided")
        return indented_answer([self._event(e) for e in self.events if e.series_id == wanted])

    async def all_exclusions(self, _call: Call) -> web.Response:
        """List what lists may not bring back."""
        return indented_answer(self.exclusions)

    async def remove_exclusion(self, call: Call) -> web.Response:
        """Allow a series again."""
        left = [row for row in self.exclusions if str(row["id"]) != call.parts["id"]]
        if len(left) == len(self.exclusions):
            raise not_found()
        self.exclusions = left
        return indented_answer({})

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
        found = [self.world.series_by_id.get(number) for number in body.get("seriesids") or []]
        if None in found:
            text = {"message": "Expected query to return more rows", "description": "stale id"}
            raise Refused(indented_answer(text, 500))
        return [series for series in found if series is not None]

    def _change(self, series: Series, body: dict[str, Any]) -> None:
        if isinstance(body.get("monitored"), bool):
            series.monitored = body["monitored"]
        if isinstance(body.get("tags"), list):
            series.tags = changed_tags(series.tags, body["tags"], str(body.get("applytags")))

    def _change_seasons(self, series: Series, seasons: object) -> None:
        for season in seasons if isinstance(seasons, list) else []:
            number = int(season.get("seasonNumber", -1))
            if season.get("monitored") is False:
                series.unmonitored_seasons.add(number)
            else:
                series.unmonitored_seasons.discard(number)

    def _delete(self, series: Series, *, files: bool, exclude: bool) -> None:
        self.world.remove_series(series)
        if exclude:
            number = max((row["id"] for row in self.exclusions), default=0) + 1
            self.exclusions.append({"id": number, "tvdbId": series.tvdb_id, "title": series.title})
        if files:
            folder = self.world.series_path(series)
            self.later(lambda: remove_tree(folder))

    def _delete_file(self, episodes: list[Episode], *, on_disk: bool = True) -> None:
        for episode in episodes:
            path = self.world.episode_path(episode)
            if on_disk:
                path.unlink(missing_ok=True)
            self.world.at_path.pop(str(path), None)
            gone = Event(0, "episodeFileDeleted", self.world.now(), path.stem)
            gone.series_id, gone.episode_id = episode.series_id, episode.id
            gone.data = {"reason": "Manual"}
            self.remember(gone)
            episode.file_id = 0
        self.world.touch()
