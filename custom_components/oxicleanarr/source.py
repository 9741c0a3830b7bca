"""One server of a household: what it last told, and asking it again when it is its turn."""

from abc import ABC, abstractmethod
from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import ClassVar

from homeassistant.util import dt as dt_util

from .library.reading import Answer, Belief, Reading
from .polling import Turn, renew, turn


class Source[T: Answer](ABC):
    """A server that is asked in its turn. Its failures stay in the reading; nothing here raises for them."""

    differs: ClassVar[bool] = True
    """Whether it tells what has changed since it was last read."""

    def __init__(self, reading: Reading[T]) -> None:
        """Begin with what is known of it at the start; nothing is asked yet."""
        self.id = reading.id
        self.reading = reading

    @property
    def answer(self) -> T | None:
        """What it told when it last answered completely."""
        return self.reading.answer

    @property
    @abstractmethod
    def whole_hours(self) -> Collection[int]:
        """The local hours of the day at which it is read as a whole."""

    async def async_renew(self, now: datetime, *, whole: bool, believe: Belief) -> None:
        """Ask it again if it is its turn; with `whole`, now and for everything."""
        local = dt_util.as_local(now)
        self.reading = await renew(
            self.reading,
            Turn.WHOLE
            if whole
            else turn(self.reading, local, self.whole_hours, differs=self.differs),
            now,
            partial(self._async_read, now),
            partial(self._async_read_differences, now),
            believe=believe,
        )

    @abstractmethod
    async def _async_read(self, now: datetime) -> T:
        """Read everything; raise ClientError or UntrustedAnswerError."""

    async def _async_read_differences(self, now: datetime, answer: T) -> T | None:
        """Read what has changed; `None` where that does not tell enough."""
        return None
