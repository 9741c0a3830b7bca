"""Who shows in Jellyfin what is leaving soon: we, the OxiCleanarr server, its plugin, or nobody.

Two managers of links would undo each other's work. So where a server is followed, ours begin only when
it is known that no other one is at work.
"""

from enum import StrEnum
from typing import Final

from .clients.errors import ClientError, NotFound
from .clients.jellyfin_models import Dialect
from .display.models import Obstacle, Trouble
from .jellyfin_source import JellyfinSource
from .library.models import Problem
from .library.reading import problem_of
from .server_source import ServerSource

_LEAVING_SOON: Final = "b31d2e5a8f4e4c6ab7a32d4e5f6a7b8c"


class ShownBy(StrEnum):
    """Who shows it."""

    HOME_ASSISTANT = "home_assistant"
    SERVER = "server"
    """The OxiCleanarr server itself, up to 1.5."""
    PLUGIN = "plugin"
    """The plugin Leaving Soon in Jellyfin, which asks the server."""
    NOBODY = "nobody"


_TROUBLES: Final = {
    ShownBy.SERVER: Trouble.SHOWN_BY_SERVER,
    ShownBy.PLUGIN: Trouble.SHOWN_BY_PLUGIN,
}


class OtherManagers:
    """Whether somebody else shows what the household's OxiCleanarr server lets go."""

    def __init__(self, server: ServerSource | None, jellyfin: JellyfinSource | None) -> None:
        """Prepare; nothing is asked yet."""
        self._server = server
        self._jellyfin = jellyfin
        self._plugin: bool | None = None
        """Whether the plugin is active; `None` as long as nobody knows."""

    async def async_look(self) -> Obstacle | Problem | None:
        """Return what is in the way of libraries of ours; what is not known is in the way, too."""
        if self._server is None or self._jellyfin is None:
            return None
        if (answer := self._server.answer) is None:
            return self._server.reading.problem
        problem: Problem | None = None
        try:
            self._plugin = await _has_plugin(self._jellyfin)
        except ClientError as error:
            problem = problem_of(error)
        if answer.config.manages_links:
            return Obstacle(Trouble.SHOWN_BY_SERVER)
        if self._plugin is None:
            return problem
        return Obstacle(Trouble.SHOWN_BY_PLUGIN) if self._plugin else None

    @property
    def at_work(self) -> ShownBy | None:
        """Who else is at work; `NOBODY` when that is known, `None` when it is not."""
        answer = self._server.answer if self._server else None
        if answer is not None and answer.config.manages_links:
            return ShownBy.SERVER
        if answer is None or self._plugin is None:
            return None
        return ShownBy.PLUGIN if self._plugin else ShownBy.NOBODY

    @property
    def trouble(self) -> Trouble | None:
        """Why libraries of ours cannot be chosen."""
        return _TROUBLES.get(self.at_work) if self.at_work else None


async def _has_plugin(jellyfin: JellyfinSource) -> bool:
    if jellyfin.dialect is Dialect.RUST:
        return False
    try:
        plugin = await jellyfin.client.plugins.installed(_LEAVING_SOON)
    except NotFound:
        return False
    return plugin is not None and plugin.active
