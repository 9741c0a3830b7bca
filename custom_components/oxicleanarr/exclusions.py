"""Keeps as exclusions on the OxiCleanarr server: those that should be there, those that are, the difference.

The server knows nothing of our keeps by itself, and may delete. So every keep in force is an exclusion there,
made anew when somebody takes it away; what we excluded is given back when the keep has ended. What people
excluded on the server themselves stays as it is.

A server that deletes by itself lets what is overdue go with its next sync, unannounced. There an exclusion
outlives its keep by the whole window, in which the medium shows as leaving soon (law 2).
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from homeassistant.util import dt as dt_util

from .clients.errors import ClientError, NotFound
from .ledger import Ledger
from .library.models import Decided, Decider, Excluded, Library, Medium, Problem
from .library.reading import problem_of
from .policy.models import Keep
from .server_source import ServerSource

_REASON = "Kept in Home Assistant"


class Exclusions:
    """The exclusions of one household on its server."""

    def __init__(self, ledger: Ledger, server: ServerSource) -> None:
        """Prepare; nothing is asked yet."""
        self._ledger = ledger
        self._server = server
        self._lock = asyncio.Lock()
        self.untold: tuple[Medium, ...] = ()
        """The kept media that the server could not be told of: it may let them go."""
        self.problem: Problem | None = None
        """Why not."""

    async def async_follow(self, library: Library) -> bool:
        """Let the exclusions follow the keeps; return whether any changed.

        A failure stays in `untold` and `problem`; the next sync tries again.
        """
        async with self._lock:
            before = self._ledger.excluded
            kept = self._kept(library)
            self.untold, self.problem = await self._async_exclude(kept)
            if self.problem is None:
                await self._async_end_others(library, kept)
            return self._ledger.excluded != before

    async def async_let_go(
        self,
        library: Library,
        medium_id: str,
        aliases: frozenset[str],
        keeps: tuple[Keep, ...],
    ) -> tuple[tuple[Medium, ...], tuple[Keep, ...]]:
        """End the exclusions of a medium, whoever made them, and take back these keeps; return both.

        In one, or a sync in between would exclude anew what is still kept. What is not in the library by its id is
        known by its names. What another keep holds, too, stays excluded.

        Raises:
            ClientError: The server failed; the medium stays excluded, and kept.
        """
        async with self._lock:
            released = []
            said, now = self._server.said, dt_util.utcnow()
            same = library.media.get(medium_id)
            others = [keep for keep in self._ledger.keeps if keep not in keeps]
            for medium in (same,) if same else library.media.values():
                if medium.decided is None or medium.aliases.isdisjoint(aliases):
                    continue
                if any(keep.covers(medium, now) for keep in others):
                    continue
                decided = said.get(medium.decided.item_id, medium.decided)
                if decided.excluded:
                    await self._async_end(decided, library.decider)
                    released.append(medium)
            return tuple(released), await self._ledger.async_unkeep(keeps)

    def _kept(self, library: Library) -> Mapping[str, tuple[Medium, Decided, Keep]]:
        """Return what should be excluded, by the names of the server."""
        now = dt_util.utcnow()
        wanted: dict[str, tuple[Medium, Decided, Keep]] = {}
        said = self._server.said
        keeps = [keep for keep in self._ledger.keeps if keep.until is None or now < keep.until]
        names = {alias for keep in keeps for alias in keep.aliases}
        for medium in library.media.values():
            if medium.decided is None or names.isdisjoint(medium.aliases):
                continue
            keep = next(keep for keep in keeps if keep.covers(medium, now))
            decided = said.get(medium.decided.item_id, medium.decided)
            wanted[decided.item_id] = (medium, decided, keep)
        return wanted

    async def _async_exclude(
        self, kept: Mapping[str, tuple[Medium, Decided, Keep]]
    ) -> tuple[tuple[Medium, ...], Problem | None]:
        """Exclude what is kept and not excluded; return what could not be, and why.

        A server that fails once is not asked again and again, for each may take a minute.
        """
        untold: list[Medium] = []
        problem: Problem | None = None
        for item_id, (medium, decided, keep) in kept.items():
            if decided.excluded:
                await self._async_go_on(item_id)
            elif problem:
                untold.append(medium)
            else:
                try:
                    await self._async_tell(decided, keep)
                except NotFound:
                    # It has left the server's list meanwhile, so the server cannot let it go.
                    continue
                except ClientError as error:
                    problem = problem_of(error)
                    untold.append(medium)
        return tuple(untold), problem

    async def _async_tell(self, decided: Decided, keep: Keep) -> None:
        """Exclude one medium; that it is ours is written down first, or nobody would ever give it back."""
        due_at = decided.due_at if isinstance(decided.due_at, datetime) else None
        await self._async_remember(decided.item_id, Excluded(due_at=due_at))
        await self._server.client.exclude(decided.item_id, keep.reason or _REASON)
        if decided.flagged:
            # Otherwise its date comes back, long over, when the exclusion ends (1.4 to 1.6).
            await self._server.client.unflag(decided.item_id)
        await self._server.async_look_at(decided.item_id, dt_util.utcnow())

    async def _async_go_on(self, item_id: str) -> None:
        """Let an exclusion that was about to end go on, since somebody keeps the medium again."""
        excluded = self._ledger.excluded.get(item_id)
        if excluded and excluded.until:
            await self._async_remember(item_id, replace(excluded, until=None))

    async def _async_end_others(
        self, library: Library, kept: Mapping[str, tuple[Medium, Decided, Keep]]
    ) -> None:
        """End the exclusions of ours that nobody wants any more.

        What the server does not list now is left for later: it may have been restarted.
        """
        decided = {
            one.decided.item_id: one.decided for one in library.media.values() if one.decided
        } | self._server.said
        for item_id in self._ledger.excluded.keys() - kept.keys():
            if (found := decided.get(item_id)) is None:
                continue
            try:
                await self._async_end(found, library.decider)
            except ClientError as error:
                self.problem = problem_of(error)
                return

    async def _async_end(self, decided: Decided, decider: Decider | None) -> None:
        """Give a medium back to the server's rules, at once or after its announcement."""
        item_id, now = decided.item_id, dt_util.utcnow()
        excluded = self._ledger.excluded.get(item_id, Excluded())
        if decided.excluded:
            until = excluded.until or _announced_until(decided, decider, now)
            if until and now < until:
                await self._async_remember(item_id, replace(excluded, until=until))
                return
            await self._server.client.unexclude(item_id)
            await self._server.async_look_at(item_id, now)
        others = {key: one for key, one in self._ledger.excluded.items() if key != item_id}
        await self._ledger.async_excluded(others)

    async def _async_remember(self, item_id: str, excluded: Excluded) -> None:
        await self._ledger.async_excluded({**self._ledger.excluded, item_id: excluded})


def _announced_until(decided: Decided, decider: Decider | None, now: datetime) -> datetime | None:
    """Return until when an exclusion must stay, so that nothing goes unannounced; `None` when it need not."""
    if decider is None or not decider.deletes:
        return None
    until = now + decider.window
    late_enough = isinstance(decided.due_at, datetime) and decided.due_at > until
    return None if late_enough else until
