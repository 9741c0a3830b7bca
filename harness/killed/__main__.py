"""``scripts/killed``: kill Home Assistant at every step of a run, and look what the next start makes of it."""

import argparse
import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
import sys
import tempfile
import time

from harness.interrupts import until_interrupted
from simulator.memory import folder_in_memory

from .cases import CASES, Case
from .killing import Kill, Report, When, kill_in_restore, kill_in_run


def main() -> int:
    """Kill, and print what came of it; 1 when something was wrong."""
    parser = argparse.ArgumentParser(
        prog="scripts/killed",
        description="Kills Home Assistant (SIGKILL) at every request and at every change of its storage while a plan"
        " is carried out against simulated servers, starts it anew, and checks that nothing else is gone, that"
        " nothing is deleted twice, and that the journal agrees with the servers and the disks.",
    )
    add = parser.add_argument
    add("--case", action="append", choices=CASES, help="only this kind of run; may be repeated")
    add(
        "--when",
        action="append",
        choices=list(When),
        help="only this kind of step; may be repeated",
    )
    add("--number", type=int, metavar="N", help="only the N-th step of a kind")
    add("--every", type=int, default=1, metavar="K", help="only every K-th step (1)")
    add(
        "--twice",
        action="store_true",
        help="where something was deleted, also kill the start after that, at each of its steps",
    )
    add("--restore", action="store_true", help="kill the undoing of a run, not the run")
    add("--jobs", type=int, default=2, metavar="J", help="how many households live at once (2)")
    given = parser.parse_args()
    cases = [CASES[name] for name in given.case or CASES]
    if given.restore:
        cases = [case for case in cases if case.restorable]
        if not cases:
            parser.error("what went through an OxiCleanarr server cannot be put back")
    killings = Killings(given)
    whens = [When(name) for name in given.when or When]
    return asyncio.run(until_interrupted(killings.all(cases, whens)))


class Killings:
    """Kills at many steps, and counts what came of it."""

    def __init__(self, given: argparse.Namespace) -> None:
        """Prepare, by the options of the command."""
        self._every = range(1, sys.maxsize, given.every)
        self._numbers = [given.number] if given.number else self._every
        self._jobs: int = given.jobs
        self._twice = given.twice and not given.restore
        self._restore: bool = given.restore
        self._kill = kill_in_restore if given.restore else kill_in_run
        self._kills = 0
        self._stages = Counter[str]()
        self._wrong: list[str] = []

    async def all(self, cases: Iterable[Case], whens: Iterable[When]) -> int:
        """Kill at every step of these cases, print what came of it, and return the exit status."""
        began = time.monotonic()
        whens = list(whens)
        for case in cases:
            for when in whens:
                await self._each(case, (), when)
        print(
            f"\n{self._kills} kills in {time.monotonic() - began:.0f} s, {len(self._wrong)} wrong"
        )
        for stage, times in self._stages.most_common():
            print(f"  {times:5}  {stage}")
        for line in self._wrong:
            print(f"  again: scripts/killed {line}")
        return 1 if self._wrong else 0

    async def _each(self, case: Case, before: Sequence[Kill], when: When) -> None:
        """Kill at every step of one kind, after these earlier kills."""
        steps = iter(self._every if before else self._numbers)
        deleted: list[Kill] = []
        async with asyncio.TaskGroup() as group:
            for _ in range(self._jobs):
                group.create_task(self._some(case, before, when, steps, deleted))
        if self._twice and not before:
            for kill in deleted:
                for again in (When.BEFORE, When.CHANGE):
                    await self._each(case, (kill,), again)

    async def _some(
        self,
        case: Case,
        before: Sequence[Kill],
        when: When,
        steps: Iterator[int],
        deleted: list[Kill],
    ) -> None:
        """Take steps until a run comes to its end before the step does."""
        for number in steps:
            kills = (*before, Kill(when, number))
            with tempfile.TemporaryDirectory(prefix="killed-", dir=folder_in_memory()) as folder:
                report = await self._kill(case, kills, Path(folder))
            if len(report.killed) < len(kills):
                return
            self._note(case, kills, report)
            if report.deleted:
                deleted.append(kills[-1])

    def _note(self, case: Case, kills: Sequence[Kill], report: Report) -> None:
        self._kills += 1
        self._stages[", ".join(report.stages) or "nothing"] += 1
        told = " · ".join(f"{kill.when} {kill.number}" for kill in kills)
        print(f"{case.name:17} {told:22} {report.killed[-1]}: {', '.join(report.stages) or '-'}")
        for wrong in report.wrongs:
            print(f"    WRONG {wrong}")
        if report.wrongs:
            first, *later = kills
            again = f"--case {case.name} --when {first.when} --number {first.number}"
            self._wrong.append(again + " --twice" * bool(later) + " --restore" * self._restore)
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
