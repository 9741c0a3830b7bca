"""A household that cleans up, and the hand that reaches into it in the middle of a run."""

from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import web
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import issue_registry as ir
import pytest

from simulator import Stack
from simulator.server import Server

from .household import ENTRY_ID, OPTIONS, WINDOW_DAYS, Clock, act, entity_id, start, sync
from .repairs import open_repair, submit
from .texts import DOMAIN

# Enough for the small libraries of tests: three films of twelve, one series of six.
GENEROUS = OPTIONS | {"max_share_percent": 25}

type Hook = Callable[[str, str, str], Awaitable[None]]


async def begin(
    hass: HomeAssistant,
    stack: Stack,
    clock: Clock,
    mode: str = "ask",
    *,
    bins: bool = True,
    **changes: Any,
) -> Any:
    """Set a household up in a mode, and let so much time pass that the first departures are due."""
    for arr in (stack.radarr, stack.sonarr):
        arr.disk.recycling = bins
    changes["options"] = GENEROUS | changes.get("options", {})
    entry = await start(hass, stack, **changes)
    await rest(hass)
    await clock.advance(hass, timedelta(days=WINDOW_DAYS, hours=1))
    await sync(hass)
    await choose(hass, mode)
    return entry


async def choose(hass: HomeAssistant, mode: str) -> None:
    """Choose a mode by its entity, and let everything be done that follows from it."""
    await pick(hass, mode)
    await rest(hass)


async def pick(hass: HomeAssistant, mode: str) -> None:
    """Choose a mode by its entity, without waiting for what follows from it."""
    await hass.services.async_call(
        "select",
        "select_option",
        {"entity_id": entity_id(hass, "select", "mode"), "option": mode},
        blocking=True,
    )


async def holiday(hass: HomeAssistant, *, on: bool = True) -> None:
    """Switch the holiday on or off."""
    target = {"entity_id": entity_id(hass, "switch", "holiday")}
    await hass.services.async_call("switch", "turn_on" if on else "turn_off", target, blocking=True)


async def rest(hass: HomeAssistant) -> None:
    """Wait until nothing is going on in the background any more."""
    await hass.async_block_till_done(wait_background_tasks=True)


async def prepare(hass: HomeAssistant) -> dict[str, Any]:
    """Prepare a list to approve; there is something on it."""
    plan = await act(hass, "prepare_cleanup")
    assert plan["items"], plan
    return plan


async def clean_up(hass: HomeAssistant, stack: Stack) -> dict[str, Any]:
    """Prepare a list and approve it, and wait until the servers' disks have followed."""
    plan = await prepare(hass)
    return await approve(hass, stack, plan["plan_id"])


async def approve(hass: HomeAssistant, stack: Stack, plan_id: str) -> dict[str, Any]:
    """Approve a list, and wait until the servers' disks have followed."""
    answer = await act(hass, "approve_cleanup", plan_id=plan_id)
    await settle(hass, stack)
    return answer


async def settle(hass: HomeAssistant, stack: Stack) -> None:
    """Wait for the servers' disks and for what goes on in the background."""
    await rest(hass)
    await stack.settled()


@contextmanager
def refused(key: str) -> Generator[None]:
    """Expect a refusal, by the name of its text."""
    with pytest.raises(ServiceValidationError) as caught:
        yield
    assert caught.value.translation_key == key


def titles(rows: list[dict[str, Any]]) -> list[str]:
    """Return the titles of the rows that an action answered, sorted."""
    return sorted(row["title"] for row in rows)


def owned(stack: Stack) -> set[str]:
    """Return the titles whose files are all on the disks, and whose entries the servers still have."""
    world = stack.world
    movies = {one.title for one in world.movies if one.has_file and world.movie_path(one).is_file()}
    return movies | {
        one.title
        for one in world.series
        if all(world.episode_path(part).is_file() for part in one.episodes if part.has_file)
        and world.series_path(one).is_dir()
    }


def monitored(stack: Stack) -> set[str]:
    """Return the titles that Radarr and Sonarr look for."""
    movies = {one.title for one in stack.world.movies if one.monitored}
    return movies | {one.title for one in stack.world.series if one.monitored}


def harm(stack: Stack) -> list[str]:
    """Return the requests that deleted something in Radarr, in Sonarr or among Jellyfin's items."""
    return [
        f"{one.method} {one.path}"
        for one in stack.requests
        if one.method == "DELETE"
        and ("exclusion" not in one.path.lower())
        and (one.server in {"radarr", "sonarr"} or one.path.lower().startswith("/items"))
    ]


def changes(stack: Stack) -> list[str]:
    """Return the requests that could change anything in Radarr, Sonarr or Seerr."""
    return [
        f"{one.method} {one.path}"
        for one in stack.requests
        if one.method not in {"GET", "HEAD"} and one.server in {"radarr", "sonarr", "seerr"}
    ]


def issues(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    """Return the integration's issues by what they are about."""
    return {
        key.removesuffix(f"_{ENTRY_ID}"): issue
        for (domain, key), issue in ir.async_get(hass).issues.items()
        if domain == DOMAIN
    }


def journal(hass: HomeAssistant) -> Any:
    """Return the removals that the journal knows of."""
    return hass.config_entries.async_get_known_entry(ENTRY_ID).runtime_data.cleaner.journal.removals


def links(stack: Stack) -> list[Path]:
    """Return all symlinks below the displays' folder."""
    base = stack.world.movies_dir.with_name("leaving-soon")
    return [path for path in base.rglob("*") if path.is_symlink()]


class Hand:
    """Reaches in right before a server answers: `before` is told server, method and path of every request."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.before: Hook | None = None
        self.seen = 0
        honest = Server._honest

        async def answer_afterwards(
            server: Server, request: web.Request, path: str, *, inside: bool
        ) -> web.StreamResponse:
            self.seen += 1
            if self.before is not None:
                await self.before(server.name, request.method, path)
            return await honest(server, request, path, inside=inside)

        monkeypatch.setattr(Server, "_honest", answer_afterwards)

    def once(self, number: int, deed: Callable[[], Awaitable[object]]) -> None:
        """Do a deed before the request with that number, counted from now on."""
        self.seen = 0

        async def before(_server: str, _method: str, _path: str) -> None:
            if self.seen == number:
                await deed()

        self.before = before

    def at(self, method: str, server: str, deed: Callable[[], Awaitable[object]]) -> None:
        """Do a deed before the first request of a kind that a server gets."""
        done = False

        async def before(name: str, how: str, _path: str) -> None:
            nonlocal done
            if (name, how) == (server, method) and not done:
                done = True
                await deed()

        self.before = before


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    """Reach into a run."""
    return Hand(monkeypatch)


async def repair(hass: HomeAssistant, what: str) -> Any:
    """Open the repair and submit its form."""
    result = await submit(hass, await open_repair(hass, what))
    await rest(hass)
    return result
