"""The coordinator: reads every server, merges, plans, and keeps the last good state when one fails."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
import logging
from typing import Final, override

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryAuthFailed, ConfigEntryError
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed
from homeassistant.util import dt as dt_util

from .asking import Asking, HouseholdEndedError
from .cleaner import Cleaner
from .clients.bridge import BridgeStatus
from .clients.errors import KeyRefused
from .const import CONF_SUBENTRY_ID, DOMAIN
from .display.models import DisplayReport
from .display_passes import DisplayPasses
from .displays import Displays
from .exclusions import Exclusions
from .happenings import Happening, HappeningKind, Scene, async_send, media_of_wish
from .journal import Journal
from .ledger import Ledger
from .library.decided import NotSyncedError
from .library.models import JELLYFIN, Library, Problem
from .library.reading import NOT_BELIEVED, Belief, believe_none
from .policy.disk import needs_disks
from .policy.judge import needs_episodes
from .policy.models import Keep, Plan, Schedule, Settings
from .policy.names import Names
from .policy.plan import Circumstances
from .polling import POLL_INTERVAL
from .poster_cache import Gallery, Posters
from .problems import problem_sentence
from .rule_issues import report_rules
from .rule_store import read_rules
from .server_issues import ServerIssues, Situation
from .settings import display_settings, household_settings
from .snapshot import (
    Snapshot,
    SyncReport,
    changes_between,
    circumstances,
    decide,
    decide_for_all_to_see,
    totals,
)
from .source_issues import report_sources
from .sources import Sources
from .timekeeper import Timekeeper
from .wishes import Wishes

_LOGGER = logging.getLogger(__name__)

# A person can say that it is right, or let the server sync, and has to see what there is to do so.
_TO_BE_SEEN: Final = NOT_BELIEVED | {NotSyncedError.key}

type OxiCleanarrConfigEntry = ConfigEntry[OxiCleanarrCoordinator]


def loaded(entry: OxiCleanarrConfigEntry | None) -> OxiCleanarrCoordinator | None:
    """Return what a household knows and can do; `None` while it is not loaded, or is no more."""
    return entry.runtime_data if entry and entry.state is ConfigEntryState.LOADED else None


class OxiCleanarrCoordinator(DataUpdateCoordinator[Snapshot]):
    """Reads all servers of one household and decides what leaves."""

    config_entry: OxiCleanarrConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: OxiCleanarrConfigEntry,
        ledger: Ledger,
        journal: Journal,
    ) -> None:
        """Prepare clients for every server of the entry; nothing is asked yet."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=entry.title,
            update_interval=POLL_INTERVAL,
        )
        self.ledger = ledger
        self.stored_rules = read_rules(entry.subentries.values())
        self.settings = household_settings(entry.options, self.stored_rules.rules)
        self.sources = Sources(hass, entry, ledger, disks=needs_disks(self.settings.rules))
        self.displays = Displays(ledger, self.sources, display_settings(entry.options))
        self.passes = DisplayPasses(self)
        self.posters = Posters(_gallery(self.sources))
        server = self.sources.server
        self.exclusions = Exclusions(ledger, server) if server else None
        """The keeps on the OxiCleanarr server, where there is one."""
        self.asking = Asking(entry)
        self._server_issues = ServerIssues(hass, entry)
        self.wishes = Wishes(self)
        self.cleaner = Cleaner(self, journal)
        last = ledger.last
        self._timekeeper = Timekeeper(dt_util.utcnow(), last.last_read_at if last else None)
        self._beliefs: list[Belief] = []
        self._whole = False
        # Two syncs at once would ask the servers twice and could finish in the wrong order. Planning has
        # a lock of its own: a keep takes effect at once, also while a sync is waiting for a slow server.
        self._sync_lock = asyncio.Lock()
        self._plan_lock = asyncio.Lock()
        # Two merges at once could finish in the wrong order, and every plan is made of the newest.
        self._merge_lock = asyncio.Lock()
        self._library: Library | None = None

    @property
    def window(self) -> timedelta:
        """How long media are announced: as the OxiCleanarr server says where there is one, else as chosen."""
        decider = self.data.library.decider if self.data else None
        return decider.window if decider else self.settings.window

    async def async_recall(self) -> bool:
        """Show what was leaving before Home Assistant stopped, without asking any server; return whether that is known.

        All of it counts as stale until the servers have answered.
        """
        last = self.ledger.last
        if last is None:
            return False
        # Thousands may be leaving soon.
        plan = await self.hass.async_add_executor_job(
            last.plan, self.ledger.announced, dt_util.now()
        )
        self.data = Snapshot(
            library=await self.async_merge(),
            plan=plan,
            names=Names(missing={}, unsure=frozenset(), held={}, remembered=self.ledger.rule_media),
            bridge=None,
            totals=await self.hass.async_add_executor_job(totals, plan),
            complete_at=last.complete_at,
            departures=plan.leaving_soon,
        )
        return True

    async def async_sync(self, *, believe: Belief = believe_none) -> SyncReport:
        """Read all servers now, each as a whole, and return what changed.

        `believe` says of servers that have abruptly lost media or users whether that is right.
        """
        before = self.data
        # Two people may sync at once; what one of them believes stays believed.
        self._beliefs.append(believe)
        self._whole = True
        await self.async_refresh()
        await self.passes.async_show()
        return await self.hass.async_add_executor_job(changes_between, before, self.data)

    async def async_rebuild_symlinks(self) -> DisplayReport:
        """Remove all our links in Jellyfin, make them anew, and return what came of it."""
        if self.sources.jellyfin:
            async with self.asking.until_the_end():
                bridge = await self._async_bridge(whole=True)
            # The plan may be a newer one by now.
            self.data = replace(self.data, bridge=bridge)
        return await self.passes.async_show(rebuild=True)

    @override
    async def _async_update_data(self) -> Snapshot:
        async with self._sync_lock:
            try:
                async with self.asking.until_the_end():
                    return await self._async_sync()
            except HouseholdEndedError:
                return self.data

    async def _async_sync(self) -> Snapshot:
        now = dt_util.utcnow()
        beliefs, self._beliefs = self._beliefs, []
        whole, self._whole = self._whole, False

        def believe(source_id: str, doubt: Problem) -> bool:
            return any(one(source_id, doubt) for one in beliefs)

        await self.sources.async_renew(now, whole=whole, believe=believe)
        if self.cleaner.stopping:
            # The household has ended meanwhile: nobody is to be told of it any more.
            return self.data
        report_sources(self.hass, self.config_entry, self.sources)
        self._raise_without_an_answer()
        self.sources.log_changes()
        self._ask_for_credentials()
        bridge = await self._async_bridge(whole=whole)
        library = await self.async_merge()
        if self.exclusions and await self.exclusions.async_follow(library):
            library = await self.async_merge()
        self.report_server(library)
        complete_at = self.data.complete_at if self.data else None
        finished_at = self.data.finished_at if self.data else None
        if all(source.fresh for source in library.sources.values()):
            complete_at, finished_at = now, self.sources.whole_at
        async with self._plan_lock:
            # A person's wish may have led to a newer library by now.
            return await self._async_plan(
                self._library or library, bridge, complete_at, finished_at
            )

    async def _async_bridge(self, *, whole: bool) -> BridgeStatus | None:
        """Ask for the Bridge; a household that does not need it is content with the last answer."""
        jellyfin, data = self.sources.jellyfin, self.data
        if jellyfin is None:
            return None
        if jellyfin.replaced:
            return data.bridge if data else None
        if whole or data is None or data.bridge is None or self.displays.need_bridge:
            return await jellyfin.async_bridge()
        return data.bridge

    async def async_merge(self) -> Library:
        """Merge what the servers told, for the next plan."""
        async with self._merge_lock:
            library = await self.sources.async_library(needs_episodes(self.settings.rules))
            last, unheard = self.ledger.last, self.sources.unheard
            if last and unheard:
                library = await self.hass.async_add_executor_job(last.added_to, library, unheard)
            self._library = library
            return library

    def report_server(self, library: Library) -> None:
        """Say what is dangerous about the OxiCleanarr server."""
        if (server := self.sources.server) and self.exclusions:
            self._server_issues.report(
                Situation(
                    answer=server.answer,
                    server_id=server.id,
                    library=library,
                    untold=self.exclusions.untold,
                    problem=self.exclusions.problem,
                )
            )

    async def async_replan(self, *told: tuple[HappeningKind, Keep | Schedule]) -> None:
        """Decide anew from what is known, without asking any server, since a person did something.

        What is `told` is what it was.
        """
        async with self._plan_lock:
            data = self.data
            library = self._library or data.library
            newer = await self._async_plan(library, data.bridge, data.complete_at, data.finished_at)
            # The Bridge may have been asked again by now.
            self.data = replace(newer, bridge=self.data.bridge)
        for kind, wish in told:
            self._tell(kind, wish)
        # Whoever listens tells what came of it, which is to be heard after it.
        self.async_update_listeners()

    def _tell(self, kind: HappeningKind, wish: Keep | Schedule) -> None:
        """Tell what a person did, with what the plan makes of it."""
        scene = self.scene()
        media = media_of_wish(wish, self.data.plan, scene)
        async_send(
            self.hass,
            Happening(kind=kind, at=scene.now, config_entry_id=scene.entry_id, media=media),
        )

    async def _async_plan(
        self,
        library: Library,
        bridge: BridgeStatus | None,
        complete_at: datetime | None,
        finished_at: datetime | None,
    ) -> Snapshot:
        if pause := self._timekeeper.jump(dt_util.utcnow()):
            await self.ledger.async_cleanup(self.ledger.cleanup.left_out(pause))
        decided = await self.hass.async_add_executor_job(
            decide_for_all_to_see,
            library,
            self.settings,
            self.ledger,
            dt_util.now(),
            self.data.plan if self.data else None,
            complete_at,
        )
        accepted = await self.hass.async_add_executor_job(lambda: self.sources.accepted)
        await self.ledger.async_record(
            decided.plan.announced,
            accepted,
            decided.names.remembered,
            library.twin_plays,
            decided.last,
        )
        if not self.cleaner.stopping:
            report_rules(self.hass, self.config_entry, self.stored_rules, decided.names)
        return Snapshot(
            library=library,
            plan=decided.plan,
            names=decided.names,
            bridge=bridge,
            totals=decided.totals,
            complete_at=complete_at,
            finished_at=finished_at,
            mark=decided.mark,
            display=self.data.display if self.data else None,
            departures=decided.departures,
            kept_from_leaving=decided.kept_from_leaving,
        )

    async def async_plan_as(self, settings: Settings) -> Plan:
        """Return the plan that other settings would make of the newest answers; nothing changes by it."""
        now = dt_util.now()
        needed = needs_episodes(settings.rules)
        library = await self.sources.async_add_episodes(
            self.data.library, lambda medium: medium.episodes is None and needed(medium)
        )
        return await self.hass.async_add_executor_job(
            decide, library.as_if_fresh(), settings, self.ledger, now, None
        )

    def scene(self) -> Scene:
        """Return where and when something happens now, to tell it."""
        return Scene(
            library=self.data.library,
            now=dt_util.now(),
            entry_id=self.config_entry.entry_id,
            language=self.hass.config.language,
        )

    def circumstances(self, now: datetime) -> Circumstances:
        """Return what the present plan rests on, to explain it."""
        return circumstances(self.data.library, self.settings, self.ledger, now, self.data.names)

    def _raise_without_an_answer(self) -> None:
        """Fail while the household's first server never answered; later, the last good one stays in use (law 1)."""
        if self.data:
            return
        sources = self.sources
        first = sources.jellyfin or sources.server
        if first is None:
            return
        problem = first.reading.problem
        if problem is None or problem.key in _TO_BE_SEEN or first.answer is not None:
            return
        if problem.key == KeyRefused.key and sources.jellyfin:
            raise ConfigEntryAuthFailed(
                translation_domain=DOMAIN, translation_key="jellyfin_key_refused"
            )
        if problem.key == KeyRefused.key:
            raise ConfigEntryAuthFailed(
                translation_domain=DOMAIN, translation_key="server_key_refused"
            )
        raise UpdateFailed(
            translation_domain=DOMAIN,
            translation_key="not_answering",
            translation_placeholders={
                "problem": problem_sentence(problem, self.hass.config.language)
            },
        )

    def _ask_for_credentials(self) -> None:
        """Ask for new credentials of a server that refuses the present ones; one server after the other.

        Where all of them take what they have again, nobody is asked any more.
        """
        refusing = self.sources.refusing
        if not refusing:
            for flow in tuple(self.config_entry.async_get_active_flows(self.hass, {SOURCE_REAUTH})):
                self.hass.config_entries.flow.async_abort(flow["flow_id"])
        for source_id in refusing:
            data = {} if source_id == JELLYFIN else {CONF_SUBENTRY_ID: source_id}
            self.config_entry.async_start_reauth(self.hass, data=data)


def _gallery(sources: Sources) -> Gallery:
    """Return who has the posters: Jellyfin, or without one the OxiCleanarr server."""
    if sources.jellyfin:
        return sources.jellyfin
    if sources.server:
        return sources.server
    raise ConfigEntryError(translation_domain=DOMAIN, translation_key="no_server")
