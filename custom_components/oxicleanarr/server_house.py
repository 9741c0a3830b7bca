"""The OxiCleanarr server of a household as a run sees it: what it decides now, and what can only go through it."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from homeassistant.util import dt as dt_util

from .cleanup.doors import Doors
from .cleanup.entries import EntryGoneError
from .cleanup.evidence import Evidence, ServerWord
from .cleanup.neighbours import lodgers, other_places
from .cleanup.protocols import AnyDoor
from .cleanup.server_door import ServerDoor
from .cleanup.server_entries import ServerEntries
from .cleanup.server_models import Served, ServerEvidence
from .cleanup.sight import Sight
from .clients.errors import ClientError
from .library.decided import at_rest
from .library.facts import UNKNOWN, Fact
from .library.models import Medium
from .library.paths import normalise
from .library.reading import UntrustedAnswerError
from .server_sync import ServerSync, async_sync_server
from .sources import Sources

if TYPE_CHECKING:
    from .coordinator import OxiCleanarrCoordinator


class ServerHouse:
    """The server during one run. Without one nothing is asked, and nothing goes through it."""

    def __init__(self, sources: Sources, *, read_anew: bool = True) -> None:
        """Prepare; a server that should have `read_anew` and did not is taken for a busy one."""
        self._sources = sources
        self._read_anew = read_anew
        self._named: Fact[frozenset[str]] = UNKNOWN
        self._entries: ServerEntries | None = None
        server, jellyfin = sources.server, sources.jellyfin
        if server and jellyfin:
            self._entries = ServerEntries(
                client=server.client,
                sight=Sight(jellyfin.client),
                source_id=server.id,
                name=server.reading.name,
            )

    def has(self, medium: Medium) -> bool:
        """Return whether a medium can only go through the server."""
        server = self._sources.server
        return server is not None and any(copy.source_id == server.id for copy in medium.copies)

    async def async_look(self) -> Fact[bool]:
        """Return whether the server is busy, and remember for this run what it would delete itself."""
        if self._sources.server is None:
            return False
        if self._entries is None or not self._read_anew:
            return UNKNOWN
        try:
            if await self._entries.busy(dt_util.utcnow()):
                return True
            self._named = await self._entries.named()
        except ClientError, UntrustedAnswerError:
            return UNKNOWN
        return False

    async def async_word(self, medium: Medium) -> Fact[ServerWord]:
        """Return what the server says of a medium now; `None` where there is no server."""
        if self._sources.server is None:
            return None
        if self._entries is None:
            return UNKNOWN
        return await self._entries.word(medium, self._named, dt_util.utcnow())

    async def async_seen(self, medium: Medium) -> tuple[Fact[Served], Fact[bool], frozenset[str]]:
        """Read a medium again; also return whether the server reaches its deleter, and its name if it lost the medium."""
        answer = self._sources.server.answer if self._sources.server else None
        if self._entries is None or answer is None or answer.skipped_rows:
            # What it tells and nobody understands may lie in the same folder.
            return UNKNOWN, UNKNOWN, frozenset()
        online = await self._entries.online(medium.kind)
        try:
            served = await self._entries.seen(medium, self._sources.items, dt_util.utcnow())
        except EntryGoneError as err:
            return UNKNOWN, online, frozenset({err.server})
        except ClientError, UntrustedAnswerError:
            return UNKNOWN, online, frozenset()
        return served, online, frozenset()

    def evidence(
        self, evidence: Evidence, served: Fact[Served], online: Fact[bool]
    ) -> ServerEvidence:
        """Return the evidence of a medium that goes through the server."""
        server, jellyfin = self._sources.server, self._sources.jellyfin
        medium = evidence.candidate.medium
        told = server.answer.media if server and server.answer else ()
        shown = jellyfin.answer.libraries if jellyfin and jellyfin.answer else ()
        known: dict[str, Any] = {one.name: getattr(evidence, one.name) for one in fields(evidence)}
        folder = served.folder if isinstance(served, Served) else ""
        known["lodgers"] = lodgers(
            medium, self._sources.items, [normalise(folder)] if folder else []
        )
        return ServerEvidence(
            **known,
            served=served,
            online=online,
            places=other_places(((copy.folder, one) for copy, one in told), medium.decided),
            shelves=frozenset(normalise(path) for shelf in shown for path in shelf.folders),
        )

    def doors(self, arrs: AnyDoor) -> Doors:
        """Return the doors of the household, of which this is the one of Radarr and Sonarr."""
        if self._entries is None:
            return Doors(arrs)
        entries = self._entries
        door = ServerDoor(entries.client, entries.sight, dt_util.utcnow)
        return Doors(arrs, door, entries.source_id)

    @property
    def name(self) -> str:
        """What people call the server."""
        return self._entries.name if self._entries else ""


async def async_read_anew(coordinator: OxiCleanarrCoordinator) -> bool:
    """Let the server read Radarr and Sonarr once more, where something can only go through it; return whether it did.

    Its memory is as old as its last full sync, and a number in it may mean another film by now. Where it
    deletes by itself in its syncs, it is not told to: that is up to it.
    """
    sources, library = coordinator.sources, coordinator.data.library
    server, decider = sources.server, library.decider
    if server is None or sources.jellyfin is None or decider is None or decider.deletes:
        return True
    house = ServerHouse(sources)
    if not any(house.has(medium) for medium, _ in coordinator.data.plan.leaving_soon):
        return True
    try:
        await at_rest(server.client, dt_util.utcnow(), ())
        config = await server.client.config()
        if config.enable_deletion and not config.dry_run:
            # Somebody has just allowed it to delete.
            return False
        job = await async_sync_server(server.client, ServerSync.FULL)
    except ClientError, UntrustedAnswerError:
        return False
    return job is not None and not job.error
