"""The display that needs no Bridge: a collection, with the countdown as its description.

Its members are the media themselves, so nothing is copied, linked or scanned. We take out only what we put
in: what people add by hand stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ..clients.errors import ClientError, NotFound, NotUnderstood
from ..clients.ids import item_key
from ..clients.jellyfin_collections import JellyfinCollections
from ..library.models import Problem
from ..library.reading import UntrustedAnswerError, problem_of, require_complete
from .models import Book, DisplayKind, DisplaySettings, MadeCollection, Obstacle, Shown, Trouble
from .shelf import alike


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionReport:
    """What a pass over the collection could not do."""

    obstacle: Obstacle | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _Members:
    """Who is in a collection: the ids as Jellyfin writes them, by their keys."""

    ids: Mapping[str, str]
    all_told: bool
    """Whether there are no more than these."""


class CollectionDisplay:
    """Keeps the collection as it should be, pass after pass."""

    def __init__(self, collections: JellyfinCollections, book: Book) -> None:
        """Prepare; nothing is asked yet."""
        self._collections = collections
        self._book = book
        self._described = ""

    async def show(
        self, shown: Sequence[Shown], settings: DisplaySettings, user_id: str, description: str
    ) -> CollectionReport:
        """Make the collection what it should be; a failure is in the report, never raised.

        `user_id` is an administrator's: Jellyfin shows nobody else all members.
        """
        wanted = shown if DisplayKind.COLLECTION in settings.kinds else ()
        try:
            obstacle = await self._show(wanted, settings.collection_name, user_id, description)
        except (ClientError, UntrustedAnswerError) as err:
            return CollectionReport(problem=problem_of(err))
        return CollectionReport(obstacle=obstacle)

    async def _show(
        self, shown: Sequence[Shown], name: str, user_id: str, description: str
    ) -> Obstacle | None:
        made = self._book.made.collection
        if made is not None and (made.name != name or not shown):
            await self._clear(made, user_id)
            made = None
        if not shown:
            return None
        wanted = [item_id for one in shown for item_id in one.item_ids]
        members = await self._members(made, user_id) if made else None
        if made is None or members is None:
            # Jellyfin answers the making of a taken name with the collection that has it.
            taken = await self._collections.named(name)
            require_complete("Jellyfin", "collections", taken)
            if taken.rows:
                return Obstacle(Trouble.COLLECTION_NAME_TAKEN, {"name": name})
            made = await self._create(name, made)
            members, self._described = _Members({}, all_told=True), ""
        await self._settle(made, members.ids, {item_key(item_id): item_id for item_id in wanted})
        if description != self._described:
            await self._collections.describe(made.id, user_id, description)
            self._described = description
        return None

    async def _create(self, name: str, before: MadeCollection | None) -> MadeCollection:
        """Make the collection; the one that was only overlooked keeps what we put into it."""
        made = MadeCollection(id=await self._collections.create(name, ()), name=name)
        if before is not None and item_key(before.id) == item_key(made.id):
            made = replace(made, members=before.members)
        await self._write(made)
        return made

    async def _settle(
        self, made: MadeCollection, there: Mapping[str, str], needed: Mapping[str, str]
    ) -> None:
        """Add what is missing, and take out what we put in and is not needed any more."""
        ours = {item_key(item_id) for item_id in made.members}
        missing = [item_id for key, item_id in needed.items() if key not in there]
        stale = [item_id for key, item_id in there.items() if key in ours and key not in needed]
        if missing:
            await self._write(replace(made, members=made.members.union(missing)))
            await self._collections.add(made.id, missing)
        if stale:
            await self._collections.remove(made.id, stale)
        members = {item_id for key, item_id in needed.items() if key in ours or key not in there}
        if not there:
            # Jellyfin may have overlooked what is in it.
            members |= made.members
        await self._write(replace(made, members=frozenset(members)))

    async def _clear(self, made: MadeCollection, user_id: str) -> None:
        """Take out what we put in; the collection goes with it where nobody else did anything with it."""
        members = await self._members(made, user_id)
        if members is not None:
            ours = {item_key(item_id) for item_id in made.members}
            only_ours = members.all_told and members.ids.keys() <= ours
            if only_ours and await self._is_named(made):
                await self._collections.delete(made.id)
            else:
                await self._collections.remove(
                    made.id, [members.ids[key] for key in ours & members.ids.keys()]
                )
            if not members.all_told:
                return
        await self._write(None)

    async def _is_named(self, made: MadeCollection) -> bool:
        """Return whether the collection has the name that we gave it: with another one it is somebody's."""
        found = await self._collections.get(made.id)
        return found is None or alike(found.name, made.name)

    async def _members(self, made: MadeCollection, user_id: str) -> _Members | None:
        """Return who is in the collection; None when it is gone."""
        try:
            rows = await self._collections.members(made.id, user_id)
        except NotFound:
            return None
        except NotUnderstood as err:
            # Jellyfin's answer to an id that it does not know.
            if err.status == 400:
                return None
            raise
        require_complete("Jellyfin", "members of a collection", rows)
        ids = {item_key(row.id): row.id for row in rows.rows}
        ours = {item_key(item_id) for item_id in made.members}
        if ids.keys().isdisjoint(ours) and await self._collections.get(made.id) is None:
            return None
        # What is not understood may have been put in by somebody else; to nobody, Jellyfin shows nothing.
        return _Members(ids, all_told=not rows.skipped and bool(user_id))

    async def _write(self, collection: MadeCollection | None) -> None:
        made = self._book.made
        if made.collection != collection:
            await self._book.async_made(replace(made, collection=collection))
