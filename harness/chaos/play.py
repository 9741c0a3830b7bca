"""One run: a household, a Home Assistant, and everything that happens to them."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
import shutil
from tempfile import TemporaryDirectory
from typing import Any

from simulator import Stack
from simulator.memory import folder_in_memory
from simulator.wire import Arrival
from tests.following import let_it_decide

from .agreement import disagreements
from .clock import Clock
from .house import House, impatient
from .household import Household, draw, furnish
from .laws import Laws
from .truth import Key, Truth
from .wrongs import Law

_MIDDLE_SECONDS = 1.0
# A server may take half an hour to delete before nothing more is expected of it.
_PATIENCE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class MadePlan:
    """A plan that was prepared, with what was on it."""

    id: str
    expires_at: datetime
    prints: Mapping[Key, object]

    def valid_prints(self, play: Play) -> Mapping[Key, object]:
        """Return what may go when it is approved now.

        A plan of the same things has the same id; made anew, as every day, it may be approved again.
        """
        expires_at = play.house.expiry_of(self.id) or self.expires_at
        return self.prints if play.laws.now() < expires_at else {}


@dataclass(slots=True)
class Ambush:
    """Something that happens in the middle: when so many more requests, to a path, have arrived."""

    after: int
    path: str
    name: str
    act: Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Crash:
    """A sudden end: when so many more requests have arrived, of which the last is still ``done`` or not."""

    after: int
    done: bool


class Play:
    """What the events need: the world, the house, the laws, and chance."""

    def __init__(
        self, stack: Stack, household: Household, house: House, laws: Laws, random: Random
    ) -> None:
        """Take everything that is set up already."""
        self.stack = stack
        self.household = household
        self.house = house
        self.laws = laws
        self.truth = laws.truth
        self.random = random
        self.counts: Counter[str] = Counter()
        self.plans: list[MadePlan] = []
        self.story: list[str] = []
        self._ambushes: list[Ambush] = []
        self._crash: Crash | None = None
        self._dead = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._copy = house.storage.with_name("copied")
        stack.watch(self.gate)

    @property
    def alive(self) -> bool:
        """Whether Home Assistant runs still; what it says after a crash was never said."""
        return not self._dead

    def tell(self, line: str) -> None:
        """Write the story on."""
        self.story.append(line)

    def pick(self, keys: Iterable[Key]) -> Key | None:
        """Return one of them by chance; None when there is none."""
        found = sorted(keys)
        return self.random.choice(found) if found else None

    def any_medium(self) -> Key | None:
        """Return a medium by chance, one that somebody approves just now or that is leaving rather than another."""
        if self.plans and self.plans[-1].prints and self.random.random() < 0.5:
            return self.pick(self.plans[-1].prints)
        leaving = [key for key in self.laws.seen if self.truth.copies(key)]
        if leaving and self.random.random() < 0.8:
            return self.pick(leaving)
        return self.pick({owned.key for owned in self.truth.entries()})

    def title(self, key: Key) -> str:
        """Return what people call a medium."""
        copies = self.truth.copies(key)
        return copies[0].entry.title if copies else key

    def ambush(
        self, after: int, name: str, act: Callable[[], Awaitable[None]], path: str = "/"
    ) -> None:
        """Let something happen in the middle of what comes next: at the so-manieth request below a path."""
        self._ambushes.append(Ambush(after, path, name, act))

    def crash_after(self, requests: int, *, done: bool) -> None:
        """Let Home Assistant end suddenly in the middle of what comes next."""
        self._crash = Crash(requests, done)

    async def run(self, deed: Awaitable[Any], approved: MadePlan | None = None) -> Any:
        """Do something in which what is approved may be deleted, and in the automatic mode more."""
        self.laws.permit(approved.valid_prints(self) if approved else {})
        try:
            return await deed
        finally:
            await self._finish()
            self.laws.forbid()

    async def _finish(self) -> None:
        """Let everything come to its end, then look around; after a crash with a new start."""
        if self._tasks:
            await asyncio.wait(self._tasks)
        self._ambushes.clear()
        self._crash = None
        await self.house.settle()
        if self._dead:
            self.counts["crashes"] += 1
            await self.house.stop()
            self._dead = False
            self.laws.permit({})
            await self.house.restart(self._copy)
        self.house.show_brake()

    async def settle(self) -> None:
        """Wait until all is quiet; see what is shown, and whether all files are there that should be."""
        await self._finish()
        self.laws.check_files()
        await self.look()

    async def look(self) -> None:
        """See what is shown as leaving soon."""
        if not self.house.loaded:
            return
        answer = await self.house.act("get_leaving_soon")
        if answer is not None:
            sources = self.house.coordinator.data.library.sources.values()
            shown = [row["id"] for row in answer["media"]]
            self.laws.showed(shown, complete=all(source.fresh for source in sources))

    async def prepare(self) -> dict[str, Any] | None:
        """Let a plan be made, and remember it."""
        answer = await self.house.act("prepare_cleanup")
        if answer is None or self._dead:
            return None
        self._count_blocked(answer)
        keys = [item["id"] for item in answer["items"]]
        prints = {key: self.truth.fingerprint(key) for key in keys}
        expires_at = datetime.fromisoformat(answer["expires_at"])
        self.plans.append(MadePlan(answer["plan_id"], expires_at, prints))
        self.tell(f"  a plan of {[self.title(key) for key in keys]}")
        return answer

    async def approve(self, plan_id: str) -> None:
        """Approve a plan."""
        answer = await self.house.act("approve_cleanup", plan_id=plan_id)
        if answer is None or self._dead:
            return
        self._count_blocked(answer)
        self.tell(f"  deleted {[row['title'] for row in answer['deleted']]}")

    def _count_blocked(self, answer: Mapping[str, Any]) -> None:
        for objection in answer["blocked_by"]:
            self.counts[f"blocked: {objection['guard']}"] += 1
        for item in answer["not_going"]:
            for guard in item["guards"]:
                self.counts[f"blocked: {guard}"] += 1

    async def gate(self, arrival: Arrival) -> bool:
        """See every request; here things happen in the middle, and Home Assistant ends suddenly."""
        if self._dead:
            return False
        self.laws.seq += 1
        if self._crash is not None:
            self._crash.after -= 1
            if self._crash.after <= 0:
                return self._die(arrival, done=self._crash.done)
        self.laws.saw(arrival)
        for ambush in self._ambushes:
            ambush.after -= arrival.path.startswith(ambush.path)
        due = [ambush for ambush in self._ambushes if ambush.after <= 0]
        self._ambushes = [ambush for ambush in self._ambushes if ambush.after > 0]
        for ambush in due:
            self.tell(f"  … {ambush.name}, at {arrival.method} {arrival.server}{arrival.path}")
            await self._start(ambush.act)
        return not self._dead

    def _die(self, arrival: Arrival, *, done: bool) -> bool:
        self._dead = True
        self.tell(f"  … crash, at {arrival.method} {arrival.server}{arrival.path}, {done=}")
        shutil.rmtree(self._copy, ignore_errors=True)
        # What is being written still has another name.
        written = shutil.ignore_patterns("tmp*")
        shutil.copytree(self.house.storage, self._copy, ignore=written)
        if done:
            self.laws.saw(arrival)
        return done

    async def _start(self, act: Callable[[], Awaitable[None]]) -> None:
        """Let something happen while a request waits; whatever takes long goes on beside it."""

        async def do() -> None:
            await act()

        task = asyncio.get_running_loop().create_task(do())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        await asyncio.wait({task}, timeout=_MIDDLE_SECONDS)

    async def end(self) -> None:
        """Mend everything, let it rest, and see whether the journal says what happened."""
        self.stack.heal()
        self.stack.stop_playing()
        self.stack.stop_scan()
        self.house.clock.error = timedelta()
        self.house.brake_on = False
        self.house.show_brake()
        self.stack.catalog.refresh()
        await self.settle()
        if not self.house.loaded:
            await self.house.restart()
        for _ in range(3):
            await self.house.act("sync", accept_smaller=True)
            await self.settle()
            if not any(one.stage.open for one in self._removals()):
                break
            self.house.clock.advance(_PATIENCE)
        if not self.house.loaded:
            self.laws.accuse(
                Law.ERROR, "the household cannot be set up though all servers are well"
            )
            return
        for law, what in disagreements(self._removals(), self.laws):
            self.laws.accuse(law, what)

    def _removals(self) -> tuple[Any, ...]:
        if not self.house.loaded:
            return ()
        return tuple(self.house.coordinator.cleaner.journal.removals)


@asynccontextmanager
async def stage(
    seed: int,
    household: Household | None = None,
    pace: Callable[[Clock], AbstractContextManager[None]] = lambda _: impatient(),
) -> AsyncIterator[Play]:
    """Put a household on the stage; everything is gone afterwards.

    `pace` says how long is waited for servers and disks, and how time passes.
    """
    random = Random(seed)
    household = household or draw(random)
    async with AsyncExitStack() as exits:
        folder = Path(
            exits.enter_context(TemporaryDirectory(prefix="chaos-", dir=folder_in_memory()))
        )
        stack = await exits.enter_async_context(Stack(household.stack_options(folder / "servers")))
        clock = Clock(stack, seed % 24)
        furnish(stack, household, random)
        exits.enter_context(clock.installed())
        exits.enter_context(pace(clock))
        house = House(stack, household, folder / "home", clock)
        laws = Laws(Truth(stack), household, clock.now)
        play = Play(stack, household, house, laws, random)
        try:
            if stack.oxicleanarr is not None:
                await let_it_decide(stack)
            await house.start()
            yield play
        finally:
            stack.watch(None)
            stack.heal()
            await house.stop()
