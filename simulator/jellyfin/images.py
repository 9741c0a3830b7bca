"""Posters over HTTP: anyone who knows an item's id may have them."""

from aiohttp import web

from simulator.posters import poster
from simulator.wire import Call, Route

from .rows import image_tag
from .state import State

_DEFAULT_WIDTH = 400


class Images:
    """Answers for pictures."""

    def __init__(self, state: State) -> None:
        """Remember the state."""
        self._state = state

    def routes(self) -> list[Route]:
        """Return what is answered here, without authentication as in 10.11 and 12."""
        return [Route("GET", "/Items/{id}/Images/Primary", self.primary)]

    async def primary(self, call: Call) -> web.Response:
        """Return an item's poster; cacheable for a year when asked for with its tag."""
        item = self._state.item(call.parts["id"])
        if item.is_folder and item.series_id is not None:
            return web.Response(status=404)
        query = call.query
        width = next(
            (w for name in ("maxWidth", "fillWidth", "width") if (w := query.number(name))),
            _DEFAULT_WIDTH,
        )
        picture, content_type = poster(item.name, item.year, min(max(width, 40), 1000))
        answer = web.Response(body=picture, content_type=content_type)
        if query.text("tag") is not None:
            answer.headers["Cache-Control"] = "public, max-age=31536000"
        if self._state.is_12:
            answer.headers["ETag"] = f'"{image_tag(item.id)}"'
        return answer
