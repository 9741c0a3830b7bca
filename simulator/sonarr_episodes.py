"""The episodes of a Sonarr and their files: listed, monitored, deleted."""

from collections.abc import Callable

from aiohttp import web

from .arr_disk import Disk
from .arr_refusals import checked_id, failed, missing_parameter, not_found, stale_ids
from .series_arrivals import SeriesArrivals
from .sonarr_rows import episode_row, file_row
from .wire import Call, indented_answer
from .world import Episode, World


class Episodes:
    """Answers below /episode and /episodefile."""

    def __init__(
        self,
        world: World,
        disk: Disk,
        arrivals: SeriesArrivals,
        must_be_mounted: Callable[[], None],
    ) -> None:
        """Remember where the files are; ``must_be_mounted`` refuses while the disk is not there."""
        self._world = world
        self._disk = disk
        self._arrivals = arrivals
        self._must_be_mounted = must_be_mounted

    async def listed(self, call: Call) -> web.Response:
        """List the episodes of a series or of a season of it, or named ones, or those of a file."""
        query = call.query
        number, season = query.number("seriesId"), query.number("seasonNumber")
        ids = {int(text) for text in query.several("episodeIds") if text.isdigit()}
        file_id = query.number("episodeFileId")
        every = self._world.episodes
        if number is not None:
            found = [e for e in every if e.series_id == number and season in {None, e.season}]
        elif ids:
            found = [e for e in every if e.id in ids]
            if len(found) != len(ids):
                raise stale_ids(len(ids), len(found))
        elif file_id is not None:
            found = [e for e in every if e.file_id == file_id]
        else:
            raise missing_parameter("seriesId or episodeIds must be provided")
        with_file = query.flag("includeEpisodeFile") is True
        return indented_answer([episode_row(self._world, e, with_file=with_file) for e in found])

    async def one(self, call: Call) -> web.Response:
        """Tell of one episode."""
        text = call.parts["id"]
        found = self._world.episodes_by_id.get(int(text)) if text.isdigit() else None
        if found is None:
            raise not_found()
        return indented_answer(episode_row(self._world, found, with_file=True))

    async def monitor(self, call: Call) -> web.Response:
        """Monitor episodes, or do not; an unknown one among several fails when the rest is done."""
        body = await call.json_object()
        ids = body.get("episodeids") or []
        known = self._world.episodes_by_id
        found = [known[number] for number in dict.fromkeys(ids) if number in known]
        for episode in found:
            episode.monitored = body.get("monitored") is True
        self._world.touch()
        if len(found) != len(ids):
            raise not_found() if len(ids) == 1 else stale_ids(len(ids), len(found))
        return indented_answer([episode_row(self._world, e, with_file=False) for e in found], 202)

    async def monitor_one(self, call: Call) -> web.Response:
        """Monitor an episode, or do not."""
        number = checked_id(call.parts["id"])
        episode = self._world.episodes_by_id.get(number)
        if episode is None:
            raise not_found()
        episode.monitored = (await call.json_object()).get("monitored") is True
        self._world.touch()
        return indented_answer(episode_row(self._world, episode, with_file=False), 202)

    async def files(self, call: Call) -> web.Response:
        """List the files of a series, or named ones; 404 for an unknown series, 500 for an unknown file."""
        number = call.query.number("seriesId")
        ids = {int(text) for text in call.query.several("episodeFileIds") if text.isdigit()}
        if number is None and not ids:
            raise missing_parameter("seriesId or episodeFileIds must be provided")
        if number is None:
            found = [group[0] for group in self._with_files(list(ids))]
        elif number in self._world.series_by_id:
            episodes = self._world.series_by_id[number].episodes
            found = list({e.file_id: e for e in episodes if e.has_file}.values())
        else:
            raise not_found()
        return indented_answer([file_row(self._world, episode) for episode in found])

    async def file(self, call: Call) -> web.Response:
        """Tell of one file."""
        return indented_answer(file_row(self._world, self._with_file(call.parts["id"])[0]))

    async def delete_file(self, call: Call) -> web.Response:
        """Delete a file at once; its episodes stay monitored, so it may come again."""
        checked_id(call.parts["id"])
        found = self._with_file(call.parts["id"])
        self._must_be_mounted()
        self._delete_file(found)
        return indented_answer({})

    async def delete_files(self, call: Call) -> web.Response:
        """Delete files; those of another series than the first lose their row, not their file."""
        ids = (await call.json_object()).get("episodefileids") or []
        groups = self._with_files(ids)
        if not groups:
            raise failed("Sequence contains no elements")
        self._must_be_mounted()
        for group in groups:
            self._delete_file(group, on_disk=group[0].series_id == groups[0][0].series_id)
        return indented_answer({})

    def _with_file(self, text: str) -> list[Episode]:
        number = int(text) if text.isdigit() else 0
        found = [e for e in self._world.episodes if number and e.file_id == number]
        if not found:
            raise not_found()
        return found

    def _with_files(self, ids: list[int]) -> list[list[Episode]]:
        """Return the episodes of each of these files; 500 where one is unknown, or named twice."""
        files: dict[int, list[Episode]] = {}
        for episode in self._world.episodes:
            if episode.has_file and episode.file_id in ids:
                files.setdefault(episode.file_id, []).append(episode)
        if len(files) != len(ids):
            raise stale_ids(len(ids), len(files))
        return [files[number] for number in ids]

    def _delete_file(self, episodes: list[Episode], *, on_disk: bool = True) -> None:
        if on_disk:
            try:
                path = self._world.episode_path(episodes[0])
                self._disk.discard_file(path, episodes[0].size_bytes)
            except OSError:
                raise failed("Unable to delete episode file") from None
        self._arrivals.forget_file(episodes, "Manual")
