"""What all parts of the Jellyfin server share."""

from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web

from simulator.wire import Call, Refused
from simulator.world import User, World

from .auth import Gate, Identity
from .catalog import Catalog, Library
from .disk import Disk
from .items import Item


def wire_date(moment: datetime) -> str:
    """Write a date as Jellyfin does: seven digits behind the second."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06d}0Z"


def failed() -> web.Response:
    """Return Jellyfin's answer to its own mistakes."""
    return web.Response(status=500, text="Error processing request.")


def bad_request() -> web.Response:
    """Return Jellyfin's answer to arguments it cannot use."""
    return web.Response(status=400, text="Error processing request.")


@dataclass(slots=True)
class Playing:
    """A session in which something plays now."""

    user: User
    item_id: str
    position_ticks: int = 0


@dataclass(frozen=True, slots=True)
class PluginVersion:
    """A version of a plugin in a repository, for servers from `target_abi` on."""

    version: str
    target_abi: str
    changelog: str = ""


def _bridge_releases() -> list[PluginVersion]:
    return [
        PluginVersion("3.2.6.0", "10.11.0.0", "- **Directories** can be links, too"),
        PluginVersion("3.2.5.0", "10.11.0.0", "- Links to directories"),
    ]


@dataclass(slots=True)
class State:
    """The server's whole state."""

    world: World
    catalog: Catalog
    gate: Gate
    version: str
    server_id: str
    bridge: str
    disk: Disk
    leaving_soon_plugin: bool = False
    leaving_soon_base: str = "/config/leaving-soon"
    groups_movies: bool = False
    playing: list[Playing] = field(default_factory=list)
    messages: list[dict[str, object]] = field(default_factory=list)
    scans_all: bool = False
    """Whether the task that scans all libraries is running now."""
    bridge_releases: list[PluginVersion] = field(default_factory=_bridge_releases)
    """What the Bridge's repository offers."""
    offline: bool = False
    """Whether the server has no way into the internet."""
    scanned: set[str] = field(default_factory=set)
    """The ids of the libraries that are scanned for themselves now, of which no task tells."""

    @property
    def is_12(self) -> bool:
        """Whether this is Jellyfin 12, else it is 10.11."""
        return self.version.startswith("12")

    def user_of(self, call: Call) -> User | None:
        """Return the user whose view is asked for: ``userId``, else the token's own user."""
        text = call.parts.get("user") or call.query.text("userId")
        identity: Identity = call.identity
        if not text:
            return identity.user
        if not _is_guid(text):
            raise Refused(bad_request())
        user = self.world.user(text)
        if user is None:
            raise Refused(web.Response(status=404))
        if not identity.elevated and identity.user is not user:
            raise Refused(web.Response(status=403))
        return user

    def must_user(self, call: Call) -> User:
        """Return the user whose view is asked for; 400 when there is none."""
        user = self.user_of(call)
        if user is None:
            raise Refused(bad_request())
        return user

    def item(self, text: str) -> Item:
        """Return an item by its id, dashed or not; 404 when there is none, 400 for no id."""
        if not _is_guid(text):
            raise Refused(bad_request())
        found = self.catalog.items.get(plain_id(text))
        if found is None:
            raise Refused(web.Response(status=404))
        return found

    def visible_libraries(self, user: User | None) -> dict[str, Library]:
        """Return the enabled libraries that a user may see; a key without a user sees all."""
        if user is None:
            return self.catalog.libraries
        return {
            key: library
            for key, library in self.catalog.libraries.items()
            if library.enabled and (user.folders is None or key in user.folders)
        }


def plain_id(text: str) -> str:
    """Return an id as it is stored."""
    return text.replace("-", "").lower()


def _is_guid(text: str) -> bool:
    plain = plain_id(text)
    return len(plain) == 32 and all(digit in "0123456789abcdef" for digit in plain)
