"""Where what is deleted is gone for good: a person accepts that once for each server."""

from dataclasses import replace
from typing import TYPE_CHECKING

from .cleanup.entries import Arrs

if TYPE_CHECKING:
    from .coordinator import OxiCleanarrCoordinator


async def async_look_for_bins(coordinator: OxiCleanarrCoordinator, arrs: Arrs) -> frozenset[str]:
    """Return the ids of the servers without a recycle bin; a bin that is back must not vanish unnoticed again.

    Nobody can look into the bins behind an OxiCleanarr server, so it counts as one without, as soon as
    something can only go through it.
    """
    bins = await arrs.bins()
    state = coordinator.ledger.cleanup
    accepted = frozenset(key for key in state.no_bin_accepted if not bins.get(key))
    await coordinator.ledger.async_cleanup(replace(state, no_bin_accepted=accepted))
    without = frozenset(key for key, exists in bins.items() if not exists)
    server, media = coordinator.sources.server, coordinator.data.library.media.values()
    if server and any(copy.source_id == server.id for one in media for copy in one.copies):
        return without | {server.id}
    return without
