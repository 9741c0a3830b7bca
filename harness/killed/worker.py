"""The process that is killed: a real Home Assistant core with one household, over storage on the disk."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
import logging
from multiprocessing.connection import Connection
import os
from pathlib import Path
import signal
import sys
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.oxicleanarr.const import DOMAIN
from harness.core import core, load_modules
from tests.following import SERVER_ID
from tests.household import ENTRY_ID, WINDOW_DAYS, Clock, act, household, media, sync

from .cases import Case

load_modules()

_WINDOW = timedelta(days=WINDOW_DAYS, hours=1)
_PATIENCE = timedelta(minutes=31)
_LOG = "home-assistant.log"
_LINE = "%(levelname)s %(name)s: %(message)s"
_CHANGES = frozenset({"open", "os.rename", "os.remove", "os.chmod", "os.mkdir", "os.truncate"})


class Task(StrEnum):
    """What a process does before it ends."""

    RUN = "run"
    """A new household comes to its first departures, and approves them."""
    RECOVER = "recover"
    """It starts again, finds out what happened, and then approves what is still to go."""
    RESTORE = "restore"
    """It puts back what it removed last."""


class Word(StrEnum):
    """How far a process has come; it goes on when it is answered."""

    READY = "ready"
    """What follows may be killed."""
    RECOVERED = "recovered"
    """Started, and looked after what was left open, as long as a server may take to delete."""
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What a process is to do."""

    task: Task
    config: Path
    case: Case
    servers: Any
    """Where they are, as `cases.stand_in` tells it."""
    die_at_change: int | None = None
    """Before which change of the storage it kills itself, counted from `READY`."""


def work(orders: Orders, wire: Connection) -> None:
    """Do what is ordered, and end without a farewell."""
    logging.basicConfig(filename=orders.config / _LOG, level=logging.WARNING, format=_LINE)
    asyncio.run(_work(orders, wire))


def errors_in(config: Path) -> list[str]:
    """Return what the processes of a household have logged as errors."""
    lines = (config / _LOG).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("ERROR")]


async def _work(orders: Orders, wire: Connection) -> None:
    monkeypatch = pytest.MonkeyPatch()
    # A simulated OxiCleanarr server syncs in a moment, and is waited for in every sync of ours.
    monkeypatch.setattr("custom_components.oxicleanarr.server_sync._POLLS_SECONDS", (0.05,) * 20)
    clock = Clock(monkeypatch)
    if orders.task is not Task.RUN:
        clock.ahead = _WINDOW
    async with core(orders.config) as hass:
        home = _Home(hass, clock, orders, wire)
        match orders.task:
            case Task.RUN:
                await home.run()
            case Task.RECOVER:
                await home.recover()
            case Task.RESTORE:
                await home.restore()
        os._exit(0)


class _Home:
    """A Home Assistant, and what is done in it."""

    def __init__(self, hass: HomeAssistant, clock: Clock, orders: Orders, wire: Connection) -> None:
        self._hass = hass
        self._clock = clock
        self._orders = orders
        self._wire = wire

    async def run(self) -> None:
        await self._start()
        await self._sync()
        for title in await media(self._hass, verdict="leaving_soon"):
            if title != self._orders.case.title:
                await act(self._hass, "keep", title=title)
        await self._ask()
        if self._orders.case.server is not None:
            await self._cleaner.async_accept_no_bin(SERVER_ID)
        await self._clock.advance(self._hass, _WINDOW)
        await self._sync()
        plan = await self._plan()
        await self._ready(plan["items"])
        await self._approve(plan)

    async def recover(self) -> None:
        await self._ready()
        await self._start()
        await self._sync()
        if self._open():
            await self._clock.advance(self._hass, _PATIENCE)
            await self._sync()
        await self._tell(Word.RECOVERED)
        plan = await self._plan()
        if plan["items"]:
            await self._approve(plan)
        else:
            await self._tell(Word.DONE, plan)

    async def restore(self) -> None:
        await self._start()
        await self._ready()
        try:
            await act(self._hass, "restore", title=self._orders.case.title)
        except ServiceValidationError:
            # It was done before, to its very end.
            await self._sync()
        await self._settle()
        await self._tell(Word.DONE)

    async def _start(self) -> None:
        """Set the household up, and wait until it has looked after what was left open."""
        servers = self._orders.servers
        entry = household(servers, **self._orders.case.entry(servers))
        entry.add_to_hass(self._hass)
        await self._hass.config_entries.async_setup(ENTRY_ID)
        await self._settle()

    async def _ask(self) -> None:
        select = er.async_get(self._hass).async_get_entity_id("select", DOMAIN, f"{ENTRY_ID}_mode")
        data = {"entity_id": select, "option": "ask"}
        await self._hass.services.async_call("select", "select_option", data, blocking=True)
        await self._settle()

    async def _plan(self) -> dict[str, Any]:
        return await act(self._hass, "prepare_cleanup")

    async def _approve(self, plan: dict[str, Any]) -> None:
        answer = await act(self._hass, "approve_cleanup", plan_id=plan["plan_id"])
        await self._settle()
        await self._tell(Word.DONE, answer)

    async def _sync(self) -> None:
        await sync(self._hass)
        await self._settle()

    async def _settle(self) -> None:
        await self._hass.async_block_till_done(wait_background_tasks=True)

    def _open(self) -> bool:
        return any(removed.stage.open for removed in self._cleaner.journal.removals)

    @property
    def _cleaner(self) -> Any:
        return self._hass.config_entries.async_get_known_entry(ENTRY_ID).runtime_data.cleaner

    async def _ready(self, what: Any = None) -> None:
        await self._tell(Word.READY, what)
        if self._orders.die_at_change is not None:
            storage = str(self._orders.config / ".storage")
            sys.addaudithook(_Death(storage, self._orders.die_at_change))

    async def _tell(self, word: Word, what: Any = None) -> None:
        """Tell how far it has come, and wait until it may go on."""
        self._wire.send((word, what))
        await self._hass.async_add_executor_job(self._wire.recv)


class _Death:
    """An audit hook that kills this process right before a change of the files below a folder."""

    def __init__(self, folder: str, at: int) -> None:
        self._folder = folder
        self._left = at

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if event not in _CHANGES or not str(args[0]).startswith(self._folder):
            return
        if event == "open" and not args[2] & (os.O_WRONLY | os.O_RDWR):
            return
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
