"""What can be asked and said by voice, over all households: look, keep, sync. Nothing here lets anything go."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from homeassistant.const import ATTR_CONFIG_ENTRY_ID
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..answers import MediaFilter, VerdictFilter, select
from ..calls import ATTR_MEDIUM_ID
from ..const import DOMAIN
from ..coordinator import OxiCleanarrConfigEntry, OxiCleanarrCoordinator
from ..library.models import Kind, Medium
from ..library.search import spelling
from ..library.spoken import hear
from ..policy.models import Decision, Leaving
from ..policy.sentences import sentence
from ..snapshot import SyncReport

# Longer, nobody waits for a spoken answer; the sync goes on by itself.
_PATIENCE_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Found:
    """A medium, what becomes of it, and the household that has it."""

    coordinator: OxiCleanarrCoordinator
    decision: Decision

    @property
    def household(self) -> str:
        """The name of the household."""
        return self.coordinator.config_entry.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What became of a spoken title: exactly one of the three has something in it, or none has."""

    found: tuple[Found, ...] = ()
    """The one title that was meant, in every household that has it."""
    several: tuple[Medium, ...] = ()
    """The titles that fit equally well."""
    nearest: tuple[Medium, ...] = ()
    """What sounds most like it, when nothing fits."""


@callback
def households(hass: HomeAssistant) -> list[OxiCleanarrCoordinator]:
    """Return every household that is running."""
    entries: list[OxiCleanarrConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    return [entry.runtime_data for entry in entries]


async def async_seek(hass: HomeAssistant, title: str, kind: Kind | None) -> Sought:
    """Find what a spoken title means in all households."""
    coordinators = households(hass)
    media = {
        medium.id: medium
        for coordinator in coordinators
        for medium in coordinator.data.library.media.values()
    }
    heard = await hass.async_add_executor_job(hear, media.values(), title, kind)
    names: dict[tuple[object, ...], Medium] = {}
    for medium in heard.meant:
        # Two of the same name, year and kind cannot be told apart by voice: they are meant together.
        names.setdefault((spelling(medium.title), medium.year, medium.kind), medium)
    if len(names) > 1:
        return Sought(several=tuple(names.values()))
    found = [
        Found(coordinator, decision)
        for coordinator in coordinators
        for medium in heard.meant
        if (decision := coordinator.data.plan.decisions.get(medium.id))
    ]
    return Sought(found=tuple(found), nearest=heard.nearest)


@callback
def leaving(
    hass: HomeAssistant, days: int | None, kind: Kind | None
) -> list[tuple[Found, Leaving]]:
    """Return what leaves within so many days, today being 0, or soon; the next departure first."""
    wanted = MediaFilter(
        verdict=VerdictFilter.LEAVING_SOON if days is None else VerdictFilter.LEAVING,
        kind=kind,
        days=days,
    )
    now = dt_util.now()
    departures = [
        (Found(coordinator, decision), decision.verdict)
        for coordinator in households(hass)
        for decision in select(coordinator.data.plan, wanted, now)
        if isinstance(decision.verdict, Leaving)
    ]
    return sorted(departures, key=lambda departure: departure[1].leaves_at)


async def async_keep(hass: HomeAssistant, found: Iterable[Found], context: Context | None) -> bool:
    """Keep media for ever, in the name of whoever asked for it; return whether that was new for any.

    Raises:
        HomeAssistantError: A household stopped in the meantime.
    """
    new = [one for one in found if not _kept_for_ever(one)]
    for one in new:
        await hass.services.async_call(
            DOMAIN,
            "keep",
            {
                ATTR_CONFIG_ENTRY_ID: one.coordinator.config_entry.entry_id,
                ATTR_MEDIUM_ID: one.decision.medium.id,
            },
            blocking=True,
            context=context,
        )
    return bool(new)


async def async_sync(hass: HomeAssistant) -> list[SyncReport] | None:
    """Sync every household; `None` when that takes longer than somebody waits, and goes on."""
    tasks = [
        coordinator.config_entry.async_create_background_task(
            hass, coordinator.async_sync(), f"{DOMAIN} sync by voice"
        )
        for coordinator in households(hass)
    ]
    if not tasks:
        return []
    _, pending = await asyncio.wait(tasks, timeout=_PATIENCE_SECONDS)
    return None if pending else [task.result() for task in tasks]


def because(decision: Decision, now: datetime, language: str) -> str:
    """Return the first reason for a verdict as a sentence without a full stop."""
    return sentence(decision.verdict.reasons[0], now.tzinfo, language)


def silent_servers(reports: Iterable[SyncReport]) -> list[str]:
    """Return the names of the servers that did not answer a sync completely."""
    return [
        source.name
        for report in reports
        for source in report.snapshot.library.sources.values()
        if source.problem
    ]


def _kept_for_ever(found: Found) -> bool:
    # One for another medium that only shares a name with it may be taken back any time.
    return any(
        keep.until is None and keep.medium_id == found.decision.medium.id
        for keep in found.coordinator.ledger.keeps
    )
