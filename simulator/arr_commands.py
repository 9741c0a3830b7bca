"""Commands: what a server is told to do in the background, and what became of it."""

from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from .arr_refusals import failed, missing_parameter, not_found
from .arr_rows import wire_date
from .later import Later
from .wire import Call, indented_answer
from .world import World

type Work = Callable[[Mapping[str, Any]], object]


class Commands:
    """The commands of one server; ``works`` does them by their names in lower case.

    A work gets the body, its keys in lower case, and raises LookupError for ids that are unknown:
    then the command has failed, though it was accepted.
    """

    def __init__(self, world: World, of: str, later: Later, works: Mapping[str, Work]) -> None:
        """Begin with none."""
        self.rows: list[dict[str, Any]] = []
        self._world = world
        self._of = of
        self._later = later
        self._works = works

    async def started(self, call: Call) -> web.Response:
        """Accept a command, to be done a moment later; an unknown name is an error of 500."""
        body = await call.json_object()
        name = str(body.get("name") or "")
        if not name.strip():
            raise missing_parameter("'Name' must not be empty.")
        work = self._works.get(name.lower())
        if work is None:
            raise failed("Sequence contains no matching element")
        row = self._queued(name, {key: value for key, value in body.items() if key != "name"})
        self._later.soon(lambda: self._do(row, work, body))
        return indented_answer(row, 201)

    async def all(self, _call: Call) -> web.Response:
        """List them all, the newest last."""
        return indented_answer(self.rows)

    async def one(self, call: Call) -> web.Response:
        """Tell of one."""
        for row in self.rows:
            if str(row["id"]) == call.parts["id"]:
                return indented_answer(row)
        raise not_found()

    def _queued(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        row = {
            "id": self._world.new_id(f"{self._of} command"),
            "name": name,
            "commandName": name,
            "body": body | {"trigger": "manual", "name": name},
            "priority": "normal",
            "status": "queued",
            "result": "unknown",
            "queued": wire_date(self._world.now()),
            "trigger": "manual",
            "sendUpdatesToClient": True,
            "updateScheduledTask": False,
        }
        self.rows.append(row)
        return row

    def _do(self, row: dict[str, Any], work: Work, body: Mapping[str, Any]) -> None:
        row["started"] = row["stateChangeTime"] = wire_date(self._world.now())
        try:
            work(body)
        except LookupError as error:
            row |= {"status": "failed", "result": "unsuccessful", "exception": str(error)}
        else:
            row |= {"status": "completed", "result": "successful"}
        row["ended"] = wire_date(self._world.now())
