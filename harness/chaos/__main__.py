"""Runs chaos and counts: ``python -m harness.chaos --seed S --runs N``."""

import argparse
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
import os
import sys
import time

from .run import EVENTS_OF_A_RUN, Result, run_alone

_SHOWN_WRONGS = 20
_RUNS_A_PROCESS = 100
_PROGRESS = 50


def main() -> int:
    """Do as many runs as are asked for; return 1 when anything was wrong."""
    parser = argparse.ArgumentParser(
        prog="scripts/chaos",
        description="Lets everything happen to small random households over the simulator, with a real"
        " integration in a real Home Assistant, and proves that nothing is ever deleted wrongly.",
    )
    parser.add_argument("--seed", type=int, default=1, help="the seed of the first run (1)")
    parser.add_argument("--runs", type=int, default=100, help="how many runs (100)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many at once")
    parser.add_argument(
        "--events", type=int, default=EVENTS_OF_A_RUN, help="events in each run (%(default)s)"
    )
    parser.add_argument("--story", action="store_true", help="tell what happens in each run")
    given = parser.parse_args()
    return _report(_results(given), given)


def _results(given: argparse.Namespace) -> Iterable[Result]:
    seeds = range(given.seed, given.seed + given.runs)
    one = partial(run_alone, events=given.events)
    if given.jobs == 1:
        yield from map(one, seeds)
        return
    with ProcessPoolExecutor(
        given.jobs, mp_context=get_context("spawn"), max_tasks_per_child=_RUNS_A_PROCESS
    ) as pool:
        yield from pool.map(one, seeds)


def _report(results: Iterable[Result], given: argparse.Namespace) -> int:
    began, counts, failed = time.monotonic(), Counter[str](), list[int]()
    for number, result in enumerate(results, 1):
        counts += result.counts
        if number % _PROGRESS == 0:
            print(f"… {number} of {given.runs}", file=sys.stderr, flush=True)
        if given.story:
            print("\n".join([f"━━ seed {result.seed}", *result.story]), flush=True)
        if result.wrongs:
            failed.append(result.seed)
            print(f"✗ seed {result.seed}", flush=True)
            for wrong in result.wrongs[:_SHOWN_WRONGS]:
                print(f"    {wrong}", flush=True)
            print(
                f"    again: scripts/chaos --seed {result.seed} --runs 1"
                f" --events {given.events} --jobs 1 --story",
                flush=True,
            )
    for name, count in sorted(counts.items()):
        print(f"{count:8} {name}")
    print(f"{time.monotonic() - began:8.0f} seconds")
    print(f"{len(failed):8} runs with something wrong {failed or ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
