"""Undoing a removal: the entry is put back from its record, and looked for again."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from ..clients.arr import Exclusion, Whole
from ..clients.errors import ClientError
from ..clients.radarr import Movie, Radarr
from ..clients.sonarr import Series, Sonarr
from .entries import Arrs, whole_list
from .models import Removal
from .monitoring import (
    EpisodeMonitoring,
    held_episodes,
    put_back,
    recorded_episodes,
    switch_episodes,
)
from .removed import Part, Regret, Removed, Stage
from .traces import provider_number

_POLLS_SECONDS: Final = (0.1, 0.2, 0.5, 1, 2)


class Undo:
    """Puts back what was removed."""

    def __init__(self, arrs: Arrs, *, polls_seconds: Sequence[float] = _POLLS_SECONDS) -> None:
        """Ask these servers; `polls_seconds` are the waits for what they do after they have answered."""
        self._arrs = arrs
        self._polls_seconds = polls_seconds

    async def restore(self, removed: Removed, now: datetime) -> Removed:
        """Put back every entry that has gone, as it was, and let its server look for its files.

        An entry that is there again already is only monitored again. An interrupted one may be run once more.

        Raises:
            ServerRemoved: A server is no longer set up.
            EntryRefused: Its quality profile or its root folder is gone.
            ClientError: As for every request; what was put back until then stays.
        """
        for part in removed.parts:
            if part.stage in {Stage.DELETED, Stage.FILES_STAYED, Stage.FINISHED}:
                await self._restore(part, removed)
        return replace(
            removed,
            restored_at=now,
            regret=removed.regret or Regret.RESTORED,
            regretted_at=removed.regretted_at or now,
        )

    async def _restore(self, part: Part, removed: Removed) -> None:
        client = self._arrs.client(part.source_id)
        if removed.exclude:
            await self._lift(client, part)
        if removed.removal is Removal.DELETE and part.whole:
            await self._add_again(client, part)
            return
        await put_back(client, part)
        if part.stage is Stage.DELETED:
            await _search(client, part)

    async def _lift(self, client: Radarr | Sonarr, part: Part) -> None:
        """Let import lists bring it back; the exclusion may come some time after the deletion."""
        for seconds in (0, *self._polls_seconds):
            await asyncio.sleep(seconds)
            for row in (await client.exclusions()).rows:
                if _excludes(client, row, part):
                    await client.remove_exclusion(row.id)
                    return

    async def _add_again(self, client: Radarr | Sonarr, part: Part) -> None:
        if isinstance(client, Radarr):
            await _add_movie(client, part)
            return
        # Those that are added are monitored like their seasons, and searched at once if their series is monitored.
        exceptions = recorded_episodes(part.record)
        at_once = part.monitored and not exceptions
        series_id = await _add_series(client, part, search=at_once)
        if not at_once:
            await self._monitor_as_before(client, series_id, exceptions)
            if part.stage is Stage.DELETED:
                await _search_series(client, series_id, part)

    async def _monitor_as_before(
        self, client: Sonarr, series_id: int, exceptions: Iterable[EpisodeMonitoring]
    ) -> None:
        """Wait for the episodes of a series that was added, which have other ids now."""
        wanted = {(row.season_number, row.episode_number): row for row in exceptions}
        for seconds in (0, *self._polls_seconds):
            await asyncio.sleep(seconds)
            rows = whole_list(client, await client.episodes(series_id))
            ids = {(row.season_number, row.episode_number): row.id for row in rows}
            if ids and wanted.keys() <= ids.keys():
                break
        found = [
            EpisodeMonitoring(ids[place], *place, row.monitored)
            for place, row in wanted.items()
            if place in ids
        ]
        await switch_episodes(client, series_id, found)


async def _add_movie(client: Radarr, part: Part) -> None:
    async def there() -> Whole[Movie] | None:
        return await client.movie_by_tmdb_id(provider_number(client, part))

    found = await there()
    if found is None:
        search = part.stage is Stage.DELETED
        try:
            found = await client.add_movie(part.record, search=search)
        except ClientError:
            found = await there()
            if found is None:
                raise
        # What is added is searched only if it is monitored; what somebody names always is.
        if search and not part.monitored:
            await client.search_movie(found.entry.id)
    elif part.monitored:
        await client.monitor_movie(found.entry.id)


async def _add_series(client: Sonarr, part: Part, *, search: bool) -> int:
    """Add a series if it is not there; return its id."""

    async def there() -> Whole[Series] | None:
        return await client.series_by_tvdb_id(provider_number(client, part))

    found = await there()
    if found is None:
        try:
            found = await client.add_series(
                part.record, search=search and part.stage is Stage.DELETED
            )
        except ClientError:
            found = await there()
            if found is None:
                raise
    elif part.monitored:
        await client.monitor_series(found.entry.id)
    return found.entry.id


async def _search(client: Radarr | Sonarr, part: Part) -> None:
    if isinstance(client, Radarr):
        await client.search_movie(part.entry_id)
    elif part.whole:
        await _search_series(client, part.entry_id, part)
    else:
        await client.search_episodes(part.episode_ids)


async def _search_series(client: Sonarr, series_id: int, part: Part) -> None:
    """Let a series be searched; in one that is not monitored Sonarr finds only episodes that are named."""
    held = held_episodes(part.record)
    if part.monitored or not held:
        await client.search_series(series_id)
        return
    rows = whole_list(client, await client.episodes(series_id))
    await client.search_episodes(
        row.id for row in rows if (row.season_number, row.episode_number) in held
    )


def _excludes(client: Radarr | Sonarr, row: Exclusion, part: Part) -> bool:
    excluded = row.tmdb_id if isinstance(client, Radarr) else row.tvdb_id
    return excluded == provider_number(client, part)
