"""A race: something that somebody does, at every step of what is under way."""

import asyncio

from homeassistant.core import HomeAssistant

from simulator import Stack

from .deeds import OTHER, Act, Deed, call, rest, shown
from .moments import Moments, answer, at_once, in_time


class Race:
    """Lets a deed happen at one step after the other of what is under way."""

    def __init__(self, hass: HomeAssistant, stack: Stack, moments: Moments) -> None:
        """Begin with a household that is at rest."""
        self.hass, self.stack, self.moments = hass, stack, moments
        self._loved = False

    async def run(self, under_way: Act, deed: Deed, number: int, *, news: bool = True) -> bool:
        """Let a deed happen at a step, and see that it holds; return whether there was such a step.

        With `news`, what is under way finds something new.
        """
        if news:
            self._loved = not self._loved
            self.stack.favorite(OTHER, favorite=self._loved)
        with self.moments.among(number) as (stop,):
            running = asyncio.create_task(answer(under_way(self.hass)))
            await in_time(asyncio.wait([stop, running], return_when=asyncio.FIRST_COMPLETED))
            if not stop.done():
                await running
                return False
            doing = asyncio.create_task(answer(deed.do(self.hass)))
            await at_once(doing)
            self.moments.go_on()
            await in_time(asyncio.gather(running, doing))
        await rest(self.hass)
        where = f"{deed.name} at {number}: {self.moments.passed[number - 1]}"
        await self.look(deed, where)
        before = await shown(self.hass, self.stack)
        await call(self.hass, "sync")
        await rest(self.hass)
        assert await shown(self.hass, self.stack) == before, where
        await self.look(deed, where)
        await deed.undo(self.hass)
        await rest(self.hass)
        return True

    async def look(self, deed: Deed, where: str) -> None:
        """See whether a deed holds."""
        assert await deed.holds(self.hass), where
