"""A household for the tests: a simulated stack, an entry that names it, and the truth to compare with."""

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from time import monotonic
from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import Entity
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from yarl import URL

from simulator import Options, Stack
from simulator.seeding import ADMIN_NAME, ADMIN_PASSWORD
from simulator.world import Movie, Series

from .texts import DOMAIN

ENTRY_ID = "01HOUSEHOLD000000000000000"
OTHER_ENTRY_ID = "01OTHER0000000000000000000"
RADARR_ID = "01RADARR000000000000000000"
SONARR_ID = "01SONARR000000000000000000"
SECOND_RADARR_ID = "01RADARR4K0000000000000000"
SEERR_ID = "01SEERR0000000000000000000"
SERVER_IDS = {
    "jellyfin": "jellyfin",
    "radarr": RADARR_ID,
    "radarr-4k": SECOND_RADARR_ID,
    "sonarr": SONARR_ID,
    "seerr": SEERR_ID,
}
"""The ids of the sources, by the names of the simulated servers."""

MOVIE_DAYS = 90
SERIES_DAYS = 120
WINDOW_DAYS = 14
NIGHT = timedelta(hours=10)
OPTIONS = {
    "movie_retention": f"{MOVIE_DAYS}d",
    "series_retention": f"{SERIES_DAYS}d",
    "retention_base": "last_watched_or_added",
    "window_days": WINDOW_DAYS,
}


def with_libraries(stack: Stack) -> dict[str, Any]:
    """Return the options of a household that wants Leaving Soon libraries."""
    base_path = str(stack.world.movies_dir.with_name("leaving-soon"))
    return OPTIONS | {"displays": ["libraries"], "base_path": base_path}


@pytest.fixture
async def stack(request: pytest.FixtureRequest, socket_enabled: None) -> AsyncGenerator[Stack]:
    """Run the servers; parametrise indirectly with `Options` for others than the default ones."""
    async with Stack(getattr(request, "param", Options())) as running:
        yield running


class Clock:
    """Home Assistant's clock, put forward.

    Not freezegun's: its dates are of a kind of their own, which msgspec does not write.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta()
        self.error = timedelta()
        """By how much it is wrong: time that never passed."""
        utcnow, ticks = dt_util.utcnow, monotonic
        monkeypatch.setattr(
            "custom_components.oxicleanarr.timekeeper.monotonic",
            lambda: ticks() + self.ahead.total_seconds(),
        )
        monkeypatch.setattr(dt_util, "utcnow", lambda: utcnow() + self.ahead + self.error)
        monkeypatch.setattr(
            dt_util, "now", lambda zone=None: dt_util.as_local(utcnow() + self.ahead + self.error)
        )

    async def advance(self, hass: HomeAssistant, time: timedelta) -> None:
        """Let time pass, and everything happen that was waiting for it."""
        self.ahead += time
        async_fire_time_changed(hass, dt_util.utcnow())
        await hass.async_block_till_done(wait_background_tasks=True)


async def evening(hass: HomeAssistant, clock: Clock, in_days: int) -> None:
    """Let time pass until the evening of a local day."""
    day = dt_util.now().date() + timedelta(days=in_days)
    then = dt_util.start_of_local_day(day) + timedelta(hours=20)
    await clock.advance(hass, then - dt_util.utcnow())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Put Home Assistant's clock forward."""
    return Clock(monkeypatch)


@pytest.fixture
def every_entity_enabled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also add the entities that a household has to switch on first."""
    monkeypatch.setattr(Entity, "entity_registry_enabled_default", property(lambda _: True))


def household(stack: Stack, **changes: Any) -> MockConfigEntry:
    """Return an entry for the stack, with fixed ids, as the set-up would have made it."""
    return MockConfigEntry(
        **{
            "domain": DOMAIN,
            "entry_id": ENTRY_ID,
            "unique_id": stack.jellyfin.server_id,
            "title": "Film club",
            "data": {
                "url": stack.jellyfin.url,
                "api_key": stack.jellyfin.api_key,
                "verify_ssl": True,
                "device_id": "d" * 32,
            },
            "options": OPTIONS,
            "subentries_data": (radarr_subentry(stack), sonarr_subentry(stack)),
            **changes,
        }
    )


def login_with_password(stack: Stack) -> dict[str, Any]:
    """Return what an entry has for a Jellyfin without keys for programs, as a jellyfin-rust is."""
    url = URL(stack.jellyfin.url)
    return {
        "unique_id": f"{stack.jellyfin.server_id}@{url.authority}",
        "data": {
            "url": str(url),
            "username": ADMIN_NAME,
            "password": ADMIN_PASSWORD,
            "verify_ssl": True,
            "device_id": "d" * 32,
        },
    }


def radarr_subentry(stack: Stack) -> ConfigSubentryDataWithId:
    return _subentry(
        "radarr", RADARR_ID, stack.radarr, stack.world.radarr_root, stack.world.movies_dir
    )


def sonarr_subentry(stack: Stack) -> ConfigSubentryDataWithId:
    return _subentry("sonarr", SONARR_ID, stack.sonarr, stack.world.sonarr_root, stack.world.tv_dir)


def second_radarr_subentry(stack: Stack) -> ConfigSubentryDataWithId:
    server = stack.second_radarr
    assert server is not None
    world = server.world
    return _subentry("radarr", SECOND_RADARR_ID, server, world.radarr_root, world.movies_dir)


def seerr_subentry(stack: Stack) -> ConfigSubentryDataWithId:
    return ConfigSubentryDataWithId(
        subentry_id=SEERR_ID,
        subentry_type="seerr",
        title="Seerr",
        unique_id=stack.seerr.url,
        data=MappingProxyType(
            {"url": stack.seerr.url, "api_key": stack.seerr.api_key, "verify_ssl": True}
        ),
    )


def _subentry(
    kind: str, subentry_id: str, server: Any, server_path: str, jellyfin_path: Path
) -> ConfigSubentryDataWithId:
    return ConfigSubentryDataWithId(
        subentry_id=subentry_id,
        subentry_type=kind,
        title=kind.capitalize(),
        unique_id=server.url,
        data=MappingProxyType(
            {
                "url": server.url,
                "api_key": server.api_key,
                "verify_ssl": True,
                "path_mappings": [
                    {"server_path": server_path, "jellyfin_path": str(jellyfin_path)}
                ],
            }
        ),
    )


async def start(hass: HomeAssistant, stack: Stack, **changes: Any) -> MockConfigEntry:
    """Set the household up, whatever comes of it."""
    entry = household(stack, **changes)
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


async def start_another(hass: HomeAssistant, stack: Stack, **changes: Any) -> MockConfigEntry:
    """Set a second household up beside the first one, with the same Jellyfin at another address and nothing else."""
    unique_id = f"{stack.jellyfin.server_id}@elsewhere"
    ids = {"entry_id": OTHER_ENTRY_ID, "unique_id": unique_id, "subentries_data": ()}
    return await start(hass, stack, **ids | changes)


async def sync(hass: HomeAssistant) -> dict[str, Any]:
    """Sync, and return what the action answers."""
    return await act(hass, "sync")


async def act(hass: HomeAssistant, action: str, **data: Any) -> dict[str, Any]:
    """Call an action for its answer."""
    answer = await hass.services.async_call(
        DOMAIN, action, data, blocking=True, return_response=True
    )
    await hass.async_block_till_done()
    assert answer is not None
    return dict(answer)


async def media(hass: HomeAssistant, **filters: Any) -> dict[str, dict[str, Any]]:
    """Return what `get_media` tells, by title."""
    rows: Any = (await act(hass, "get_media", **filters))["media"]
    return {row["title"]: row for row in rows}


async def leaving_dates(hass: HomeAssistant) -> dict[str, str]:
    """Return the days of departure of what is leaving soon, by title."""
    return {
        title: row["leaves_on"]
        for title, row in (await media(hass, verdict="leaving_soon")).items()
    }


def delete_film(stack: Stack, title: str) -> None:
    """Let a film be gone: file, Radarr's entry and Jellyfin's item."""
    movie = next(movie for movie in stack.world.movies if movie.title == title)
    stack.world.movie_path(movie).unlink()
    stack.world.remove_movie(movie)
    stack.catalog.refresh()


def entity_id(hass: HomeAssistant, platform: str, key: str, owner: str = ENTRY_ID) -> str:
    """Return the entity id behind a unique id."""
    found = er.async_get(hass).async_get_entity_id(platform, DOMAIN, f"{owner}_{key}")
    assert found is not None
    return found


def state(hass: HomeAssistant, platform: str, key: str, owner: str = ENTRY_ID) -> State:
    """Return the state of an entity."""
    found = hass.states.get(entity_id(hass, platform, key, owner))
    assert found is not None
    return found


def spelled(day: date) -> str:
    """Return a day as reasons spell it in English."""
    return f"{day.day} {day:%B %Y}"


def connection(hass: HomeAssistant, server: str) -> State:
    """Return the connectivity sensor of "jellyfin", "radarr" or "sonarr"."""
    owner = ENTRY_ID if server == "jellyfin" else SERVER_IDS[server]
    return state(hass, "binary_sensor", "connected", owner)


def count(hass: HomeAssistant, key: str = "leaving_soon") -> str:
    """Return the state of a counting sensor."""
    return state(hass, "sensor", key).state


@dataclass(frozen=True, slots=True)
class Departure:
    """What the rules say of one medium, worked out from the world alone."""

    kind: str
    due_at: datetime
    size_bytes: int

    @property
    def leaves_on(self) -> date:
        """The local day on which it goes when it is announced just now."""
        announced = dt_util.utcnow() + timedelta(days=WINDOW_DAYS)
        return dt_util.as_local(max(self.due_at, announced)).date()


def departures(stack: Stack) -> Mapping[str, Departure]:
    """Return what is leaving soon by the default options, by title."""
    world = stack.world
    found = {
        movie.title: Departure(
            "movie",
            max([movie.file_added, *_plays(stack, movie)]) + timedelta(days=MOVIE_DAYS),
            movie.size_bytes,
        )
        for movie in world.movies
        if movie.has_file
    } | {
        series.title: Departure(
            "series",
            max([series.added, *_imports(stack, series), *_plays(stack, series)])
            + timedelta(days=SERIES_DAYS),
            series.size_bytes,
        )
        for series in world.series
    }
    last = dt_util.utcnow() + timedelta(days=WINDOW_DAYS)
    stays = dear(stack)
    return {title: one for title, one in found.items() if one.due_at <= last and title not in stays}


def dear(stack: Stack) -> set[str]:
    """Return what stays because somebody loves it or stopped in the middle, by title."""
    media: list[Movie | Series] = [*stack.world.movies, *stack.world.series]
    return {medium.title for medium in media if _dear(stack, medium)}


def _dear(stack: Stack, medium: Movie | Series) -> bool:
    """Return whether somebody loves a part of it, or stopped in the middle of it."""
    return any(
        (watch.favorite or watch.position_ticks) and _belongs(stack, item_id, medium)
        for rows in stack.world.watches.values()
        for item_id, watch in rows.items()
    )


def _belongs(stack: Stack, item_id: str, medium: Movie | Series) -> bool:
    item = stack.catalog.items[item_id]
    parts = {id(medium)}
    if isinstance(medium, Series):
        parts |= {id(episode) for episode in medium.episodes}
    return id(item.media) in parts or (
        item.series_id is not None and stack.catalog.items[item.series_id].media is medium
    )


def _imports(stack: Stack, series: Series) -> list[datetime]:
    year = dt_util.utcnow() - timedelta(days=365)
    return [
        event.at
        for event in stack.world.sonarr_events
        if event.series_id == series.id and event.at > year
    ]


def _plays(stack: Stack, medium: Movie | Series) -> list[datetime]:
    played = {id(medium)}
    if isinstance(medium, Series):
        played = {id(episode) for episode in medium.episodes}
    return [
        watch.last_played
        for rows in stack.world.watches.values()
        for item_id, watch in rows.items()
        if watch.last_played is not None and id(stack.catalog.items[item_id].media) in played
    ]


def entries(hass: HomeAssistant) -> list[ConfigEntry]:
    """Return the integration's entries."""
    return hass.config_entries.async_entries(DOMAIN)
