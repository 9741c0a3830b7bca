"""Posters by a path of Home Assistant's own, so that no browser needs Jellyfin or its key."""

from http import HTTPStatus
from typing import Final

from aiohttp import hdrs, web
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView

from .clients.errors import ClientError, NotFound
from .const import DOMAIN
from .coordinator import OxiCleanarrConfigEntry
from .library.models import Medium
from .poster_cache import POSTER_URL, CachedPoster

# What a browser shows without asking again; then it asks whether the picture is still the same.
_BROWSER_SECONDS: Final = 3600


@callback
def async_poster_path(hass: HomeAssistant, entry_id: str, medium: Medium) -> str | None:
    """Return a signed path to a medium's poster, good for at least a day without a login.

    `None` when the medium has no poster, or its household is not loaded.
    """
    entry = _entry(hass, entry_id)
    if entry is None or medium.poster is None:
        return None
    return entry.runtime_data.posters.signed_path(hass, entry_id, medium.poster)


class PosterView(HomeAssistantView):
    """Shows a medium's poster to whoever has a token of Home Assistant or a signed path."""

    url = POSTER_URL
    name = "api:oxicleanarr:poster"

    async def get(self, request: web.Request, entry_id: str, item_id: str) -> web.Response:
        """Answer with the picture; 404 for what is no medium's, 503 when Jellyfin does not send it."""
        entry = _entry(request.app[KEY_HASS], entry_id)
        if entry is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        coordinator = entry.runtime_data
        poster = coordinator.posters.of_item(coordinator.data.library, item_id)
        if poster is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        try:
            found = await coordinator.posters.async_get(poster)
        except NotFound:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        except ClientError:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        return _answer(request, found)


def _answer(request: web.Request, found: CachedPoster) -> web.Response:
    headers = {hdrs.CACHE_CONTROL: f"private, max-age={_BROWSER_SECONDS}"}
    known = request.if_none_match or ()
    if any(tag.value in (found.etag, "*") for tag in known):
        answer = web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    else:
        answer = web.Response(
            body=found.picture.content, content_type=found.picture.content_type, headers=headers
        )
    answer.etag = found.etag
    return answer


def _entry(hass: HomeAssistant, entry_id: str) -> OxiCleanarrConfigEntry | None:
    """Return the household with this id, while it is loaded or its entities are being added."""
    entry: OxiCleanarrConfigEntry | None = hass.config_entries.async_get_entry(entry_id)
    if entry is None or entry.domain != DOMAIN or not hasattr(entry, "runtime_data"):
        return None
    return entry
