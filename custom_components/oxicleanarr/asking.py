"""What a household asks of its servers because somebody wants it, and the end of it when the household ends."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import DOMAIN as HOMEASSISTANT
from homeassistant.exceptions import ServiceValidationError


class HouseholdEndedError(ServiceValidationError):
    """The household was unloaded meanwhile; said as Home Assistant says it of one that is not loaded."""

    def __init__(self, entry: ConfigEntry) -> None:
        """Name the household."""
        super().__init__(
            translation_domain=HOMEASSISTANT,
            translation_key="service_config_entry_not_loaded",
            translation_placeholders={"domain": entry.domain, "entry_title": entry.title},
        )


class Asking:
    """Knows everything that is being asked; when the household ends, it breaks it off and waits for that."""

    def __init__(self, entry: ConfigEntry) -> None:
        """Prepare; nothing is being asked."""
        self._entry = entry
        self._going: set[asyncio.Timeout] = set()
        self._none = asyncio.Event()
        self._stopped = False

    @asynccontextmanager
    async def until_the_end(self) -> AsyncGenerator[None]:
        """Ask servers for as long as there is the household.

        Raises:
            HouseholdEndedError: It has ended, before or meanwhile.
        """
        if self._stopped:
            raise HouseholdEndedError(self._entry)
        end = asyncio.timeout(None)
        self._going.add(end)
        try:
            async with end:
                yield
        except TimeoutError as err:
            if not end.expired():
                raise
            raise HouseholdEndedError(self._entry) from err
        finally:
            self._going.discard(end)
            if not self._going:
                self._none.set()

    async def async_stop(self) -> None:
        """Ask nothing any more: break off what is being asked, and wait until that has left everything tidy."""
        self._stopped = True
        now = asyncio.get_running_loop().time()
        for end in self._going:
            end.reschedule(now)
        if self._going:
            self._none.clear()
            await self._none.wait()
