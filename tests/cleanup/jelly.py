"""A household over the wire: simulated servers, and a Jellyfin client that knows whom it asks."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from yarl import URL

from custom_components.oxicleanarr.cleanup.evidence import Look
from custom_components.oxicleanarr.cleanup.look import take_look
from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_models import Dialect
from custom_components.oxicleanarr.library.jellyfin import read_users
from custom_components.oxicleanarr.library.jellyfin_media import OwnDisplay
from custom_components.oxicleanarr.library.models import Medium
from simulator import Options, Stack
from simulator.jellyfin.items import Item, Kind
from simulator.seeding import ADMIN_NAME, ADMIN_PASSWORD
from tests.builders import a_medium

SOON = "Leaving Soon"


@dataclass
class Jelly:
    """A Jellyfin, and what it is asked before something goes."""

    stack: Stack
    client: Jellyfin
    twins: dict[str, str] = field(default_factory=dict)
    """The ids of the twins by the titles."""
    own: OwnDisplay = field(default_factory=OwnDisplay)

    @property
    def rust(self) -> bool:
        return self.client.dialect is Dialect.RUST

    def item(self, title: str) -> Item:
        item = self.stack.catalog.find(title)
        assert item is not None
        return item

    def written(self, some_id: str) -> str:
        """Return an id as this server writes it."""
        parts = (some_id[:8], some_id[8:12], some_id[12:16], some_id[16:20], some_id[20:])
        return "-".join(parts) if self.rust else some_id

    def medium(self, title: str, **changes: Any) -> Medium:
        item = self.item(title)
        name = "series:tvdb:1" if item.kind is Kind.SERIES else "movie:tmdb:1"
        found = {
            "jellyfin_ids": (self.written(item.id),),
            "twin_ids": tuple(twin for known, twin in self.twins.items() if known == title),
        }
        return a_medium(name, title=title, **(found | changes))

    def show_twin(self, title: str) -> Item:
        """Let Jellyfin show a link to a movie or series in a library of its own; return that item."""
        item = self.item(title)
        folder = self.stack.root / SOON / item.kind.value
        folder.mkdir(parents=True, exist_ok=True)
        assert item.path is not None
        link = folder / item.path.rpartition("/")[2]
        link.symlink_to(item.path)
        kind = "tvshows" if item.kind is Kind.SERIES else "movies"
        self.stack.catalog.add_library(SOON, kind, [str(folder)], {})
        self.stack.catalog.refresh()
        twin = next(each for each in self.stack.catalog.items.values() if each.path == str(link))
        self.twins[title] = self.written(twin.id)
        self.own = OwnDisplay([str(self.stack.root / SOON)])
        return twin

    async def look(self, title: str, **changes: Any) -> Look:
        users = [user.id for user in await read_users(self.client)]
        medium = self.medium(title, **changes)
        return await take_look(self.client, users, medium, datetime.now(UTC), self.own)


@pytest.fixture(params=["10.11", "12", "rust"])
def version(request: pytest.FixtureRequest) -> str:
    """Have each kind of Jellyfin in turn."""
    found: str = request.param
    return found


real = pytest.mark.parametrize("version", ["10.11", "12"])
rust = pytest.mark.parametrize("version", ["rust"])


@pytest.fixture
async def jelly(version: str, socket_enabled: None) -> AsyncGenerator[Jelly]:
    async with AsyncExitStack() as exits:
        stack = await exits.enter_async_context(Stack(Options(jellyfin_version=version)))
        session = await exits.enter_async_context(aiohttp.ClientSession())
        client = Jellyfin(
            session, URL(stack.jellyfin.url), device_id="d", token=stack.jellyfin.api_key or None
        )
        await client.public_info()
        if version == "rust":
            await client.login(ADMIN_NAME, ADMIN_PASSWORD)
        for watches in stack.world.watches.values():
            watches.clear()
        stack.world.watch_revision += 1
        yield Jelly(stack, client)
