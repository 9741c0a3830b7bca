"""What people want of single media: kept or let go, leaving on a date or left to the rules.

The plan follows at once. Where an OxiCleanarr server decides, it is told.
"""

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from homeassistant.util import dt as dt_util

from .asking import HouseholdEndedError
from .clients.errors import ClientError, NotFound
from .happenings import HappeningKind
from .library.models import Decided, Medium
from .library.reading import problem_of
from .policy.models import Keep, Schedule
from .problems import failed
from .server_source import ServerSource

if TYPE_CHECKING:
    from .coordinator import OxiCleanarrCoordinator


class Wishes:
    """The wishes of one household."""

    def __init__(self, coordinator: OxiCleanarrCoordinator) -> None:
        """Take the household."""
        self._coordinator = coordinator
        self._ledger = coordinator.ledger

    async def async_keep(self, keep: Keep, *, part_of_more: bool = False) -> None:
        """Keep a medium, and tell the OxiCleanarr server; whether it could be told, `raise_for_untold` says.

        What is part of more that somebody did is told with that, and not as a keep.
        """
        await self._ledger.async_keep(keep)
        await self._coordinator.async_replan(
            *([] if part_of_more else [(HappeningKind.KEPT, keep)])
        )
        exclusions = self._coordinator.exclusions
        if exclusions is None:
            return
        # The next start tells what is not told before the end.
        with suppress(HouseholdEndedError):
            async with self._coordinator.asking.until_the_end():
                if await exclusions.async_follow(self._coordinator.data.library):
                    await self._coordinator.async_merge()
                    await self._coordinator.async_replan()
                self._coordinator.report_server(self._coordinator.data.library)

    def raise_for_untold(self, keep: Keep) -> None:
        """Raise HomeAssistantError when the OxiCleanarr server does not know of a keep, and so may delete."""
        exclusions = self._coordinator.exclusions
        if exclusions is None or exclusions.problem is None:
            return
        if any(not medium.aliases.isdisjoint(keep.aliases) for medium in exclusions.untold):
            language = self._coordinator.hass.config.language
            raise failed("server_not_told", exclusions.problem, language)

    async def async_unkeep(self, medium_id: str, aliases: frozenset[str]) -> tuple[Keep, ...]:
        """Let a medium go again, on the OxiCleanarr server first; return the keeps that were taken back.

        Raises:
            HomeAssistantError: The server could not be told, so nothing has changed.
        """
        coordinator = self._coordinator
        # Whoever keeps it again from now on keeps it.
        keeps = self._ledger.keeps_of(medium_id, aliases, coordinator.data.library.media)
        released: tuple[Medium, ...] = ()
        if exclusions := coordinator.exclusions:
            library = coordinator.data.library
            try:
                async with coordinator.asking.until_the_end():
                    released, dropped = await exclusions.async_let_go(
                        library, medium_id, aliases, keeps
                    )
                    if released:
                        await coordinator.async_merge()
            except ClientError as err:
                language = coordinator.hass.config.language
                raise failed("server_keeps_still", problem_of(err), language) from err
        else:
            dropped = await self._ledger.async_unkeep(keeps)
        if dropped or released:
            keeps = dropped or tuple(_kept_there(medium) for medium in released)
            await coordinator.async_replan(*((HappeningKind.LET_GO, keep) for keep in keeps))
        return dropped

    async def async_schedule(self, schedule: Schedule) -> None:
        """Let a medium leave on a date, whatever the rules say."""
        await self._ledger.async_schedule(schedule)
        await self._coordinator.async_replan((HappeningKind.SCHEDULED, schedule))

    async def async_unschedule(self, schedule: Schedule) -> None:
        """Leave a medium to the rules again."""
        await self._ledger.async_unschedule(schedule)
        await self._coordinator.async_replan((HappeningKind.UNSCHEDULED, schedule))

    async def async_flag(self, medium: Medium, by: str | None) -> Schedule:
        """Let the OxiCleanarr server let a medium go by hand; return the date that it gave.

        Raises:
            ClientError: The server failed, has no such flag (before 1.4), or somebody keeps it there.
        """
        server, item = self._on_server(medium)
        async with self._coordinator.asking.until_the_end():
            await server.client.flag(item.item_id)
            new = await server.async_look_at(item.item_id, dt_util.utcnow())
            await self._coordinator.async_merge()
        expected = dt_util.utcnow() + self._coordinator.window
        schedule = _schedule(medium, new, expected, by)
        await self._coordinator.async_replan((HappeningKind.SCHEDULED, schedule))
        return schedule

    async def async_unflag(self, medium: Medium) -> None:
        """Leave a medium to the OxiCleanarr server's rules again.

        Raises:
            ClientError: The server failed.
        """
        server, item = self._on_server(medium)
        async with self._coordinator.asking.until_the_end():
            await server.client.unflag(item.item_id)
            await server.async_look_at(item.item_id, dt_util.utcnow())
            await self._coordinator.async_merge()
        schedule = _schedule(medium, item, dt_util.utcnow())
        await self._coordinator.async_replan((HappeningKind.UNSCHEDULED, schedule))

    def _on_server(self, medium: Medium) -> tuple[ServerSource, Decided]:
        """Return the server, and what it says of a medium; NotFound when it does not list it."""
        server = self._coordinator.sources.server
        if server is None or medium.decided is None:
            raise NotFound("OxiCleanarr", "the medium is not on its list")
        return server, medium.decided


def _schedule(
    medium: Medium, item: Decided, otherwise: datetime, by: str | None = None
) -> Schedule:
    """Return a flag on the server as a wish, with its date."""
    return Schedule(
        medium_id=medium.id,
        aliases=medium.aliases,
        title=medium.title,
        leaves_at=item.due_at if isinstance(item.due_at, datetime) else otherwise,
        scheduled_by=by,
    )


def _kept_there(medium: Medium) -> Keep:
    """Return the keep of a medium that somebody excluded on the OxiCleanarr server itself."""
    return Keep(
        medium_id=medium.id,
        aliases=medium.aliases,
        title=medium.title,
        kept_at=dt_util.utcnow(),
    )
