"""The media of an OxiCleanarr server, read again right before one of them is touched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ..clients.errors import ClientError, NotFound
from ..clients.ids import item_key
from ..clients.oxicleanarr import OxiCleanarr
from ..clients.oxicleanarr_models import ServerMedium
from ..library.decided import SyncingError, at_rest, copy_of, decided
from ..library.facts import UNKNOWN, Fact
from ..library.jellyfin_media import JellyfinItem
from ..library.models import Kind, Medium
from ..library.paths import normalise
from ..library.reading import UntrustedAnswerError
from .entries import EntryGoneError
from .evidence import ServerWord
from .removed import Part
from .server_models import Served
from .sight import Sight

AT_ONCE: Final = ()
"""Nobody waits for a server that is busy while something is about to go."""

_DELETERS: Final = {Kind.MOVIE: "Radarr", Kind.SERIES: "Sonarr"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerEntries:
    """The media of one OxiCleanarr server, and Jellyfin, which sees their files."""

    client: OxiCleanarr
    sight: Sight
    source_id: str
    name: str
    """What people call the server."""

    def has(self, medium: Medium) -> bool:
        """Return whether a medium, or a part of it, can only go through the server."""
        return any(copy.source_id == self.source_id for copy in medium.copies)

    async def busy(self, now: datetime) -> bool:
        """Return whether the server is in the middle of a sync or a deletion.

        Raises:
            ClientError: It failed or refused.
        """
        try:
            await at_rest(self.client, now, AT_ONCE)
        except SyncingError:
            return True
        return False

    async def named(self) -> frozenset[str]:
        """Return which media the server would delete now by itself; it deletes none of them.

        Raises:
            ClientError: It failed, or its answer is no rehearsal.
        """
        return frozenset(one.id for one in await self.client.would_delete())

    async def word(
        self, medium: Medium, named: Fact[frozenset[str]], now: datetime
    ) -> Fact[ServerWord]:
        """Ask what the server says of a medium now; unknown also where it is busy."""
        if medium.decided is None or named is UNKNOWN or named is None:
            return UNKNOWN
        item_id = medium.decided.item_id
        try:
            row = await self._row(item_id, now)
        except ClientError, UntrustedAnswerError:
            return UNKNOWN
        return ServerWord(decided=decided(row, self.source_id, now), named=item_id in named)

    async def online(self, kind: Kind) -> Fact[bool]:
        """Return whether the server reaches who deletes for it; `None` before 1.2, which does not tell.

        One that is switched off is not asked, and its media count as deleted all the same (all versions).
        """
        try:
            services = await self.client.services()
        except ClientError:
            return UNKNOWN
        if services is None:
            return None
        return any(one.name == _DELETERS[kind] and one.enabled and one.online for one in services)

    async def seen(self, medium: Medium, items: Iterable[JellyfinItem], now: datetime) -> Served:
        """Read a medium again, with all that its removal depends on.

        Raises:
            EntryGoneError: The server no longer has it.
            SyncingError: It is busy.
            ClientError: It failed, or Jellyfin did.
            UntrustedAnswerError: A list was cut short, or not understood as a whole.
        """
        item_id = _item_id(medium)
        try:
            row = await self._row(item_id, now)
        except NotFound:
            raise EntryGoneError(self.name) from None
        job = await self.client.latest_job()
        copy = copy_of(row, self.source_id, now)
        item = shown_at(row.kind, copy.file or copy.folder, medium, items)
        files = await self.sight.files(item) if item else ()
        return Served(
            copy=copy,
            decided=decided(row, self.source_id, now),
            record={"facts": facts_of(row), "job": job.id if job else None},
            folder=_folder(item) if item else "",
            files=files,
            files_seen=bool(files) and await self.sight.there(files) == files,
        )

    async def _row(self, item_id: str, now: datetime) -> ServerMedium:
        """Read a medium while the server is at rest: in a sync it has neither exclusions nor dates."""
        await at_rest(self.client, now, AT_ONCE)
        row = await self.client.medium(item_id)
        await at_rest(self.client, now, AT_ONCE)
        return row


def served_part(server: str, served: Served) -> Part:
    """Return the part of a removal that goes through the server of this name."""
    size = served.size_bytes
    return Part(
        source_id=served.copy.source_id,
        server=server,
        entry_id=served.copy.entry_id,
        provider_ids=served.copy.provider_ids,
        folder=served.folder,
        record=served.record,
        monitored=False,
        file_ids=tuple(file.id for file in served.files),
        size_bytes=0 if size is UNKNOWN or size is None else size,
        files=served.files,
        item_id=served.decided.item_id,
    )


def facts_of(row: ServerMedium) -> Mapping[str, object]:
    """Return what the server says of a medium and must still say when it goes, as JSON keeps it."""
    return {
        "title": row.title,
        "year": row.year,
        "tmdb": row.tmdb_id,
        "tvdb": row.tvdb_id,
        "path": row.file_path,
        "size": row.file_size_bytes,
        "tags": sorted(row.tags),
        "added": row.added_at,
        "played": row.last_watched,
        "excluded": row.excluded,
        "flagged": row.manual_leaving_soon,
        "date": row.deletion_date,
        "episodes": sorted(row.episode_file_ids),
        "jellyfin": row.jellyfin_id,
    }


def shown_at(
    kind: str, path: str, medium: Medium, items: Iterable[JellyfinItem]
) -> JellyfinItem | None:
    """Return the item of a medium that lies where the server has it; `None` unless there is exactly one such place.

    The disk may be mounted elsewhere, so the ends of the paths are compared: of a film its folder and its
    file, of a series its folder.
    """
    segments = 2 if kind == "movie" else 1
    own = {item_key(item_id) for item_id in medium.jellyfin_ids}
    found = {
        item.path: item
        for item in items
        if item_key(item.id) in own
        and item.path
        and _end(item.path, segments) == _end(path, segments)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _item_id(medium: Medium) -> str:
    return medium.decided.item_id if medium.decided else ""


def _folder(item: JellyfinItem) -> str:
    """Return the folder of an item as Jellyfin writes it."""
    path = item.written_path or ""
    if item.kind is Kind.SERIES:
        return path
    return path[: max(path.rfind("/"), path.rfind("\\"))]


def _end(path: str, segments: int) -> list[str]:
    return normalise(path).split("/")[-segments:]
