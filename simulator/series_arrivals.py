"""How series come to a Sonarr, and their files with them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any, override

from .arr_refusals import failure, invalid, place_failures, profile_failures
from .arrivals import Arrivals
from .imports import episode_import, sparse_file
from .sonarr_monitoring import monitor, monitor_seasons
from .world import Episode, Event, Series


class SeriesArrivals(Arrivals[Episode]):
    """Entries that people and import lists add, and files that are found or downloaded."""

    def add(self, body: Mapping[str, Any], profiles: Collection[int]) -> Series:
        """Add an entry; its episodes come a moment later, then its folder is scanned and searched.

        The body's keys are in lower case. 400 with a list of what is wrong with it.
        """
        known = self._known(body, profiles)
        options = body.get("addoptions")
        given = PurePosixPath(str(body.get("path") or "").rstrip("/"))
        made = self._entry(known, str(given.name) or known.folder)
        none = options is not None and options.get("monitor") == "none"
        made.monitored = body.get("monitored") is True and not none
        made.tags = list(body.get("tags") or [])
        made.quality_profile_id = body["qualityprofileid"]
        made.monitor_new_items = str(body.get("monitornewitems") or "all")
        if made.monitor_new_items == "none":
            made.unmonitored_seasons = set(known.seasons)
        self._world.add_series(made)

        def settle() -> None:
            if made.id not in self._world.series_by_id:
                return
            self._complete(made, known)
            monitor_seasons(made, body.get("seasons"))
            self.scan(made)
            if options is None:
                return
            monitor(made, options, self._world.now().date())
            if options.get("searchForMissingEpisodes") is True:
                self.search_missing_in(made)

        self._later.soon(settle)
        return made

    def scan(self, series: Series) -> None:
        """Compare an entry with its folder: new files are imported, lost ones forgotten.

        Nothing happens while the root folder is missing or empty.
        """
        if not self._world.series_path(series).is_dir() and self._disk.missing:
            return
        there: dict[str, list[Episode]] = {}
        for episode in series.episodes:
            present = bool(episode.file_name) and self._world.episode_path(episode).is_file()
            if episode.has_file and not present:
                self.forget_file([episode], "MissingFromDisk")
            elif present and not episode.has_file:
                there.setdefault(episode.file_name, []).append(episode)
        for episodes in there.values():
            self._arrive(episodes)

    @override
    def missing(self) -> list[Episode]:
        return [episode for series in self._world.series for episode in self.missing_in(series)]

    def missing_in(self, series: Series) -> list[Episode]:
        """Return what is missing of one series; none of one that is not monitored itself."""
        return self._wanted_of(series) if series.monitored else []

    def search_series(self, series: Series) -> None:
        """Search the monitored seasons of a series, if it is monitored itself.

        Where no season is, each monitored episode is searched, even of a series that is not.
        """
        seasons = set(series.seasons) - series.unmonitored_seasons
        if not seasons:
            self.search(self._wanted_of(series))
            return
        self.search(episode for episode in self.missing_in(series) if episode.season in seasons)

    def search_missing_in(self, series: Series) -> None:
        """Search what is missing of a series: seasons of one that is monitored.

        Of one that is not, a season is searched all the same when only one episode of it is missing.
        """
        wanted = self._wanted_of(series)
        counts = Counter(episode.season for episode in wanted)
        self.search(e for e in wanted if series.monitored or counts[e.season] == 1)

    def _wanted_of(self, series: Series) -> list[Episode]:
        """Return what is monitored, whatever the series is, has aired and is neither here nor coming."""
        today = self._world.now().date()
        coming = {row.get("episodeId") for row in self._queue}
        return [
            episode
            for episode in series.episodes
            if episode.monitored and not episode.has_file and episode.has_aired(today)
            if episode.id not in coming
        ]

    @override
    def search(self, wanted: Iterable[Episode]) -> list[str]:
        found = [e for e in wanted if not e.has_file and self._disk.mounted]
        files: dict[tuple[int, str], list[Episode]] = {}
        for episode in found:
            self._name_file(episode)
            files.setdefault((episode.series_id, episode.file_name), []).append(episode)
        for together in files.values():
            self.receive(together)
        return list(dict.fromkeys(self._world.series_by_id[e.series_id].title for e in found))

    def receive(self, episodes: list[Episode]) -> None:
        """Let one new file arrive for one episode, or for several together.

        An old one goes first, from all episodes in it; where it cannot, the new one is not taken.
        """
        path = self._world.episode_path(episodes[0])
        old = {episode.file_id for episode in episodes if episode.has_file}
        held = [episode for episode in self._world.episodes if episode.file_id in old]
        if held:
            try:
                self._disk.discard_file(path, held[0].size_bytes)
            except OSError:
                return
            self.forget_file(held, "Upgrade")
        path.parent.mkdir(parents=True, exist_ok=True)
        sparse_file(path, episodes[0].size_bytes, self._world.now())
        self._arrive(episodes)
        folder = self._world.series_by_id[episodes[0].series_id].folder
        for episode in episodes:
            self._remember(episode_import(self._world, episode, folder))

    @override
    def sync_lists(self) -> None:
        here = {series.tvdb_id for series in self._world.series}
        for number in sorted(self.listed - here):
            known = self._world.known_series.get(number)
            if known is not None and number not in self._exclusions:
                made = self._entry(known, known.folder)
                self._world.add_series(made)
                self._complete(made, known)
                self.scan(made)

    def forget_file(self, episodes: Iterable[Episode], reason: str) -> None:
        """Forget the file of episodes; the history tells why."""
        for episode in episodes:
            folder = self._world.series_by_id[episode.series_id].folder
            path = f"{self._world.sonarr_root}/{folder}/{episode.file_name}"
            gone = Event(0, "episodeFileDeleted", self._world.now(), path)
            gone.series_id, gone.episode_id = episode.series_id, episode.id
            gone.data = {"reason": reason, "size": str(episode.size_bytes)}
            self._remember(gone)
            episode.file_id = 0
        self._world.touch()

    def _known(self, body: Mapping[str, Any], profiles: Collection[int]) -> Series:
        number = body.get("tvdbid")
        failures = profile_failures(body, profiles)
        root = self._world.sonarr_root
        taken = {f"{root}/{series.folder}" for series in self._world.series}
        failures += place_failures(body, root, taken)
        if not body.get("title"):
            failures.append(
                failure("Title", None, "'Title' must not be empty.", "NotEmptyValidator")
            )
        if not isinstance(number, int) or number <= 0:
            text = "'Tvdb Id' must be greater than '0'."
            failures.append(failure("TvdbId", number, text, "GreaterThanValidator"))
        elif any(series.tvdb_id == number for series in self._world.series):
            text = "This series has already been added"
            failures.append(failure("TvdbId", number, text, "SeriesExistsValidator"))
        if failures or not isinstance(number, int):
            raise invalid(failures)
        if number not in self._world.known_series:
            raise invalid([failure("TvdbId", number, "A series with this ID was not found.", "")])
        return self._world.known_series[number]

    def _entry(self, known: Series, folder: str) -> Series:
        """Return a new entry of a known series, monitored and without episodes still."""
        return replace(
            known,
            id=self._world.new_id("series"),
            folder=folder,
            added=self._world.now(),
            monitored=True,
            unmonitored_seasons={0},
            tags=[],
            episodes=[],
        )

    def _complete(self, series: Series, known: Series) -> None:
        """Give a new entry its episodes, under new ids and without files."""
        series.episodes = [
            replace(
                episode,
                id=self._world.new_id("episode"),
                series_id=series.id,
                file_id=0,
                monitored=episode.season not in series.unmonitored_seasons,
            )
            for episode in known.episodes
        ]
        self._world.known_series[series.tvdb_id] = series
        self._world.add_episodes(series.episodes)

    def _name_file(self, episode: Episode) -> None:
        if not episode.file_name:
            folder = self._world.series_by_id[episode.series_id].folder
            name = f"{folder} - S{episode.season:02d}E{episode.number:02d}.mkv"
            episode.file_name = f"Season {episode.season:02d}/{name}"

    def _arrive(self, episodes: list[Episode]) -> None:
        number = self._world.new_id("episode file")
        for episode in episodes:
            episode.file_id, episode.file_added = number, self._world.now()
        self._world.note_files(episodes)
        series = self._world.series_by_id[episodes[0].series_id]
        self._world.left_behind.pop(str(self._world.series_path(series)), None)
        self._world.touch()
