"""Plans, compared: what a fresh reading of everything would decide, and what changed while a server failed."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from homeassistant.util import dt as dt_util

from custom_components.oxicleanarr.library.models import Kind, Library
from custom_components.oxicleanarr.policy.judge import needs_episodes
from custom_components.oxicleanarr.policy.models import Leaving, Plan, Verdict
from custom_components.oxicleanarr.snapshot import decide
from custom_components.oxicleanarr.sources import Sources
from harness.chaos.house import House
from tests.household import RADARR_ID, SONARR_ID

# Announcements begin a moment after what they rest on was read.
_TOLERANCE = timedelta(minutes=2)

_KIND_OF = {RADARR_ID: Kind.MOVIE, SONARR_ID: Kind.SERIES}


async def fresh_plan(house: House) -> Plan:
    """Return what servers read for the first time, each as a whole, would lead to; nothing changes by it."""
    coordinator: Any = house.coordinator
    sources = Sources(house.hass, coordinator.config_entry, coordinator.ledger)
    await sources.async_renew(dt_util.utcnow(), whole=True)
    library = await sources.async_library(needs_episodes(coordinator.settings.rules))
    return plan_at(house, library, coordinator.data.plan.made_at)


def plan_at(house: House, library: Library, made_at: datetime) -> Plan:
    """Return what a library leads to at a moment: time alone lets media come near enough to be announced."""
    coordinator: Any = house.coordinator
    made_at = dt_util.as_local(made_at)
    return decide(library, coordinator.settings, coordinator.ledger, made_at, None)


def differences(ours: Plan, fresh: Plan) -> Iterator[str]:
    """Yield the media about which two plans differ, each with both verdicts."""
    for key in sorted(ours.decisions.keys() | fresh.decisions.keys()):
        one, other = _verdict(ours, key), _verdict(fresh, key)
        if _told(one) != _told(other):
            yield f"{key}: {_told(one)} here, {_told(other)} by a fresh reading"


def leaving(plan: Plan) -> dict[str, datetime]:
    """Return what is leaving soon, and when at the earliest."""
    return {medium.id: verdict.leaves_at for medium, verdict in plan.leaving_soon}


def unlawful(
    before: Mapping[str, datetime],
    after: Mapping[str, datetime],
    failing: Collection[str],
    touched: Collection[str],
) -> Iterator[str]:
    """Yield what law 1 forbids between two plans while these sources failed; somebody touched some media."""
    for key in sorted(before.keys() | after.keys()):
        if key in touched or not _concerned(key, failing):
            continue
        old, new = before.get(key), after.get(key)
        if old is None:
            yield f"{key} was scheduled for {new} while {', '.join(sorted(failing))} failed"
        elif new is None:
            yield f"{key} is not shown any more while {', '.join(sorted(failing))} failed"
        elif new < old - _TOLERANCE:
            yield f"{key} leaves at {new}, not {old}, while {', '.join(sorted(failing))} failed"


def _concerned(key: str, failing: Collection[str]) -> bool:
    kind = Kind(key.partition(":")[0])
    return any(_KIND_OF.get(source, kind) is kind for source in failing)


def _verdict(plan: Plan, key: str) -> Verdict | None:
    decision = plan.decisions.get(key)
    return decision.verdict if decision else None


def _told(verdict: Verdict | None) -> str:
    match verdict:
        case None:
            return "not there"
        case Leaving():
            soon = ", soon" if verdict.soon else ""
            return f"leaving at {verdict.leaves_at:%d %b %H:%M}{soon}"
    return f"staying ({', '.join(reason.why for reason in verdict.reasons)})"
