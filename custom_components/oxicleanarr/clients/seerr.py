"""Seerr's API (v1: Seerr 3, Jellyseerr, Overseerr): who asked for what, and forgetting a medium."""

from collections.abc import Awaitable
from typing import Final, Literal

import aiohttp
import msgspec
from yarl import URL

from .errors import A_LOGIN, ANOTHER_APP, KeyRefused, NotAllowed, NotFound, NotUnderstood, WrongApp
from .http import HEAVY_SECONDS, Http, Params
from .ids import number_in_path
from .paging import Identified, all_pages, decoded_page
from .rows import Number, NumberId, Rows, drawn_from

# Each page makes Seerr ask every Radarr and Sonarr that it knows, so few large ones.
_PAGE: Final = 200

# It asks GitHub for updates meanwhile, in vain where there is no way out.
_STATUS_SECONDS: Final = 60

_ANONYMOUS: Final = {"Accept": "application/json"}

type Kind = Literal["movie", "tv"]


class SeerrStatus(msgspec.Struct, frozen=True):
    """Who answers."""

    version: str


class Requester(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A user of Seerr; without an account on Jellyfin the `jellyfin_…` fields are absent."""

    id: NumberId
    display_name: str = ""
    username: str | None = None
    jellyfin_username: str | None = None
    jellyfin_user_id: str | None = None
    email: str | None = None


class MediaRequest(msgspec.Struct, frozen=True, gc=False):
    """What somebody asked for.

    `status`: 1 pending, 2 approved, 3 declined, 4 failed, 5 completed. TMDB numbers its movies and
    its series apart: compare `tmdb_id` together with `kind`. `media_id` is Seerr's own number of
    the medium, which its plain and its 4K copy share.
    """

    kind: Kind
    status: int
    created_at: str | None
    tmdb_id: int
    tvdb_id: int | None
    imdb_id: str | None
    requester: Requester | None
    media_id: int | None = None


class WireMedia(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """The medium of a request, whoever asked for it."""

    tmdb_id: NumberId
    id: Number | None = None
    tvdb_id: Number | None = None
    imdb_id: str | None = None


class WireRequest(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A request as Seerr sends it."""

    id: NumberId
    type: Kind
    status: Number
    media: WireMedia
    created_at: str | None = None
    requested_by: Requester | None = None

    def request(self) -> MediaRequest:
        """Flatten; ids that say nothing are absent, so that none of them matches another."""
        media = self.media
        return MediaRequest(
            kind=self.type,
            status=self.status,
            created_at=self.created_at,
            tmdb_id=media.tmdb_id,
            tvdb_id=media.tvdb_id or None,
            imdb_id=media.imdb_id or None,
            requester=self.requested_by,
            media_id=media.id if media.id is not None and media.id > 0 else None,
        )


class _PageInfo(msgspec.Struct, frozen=True):
    results: Number


class _Page(msgspec.Struct, frozen=True, rename="camel"):
    page_info: _PageInfo
    results: list[msgspec.Raw]


class Seerr:
    """One Seerr; the key acts as its owner."""

    def __init__(self, session: aiohttp.ClientSession, url: URL, api_key: str) -> None:
        """Use the session, which stays its owner's."""
        self.http = Http(session, url, "Seerr", {"X-Api-Key": api_key.strip()})

    async def status(self) -> SeerrStatus:
        """Ask who answers, then whether the key is good; before that the key is not shown.

        Raises:
            WrongApp: not a Seerr.
            KeyRefused: a Seerr that does not know the key.
            ClientError: as for every request.
        """
        try:
            answer = await self.http.get(
                "/api/v1/status", object, timeout_seconds=_STATUS_SECONDS, headers=_ANONYMOUS
            )
        except NotFound:
            raise WrongApp("Seerr", ANOTHER_APP) from None
        except KeyRefused, NotAllowed:  # Seerr itself lets everybody ask this
            raise WrongApp("Seerr", A_LOGIN) from None
        version = answer.get("version") if isinstance(answer, dict) else None
        if not isinstance(version, str) or not version.strip():
            raise WrongApp("Seerr", ANOTHER_APP)
        await self._check_key()
        return SeerrStatus(version.strip())

    async def requests(self) -> Rows[MediaRequest]:
        """Read all requests of everybody, whatever became of them, newest first."""
        rows = await self._all("request", WireRequest, {"sort": "added"})
        return drawn_from((row.request() for row in rows.rows), rows)

    async def users(self) -> Rows[Requester]:
        """Read all users."""
        return await self._all("user", Requester, {})

    async def reset(self, media_id: int) -> None:
        """Forget a medium with everybody's requests for it, so that it can be requested again.

        Its plain and its 4K copy are one medium here. No file is deleted, in no server (Seerr 3.1).

        Raises:
            NotFound: Seerr does not know this medium, or no longer.
            NotAllowed: the key may not do this, or Seerr's CSRF protection is on.
            ClientError: as for every request; it may have happened all the same.
        """
        number = number_in_path(media_id, "Seerr")
        try:
            await self.http.delete_only(f"/api/v1/media/{number}")
        except NotAllowed:
            raise NotAllowed("Seerr", "the key may not, or its CSRF protection is on") from None

    async def _check_key(self) -> None:
        """Ask for the key's own account, which needs a good key and no more."""
        try:
            answer = await _as_key_refused(self.http.get("/api/v1/auth/me", object))
        except NotFound:
            raise WrongApp("Seerr", ANOTHER_APP) from None
        if not isinstance(answer, dict) or not isinstance(answer.get("id"), int):
            raise WrongApp("Seerr", ANOTHER_APP)

    async def _all[T: Identified](
        self, resource: str, row: type[T], query: dict[str, str]
    ) -> Rows[T]:
        """Read all pages of a list. Seerr refuses query parameters that it does not know."""

        async def page(start: int) -> Rows[T]:
            params: Params = {**query, "take": _PAGE, "skip": start}
            answer = await self.http.get(f"/api/v1/{resource}", _Page, params, HEAVY_SECONDS)
            if answer.page_info.results < 0:
                raise NotUnderstood("Seerr", "a negative count")
            return await decoded_page(answer.results, row, answer.page_info.results)

        return await _as_key_refused(all_pages(page, _PAGE))


async def _as_key_refused[T](answer: Awaitable[T]) -> T:
    """Say of a 403 what it means here: Seerr answers so to a wrong key, and never with 401."""
    try:
        return await answer
    except NotAllowed:
        raise KeyRefused("Seerr") from None
