"""Soaks a household and reports: ``python -m harness.soak --hours H``."""

import argparse
import sys
import time

import msgspec

from simulator.options import JELLYFIN_VERSIONS, OXICLEANARR_VERSIONS

from .run import Orders, Report, run_alone
from .wrongs import Check

_SHOWN_WRONGS = 30


def main() -> int:
    """Soak as long as is asked for; return 1 when anything was wrong."""
    parser = argparse.ArgumentParser(
        prog="scripts/soak",
        description="Lets a whole household live for hours of simulated time, with servers that fail"
        " and come back, and proves that nothing grows, sticks, is told twice or asked too often.",
    )
    parser.add_argument("--hours", type=float, default=24, help="how long, simulated (24)")
    parser.add_argument("--seed", type=int, default=1, help="what happens (1)")
    parser.add_argument("--jellyfin", choices=JELLYFIN_VERSIONS, default="10.11", help="which one")
    parser.add_argument(
        "--oxicleanarr", choices=OXICLEANARR_VERSIONS, help="follow such a server, too"
    )
    parser.add_argument("--story", action="store_true", help="tell what happens")
    parser.add_argument("--json", metavar="FILE", help="write all figures there")
    given = parser.parse_args()
    orders = Orders(
        hours=given.hours,
        seed=given.seed,
        jellyfin=given.jellyfin,
        oxicleanarr=given.oxicleanarr,
    )
    report = run_alone(orders)
    if given.story:
        print("\n".join(report.story))
    print(report)
    print(time.process_time())
    for s in [*report.samples, report.middle, report.end]: print(s)
    for w in report.wrongs[:60]: print(f"{w.at_hours:.1f}", w.check, w.what)
    return 1 if report.wrongs else 0


if __name__ == "__main__":
    sys.exit(main())
