"""Queries, ids and texts as jellyfin-rust reads and writes them."""

from typing import override
from urllib.parse import unquote
from uuid import UUID

from aiohttp import web

from simulator.wire import Call, Query, Refused

SERVER_ID = "jellyfin-rust-server"
"""The same on every installation."""


class ExactQuery(Query):
    """A query whose names count to the letter, and in which a plus sign is one."""

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
        value = self.text(name)
        return None if value is None else value.lower() == "true"

    def exact_flag(self, name: str) -> bool | None:
        """Return a boolean where its letters count, too; 400 for anything else."""
        value = self.text(name)
        if value not in {None, "true", "false"}:
            raise Refused(unreadable(name))
        return None if value is None else value == "true"

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
            raise Refused(unreadable(name))
        return found[0]


def unreadable(name: str) -> web.Response:
    """Return the answer to a query that cannot be read for what this argument is."""
    return web.Response(status=400, text=f"Failed to deserialize query string: {name}")


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


def exact(call: Call) -> ExactQuery:
    """Return a call's query as this server reads all queries."""
    if not isinstance(call.query, ExactQuery):
        raise TypeError("A query of another server.")
    return call.query


def not_found(what: str) -> web.Response:
    """Return the answer for something that is not there."""
    return web.Response(status=404, text=f"{what} not found")
