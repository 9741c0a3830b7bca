"""Letting go of what a newer state has replaced: to free a large household's media takes longer than the event loop may be held."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from homeassistant.core import HomeAssistant


async def async_let_go(hass: HomeAssistant, replaced: list[object]) -> None:
    """Empty a list of what was replaced, and free beside the event loop all of it that nobody else has.

    Whoever still uses some of it keeps it whole: nothing of it is changed.
    """
    if replaced:
        await hass.async_add_executor_job(_free, replaced)


def _free(replaced: list[object]) -> None:
    """Free one medium after the other: a whole library in one go would let nobody else run meanwhile."""
    states = replaced[:]
    replaced.clear()
    # A snapshot has a plan, which has verdicts; an answer has items.
    rooms = [part for state in states for part in _parts(state)]
    shelves = [part for room in rooms for part in _parts(room)]
    media = [part for shelf in shelves for part in _members(shelf)]
    del states, rooms, shelves
    while media:
        media.pop()


def _parts(one: object) -> list[object]:
    if is_dataclass(one) and not isinstance(one, type):
        return [getattr(one, field.name) for field in fields(one)]
    return _members(one)


def _members(one: object) -> list[object]:
    """Return what is in a list or a mapping; anything else is its own only member."""
    if isinstance(one, Mapping):
        return list(one.values())
    return list(one) if isinstance(one, tuple | list) else [one]
