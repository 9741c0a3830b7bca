"""A Jellyfin that answers from lists."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import override

from custom_components.oxicleanarr.clients.jellyfin import Jellyfin
from custom_components.oxicleanarr.clients.jellyfin_collections import JellyfinCollections
from custom_components.oxicleanarr.clients.jellyfin_folders import JellyfinFolders, LibraryFolder
from custom_components.oxicleanarr.clients.jellyfin_log import JellyfinLog, LoggedPlay
from custom_components.oxicleanarr.clients.jellyfin_models import (
    Dialect,
    EpisodePath,
    Favorite,
    Item,
    Member,
    Played,
    PublicInfo,
    Session,
    User,
)
from custom_components.oxicleanarr.clients.rows import Rows, Take
from tests.builders import days_ago


class FakeLog(JellyfinLog):
    """A log in which nothing is."""

    def __init__(self) -> None:
        pass

    @override
    async def plays_since(self, since: datetime) -> Rows[LoggedPlay]:
        return Rows((), 0)


class FakeFolders(JellyfinFolders):
    """Knows the libraries."""

    def __init__(self, libraries: Sequence[LibraryFolder]) -> None:
        self._libraries = tuple(libraries)

    @override
    async def libraries(self) -> Rows[LibraryFolder]:
        return Rows(self._libraries, len(self._libraries))


class FakeCollections(JellyfinCollections):
    """A film and a series are in every collection."""

    def __init__(self, unread: int) -> None:
        self._unread = unread

    @override
    async def members(self, collection_id: str, user_id: str) -> Rows[Member]:
        return Rows((Member("M-1", "Movie"), Member("s1", "Series")), 2, self._unread)


class FakeJellyfin(Jellyfin):
    """Answers from lists; what crosses the wire is tested with the clients."""

    def __init__(
        self,
        plays: Mapping[str, Sequence[Played]],
        items: Sequence[Item] = (),
        unread: int = 0,
        missing: int = 0,
    ) -> None:
        self._plays, self._items, self._unread, self._missing = plays, items, unread, missing
        self.favourites: dict[str, list[Favorite]] = {}
        self.unread_favourites = self.unread_members = 0
        self.playing: list[Session] = []
        self.libraries = [LibraryFolder("Films", locations=["/media/movies/"])]
        self.episodes: list[EpisodePath] = []
        self.dialect = Dialect.JELLYFIN

    @override
    async def public_info(self) -> PublicInfo:
        return PublicInfo("s1", "Home", "10.11.11")

    @override
    async def users(self) -> Rows[User]:
        users = tuple(User(id=name, name=name) for name in self._plays)
        return Rows(users, len(users))

    @override
    async def favorites(self, user_id: str) -> Rows[Favorite]:
        rows = tuple(self.favourites.get(user_id, ()))
        return Rows(rows, len(rows) + self.unread_favourites, self.unread_favourites)

    @property
    @override
    def collections(self) -> JellyfinCollections:
        return FakeCollections(self.unread_members)

    @override
    async def episode_paths(self) -> Rows[EpisodePath]:
        return Rows(tuple(self.episodes), len(self.episodes))

    @override
    async def sessions(self) -> Rows[Session]:
        return Rows(tuple(self.playing), len(self.playing))

    @property
    @override
    def folders(self) -> JellyfinFolders:
        return FakeFolders(self.libraries)

    @override
    async def movies_and_series[T](
        self, take: Take[Item, T], saved_since: datetime | None = None
    ) -> Rows[T]:
        items = [taken for item in self._items if (taken := take(item)) is not None]
        return Rows(tuple(items), len(items))

    @override
    async def count_movies_and_series(self) -> int:
        return len(self._items)

    @property
    @override
    def log(self) -> JellyfinLog:
        return FakeLog()

    @override
    async def played(self, user_id: str) -> Rows[Played]:
        rows = tuple(self._plays[user_id])
        return Rows(rows, len(rows) + self._unread + self._missing, self._unread)


def a_play(item_id: str = "m1", days: float | None = 5, **changes: object) -> Played:
    fields: dict[str, object] = {
        "id": item_id,
        "type": "Movie",
        "last_played": None if days is None else days_ago(days).isoformat(),
        "play_count": 1,
        "played": True,
        **changes,
    }
    return Played(**fields)  # type: ignore[arg-type]  # a builder of any field
