"""What people do, each with what must be true afterwards, whatever was under way."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
import json
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er, intent

from simulator import Stack

from ..cleaning import holiday, links, pick
from ..household import ENTRY_ID, entity_id, state
from ..texts import DOMAIN

FILM = "Nosferatu"
KEPT = "The General"
"""Kept before anything begins."""
OTHER = "Safety Last!"
"""Loved and not loved in turns, so that every sync brings something new."""
LABELS = {FILM: "Nosferatu (1922)", KEPT: "The General (1926)"}

type Act = Callable[[HomeAssistant], Awaitable[Any]]
type Holds = Callable[[HomeAssistant], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does, whether it holds, and how it is undone."""

    name: str
    do: Act
    holds: Holds
    undo: Act


async def call(hass: HomeAssistant, action: str, **data: Any) -> Any:
    """Call an action for its answer, and wait for nothing else."""
    return await hass.services.async_call(DOMAIN, action, data, blocking=True, return_response=True)


def calling(action: str, **data: Any) -> Act:
    """Return the deed of calling an action."""

    async def do(hass: HomeAssistant) -> Any:
        return await call(hass, action, **data)

    return do


def ticking(title: str, status: str) -> Act:
    """Return the deed of ticking an item of the list, or of taking the tick back."""

    async def do(hass: HomeAssistant) -> None:
        target = {"entity_id": entity_id(hass, "todo", "leaving_soon"), "item": LABELS[title]}
        await hass.services.async_call(
            "todo", "update_item", target | {"status": status}, blocking=True
        )

    return do


async def _say_keep(hass: HomeAssistant) -> None:
    slots = {"title": {"value": FILM}}
    await intent.async_handle(hass, "test", "OxiCleanarrKeep", slots)


async def _nothing(hass: HomeAssistant) -> None:
    return


async def verdict(hass: HomeAssistant, title: str) -> str:
    """Return what is decided of a medium, and why."""
    rows = (await call(hass, "get_media"))["media"]
    row = next(row for row in rows if row["title"] == title)
    return f"{row['verdict']}: {row['reasons'][0]['code']}"


async def listed(hass: HomeAssistant) -> dict[str, str]:
    """Return the statuses of the items of the to-do list."""
    target = entity_id(hass, "todo", "leaving_soon")
    answer: Any = await hass.services.async_call(
        "todo", "get_items", {"entity_id": target}, blocking=True, return_response=True
    )
    return {item["summary"]: item["status"] for item in answer[target]["items"]}


def written(hass: HomeAssistant) -> dict[str, Any]:
    """Return the ledger as it is on the disk."""
    path = Path(hass.config.path(".storage", f"{DOMAIN}.{ENTRY_ID}"))
    data: dict[str, Any] = json.loads(path.read_text())["data"]
    return data


def keeps_written(hass: HomeAssistant) -> set[str]:
    """Return the titles of the keeps on the disk."""
    return {keep["title"] for keep in written(hass)["keeps"]}


async def _kept(hass: HomeAssistant, title: str = FILM) -> bool:
    return (
        (await verdict(hass, title)).startswith("protected: kept")
        and title in keeps_written(hass)
        and (await listed(hass))[LABELS[title]] == "completed"
    )


async def _let_go(hass: HomeAssistant) -> bool:
    return (
        (await verdict(hass, KEPT)).startswith("leaving_soon")
        and KEPT not in keeps_written(hass)
        and (await listed(hass))[LABELS[KEPT]] == "needs_action"
    )


async def _scheduled(hass: HomeAssistant) -> bool:
    return await verdict(hass, FILM) == "leaving_soon: scheduled"


async def _unscheduled(hass: HomeAssistant) -> bool:
    return "scheduled" not in await verdict(hass, FILM) and written(hass)["schedules"] == []


def _in_mode(mode: str) -> Holds:
    async def holds(hass: HomeAssistant) -> bool:
        on_disk: str = written(hass)["cleanup"]["mode"]
        return state(hass, "select", "mode").state == mode == on_disk

    return holds


async def _choose_ask(hass: HomeAssistant) -> None:
    await pick(hass, "ask")


async def _choose_observe(hass: HomeAssistant) -> None:
    await pick(hass, "observe")


async def _leave_for_a_holiday(hass: HomeAssistant) -> None:
    await holiday(hass)


async def _come_back(hass: HomeAssistant) -> None:
    await holiday(hass, on=False)


async def _on_holiday(hass: HomeAssistant) -> bool:
    pauses = written(hass)["cleanup"]["pauses"]
    return state(hass, "switch", "holiday").state == "on" and pauses[-1]["end"] is None


async def _always(hass: HomeAssistant) -> bool:
    return True


async def _release_brakes(hass: HomeAssistant) -> None:
    entry = hass.config_entries.async_get_known_entry(ENTRY_ID)
    await entry.runtime_data.cleaner.async_release_brakes()


async def _keep_then_let_go(hass: HomeAssistant) -> None:
    await call(hass, "keep", title=KEPT, reason="once more")
    await call(hass, "unkeep", title=KEPT)


async def _let_go_then_keep(hass: HomeAssistant) -> None:
    await call(hass, "unkeep", title=KEPT)
    await call(hass, "keep", title=KEPT)


async def _schedule_then_not(hass: HomeAssistant) -> None:
    await call(hass, "schedule", title=FILM)
    await call(hass, "unschedule", title=FILM)


async def _kept_again(hass: HomeAssistant) -> bool:
    return await _kept(hass, KEPT)


async def _prepare(hass: HomeAssistant) -> None:
    """Prepare a list, which is refused in the mode in which households begin."""
    with suppress(ServiceValidationError):
        await call(hass, "prepare_cleanup")


_KEEP = calling("keep", title=FILM)
_UNKEEP = calling("unkeep", title=FILM)
_KEEP_AGAIN = calling("keep", title=KEPT)

DEEDS = {
    deed.name: deed
    for deed in (
        Deed("keep", _KEEP, _kept, _UNKEEP),
        Deed("keep for a while", calling("snooze", title=FILM, days=30), _kept, _UNKEEP),
        Deed("tick", ticking(FILM, "completed"), _kept, _UNKEEP),
        Deed("say keep", _say_keep, _kept, _UNKEEP),
        Deed("let go", calling("unkeep", title=KEPT), _let_go, _KEEP_AGAIN),
        Deed("untick", ticking(KEPT, "needs_action"), _let_go, _KEEP_AGAIN),
        Deed("keep, then let go", _keep_then_let_go, _let_go, _KEEP_AGAIN),
        Deed("let go, then keep", _let_go_then_keep, _kept_again, _nothing),
        Deed(
            "schedule",
            calling("schedule", title=FILM),
            _scheduled,
            calling("unschedule", title=FILM),
        ),
        Deed("schedule, then not", _schedule_then_not, _unscheduled, _nothing),
        Deed("ask before cleaning up", _choose_ask, _in_mode("ask"), _choose_observe),
        Deed("holiday", _leave_for_a_holiday, _on_holiday, _come_back),
        Deed("prepare a cleanup", _prepare, _always, _nothing),
        Deed("sync", calling("sync"), _always, _nothing),
        Deed("accept smaller", calling("sync", accept_smaller=True), _always, _nothing),
        Deed("rebuild links", calling("rebuild_symlinks"), _always, _nothing),
        Deed("release brakes", _release_brakes, _always, _nothing),
    )
}


async def shown(hass: HomeAssistant, stack: Stack) -> dict[str, Any]:
    """Return everything that people are shown, but for moments that every sync has of its own."""
    answers = {
        action: (await call(hass, action))["media"] for action in ("get_media", "get_leaving_soon")
    }
    states = {
        entity.entity_id: _still(hass, entity)
        for entity in er.async_entries_for_config_entry(er.async_get(hass), ENTRY_ID)
        if entity.domain not in {"event", "button", "image"}
        and not entity.unique_id.endswith(("last_sync", "server_sync"))
    }
    return (
        answers
        | states
        | {
            "list": await listed(hass),
            "links": sorted(str(link) for link in links(stack)),
        }
    )


def _still(hass: HomeAssistant, entity: er.RegistryEntry) -> Any:
    found = hass.states.get(entity.entity_id)
    if found is None:
        return None
    return found.state, {
        key: value for key, value in found.attributes.items() if key != "last_answer"
    }


async def rest(hass: HomeAssistant) -> None:
    """Wait until nothing is going on, not for ever."""
    async with asyncio.timeout(20):
        await hass.async_block_till_done(wait_background_tasks=True)
