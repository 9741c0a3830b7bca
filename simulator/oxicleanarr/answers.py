"""Replies as the server writes them: JSON, sentences, pages."""

from datetime import datetime
from typing import Any

from aiohttp import web
import msgspec

from simulator.wire import Call, Refused, html_answer

from .times import go_time


def spelled(value: Any) -> Any:
    """Return a value whose times, however deep, are texts."""
    if isinstance(value, datetime):
        return go_time(value)
    if isinstance(value, dict):
        return {key: spelled(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [spelled(inner) for inner in value]
    return value


def answer(content: object, status: int = 200) -> web.Response:
    """Return an object as JSON."""
    body = msgspec.json.encode(spelled(content)) + b"\n"
    return web.Response(body=body, status=status, headers={"Content-Type": "application/json"})


def sentence(text: str, status: int) -> web.Response:
    """Return an error as a bare sentence."""
    return web.Response(text=f"{text}\n", status=status, content_type="text/plain")


def no_route() -> web.Response:
    """Answer for a path of the API that there is not."""
    return sentence("404 page not found", 404)


def page() -> web.Response:
    """Return the web interface, which answers for every other path."""
    return html_answer("OxiCleanarr")


def wrong(text: str, status: int) -> Refused:
    """Return what ends a call with an error as JSON."""
    return Refused(answer({"error": text}, status))


def rows_answer(rows: list[dict[str, Any]]) -> web.Response:
    """Return rows with their number; none at all are null."""
    return answer({"items": rows or None, "total": len(rows)})


async def body_of(call: Call) -> Any:
    """Return the decoded body; None when it is empty or no JSON."""
    try:
        return msgspec.json.decode(await call.request.read())
    except msgspec.DecodeError:
        return None


def is_dry_run(call: Call) -> bool:
    """Whether a deletion is only to be told about; only the exact word says so."""
    return call.request.query.get("dry_run") == "true"
