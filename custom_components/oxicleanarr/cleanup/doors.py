"""Which door a part goes through: the one place that chooses."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from ..clients.errors import ServerRemoved
from ..library.reading import problem_of
from .models import Removal
from .protocols import AnyDoor, Ended
from .removed import Part, Stage


@dataclass(frozen=True, slots=True)
class Doors:
    """The door of Radarr and Sonarr, and that of the OxiCleanarr server with this id, where there is one."""

    arrs: AnyDoor
    server: AnyDoor | None = None
    server_id: str | None = None

    async def remove(
        self, part: Part, removal: Removal, *, exclude: bool, may_go: Callable[[], bool]
    ) -> Ended:
        """Remove a part through its door."""
        try:
            door = self._of(part)
        except ServerRemoved as error:
            return Ended(replace(part, stage=Stage.ABANDONED), problem_of(error))
        return await door.remove(part, removal, exclude=exclude, may_go=may_go)

    async def look_again(self, part: Part, removal: Removal, begun_at: datetime) -> Ended:
        """Find out at its door what became of a part."""
        return await self._of(part).look_again(part, removal, begun_at)

    def _of(self, part: Part) -> AnyDoor:
        """Return the door of a part.

        Raises:
            ServerRemoved: Its server is no longer set up.
        """
        if not part.item_id and part.source_id != self.server_id:
            return self.arrs
        if self.server is None or part.source_id != self.server_id:
            raise ServerRemoved(part.server)
        return self.server
