"""The OxiCleanarr server as a whole."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import override

from aiohttp import web

from simulator.faults import Breakages
from simulator.server import Server
from simulator.wire import Call, Request, Route, Router
from simulator.world import hex_id

from .answers import no_route, page
from .auth import Auth
from .config import Config, minute_of
from .config_routes import ConfigRoutes
from .deletions import Deletions
from .early_rules import EarlyRules
from .edition import Edition
from .jobs import Job
from .links import Links
from .media import Medium
from .media_routes import MediaRoutes
from .rules import CurrentRules
from .state import Exclusion, Flag, State
from .syncing import Syncing
from .system_routes import SystemRoutes
from .upstream import Upstream
from .work_routes import WorkRoutes


def _present() -> datetime:
    return datetime.now(UTC)


class OxiCleanarr(Server):
    """An OxiCleanarr server of a version; it knows others only by ``config``.

    Who changes ``config`` by hand restarts it afterwards, as with the real one's file: much of it
    counts only from then on. It syncs when it is told to; by itself only with ``auto_start``.
    """

    name = "oxicleanarr"

    def __init__(
        self,
        version: str,
        config: Config,
        breakages: Breakages,
        requests: list[Request],
        now: Callable[[], datetime] = _present,
    ) -> None:
        """Prepare; nothing listens before ``start``."""
        super().__init__(breakages, requests)
        self.version = version
        self.state = State(Edition(version), config, now)
        self.auth = Auth(self.state, hex_id(f"OxiCleanarr {version}"))
        self._upstream = Upstream(self.state)
        early = not self.state.edition.since("1.3.0")
        rules = EarlyRules(self.state) if early else CurrentRules(self.state, self._upstream)
        self._deletions = Deletions(self.state, self._upstream, rules.judge)
        self.links = Links(self.state, self._upstream)
        self._syncing = Syncing(self.state, self._upstream, self._deletions, self.links, rules)
        self._clocks: list[asyncio.Task[None]] = []
        system = SystemRoutes(self.state, self._upstream, self._syncing, self.restart)
        self._open = Router(self._open_routes(system), any_case=False)
        self._closed = Router(
            [
                *MediaRoutes(self.state, self._upstream, self._deletions).routes(),
                *WorkRoutes(self.state, self._syncing, self._deletions).routes(),
                *ConfigRoutes(self.state, self._config_changed).routes(),
                *system.routes(),
            ],
            any_case=False,
        )

    @property
    def config(self) -> Config:
        """What its file says."""
        return self.state.config

    @property
    def username(self) -> str:
        """The only user's name."""
        return self.config.admin.username

    @property
    def password(self) -> str:
        """The only user's password."""
        return self.config.admin.password

    @property
    def api_key(self) -> str:
        """The key for programs; empty in versions that have none."""
        return self.config.admin.api_key if self.state.edition.since("1.6.0") else ""

    @property
    def media(self) -> dict[str, Medium]:
        """What it knows, by its ids."""
        return self.state.media

    @property
    def exclusions(self) -> dict[str, Exclusion]:
        """What is kept, by its ids."""
        return self.state.exclusions

    @property
    def flags(self) -> dict[str, Flag]:
        """What somebody wants gone, by its ids."""
        return self.state.flags

    @property
    def jobs(self) -> list[Job]:
        """Its full syncs, newest first."""
        return self.state.jobs.all

    @property
    def in_progress(self) -> bool:
        """Whether a sync runs, or a deletion that has to be alone."""
        return self._syncing.lock.locked()

    @override
    async def start(self, port: int = 0) -> None:
        await self._upstream.open()
        await super().start(port)
        self._begin()

    @override
    async def stop(self) -> None:
        self._stop_clocks()
        self.release_sync()
        await self._syncing.cancel()
        await super().stop()
        await self._upstream.close()

    async def restart(self) -> None:
        """Begin anew: media are forgotten, what is kept is not, and the configuration counts."""
        self._stop_clocks()
        await self._syncing.cancel()
        self._begin()

    async def sync(self, *, incremental: bool = False) -> None:
        """Sync, after those that wait already, and come back when that is done."""
        await (self._syncing.incremental() if incremental else self._syncing.full())

    def hold_sync(self, before: str = "jellyfin") -> None:
        """Let full syncs wait before a stage until ``release_sync``; see ``syncing.STAGES``.

        The media are bare then: no Jellyfin, nothing watched, kept or scheduled.
        """
        self._syncing.hold(before)

    def release_sync(self) -> None:
        """Let syncs go on."""
        self._syncing.release()

    async def until_held(self) -> None:
        """Wait until a sync has come to where it is held."""
        await self._syncing.until_held()

    async def settled(self) -> None:
        """Wait until all syncs and deletions are over that were begun."""
        await self._syncing.settled()
        await self._deletions.settled()

    def expire_tokens(self) -> None:
        """Let every token that was issued be no longer good."""
        self.auth.expire_tokens()

    def age(self, days: float) -> None:
        """Let days pass: what it remembers happened earlier, and tokens come to their end."""
        self.state.age(days)
        self.auth.age(days)

    @override
    async def answer(self, call: Call) -> web.StreamResponse:
        """Answer; what there is none of is the web interface, outside of the API."""
        found = self._open.find(call.request.method, call.path)
        if found is None:
            found = self._closed.find(call.request.method, call.path)
            if found is not None:
                self.auth.admit(call)
        if found is None:
            return no_route() if call.path.startswith("/api/") else page()
        route, call.parts = found
        return await route.handler(call)

    @override
    def without_base(self, request: web.Request) -> web.Response:
        return page()

    def _open_routes(self, system: SystemRoutes) -> list[Route]:
        made = [
            Route("GET", "/health", system.health),
            Route("POST", "/api/auth/login", self.auth.log_in),
        ]
        if self.state.edition.since("1.5.0"):
            made.append(Route("POST", "/api/auth/logout", self.auth.log_out))
            made.append(Route("GET", "/api/auth/me", self.auth.me))
        return made

    def _begin(self) -> None:
        """Begin as a new process does."""
        admin = self.config.admin
        if self.state.edition.since("1.6.1") and not admin.api_key:
            admin.api_key = hex_id(f"OxiCleanarr key {self.version}")
        self.state.start()
        self._start_clocks()

    def _config_changed(self, other_intervals: bool) -> None:
        """Judge everything anew, manual dates forgotten; other intervals begin anew, if they count."""
        self._syncing.begin(self._syncing.judge_all)
        if other_intervals:
            self._stop_clocks()
            self._start_clocks()

    def _start_clocks(self) -> None:
        """Sync in full at once and then time and again, unless it is to sync only when it is told to."""
        sync = self.config.sync
        if not sync.auto_start:
            return
        self._syncing.begin(self._syncing.full)
        loop = asyncio.get_running_loop()
        self._clocks = [
            loop.create_task(self._every(sync.full_interval, self._syncing.full)),
            loop.create_task(self._every(sync.incremental_interval, self._syncing.incremental)),
        ]

    def _stop_clocks(self) -> None:
        for clock in self._clocks:
            clock.cancel()
        self._clocks.clear()

    async def _every(self, interval: int, work: Callable[[], Awaitable[None]]) -> None:
        seconds = interval * 60 / minute_of(self.state.edition)
        while True:
            await asyncio.sleep(seconds)
            self._syncing.begin(work)
