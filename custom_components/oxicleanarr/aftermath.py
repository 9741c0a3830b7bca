"""What follows from removals, looked after in every sync: how they ended, what is normal now, what was regretted."""

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from homeassistant.util import dt as dt_util

from .cleanup.brake import after_removal, next_mark
from .cleanup.guards import object_to_run
from .cleanup.protocols import JournalError
from .cleanup.regret import regrets
from .cleanup.removed import Removed
from .cleanup_happenings import deleted
from .happenings import async_send

if TYPE_CHECKING:
    from .coordinator import OxiCleanarrCoordinator


async def async_recover(coordinator: OxiCleanarrCoordinator) -> None:
    """Find out how removals ended in the middle of which something stopped; nothing is deleted by it."""
    cleaner = coordinator.cleaner
    for removed in [one for one in cleaner.journal.removals if one.stage.open]:
        with suppress(JournalError):
            ended = await cleaner.house().carry_on(removed)
            if not ended.stage.open and ended.deleted:
                await async_forget(coordinator, ended)
                async_send(coordinator.hass, deleted(ended, coordinator.scene()))


async def async_forget(coordinator: OxiCleanarrCoordinator, removed: Removed) -> None:
    """Let nobody be surprised that a medium is gone: neither the brake nor those who are told of news.

    Nor is it to leave by a person's date that was for this time, should it ever come again.
    """
    ledger = coordinator.ledger
    medium = coordinator.data.library.media.get(removed.medium_id)
    state = ledger.cleanup
    whole = all(part.whole for part in removed.parts)
    if medium is not None and state.day is not None and whole:
        await ledger.async_cleanup(replace(state, day=after_removal(state.day, medium)))
    wish = next((one for one in ledger.schedules if one.medium_id == removed.medium_id), None)
    if whole and wish:
        await ledger.async_unschedule(wish)
    told = ledger.told
    if removed.medium_id in told.media:
        media = {key: one for key, one in told.media.items() if key != removed.medium_id}
        await ledger.async_told(replace(told, media=media))


async def async_mark_day(coordinator: OxiCleanarrCoordinator) -> None:
    """Remember how large plan and library are, unless something is odd."""
    ledger = coordinator.ledger
    moment = coordinator.cleaner.house().moment_at_rest(dry=True)
    objections, state = object_to_run(moment), ledger.cleanup.as_of(moment.now)
    day = next_mark(state.day, moment.today, objections, moment.now)
    await ledger.async_cleanup(replace(state, day=day))


async def async_remember_regrets(coordinator: OxiCleanarrCoordinator) -> None:
    """Write down which removals turn out to be regretted."""
    journal, library = coordinator.cleaner.journal, coordinator.data.library
    requests = coordinator.sources.requests
    with suppress(JournalError):
        for removed in regrets(journal.removals, library, requests, dt_util.utcnow()):
            await journal.async_write(removed)
