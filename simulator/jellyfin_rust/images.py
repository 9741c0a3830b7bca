"""Posters: whoever knows an item's id has the whole picture, whatever size was asked for."""

from aiohttp import web

from simulator.posters import poster
from simulator.wire import Call, Route

from .catalog import RustCatalog
from .wire import not_found, stored_id

WIDTH = 1000
"""How wide every poster is."""


class Images:
    """Answers for pictures."""

    def __init__(self, catalog: RustCatalog) -> None:
        """Remember the items."""
        self._catalog = catalog

    def routes(self) -> list[Route]:
        """Return what is answered here, without authentication."""
        return [Route("GET", "/Items/{id}/Images/Primary", self.primary)]

    async def primary(self, call: Call) -> web.Response:
        """Return an item's poster as it is, cacheable for a day; a season has that of its series."""
        item = self._catalog.medium(stored_id(call.parts["id"].partition("_season_")[0]))
        if item is None:
            return not_found("Image")
        picture, content_type = poster(item.name, item.year, WIDTH)
        headers = {"Cache-Control": "public, max-age=86400"}
        return web.Response(body=picture, content_type=content_type, headers=headers)
