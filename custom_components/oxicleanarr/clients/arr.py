"""What Radarr and Sonarr share: the key's header, the status, tags and root folders (v3 API)."""

from datetime import UTC, datetime

import aiohttp
import msgspec
from yarl import URL

from .errors import NotFound, WrongApp
from .http import HEAVY_SECONDS, Http, Params
from .rows import ByteCount, NumberId, Rows, TextId

_FAMILY = ("Radarr", "Sonarr", "Whisparr", "Lidarr", "Readarr", "Prowlarr")


class Wire(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """An object as the *arr family writes it.

    Kept from the garbage collector: tens of thousands of them without one cycle would make each
    of its full passes hold the event loop.
    """


class ArrStatus(Wire, frozen=True):
    """Who answers, from `GET /api/v3/system/status`; `url_base` is "" or such as "/radarr"."""

    app_name: str
    instance_name: str = ""
    version: str = ""
    url_base: str = ""


class Tag(Wire, frozen=True):
    """A tag; items hold its id. Compare labels without case."""

    id: NumberId
    label: str


class RootFolder(Wire, frozen=True):
    """A root folder as the server's process sees it."""

    path: TextId
    accessible: bool | None = None


class DiskSpace(Wire, frozen=True):
    """A mounted disk as the server's process sees it, in bytes; one disk may be listed several times."""

    path: TextId
    free_space: ByteCount
    total_space: ByteCount


class Rating(Wire, frozen=True):
    """What people think of a medium; no votes and the value 0 mean that nobody knows it yet."""

    value: float = 0
    votes: int = 0


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
            raise WrongApp(self._app, f"something without {self._app}'s API") from None
        name = answer.get("appName")
        if name != self._app:
            known = next((app for app in _FAMILY if app == name), "another app")
            raise WrongApp(self._app, known)
        texts = {key: value for key, value in answer.items() if isinstance(value, str)}
        return msgspec.convert(texts, ArrStatus)

    async def tags(self) -> Rows[Tag]:
        """Read all tags."""
        return await self._rows("tag", Tag)

    async def root_folders(self) -> Rows[RootFolder]:
        """Read the root folders; slow on big disks, since the server walks them."""
        return await self._rows("rootfolder", RootFolder, timeout_seconds=HEAVY_SECONDS)

    async def disk_space(self) -> Rows[DiskSpace]:
        """Read how full the disks are: those of root folders, and other fixed ones."""
        return await self._rows("diskspace", DiskSpace)

    async def _imports[T](self, row: type[T], since: datetime) -> Rows[T]:
        """Read which files were imported since then, oldest first; the list is not paged."""
        moment = f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        params = {"date": moment, "eventType": "downloadFolderImported"}
        return await self._rows("history/since", row, params, HEAVY_SECONDS)

    async def _rows[T](
        self, resource: str, row: type[T], params: Params | None = None, timeout_seconds: float = 10
    ) -> Rows[T]:
        return await self.http.get_rows(f"/api/v3/{resource}", row, params, timeout_seconds)
