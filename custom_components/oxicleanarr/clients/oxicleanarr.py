"""An OxiCleanarr server's API (1.0.0 to 1.6.2): what it decided, and what it is told.

Its settings are never written: it takes what is left out of them for zero.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from typing import Final, Literal

import aiohttp
from yarl import URL

from .bodies import Picture
from .errors import (
    ANOTHER_APP,
    WANTS_A_LOGIN,
    BrokenOff,
    ClientError,
    IsKept,
    KeyRefused,
    NotAllowed,
    NotFound,
    NotUnderstood,
    PerhapsDeleted,
    Redirected,
    TimedOut,
    WrongApp,
)
from .http import DISK_SECONDS, HEAVY_SECONDS, Http
from .oxicleanarr_login import ANONYMOUS, Credential
from .oxicleanarr_models import (
    Contract,
    DiskStatus,
    Job,
    Kind,
    Outcome,
    ServerConfig,
    ServerMedium,
    Service,
    SyncStatus,
)
from .oxicleanarr_wire import (
    MEDIUM_ID,
    WireAccepted,
    WireConfig,
    WireDisk,
    WireJob,
    WireMedium,
    WireOutcome,
    WireServices,
    WireSyncStatus,
    deleted,
    services,
)
from .rows import Rows

__all__ = ["OxiCleanarr"]

_SLICE_ROWS: Final = 500
_FLAGS_SINCE: Final = "it cannot be told so by hand before 1.4"


class OxiCleanarr:
    """One OxiCleanarr server, asked with its administrator's key, or as a user with a password.

    It answers late while one of its syncs looks at its media.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: URL,
        *,
        api_key: str | None = None,
        username: str | None = None,
        password: str | None = None,
    ) -> None:
        """Use the session, which stays its owner's, but neither its cookies nor its jar for them."""
        self.http = Http(session, url, "OxiCleanarr", ANONYMOUS, cookies=False)
        self._credential = Credential(
            self.http, api_key=api_key, username=username, password=password
        )

    async def connect(self) -> Contract:
        """Ask who answers, then whether the key or the login is good; before that none is shown.

        Raises:
            WrongApp: not an OxiCleanarr server.
            KeyRefused: the key, or the user name and the password, are wrong; before 1.6 there are no keys.
            ClientError: as for every request.
        """
        await self._meet()
        try:
            status = await self._get("/api/sync/status", object)
        except NotFound:
            raise WrongApp("OxiCleanarr", ANOTHER_APP) from None
        if not isinstance(status, dict) or not _is_status(status):
            raise WrongApp("OxiCleanarr", ANOTHER_APP)
        if "in_progress" in status:
            return Contract.V1_6
        if "full_interval_seconds" in status:
            return Contract.V1_0
        return Contract.V1_4 if await self._has_flags() else Contract.V1_1

    async def movies(self) -> Rows[ServerMedium]:
        """Read all films."""
        return await self._media("movies", {"movie"})

    async def series(self) -> Rows[ServerMedium]:
        """Read all series."""
        return await self._media("shows", {"show"})

    async def unmatched(self) -> Rows[ServerMedium]:
        """Read the media that it did not find in Jellyfin."""
        return await self._media("unmatched", {"movie", "show"})

    async def medium(self, medium_id: str) -> ServerMedium:
        """Read one film or series.

        Raises:
            NotFound: it knows none with this id.
            ClientError: as for every request.
        """
        path = self._path(medium_id)
        medium = (await self._get(path, WireMedium)).medium()
        if medium is None or medium.id != medium_id:
            raise NotUnderstood("OxiCleanarr", "another medium")
        return medium

    async def poster(self, medium_id: str) -> Picture:
        """Read a medium's poster, which it takes from its Jellyfin (1.3).

        Raises:
            NotFound: there is none, or it is older than 1.3.
            ClientError: as for every request.
        """
        path = f"{self._path(medium_id)}/poster"

        async def ask() -> Picture:
            return await self.http.get_picture(path, {"type": "Primary", "maxWidth": 600})

        return await self._credential.read(ask)

    async def sync_status(self) -> SyncStatus:
        """Read how far its syncs are."""
        return (await self._get("/api/sync/status", WireSyncStatus)).status()

    async def latest_job(self) -> Job | None:
        """Read its newest full sync; None where there was none."""
        try:
            return (await self._get("/api/jobs/latest", WireJob)).job()
        except NotFound:
            return None

    async def services(self) -> tuple[Service, ...] | None:
        """Ask it to ask the servers behind it; None from a server older than 1.2."""
        try:
            return services(await self._get("/api/system/services", WireServices))
        except NotFound:
            return None

    async def disk(self) -> DiskStatus | None:
        """Read the disk threshold; None from a server older than 1.3."""
        try:
            return (await self._get("/api/system/disk", WireDisk)).disk()
        except NotFound:
            return None

    async def config(self) -> ServerConfig:
        """Read as much of its settings as we look at."""
        return (await self._get("/api/config", WireConfig)).config()

    async def would_delete(self) -> Outcome:
        """Ask which media it would delete now.

        Raises:
            NotUnderstood: one of them cannot be read, or it does not say that it deletes none.
            ClientError: as for every request.
        """
        await self._prove()
        answer = await self.http.post(
            "/api/deletions/execute", None, WireOutcome, None, {"dry_run": "true"}, HEAVY_SECONDS
        )
        candidates = deleted(answer.candidates)
        # Before 1.6 it does not say so of an empty list.
        if not answer.dry_run and (answer.dry_run is False or answer.scheduled_count):
            raise NotUnderstood("OxiCleanarr", "a rehearsal that was none")
        if len(candidates) != answer.scheduled_count:
            raise NotUnderstood("OxiCleanarr", "candidates that cannot be read")
        return Outcome(success=answer.success, dry_run=True, candidates=candidates)

    async def start_sync(self, *, full: bool) -> None:
        """Have it look at everything, or at what is new; it begins when the syncs before are over."""
        await self._post(f"/api/sync/{'full' if full else 'incremental'}")

    async def exclude(self, medium_id: str, reason: str | None) -> None:
        """Have it keep a medium, for ever; its date stays until it judges again.

        Raises:
            NotFound: it knows no medium with this id.
            ClientError: as for every request.
        """
        body = None if reason is None else {"reason": reason}
        await self._about(medium_id, lambda path: self._post(f"{path}/exclude", body))

    async def unexclude(self, medium_id: str) -> None:
        """End its keep of a medium; none there is fine.

        Raises:
            NotFound: it knows no medium with this id.
            ClientError: as for every request.
        """
        await self._about(medium_id, lambda path: self._lift(path, "exclude"))

    async def flag(self, medium_id: str) -> None:
        """Have it let a medium go after its window, whatever its rules say; again begins anew (1.4).

        Raises:
            IsKept: it keeps this medium.
            NotFound: it knows no medium with this id, or is older than 1.4.
            ClientError: as for every request.
        """
        try:
            await self._about(
                medium_id, lambda path: self._post(f"{path}/manual-leaving-soon"), _FLAGS_SINCE
            )
        except NotUnderstood as error:
            if error.status != 409:
                raise
            raise IsKept("OxiCleanarr") from None

    async def unflag(self, medium_id: str) -> None:
        """Leave a medium to its rules again; one that is not flagged is fine (1.4).

        Raises:
            NotFound: it knows no medium with this id, or is older than 1.4.
            ClientError: as for every request.
        """
        await self._about(
            medium_id, lambda path: self._lift(path, "manual-leaving-soon"), _FLAGS_SINCE
        )

    async def would_delete_one(self, medium_id: str) -> None:
        """Rehearse the deletion of one medium: the same request, of which it does nothing.

        Raises:
            NotFound: it knows no medium with this id.
            ClientError: as for every request.
        """
        await self._prove()
        await self._about(medium_id, lambda path: self._delete(path, dry_run="true"))

    async def delete(self, medium_id: str, may_go: Callable[[], bool]) -> bool:
        """Have it delete one medium with its files, by Radarr or Sonarr; return whether it was told to.

        `may_go` is asked right before it is told, with no other request in between.

        It asks nobody: neither its keeps, nor its rules, nor whether its settings forbid deleting. It
        answers when Radarr or Sonarr have accepted it; where that took more than 15 seconds it cuts the
        connection then, instead of answering.

        Raises:
            PerhapsDeleted: the connection ended before the answer.
            NotFound: it knows no medium with this id.
            ClientError: as for every request; it may have happened all the same.
        """
        await self._prove()
        if not may_go():
            return False
        await self._about(medium_id, lambda path: self._delete(path, dry_run="false"))
        return True

    async def _delete(self, path: str, *, dry_run: Literal["true", "false"]) -> None:
        """Delete; the server takes a missing word for a real deletion, so there always is one."""
        try:
            await self.http.delete_medium(path, {"dry_run": dry_run})
        except (TimedOut, BrokenOff) as error:
            if dry_run == "true":
                raise
            raise PerhapsDeleted("OxiCleanarr", error.detail) from None

    async def _lift(self, path: str, what: Literal["exclude", "manual-leaving-soon"]) -> None:
        """Take back what was told about a medium."""
        await self._prove()
        await self.http.delete_only(f"{path}/{what}")

    async def _meet(self) -> None:
        """Ask who answers, without a credential.

        Raises:
            WrongApp: not an OxiCleanarr server.
            ClientError: as for every request.
        """
        try:
            health = await self._anonymous("/health")
        except NotUnderstood as error:
            if error.status is not None:
                raise
            raise WrongApp("OxiCleanarr", ANOTHER_APP) from None
        except KeyRefused, NotAllowed, NotFound, Redirected:
            # A proxy may let only the API pass.
            pass
        else:
            if not isinstance(health, dict) or not {"status", "uptime", "version"} <= health.keys():
                raise WrongApp("OxiCleanarr", ANOTHER_APP)
            return
        try:
            status = await self._anonymous("/api/sync/status")
        except KeyRefused:
            return
        except NotFound, NotUnderstood:
            raise WrongApp("OxiCleanarr", ANOTHER_APP) from None
        except NotAllowed:
            raise WrongApp("OxiCleanarr", WANTS_A_LOGIN) from None
        if not isinstance(status, dict) or not _is_status(status):
            raise WrongApp("OxiCleanarr", ANOTHER_APP)

    async def _anonymous(self, path: str) -> object:
        return await self.http.get(path, object, headers=ANONYMOUS)

    async def _has_flags(self) -> bool:
        """Find out whether there is a path for flags: HTTP 405, as it cannot be read, or else 404."""
        try:
            await self._get(f"{self._path('radarr-1')}/manual-leaving-soon", object)
        except NotFound:
            return False
        except NotUnderstood as error:
            if error.status != 405:
                raise
            return True
        raise NotUnderstood("OxiCleanarr", "an answer to no question")

    async def _media(self, which: str, kinds: Collection[Kind]) -> Rows[ServerMedium]:
        async def ask() -> Rows[WireMedium]:
            path = f"/api/media/{which}"
            return await self.http.get_listed(path, WireMedium, "items", HEAVY_SECONDS)

        found = await self._credential.read(ask)
        media: list[ServerMedium] = []
        for number, row in enumerate(found.rows, 1):
            medium = row.medium()
            if medium is not None and medium.kind in kinds:
                media.append(medium)
            if number % _SLICE_ROWS == 0:
                await asyncio.sleep(0)
        contradictory = len(found.rows) - len(media)
        return Rows(tuple(media), found.total, found.skipped + contradictory)

    async def _get[T](self, path: str, answer: type[T], timeout_seconds: float = DISK_SECONDS) -> T:
        async def ask() -> T:
            return await self.http.get(path, answer, timeout_seconds=timeout_seconds)

        return await self._credential.read(ask)

    async def _post(self, path: str, body: object = None) -> None:
        await self._prove()
        answer = await self.http.post(path, body, WireAccepted, timeout_seconds=DISK_SECONDS)
        if not answer.success:
            raise NotUnderstood("OxiCleanarr", "it did not do it")

    async def _prove(self) -> None:
        """Make sure of the token before something is changed, which is asked for once, with one token."""
        if self._credential.logs_in:
            await self.sync_status()

    async def _about(
        self, medium_id: str, ask: Callable[[str], Awaitable[None]], since: str = ""
    ) -> None:
        """Do something about a medium; the server says HTTP 500 when it does not know it."""
        path = self._path(medium_id)
        try:
            await ask(path)
        except NotFound:
            raise NotFound("OxiCleanarr", since) from None
        except NotUnderstood as error:
            if error.status != 500:
                raise
            failure = error
        else:
            return
        try:
            await self._get(path, object)
        except NotFound:
            raise
        except ClientError:
            pass  # what was to be done matters more
        raise failure

    def _path(self, medium_id: str) -> str:
        if MEDIUM_ID.fullmatch(medium_id) is None:
            raise NotUnderstood(self.http.server, "an id that is none")
        return f"/api/media/{medium_id}"


def _is_status(answer: dict[object, object]) -> bool:
    return {"running", "media_count"} <= answer.keys()
