"""Undoing a removal: back into Radarr or Sonarr, searched for, and kept."""

from typing import TYPE_CHECKING

from homeassistant.util import dt as dt_util

from .cleanup.entries import Arrs
from .cleanup.history import restorable, through_server
from .cleanup.protocols import JournalError
from .cleanup.removed import Removed
from .cleanup.undo import Undo
from .cleanup_happenings import restored
from .clients.errors import ClientError
from .happenings import HappeningKind, async_send
from .library.reading import problem_of
from .policy.models import Keep
from .problems import failed
from .refusals import invalid

if TYPE_CHECKING:
    from .coordinator import OxiCleanarrCoordinator


async def async_restore(
    coordinator: OxiCleanarrCoordinator, arrs: Arrs, removal_id: str, restored_by: str | None
) -> Removed:
    """Put a removed medium back, let it be searched for, and keep it; nothing else goes through the door meanwhile.

    Raises:
        ServiceValidationError: There is no such removal, or it cannot be undone.
        HomeAssistantError: A server failed, or the journal; it may be tried again.
    """
    journal = coordinator.cleaner.journal
    removed = next((one for one in journal.removals if one.id == removal_id), None)
    if removed is None:
        raise invalid("removal_unknown")
    if through_server(removed):
        raise invalid("removal_through_server")
    if not restorable(removed):
        raise invalid("removal_not_restorable")
    keep = _keep_of(removed, restored_by)
    # First of all: what comes back is not to leave again.
    await coordinator.wishes.async_keep(keep, part_of_more=True)
    try:
        removed = await Undo(arrs).restore(removed, dt_util.utcnow())
        await journal.async_write(removed)
    except (ClientError, JournalError) as err:
        await coordinator.async_replan((HappeningKind.KEPT, keep))
        problem = problem_of(err) if isinstance(err, ClientError) else err.problem
        raise failed("restore_failed", problem, coordinator.hass.config.language) from err
    async_send(coordinator.hass, restored(removed, coordinator.scene()))
    await coordinator.async_sync()
    return removed


def _keep_of(removed: Removed, kept_by: str | None) -> Keep:
    return Keep(
        medium_id=removed.medium_id,
        aliases=removed.aliases,
        title=removed.title,
        kept_at=dt_util.utcnow(),
        kept_by=kept_by,
    )
