"""What Radarr and Sonarr look for by themselves: kept from it while something goes, and put back as it was."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec
from msgspec import structs

from ..clients.radarr import Radarr
from ..clients.sonarr import Sonarr
from .entries import whole_list
from .removed import Part


class EpisodeMonitoring(msgspec.Struct, frozen=True, rename="camel"):
    """How an episode was monitored when its file was about to go."""

    id: int
    season_number: int
    episode_number: int
    monitored: bool


class _SeasonMonitoring(msgspec.Struct, frozen=True, rename="camel"):
    season_number: int
    monitored: bool = False


class _Recorded(msgspec.Struct, frozen=True, rename="camel"):
    episodes: tuple[EpisodeMonitoring, ...] = ()
    emptied_seasons: tuple[int, ...] = ()
    held: tuple[tuple[int, int], ...] = ()
    seasons: tuple[_SeasonMonitoring, ...] = ()


_NOTHING: Final = frozenset[int]()


def recorded_episodes(record: Mapping[str, object]) -> tuple[EpisodeMonitoring, ...]:
    """Return the episodes whose monitoring a record tells."""
    return _read(record).episodes


def held_episodes(record: Mapping[str, object]) -> frozenset[tuple[int, int]]:
    """Return season and number of the episodes of a whole series that were there."""
    return frozenset(_read(record).held)


async def silence(client: Radarr | Sonarr, part: Part) -> None:
    """Keep a server from looking again for what is about to go.

    Of single episode files these are the episodes, and the seasons that lose their last file.

    Raises:
        ClientError: As for every request; some of it may have happened.
    """
    if isinstance(client, Radarr):
        await client.unmonitor_movie(part.entry_id)
    elif part.whole:
        await client.unmonitor_series(part.entry_id)
    else:
        await client.unmonitor_episodes(part.episode_ids)
        for season in _read(part.record).emptied_seasons:
            await client.unmonitor_season(part.entry_id, season)


async def put_back(client: Radarr | Sonarr, part: Part, gone: frozenset[int] = _NOTHING) -> None:
    """Let a server look for everything again as it did before; harmless when it is done twice.

    The episodes that are `gone` stay unmonitored.

    Raises:
        ClientError: As for every request; some of it may have happened.
    """
    if isinstance(client, Sonarr) and not part.whole:
        await _put_episodes_back(client, part, gone)
    elif not part.monitored:
        return
    elif isinstance(client, Radarr):
        await client.monitor_movie(part.entry_id)
    else:
        await client.monitor_series(part.entry_id)


async def is_silent(client: Radarr | Sonarr, part: Part) -> bool:
    """Return whether a server no longer looks for what was about to go.

    Raises:
        ClientError: As for every request.
    """
    if isinstance(client, Radarr):
        return not (await client.movie(part.entry_id)).entry.monitored
    if part.whole:
        return not (await client.one_series(part.entry_id)).entry.monitored
    rows = whole_list(client, await client.episodes(part.entry_id))
    return not any(row.monitored for row in rows if row.id in part.episode_ids)


async def _put_episodes_back(client: Sonarr, part: Part, gone: frozenset[int]) -> None:
    recorded = _read(part.record)
    was_monitored = {row.season_number for row in recorded.seasons if row.monitored}
    stays = {row.season_number for row in recorded.episodes if row.id not in gone}
    for season in recorded.emptied_seasons:
        if season in was_monitored and season in stays:
            await client.monitor_season(part.entry_id, season)
    # A season that is monitored again takes all of its episodes with it, also those that are gone.
    wanted = (
        structs.replace(row, monitored=row.monitored and row.id not in gone)
        for row in recorded.episodes
    )
    await switch_episodes(client, part.entry_id, wanted)


async def switch_episodes(
    client: Sonarr, series_id: int, wanted: Iterable[EpisodeMonitoring]
) -> None:
    """Monitor a series' episodes as they are wanted, as far as they are still there.

    Raises:
        ClientError: As for every request.
    """
    rows = whole_list(client, await client.episodes(series_id))
    now = {row.id: row.monitored for row in rows}
    changed = [row for row in wanted if now.get(row.id, row.monitored) is not row.monitored]
    await client.monitor_episodes(row.id for row in changed if row.monitored)
    await client.unmonitor_episodes(row.id for row in changed if not row.monitored)


def _read(record: Mapping[str, object]) -> _Recorded:
    return msgspec.convert(record, _Recorded)
