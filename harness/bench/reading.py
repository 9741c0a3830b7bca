"""Reading without Home Assistant: Radarr's films, a sync without watch state, and what a bare download takes."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
import json

import aiohttp
from yarl import URL

from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.radarr import Radarr
from custom_components.oxicleanarr.clients.rows import itself
from custom_components.oxicleanarr.clients.sonarr import Sonarr
from custom_components.oxicleanarr.library.jellyfin import read_items, read_libraries, shown_item
from custom_components.oxicleanarr.library.jellyfin_media import JellyfinMedia
from custom_components.oxicleanarr.library.managed import (
    ManagedMedia,
    ManagedSource,
    movie_copy,
    read_radarr,
    read_sonarr,
    series_copy,
    tag_labels,
)
from custom_components.oxicleanarr.library.merge import build_library
from custom_components.oxicleanarr.library.models import Kind
from custom_components.oxicleanarr.library.reading import Reading
from custom_components.oxicleanarr.policy.models import Settings
from custom_components.oxicleanarr.policy.plan import Circumstances, make_plan
from harness.simulator import Addresses

from .servers import SERVERS, Asked, Figures, entrance, measure, servers


async def our_films(addresses: Addresses) -> Figures:
    """Read Radarr's whole library with our client."""
    async with servers(addresses) as there, aiohttp.ClientSession() as session:
        radarr = _radarr(session, addresses)

        async def read() -> int:
            return len((await radarr.movies(itself)).rows)

        return await measure(there, read)


async def plain_films(addresses: Addresses) -> Figures:
    """Read the same answer as most programs do: whole, into dictionaries."""
    url, headers = entrance(addresses, "radarr")
    async with servers(addresses) as there, aiohttp.ClientSession(headers=headers) as session:

        async def read() -> int:
            async with session.get(f"{url}/api/v3/movie") as response:
                return len(json.loads(await response.read()))

        return await measure(there, read)


async def radarr_and_sonarr(addresses: Addresses) -> Figures:
    """Read all that we want of Radarr and Sonarr at every full sync."""
    now = datetime.now(UTC)
    async with servers(addresses) as there, aiohttp.ClientSession() as session:
        radarr, sonarr = _radarr(session, addresses), _sonarr(session, addresses)

        async def read() -> int:
            films, series = await asyncio.gather(
                read_radarr(radarr, "radarr", now), read_sonarr(sonarr, "sonarr", now)
            )
            return len(films.copies) + len(series.copies)

        return await measure(there, read)


async def without_watch_state(addresses: Addresses) -> tuple[Figures, list[Asked]]:
    """Read, merge and plan what an OxiCleanarr server reads in a sync that asks nobody's watch state.

    That is Radarr's films, Sonarr's series, and Jellyfin's films and series.
    """
    now = datetime.now(UTC)
    async with servers(addresses) as there, aiohttp.ClientSession() as session:
        jellyfin = _jellyfin(session, addresses)
        radarr, sonarr = _radarr(session, addresses), _sonarr(session, addresses)

        async def sync() -> int:
            shown, films, series = await asyncio.gather(
                Reading[JellyfinMedia]("jellyfin", "Jellyfin").renew(
                    lambda: _items_only(jellyfin, now), now
                ),
                Reading[ManagedMedia]("radarr", "Radarr").renew(
                    lambda: read_radarr(radarr, "radarr", now), now
                ),
                Reading[ManagedMedia]("sonarr", "Sonarr").renew(
                    lambda: _series_only(sonarr, now), now
                ),
            )
            for reading in (shown.status, films.status, series.status):
                if reading.problem:
                    raise RuntimeError(reading.problem.message)
            return await _decided(shown, films, series, now)

        return await measure(there, sync), await there.asked()


async def films_and_series(addresses: Addresses) -> Figures:
    """Read, merge and plan films and series, without asking who answers, for libraries, tags and disks."""
    now = datetime.now(UTC)
    async with servers(addresses) as there, aiohttp.ClientSession() as session:
        jellyfin = _jellyfin(session, addresses)
        radarr, sonarr = _radarr(session, addresses), _sonarr(session, addresses)

        async def sync() -> int:
            shown, films, series = await asyncio.gather(
                jellyfin.movies_and_series(lambda row: shown_item(row, now)),
                radarr.movies(lambda row: movie_copy(row, "radarr", {}, now)),
                sonarr.series(lambda row: series_copy(row, "sonarr", {}, None, now)),
            )
            return await _decided(
                Reading("jellyfin", "Jellyfin", JellyfinMedia(items=shown.rows), now),
                Reading("radarr", "Radarr", ManagedMedia(copies=films.rows), now),
                Reading("sonarr", "Sonarr", ManagedMedia(copies=series.rows), now),
                now,
            )

        return await measure(there, sync)


async def _decided(
    shown: Reading[JellyfinMedia],
    films: Reading[ManagedMedia],
    series: Reading[ManagedMedia],
    now: datetime,
) -> int:
    """Merge and plan; return on how many media was decided."""
    managed = [ManagedSource(Kind.MOVIE, (), films), ManagedSource(Kind.SERIES, (), series)]
    library = await asyncio.to_thread(build_library, shown, managed)
    settings = Settings(retention=dict.fromkeys(Kind, timedelta(days=90)))
    given = Circumstances(library=library, settings=settings, now=now)
    plan = await asyncio.to_thread(make_plan, given)
    return len(plan.decisions)


async def bare_download(addresses: Addresses, asked: Sequence[Asked]) -> Figures:
    """Ask for the same answers again and throw them away, every server's one after the other."""
    async with servers(addresses) as there, aiohttp.ClientSession() as session:

        async def download() -> int:
            await asyncio.gather(*(_drain(session, addresses, name, asked) for name in SERVERS))
            return 0

        return await measure(there, download)


async def _drain(
    session: aiohttp.ClientSession, addresses: Addresses, server: str, asked: Sequence[Asked]
) -> None:
    base, headers = entrance(addresses, server)
    for one in asked:
        if one.server != server or one.method != "GET":
            continue
        url = URL(f"{base}{one.path}?{one.query}", encoded=True)
        async with session.get(url, headers=headers) as response:
            async for _ in response.content.iter_any():
                pass


async def _items_only(client: Jellyfin, now: datetime) -> JellyfinMedia:
    info = await client.public_info()
    libraries = await read_libraries(client)
    listed = await read_items(client, libraries, now)
    return JellyfinMedia(items=listed.rows, libraries=libraries, version=info.version)


async def _series_only(client: Sonarr, now: datetime) -> ManagedMedia:
    """Read a Sonarr without its history, which an OxiCleanarr server does not read either."""
    status = await client.status()
    labels = tag_labels((await client.tags()).rows)
    series = await client.series(lambda row: series_copy(row, "sonarr", labels, None, now))
    return ManagedMedia(copies=series.rows, labels=labels, version=status.version)


def _jellyfin(session: aiohttp.ClientSession, addresses: Addresses) -> Jellyfin:
    jellyfin = addresses.jellyfin
    return Jellyfin(session, URL(jellyfin.url), device_id="bench", token=jellyfin.api_key)


def _radarr(session: aiohttp.ClientSession, addresses: Addresses) -> Radarr:
    return Radarr(session, URL(addresses.radarr.url), addresses.radarr.api_key)


def _sonarr(session: aiohttp.ClientSession, addresses: Addresses) -> Sonarr:
    return Sonarr(session, URL(addresses.sonarr.url), addresses.sonarr.api_key)
