"""The posters of one household: the last used ones in memory, and signed paths to them."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
import hashlib
from typing import Final, Protocol

from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .clients.bodies import Picture
from .clients.errors import ClientError, NotFound
from .library.models import Library, Poster

POSTER_URL: Final = "/api/oxicleanarr/{entry_id}/poster/{item_id}"

_MAX_CACHE_BYTES: Final = 32 * 1024 * 1024
# A jellyfin-rust's tags say nothing of the picture: without an age a changed one would never be seen.
_MAX_AGE: Final = timedelta(days=1)

_SIGNED_FOR: Final = timedelta(days=2)
_SIGNED_AT_LEAST: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CachedPoster:
    """A poster as Jellyfin sent it."""

    picture: Picture
    read_at: datetime
    etag: str


@dataclass(frozen=True, slots=True)
class _SignedPath:
    path: str
    until: datetime


class Gallery(Protocol):
    """A server that has posters."""

    async def poster(self, item_id: str, tag: str) -> Picture:
        """Read a poster; raise NotFound where there is none, ClientError as for every request."""


class Posters:
    """The posters of one household: the last used ones in memory, and the signed paths to them."""

    def __init__(self, client: Gallery) -> None:
        """Prepare an empty cache; nothing is asked before somebody looks."""
        self._client = client
        self._cached: OrderedDict[Poster, CachedPoster] = OrderedDict()
        self._cached_bytes = 0
        self._signed: dict[str, _SignedPath] = {}
        self._library: Library | None = None
        self._by_item: dict[str, Poster] = {}

    def of_item(self, library: Library, item_id: str) -> Poster | None:
        """Return the poster with this item's id; `None` for items that are no medium of the library."""
        if library is not self._library:
            self._library = library
            self._by_item = {
                medium.poster.item_id: medium.poster
                for medium in library.media.values()
                if medium.poster
            }
            self._signed = {
                item_id: signed
                for item_id, signed in self._signed.items()
                if item_id in self._by_item
            }
        return self._by_item.get(item_id)

    async def async_get(self, poster: Poster) -> CachedPoster:
        """Return a poster, from memory while it is not older than a day.

        Where Jellyfin fails, an older one is better than none.

        Raises:
            NotFound: Jellyfin has none.
            ClientError: Jellyfin failed, and there is no older one.
        """
        cached = self._cached.get(poster)
        if cached and dt_util.utcnow() - cached.read_at < _MAX_AGE:
            self._cached.move_to_end(poster)
            return cached
        try:
            picture = await self._client.poster(poster.item_id, poster.tag)
        except NotFound:
            self._drop(poster)
            raise
        except ClientError:
            if cached:
                return cached
            raise
        return self._remember(poster, picture)

    def signed_path(self, hass: HomeAssistant, entry_id: str, poster: Poster) -> str:
        """Return a path that is good for at least a day; the same one as long as it is, for browsers' caches."""
        now = dt_util.utcnow()
        signed = self._signed.get(poster.item_id)
        if signed is None or signed.until - now < _SIGNED_AT_LEAST:
            path = POSTER_URL.format(entry_id=entry_id, item_id=poster.item_id)
            # Signed for nobody in particular: automations have no user, and notifications outlive logins.
            signed = _SignedPath(
                async_sign_path(hass, path, _SIGNED_FOR, use_content_user=True), now + _SIGNED_FOR
            )
            self._signed[poster.item_id] = signed
        return signed.path

    def _remember(self, poster: Poster, picture: Picture) -> CachedPoster:
        self._drop(poster)
        digest = hashlib.blake2b(picture.content, digest_size=16).hexdigest()
        kept = CachedPoster(picture, dt_util.utcnow(), digest)
        self._cached[poster] = kept
        self._cached_bytes += len(picture.content)
        while self._cached_bytes > _MAX_CACHE_BYTES:
            self._drop(next(iter(self._cached)))
        return kept

    def _drop(self, poster: Poster) -> None:
        if dropped := self._cached.pop(poster, None):
            self._cached_bytes -= len(dropped.picture.content)
