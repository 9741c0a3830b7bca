"""Jellyfin's collections (10.11, 12, and jellyfin-rust's own kind): found, filled, emptied, deleted.

The names of the arguments that change something begin with a capital letter: jellyfin-rust understands
no others, and Jellyfin takes them in any case. On Jellyfin a collection is an item, and to delete an item
is to delete its files: nothing is deleted or written here that has not just proved to be a collection.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from .errors import ClientError, NotFound, NotUnderstood
from .http import DISK_SECONDS, Http
from .ids import id_in_path, is_id, item_key
from .jellyfin_listing import IDS_PER_CALL, PER_PAGE, in_chunks, listing
from .jellyfin_models import Collection, Created, Dialect, Member, WireCollection
from .paging import all_pages
from .rows import Rows, drawn_from


class JellyfinCollections:
    """The collections of one server; `http` is that server's client's."""

    def __init__(self, http: Http, dialect: Dialect) -> None:
        """Share the Jellyfin's requests, its token and its slots."""
        self._http = http
        self._rust = dialect is Dialect.RUST

    async def named(self, name: str) -> Rows[Collection]:
        """Read the collections of a name; blanks around it and its case do not matter.

        `total` counts these only, and what was announced but did not come.
        """
        found = await self._all()
        wanted = name.strip().casefold()
        collections = (row.collection() for row in found.rows)
        named = (row for row in collections if row and row.name.strip().casefold() == wanted)
        return drawn_from(named, found)

    async def get(self, collection_id: str) -> Collection | None:
        """Read one collection; None where the id is no collection's, or no longer."""
        path = f"/Collections/{id_in_path(collection_id)}"
        if self._rust:
            try:
                return (await self._http.get(path, WireCollection)).collection()
            except NotFound:
                return None
        query = {"ids": collection_id, "includeItemTypes": "BoxSet", "enableUserData": "false"}
        found = await listing(self._http, WireCollection, query)
        # An id that Jellyfin cannot read is left out of the question, which then means all collections.
        row = next((row for row in found.rows if item_key(row.id) == item_key(collection_id)), None)
        if row is None and found.skipped:
            raise NotUnderstood(self._http.server, "a collection of another shape")
        return row.collection() if row else None

    async def create(self, name: str, ids: Sequence[str] = ()) -> str:
        """Make a collection that holds these, and return its id; it is locked against metadata providers.

        Jellyfin answers a name that is taken with the collection that has it: look for it first. Ids
        that the server does not know are not in it, nor those that came too late because it failed
        meanwhile: compare the members afterwards.
        """
        known = _sendable(ids)
        first, rest = known[:IDS_PER_CALL], known[IDS_PER_CALL:]
        try:
            collection_id = await self._create(name, first)
        except NotUnderstood as error:
            if error.status != 400 or not first:
                raise
            # One unknown id fails the whole call.
            collection_id, rest = await self._create(name, ()), known
        # Whoever made a collection must learn its id, whatever comes after.
        with suppress(ClientError):
            await self.add(collection_id, rest)
        return collection_id

    async def members(self, collection_id: str, user_id: str) -> Rows[Member]:
        """Read what a collection holds, as far as that user may see it.

        Jellyfin 10.11 shows an API key nothing here without a user; jellyfin-rust shows everything.
        """
        if self._rust:
            path = f"/Collections/{id_in_path(collection_id)}/Items"
            return await self._http.get_page(path, Member)
        query = {
            "parentId": collection_id,
            "userId": user_id,
            # A collection is not the folder of its members: recursion looks into the folder.
            "recursive": "false",
            "enableUserData": "false",
            "enableImages": "false",
        }
        return await listing(self._http, Member, query)

    async def add(self, collection_id: str, ids: Sequence[str]) -> tuple[str, ...]:
        """Put items into a collection; those that are in it already are fine.

        Returns the ids that Jellyfin does not know; jellyfin-rust passes over them in silence.

        Raises:
            NotFound: there is no such collection.
            ClientError: as for every request; what was put in before stays in.
        """
        path = self._items_of(collection_id)
        sendable = _sendable(ids)
        refused = list(set(ids).difference(sendable))
        proved = False
        waiting = list(in_chunks(sendable))
        while waiting:
            chunk = waiting.pop(0)
            try:
                await self._http.post_only(path, {"Ids": ",".join(chunk)})
            except NotUnderstood as error:
                if error.status != 400:
                    raise
                # An unknown collection is answered in the same way as an unknown item.
                if not proved and await self.get(collection_id) is None:
                    raise NotFound(self._http.server, "the collection is gone") from None
                proved = True
                if len(chunk) == 1:
                    refused += chunk
                else:
                    half = len(chunk) // 2
                    waiting[:0] = [chunk[:half], chunk[half:]]
        return tuple(refused)

    async def remove(self, collection_id: str, ids: Sequence[str]) -> None:
        """Take items out of a collection; those that are not in it are fine. The items stay."""
        path = self._items_of(collection_id)
        for chunk in in_chunks(_sendable(ids)):
            await self._http.delete_only(path, {"Ids": ",".join(chunk)})

    async def describe(self, collection_id: str, user_id: str, overview: str) -> bool:
        """Give a collection this overview; return whether it has it now.

        Jellyfin has no call for the overview alone: the whole item is read and sent back, because what
        is missing in it would be wiped, and the lock, were it left out, taken from all members. Nothing
        is sent when the overview is this one already. jellyfin-rust has no such call at all.
        """
        if self._rust:
            return False
        user, item = id_in_path(user_id), id_in_path(collection_id)
        whole = await self._http.get(f"/Users/{user}/Items/{item}", dict[str, object])
        named, locked = isinstance(whole.get("Name"), str), isinstance(whole.get("LockData"), bool)
        if whole.get("Type") != "BoxSet" or not named or not locked:
            raise NotUnderstood(self._http.server, "no whole collection")
        if whole.get("Overview") == overview:
            return True
        for name in ("Tags", "Genres"):
            whole[name] = whole.get(name) or []
        whole["ProviderIds"] = whole.get("ProviderIds") or {}
        await self._http.post_only(f"/Items/{item}", body={**whole, "Overview": overview})
        return True

    async def delete(self, collection_id: str) -> None:
        """Delete a collection and nothing else; its members stay, and one that is gone already is fine.

        Whatever is no collection is left alone: Jellyfin would delete a movie's files.
        """
        proved = await self.get(collection_id)
        if proved is None:
            return
        place = "Collections" if self._rust else "Items"
        with suppress(NotFound):
            await self._http.delete_only(f"/{place}/{id_in_path(proved.id)}")

    async def _all(self) -> Rows[WireCollection]:
        if not self._rust:
            query = {"includeItemTypes": "BoxSet", "enableUserData": "false"}
            return await listing(self._http, WireCollection, query)

        async def page(start: int) -> Rows[WireCollection]:
            part = {"StartIndex": start, "Limit": PER_PAGE}
            return await self._http.get_page("/Collections", WireCollection, part)

        return await all_pages(page, PER_PAGE)

    async def _create(self, name: str, ids: Sequence[str]) -> str:
        params = {"Name": name, "IsLocked": "true"}
        if ids:
            params["Ids"] = ",".join(ids)
        made = await self._http.post(
            "/Collections", None, Created, params=params, timeout_seconds=DISK_SECONDS
        )
        return made.id

    def _items_of(self, collection_id: str) -> str:
        return f"/Collections/{id_in_path(collection_id)}/Items"


def _sendable(ids: Iterable[str]) -> list[str]:
    """Return what can be an id, each once."""
    return [item_id for item_id in dict.fromkeys(ids) if is_id(item_id)]
