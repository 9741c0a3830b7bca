"""What the servers say when a run asks them; what one does not tell is unknown."""

from homeassistant.util import dt as dt_util

from .cleanup.entries import Arrs, EntryGoneError
from .cleanup.evidence import EntrySeen, Look
from .cleanup.look import scanning, take_look, watching
from .cleanup.models import Candidate, Removal
from .cleanup.neighbours import lodgers, shown_folders
from .clients.errors import ClientError
from .library.facts import UNKNOWN, Fact
from .library.models import Medium
from .library.reading import UntrustedAnswerError, require_whole
from .sources import Sources


class Witness:
    """The Jellyfin, the Radarrs and the Sonarrs of one household; nothing that they say is older than the question."""

    def __init__(self, sources: Sources, arrs: Arrs, removal: Removal) -> None:
        """Prepare; nothing is asked yet. The removal says what has to be known of an entry."""
        self._sources = sources
        self._jellyfin = sources.jellyfin
        self._arrs = arrs
        self._removal = removal

    async def entries(
        self, candidate: Candidate
    ) -> tuple[Fact[tuple[EntrySeen, ...]], frozenset[str]]:
        """Read every entry of a medium again; also return the names of the servers that have it no more."""
        files, now = candidate.leaving.episode_files, dt_util.utcnow()
        seen: list[EntrySeen] = []
        gone: set[str] = set()
        for copy in candidate.medium.copies:
            try:
                seen.append(await self._arrs.seen(copy, files, self._removal, now))
            except EntryGoneError as err:
                gone.add(err.server)
            except ClientError, UntrustedAnswerError:
                return UNKNOWN, frozenset(gone)
        return tuple(seen), frozenset(gone)

    async def look(self, medium: Medium) -> Fact[Look]:
        """Look at a medium in Jellyfin: who watches, loves or has watched it."""
        if self._jellyfin is None:
            return UNKNOWN
        client = self._jellyfin.client
        try:
            # Who was added since the sync may be watching it.
            users = await client.users()
            require_whole("Jellyfin", "users", users)
            return await take_look(
                client,
                [user.id for user in users.rows],
                medium,
                dt_util.utcnow(),
                self._jellyfin.own_display(),
            )
        except ClientError, UntrustedAnswerError:
            return UNKNOWN

    async def watching(self) -> Fact[bool]:
        """Return whether anybody is watching anything."""
        if self._jellyfin is None:
            return UNKNOWN
        try:
            return await watching(self._jellyfin.client)
        except ClientError, UntrustedAnswerError:
            return UNKNOWN

    async def scanning(self) -> Fact[tuple[str, ...]]:
        """Return the names of the servers whose lists change just now."""
        jellyfin = self._jellyfin
        if jellyfin is None:
            return UNKNOWN
        names = []
        try:
            if await scanning(jellyfin.client, jellyfin.own_display()):
                names.append(jellyfin.reading.name)
            names += await self._arrs.busy()
        except ClientError, UntrustedAnswerError:
            return UNKNOWN
        return tuple(names)

    def lodgers(self, medium: Medium) -> frozenset[str]:
        """Return the titles of other media inside a medium's folders, wherever Jellyfin sees these."""
        sources = self._sources
        folders = sources.jellyfin_folders(medium) | shown_folders(medium, sources.items)
        return lodgers(medium, sources.items, folders)
