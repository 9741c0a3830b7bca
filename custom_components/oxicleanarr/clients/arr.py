"""What Radarr and Sonarr share: the key's header, the status, disks, single entries, commands (v3 API)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp
import msgspec
from yarl import URL

from .errors import ANOTHER_APP, EntryRefused, NotFound, NotUnderstood, WrongApp
from .http import DISK_SECONDS, HEAVY_SECONDS, QUICK_SECONDS, Http, Params
from .ids import number_in_path
from .rows import DECODE_ERRORS, ByteCount, Number, NumberId, Real, RowDecoder, Rows, Take, TextId

_FAMILY = ("Radarr", "Sonarr", "Whisparr", "Lidarr", "Readarr", "Prowlarr")


class Wire(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """An object as the *arr family writes it.

    Kept from the garbage collector: tens of thousands of them without one cycle would make each
    of its full passes hold the event loop.
    """


class ArrStatus(Wire, frozen=True):
    """Who answers, from `GET /api/v3/system/status`."""

    app_name: str
    instance_name: str = ""
    version: str = ""


class Tag(Wire, frozen=True):
    """A tag; items hold its id. Compare labels without case."""

    id: NumberId
    label: str


class TagUse(Tag, frozen=True):
    """A tag with the entries that bear it; a list that is not of this app has none of them."""

    movie_ids: list[Number] | None = None
    series_ids: list[Number] | None = None


class Change(Wire, frozen=True):
    """A row of the history: what happened to an entry, such as `downloadFolderImported`."""

    id: NumberId
    event_type: TextId
    date: TextId
    movie_id: Number | None = None
    series_id: Number | None = None


class RootFolder(Wire, frozen=True):
    """A root folder as the server's process sees it."""

    path: TextId


class DiskSpace(Wire, frozen=True):
    """A mounted disk as the server's process sees it, in bytes; one disk may be listed several times."""

    path: TextId
    free_space: ByteCount
    total_space: ByteCount


class Rating(Wire, frozen=True):
    """What people think of a medium; 0 means that nobody knows it yet."""

    value: Real = 0


class Exclusion(Wire, frozen=True):
    """What import lists may not bring back: a film by its TMDB id, a series by its TVDB id."""

    id: NumberId
    tmdb_id: Number = 0
    tvdb_id: Number = 0


class RecycleBin(Wire, frozen=True):
    """Where deleted files go, from `GET /api/v3/config/mediamanagement`.

    `path`, as the server sees it, is blank where there is no bin: then they are gone for good.
    """

    path: str = msgspec.field(default="", name="recycleBin")

    @property
    def exists(self) -> bool:
        """Whether deleted files go there."""
        return bool(self.path.strip())


class _MediaFile(Wire, frozen=True):
    path: TextId


class _Contents(Wire, frozen=True):
    directories: list[msgspec.Raw] = msgspec.field(default_factory=list)


class QueueItem(Wire, frozen=True):
    """Something that is being downloaded; the ids are absent where the server does not know for what."""

    id: Number
    movie_id: Number | None = None
    series_id: Number | None = None
    season_number: Number | None = None
    title: str | None = None


class Command(Wire, frozen=True):
    """Work in the background; `status` is queued, started, completed, failed, aborted and the like."""

    id: NumberId
    name: str = ""
    status: str = ""

    @property
    def running(self) -> bool:
        """Whether it goes on or is still to come."""
        return self.status in {"queued", "started"}


class Switched(Wire, frozen=True):
    """What must be in the answer when the monitoring of an entry, or an episode, was changed."""

    id: NumberId
    monitored: bool


@dataclass(frozen=True, slots=True)
class Whole[T]:
    """An entry: what we understand of it, and everything that the server tells, to put it back."""

    entry: T
    raw: dict[str, object] = field(repr=False)


class Arr:
    """One Radarr or Sonarr; `app` is the name it gives itself."""

    def __init__(self, session: aiohttp.ClientSession, url: URL, api_key: str, app: str) -> None:
        """Use the session, which stays its owner's."""
        self.http = Http(session, url, app, {"X-Api-Key": api_key.strip()})
        self._app = app

    async def status(self) -> ArrStatus:
        """Ask who answers.

        Raises:
            WrongApp: something else than this app, its siblings without a v3 API included.
            ClientError: as for every request.
        """
        try:
            answer = await self.http.get("/api/v3/system/status", dict[str, object])
        except NotFound:
            raise WrongApp(self._app, ANOTHER_APP) from None
        name = answer.get("appName")
        if name != self._app:
            known = next((app for app in _FAMILY if app == name), ANOTHER_APP)
            raise WrongApp(self._app, known)
        texts = {key: value for key, value in answer.items() if isinstance(value, str)}
        return msgspec.convert(texts, ArrStatus)

    async def tags(self) -> Rows[Tag]:
        """Read all tags."""
        return await self._rows("tag", Tag)

    async def tag_uses(self) -> Rows[TagUse]:
        """Read all tags with what bears them, in one request instead of all entries."""
        return await self._rows("tag/detail", TagUse, timeout_seconds=DISK_SECONDS)

    async def changes_since(self, since: datetime) -> Rows[Change]:
        """Read what happened to files since then (aware, by the server's clock), oldest first.

        Of an entry that is gone nothing is told any more, and nothing of what people edited.
        """
        return await self._rows("history/since", Change, {"date": since}, HEAVY_SECONDS)

    async def root_folders(self) -> Rows[RootFolder]:
        """Read the root folders; slow on big disks, since the server walks them."""
        return await self._rows("rootfolder", RootFolder, timeout_seconds=HEAVY_SECONDS)

    async def disk_space(self) -> Rows[DiskSpace]:
        """Read how full the disks are: those of root folders, and other fixed ones."""
        return await self._rows("diskspace", DiskSpace)

    async def recycle_bin(self) -> RecycleBin:
        """Ask where deleted files go."""
        return await self._one("config/mediamanagement", RecycleBin)

    async def media_files(self, folder: str) -> frozenset[str]:
        """Look on the server's disk for the video files below a folder; return their paths.

        A folder that is not there has none, and neither has one on a disk that is not mounted.

        Raises:
            ClientError: as for every request, and when a path is not understood.
        """
        params = {"path": self._folder(folder)}
        rows = await self._rows("filesystem/mediafiles", _MediaFile, params, HEAVY_SECONDS)
        if rows.skipped:
            raise NotUnderstood(self.http.server, "a file without a path")
        return frozenset(row.path for row in rows.rows)

    async def holds_folders(self, folder: str) -> bool:
        """Look on the server's disk whether there are folders in a folder.

        There are none where the disk is not mounted: both servers take an empty root folder for that.
        """
        params: Params = {
            "path": self._folder(folder),
            "includeFiles": "false",
            "allowFoldersWithoutTrailingSlashes": "true",
        }
        contents = await self.http.get("/api/v3/filesystem", _Contents, params, DISK_SECONDS)
        return bool(contents.directories)

    async def commands(self) -> Rows[Command]:
        """Read what it does in the background, such as scans, and what it has just done."""
        return await self._rows("command", Command)

    async def _queue(self) -> Rows[QueueItem]:
        """Read everything that is being downloaded; the list is not paged."""
        return await self._rows("queue/details", QueueItem, timeout_seconds=HEAVY_SECONDS)

    async def _command(self, name: str, body: Mapping[str, object]) -> int:
        """Start a command; return its id."""
        answer = await self.http.post(
            "/api/v3/command", {"name": name, **body}, Command, timeout_seconds=HEAVY_SECONDS
        )
        return answer.id

    async def _one[T](self, resource: str, row: type[T]) -> T:
        """Read one object, as tolerantly as a row of a list."""
        return self._whole(await self.http.get(f"/api/v3/{resource}", msgspec.Raw), row).entry

    def _whole[T](self, body: msgspec.Raw, row: type[T]) -> Whole[T]:
        entry = RowDecoder(row).decode(body)
        try:
            raw = msgspec.json.decode(body, type=dict[str, object])
        except DECODE_ERRORS:
            raw = None
        if entry is None or raw is None:
            raise NotUnderstood(self.http.server, "an entry of another shape")
        return Whole(entry, raw)

    def _folder(self, folder: str) -> str:
        if not folder.strip():
            raise NotUnderstood(self.http.server, "a folder that is none")
        return folder

    def _number(self, number: object) -> int:
        return number_in_path(number, self.http.server)

    def _numbers(self, numbers: Iterable[int]) -> list[int]:
        return [self._number(number) for number in dict.fromkeys(numbers)]

    async def _replace[T: Switched](
        self, resource: str, entry_id: int, raw: Mapping[str, object], answer: type[T]
    ) -> T:
        """Send a whole record back; both servers reset what a record leaves out."""
        replaced = await self.http.put(f"/api/v3/{resource}/{entry_id}", raw, answer)
        if replaced.id != entry_id or replaced.monitored is not raw.get("monitored"):
            raise NotUnderstood(self.http.server, "an entry that did not change")
        return replaced

    async def _add(self, resource: str, body: Mapping[str, object]) -> msgspec.Raw:
        """Add an entry; the server asks its own sources about it first.

        Raises:
            EntryRefused: it is there already, or its quality profile or root folder is not.
            ClientError: as for every request; it may be there now all the same.
        """
        path = f"/api/v3/{resource}"
        try:
            return await self.http.post(path, body, msgspec.Raw, timeout_seconds=HEAVY_SECONDS)
        except NotUnderstood as error:
            if error.status != 400:
                raise
            raise EntryRefused(self.http.server) from None

    async def _rows[T](
        self,
        resource: str,
        row: type[T],
        params: Params | None = None,
        timeout_seconds: float = QUICK_SECONDS,
    ) -> Rows[T]:
        return await self.http.get_rows(f"/api/v3/{resource}", row, params, timeout_seconds)

    async def _taken[Row, T](
        self, resource: str, row: type[Row], take: Take[Row, T], params: Params | None = None
    ) -> Rows[T]:
        """Read a long list, of which only what `take` makes of its rows is kept."""
        return await self.http.take_rows(f"/api/v3/{resource}", row, take, params, HEAVY_SECONDS)
