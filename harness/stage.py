"""The whole thing together: simulated servers, Home Assistant, and the integration set up between them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from .api import Account
from .complaints import complaints
from .errors import HarnessError
from .flows import set_up
from .home_assistant import HomeAssistant, home_assistant
from .media import Medium, read_media
from .shelves import Shelf, shelves
from .simulator import PROJECT, Addresses, Simulator, simulator
from .waiting import until

DOMAIN = "oxicleanarr"
INTEGRATION = PROJECT / "custom_components" / DOMAIN
ACCOUNT = Account(user="demo", password="demo", name="Demo")
MOVIES, SERIES, USERS = 12, 6, 3

VALUES_SECONDS = 60
# A button's state is when it was pressed last, an event's when it happened last: never, at first.
DOMAINS_WITHOUT_VALUE = frozenset({"button", "event"})
# Nothing is cleaned up until somebody wants it; and without a Jellyfin nobody knows what is shown there.
WITHOUT_VALUE = ("_next_cleanup", "_shown_in_jellyfin_by")


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that is running, and a temporary folder that goes with it."""

    folder: Path
    simulator: Simulator
    home_assistant: HomeAssistant

    async def entities(self) -> dict[str, dict[str, Any]]:
        """Return the states of the integration's entities once all hold values, by entity id."""
        missing: list[str] = []

        async def values() -> dict[str, dict[str, Any]] | None:
            found = await self._states()
            missing[:] = [name for name, state in found.items() if not _has_value(name, state)]
            return found if found and not missing else None

        try:
            return await until(
                values, "the entities to hold values", timeout_seconds=VALUES_SECONDS
            )
        except HarnessError as err:
            raise HarnessError(
                f"{err} Without one: {', '.join(missing) or 'all, for there are none'}."
                f" {await self._entry_state()}"
            ) from err

    async def leaving_soon(self) -> list[Medium]:
        """Ask the integration what is about to leave."""
        api = self.home_assistant.api
        return read_media(await api.ask(DOMAIN, "get_media", verdict="leaving_soon"))

    async def shelves(self) -> list[Shelf]:
        """Ask the simulated Jellyfin what people see there."""
        return await shelves(self.simulator.addresses)

    async def _states(self) -> dict[str, dict[str, Any]]:
        api = self.home_assistant.api
        async with api.websocket() as websocket:
            registry = await websocket.command("config/entity_registry/list")
        states = await api.states()
        return {
            entry["entity_id"]: states.get(entry["entity_id"], {"state": "unavailable"})
            for entry in registry
            if entry["platform"] == DOMAIN and entry["disabled_by"] is None
        }

    async def _entry_state(self) -> str:
        async with self.home_assistant.api.websocket() as websocket:
            entries = await websocket.command("config_entries/get", domain=DOMAIN)
        return " ".join(
            f"The integration's state is {entry['state']}"
            + (f": {entry['reason']}." if entry["reason"] else ".")
            for entry in entries
        )


async def on_stage[T](
    play: Callable[[Stage], Awaitable[T]],
    say: Callable[[str], None] = lambda _: None,
    oxicleanarr: str | None = None,
) -> T:
    """Put everything on the stage, ``play``, and clear it away whatever happens.

    With the version of an OxiCleanarr server, the household is set up with that server alone.

    Raises HarnessError when something does not start, a program ends by itself, the set-up dialog
    complains, or (after a play that went well) Home Assistant's log holds complaints about us.
    """
    with TemporaryDirectory(prefix="oxicleanarr-") as name:
        folder = Path(name)
        say("Starting the simulated Jellyfin, Radarr and Sonarr…")
        async with simulator(
            folder, movies=MOVIES, series=SERIES, users=USERS, oxicleanarr=oxicleanarr
        ) as stack:
            result, log = await stack.child.guard(_with_home_assistant(folder, stack, play, say))
        if found := complaints(log):
            raise HarnessError(
                f"Home Assistant's log holds {len(found)} complaint(s) about the integration:\n"
                + "\n".join(found)
            )
        return result


async def _with_home_assistant[T](
    folder: Path,
    stack: Simulator,
    play: Callable[[Stage], Awaitable[T]],
    say: Callable[[str], None],
) -> tuple[T, str]:
    """Return what the play returns, and what Home Assistant logged until it had stopped."""
    say("Starting Home Assistant…")
    async with home_assistant(folder, INTEGRATION, ACCOUNT) as house:

        async def perform() -> T:
            say("Setting the integration up through its own dialog…")
            await set_up(house.api, DOMAIN, known_answers(stack.addresses))
            return await play(Stage(folder, stack, house))

        result = await house.child.guard(perform())
    return result, await asyncio.to_thread(house.log.read_text, "utf-8", "replace")


def known_answers(addresses: Addresses) -> dict[str, dict[str, Any]]:
    """Return what to type into the set-up dialog, by step; the rest is taken as suggested."""
    if server := addresses.oxicleanarr:
        admin = server.admin
        return {"server": {"url": server.url, "username": admin.name, "password": admin.password}}
    servers = {
        "jellyfin": addresses.jellyfin,
        "radarr": addresses.radarr,
        "sonarr": addresses.sonarr,
    }
    return {
        step: {"url": server.url, "api_key": server.api_key} for step, server in servers.items()
    }


def _has_value(entity_id: str, state: dict[str, Any]) -> bool:
    domain = entity_id.partition(".")[0]
    may_be_unknown = domain in DOMAINS_WITHOUT_VALUE or entity_id.endswith(WITHOUT_VALUE)
    return state["state"] != "unavailable" and (state["state"] != "unknown" or may_be_unknown)
