"""What a user has done with single items up to now (Jellyfin 10.11, 12 and jellyfin-rust).

Jellyfin is asked for the very items. jellyfin-rust passes over `ids`, and of a single item it tells the
token's owner's data whoever is asked for: there the list is read that holds them.
"""

from collections.abc import Iterable, Sequence
from copy import replace

from .http import Http, Params
from .ids import id_in_path, item_key
from .jellyfin_listing import MOST_PER_PAGE, in_chunks, listing, take_listing
from .jellyfin_models import Dialect, Part, Played, WirePlayed
from .rows import Rows, drawn_from


class JellyfinStates:
    """The states of single items on one server; `http` is that server's client's."""

    def __init__(self, http: Http, dialect: Dialect) -> None:
        """Share the Jellyfin's requests, its token and its slots."""
        self._http = http
        self._rust = dialect is Dialect.RUST

    async def parts(self, series_id: str) -> Rows[Part]:
        """Read the seasons of a series and those of its episodes that have files.

        It asks for no user: of a series that a user may not see, Jellyfin answers 401 to a user's token.
        """
        query = {
            "parentId": id_in_path(series_id),
            "includeItemTypes": "Season,Episode",
            "isMissing": "false",
            "enableUserData": "false",
            "enableImages": "false",
        }
        return await listing(self._http, Part, query, MOST_PER_PAGE)

    async def of(
        self, user_id: str, item_ids: Sequence[str], series_id: str | None = None
    ) -> Rows[Played]:
        """Read what a user has done with these movies, or with these episodes of a series.

        One row for each that the user may see, whether the user left a trace on it or not. On a
        jellyfin-rust everybody sees everything: what does not come there counts as announced.

        Raises:
            NotUnderstood: one of the ids is none.
            ClientError: as for every request.
        """
        if not self._rust:
            kind = "Movie" if series_id is None else "Episode"
            return await self._told(user_id, item_ids, _by_ids(kind, item_ids))
        found = await self._told(user_id, item_ids, (_in_list(series_id),))
        return replace(
            found, total=found.total + len(set(map(item_key, item_ids))) - len(found.rows)
        )

    async def traces(self, user_id: str, item_ids: Sequence[str]) -> Rows[Played]:
        """Read what a user has done with these movies and episodes, whichever of them they are.

        Whatever else an id belongs to, or to nothing, does not come. Not on a jellyfin-rust, which passes over ids.
        """
        return await self._told(user_id, item_ids, _by_ids("Movie,Episode", item_ids))

    async def _told(
        self, user_id: str, item_ids: Sequence[str], questions: Iterable[Params]
    ) -> Rows[Played]:
        """Read what the answers tell of these items, each once."""
        wanted = {item_key(id_in_path(item_id)) for item_id in item_ids}

        def state(row: WirePlayed) -> Played | None:
            return row.state() if item_key(row.id) in wanted else None

        of_user = {"userId": user_id, "enableUserData": "true", "enableImages": "false"}
        listings = [
            await take_listing(
                self._http, WirePlayed, state, {**question, **of_user}, MOST_PER_PAGE
            )
            for question in questions
        ]
        states = {row.id: row for found in listings for row in found.rows}
        return drawn_from(states.values(), *listings)


def _by_ids(types: str, item_ids: Iterable[str]) -> Iterable[Params]:
    return ({"includeItemTypes": types, "ids": ",".join(chunk)} for chunk in in_chunks(item_ids))


def _in_list(series_id: str | None) -> Params:
    """Ask for the list that holds movies, or the episodes of a series."""
    if series_id is None:
        return {"includeItemTypes": "Movie"}
    return {"includeItemTypes": "Episode", "parentId": id_in_path(series_id)}
