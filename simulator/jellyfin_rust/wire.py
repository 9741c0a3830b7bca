"""Queries, ids and texts as jellyfin-rust reads and writes them."""

from typing import override
from urllib.parse import unquote
from uuid import UUID

from aiohttp import web

from simulator.wire import Query, Refused

SERVER_ID = "jellyfin-rust-server"
"""The same on every installation."""


class ExactQuery(Query):
    """A query whose names and booleans count to the letter, and in which a plus sign is one."""

    def __init__(self, raw: str) -> None:
        """Take the query as it was sent."""
        super().__init__([])
        for part in raw.split("&"):
            name, sign, value = part.partition("=")
            if sign:
                self.values.setdefault(unquote(name), []).append(unquote(value))

    @override
    def text(self, name: str) -> str | None:
        return self.values.get(name, [""])[0] or None

    @override
    def flag(self, name: str) -> bool | None:
        return {"true": True, "false": False}.get(self.text(name) or "")

    @override
    def number(self, name: str) -> int | None:
        try:
            return int(self.text(name) or "")
        except ValueError:
            return None

    @override
    def several(self, name: str) -> list[str]:
        parts = [part.strip() for value in self.values.get(name, ()) for part in value.split(",")]
        return [part for part in parts if part]

    def must(self, name: str) -> str:
        """Return a value that has to be there once."""
        found = self.values.get(name, [])
        if len(found) != 1:
            text = f"Failed to deserialize query string: {name}"
            raise Refused(web.Response(status=400, text=text))
        return found[0]


def wire_id(plain: str) -> str:
    """Return a stored id as it is sent: with dashes."""
    return str(UUID(hex=plain))


def stored_id(text: str) -> str:
    """Return the stored id of a sent one; an empty text unless it is spelled exactly as it was sent."""
    plain = text.replace("-", "")
    try:
        return plain if wire_id(plain) == text else ""
    except ValueError:
        return ""


def not_found(what: str) -> web.Response:
    """Return the answer for something that is not there."""
    return web.Response(status=404, text=f"{what} not found")
