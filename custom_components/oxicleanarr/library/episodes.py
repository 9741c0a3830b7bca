"""The episodes of the series that a rule asks about: read one series at a time, when it changed or all is read."""

import asyncio
from collections.abc import Callable, Container, Mapping
from copy import replace
from dataclasses import dataclass

from ..clients.errors import ClientError
from ..clients.ids import item_key
from ..clients.sonarr import Episode as WireEpisode, Sonarr
from .facts import UNKNOWN, Fact, latest, read_air_date
from .models import Copy, Episode, Kind, Library, Medium
from .viewing import EpisodePlays


@dataclass(frozen=True, slots=True)
class _Shelf:
    """A series' episodes as they were when it had that many files of that size."""

    files: int
    size_bytes: Fact[int]
    episodes: tuple[Episode, ...]


class EpisodeShelves:
    """Remembers the episodes of series between syncs."""

    def __init__(self, sonarrs: Mapping[str, Sonarr]) -> None:
        """Ask these Sonarrs, by the ids of their sources."""
        self._sonarrs = sonarrs
        self._shelves: dict[tuple[str, int], _Shelf] = {}

    def forget(self) -> None:
        """Read all episodes anew, since their dates and numbers may have been put right while their files stayed."""
        self._shelves.clear()

    async def add_to(
        self,
        library: Library,
        wanted: Callable[[Medium], bool],
        plays_of: Callable[[Container[str]], Mapping[str, EpisodePlays]],
    ) -> Library:
        """Return the library with the episodes of the wanted series; unknown where Sonarr failed.

        `plays_of` tells when the episodes of series were watched, which it is given the keys of.
        """
        series = [
            medium
            for medium in library.media.values()
            if medium.kind is Kind.SERIES and medium.copies and wanted(medium)
        ]
        if not series:
            return library
        keys = {item_key(item) for one in series for item in (*one.jellyfin_ids, *one.twin_ids)}
        plays = await asyncio.to_thread(plays_of, keys)
        found = await asyncio.gather(*(self._episodes(medium, plays) for medium in series))
        known = {
            medium.id: replace(medium, episodes=episodes)
            for medium, episodes in zip(series, found, strict=True)
        }
        return replace(library, media={**library.media, **known})

    async def _episodes(
        self, medium: Medium, plays: Mapping[str, EpisodePlays]
    ) -> Fact[tuple[Episode, ...]]:
        if len(medium.copies) > 1:
            # The same episodes in two Sonarrs have two files each: whose go is nobody's to guess.
            return UNKNOWN
        episodes = await self._shelf(medium.copies[0])
        if episodes is None:
            return UNKNOWN
        watched = [
            plays.get(item_key(item), {}) for item in (*medium.jellyfin_ids, *medium.twin_ids)
        ]
        return tuple(
            replace(
                episode,
                last_watched=latest(one.get((episode.season, episode.number)) for one in watched),
            )
            for episode in episodes
        )

    async def _shelf(self, copy: Copy) -> tuple[Episode, ...] | None:
        shelf = self._shelves.get(copy.key)
        if shelf and (shelf.files, shelf.size_bytes) == (copy.episode_files, copy.size_bytes):
            return shelf.episodes
        try:
            rows = await self._sonarrs[copy.source_id].episodes(copy.entry_id)
        except ClientError:
            return None
        if not rows.complete or rows.skipped:
            return None
        episodes = tuple(_episode(row) for row in rows.rows if row.has_file and row.episode_file_id)
        self._shelves[copy.key] = _Shelf(copy.episode_files, copy.size_bytes, episodes)
        return episodes


def _episode(row: WireEpisode) -> Episode:
    aired = read_air_date(row.air_date_utc or row.air_date)
    return Episode(
        file_id=row.episode_file_id,
        season=row.season_number,
        number=row.episode_number,
        aired=aired,
        size_bytes=row.episode_file.size if row.episode_file and row.episode_file.size else UNKNOWN,
    )
