"""Soaks a household and reports: ``python -m harness.soak --hours H``."""

import argparse
from collections.abc import Iterator
from pathlib import Path
import sys
import time

import msgspec

from simulator.options import JELLYFIN_VERSIONS, OXICLEANARR_VERSIONS, RUST

from .orders import Orders, Report
from .run import run_alone

_SHOWN_WRONGS = 40
_DAY_HOURS = 24


def main() -> int:
    """Soak as long as is asked for; return 1 when anything was wrong."""
    parser = argparse.ArgumentParser(
        prog="scripts/soak",
        description="Lets a whole household live for hours of simulated time in a real Home Assistant, while"
        " people do what they do and servers fail and come back. Time leaps over what nobody works in: a day"
        " takes ten to twenty seconds. It proves that nothing grows, sticks, is told twice or asked too often.",
    )
    parser.add_argument(
        "--hours", type=float, default=24, help="how long, simulated (24; 8 at least)"
    )
    parser.add_argument("--seed", type=int, default=1, help="what happens (1)")
    parser.add_argument("--jellyfin", choices=JELLYFIN_VERSIONS, default="10.11", help="(10.11)")
    parser.add_argument(
        "--oxicleanarr", choices=OXICLEANARR_VERSIONS, help="follow such a server as well"
    )
    parser.add_argument("--story", action="store_true", help="tell all that happens")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write all figures there")
    given = parser.parse_args()
    if given.hours < 8 or (given.oxicleanarr and given.jellyfin == RUST):
        parser.error("8 hours at least, and an OxiCleanarr server beside a Jellyfin only")
    report = run_alone(
        Orders(
            hours=given.hours,
            seed=given.seed,
            jellyfin=given.jellyfin,
            oxicleanarr=given.oxicleanarr,
        )
    )
    if given.story:
        print("\n".join(report.story))
    print("\n".join(_told(report)))
    if given.json:
        given.json.write_bytes(msgspec.json.format(msgspec.json.encode(report)))
    return 1 if report.wrongs else 0


def _told(report: Report) -> Iterator[str]:
    orders, counts = report.orders, report.counts
    behind = f", OxiCleanarr {orders.oxicleanarr}" if orders.oxicleanarr else ""
    yield f"{orders.hours:g} hours, seed {orders.seed}, Jellyfin {orders.jellyfin}{behind}"
    deeds = sum(count for name, count in counts.items() if name.startswith("deed:"))
    outages = sum(count for name, count in counts.items() if name.startswith("outage:"))
    yield (
        f"{counts['readings']} readings, {deeds} deeds, {outages} outages, {counts['deletions']} deletions,"
        f" {counts['plans compared']} plans compared with a fresh reading"
    )
    if report.middle and report.end:
        before, after = report.middle.plain(), report.end.plain()
        yield f"{'':16}{'middle':>10}{'end':>10}"
        for name in sorted(before.keys() - {"at_hours"}):
            yield f"{name:16}{before[name]:>10.0f}{after[name]:>10.0f}"
    if report.peace_hours:
        days = report.peace_hours / _DAY_HOURS
        per_day = {name: round(count / days) for name, count in sorted(report.asked.items())}
        yield f"requests a day in peace: {sum(per_day.values())} ({per_day})"
        yield f"requests of an idle poll, and how often: {dict(sorted(report.idle.items()))}"
    yield f"{time.process_time():.0f} seconds of processor time"
    for wrong in report.wrongs[:_SHOWN_WRONGS]:
        yield f"✗ {wrong.at_hours:7.2f} h  {wrong.check}: {wrong.what}"
    yield f"{len(report.wrongs)} wrong"


if __name__ == "__main__":
    sys.exit(main())
