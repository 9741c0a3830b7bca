"""How media come to a Radarr or a Sonarr by themselves."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from typing import Any

from .arr_disk import Disk
from .arr_exclusions import Exclusions
from .later import Later
from .world import Event, World


class Arrivals[Medium](ABC):
    """What import lists add, and what is searched for; whatever is searched for is found.

    ``listed`` are the provider's ids on the import lists.
    """

    def __init__(
        self,
        world: World,
        disk: Disk,
        later: Later,
        exclusions: Exclusions,
        queue: list[dict[str, Any]],
        remember: Callable[[Event], None],
    ) -> None:
        """Begin with empty lists."""
        self.listed: set[int] = set()
        self._world = world
        self._disk = disk
        self._later = later
        self._exclusions = exclusions
        self._queue = queue
        self._remember = remember

    @abstractmethod
    def sync_lists(self) -> None:
        """Add what is on the lists, not there and not excluded; monitored, so it will be searched."""

    @abstractmethod
    def missing(self) -> list[Medium]:
        """Return what is monitored, could be there, has no file, and is not being downloaded."""

    @abstractmethod
    def search(self, wanted: Iterable[Medium]) -> list[str]:
        """Find and download what has no file; return the titles."""

    def search_missing(self) -> list[str]:
        """Search everything that is missing; return the titles."""
        return self.search(self.missing())
