"""What import lists may not bring back."""

from collections.abc import Iterable
from typing import Any

from aiohttp import web

from .arr_refusals import checked_id, failure, invalid
from .wire import Call, indented_answer
from .world import World


class Exclusions:
    """The list of one server; ``key`` is what its rows name a medium by."""

    def __init__(self, world: World, of: str, key: str, others: tuple[str, ...]) -> None:
        """Begin with none; ``others`` are what a row says besides, the first of them a title."""
        self.rows: list[dict[str, Any]] = []
        self._world = world
        self._of = of
        self._key = key
        self._others = others

    def __contains__(self, number: int) -> bool:
        """Whether a medium is excluded."""
        return any(row[self._key] == number for row in self.rows)

    def add(self, number: int, *others: str | int) -> dict[str, Any]:
        """Exclude a medium; one that is excluded already stays so once."""
        for row in self.rows:
            if row[self._key] == number:
                return row
        made = {self._key: number, **dict(zip(self._others, others, strict=True))}
        made["id"] = self._world.new_id(f"{self._of} exclusion")
        self.rows.append(made)
        return made

    async def listed(self, _call: Call) -> web.Response:
        """List them all."""
        return indented_answer(self.rows)

    async def added(self, call: Call) -> web.Response:
        """Exclude what the body names; 400 for what cannot be or is excluded already."""
        body = await call.json_object()
        number = body.get(self._key.lower())
        given = [body.get(name.lower()) for name in self._others]
        failures = list(self._failures(number, given[0]))
        if failures or not isinstance(number, int):
            raise invalid(failures)
        return indented_answer(self.add(number, *(value or 0 for value in given)), 201)

    async def removed(self, call: Call) -> web.Response:
        """Allow a medium again; an unknown id is no error."""
        number = checked_id(call.parts["id"])
        self.rows = [row for row in self.rows if row["id"] != number]
        return indented_answer({})

    def _failures(self, number: object, title: object) -> Iterable[dict[str, Any]]:
        name = self._key[0].upper() + self._key[1:]
        if not isinstance(number, int) or number == 0:
            text = f"'{name}' must not be empty."
            yield failure(name, number, text, "NotEmptyValidator")
        elif number in self:
            text = "This exclusion has already been added."
            yield failure(name, number, text, "ImportListExclusionExistsValidator")
        if not title:
            yield failure(self._others[0], title, "It must not be empty.", "NotEmptyValidator")
