"""How much of everything there is, and whether it grows with time or only with what people do."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
import gc
from pathlib import Path
import sys
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from custom_components.oxicleanarr.const import DOMAIN
from harness.chaos.play import Play
from tests.household import ENTRY_ID


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """How much there is of everything at one moment."""

    at_hours: float
    readings: int
    deeds: int
    """How often people and servers have done something."""
    memory_kib: int
    """What the process holds (RSS), after what is unused was collected."""
    blocks: int
    """The pieces of memory that Python holds."""
    tasks: int
    sockets: int
    """Of the servers as well."""
    listeners: int
    """Of events, states and the coordinator."""
    timers: int
    issues: tuple[str, ...]
    """The repairs that are shown, by their ids."""
    flows: int
    """The dialogs that wait for somebody."""
    ledger_bytes: int
    journal_bytes: int

    def plain(self) -> dict[str, float]:
        """Return how much there is of each, by name."""
        return asdict(self) | {"issues": len(self.issues)}


def take_sample(play: Play, at_hours: float, readings: int, deeds: int) -> Sample:
    """Count everything."""
    hass = play.house.hass
    gc.collect()
    loop: Any = asyncio.get_running_loop()
    return Sample(
        at_hours=at_hours,
        readings=readings,
        deeds=deeds,
        memory_kib=_resident_kib(),
        blocks=sys.getallocatedblocks(),
        tasks=len(asyncio.all_tasks()),
        sockets=_sockets(),
        listeners=_listeners(play, hass),
        timers=sum(not handle.cancelled() for handle in loop._scheduled),
        issues=tuple(sorted(name for _, name in ir.async_get(hass).issues)),
        flows=len(hass.config_entries.flow.async_progress()),
        ledger_bytes=_size_bytes(play.house.storage / f"{DOMAIN}.{ENTRY_ID}"),
        journal_bytes=_size_bytes(play.house.storage / f"{DOMAIN}.{ENTRY_ID}.journal"),
    )


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of a figure may be left over."""

    each_reading: float
    each_deed: float
    once: float
    """By how much it may vary without any reason."""


LIMITS = {
    "memory_kib": Limit(each_reading=4, each_deed=8, once=3_000),
    "blocks": Limit(each_reading=20, each_deed=120, once=6_000),
    "ledger_bytes": Limit(each_reading=4, each_deed=1_500, once=8_000),
    "journal_bytes": Limit(each_reading=0, each_deed=3_000, once=0),
}
"""What may grow: with what was done, and hardly with each reading (a library of forty media has thousands of pieces)."""

_STEADY = {"tasks": 0, "sockets": 2, "listeners": 0, "timers": 2}
"""By how many they may differ: an alarm for the next cleanup, and a request on its way."""
_MOST_FLOWS = 5
"""One for each server that has refused a key; a household has no more servers."""
_DECISIONS = ("cleanup_approval", "cleanup_brake", "cleanup_failed", "config_entry_reauth")
"""The repairs that wait for a person, however long."""


def slope(samples: Sequence[Sample], name: str) -> float:
    """Return by how much a figure grows with each reading, by the line that fits the samples best."""
    xs = [float(sample.readings) for sample in samples]
    ys = [sample.plain()[name] for sample in samples]
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - x_mean) ** 2 for x in xs)
    if not spread:
        return 0.0
    return sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)) / spread


def grown_in_peace(samples: Sequence[Sample]) -> Iterator[str]:
    """Yield what grows with time and polls alone: nothing was done between these samples."""
    readings = samples[-1].readings - samples[0].readings
    for name, limit in LIMITS.items():
        found = slope(samples, name)
        most = limit.each_reading + limit.once / max(readings, 1)
        if found > most:
            yield (
                f"{name}: {found:.1f} more with each of {readings} readings in peace"
                f" (at most {most:.1f} are right), by {len(samples)} samples"
            )


def grown_between(middle: Sample, end: Sample) -> Iterator[str]:
    """Yield what there is more of at the end than deeds explain; it was quiet then and in the middle."""
    before, after = middle.plain(), end.plain()
    deeds, readings = end.deeds - middle.deeds, end.readings - middle.readings
    for name, limit in LIMITS.items():
        most = limit.once + deeds * limit.each_deed + readings * limit.each_reading
        if after[name] - before[name] > most:
            yield (
                f"{name}: {after[name]:.0f} at {end.at_hours:.0f} h, {before[name]:.0f} at"
                f" {middle.at_hours:.0f} h; {deeds} deeds and {readings} readings explain {most:.0f}"
            )
    for name in sorted(set(end.issues) - set(middle.issues)):
        if not name.startswith(_DECISIONS):
            yield f"issues: {name} at {end.at_hours:.0f} h, and not at {middle.at_hours:.0f} h"
    if end.flows > _MOST_FLOWS:
        yield f"flows: {end.flows} dialogs wait for somebody at {end.at_hours:.0f} h"
    for name, most in _STEADY.items():
        if after[name] > before[name] + most:
            yield (
                f"{name}: {after[name]:.0f} at {end.at_hours:.0f} h,"
                f" {before[name]:.0f} at {middle.at_hours:.0f} h"
            )


def _listeners(play: Play, hass: HomeAssistant) -> int:
    of_bus = sum(hass.bus.async_listeners().values())
    return of_bus + len(play.house.coordinator._listeners) if play.house.loaded else of_bus


def _resident_kib() -> int:
    fields = Path("/proc/self/statm").read_text(encoding="ascii").split()
    return int(fields[1]) * 4


def _sockets() -> int:
    links = (_target(link) for link in Path("/proc/self/fd").iterdir())
    return sum(target.startswith("socket:") for target in links)


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def _size_bytes(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
