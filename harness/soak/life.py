"""A household lives, with deeds and outages, then in peace, and that twice; everything is looked at meanwhile."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from random import Random

from custom_components.oxicleanarr.polling import LONGEST_WAIT, POLL_INTERVAL
from harness.chaos.events import choose_mode, reload
from harness.chaos.play import Play
from harness.chaos.world_events import finish_downloads
from simulator.options import RUST

from .deeds import CLEANING, PEOPLE, Deed, draw, sync_at_once
from .lines import Lines, down, odd
from .orders import Orders, Report
from .outages import Outage, break_something, servers
from .readings import Readings
from .samples import Sample, grown_between, grown_in_peace, take_sample
from .verdicts import differences, fresh_plan, leaving, plan_at, unlawful
from .wire import Wire
from .wrongs import Check, Wrong

IDLE_REQUESTS = 12
"""How many requests a poll may send in which nothing is read as a whole."""

_HOUR = 3600.0
_PEACE = 0.25
"""Which part of each half is lived in peace."""
_AFTER_SECONDS = 90.0
"""When a reading is over, its displays are shown, and everything can be looked at."""
_GAP_SECONDS = 1500.0
_SAMPLE_EVERY_HOURS = 2.0
_MOST_OUTAGES = 2
_SLOW_SECONDS = 4.0
"""How long every server thinks about each request while several ask for everything."""
_NEWS_SECONDS = 7200.0
"""So long may polls ask for more after something was done."""
_PATIENCE_SECONDS = (LONGEST_WAIT + POLL_INTERVAL).total_seconds() + 300


class Life:
    """A household that lives, and all that watches it."""

    def __init__(self, orders: Orders, play: Play, lines: Lines) -> None:
        """Take a household that has just been set up."""
        self.report = Report(orders)
        self._play = play
        self._random = Random(orders.seed)
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self.wire = Wire(play.gate, self._loop.time)
        self.readings = Readings(self.wire, self._loop.time)
        play.stack.watch(self.wire.gate, self.wire.answered)
        self._lines = lines
        self._outages: list[Outage] = []
        self._healed: list[Outage] = []
        self._unseen: dict[str, float] = {}
        self._touched: dict[str, float] = {}
        self._leaving: dict[str, datetime] = {}
        self._failing: frozenset[str] = frozenset()
        self._judged = 0
        self._sampled = -_SAMPLE_EVERY_HOURS
        self._peaceful: list[Sample] = []
        self._quiet: list[Sample] = []
        self._deeds = 0
        self._done_at = self._began
        self._next_sync = 0.0

    @property
    def hours(self) -> float:
        """How long it has been living."""
        return (self._loop.time() - self._began) / _HOUR

    def accuse(self, check: Check, what: str) -> None:
        """Write down that a check failed."""
        self.report.wrongs.append(Wrong(check, self.hours, what))
        self.tell(f"!! {check}: {what}")

    def tell(self, what: str) -> None:
        """Write the story on."""
        self.report.story.append(f"{self.hours:8.2f} {what}")

    async def live(self) -> None:
        """Live through everything, and look at what came of it."""
        half = self.report.orders.hours / 2
        await self._settle_in()
        for end in (half, 2 * half):
            await self._until(end - half * _PEACE, self._lively_gap)
            await self._make_peace()
            before, since = Counter(self.wire.counts), self.hours
            await self._until(end, self._peaceful_gap)
            self.report.asked += self.wire.counts - before
            self.report.peace_hours += self.hours - since
            await self._compare(complete=True)
            await asyncio.sleep(_AFTER_SECONDS)
            for what in grown_in_peace(self._peaceful):
                self.accuse(Check.GROWTH, what)
            self._peaceful.clear()
            self._quiet.append(self._sample())
        await self._finish()

    async def _settle_in(self) -> None:
        """Let the first readings be over; what is logged at a start is another matter."""
        await self._play.settle()
        if self.report.orders.oxicleanarr is None:
            await choose_mode(self._play, "ask")
        await self.readings.next(_PATIENCE_SECONDS)
        await asyncio.sleep(_AFTER_SECONDS)
        self._lines.all.clear()
        self.readings.all.clear()
        self.wire.overlaps.clear()
        self._leaving = leaving(self._play.house.coordinator.data.plan)

    async def _until(self, end_hours: float, gap: Callable[[], Awaitable[None]]) -> None:
        while self.hours < end_hours:
            if not await self.readings.next(_PATIENCE_SECONDS):
                self.accuse(Check.RECOVERY, f"nothing was polled for {_PATIENCE_SECONDS:.0f} s")
            await asyncio.sleep(_AFTER_SECONDS)
            self._lines.hours = self.hours
            await self._examine()
            await gap()

    # What happens.

    async def _lively_gap(self) -> None:
        """Let things happen before the next poll."""
        now = self._loop.time()
        happens: list[tuple[float, Callable[[], Awaitable[None]]]] = [
            (now + self._random.uniform(0, _GAP_SECONDS), self._do)
            for _ in range(self._random.choice((0, 0, 1, 1, 2)))
        ]
        if self._random.random() < 0.25 and len(self._outages) < _MOST_OUTAGES:
            happens.append((now + self._random.uniform(0, _GAP_SECONDS), self._break))
        happens += [
            (max(now, outage.ends_at), partial(self._mend, outage))
            for outage in self._outages
            if outage.ends_at < now + _GAP_SECONDS
        ]
        for at, happen in sorted(happens, key=lambda one: one[0]):
            await asyncio.sleep(max(0, at - self._loop.time()))
            await happen()
        await self._let_the_server_sync()

    async def _peaceful_gap(self) -> None:
        await asyncio.sleep(_AFTER_SECONDS)
        self._peaceful.append(self._sample())
        await self._let_the_server_sync()

    async def _let_the_server_sync(self) -> None:
        """Let an OxiCleanarr server do once an hour what it does by itself."""
        oxicleanarr = self._play.stack.oxicleanarr
        broken = {outage.server for outage in self._outages}
        if oxicleanarr is not None and self.hours >= self._next_sync and not broken:
            self._next_sync = self.hours + 0.9
            await oxicleanarr.sync()
            self._unseen["oxicleanarr"] = self._loop.time()

    async def _do(self) -> None:
        cleans = self.report.orders.oxicleanarr is None
        deed = draw(self._random, PEOPLE + CLEANING if cleans else PEOPLE)
        if deed.act is reload and self._outages:
            return
        self.tell(f"{deed.name}")
        self.report.counts[f"deed: {deed.name}"] += 1
        self._deeds += 1
        self._done_at = self._loop.time()
        before = self._prints()
        told = len(self._play.story)
        if deed.act is reload:
            self._lines.begin_anew()
        if deed.act is sync_at_once:
            self.wire.delays_seconds = dict.fromkeys(servers(self._play), _SLOW_SECONDS)
        await deed.act(self._play)
        self.wire.delays_seconds = {}
        self.report.story += self._play.story[told:]
        self._play.story.clear()
        self._note(deed, before)

    def _note(self, deed: Deed, before: dict[str, object]) -> None:
        """Remember what was touched, and what nobody can have seen yet."""
        now = self._loop.time()
        after = self._prints()
        keys = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        self._touched |= dict.fromkeys(keys, now)
        unseen = set(deed.unseen_on)
        if self.report.orders.jellyfin == RUST:
            unseen.add("jellyfin")
        if self.report.orders.oxicleanarr is not None:
            unseen.add("oxicleanarr")
        unseen.add("seerr")
        self._unseen |= dict.fromkeys(unseen, now)

    def _prints(self) -> dict[str, object]:
        """Return what every medium is just now, and what people did with it."""
        truth, keeps = self._play.truth, self._play.laws.keeps
        return {
            key: (
                truth.fingerprint(key),
                truth.dear(key),
                truth.last_seen(key),
                key in keeps,
                keeps.get(key),
                self._play.laws.holiday_since,
            )
            for key in {owned.key for owned in truth.entries()} | keeps.keys()
        }

    async def _break(self) -> None:
        broken = {outage.server for outage in self._outages}
        if broken & {"jellyfin", "bridge"}:
            broken |= {"jellyfin", "bridge"}
        healthy = [name for name in servers(self._play) if name not in broken]
        outage = await break_something(self._play, self._random, self._loop.time(), healthy)
        self._outages.append(outage)
        self._healed = [one for one in self._healed if one.server != outage.server]
        self.report.counts[f"outage: {outage.server}"] += 1
        self.tell(f"{outage.server} fails: {outage.kind}, until {self._clock(outage.ends_at):.2f}")

    def _clock(self, seconds: float) -> float:
        return (seconds - self._began) / _HOUR

    async def _mend(self, outage: Outage) -> None:
        await outage.mend()
        outage.healed_at = self._loop.time()
        self._outages.remove(outage)
        self._healed.append(outage)
        self.tell(f"{outage.server} is well again: {outage.kind}")

    async def _make_peace(self) -> None:
        """Let every server be well, and nobody do anything more."""
        for outage in list(self._outages):
            await self._mend(outage)
        self._play.stack.heal()
        self._play.stack.stop_playing()
        finish_downloads(self._play, "")
        self.tell("peace")

    # What is looked at.

    async def _examine(self) -> None:
        """Look at everything after a reading."""
        play = self._play
        play.stack.requests.clear()
        await play.look()
        play.laws.forbid()
        if not play.house.loaded:
            self.accuse(Check.RECOVERY, "the household is not loaded")
            return
        self._examine_readings()
        self._examine_law_1()
        self._examine_outages()
        self._examine_lines()
        if self.hours - self._sampled >= _SAMPLE_EVERY_HOURS:
            self._sampled = self.hours
            self.report.samples.append(self._sample())
        await self._compare(complete=False)

    def _examine_readings(self) -> None:
        for what in (*self.readings.at_once, *self.wire.overlaps):
            self.accuse(Check.OVERLAP, what)
        self.readings.at_once.clear()
        self.wire.overlaps.clear()
        for reading in self.readings.all[self._judged :]:
            self.report.counts["readings"] += 1
            if not reading.whole and self._done_at < reading.began - _NEWS_SECONDS:
                if not self._outages and not self._healed:
                    self.report.idle[reading.requests] += 1
                    if reading.requests > IDLE_REQUESTS:
                        told = f"{reading.requests} requests in a poll in which nothing was new"
                        self.accuse(Check.REQUESTS, told)
        self._judged = len(self.readings.all)

    def _examine_law_1(self) -> None:
        data = self._play.house.coordinator.data
        now = leaving(data.plan)
        failing = frozenset(one.id for one in data.library.sources.values() if one.problem)
        if failing & self._failing:
            touched = {key for key, at in self._touched.items() if at > self._loop.time() - 86400}
            for what in unlawful(self._leaving, now, failing & self._failing, touched):
                self.accuse(Check.LAW_1, what)
        self._leaving, self._failing = now, failing

    def _examine_outages(self) -> None:
        now, sources = self._loop.time(), self._play.house.coordinator.data.library.sources
        for outage in list(self._healed):
            healed_at = outage.healed_at or now
            asked = any(
                one.began > healed_at and _reading_of(outage) in one.asked
                for one in reversed(self.readings.all[-8:])
            )
            waited = (now - healed_at) / 60
            told = f"{outage.server} ({outage.kind}) was healed {waited:.0f} minutes ago"
            if asked or now - healed_at > _PATIENCE_SECONDS:
                self._healed.remove(outage)
                if not asked:
                    self.accuse(Check.RECOVERY, f"{told} and was not asked since")
                self.report.counts["recoveries"] += 1
                source = sources.get(outage.source_id)
                still = {one.server for one in self._outages}
                if source and source.problem and outage.server not in still:
                    self.accuse(Check.RECOVERY, f"{told}, and still: {source.problem.message}")

    def _examine_lines(self) -> None:
        sources = self._play.house.coordinator.data.library.sources.values()
        failing = {source.name for source in sources if source.problem}
        if (told := down(self._lines.all)) != failing:
            told_names, names = sorted(told), sorted(failing)
            self.accuse(Check.LOG, f"gone by the log: {told_names}, and really: {names}")

    async def _compare(self, *, complete: bool) -> None:
        """Compare the plan with that of a fresh reading, where all is well and nothing unseen."""
        play = self._play
        data = play.house.coordinator.data
        well = not self._outages and not self._healed
        unseen = [
            server for server, at in self._unseen.items() if self.wire.whole_at.get(server, 0) <= at
        ]
        if complete:
            await play.house.coordinator.async_sync()
            fresh = play.house.coordinator.data.plan
            before = plan_at(play.house, data.library, fresh.made_at)
        elif not well or unseen or any(one.problem for one in data.library.sources.values()):
            return
        else:
            before = data.plan
            self.wire.muted = True
            try:
                fresh = await fresh_plan(play.house)
            finally:
                self.wire.muted = False
        if unseen:
            # What polls do not see by design waits for the next reading of everything.
            return
        self.report.counts["plans compared"] += 1
        for what in differences(before, fresh):
            self.accuse(Check.RECOVERY, what)

    def _sample(self) -> Sample:
        return take_sample(self._play, self.hours, len(self.readings.all), self._deeds)

    async def _finish(self) -> None:
        report = self.report
        for at, what in odd(self._lines.all):
            report.wrongs.append(Wrong(Check.LOG, at, what))
        report.middle, report.end = self._quiet
        for what in grown_between(report.middle, report.end):
            self.accuse(Check.GROWTH, what)
        await self._play.end()
        for wrong in self._play.laws.wrongs:
            self.accuse(Check.LAWS, str(wrong))
        report.counts += self._play.counts
        report.counts["deletions"] += sum(one.happened for one in self._play.laws.deletions)


def _reading_of(outage: Outage) -> str:
    """Return which server's reading must notice that something is well again."""
    return "jellyfin" if outage.server == "bridge" else outage.server
