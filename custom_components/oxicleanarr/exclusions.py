"""Keeps as exclusions on the OxiCleanarr server: those that should be there, those that are, the difference.

The server knows nothing of our keeps by itself, and may delete. So every keep in force is an exclusion there,
made anew when somebody takes it away; what we excluded is given back when the keep has ended. What people
excluded on the server themselves stays as it is.
"""

from collections.abc import Mapping
from datetime import datetime

from homeassistant.util import dt as dt_util

from .clients.errors import ClientError
from .ledger import Ledger
from .library.models import Decided, Library, Medium, Problem
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
        self.untold: tuple[Medium, ...] = ()
        """The kept media that the server could not be told of: it may let them go."""
        self.problem: Problem | None = None
        """Why not."""

    async def async_follow(self, library: Library) -> bool:
        """Let the exclusions follow the keeps; return whether any changed.

        A failure stays in `untold` and `problem`; the next sync tries again.
        """
        kept = self._kept(library)
        by_item = _by_item(library)
        changed, untold = False, []
        self.problem = None
        for item_id, (medium, decided, keep) in kept.items():
            if decided.excluded:
                continue
            try:
                await self._server.client.exclude(item_id, keep.reason or _REASON)
                await self._async_remember(item_id, decided.due_at)
                await self._server.async_look_at(item_id, dt_util.utcnow())
                changed = True
            except ClientError as error:
                untold.append(medium)
                self.problem = problem_of(error)
        for item_id in self._ledger.excluded.keys() - kept.keys():
            found = by_item.get(item_id)
            if found is None:
                # It is gone, or the server has forgotten it for now; both must not lose what was ours.
                continue
            try:
                await self._async_take_back(item_id, found)
                changed = True
            except ClientError as error:
                self.problem = problem_of(error)
        self.untold = tuple(untold)
        return changed

    async def async_release(self, library: Library, aliases: frozenset[str]) -> tuple[Medium, ...]:
        """Take the exclusions of a medium back, whoever made them; return what was released.

        Raises:
            ClientError: The server failed; the medium stays excluded.
        """
        released = []
        for medium in library.media.values():
            decided = medium.decided
            if decided and decided.excluded and not medium.aliases.isdisjoint(aliases):
                await self._async_take_back(decided.item_id, decided)
                released.append(medium)
        return tuple(released)

    def _kept(self, library: Library) -> Mapping[str, tuple[Medium, Decided, Keep]]:
        """Return what should be excluded, by the names of the server."""
        now = dt_util.utcnow()
        wanted: dict[str, tuple[Medium, Decided, Keep]] = {}
        keeps = self._ledger.keeps
        if not keeps:
            return wanted
        names = {alias for keep in keeps for alias in keep.aliases}
        for medium in library.media.values():
            if medium.decided is None or names.isdisjoint(medium.aliases):
                continue
            for keep in keeps:
                if keep.covers(medium, now):
                    wanted[medium.decided.item_id] = (medium, medium.decided, keep)
                    break
        return wanted

    async def _async_take_back(self, item_id: str, decided: Decided) -> None:
        if decided.excluded:
            await self._server.client.unexclude(item_id)
            await self._server.async_look_at(item_id, dt_util.utcnow())
        others = {key: due for key, due in self._ledger.excluded.items() if key != item_id}
        await self._ledger.async_excluded(others)

    async def _async_remember(self, item_id: str, due_at: object) -> None:
        due = due_at if isinstance(due_at, datetime) else None
        await self._ledger.async_excluded({**self._ledger.excluded, item_id: due})


def _by_item(library: Library) -> Mapping[str, Decided]:
    return {
        medium.decided.item_id: medium.decided
        for medium in library.media.values()
        if medium.decided
    }
