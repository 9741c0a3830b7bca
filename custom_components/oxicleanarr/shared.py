"""What several households share, since they have the same Radarr or Sonarr: it goes only when it leaves in all of them.

Each household has people, keeps, plays and announcements of its own, and a file is there for all of them.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant

from .const import DOMAIN
from .library.models import Copy, Medium
from .policy.models import Decision, Leaving

if TYPE_CHECKING:
    from .coordinator import OxiCleanarrCoordinator


def held_by(
    hass: HomeAssistant, own: ConfigEntry, medium: Medium, leaving: Leaving, now: datetime
) -> frozenset[str]:
    """Return the names of the other households that have the medium, too, and in which it is not surely to go now."""
    addresses = {
        own.subentries[copy.source_id].unique_id
        for copy in medium.copies
        if copy.source_id in own.subentries
    }
    return frozenset(
        entry.title
        for entry in hass.config_entries.async_entries(DOMAIN, include_disabled=False)
        if entry.entry_id != own.entry_id and _holds(entry, addresses, medium, leaving, now)
    )


def _holds(
    entry: ConfigEntry,
    addresses: set[str | None],
    medium: Medium,
    leaving: Leaving,
    now: datetime,
) -> bool:
    sharing = [key for key, one in entry.subentries.items() if one.unique_id in addresses]
    if entry.state is not ConfigEntryState.LOADED:
        return bool(sharing)
    household: OxiCleanarrCoordinator = entry.runtime_data
    decision = household.data.plan.decisions.get(medium.id)
    if decision is None or not _is_same(decision.medium.copies, medium.copies):
        sources = household.data.library.sources
        return any(not sources[key].fresh for key in sharing if key in sources)
    return not _goes(decision, leaving, now)


def _is_same(copies: Iterable[Copy], others: Iterable[Copy]) -> bool:
    """Return whether two households mean one entry; they may have its server at different addresses."""
    known = {(copy.entry_id, copy.folder) for copy in copies}
    return any((copy.entry_id, copy.folder) in known for copy in others)


def _goes(decision: Decision, leaving: Leaving, now: datetime) -> bool:
    """Return whether all that leaves is to go by another household's decision."""
    verdict = decision.verdict
    if decision.stale or not isinstance(verdict, Leaving) or verdict.leaves_at > now:
        return False
    files = verdict.episode_files
    return not files or (bool(leaving.episode_files) and leaving.episode_files <= files)
