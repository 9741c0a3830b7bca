"""The coordinator: reads every server, merges, plans, and keeps the last good state when one fails."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
import logging
from typing import override

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import CONF_PASSWORD, CONF_USERNAME
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .clients.bridge import Bridge, BridgeStatus
from .clients.errors import KeyRefused
from .connection import jellyfin_client, path_mappings, radarr_client, sonarr_client
from .const import CONF_PATH_MAPPINGS, DOMAIN, SUBENTRY_RADARR, SUBENTRY_SONARR
from .ledger import Ledger
from .library.jellyfin import JellyfinItem, JellyfinMedia, read_jellyfin
from .library.managed import ManagedMedia, ManagedSource, read_radarr, read_sonarr
from .library.merge import build_library
from .library.models import JELLYFIN, Kind, Library, Medium, SourceStatus
from .library.reading import SHRUNK, Reading, Size
from .policy.compare import as_if_fresh
from .policy.explain import Circumstances
from .policy.models import Keep, Plan, Settings
from .policy.names import Names, look_up
from .policy.plan import make_plan
from .rule_issues import report_rules
from .rule_store import read_rules
from .settings import household_settings

_LOGGER = logging.getLogger(__name__)

# A full sync is a few pages per user; retentions are counted in days.
SYNC_INTERVAL = timedelta(hours=1)

_KINDS = {SUBENTRY_RADARR: Kind.MOVIE, SUBENTRY_SONARR: Kind.SERIES}

type _Reader = Callable[[datetime, ManagedMedia | None], Awaitable[ManagedMedia]]
type OxiCleanarrConfigEntry = ConfigEntry[OxiCleanarrCoordinator]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything that is shown at one moment."""

    library: Library
    plan: Plan
    names: Names
    """What became of the tags, users, libraries and folders that the rules name."""
    bridge: BridgeStatus
    complete_at: datetime | None
    """When all servers last answered completely."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What a sync changed."""

    snapshot: Snapshot
    now_leaving: tuple[Medium, ...]
    no_longer_leaving: tuple[Medium, ...]

    def raise_for_problems(self) -> None:
        """Raise HomeAssistantError, with the reasons, when a server did not answer completely."""
        problems = [
            source.problem.message
            for source in self.snapshot.library.sources.values()
            if source.problem
        ]
        if problems:
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="sync_incomplete",
                translation_placeholders={"problems": "; ".join(problems)},
            )


class OxiCleanarrCoordinator(DataUpdateCoordinator[Snapshot]):
    """Reads all servers of one household and decides what leaves."""

    config_entry: OxiCleanarrConfigEntry

    def __init__(self, hass: HomeAssistant, entry: OxiCleanarrConfigEntry, ledger: Ledger) -> None:
        """Prepare clients for every server of the entry; nothing is asked yet."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=entry.title,
            update_interval=SYNC_INTERVAL,
        )
        self.ledger = ledger
        self.stored_rules = read_rules(entry.subentries.values())
        self.settings = household_settings(entry.options, self.stored_rules.rules)
        self._jellyfin = jellyfin_client(hass, entry.data)
        self._logged_in = False
        self._bridge = Bridge(self._jellyfin.http)
        self._jellyfin_reading = Reading[JellyfinMedia](
            JELLYFIN, entry.title, accepted=ledger.accepted.get(JELLYFIN)
        )
        self._managed: dict[str, ManagedSource] = {}
        self._readers: dict[str, _Reader] = {}
        for subentry in entry.subentries.values():
            if reader := _reader(hass, subentry):
                self._readers[subentry.subentry_id] = reader
                self._managed[subentry.subentry_id] = ManagedSource(
                    _KINDS[subentry.subentry_type],
                    path_mappings(subentry.data[CONF_PATH_MAPPINGS]),
                    Reading[ManagedMedia](
                        subentry.subentry_id,
                        subentry.title,
                        accepted=ledger.accepted.get(subentry.subentry_id),
                    ),
                )
        # Two syncs at once would ask the servers twice and could finish in the wrong order. Planning has
        # a lock of its own: a keep takes effect at once, also while a sync is waiting for a slow server.
        self._sync_lock = asyncio.Lock()
        self._accept_smaller = False
        self._plan_lock = asyncio.Lock()

    @property
    def server_ids(self) -> tuple[str, ...]:
        """The ids of the Radarr and Sonarr subentries."""
        return tuple(self._managed)

    @property
    def jellyfin_items(self) -> tuple[JellyfinItem, ...]:
        """What Jellyfin showed when it last answered completely."""
        answer = self._jellyfin_reading.answer
        return answer.items if answer else ()

    async def async_sync(self, *, accept_smaller: bool = False) -> SyncReport:
        """Read all servers now and return what changed.

        With `accept_smaller`, servers are believed that have abruptly lost media or users.
        """
        before = self.data
        self._accept_smaller = accept_smaller
        await self.async_refresh()
        return _compare(before, self.data)

    async def async_keep(self, keep: Keep) -> None:
        """Keep a medium; the plan follows at once."""
        await self.ledger.async_keep(keep)
        await self._async_replan()

    async def async_unkeep(self, aliases: frozenset[str]) -> tuple[Keep, ...]:
        """Let a medium go again; return the keeps that were taken back."""
        dropped = await self.ledger.async_unkeep(aliases)
        if dropped:
            await self._async_replan()
        return dropped

    @override
    async def _async_update_data(self) -> Snapshot:
        async with self._sync_lock:
            return await self._async_sync()

    async def _async_sync(self) -> Snapshot:
        now = dt_util.utcnow()
        before = self._statuses()
        accept_smaller, self._accept_smaller = self._accept_smaller, False
        await asyncio.gather(
            self._async_renew_jellyfin(now, accept_smaller),
            *(
                self._async_renew_managed(source_id, now, accept_smaller)
                for source_id in self._managed
            ),
        )
        self._log_changes(before)
        self._raise_without_jellyfin()
        bridge = await self._bridge.status()
        library = await self.hass.async_add_executor_job(
            build_library, self._jellyfin_reading, list(self._managed.values())
        )
        complete_at = self.data.complete_at if self.data else None
        if all(source.fresh for source in library.sources.values()):
            complete_at = now
        async with self._plan_lock:
            return await self._async_plan(library, bridge, complete_at)

    async def _async_replan(self) -> None:
        """Decide anew from what is known, without asking any server."""
        async with self._plan_lock:
            data = self.data
            self.data = await self._async_plan(data.library, data.bridge, data.complete_at)
        self.async_update_listeners()

    async def _async_plan(
        self, library: Library, bridge: BridgeStatus, complete_at: datetime | None
    ) -> Snapshot:
        names, plan = await self.hass.async_add_executor_job(
            _decide,
            library,
            self.settings,
            self.ledger,
            dt_util.utcnow(),
            self.data.plan if self.data else None,
        )
        await self.ledger.async_record(plan.announced, self._accepted_sizes(), names.remembered)
        report_rules(self.hass, self.config_entry, self.stored_rules, names)
        return Snapshot(
            library=library, plan=plan, names=names, bridge=bridge, complete_at=complete_at
        )

    async def async_plan_as(self, settings: Settings) -> Plan:
        """Return the plan that other settings would make of the newest answers; nothing changes by it."""
        library = await self.hass.async_add_executor_job(as_if_fresh, self.data.library)
        _, plan = await self.hass.async_add_executor_job(
            _decide, library, settings, self.ledger, dt_util.utcnow(), None
        )
        return plan

    def circumstances(self, now: datetime) -> Circumstances:
        """Return what the present plan rests on, to explain it."""
        return Circumstances(
            library=self.data.library,
            settings=self.settings,
            keeps=self.ledger.keeps,
            announced=self.ledger.announced,
            now=now,
            held=self.data.names.held,
        )

    def _statuses(self) -> list[SourceStatus]:
        managed = (source.reading for source in self._managed.values())
        return [self._jellyfin_reading.status, *(reading.status for reading in managed)]

    def _accepted_sizes(self) -> dict[str, Size]:
        sizes = {JELLYFIN: self._jellyfin_reading.accepted}
        sizes |= {key: source.reading.accepted for key, source in self._managed.items()}
        return {key: size for key, size in sizes.items() if size}

    def _log_changes(self, before: list[SourceStatus]) -> None:
        """Log once when a server stops answering, and once when it is back."""
        for old, new in zip(before, self._statuses(), strict=True):
            if new.problem and not old.problem:
                _LOGGER.warning("Keeping the last state of %s: %s", new.name, new.problem.message)
            elif old.problem and not new.problem:
                _LOGGER.info("%s answers completely again", new.name)

    def _raise_without_jellyfin(self) -> None:
        """Fail while there never was an answer; later, the last good one stays in use (law 1)."""
        problem = self._jellyfin_reading.problem
        if problem is None or problem.key == SHRUNK:
            # Whoever sees it shrunk must be able to say that this is right.
            return
        if problem.key == KeyRefused.key:
            if self._jellyfin_reading.answer is None:
                raise ConfigEntryAuthFailed(
                    translation_domain=DOMAIN, translation_key="jellyfin_key_refused"
                )
            self.config_entry.async_start_reauth(self.hass)
        if self._jellyfin_reading.answer is None:
            raise UpdateFailed(
                translation_domain=DOMAIN,
                translation_key="jellyfin_not_answering",
                translation_placeholders={"problem": problem.message},
            )

    async def _async_renew_jellyfin(self, now: datetime, accept_smaller: bool) -> None:
        self._jellyfin_reading = await self._jellyfin_reading.renew(
            partial(self._async_read_jellyfin, now), now, accept_smaller=accept_smaller
        )

    async def _async_renew_managed(
        self, source_id: str, now: datetime, accept_smaller: bool
    ) -> None:
        source = self._managed[source_id]
        reading = await source.reading.renew(
            partial(self._readers[source_id], now, source.reading.answer),
            now,
            accept_smaller=accept_smaller,
        )
        self._managed[source_id] = replace(source, reading=reading)

    async def _async_read_jellyfin(self, now: datetime) -> JellyfinMedia:
        """Read Jellyfin, logging in first where the entry has a user and password."""
        data = self.config_entry.data
        if CONF_USERNAME not in data:
            return await read_jellyfin(self._jellyfin, now)
        if self._logged_in:
            # A session may have ended (jellyfin-rust: 24 hours after its last use).
            with suppress(KeyRefused):
                return await read_jellyfin(self._jellyfin, now)
        await self._jellyfin.login(data[CONF_USERNAME], data[CONF_PASSWORD])
        self._logged_in = True
        return await read_jellyfin(self._jellyfin, now)


def _reader(hass: HomeAssistant, subentry: ConfigSubentry) -> _Reader | None:
    """Return how to read the Radarr or Sonarr of a subentry; `None` for other subentries."""
    if subentry.subentry_type == SUBENTRY_RADARR:
        return partial(read_radarr, radarr_client(hass, subentry.data), subentry.subentry_id)
    if subentry.subentry_type == SUBENTRY_SONARR:
        return partial(read_sonarr, sonarr_client(hass, subentry.data), subentry.subentry_id)
    return None


def _decide(
    library: Library, settings: Settings, ledger: Ledger, now: datetime, previous: Plan | None
) -> tuple[Names, Plan]:
    """Look up what the rules name, then give every medium its verdict."""
    names = look_up(library, settings.rules, ledger.rule_media)
    plan = make_plan(
        library, settings, ledger.keeps, ledger.announced, now, previous, held=names.held
    )
    return names, plan


def _compare(before: Snapshot | None, after: Snapshot) -> SyncReport:
    old = {medium.id: medium for medium, _ in before.plan.leaving_soon} if before else {}
    new = {medium.id: medium for medium, _ in after.plan.leaving_soon}
    return SyncReport(
        snapshot=after,
        now_leaving=tuple(medium for key, medium in new.items() if key not in old),
        no_longer_leaving=tuple(medium for key, medium in old.items() if key not in new),
    )
